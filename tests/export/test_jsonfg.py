"""JSON-FG: GeoJSON with the time and type of features, which GDAL opens."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyogrio

from geomap.export import exporter_for
from tests.export.factory import SQUARE, analysis, event, where

EVENTS = (event(), event(1, at=where(50.5, 36.5, area=SQUARE, precision=3)), replace(event(2, at=where(None, None)), when=None))


def written(folder: Path, name: str) -> Path:
    path = folder / f"events{exporter_for(name).suffix}"
    exporter_for(name).write(analysis(EVENTS), path)
    return path


def test_features_are_those_of_geojson_with_time_and_type(tmp_path: Path) -> None:
    told = json.loads(written(tmp_path, "jsonfg").read_bytes())
    plain = json.loads(written(tmp_path, "geojson").read_bytes())
    assert told["conformsTo"] == [f"http://www.opengis.net/spec/json-fg-1/1.0/conf/{part}" for part in ("core", "types-schemas")]
    assert told["featureType"] == "event"
    assert [feature["time"] for feature in told["features"]] == [
        {"interval": ["2023-01-31T12:00:30Z", "2023-02-01T12:00:30Z"]},
        {"interval": ["2023-01-31T13:00:30Z", "2023-02-01T13:00:30Z"]},
        None,
    ]
    assert [feature["id"] for feature in told["features"]] == ["event-0", "event-1", "event-2"]
    for feature in told["features"]:
        assert feature.pop("place") is None
        del feature["time"], feature["id"]
    assert told["features"] == plain["features"]


def test_gdal_reads_the_columns_and_shapes_of_geojson(tmp_path: Path) -> None:
    path = written(tmp_path, "jsonfg")
    plain = pyogrio.read_dataframe(written(tmp_path, "geojson"))
    frame = pyogrio.read_dataframe(path)
    assert set(plain.columns) <= set(frame.columns)
    assert list(frame["event_id"]) == list(plain["event_id"])
    assert [None if shape is None else shape.geom_type for shape in frame.geometry] == ["Point", "Polygon", None]


def test_without_events_it_is_a_collection(tmp_path: Path) -> None:
    exporter_for("jsonfg").write(analysis(), tmp_path / "none.fg.json")
    assert json.loads((tmp_path / "none.fg.json").read_bytes())["features"] == []
