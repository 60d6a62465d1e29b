"""The gate: which named places are sites of events, of which kind, and what its parameters are made of."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.events.gate.decide import LISTED, NOT_SURE_WHERE, SUREST, named_kind
from geomap.events.gate.kinds import KindWords, kind_names
from geomap.events.gate.shipped import GATE_FILE, PARAMETERS, VECTORS_FILE, shipped_vectors
from geomap.events.gate.vectors import NOTHING
from geomap.events.gate.windows import SentenceRows
from geomap.events.ontology import event_types, fine_kinds
from geomap.model import Modality
from geomap.pipeline import Pipeline
from geomap.settings import Settings


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(settings=Settings())


@pytest.fixture(scope="module")
def kind_words() -> KindWords:
    return KindWords(shipped_vectors())


def nearest_kind(kind_words: KindWords, word: str) -> str:
    row = shipped_vectors().row(word)
    assert row != NOTHING
    return kind_names()[int(kind_words.of_sentence(SentenceRows([row], [1.0], [(row, 1.0)]))[0].argmax())]


@pytest.mark.parametrize(
    ("text", "place", "kinds"),
    [
        ("Shells hit Vovchansk on Monday, wounding two people.", "Vovchansk", {"Shelling/artillery/missile attack"}),
        ("A magnitude 5.8 earthquake struck Hatay on Friday.", "Hatay", {"Earthquake"}),
        ("A court in Minsk sentenced the journalist to six years in prison.", "Minsk", {"Trial or sentence"}),
        ("A bus crashed near Nairobi on Sunday, killing 14 passengers.", "Nairobi", {"Transport accident"}),
        ("Talks between the two foreign ministers were held in Vienna on Tuesday.", "Vienna", {"diplomacy"}),
        ("Вибухи пролунали у Харкові вранці.", "Kharkiv", {"Explosion", "Shelling/artillery/missile attack"}),
        ("У Львові через зливу затопило вулиці.", "Lviv", {"Flood"}),
        ("В Белгороде сбили три беспилотника.", "Belgorod", {"Disrupted weapons use", "Air/drone strike"}),
    ],
)
def test_a_told_event_has_its_place_and_kind(pipeline: Pipeline, text: str, place: str, kinds: set[str]) -> None:
    told = pipeline(text).events
    assert [event.where.name for event in told] == [place]
    assert told[0].sub_type in kinds
    assert 0.5 <= told[0].confidence <= SUREST


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Police fired tear gas in Taksim Square, Istanbul, on Friday.", ["Taksim Square"]),
        ("A drone hit Saltivka, a district of Kharkiv, on Monday.", ["Saltivka"]),
        ("Дрон влучив у будинок на Салтівці в Харкові.", ["Saltivka"]),
        ("Rockets hit Kyiv and the Zhuliany airport on Monday.", ["Kyiv", "Zhuliany airport"]),
    ],
)
def test_a_town_that_says_where_its_square_or_quarter_lies_is_no_second_site(pipeline: Pipeline, text: str, places: list[str]) -> None:
    assert [event.where.name for event in pipeline(text).events] == places


def test_an_event_is_no_surer_than_its_place() -> None:
    """Petrolia names several small towns, and nothing says which one is meant."""
    pipeline = Pipeline(settings=Settings(min_confidence=0.0))
    sure, unsure = (pipeline(f"A blast at a mill in {town} killed two workers on Wednesday.").events[0] for town in ("Kharkiv", "Petrolia"))
    assert unsure.confidence < 0.8 * sure.confidence
    assert any(reason.text == f"against a site: {NOT_SURE_WHERE}" for reason in unsure.reasons)
    assert not any(NOT_SURE_WHERE in reason.text for reason in sure.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv said it would not negotiate.",
        "The novel is set in Odesa and Vienna before the war.",
        "The striker from Lyon scored twice against Valencia.",
        "Роман розповідає про життя в Одесі та Відні.",
        "Цены на жильё в Киеве и Львове выросли.",
    ],
)
def test_a_place_that_is_only_named_is_no_site(pipeline: Pipeline, text: str) -> None:
    assert not pipeline(text).events


def test_what_is_unsure_is_told_but_not_shown(pipeline: Pipeline) -> None:
    text = "A magnitude 5.8 earthquake struck Hatay in Turkey, killing 3."
    shown, told = pipeline(text).events, pipeline.replace(settings=Settings(min_confidence=0.0))(text).events
    assert [event.where.name for event in shown] == ["Hatay"]
    assert {event.where.name for event in told} == {"Hatay", "Turkey"}
    assert all(event.confidence >= LISTED for event in told)


def test_the_reasons_name_what_weighed_most(pipeline: Pipeline) -> None:
    (event,) = pipeline("Shells hit Vovchansk on Monday.").events
    weighed = [reason for reason in event.reasons if " a site: " in reason.text]
    assert len(weighed) == 4
    assert [abs(reason.weight) for reason in weighed] == sorted((abs(reason.weight) for reason in weighed), reverse=True)
    assert all(reason.text.startswith("for" if reason.weight > 0 else "against") for reason in weighed)


def test_a_denied_event_stays_denied(pipeline: Pipeline) -> None:
    every = pipeline.replace(settings=Settings(modalities=frozenset(Modality), min_confidence=0.0))
    told = every("The mayor denied that missiles had hit Odesa.").events
    assert Modality.DENIED in {event.modality for event in told}


def test_a_post_is_decided_by_itself(pipeline: Pipeline) -> None:
    posts = ["Shells hit Vovchansk on Monday.", "The novel is set in Odesa.", "A bus crashed near Nairobi, killing 14."]
    together = [[(e.where.name, e.sub_type, e.confidence) for e in one.events] for one in pipeline.stream(posts)]
    alone = [[(e.where.name, e.sub_type, e.confidence) for e in pipeline(text).events] for text in posts]
    assert together == alone


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("shelling", "обстріл", "обстрел"), "Shelling/artillery/missile attack"),
        (("flooded", "затопило"), "Flood"),
        (("earthquake", "землетрус", "землетрясение"), "Earthquake"),
    ],
)
def test_words_of_three_languages_are_near_to_one_kind(kind_words: KindWords, words: Sequence[str], kind: str) -> None:
    assert {nearest_kind(kind_words, word) for word in words} == {kind}


def test_unknown_forms_take_the_vector_of_a_word_with_the_same_beginning() -> None:
    vectors = shipped_vectors()
    assert vectors.row("bombardmentish") == vectors.row("bombardment") != NOTHING
    assert vectors.row("qqqqqqqq") == NOTHING


@given(st.dictionaries(st.sampled_from(kind_names()), st.floats(0.0, 1.0), min_size=1))
def test_the_kind_named_is_the_likeliest_or_its_group(shares: dict[str, float]) -> None:
    kind = named_kind(shares)
    likeliest = max(shares, key=lambda name: shares[name])
    assert kind.sub_type in {likeliest, event_types()[likeliest].type}


def test_every_kind_is_an_event_type_and_whole_groups_share_among_their_kinds() -> None:
    assert set(kind_names()) <= set(event_types())
    shares = fine_kinds("natural disaster")
    assert sum(share for _, share in shares) == pytest.approx(1.0)
    assert {name for name, _ in shares} <= set(kind_names())
    assert fine_kinds("Flood") == (("Flood", 1.0),)
    assert fine_kinds("no such type") == ()


@pytest.mark.parametrize("name", [GATE_FILE, VECTORS_FILE])
def test_the_record_beside_the_parameters_fits_them(name: str) -> None:
    content = (PARAMETERS / name).read_bytes()
    record = tomllib.loads((PARAMETERS / name).with_suffix(".toml").read_text(encoding="utf-8"))
    assert record["sha256"] == hashlib.sha256(content).hexdigest()
    assert record["bytes"] == len(content) <= 4_000_000


def test_parameters_are_numbers_only() -> None:
    for name in (GATE_FILE, VECTORS_FILE):
        with np.load(PARAMETERS / name, allow_pickle=False) as stored:
            assert all(stored[key].dtype.kind in "iuf" for key in stored.files)
