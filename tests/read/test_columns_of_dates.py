"""Columns of dates are read as a whole, and what programs write for no date is none."""

from __future__ import annotations

import json

import pytest

from tests.read.conftest import Reading, times

TEXT = "A shell fell on a farm near the town and burned it down, report"
EMPTY = [
    "0001-01-01T00:00:00", "0001-01-01 00:00:00Z", "1970-01-01 00:00", "1970-01-01T00:00:00Z", "1970-01-01T03:00:00+03:00",
    "Thu, 01 Jan 1970 00:00:00 GMT", "1/1/1970 12:00:00 AM", "9999-12-31", "9999-12-31T23:59:59", "12/31/9999", "0000-00-00 00:00:00",
    "1899-12-30", "1900-01-00", "0", "--", "TBD",
]  # fmt: skip


def table(*stamps: str) -> str:
    return "id,date,text\n" + "".join(f'{at},"{stamp}","{TEXT} {at}."\n' for at, stamp in enumerate(stamps))


def events(*stamps: str) -> str:
    return "id,date,lat,lon,place\n" + "".join(f'{at},"{stamp}",46.5,31.5,Ochakiv\n' for at, stamp in enumerate(stamps))


@pytest.mark.parametrize("stamp", EMPTY)
def test_empty_dates_are_no_times(reading: Reading, stamp: str) -> None:
    assert times(reading(table(stamp, "2023-05-02"), name="a.csv")) == [None, "2023-05-02 00:00"]
    assert [event.when is None for event in reading(events(stamp, "2023-05-02"), name="a.csv").events] == [True, False]


@pytest.mark.parametrize("stamp", [0, -62135596800, 253402300799, "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z"])
def test_empty_dates_of_messages_are_no_times(reading: Reading, stamp: object) -> None:
    rows = [{"date": stamp, "message": f"{TEXT} 1."}, {"date": 1683000000, "message": f"{TEXT} 2."}]
    assert times(reading(json.dumps(rows), name="a.json")) == [None, "2023-05-02 04:00"]


@pytest.mark.parametrize(
    ("stamps", "days"),
    [
        (("03/01/2022", "14/01/2022"), ["2022-01-03 00:00", "2022-01-14 00:00"]),
        (("03/01/2022", "01/14/2022"), ["2022-03-01 00:00", "2022-01-14 00:00"]),
        (("3/1/2022 2:15:00 PM", "3/14/2022 11:00:00 AM"), ["2022-03-01 14:15", "2022-03-14 11:00"]),
        (("03.01.2022", "01.02.2022"), ["2022-01-03 00:00", "2022-02-01 00:00"]),
        (("1-Mar-22", "14-Mar-2022"), ["2022-03-01 00:00", "2022-03-14 00:00"]),
        (("2022-03-14 11:00:00 AM", "2022-03-14 11:00 PM"), ["2022-03-14 11:00", "2022-03-14 23:00"]),
    ],
)
def test_one_value_past_twelve_settles_a_column(reading: Reading, stamps: tuple[str, ...], days: list[str]) -> None:
    assert times(reading(table(*stamps), name="a.csv", timezone="UTC")) == days
    found = reading(events(*stamps), name="a.csv", timezone="UTC").events
    assert [event.when and event.when.first_day.isoformat() for event in found] == [day[:10] for day in days]


@pytest.mark.parametrize(
    ("heading", "days"),
    [
        ("Date (mm/dd/yyyy)", ["2022-03-01", "2022-03-02"]),
        ("date_MMDDYY", ["2022-03-01", "2022-03-02"]),
        ("Date [dd/mm/yyyy]", ["2022-01-03", "2022-02-03"]),
        ("Date (jj/mm/aaaa)", ["2022-01-03", "2022-02-03"]),
        ("Дата (дд/мм/рррр)", ["2022-01-03", "2022-02-03"]),
    ],
)
def test_a_heading_settles_a_column_that_its_values_leave_open(reading: Reading, heading: str, days: list[str]) -> None:
    posts = reading(f"{heading},text\n3/1/2022,{TEXT} 1.\n3/2/2022,{TEXT} 2.\n", name="a.csv")
    assert times(posts) == [f"{day} 00:00" for day in days]
    assert not posts.problems
    found = reading(f"{heading},lat,lon,description\n3/1/2022,46.5,31.5,Shelling\n3/2/2022,46.5,31.5,Shelling\n", name="a.csv").events
    assert [event.when and event.when.first_day.isoformat() for event in found] == days


def test_values_settle_a_column_against_its_heading(reading: Reading) -> None:
    assert times(reading(f"Date (mm/dd/yyyy),text\n14/1/2022,{TEXT} 1.\n3/1/2022,{TEXT} 2.\n", name="a.csv")) == [
        "2022-01-14 00:00",
        "2022-01-03 00:00",
    ]


@pytest.mark.parametrize("stamp", ["1683000000", "1683000000.25", "1683000000250"])
def test_seconds_since_1970_under_any_name(reading: Reading, stamp: str) -> None:
    assert times(reading(f"created_utc,body\n{stamp},{TEXT} 1.\n", name="a.csv")) == ["2023-05-02 04:00"]


def test_columns_of_ukrainian_and_russian_tables(reading: Reading) -> None:
    header = "ід;дата;широта;довгота;населений пункт;опис\n1;05.03.2022;46,5;31,5;Очаків;Обстріл порту\n"
    (event,) = reading(header, name="a.csv").events
    assert (event.where.name, event.where.lat, event.when and event.when.first_day.isoformat()) == ("Очаків", 46.5, "2022-03-05")
    (event,) = reading("дата;широта;долгота;город\n05.03.2022;46,5;31,5;Очаков\n", name="a.csv").events
    assert event.where.name == "Очаков"
