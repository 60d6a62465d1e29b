"""Which event gets which count: a learned decision, its parameters, and its reasons."""

from __future__ import annotations

import hashlib
import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.events.gated import GatedExtractor
from geomap.events.tolls.assign import LEAST, PARAMETERS, TOLLS_FILE, counts_of, pairs_of
from geomap.events.tolls.model import TollModel, TollWeights, shares, stored
from geomap.events.tolls.post import EVENTS_AFTER, EVENTS_BEFORE, MOST_INSIDE, PostCounts
from geomap.model import Event, Post
from geomap.pipeline import Pipeline
from geomap.settings import Settings
from training.events.tolls import TollExample, fit_tolls


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(settings=Settings(min_confidence=0.0, fast=True))


def counts(event: Event) -> dict[str, int]:
    names = ("fatalities", "injured", "missing", "displaced", "rescued", "arrested", "ill")
    return {name: count for name in names if (count := getattr(event.toll, name)) is not None}


def told(pipeline: Pipeline, text: str) -> dict[str, dict[str, int]]:
    return {event.where.name: counts(event) for event in pipeline(text).events}


CASES = {
    "A bus crash in the Kherson region killed three people. The accident happened near Beryslav in the morning.": {
        "Kherson Oblast": {},
        "Beryslav": {"fatalities": 3},
    },
    "Shelling killed two people in Vovchansk on Monday. A drone strike injured five people in Izium on Monday.": {
        "Vovchansk": {"fatalities": 2},
        "Izium": {"injured": 5},
    },
    "Rockets hit Izium and Vovchansk on Monday: three people were killed in Izium and one in Vovchansk.": {
        "Izium": {"fatalities": 3},
        "Vovchansk": {"fatalities": 1},
    },
    "Police in Leeds arrested 14 people at a protest on Saturday.": {"Leeds": {"arrested": 14}},
    "A flood hit Valencia on Tuesday. Nine people are missing and 300 residents were evacuated.": {
        "Valencia": {"missing": 9, "displaced": 300}
    },
    "A storm hit Valencia on Tuesday. Police asked people to stay at home: 416 drivers died on the roads last year.": {"Valencia": {}},
    "A fire in Leeds injured three people on Friday. Two years ago, 12 people died in a blaze at that factory.": {"Leeds": {"injured": 3}},
    "Унаслідок обстрілу Вовчанська у понеділок загинули двоє людей, ще п'ятеро поранені.": {"Vovchansk": {"fatalities": 2, "injured": 5}},
    "В Белгороде при обстреле в понедельник погибли трое, ранены семь человек.": {"Belgorod": {"fatalities": 3, "injured": 7}},
}


@pytest.mark.parametrize("text", CASES)
def test_events_have_their_own_counts(pipeline: Pipeline, text: str) -> None:
    found = told(pipeline, text)
    assert {place: found.get(place) for place in CASES[text]} == CASES[text]


def test_a_sum_over_months_is_not_the_count_of_an_event(pipeline: Pipeline) -> None:
    text = "Shelling injured a teacher in Vovchansk on Monday. Since January, 240 people have been killed in the country."
    assert told(pipeline, text)["Vovchansk"] == {"injured": 1}


def test_a_funeral_has_no_dead(pipeline: Pipeline) -> None:
    text = "A funeral ceremony for an American who was killed while serving with the legion was held in the city of Lviv on Tuesday."
    assert told(pipeline, text) == {"Lviv": {}}


def test_an_event_gives_the_reasons_of_its_counts(pipeline: Pipeline) -> None:
    (event,) = pipeline("Shelling killed two people in Vovchansk on Monday.").events
    (reason,) = [reason for reason in event.reasons if reason.text.startswith("its count is 2 killed: ")]
    assert LEAST <= reason.weight <= 1.0


def test_a_count_is_weighed_with_few_events_however_many_there_are(pipeline: Pipeline) -> None:
    towns = ("Vovchansk", "Izium", "Kupiansk", "Chuhuiv", "Bakhmut", "Lyman")
    lines = [f"On Monday, shelling killed {number + 2} people in {towns[number % 6]}." for number in range(60)]
    text = "\n\n".join(lines)
    post = Post(id="1", source="test", text=text, language="en")
    extractor = GatedExtractor(pipeline.gazetteer, fast=True)
    view = extractor.view(post, pipeline.interpret([post])[0].placed)
    assert view is not None
    known = PostCounts.of(view, extractor.decided(post, view), counts_of(view))
    assert len(known.told) == 60
    assert len(pairs_of(known)) <= 60 * (MOST_INSIDE + EVENTS_BEFORE + EVENTS_AFTER + 1)


@given(st.lists(st.floats(-50, 50), max_size=6))
def test_shares_leave_room_for_none(scores: list[float]) -> None:
    found = shares(scores)
    assert all(0 <= share <= 1 for share in found)
    assert sum(found) <= 1 + 1e-9
    assert [a for _, a in sorted(zip(scores, found, strict=True))] == sorted(found)


def test_the_parameters_are_those_of_the_record_and_hold_no_words() -> None:
    path = PARAMETERS / TOLLS_FILE
    record = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    content = path.read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (record["sha256"], record["bytes"])
    with np.load(path, allow_pickle=False) as arrays:
        assert {name: str(arrays[name].dtype) for name in arrays.files} == {"hashes": "uint32", "weights": "float16"}


def test_weights_are_found_that_tell_right_from_wrong() -> None:
    examples = []
    for number in range(40):
        near = {"any": 1.0, "near": 1.0}
        examples += [
            TollExample(near, number, (number, "a"), right=True),
            TollExample({"any": 1.0, "far": 1.0}, number, (number, "b"), right=False),
            TollExample(near | {"past": 1.0}, (number, "old"), (number, "a"), right=False),
        ]
    found = stored(fit_tolls(examples))
    model = TollModel(TollWeights(hashes=found["hashes"], weights=found["weights"]))  # type: ignore[arg-type]
    assert model.score({"any": 1.0, "near": 1.0}) > 1.0
    assert model.score({"any": 1.0, "far": 1.0}) < -1.0
    assert model.score({"any": 1.0, "near": 1.0, "past": 1.0}) < 0.0
    assert model.heaviest({"any": 1.0, "near": 1.0, "far": 1.0}, 1) == ["near"]
