"""Which words of a sentence are times, what they say, and whether they date what was said or what happened."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gazetteer.model import Place, PlaceKind
from geomap.events.ontology import TimeKind
from geomap.events.temporal import Days, days_of, interval, zone_of
from geomap.events.time_model import TimeRef
from geomap.events.time_refs import time_refs
from tests.events.conftest import place, read

FIELDS = [field.name for field in fields(TimeRef) if field.name not in {"start", "end"}]


def times(text: str) -> list[dict[str, object]]:
    """What each time of a sentence says, without what it does not say."""
    refs = time_refs(read(text, names={"KYIV": "Kyiv"}))
    return [{name: value for name in FIELDS if (value := getattr(ref, name)) is not None and value is not False} for ref in refs]


def weekday(number: int, **more: object) -> dict[str, object]:
    return {"kind": TimeKind.WEEKDAY, "number": number, **more}


def day(of_month: int, month: int, **more: object) -> dict[str, object]:
    return {"kind": TimeKind.DATE, "day": of_month, "month": month, **more}


def month(number: int, **more: object) -> dict[str, object]:
    return {"kind": TimeKind.MONTH, "month": number, **more}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It burned on Monday night.", [weekday(0, night=True)]),
        ("It burned on Monday morning.", [weekday(0)]),
        ("It burned in Monday's night.", [weekday(0, night=True, genitive=True)]),
        ("Monday's fire went out.", [weekday(0, genitive=True)]),
        ("It burned last Monday.", [weekday(0, previous=True)]),
        ("It burns next Monday.", [weekday(0, coming=True)]),
        ("It burned since Monday.", [weekday(0, since=True)]),
        ("It burned since early on Monday.", [weekday(0, since=True)]),
        ("It burned on Sun after noon.", [weekday(6)]),
        ("The sun went down.", []),
        ("It burned on sunday.", [weekday(6)]),
    ],
)
def test_weekdays(text: str, said: list[dict[str, object]]) -> None:
    assert times(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It burned on January 29.", [day(29, 1)]),
        ("It burned on 29 January 2023.", [day(29, 1, year=2023)]),
        ("It burned on July 22, 2022.", [day(22, 7, year=2022)]),
        ("It burned on July 22, 1066.", [day(22, 7)]),
        ("It burned on Jan. 19 there.", [day(19, 1)]),
        ("It burned on July 22nd.", [day(22, 7)]),
        ("It burned on July 31.", [day(31, 7)]),
        ("It burned on July 32.", []),
        ("It burned on 32 July.", []),
        ("It burned on July 0.", []),
        ("It burned on march 5.", [day(5, 3)]),
        ("It burned on june 5.", []),  # too short a word to be trusted without its capital
        ("It burned since 5 June.", [day(5, 6, since=True)]),
        ("It burned since June 5.", [day(5, 6, since=True)]),
        ("It burned in January.", [month(1)]),
        ("January was cold.", [month(1)]),
        ("The January fire was big.", []),
        ("It burned in January 2023.", [month(1, year=2023)]),
        ("It burned last September.", [month(9, previous=True)]),
        ("It burns next May.", [month(5, coming=True)]),
        ("It burned since September.", [month(9, since=True)]),
        ("It burned in 1800.", [{"kind": TimeKind.YEAR, "year": 1800}]),
        ("It burned in 1799.", []),
        ("It burned in 2100.", [{"kind": TimeKind.YEAR, "year": 2100}]),
        ("It burned in 2101.", []),
        ("The fire of 2014 was big.", []),
        ("The 2014 year was dry.", [{"kind": TimeKind.YEAR, "year": 2014}]),
        ("The year 2014 was dry.", []),
        ("It burned since 2014.", [{"kind": TimeKind.YEAR, "year": 2014, "since": True}]),
    ],
)
def test_days_months_and_years(text: str, said: list[dict[str, object]]) -> None:
    assert times(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It burned overnight.", [{"kind": TimeKind.OVERNIGHT}]),
        ("It burned for the past 5 days.", [{"kind": TimeKind.PAST_DAYS, "number": 5}]),
        ("It burned three weeks ago.", [{"kind": TimeKind.WEEKS_AGO, "number": 3}]),
        ("It burned several weeks ago.", [{"kind": TimeKind.LONG_AGO}]),
        ("It burned in the past 48 hours.", [{"kind": TimeKind.PAST_HOURS, "number": 48}]),
        ("It burned within 72 hours.", [{"kind": TimeKind.PAST_HOURS, "number": 72}]),
        ("It burned six hours ago.", [{"kind": TimeKind.HOURS_AGO, "number": 6}]),
        ("It burned ten days earlier.", [{"kind": TimeKind.DAYS_EARLIER, "number": 10}]),
        ("It burned two days later.", []),  # than what?
        ("It burned four days ago.", [{"kind": TimeKind.DAYS_AGO, "number": 4}]),
        ("It burned on Monday and on May 5.", [weekday(0), day(5, 5)]),
    ],
)
def test_phrases(text: str, said: list[dict[str, object]]) -> None:
    assert times(text) == said


@pytest.mark.parametrize(
    ("text", "of_speech"),
    [
        ("He said on Monday it burned.", True),
        (f"He said {'xx ' * 7}Monday.", True),
        (f"He said {'xx ' * 8}Monday.", False),
        ("He said, Monday was hot.", False),
        ("He said shells hit Lyman on Monday.", False),
        ("He said on May 5 it burned.", True),
        ("He said on 5 May it burned.", True),
        ("He said yesterday it burned.", True),
        ("It burned on Monday.", False),
    ],
)
def test_what_dates_the_saying(text: str, *, of_speech: bool) -> None:
    (ref,) = time_refs(read(text))
    assert ref.of_speech is of_speech


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("KYIV, March 13 - The mayor spoke.", 0),
        ("KYIV, March 13 xx xx - The mayor spoke.", 1),  # the dash is too far off: only the number's own reach has it
        ("Today, March 13 - the mayor spoke.", 2),
        ("In KYIV, March 13 - the mayor spoke.", 1),
        ("KYIV shelled March 13 - the mayor spoke.", 1),
        ("KYIV xx xx xx xx March 13 - the mayor spoke.", 1),
    ],
)
def test_the_date_of_a_dateline_is_that_of_the_report(text: str, count: int) -> None:
    assert len(times(text)) == count


@pytest.mark.parametrize(
    ("kind", "number", "today", "first", "last"),
    [
        (TimeKind.WEEKEND, None, date(2024, 3, 16), date(2024, 3, 16), date(2024, 3, 16)),  # a Saturday
        (TimeKind.WEEKEND, None, date(2024, 3, 17), date(2024, 3, 16), date(2024, 3, 17)),
        (TimeKind.WEEKEND, None, date(2024, 3, 18), date(2024, 3, 16), date(2024, 3, 17)),
        (TimeKind.WEEKEND, None, date(2024, 3, 15), date(2024, 3, 9), date(2024, 3, 10)),
        (TimeKind.LAST_WEEK, None, date(2024, 3, 17), date(2024, 3, 4), date(2024, 3, 10)),
        (TimeKind.LAST_WEEK, None, date(2024, 3, 18), date(2024, 3, 11), date(2024, 3, 17)),
        (TimeKind.LAST_MONTH, None, date(2024, 3, 1), date(2024, 2, 1), date(2024, 2, 29)),
        (TimeKind.LAST_YEAR, None, date(2024, 3, 1), date(2023, 1, 1), date(2023, 12, 31)),
        (TimeKind.LONG_AGO, None, date(2024, 3, 16), date(2023, 1, 1), date(2024, 3, 1)),
        (TimeKind.DAYS_AGO, 5000, date(2024, 3, 16), date(2014, 3, 19), date(2014, 3, 19)),  # ten years at most
        (TimeKind.YESTERDAY, None, date(2024, 3, 1), date(2024, 2, 29), date(2024, 2, 29)),
        (TimeKind.PAST_DAY, None, date(2024, 3, 1), date(2024, 2, 29), date(2024, 3, 1)),
        (TimeKind.PAST_DAYS, 0, date(2024, 3, 16), date(2024, 3, 13), date(2024, 3, 16)),
        (TimeKind.PAST_MONTHS, 1, date(2024, 3, 16), date(2024, 2, 15), date(2024, 3, 16)),
        (TimeKind.PAST_MONTHS, 9999, date(2024, 3, 16), date(2024, 3, 16) - timedelta(36_500), date(2024, 3, 16)),
    ],
)
def test_stretches_of_days(kind: TimeKind, number: int | None, today: date, first: date, last: date) -> None:
    days = days_of(TimeRef(kind, 0, 1, number), datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    assert days is not None
    assert (days.first, days.last) == (first, last)


@pytest.mark.parametrize(
    ("ref", "coming"),
    [
        (TimeRef(TimeKind.DATE, 0, 1, day=13, month=3), False),
        (TimeRef(TimeKind.DATE, 0, 1, day=14, month=3), True),
        (TimeRef(TimeKind.MONTH, 0, 1, month=3, year=2024), False),
        (TimeRef(TimeKind.MONTH, 0, 1, month=4, year=2024), True),
        (TimeRef(TimeKind.MONTH, 0, 1, month=4, coming=True), True),
        (TimeRef(TimeKind.MONTH, 0, 1, month=4), False),  # without a year it is read as the last one
        (TimeRef(TimeKind.TOMORROW, 0, 1), True),
        (TimeRef(TimeKind.NEXT, 0, 1), True),
        (TimeRef(TimeKind.TODAY, 0, 1), False),
    ],
)
def test_what_is_still_to_come(ref: TimeRef, *, coming: bool) -> None:
    days = days_of(ref, datetime(2024, 3, 13, 12, tzinfo=UTC))
    assert days is not None
    assert days.coming is coming


def test_years_outside_the_calendar() -> None:
    now = datetime(2024, 3, 13, 12, tzinfo=UTC)
    assert days_of(TimeRef(TimeKind.MONTH, 0, 1, month=3, year=10_000), now) is None
    assert days_of(TimeRef(TimeKind.MONTH, 0, 1, month=3, year=9999), now) is not None
    late = days_of(TimeRef(TimeKind.YEAR, 0, 1, year=10_000), now)
    assert late is not None
    assert late.last == date.max
    assert interval(Days(date.max, date.max), UTC).end.date() == date.max


def test_whose_clocks_a_place_keeps() -> None:
    def at(**known: object) -> Place:
        values: dict[str, object] = {"lat": 0.0, "lon": 0.0, "radius_m": 1.0, **known}
        return Place(id="t:t", name="t", kind=PlaceKind.SETTLEMENT, **values)  # type: ignore[arg-type]

    assert zone_of(at(timezone="Asia/Tokyo")) == ZoneInfo("Asia/Tokyo")
    assert zone_of(at(timezone="Nowhere/At All", lon=22.6)).utcoffset(None) == timedelta(hours=2)
    assert zone_of(at(lon=-7.6)).utcoffset(None) == timedelta(hours=-1)
    assert zone_of(at(lon=-7.4)).utcoffset(None) == timedelta(0)
    assert zone_of(at(lat=None, lon=None)) is UTC
    assert zone_of(None) is UTC
    assert zone_of(place("Lviv")).utcoffset(None) == timedelta(hours=2)
