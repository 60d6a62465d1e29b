"""What every format promises: what is read back is what was written."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import OutputError, SettingsError
from geomap.export import FORMATS, exporter_for
from geomap.export.features import COLUMNS, event_row
from geomap.export.geometry import event_geometry
from geomap.model import Analysis, Event
from tests.conftest import tries
from tests.export.factory import SQUARE, analysis, event, event_lists, where

LAWS = settings(deadline=None, max_examples=tries(15))
TYPED = ("gpkg", "fgb")


def written(name: str, made: Analysis) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"events.{name}"
        exporter_for(name).write(made, path)
        yield path


def read_typed(path: Path, layer: str | None = "events") -> tuple[list[dict[str, Any]], list[Any]]:
    meta, _, shapes, fields = pyogrio.raw.read(path, layer=layer, datetime_as_string=True)
    rows = [dict(zip(meta["fields"], values, strict=True)) for values in zip(*fields, strict=True)]
    return rows, [None if shape is None else shapely.from_wkb(shape) for shape in shapes]


def same(one: Any, other: Any) -> bool:
    if one is None:
        return other is None or other != other or str(other) == "NaT"  # noqa: PLR0124 - NaN is what is unequal to itself
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str) and one + "T00:00:00" == other:
        return True  # FlatGeobuf knows times, not days
    if isinstance(one, str) and isinstance(other, str) and one.endswith("Z"):
        return np.datetime64(one[:-1]) == np.datetime64(other.replace("+00:00", "").removesuffix("Z"))
    if isinstance(one, float):
        return abs(one - float(other)) < 1e-9
    return bool(one == other) or str(one) == str(other)


def check_rows(events: tuple[Event, ...], rows: list[dict[str, Any]]) -> None:
    assert len(rows) == len(events)
    for made, row in zip(events, rows, strict=True):
        for column, value in event_row(made).items():
            assert same(value, row[column]), (column, value, row[column])


@LAWS
@given(event_lists)
def test_geojson(events: tuple[Event, ...]) -> None:
    for path in written("geojson", analysis(events)):
        made = json.loads(path.read_text(encoding="utf-8"))
        assert [feature["properties"] for feature in made["features"]] == [event_row(e) for e in events]
        for feature, e in zip(made["features"], events, strict=True):
            shape = event_geometry(e.where)
            if shape is None:
                assert feature["geometry"] is None
            else:
                back = shapely.from_geojson(json.dumps(feature["geometry"]))
                assert shapely.equals_exact(shapely.normalize(back), shapely.normalize(shape), 1e-6)
                assert not shapely.is_ccw(shapely.get_exterior_ring(back)) or back.geom_type == "Polygon"


@LAWS
@given(event_lists)
def test_geojson_lines(events: tuple[Event, ...]) -> None:
    for path in written("geojsonl", analysis(events)):
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        assert [json.loads(line)["properties"] for line in lines] == [event_row(e) for e in events]


@LAWS
@given(event_lists)
def test_csv(events: tuple[Event, ...]) -> None:
    for path in written("csv", analysis(events)):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len(rows) == len(events)
        for made, row in zip(events, rows, strict=True):
            for column, value in event_row(made).items():
                cell = row[column].removeprefix("'") if isinstance(value, str) and not value.startswith("'") else row[column]
                expected = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                assert cell == expected
                assert not row[column].startswith(("=", "@", "+"))


@pytest.mark.parametrize("name", TYPED)
@LAWS
@given(events=event_lists.filter(bool))
def test_typed_formats(name: str, events: tuple[Event, ...]) -> None:
    for path in written(name, analysis(events)):
        rows, shapes = read_typed(path)
        order = sorted(range(len(rows)), key=lambda i: rows[i]["event_id"])  # an indexed FlatGeobuf is in the order of its index
        check_rows(events, [rows[i] for i in order])
        for e, i in zip(events, order, strict=True):
            shape = shapes[i]
            assert (shape is None or shape.is_empty) == (e.where.lat is None)
            if shape is not None and not shape.is_empty:
                assert (round(shape.x, 6), round(shape.y, 6)) == (round(e.where.lon or 0, 6), round(e.where.lat or 0, 6))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_event_is_a_file_too(name: str) -> None:
    for path in written(name, analysis(())):
        assert path.stat().st_size > 0 or name == "geojsonl"  # no event, no line
        if name in TYPED:
            assert pyogrio.read_info(path, layer="events", force_feature_count=True)["features"] == 0


def test_rings_follow_the_right_hand_rule_and_boxes_hold_them() -> None:
    for path in written("geojson", analysis((event(at=where(50.5, 36.5, area=SQUARE, precision=3)),))):
        made = json.loads(path.read_text(encoding="utf-8"))
        (feature,) = made["features"]
        assert shapely.is_ccw(shapely.LinearRing(feature["geometry"]["coordinates"][0]))
        assert feature["bbox"] == [36, 50, 37, 51]
        assert made["bbox"] == [36, 50, 37, 51]


def test_geopackage_holds_every_layer_with_types_and_styles(tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    exporter_for("gpkg").write(analysis((event(), event(1, at=where(50.5, 36.5, area=SQUARE, precision=3)))), path)
    assert {name for name, _ in pyogrio.list_layers(path)} >= {"events", "areas", "mentions", "posts"}
    info = pyogrio.read_info(path, layer="events")
    types = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert types["start_time"].startswith("datetime64")
    assert types["event_date"].startswith("datetime64")
    assert types["fatalities"] == "int32"
    assert tuple(info["fields"]) == COLUMNS
    rows, shapes = read_typed(path, "areas")
    assert [row["event_id"] for row in rows] == ["event-1"]
    assert shapes[0].geom_type == "MultiPolygon"


def test_two_writings_have_the_same_contents(tmp_path: Path) -> None:
    made = analysis((event(), event(1)))
    for name in ("geojson", "geojsonl", "csv", "qgz", "qlr"):
        for folder in ("one", "two"):
            (tmp_path / folder).mkdir(exist_ok=True)
            exporter_for(name).write(made, tmp_path / folder / f"events.{name}")
        assert (tmp_path / "one" / f"events.{name}").read_bytes() == (tmp_path / "two" / f"events.{name}").read_bytes()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="nowhere"):
        exporter_for(name).write(analysis((event(),)), tmp_path / "nowhere" / f"events.{name}")


@given(st.text(max_size=8).filter(lambda text: text.lower().removeprefix(".") not in FORMATS))
def test_an_unknown_format_names_those_that_are(name: str) -> None:
    with pytest.raises(SettingsError, match="geojson"):
        exporter_for(name)
