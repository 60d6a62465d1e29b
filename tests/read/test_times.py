"""Time expressions of the press."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.read.dates import Clock, Zone, ZoneNote, find_expressions, find_zone, parse_line, parse_stamp
from tests.conftest import tries


@pytest.mark.parametrize(
    ("line", "clock", "day", "zone"),
    [
        ("11:49 a.m. ET, January 31, 2023", Clock(11, 49), date(2023, 1, 31), "ET"),
        ("12:05 AM EST, Feb. 1, 2023", Clock(0, 5), date(2023, 2, 1), "EST"),
        ("Posted at 3:05 p.m. EDT", Clock(15, 5), None, "EDT"),
        ("1.28pm BST", Clock(13, 28), None, "BST"),
        ("Published at 09:13 7 June 2023", Clock(9, 13), date(2023, 6, 7), None),
        ("09:13 British Summer Time, 7th of June 2023", Clock(9, 13), date(2023, 6, 7), "British Summer Time"),
        ("12.09.2022 20:30", Clock(20, 30), date(2022, 9, 12), None),
        ("12 вересня 2022, 20:30", Clock(20, 30), date(2022, 9, 12), None),
        ("18:45:23", Clock(18, 45, 23), None, None),
        ("0930 GMT", Clock(9, 30), None, "GMT"),
        ("7 Jun 2023 | 9pm Kyiv time", Clock(21), date(2023, 6, 7), "Kyiv time"),
        ("2023-01-31T11:49:00-05:00", Clock(11, 49), date(2023, 1, 31), "-05:00"),
        ("Wednesday 7 June 2023", None, date(2023, 6, 7), None),
    ],
)
def test_a_line_of_nothing_but_a_time(line: str, clock: Clock | None, day: date | None, zone: str | None) -> None:
    found = parse_line(line)
    assert found is not None
    assert (found.clock, found.day, found.zone) == (clock, day, zone)


@pytest.mark.parametrize(
    "line", ["23 Posts", "25:10 GMT", "31 February 2023", "At 11:49 a.m. ET the siren went", "May", "", "10:00 to 11:00", "12 people"]
)
def test_lines_that_are_no_time(line: str) -> None:
    assert parse_line(line) is None


def test_a_second_clock_in_brackets() -> None:
    found = parse_line("16:20 (14:20 GMT)")
    assert found is not None
    assert (found.clock, found.other_clock, found.other_zone) == (Clock(16, 20), Clock(14, 20), "GMT")


def test_header_times_glued_together() -> None:
    first, second = find_expressions("Fri 11 Nov 2022 19.30 GMTFirst published on Fri 11 Nov 2022 05.20 GMT")
    assert (first.label, first.clock, second.label, second.clock) == (None, Clock(19, 30), "first", Clock(5, 20))


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("ET", date(2023, 1, 31), -5),
        ("ET", date(2023, 7, 1), -4),
        ("EEST", date(2023, 1, 1), 3),
        ("UTC+3", date(2023, 1, 1), 3),
        ("MSK", date(2023, 7, 1), 3),
    ],
)
def test_zones(name: str, day: date, hours: int) -> None:
    zone = find_zone(name)
    assert zone is not None
    assert Clock(12).on(day, zone.tz) == Clock(12).on(day, UTC) - timedelta(hours=hours)


def test_an_ambiguous_zone_is_decided_by_the_publisher_then_by_the_user() -> None:
    british, unknown, told = find_zone("BST", country="GB"), find_zone("BST"), find_zone("IST", given=ZoneInfo("Asia/Jerusalem"))
    assert british == Zone(timezone(timedelta(hours=1)))
    assert unknown == Zone(timezone(timedelta(hours=1)), ZoneNote("BST", "GB"))
    assert told == Zone(ZoneInfo("Asia/Jerusalem"))
    assert find_zone("XYZ") is None


@pytest.mark.parametrize(
    "stamp", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "soon", "", "2023-13-01", "Mon, 99 Foo 2022 20:30:00 +0300"]
)
def test_stamps_that_cannot_be_read(stamp: str) -> None:
    assert parse_stamp(stamp) is None


@given(st.text(max_size=100))
@settings(deadline=None, max_examples=tries(200))
def test_any_line_is_parsed_or_not(line: str) -> None:
    found = parse_line(line)
    assert found is None or found.clock or found.day or found.other_clock or found.ago is not None
    list(find_expressions(line))


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
@settings(deadline=None, max_examples=tries(100))
def test_a_stamp_reads_back(moment: datetime) -> None:
    assert parse_stamp(moment.isoformat()) == moment
