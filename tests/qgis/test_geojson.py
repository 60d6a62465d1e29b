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
pytestmark = [pytest.mark.qgis, pytest.mark.usefixtures("encoder_memory")]


FORMATS = ("geojson", "geojsonl", "fgb")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_qgis()
    folder = tmp_path_factory.mktemp("qgis")
    geomap.run(ROOT / "data" / "ukraine-2023-01-31.txt", output=folder, formats=FORMATS)
    return folder


@pytest.fixture(scope="module")
def layers(folder: Path) -> dict[str, dict[str, Any]]:
    """What one QGIS sees in the file of each format."""
    script = Path(__file__).with_name("inspect_layer.py")
    environment = {
        "PATH": os.environ["PATH"],
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
    }
    files = [folder / f"events.{name}" for name in FORMATS]
    done = subprocess.run([QGIS_PYTHON, script, *files], env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return dict(zip(FORMATS, map(json.loads, done.stdout.splitlines()[-len(FORMATS) :]), strict=True))


@pytest.mark.parametrize("name", FORMATS)
def test_qgis_opens_every_event_in_wgs_84(name: str, layers: dict[str, dict[str, Any]], folder: Path) -> None:
    layer = layers[name]
    written = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert layer["valid"]
    assert layer["crs"] == "EPSG:4326"
    assert layer["features"] == len(written)
    assert layer["without_geometry"] == sum(feature["geometry"] is None for feature in written)


@pytest.mark.parametrize("name", FORMATS)
def test_times_are_times_and_counts_are_numbers(name: str, layers: dict[str, dict[str, Any]]) -> None:
    fields = layers[name]["fields"]
    for field in ("start_time", "end_time", "published_time"):
        assert fields[field] == "DateTime", field
    for field in ("event_date", "event_date_end"):
        assert fields[field] == ("DateTime" if name == "fgb" else "Date"), field  # FlatGeobuf has no days
    for field in ("fatalities", "coordinate_uncertainty_m", "geo_precision"):
        assert fields[field] == "Integer", field
    for field in ("latitude", "longitude", "confidence"):
        assert fields[field] == "Real", field
    assert fields["quote"] == "String"
