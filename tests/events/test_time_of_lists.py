"""The time that a heading's text or the line above a list states holds for the places beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from geomap.pipeline import Pipeline
from geomap.settings import Settings
from geomap.texts import Text

SUNDAY = datetime(2024, 5, 12, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(settings=Settings(min_confidence=0.0))


def days(pipeline: Pipeline, text: str) -> dict[str, date]:
    found = pipeline(Text(text, published_at=SUNDAY)).events
    return {event.where.name: event.when.first_day for event in found if event.when is not None}


def test_the_time_below_a_heading_that_names_a_place(pipeline: Pipeline) -> None:
    told = days(pipeline, "Burnley\n\nFriday: A mob set fire to two shops and threw stones at police.\n\nOther people stayed at home.")
    assert told == {"Burnley": date(2024, 5, 10)}


def test_the_time_of_another_place_is_not_that_of_the_heading(pipeline: Pipeline) -> None:
    told = days(pipeline, "Riots in Burnley\n\nOn Friday, a mob set fire to two shops in Preston.")
    assert told.get("Burnley", SUNDAY.date()) == SUNDAY.date()
    assert told["Preston"] == date(2024, 5, 10)


def test_the_time_of_the_line_above_a_list(pipeline: Pipeline) -> None:
    items = "- A woman, 44, who drowned in Burnley\n- A man, 60, who drowned in Preston"
    told = days(pipeline, f"The floods of Thursday killed these people:\n\n{items}")
    assert told == {"Burnley": date(2024, 5, 9), "Preston": date(2024, 5, 9)}


def test_a_time_of_its_own_goes_before(pipeline: Pipeline) -> None:
    told = days(pipeline, "The floods of Thursday killed these people:\n\n- A woman, 44, drowned in Burnley on Saturday")
    assert told == {"Burnley": date(2024, 5, 11)}


def test_the_time_of_a_sentence_before(pipeline: Pipeline) -> None:
    told = days(pipeline, "A mob set fire to two shops in Burnley on Friday. In Preston, rioters looted a supermarket.")
    assert told == {"Burnley": date(2024, 5, 10), "Preston": date(2024, 5, 10)}


def test_a_time_too_far_back_is_that_of_something_else(pipeline: Pipeline) -> None:
    told = days(pipeline, "A mob set fire to two shops in Burnley on Monday. In Preston, rioters looted a supermarket.")
    assert told == {"Burnley": date(2024, 5, 6), "Preston": SUNDAY.date()}


@pytest.mark.parametrize("line", ["Preston: rioters looted a supermarket.", "- In Preston, rioters looted a supermarket."])
def test_a_line_of_its_own_has_its_own_time(pipeline: Pipeline, line: str) -> None:
    told = days(pipeline, f"A mob set fire to two shops in Burnley on Friday.\n\n{line}")
    assert told == {"Burnley": date(2024, 5, 10), "Preston": SUNDAY.date()}


def test_the_day_of_one_heading_ends_at_the_next(pipeline: Pipeline) -> None:
    burnley = "Burnley\n\nSaturday: Rioters burned a cafe and a supermarket. About 800 people took part."
    told = days(pipeline, f"{burnley}\n\nPreston\n\nSunday: Rival groups fought in the town centre and threw bottles at police.")
    assert told == {"Burnley": date(2024, 5, 11), "Preston": SUNDAY.date()}
    told = days(pipeline, f"{burnley}\n\nPreston\n\nRival groups fought in the town centre and threw bottles at police.")
    assert told == {"Burnley": date(2024, 5, 11), "Preston": SUNDAY.date()}
