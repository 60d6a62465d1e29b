"""Tables of events with columns under other names, and with positions, days and counts in other forms."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.read.tables.coding import count_cell
from geomap.read.tables.forms import completed, standard_names
from tests.read.conftest import Reading


@pytest.mark.parametrize(
    ("table", "days", "places", "tolls"),
    [
        (
            "Log\nMay 2023\n\nDate of incident (dd/mm/yyyy),Town,# killed,# injured,GPS Lat,GPS Long\n13/05/2023,Izium,2,5,49.2,37.3\n",
            [("2023-05-13", "2023-05-13")],
            [(49.2, 37.3)],
            [(2, 5)],
        ),
        (
            'id,date,place,coordinates,description\n1,2023-05-13,Izium,"49.2, 37.3",A shell hit a mill\n',
            [("2023-05-13", "2023-05-13")],
            [(49.2, 37.3)],
            [(None, None)],
        ),
        ("id;date;place;wkt\n1;2023-05-13;Izium;POINT (37.3 49.2)\n", [("2023-05-13", "2023-05-13")], [(49.2, 37.3)], [(None, None)]),
        (
            'date,place,latitude,longitude\n2023-05-13,Sucre,"19°3\'0""S","65°15\'36""W"\n',
            [("2023-05-13", "2023-05-13")],
            [(-19.05, -65.26)],
            [(None, None)],
        ),
        (
            "event_id,year,month,day,location,latitude,longitude\n7,2023,5,13,Izium,49.2,37.3\n8,2023,5,,Izium,49.2,37.3\n",
            [("2023-05-13", "2023-05-13"), ("2023-05-01", "2023-05-31")],
            [(49.2, 37.3)] * 2,
            [(None, None)] * 2,
        ),
        (
            "Dates,Town,Lat,Lng\n3-5 May 2023,Izium,49.2,37.3\n2023-05-03 to 2023-05-06,Izium,49.2,37.3\n",
            [("2023-05-03", "2023-05-05"), ("2023-05-03", "2023-05-06")],
            [(49.2, 37.3)] * 2,
            [(None, None)] * 2,
        ),
        (
            "Fecha,Municipio,Latitud,Longitud,Muertos,Heridos\n13/05/2023,Tumaco,1.8,-78.8,2,5\n",
            [("2023-05-13", "2023-05-13")],
            [(1.8, -78.8)],
            [(2, 5)],
        ),
        (
            "event_date,lat,lon,location\n1683972000000,49.2,37.3,Izium\n",
            [("2023-05-13", "2023-05-13")],
            [(49.2, 37.3)],
            [(None, None)],
        ),
    ],
    ids=["own names", "one cell", "WKT", "degrees", "year, month, day", "spans", "Spanish", "milliseconds"],
)
def test_rows(
    reading: Reading, table: str, days: list[tuple[str, str]], places: list[tuple[float, float]], tolls: list[tuple[int | None, int | None]]
) -> None:
    found = reading(table)
    assert not found.posts
    whens = [event.when for event in found.events]
    assert [when and (when.first_day, when.last_day) for when in whens] == [tuple(map(date.fromisoformat, pair)) for pair in days]
    assert [(event.where.lat, event.where.lon) for event in found.events] == [pytest.approx(place) for place in places]
    assert [(event.toll.fatalities, event.toll.injured) for event in found.events] == tolls


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1,234", (1234, 1234)),
        ("2,000", (2000, 2000)),
        ("5-7", (5, 7)),
        ("at least 5", (5, 5)),
        ("~12", (12, 12)),
        ("3.0", (3, 3)),
        ("0", (0, 0)),
        ("-5", None),
        ("3 (2 of them children)", None),
        ("several", None),
        ("1e30", None),
        ("7-5", None),
    ],
)
def test_counts(written: str, meant: tuple[int, int] | None) -> None:
    assert count_cell({"killed": written}, "killed") == meant


def test_counts_that_cannot_be_read_are_told(reading: Reading) -> None:
    found = reading(
        "date,place,lat,lon,killed,type\n2023-05-13,Izium,49.2,37.3,several,Shelling\n2023-05-14,Izium,49.2,37.3,N/A,Shelling\n"
    )
    assert [problem.text.partition(": ")[2] for problem in found.problems] == ["1 cells that should count people cannot be read"]


def test_names_that_are_taken_stay() -> None:
    assert standard_names(("date", "date_of_event", "gps_lat", "killed", "killed_civilians")) == (
        "date",
        "date_of_event",
        "latitude",
        "killed",
        "killed_civilians",
    )


def test_only_what_is_a_position_is_taken_apart() -> None:
    for cell in ("Izium, Kharkiv", "12, High Street", "100, 200, 300"):
        assert completed({"location": cell}) == {"location": cell}


def test_words_of_a_title_keep_their_date(reading: Reading) -> None:
    (event,) = reading("date,title,lat,lon\n13/05/2023,13/05/2023 Mill hit,49.2,37.3\n").events
    assert event.evidence[0].title == "13/05/2023 Mill hit"


def test_a_quotation_mark_that_is_not_closed_is_told(reading: Reading) -> None:
    found = reading('date,text\n2023-05-13,"A shell hit a mill.\n2023-05-14,A drone hit a bus.\n2023-05-15,"A bridge fell."\n')
    assert any("a cell of row 2 holds what look like further rows" in problem.text for problem in found.problems)


def test_a_column_of_dates_under_another_name(reading: Reading) -> None:
    found = reading("ID|Report date|Report\n1|2023/05/13|A shell hit a mill on the edge of the town of Izium in the night.\n")
    assert [f"{post.published_at:%Y-%m-%d}" for post in found.posts if post.published_at] == ["2023-05-13"]


def test_groups_of_a_form_before_the_names_of_columns(reading: Reading) -> None:
    header = "start,site/what_happened,site/date,site/_location_latitude,site/_location_longitude"
    (event,) = reading(f"{header}\n2024-06-01T10:00:00+03:00,Shelling of the mill,2024-05-12,47.5,34.3\n", name="a.csv").events
    assert (event.where.lat, event.where.lon) == (47.5, 34.3)
    assert event.when is not None
    assert event.when.first_day.isoformat() == "2024-05-12"
