"""Areas over the antimeridian: cut there, with boxes that run over it, right-handed, six decimals (RFC 7946, 3.1.6, 3.1.9, 5, 11.2)."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.export import exporter_for
from geomap.export.geometry import smallest_box, split_at_antimeridian
from geomap.model import Event
from tests.conftest import tries
from tests.export.factory import analysis, event, where

LAWS = settings(deadline=None, max_examples=tries(60))
lons, lats = st.floats(-180, 180), st.floats(-80, 80)
spans = st.tuples(lons, st.floats(0, 90), lats, st.floats(0.01, 5)).map(lambda s: (s[0], s[2], s[0] + s[1], s[2] + s[3]))


def collection(events: tuple[Event, ...]) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.geojson"
        exporter_for("geojson").write(analysis(events), path)
        made: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return made


def rings(geometry: dict[str, Any]) -> list[list[list[list[float]]]]:
    """The polygons of a geometry, each a list of rings."""
    given: list[Any] = geometry["coordinates"]
    return [given] if geometry["type"] == "Polygon" else given


def wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180


def holds(box: list[float], lon: float, lat: float) -> bool:
    west, south, east, north = box
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return across and south <= lat <= north


@LAWS
@given(lon=lons, lat=lats, radius_km=st.floats(5, 900))
def test_a_region_without_an_outline_is_cut_where_it_crosses(lon: float, lat: float, radius_km: float) -> None:
    at = where(lat, lon, precision=3)
    object.__setattr__(at, "radius_m", radius_km * 1000)
    made = collection((event(at=at),))
    (feature,) = made["features"]
    for polygon in rings(feature["geometry"]):
        outer = shapely.LinearRing(polygon[0])
        assert outer.is_ccw
        for one, next_one in pairwise(polygon[0]):
            assert abs(one[0] - next_one[0]) <= 180
        for x, y in polygon[0]:
            assert -180 <= x <= 180
            assert (x, y) == (round(x, 6), round(y, 6))
            assert holds(feature["bbox"], x, y)
    assert holds(made["bbox"], *shapely.Point(rings(feature["geometry"])[0][0][0]).coords[0])
    west, _, east, _ = feature["bbox"]
    assert (east - west) % 360 < 190


@LAWS
@given(spans)
def test_cutting_keeps_the_area_and_is_done_once(span: tuple[float, float, float, float]) -> None:
    west, south, east, north = span
    if east - west < 0.01:
        return
    box = shapely.box(west, south, east, north)
    cut = split_at_antimeridian(box)
    assert cut.area == pytest.approx(box.area)
    assert cut.is_valid
    assert -180 <= cut.bounds[0] <= cut.bounds[2] <= 180
    assert split_at_antimeridian(cut).equals(cut)
    folded = shapely.transform(box, lambda xy: [(wrapped(x), y) for x, y in xy])  # as files with jumping edges have it
    if 180 - abs(wrapped(west)) > 1e-6 and 180 - abs(wrapped(east)) > 1e-6:
        assert split_at_antimeridian(folded).symmetric_difference(cut).area == pytest.approx(0, abs=1e-6)


@LAWS
@given(st.lists(st.tuples(lons, lats), min_size=1, max_size=12))
def test_the_smallest_box_holds_all_and_is_no_wider_than_the_plain_one(points: list[tuple[float, float]]) -> None:
    box = smallest_box((lon, lat, lon, lat) for lon, lat in points)
    assert all(holds(box, lon, lat) for lon, lat in points)
    all_lons = [lon for lon, _ in points]
    assert (box[2] - box[0]) % 360 <= max(all_lons) - min(all_lons) + 1e-9


def test_fiji_as_in_the_standard() -> None:
    at = [where(-16.0, -178.0), where(-20.0, 177.0)]
    assert collection(tuple(event(i, at=w) for i, w in enumerate(at)))["bbox"] == [177.0, -20.0, -178.0, -16.0]


def test_an_outline_that_ends_at_the_antimeridian_or_runs_along_a_pole_is_left() -> None:
    pole = shapely.Polygon([(-180, -70), (-180, -90), (180, -90), (180, -70), (0, -65)])
    two = shapely.MultiPolygon([shapely.box(170, 60, 180, 70), shapely.box(-180, 60, -170, 70)])
    assert split_at_antimeridian(pole) is pole
    assert split_at_antimeridian(two) is two
    (feature,) = collection((event(at=where(65.0, 175.0, area=two, precision=3)),))["features"]
    assert feature["bbox"] == [170.0, 60.0, -170.0, 70.0]


def test_holes_are_cut_with_their_area() -> None:
    ring = [(170, 0), (-170, 0), (-170, 10), (170, 10)]
    cut = split_at_antimeridian(shapely.Polygon(ring, [[(-178, 4), (-176, 4), (-176, 6), (-178, 6)]]))
    assert cut.area == pytest.approx(196)
    assert not shapely.contains(cut, shapely.Point(-177, 5))
    assert shapely.contains(cut, shapely.Point(175, 5))
