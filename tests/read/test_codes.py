"""Cells of coded tables, whatever the dataset: numbers, days, positions, ranges, and what a table's own columns are called."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.model import Modality, Toll
from geomap.read.tables.coding import coordinates, day_range, integer_cell, number_cell, parse_day, text_cell
from tests.read.conftest import Reading


def test_the_first_column_with_a_value_is_taken() -> None:
    row = {"a": " ", "b": "x ", "c": "y"}
    assert [text_cell(row, *names) for names in ("abc", "ca", "a", "z")] == ["x", "y", "", ""]


def test_numbers_may_have_a_comma_and_must_be_finite() -> None:
    cells = {"point": "1.5", "comma": "1,5", "whole": "3.0", "minus": "-2", "word": "many", "endless": "inf", "none": "nan", "empty": ""}
    numbers = [1.5, 1.5, 3.0, -2.0, None, None, None, None]
    assert [number_cell(cells, name) for name in cells] == numbers
    assert [integer_cell(cells, name) for name in cells] == [None, None, 3, None, None, None, None, None]
    assert (integer_cell({"a": "0"}, "a"), integer_cell({"a": "4"}, "a", within=range(1, 4))) == (0, None)


@pytest.mark.parametrize(
    ("lat", "lon", "position"),
    [
        ("90", "180", (90.0, 180.0)),
        ("-90", "-180", (-90.0, -180.0)),
        ("90.01", "30", None),
        ("46", "180.01", None),
        ("0", "0", None),
        ("0", "30", (0.0, 30.0)),
        ("46", "0", (46.0, 0.0)),
        ("46", "", None),
        ("", "30", None),
        ("46,5", "30,5", (46.5, 30.5)),
    ],
)
def test_positions_lie_on_earth_and_zero_zero_is_none(lat: str, lon: str, position: tuple[float, float] | None) -> None:
    assert coordinates({"latitude": lat, "longitude": lon}) == position


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-01-31", date(2023, 1, 31)),
        ("20230131", date(2023, 1, 31)),
        ("2023-01-31 14:00:00.000", date(2023, 1, 31)),
        ("20230131T140000", date(2023, 1, 31)),
        ("31 January 2023", date(2023, 1, 31)),
        ("31 січня 2023", date(2023, 1, 31)),
        ("31.01.2023", date(2023, 1, 31)),
        ("31 January", None),
        ("2023-02-31", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_as_datasets_write_them(written: str, day: date | None) -> None:
    assert parse_day(written) == day


def test_a_day_stands_for_itself_its_week_or_its_month() -> None:
    day = date(2024, 2, 14)
    assert day_range(day, 1) == (day, day)
    assert day_range(day, 2) == (date(2024, 2, 11), date(2024, 2, 17))
    assert day_range(day, 3) == (date(2024, 2, 1), date(2024, 2, 29))
    assert day_range(date(2023, 12, 31), 3) == (date(2023, 12, 1), date(2023, 12, 31))
    assert day_range(None, 2) is None
    assert day_range(date(1, 1, 1), 2) == (date(1, 1, 1), date(1, 1, 1))


HEADER = "id,date,lat,lon,type,killed,wounded,missing,evacuated,detained,modality,confidence,coordinate_uncertainty_m,end_date,lang"


def row(**cells: str) -> str:
    given = {"id": "7", "date": "2023-01-31", "lat": "46.5", "lon": "30.7", "type": "Protests"} | cells
    return f"{HEADER}\n{','.join(given.get(name, '') for name in HEADER.split(','))}\n"


def test_a_table_of_anybodys_own_is_read_by_its_columns(reading: Reading) -> None:
    more = {"killed": "2", "wounded": "5", "modality": "claimed", "confidence": "0.5", "coordinate_uncertainty_m": "800", "lang": "UKR"}
    more |= {"missing": "3", "evacuated": "900", "detained": "0"}
    (event,) = reading(row(**more)).events
    assert event.toll == Toll(fatalities=2, injured=5, missing=3, displaced=900, arrested=0)
    assert (event.modality, event.confidence) == (Modality.CLAIMED, 0.5)
    assert (event.where.radius_m, event.language, event.where.where_prec) == (800.0, "uk", None)


def test_values_that_make_no_sense_are_left_out(reading: Reading) -> None:
    more = {"killed": "-2", "modality": "perhaps", "confidence": "1.5", "coordinate_uncertainty_m": "-1"}
    (event,) = reading(row(**more)).events
    assert (event.toll.fatalities, event.modality, event.confidence, event.where.radius_m) == (None, Modality.REPORTED, 1.0, None)
    (edge,) = reading(row(confidence="0", coordinate_uncertainty_m="0")).events
    assert (edge.confidence, edge.where.radius_m) == (0.0, 0.0)


def test_an_end_makes_a_range_of_days_and_one_before_the_start_does_not(reading: Reading) -> None:
    for end, last in (
        ("2023-02-02", date(2023, 2, 2)),
        ("2023-01-31", date(2023, 1, 31)),
        ("2023-01-01", date(2023, 1, 31)),
        ("", date(2023, 1, 31)),
    ):
        (event,) = reading(row(end_date=end)).events
        assert event.when is not None
        assert (event.when.first_day, event.when.last_day) == (date(2023, 1, 31), last)


def test_a_row_without_an_id_is_known_by_its_cells(reading: Reading) -> None:
    ids = {reading(row(id="", **cells)).events[0].id for cells in ({}, {"killed": "1"}, {"killed": "2"})}
    assert len(ids) == 3
    assert reading(row(id="")).events[0].id == reading(row(id="")).events[0].id
    assert reading(row(killed="1")).events[0].id == reading(row(killed="2")).events[0].id


def test_it_is_said_how_many_rows_have_no_place_or_no_day(reading: Reading) -> None:
    lines = row() + row(id="8", lat="").partition("\n")[2] + row(id="9", date="soon").partition("\n")[2]
    result = reading(lines)
    assert len(result.events) == 3
    problems = " ".join(problem.text for problem in result.problems)
    assert "1 of 3 events have no coordinates" in problems
    assert "1 of 3 events have no date" in problems
    assert not reading(row()).problems


VIINA = """event_id,source,date,time,url,text,lang,address,longitude,latitude,GEO_PRECISION,GEO_API,{indicator},a_rus_b,a_ukr_b,a_ukr_init_b
7,unian,20230131,01:30,https://e.org/7,Words,ru,Kherson,32.6178,46.6558,{precision},Yandex,{value},1,1,1
"""


@pytest.mark.parametrize(
    ("indicator", "value", "sub_type"),
    [
        ("t_airstrike_b", "1", "Air/drone strike"),
        ("t_ied", "1", "Remote explosive/landmine/IED"),
        ("t_firefight_pred", "0.5", "Armed clash"),
        ("t_firefight_pred", "0.49", "Other"),
        ("t_arrest_b", "1", "Arrests"),
        ("t_control_b", "1", "Non-violent transfer of territory"),
        ("t_hospital_b", "1", "Attack"),
        ("t_property_b", "x", "Other"),
    ],
)
def test_an_indicator_holds_when_it_is_more_likely_than_not(reading: Reading, indicator: str, value: str, sub_type: str) -> None:
    (event,) = reading(VIINA.format(indicator=indicator, value=value, precision="STREET")).events
    assert event.sub_type == sub_type
    assert event.actors == ("Ukraine", "Russia")  # who began it comes first
    assert event.language == "ru"


@pytest.mark.parametrize(("precision", "scale"), [("STREET", 1), ("adm3", 1), ("ADM2", 3), ("ADM1", 4), ("ADM0", 6), ("?", None)])
def test_levels_of_units_are_put_on_the_scale_of_precision(reading: Reading, precision: str, scale: int | None) -> None:
    (event,) = reading(VIINA.format(indicator="t_raid_b", value="1", precision=precision)).events
    assert event.where.where_prec == scale
    assert event.where.radius_m == {1: 5_000.0, 3: 50_000.0, 4: 100_000.0, 6: 500_000.0, None: None}[scale]
