"""Clocks, zones, dates and stamps: what is read, what is refused, and what a page has to state besides."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from geomap.read.dates import Clock, find_zone, names_zone, opens_with_time, parse_line, parse_stamp, uncounted_times


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("12:00 a.m.", Clock(0)),
        ("12:00 p.m.", Clock(12)),
        ("12:59 am", Clock(0, 59)),
        ("1 pm", Clock(13)),
        ("11pm", Clock(23)),
        ("13:05 pm", Clock(13, 5)),
        ("0:00", Clock(0)),
        ("23:59:59", Clock(23, 59, 59)),
        ("17h30", Clock(17, 30)),
        ("0000 GMT", Clock(0)),
        ("2359 GMT", Clock(23, 59)),
    ],
)
def test_clocks_of_half_and_whole_days(line: str, clock: Clock) -> None:
    found = parse_line(line)
    assert found is not None
    assert found.clock == clock
    assert found.has_clock


@pytest.mark.parametrize(
    "line", ["24:00", "12:60", "12:30:60", "2460 GMT", "1200", "5", "32 May 2023", "31.13.2023 10:00", "10:00 or 11:00"]
)
def test_times_that_no_clock_or_calendar_shows(line: str) -> None:
    assert parse_line(line) is None


@pytest.mark.parametrize(
    ("line", "day", "either_way"),
    [
        ("3/4/2023", date(2023, 4, 3), True),
        ("3.4.2023", date(2023, 4, 3), False),
        ("4/4/2023", date(2023, 4, 4), False),
        ("13/4/2023", date(2023, 4, 13), False),
        ("4/13/2023", date(2023, 4, 13), False),
        ("12/12/23", date(2023, 12, 12), False),
        ("2023/4/3", date(2023, 4, 3), False),
    ],
)
def test_dates_in_digits(line: str, day: date, either_way: bool) -> None:  # noqa: FBT001 - a parameter of the test
    found = parse_line(line)
    assert found is not None
    assert (found.day, found.either_way, found.has_year) == (day, either_way, True)


def test_a_date_without_a_year_says_so() -> None:
    named, leap = parse_line("31 January"), parse_line("29 February, 10:00")
    assert named is not None
    assert leap is not None
    assert not named.has_year
    assert (leap.day and (leap.day.month, leap.day.day), leap.clock) == ((2, 29), Clock(10))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Updated 11:49, 31 January 2023", "updated"),
        ("Last updated: 31 January 2023", "updated"),
        ("First published on 31 January 2023", "first"),
        ("Published 31 January 2023 11:49", "published"),
        ("31 January 2023", None),
    ],
)
def test_what_a_time_is_of(line: str, label: str | None) -> None:
    found = parse_line(line)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("5 minutes ago", 5),
        ("1 hr 8 min ago", 68),
        ("2h ago", 120),
        ("3 days ago", 3 * 24 * 60),
        ("2 години тому", 120),
        ("10 минут назад", 10),
    ],
)
def test_times_that_count_back(line: str, minutes: int) -> None:
    found = parse_line(line)
    assert found is not None
    assert (found.ago, found.has_clock, found.day) == (timedelta(minutes=minutes), False, None)


def test_phrases_without_a_number_stand_for_one() -> None:
    told = uncounted_times()
    assert "0 minutes ago" in told.values()
    assert any(words.startswith("1 hours") for words in told.values())
    for words in told.values():
        assert parse_line(words) is not None


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("UTC+14", 14),
        ("UTC+14:01", None),
        ("UTC-3:30", -3.5),
        ("GMT+5", 5),
        ("+0530", 5.5),
        ("-05:00", -5),
        ("UTC−3", -3),
        ("Z", 0),
        ("kyiv time", 3),
    ],
)
def test_offsets_lie_within_fourteen_hours(name: str, hours: float | None) -> None:
    zone = find_zone(name)
    assert (zone is None) == (hours is None)
    if zone is not None and hours is not None:
        assert Clock(12).on(date(2023, 6, 7), UTC) - Clock(12).on(date(2023, 6, 7), zone.tz) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("country", "given", "hours", "noted"),
    [
        ("IL", None, 2, False),
        ("IE", None, 1, False),
        ("IN", "Europe/Kyiv", 5.5, False),
        (None, None, 5.5, True),
        ("FR", "Europe/Kyiv", 3, False),
    ],
)
def test_whose_zone_an_abbreviation_of_several_is(country: str | None, given: str | None, hours: float, noted: bool) -> None:  # noqa: FBT001 - a parameter of the test
    zone = find_zone("IST", country=country, given=ZoneInfo(given) if given else None)
    assert zone is not None
    assert Clock(12).on(date(2023, 6, 7), UTC) - Clock(12).on(date(2023, 6, 7), zone.tz) == timedelta(hours=hours)
    assert (zone.note is not None) == noted


def test_clocks_that_are_changed_are_noticed_on_that_day_alone() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    spring, autumn = date(2023, 3, 26), date(2023, 10, 29)
    assert "left out" in (Clock(3, 30).change(spring, kyiv) or "")
    assert "twice" in (Clock(3, 30).change(autumn, kyiv) or "")
    for clock, day in (
        (Clock(2, 59), spring),
        (Clock(4), spring),
        (Clock(2, 59), autumn),
        (Clock(4), autumn),
        (Clock(3, 30), date(2023, 3, 25)),
    ):
        assert clock.change(day, kyiv) is None
    assert Clock(3, 30).change(spring, UTC) is None
    assert Clock(3, 30).on(autumn, kyiv).hour == 0  # the first of the two
    assert Clock(4, 30).on(autumn, kyiv).hour == 2


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [(16, 14, 2), (14, 16, -2), (1, 23, 2), (23, 1, -2), (0, 10, 14), (10, 0, 10), (15, 0, -9), (12, 0, 12), (12, 12, 0)],
)
def test_how_far_one_clock_is_ahead_of_another(one: int, other: int, hours: int) -> None:
    assert Clock(one).minus(Clock(other)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("1675165740", "2023-01-31T11:49:00+00:00"),
        ("1675165740000", "2023-01-31T11:49:00+00:00"),
        ("167516574", None),
        ("2023-01-31T11:49:00", "2023-01-31T09:49:00+00:00"),
        ("2023-01-31T11:49:00Z", "2023-01-31T11:49:00+00:00"),
        ("Tue, 31 Jan 2023 11:49:00 GMT", "2023-01-31T11:49:00+00:00"),
        ("Tue, 31 Jan 2023 11:49:00 EST", "2023-01-31T16:49:00+00:00"),
        ("January 31, 2023, 11:49 AM EST", "2023-01-31T16:49:00+00:00"),
        ("January 31, 2023", "2023-01-31T00:00:00+00:00"),
        ("Tue Jan 31 2023 11:49:00 GMT+0200 (Eastern European Standard Time)", "2023-01-31T09:49:00+00:00"),
        ("31 January", None),
        ("3/4/2023", None),
        ("11:49", None),
    ],
)
def test_stamps_of_machines_and_people(stamp: str, moment: str | None) -> None:
    found = parse_stamp(stamp, unnamed=ZoneInfo("Europe/Kyiv"))
    assert (found and found.isoformat()) == moment


@pytest.mark.parametrize(
    ("stamp", "named"),
    [
        ("2023-01-31T11:49:00Z", True),
        ("2023-01-31T11:49:00+02:00", True),
        ("2023-01-31T11:49:00", False),
        ("2023-01-31", True),
        ("January 31, 2023, 11:49 AM", False),
        ("January 31, 2023, 11:49 AM EST", True),
        ("January 31, 2023", True),
    ],
)
def test_a_time_of_day_needs_a_zone_and_a_day_does_not(stamp: str, named: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert names_zone(stamp) is named


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("June 7, 2023 8:15 PM GMT+3 Updated an hour ago", True),
        ("June 7, 2023 - ISW Press", True),
        ("May 10, 2024, 9:14 PM • Updated May 11, 2024, 7:02 AM", True),
        ("June 7, 2023 was the day on which the water rose in Oleshky and boats came", False),
        ("11:49 a.m.", False),
        ("Water rose on June 7, 2023", False),
    ],
)
def test_lines_that_open_with_a_date(line: str, opens: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert opens_with_time(line) is opens
