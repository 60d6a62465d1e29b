"""Files of events without a style, GeoJSON and FlatGeobuf, as QGIS sees them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import geomap
from tests.qgis.program import QGIS_PYTHON, require_qgis

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.qgis


@pytest.fixture(scope="module", params=["geojson", "geojsonl", "fgb"])
def events_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_qgis()
    folder = tmp_path_factory.mktemp("qgis")
    geomap.run(ROOT / "data" / "ukraine-2023-01-31.txt", output=folder, formats=["geojson", request.param])
    return folder / f"events.{request.param}"


@pytest.fixture(scope="module")
def layer(events_file: Path) -> dict[str, Any]:
    script = Path(__file__).with_name("inspect_layer.py")
    environment = {
        "PATH": os.environ["PATH"],
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(events_file.parent),
        "XDG_RUNTIME_DIR": str(events_file.parent),
    }
    done = subprocess.run([QGIS_PYTHON, script, events_file], env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def test_qgis_opens_every_event_in_wgs_84(layer: dict[str, Any], events_file: Path) -> None:
    written = json.loads(events_file.with_suffix(".geojson").read_text(encoding="utf-8"))["features"]
    assert layer["valid"]
    assert layer["crs"] == "EPSG:4326"
    assert layer["features"] == len(written)
    assert layer["without_geometry"] == sum(feature["geometry"] is None for feature in written)


def test_times_are_times_and_counts_are_numbers(layer: dict[str, Any], events_file: Path) -> None:
    fields = layer["fields"]
    for name in ("start_time", "end_time", "published_time"):
        assert fields[name] == "DateTime", name
    for name in ("event_date", "event_date_end"):
        assert fields[name] == ("DateTime" if events_file.suffix == ".fgb" else "Date"), name  # FlatGeobuf has no days
    for name in ("fatalities", "coordinate_uncertainty_m", "geo_precision"):
        assert fields[name] == "Integer", name
    for name in ("latitude", "longitude", "confidence"):
        assert fields[name] == "Real", name
    assert fields["quote"] == "String"
