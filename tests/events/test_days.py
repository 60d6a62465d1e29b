"""The local days that a time expression means, at both sides of each limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gazetteer.model import Place, PlaceKind
from geomap.events.ontology import TimeKind
from geomap.events.temporal import DAY, MONTH, WEEK, Days, days_of, interval, is_background, news_day, zone_of
from geomap.events.time_model import TimeRef
from geomap.model import TimeBasis
from tests.events.conftest import place

WEDNESDAY = datetime(2024, 3, 13, 10, tzinfo=UTC)


def ref(kind: TimeKind, **fields: Any) -> TimeRef:
    return TimeRef(kind, 0, 1, **fields)


def days(first: str, last: str | None = None, precision: int = DAY, **fields: Any) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last or first), precision, **fields)


def stated(first: str, last: str | None = None, precision: int = DAY, **fields: Any) -> Days:
    return days(first, last, precision, basis=TimeBasis.STATED, **fields)


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        (TimeKind.TODAY, {}, days("2024-03-13")),
        (TimeKind.OVERNIGHT, {}, days("2024-03-12", "2024-03-13")),
        (TimeKind.YESTERDAY, {}, days("2024-03-12")),
        (TimeKind.TOMORROW, {}, days("2024-03-14", coming=True)),
        (TimeKind.PAST_DAY, {}, days("2024-03-12", "2024-03-13")),
        (TimeKind.PAST_DAYS, {}, days("2024-03-10", "2024-03-13", WEEK)),
        (TimeKind.PAST_DAYS, {"number": 1}, days("2024-03-12", "2024-03-13")),
        (TimeKind.PAST_DAYS, {"number": 2}, days("2024-03-11", "2024-03-13", WEEK)),
        (TimeKind.PAST_DAYS, {"number": 14}, days("2024-02-28", "2024-03-13", WEEK)),
        (TimeKind.PAST_DAYS, {"number": 15}, days("2024-02-27", "2024-03-13", MONTH)),
        (TimeKind.PAST_DAYS, {"number": 10**6}, days("1924-04-07", "2024-03-13", MONTH)),
        (TimeKind.PAST_WEEK, {}, days("2024-03-06", "2024-03-13", WEEK)),
        (TimeKind.PAST_WEEKS, {}, days("2024-02-28", "2024-03-13", WEEK)),
        (TimeKind.PAST_WEEKS, {"number": 3}, days("2024-02-21", "2024-03-13", MONTH)),
        (TimeKind.PAST_MONTHS, {}, days("2024-01-13", "2024-03-13", MONTH)),
        (TimeKind.PAST_MONTHS, {"number": 1}, days("2024-02-12", "2024-03-13", MONTH)),
        (TimeKind.LAST_WEEK, {}, days("2024-03-04", "2024-03-10", WEEK)),
        (TimeKind.LAST_MONTH, {}, days("2024-02-01", "2024-02-29", MONTH)),
        (TimeKind.LAST_YEAR, {}, days("2023-01-01", "2023-12-31", MONTH)),
        (TimeKind.NEXT, {}, days("2024-03-14", "2024-03-27", WEEK, coming=True)),
        (TimeKind.DAYS_AGO, {}, days("2024-03-12")),
        (TimeKind.DAYS_AGO, {"number": 3}, days("2024-03-10")),
        (TimeKind.DAYS_AGO, {"number": 10**6}, days("2014-03-16")),
        (TimeKind.LONG_AGO, {}, days("2023-01-01", "2024-02-27", MONTH)),
        (TimeKind.YEAR, {"year": 2014}, stated("2014-01-01", "2014-12-31", MONTH)),
        (TimeKind.YEAR, {}, stated("2024-01-01", "2024-12-31", MONTH)),
        (TimeKind.DATE, {"day": 5, "month": 3}, stated("2024-03-05")),
        (TimeKind.DATE, {"day": 13, "month": 3}, stated("2024-03-13")),
        (TimeKind.DATE, {"day": 14, "month": 3}, stated("2024-03-14", coming=True)),
        (TimeKind.DATE, {"day": 31, "month": 12}, stated("2023-12-31")),
        (TimeKind.DATE, {"day": 1, "month": 9}, stated("2024-09-01", coming=True)),
        (TimeKind.DATE, {"day": 20, "month": 9}, stated("2023-09-20")),
        (TimeKind.DATE, {"day": 20, "month": 4, "since": True}, stated("2023-04-20", "2024-03-13", MONTH, since=True)),
        (TimeKind.DATE, {"day": 29, "month": 2, "year": 2023}, None),
        (TimeKind.DATE, {"day": 24, "month": 2, "year": 2022}, stated("2022-02-24")),
        (TimeKind.MONTH, {"month": 12}, stated("2023-12-01", "2023-12-31", MONTH)),
        (TimeKind.MONTH, {"month": 3}, stated("2024-03-01", "2024-03-31", MONTH)),
        (TimeKind.MONTH, {"month": 2}, stated("2024-02-01", "2024-02-29", MONTH)),
        (TimeKind.MONTH, {"month": 3, "previous": True}, stated("2023-03-01", "2023-03-31", MONTH)),
        (TimeKind.MONTH, {"month": 2, "previous": True}, stated("2024-02-01", "2024-02-29", MONTH)),
        (TimeKind.MONTH, {"month": 3, "coming": True}, stated("2025-03-01", "2025-03-31", MONTH, coming=True)),
        (TimeKind.MONTH, {"month": 5, "coming": True}, stated("2024-05-01", "2024-05-31", MONTH, coming=True)),
        (TimeKind.MONTH, {"month": 5, "year": 2024}, stated("2024-05-01", "2024-05-31", MONTH, coming=True)),
        (TimeKind.MONTH, {"month": 5, "year": 2022}, stated("2022-05-01", "2022-05-31", MONTH)),
        (TimeKind.MONTH, {"month": 5, "year": 10000}, None),
        (TimeKind.DAYS_AGO, {"number": 7, "since": True}, days("2024-03-06", "2024-03-13", WEEK, since=True)),
        (TimeKind.DAYS_AGO, {"number": 8, "since": True}, days("2024-03-05", "2024-03-13", MONTH, since=True)),
        (TimeKind.TOMORROW, {"since": True}, days("2024-03-14", "2024-03-14", WEEK, since=True)),
    ],
)
def test_days_on_a_wednesday(kind: TimeKind, fields: dict[str, Any], expected: Days | None) -> None:
    assert days_of(ref(kind, **fields), WEDNESDAY) == expected


@pytest.mark.parametrize(
    ("number", "fields", "ahead", "expected"),
    [
        (1, {}, False, days("2024-03-12")),
        (2, {}, False, days("2024-03-13")),
        (3, {}, False, days("2024-03-07")),
        (2, {"previous": True}, False, days("2024-03-06")),
        (1, {"previous": True}, False, days("2024-03-12")),
        (1, {"coming": True}, False, days("2024-03-19", coming=True)),
        (2, {"coming": True}, False, days("2024-03-20", coming=True)),
        (3, {"coming": True}, False, days("2024-03-14", coming=True)),
        (1, {}, True, days("2024-03-19", coming=True)),
        (2, {}, True, days("2024-03-13", coming=True)),
        (1, {"night": True}, False, days("2024-03-12", "2024-03-13")),
        (2, {"night": True}, False, days("2024-03-13")),
    ],
)
def test_weekdays(number: int, fields: dict[str, Any], ahead: bool, expected: Days) -> None:  # noqa: FBT001 - a parameter of the test
    assert days_of(ref(TimeKind.WEEKDAY, number=number, **fields), WEDNESDAY, ahead=ahead) == expected


@pytest.mark.parametrize(
    ("day", "weekend", "last_week"),
    [
        (15, ("2024-03-09", "2024-03-10"), ("2024-03-04", "2024-03-10")),
        (16, ("2024-03-16", "2024-03-16"), ("2024-03-04", "2024-03-10")),
        (17, ("2024-03-16", "2024-03-17"), ("2024-03-04", "2024-03-10")),
        (18, ("2024-03-16", "2024-03-17"), ("2024-03-11", "2024-03-17")),
    ],
)
def test_weeks_begin_on_monday(day: int, weekend: tuple[str, str], last_week: tuple[str, str]) -> None:
    local = WEDNESDAY.replace(day=day)
    assert days_of(ref(TimeKind.WEEKEND), local) == days(*weekend)
    assert days_of(ref(TimeKind.LAST_WEEK), local) == days(*last_week, WEEK)


def test_the_month_before_january_is_december() -> None:
    january = WEDNESDAY.replace(month=1)
    assert days_of(ref(TimeKind.LAST_MONTH), january) == days("2023-12-01", "2023-12-31", MONTH)
    assert days_of(ref(TimeKind.DATE, day=29, month=2), january.replace(year=2023)) == stated("2024-02-29", coming=True)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (days("2024-02-28"), False),  # two weeks before
        (days("2024-02-27"), True),
        (days("2024-02-01", "2024-02-28"), False),
        (days("2024-02-28", "2024-03-10", MONTH), False),
        (days("2024-02-27", "2024-03-10", MONTH), True),
        (days("2024-02-27", "2024-03-10", WEEK), False),
        (days("2024-02-28", "2024-03-13", WEEK, since=True), False),
        (days("2024-02-27", "2024-03-13", WEEK, since=True), True),
    ],
)
def test_what_ended_more_than_two_weeks_before_is_background(told: Days, expected: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_background(told, WEDNESDAY.date()) is expected


def test_a_post_of_the_small_hours_tells_of_the_day_before() -> None:
    assert news_day(WEDNESDAY.replace(hour=4, minute=59)) == date(2024, 3, 12)
    assert news_day(WEDNESDAY.replace(hour=5, minute=0)) == date(2024, 3, 13)


def test_days_last_from_midnight_to_midnight_at_the_place() -> None:
    when = interval(days("2024-03-30", "2024-03-31", WEEK), ZoneInfo("Europe/Kyiv"))
    assert (when.start, when.end) == (datetime(2024, 3, 29, 22, tzinfo=UTC), datetime(2024, 3, 31, 21, tzinfo=UTC))
    assert (when.first_day, when.last_day, when.precision) == (date(2024, 3, 30), date(2024, 3, 31), WEEK)
    assert interval(days("9999-12-31"), UTC).end == datetime(9999, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(("lon", "hours"), [(7.4, 0), (7.6, 1), (37.4, 2), (-75.0, -5), (180.0, 12), (-180.0, -12)])
def test_where_no_zone_is_known_it_goes_by_the_longitude(lon: float, hours: int) -> None:
    somewhere: Place = replace(place("Kharkiv"), lon=lon, kind=PlaceKind.SETTLEMENT)
    for unknown in (None, "No/Where", ""):
        assert zone_of(replace(somewhere, timezone=unknown)).utcoffset(None) == timedelta(hours=hours)
    assert zone_of(replace(somewhere, timezone="Europe/Kyiv")) == ZoneInfo("Europe/Kyiv")
    assert zone_of(replace(somewhere, lat=None, lon=None)) == UTC
    assert zone_of(None) == UTC
