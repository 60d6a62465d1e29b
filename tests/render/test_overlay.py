"""GeoJSON of a user's own: what is drawn, and what is refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import GeomapError, InputMissingError, InputTooLargeError, UnreadableError
from geomap.render import PageExtras, page_bytes, read_overlay
from geomap.render.overlay import MAX_OVERLAY_BYTES
from tests.conftest import tries
from tests.render import factory
from tests.render.test_page import block

POINT = {"type": "Point", "coordinates": [36.0, 49.0]}


def feature(geometry: object, properties: object = None) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def written(folder: Path, value: object) -> Path:
    path = folder / "front.geojson"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def test_a_collection_is_named_by_itself_else_by_its_file(tmp_path: Path) -> None:
    found = {"type": "FeatureCollection", "features": [feature(POINT)]}
    assert read_overlay(written(tmp_path, found)).name == "front"
    assert read_overlay(written(tmp_path, found | {"name": "Front line"})).name == "Front line"


@pytest.mark.parametrize(
    "geometry",
    [
        POINT,
        {"type": "MultiPoint", "coordinates": [[1.0, 2.0], [3.0, 4.0]]},
        {"type": "LineString", "coordinates": [[1.0, 2.0], [3.0, 4.0]]},
        {"type": "MultiLineString", "coordinates": [[[1.0, 2.0], [3.0, 4.0]]]},
        {"type": "Polygon", "coordinates": [[[1.0, 2.0], [3.0, 4.0], [5.0, 2.0], [1.0, 2.0]]]},
        {"type": "MultiPolygon", "coordinates": [[[[1.0, 2.0], [3.0, 4.0], [5.0, 2.0], [1.0, 2.0]]]]},
        {"type": "GeometryCollection", "geometries": [POINT]},
    ],
)
def test_every_geometry_reaches_the_page(tmp_path: Path, geometry: dict[str, Any]) -> None:
    overlay = read_overlay(written(tmp_path, geometry))
    page = page_bytes(factory.analysis(()), extras=PageExtras(overlays=(overlay,)))
    assert block(page, "extras")["overlays"] == [{"name": "front", "features": [[geometry, {}]]}]


def test_heights_and_what_is_finer_than_a_metre_are_left_out(tmp_path: Path) -> None:
    overlay = read_overlay(written(tmp_path, {"type": "Point", "coordinates": [36.123456789, 49, 120.5]}))
    assert overlay.features[0][0]["coordinates"] == [36.12346, 49.0]


def test_properties_are_text(tmp_path: Path) -> None:
    own = {"name": "A", "n": 9007199254740993, "share": 0.5, "yes": True, "none": None, "parts": {"a": [1]}}
    overlay = read_overlay(written(tmp_path, feature(POINT, own)))
    assert overlay.features[0][1] == {"name": "A", "n": "9007199254740993", "share": "0.5", "yes": True, "parts": '{"a": [1]}'}


def test_of_very_many_properties_the_first_are_shown(tmp_path: Path) -> None:
    overlay = read_overlay(written(tmp_path, feature(POINT, {str(n): n for n in range(100)})))
    assert len(overlay.features[0][1]) == 61
    assert overlay.features[0][1]["…"] == "+ 40"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("{", "it is not JSON: line 1, column 2"),
        ("[1]", "give a FeatureCollection, a Feature or a geometry"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "1" * 5000 + "}", "thousands of digits"),
        ({"type": "FeatureCollection"}, '"features" are not a list'),
        ({"type": "FeatureCollection", "features": []}, "nothing to draw"),
        ({"type": "FeatureCollection", "features": [feature(None)]}, "nothing to draw"),
        ({"type": "FeatureCollection", "features": [feature(POINT), 5]}, "feature 2 is not a GeoJSON feature"),
        ({"type": "Topology"}, "has no geometry that GeoJSON knows"),
        ({"type": "Point"}, "has no coordinates"),
        ({"type": "Point", "coordinates": [49.0]}, "has None where a latitude should be"),
        ({"type": "Point", "coordinates": [4e6, 6e6]}, "has 4000000.0 where a longitude should be"),
        ({"type": "Point", "coordinates": [36.0, 149.0]}, "longitude first"),
        ({"type": "Point", "coordinates": [True, 1]}, "has True where a longitude"),
        ('{"type": "Point", "coordinates": [NaN, 1]}', "has nan where a longitude"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, "has 2 positions where 4 or more are needed"),
        (POINT | {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}, "export it in WGS 84"),
        ({"type": "GeometryCollection", "geometries": 3}, "without a list of geometries"),
    ],
)
def test_what_is_no_geojson_in_degrees_is_one_sentence(tmp_path: Path, found: object, words: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_overlay(written(tmp_path, found))
    assert words in str(caught.value)
    assert "front.geojson" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_plain_reference_system_may_be_named(tmp_path: Path) -> None:
    named = POINT | {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}
    assert len(read_overlay(written(tmp_path, named)).features) == 1


def test_a_file_that_is_not_there_too_large_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match="there is no such file"):
        read_overlay(tmp_path / "none.geojson")
    large = written(tmp_path, "{}" + " " * MAX_OVERLAY_BYTES)
    with pytest.raises(InputTooLargeError, match="simplify or cut it"):
        read_overlay(large)
    large.write_bytes(b"\xff\xfe{")
    with pytest.raises(UnreadableError, match="UTF-8"):
        read_overlay(large)
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_overlay(tmp_path)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5) | st.sampled_from(["Point", "Feature", "Polygon"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates", "geometry", "features", "properties"]), inner)
    ),
    max_leaves=12,
)


@given(json_values)
@settings(deadline=None, max_examples=tries(150))
def test_anything_is_drawn_or_refused(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = written(tmp_path_factory.mktemp("overlay"), value)
    try:
        overlay = read_overlay(path)
    except GeomapError:
        return
    assert block(page_bytes(factory.analysis(()), extras=PageExtras(overlays=(overlay,))), "extras")["overlays"]
