"""The second look: passages in which names are replaced, an encoder that reads each passage by itself, and what it may change."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.events import GatedExtractor
from geomap.events.context.encoder import Encoder, from_blocks, to_bytes
from geomap.events.context.passages import Passage, PassageWriter
from geomap.events.context.second_look import LEAST_UNSURE, MOST_UNSURE, EncoderLook
from geomap.events.context.shipped import ENCODER_FILE, PARAMETERS
from geomap.events.context.subwords import SPACE, UNKNOWN, Subwords
from geomap.events.gate.decide import IN_CONTEXT, SiteDecider
from geomap.events.gate.kinds import kind_names
from geomap.events.gate.second import Looked
from geomap.events.gate.shipped import shipped_gate
from geomap.events.gate.view import PostView
from geomap.pipeline import Pipeline
from geomap.settings import Settings
from geomap.texts import Text

UNSURE = "Officials visited Kharkiv on Tuesday after the night. In Odesa the port was closed."


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(settings=Settings())


@cache
def shipped() -> Encoder:
    return Encoder.load(PARAMETERS / ENCODER_FILE)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return shipped()


def view_of(pipeline: Pipeline, text: str) -> PostView:
    post = Text(text, published_at="2024-03-05T10:00:00Z").as_post()
    view = GatedExtractor(pipeline.gazetteer).view(post, pipeline.interpret([post])[0].placed)
    assert view is not None
    return view


def passages_of(pipeline: Pipeline, encoder: Encoder, text: str) -> list[Passage]:
    view = view_of(pipeline, text)
    writer = PassageWriter(view, encoder.subwords)
    return [writer.passage(number, number) for number in sorted({one.reading for one in view.places})]


# Subwords


def test_a_word_becomes_its_likeliest_pieces() -> None:
    subwords = Subwords(["", "", "", "", SPACE, "a", "b", "ab", f"{SPACE}ab", "ba"], [0, 0, 0, 0, -5, -3, -3, -4, -4.5, -4])
    assert subwords.encode("ab")[0] == [8]
    assert subwords.encode("aba")[0] == [8, 5]  # "▁ab" and "a", likelier than "▁", "a", "ba"
    assert subwords.encode("ab ba")[0] == [8, 4, 9]
    assert subwords.encode("c")[0] == [4, UNKNOWN]


def test_a_hole_takes_the_place_of_a_name_and_what_is_glued_to_it_begins_no_word(encoder: Encoder) -> None:
    city = encoder.subwords.row("city")
    rows, places = encoder.subwords.encode("in Kharkiv, Odesa", [(3, 10, city), (12, 17, city)])
    comma = encoder.subwords.encode("a,")[0][-1]
    assert rows == [*encoder.subwords.encode("in")[0], city, comma, city]
    assert [rows[place] for place in places] == [city, city]


@given(st.text(max_size=80))
def test_any_text_has_pieces_of_the_vocabulary(text: str) -> None:
    rows, places = shipped().subwords.encode(text)
    assert not places
    assert bool(rows) == bool(text.split())
    assert all(row >= UNKNOWN for row in rows)


# Passages


def test_towns_are_the_same_to_the_encoder_whatever_they_are_called(pipeline: Pipeline, encoder: Encoder) -> None:
    one, other = (passages_of(pipeline, encoder, f"Rockets hit {town} overnight, officials said.") for town in ("Kharkiv", "Mykolaiv"))
    assert one == other


def test_a_passage_holds_its_sentence_with_the_ends_of_its_neighbours(pipeline: Pipeline, encoder: Encoder) -> None:
    first, second = passages_of(pipeline, encoder, UNSURE)
    city = encoder.subwords.row("city")
    assert [first.pieces[asked.at] for asked in first.asked] == [city]
    assert [second.pieces[asked.at] for asked in second.asked] == [city]
    assert {first.context[asked.at] for asked in first.asked} == {0}
    assert sum(second.context) > 0
    assert all(not mark for mark, outside in zip(second.marks, second.context, strict=True) if outside)
    assert len(first.pieces) == len(first.context) == len(first.marks)


def test_a_name_inside_another_is_asked_about_at_the_same_piece(pipeline: Pipeline, encoder: Encoder) -> None:
    for passage in passages_of(pipeline, encoder, "The Kharkiv Tractor Plant in Kharkiv, Ukraine, burned; Kharkiv's mayor said so."):
        assert all(asked.start <= asked.at < asked.end <= len(passage.pieces) for asked in passage.asked)


# The encoder


def test_a_passage_is_read_the_same_alone_and_beside_longer_ones(pipeline: Pipeline, encoder: Encoder) -> None:
    longer = "Shelling went on in Kherson for the third day, and the regional administration asked people to stay at home."
    short, long = passages_of(pipeline, encoder, "Fire in Odesa."), passages_of(pipeline, encoder, longer)
    moved = [
        Passage(one.pieces, one.context, one.marks, [replace(asked, number=asked.number + 100) for asked in one.asked]) for one in long
    ]
    alone, beside = encoder.read(short), encoder.read([*short, *moved])
    for number, told in alone.items():
        assert told.log_odds == pytest.approx(beside[number].log_odds, abs=1e-3)
        assert np.allclose(told.kinds, beside[number].kinds, atol=1e-4)


def test_probabilities_of_kinds_add_up(pipeline: Pipeline, encoder: Encoder) -> None:
    for told in encoder.read(passages_of(pipeline, encoder, UNSURE)).values():
        assert len(told.kinds) == len(kind_names())
        assert float(told.kinds.sum()) == pytest.approx(1, abs=1e-4)


@given(st.lists(st.floats(-4, 4, width=32), min_size=8, max_size=8))
def test_weights_in_bytes_are_near_to_what_they_were(numbers: list[float]) -> None:
    weights = np.asarray([numbers], np.float32)
    rows, scales = to_bytes(weights)
    assert np.abs(rows * scales.astype(np.float32)[:, None] - weights).max() <= max(1e-3, np.abs(weights).max() / 120)


def test_blocks_of_four_bits_are_read_as_their_source_writes_them() -> None:
    scale = np.frombuffer(np.float16(0.5).tobytes(), np.uint8)
    halves = np.asarray([(number % 16) | ((15 - number % 16) << 4) for number in range(16)], np.uint8)
    weights = from_blocks(np.concatenate([scale, halves])[None, None, :])
    assert weights[0, :16].tolist() == [(number - 8) * 0.5 for number in range(16)]
    assert weights[0, 16:].tolist() == [(15 - number - 8) * 0.5 for number in range(16)]


# What is asked, and what it changes


class Recorded:
    """A second look that says the same of every place that it is asked about."""

    def __init__(self, probability: float) -> None:
        self.probability = probability
        self.asked: list[Sequence[float]] = []

    def look(self, view: PostView, probabilities: Sequence[float]) -> Mapping[int, Looked]:
        self.asked.append(probabilities)
        even = np.full(len(kind_names()), 1 / len(kind_names()), np.float32)
        return {number: Looked(self.probability, 1.0, even) for number in range(len(view.places))}


def test_what_the_second_look_says_holds_and_is_told(pipeline: Pipeline) -> None:
    view = view_of(pipeline, "Rockets hit Kharkiv overnight, officials said.")
    sure, unsure = Recorded(0.9), Recorded(0.01)
    told = SiteDecider(shipped_gate(), sure).decide(view)
    assert [mention.probability for mention in told] == [0.9]
    assert IN_CONTEXT in {name for name, _ in told[0].weighed}
    assert [mention for mention in SiteDecider(shipped_gate(), unsure).decide(view) if mention.probability is not None] == []


class Counted(Encoder):
    """The shipped encoder, which counts the passages that it reads."""

    passages = 0

    def read(self, passages: Sequence[Passage]) -> dict[int, object]:  # type: ignore[override]
        self.passages += len(passages)
        return super().read(passages)  # type: ignore[return-value]


@pytest.mark.parametrize(("probability", "passages"), [(LEAST_UNSURE / 2, 0), (0.5, 1), ((1 + MOST_UNSURE) / 2, 0)])
def test_only_unsure_places_are_read_again(pipeline: Pipeline, probability: float, passages: int) -> None:
    view = view_of(pipeline, "Rockets hit Kharkiv overnight, officials said.")
    counted = Counted.load(PARAMETERS / ENCODER_FILE)
    looked = EncoderLook(counted).look(view, [probability] * len(view.places))
    assert counted.passages == passages
    assert len(looked) == passages


def test_of_several_mentions_of_a_place_the_likeliest_is_read_again(pipeline: Pipeline) -> None:
    view = view_of(pipeline, "Rain fell in Kharkiv. Rockets hit Kharkiv. In Kharkiv trams stood still.")
    counted = Counted.load(PARAMETERS / ENCODER_FILE)
    looked = EncoderLook(counted).look(view, [0.2, 0.6, 0.3])
    assert counted.passages == 1
    assert set(looked) == {1}


def test_a_post_is_read_again_by_itself(pipeline: Pipeline) -> None:
    texts = [
        "Officials visited Kharkiv on Tuesday.",
        "In Odesa the port was closed after the storm.",
        "Troops left Kherson.",
    ]
    alone = [pipeline(text).events for text in texts]
    together = list(pipeline.stream(texts))
    assert [[(event.where.name, event.confidence) for event in events] for events in alone] == [
        [(event.where.name, event.confidence) for event in one.events] for one in together
    ]


def test_the_record_beside_the_parameters_fits_them() -> None:
    record = tomllib.loads((PARAMETERS / ENCODER_FILE).with_suffix(".toml").read_text(encoding="utf-8"))
    content = (PARAMETERS / ENCODER_FILE).read_bytes()
    assert record["sha256"] == hashlib.sha256(content).hexdigest()
    assert record["bytes"] == len(content)
    assert record["licence"] == "MIT"
    assert record["gold"]
