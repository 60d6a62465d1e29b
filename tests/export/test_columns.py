"""Columns are worked through many at a time, and give what one at a time gives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.export.features import event_cells, event_row, plain_cells
from geomap.export.gdal import arrow_stream, points_of
from geomap.export.geometry import event_areas, event_geometry, event_shapes
from geomap.export.table import INTEGER, REAL, TIME, columns_of, each_once, rounded
from tests.conftest import tries
from tests.export.factory import event, event_lists, where

LAWS = settings(deadline=None, max_examples=tries(60))
# Where a rounding could go either way: halves of the last digit, and their neighbours.
halves = st.integers(-10_000_000, 10_000_000).map(lambda n: n / 2_000_000) | st.sampled_from([-1e-9, 0.0000005, 0.1234565, 179.9999995])


@LAWS
@given(st.lists(st.none() | st.floats(-180, 180) | halves, max_size=20), st.sampled_from([3, 6]))
def test_many_are_rounded_as_one_is(values: list[float | None], digits: int) -> None:
    many = values * 60
    assert rounded(many, digits) == [None if value is None else round(value, digits) for value in many]
    assert "-0.0" not in map(str, rounded(many, digits))
    assert rounded(values, digits) * 60 == rounded(many, digits)


@LAWS
@given(st.lists(st.none() | st.integers(0, 3)), st.lists(st.none() | st.integers()))
def test_each_value_is_worked_through_once_where_values_repeat(few: list[int | None], any_values: list[int | None]) -> None:
    for values in (few * 5, any_values):
        calls: list[int] = []

        def told(value: int, calls: list[int] = calls) -> str:
            calls.append(value)
            return f"<{value}>"

        assert each_once(told, values, none="none") == ["none" if value is None else f"<{value}>" for value in values]
        assert len(calls) <= max(len(values), 1)
    assert each_once(str, [2, 4, 2, 4, 2], key=lambda number: number % 2) == ["2"] * 5  # a key is all that tells values apart


@LAWS
@given(event_lists)
def test_columns_hold_the_rows_of_all_chunks(events: tuple[Any, ...]) -> None:
    many = events * 200  # more than are gone through at once
    cells = plain_cells(event_cells(many))
    assert list(zip(*cells.values(), strict=True)) == [tuple(event_row(one).values()) for one in events] * 200


@LAWS
@given(event_lists)
def test_shapes_of_many_are_those_of_each(events: tuple[Any, ...]) -> None:
    wheres = [one.where for one in events]
    assert event_shapes(wheres) == [event_geometry(one) for one in wheres]


def test_events_that_share_an_area_share_its_shape() -> None:
    region = where(48.0, 37.7, precision=3)
    one, two, other = event_areas([region, where(48.0, 37.7, precision=3), where(47.0, 37.7, precision=3)])
    assert one is two
    assert other is not one


@pytest.mark.parametrize("value", [2**31 - 1, 2**31, -(2**31) - 1])
def test_counts_past_32_bits_are_kept(value: int) -> None:
    columns = columns_of({"count": [value, None]}, {"count": INTEGER})
    assert columns.held[0].values[0] == value
    assert columns.held[0].missing is not None
    assert columns.held[0].missing.tolist() == [False, True]


def test_arrow_columns_hold_what_was_given() -> None:
    import nanoarrow  # noqa: PLC0415 - heavy

    cells = {
        "name": ["a", None, "ї", ""],
        "number": [0.5, None, -1.0, 2.0],
        "at": [None, datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), None, None],
    }
    made = arrow_stream(columns_of(cells, {"number": REAL, "at": TIME}), points_of([1.0, None, 3.0, None], [2.0, None, 4.0, None]))
    rows = list(nanoarrow.Array(made).iter_py())
    assert [row["name"] for row in rows] == cells["name"]
    assert [row["number"] for row in rows] == cells["number"]
    assert [row["at"] for row in rows] == cells["at"]
    assert [row["geom"] and len(row["geom"]) for row in rows] == [21, None, 21, None]


def test_one_event_has_every_column() -> None:
    assert all(len(values) == 1 for values in event_cells((event(),)).values())


def test_the_codes_of_the_region_stand_beside_its_name() -> None:
    row = event_row(event())
    assert (row["admin1"], row["iso3166_2"], row["pcode"]) == ("Kharkiv Oblast", "UA-63", "UA63")
    nowhere = event_row(event(at=where(None, None)))
    assert (nowhere["iso3166_2"], nowhere["pcode"]) == (None, None)
