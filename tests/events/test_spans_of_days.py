"""Days that are told together, days before yesterday, and days told of something else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from geomap.events.time_refs import time_refs
from tests.events.conftest import Tell, read

SPANS = [
    ("On March 5 and 6, shells hit Sumy.", "en", (5, 6)),
    ("On March 5-7 shells hit Sumy.", "en", None),  # "shells" could be what the number counts
    ("Shells hit Sumy on March 5–7.", "en", (5, 7)),
    ("Shells hit Sumy on March 5 to 8 in the night.", "en", (5, 8)),
    ("On 5-6 March shells hit Sumy.", "en", (5, 6)),
    ("Between 5 and 8 March shells hit Sumy.", "en", (5, 8)),
    ("From March 5 to March 8, shells hit Sumy.", "en", (5, 8)),
    ("Between March 5 and March 8 shells hit Sumy.", "en", (5, 8)),
    ("З 5 по 8 березня обстріляли Sumy.", "uk", (5, 8)),
    ("5–8 марта обстреляли Sumy.", "ru", (5, 8)),
    ("On March 5 and 6 people were killed in Sumy.", "en", None),
    ("On 5 March and 8 March shells hit Sumy.", "en", None),
    ("On March 8 and 5 shells hit Sumy.", "en", None),
    ("A boy of 5 and 6 March were named.", "en", None),
]


@pytest.mark.parametrize(("text", "language", "span"), SPANS)
def test_days_told_together(text: str, language: str, span: tuple[int, int] | None) -> None:
    refs = time_refs(read(text, language=language))
    assert [(ref.first_day, ref.day) for ref in refs if ref.first_day is not None] == ([span] if span else [])


def test_the_event_covers_all_days(tell: Tell) -> None:
    for text, days in (
        ("On March 5 and 6, shelling of Sumy killed three people.", ((5, 3), (6, 3), 1)),
        ("From February 28 to March 8, drones attacked Odesa and injured four people.", ((28, 2), (8, 3), 2)),
    ):
        (event,) = tell(text)
        assert event.when is not None
        first, last, precision = days
        told = (event.when.first_day, event.when.last_day, event.when.precision)
        assert told == (date(2024, first[1], first[0]), date(2024, last[1], last[0]), precision)


def test_days_over_the_turn_of_a_year(tell: Tell) -> None:
    (event,) = tell("From December 30 to January 2, shelling of Sumy killed a man.", published=datetime(2024, 1, 4, 10, tzinfo=UTC))
    assert event.when is not None
    assert (event.when.first_day, event.when.last_day) == (date(2023, 12, 30), date(2024, 1, 2))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Позавчора обстріляли Kharkiv, загинула людина.", "uk"),
        ("Позавчера обстреляли Kharkiv, погиб человек.", "ru"),
        ("Shelling of Kharkiv the day before yesterday killed a man.", "en"),
    ],
)
def test_the_day_before_yesterday(tell: Tell, text: str, language: str) -> None:
    (event, *_) = tell(text, language=language)
    assert event.when is not None
    assert (event.when.first_day, event.when.last_day) == (date(2024, 3, 11), date(2024, 3, 11))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The move came a week after shelling of Sumy killed a man.", date(2024, 3, 6)),
        ("Two days after the talks, shelling of Sumy killed a man.", date(2024, 3, 13)),
        ("Protests are continuing in Lviv and Odesa, following scenes yesterday in other towns.", date(2024, 3, 13)),
        ("Protests were held in Lviv and Odesa yesterday.", date(2024, 3, 12)),
    ],
)
def test_a_time_of_something_else(tell: Tell, text: str, day: date) -> None:
    found = tell(text)
    assert found
    assert {event.when and event.when.first_day for event in found} == {day}
