"""Dates as spreadsheets export them: days counted since 1899, and months without a day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.read.conftest import Reading, times

TEXT = "A shell fell on a barn near the town and burned it down, report"


def posts(*stamps: str) -> str:
    return "id,date,text\n" + "".join(f'{at},"{stamp}","{TEXT} {at}."\n' for at, stamp in enumerate(stamps))


def events(*stamps: str, column: str = "date") -> str:
    return f"id,{column},lat,lon,place\n" + "".join(f'{at},"{stamp}",46.5,31.5,Ochakiv\n' for at, stamp in enumerate(stamps))


def days(reading: Reading, text: str) -> list[tuple[date, date, int] | None]:
    found = reading(text, name="a.csv", timezone="UTC").events
    return [event.when and (event.when.first_day, event.when.last_day, event.when.precision) for event in found]


def test_a_column_of_serial_days_is_one_of_dates(reading: Reading) -> None:
    assert times(reading(posts("45321", "45322.5", ""), name="a.csv", timezone="UTC")) == ["2024-01-30 00:00", "2024-01-31 12:00", None]
    first, second = date(2024, 1, 30), date(2024, 2, 1)
    assert days(reading, events("45321", "45323")) == [(first, first, 1), (second, second, 1)]
    assert days(reading, events("45321", column="event_date")) == [(first, first, 1)]


def test_the_time_of_a_serial_day_is_kept(reading: Reading) -> None:
    (event,) = reading(events("45321.75"), name="a.csv", timezone="UTC").events
    assert event.when is not None
    assert f"{event.when.start:%Y-%m-%d %H:%M}" == "2024-01-30 18:00"


@pytest.mark.parametrize("stamps", [("45321", "soon"), ("99999", "99998"), ("12345", "45321"), ("45321", "2024-01-30")])
def test_other_numbers_are_no_days(reading: Reading, stamps: tuple[str, str]) -> None:
    assert times(reading(posts(*stamps), name="a.csv", timezone="UTC"))[0] is None
    assert days(reading, events(*stamps))[0] is None


@pytest.mark.parametrize("month", ["2022-03", "2022/3", "03/2022", "March 2022", "Mar 2022", "березень 2022"])
def test_a_month_is_read_with_the_precision_of_a_month(reading: Reading, month: str) -> None:
    assert days(reading, events(month)) == [(date(2022, 3, 1), date(2022, 3, 31), 3)]


@pytest.mark.parametrize("other", ["2022-13", "13/2022", "Unit 2022", "2022"])
def test_what_names_no_month_is_no_date(reading: Reading, other: str) -> None:
    assert days(reading, events(other)) == [None]
