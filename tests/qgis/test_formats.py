"""Every format as GDAL sees it, and the GeoPackage as the standard's own checks do."""

from __future__ import annotations

import json
import subprocess
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

import geomap
from geomap.export import FORMATS, exporter_for
from geomap.model import Event
from tests.conftest import tries
from tests.export.factory import SQUARE, analysis, event, event_lists, where
from tests.qgis.program import QGIS_PYTHON, require_qgis

SAMPLE = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"
PROJECTS = {"qgz", "qlr"}  # no data in them
NOT_IN_DEBIAN = {"parquet"}  # Debian's GDAL has no driver for it
NO_LAYERS = {"acled-csv", "ucdp-csv", "annotations", "monty"}  # for clients of ACLED, UCDP and Montandon, and for annotation tools
SUFFIXES = {"jsonfg": "fg.json"}  # where it is not the name of the format
OPENED = sorted(set(FORMATS) - PROJECTS - NOT_IN_DEBIAN - NO_LAYERS)

pytestmark = [pytest.mark.qgis, pytest.mark.usefixtures("encoder_memory")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_qgis()
    made = tmp_path_factory.mktemp("formats")
    geomap.run(SAMPLE, output=made, formats=sorted(FORMATS))
    return made


@pytest.mark.parametrize("name", OPENED)
def test_gdal_lists_it_without_a_warning(name: str, folder: Path) -> None:
    path = folder / f"events.{SUFFIXES.get(name, name)}"
    done = subprocess.run(["ogrinfo", "-al", "-ro", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "event_id" in done.stdout
    assert "POINT (0 0)" not in done.stdout


ODD = {
    "one": (event(text='<b> & "q", \n\r\t = +1 ї \x08'),),
    "none": (),
    "nowhere": (event(at=where(None, None)),),
    "mixed": (event(), event(1, at=where(50.5, 36.5, area=SQUARE, precision=3)), event(2, at=where(48.0, 37.7, precision=3))),
}


@pytest.mark.parametrize("kind", sorted(ODD))
@pytest.mark.parametrize("name", OPENED)
def test_gdal_lists_odd_events_without_a_warning(name: str, kind: str, tmp_path: Path) -> None:
    require_qgis()
    path = tmp_path / f"events.{SUFFIXES.get(name, name)}"
    exporter_for(name).write(analysis(ODD[kind]), path)
    done = subprocess.run(["ogrinfo", "-al", "-ro", path], capture_output=True, text=True, check=False)
    if name == "geojsonl" and not ODD[kind]:
        return  # no event, no line: GDAL knows no format by an empty file
    assert done.returncode == 0
    assert done.stderr == ""


def test_the_geopackage_is_valid(folder: Path) -> None:
    """GDAL's validate_gpkg goes through the standard's requirements, each index and trigger among them."""
    script = "import osgeo_utils.samples.validate_gpkg as v, sys; v.check(sys.argv[1], extra_checks=True, warning_msg=lambda m: print(m))"
    command = [QGIS_PYTHON, "-c", script, folder / "events.gpkg"]
    if subprocess.run([QGIS_PYTHON, "-c", "import osgeo_utils.samples.validate_gpkg"], capture_output=True, check=False).returncode:
        pytest.skip("this GDAL comes without validate_gpkg")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_geojson_keeps_the_standards_rules(folder: Path) -> None:
    check_collection(json.loads((folder / "events.geojson").read_text(encoding="utf-8")))


@settings(deadline=None, max_examples=tries(30))
@given(event_lists)
def test_any_geojson_keeps_the_standards_rules(events: tuple[Event, ...]) -> None:
    with TemporaryDirectory() as made:
        path = Path(made) / "events.geojson"
        exporter_for("geojson").write(analysis(events), path)
        check_collection(json.loads(path.read_text(encoding="utf-8")))


def check_collection(made: dict[str, Any]) -> None:
    assert made["type"] == "FeatureCollection"
    assert not {"crs", "coordinates", "geometry", "properties"} & set(made)  # 4 and 7.1
    if "bbox" in made:
        check_box(made["bbox"])
    for feature in made["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        assert not {"coordinates", "geometries", "features"} & set(feature)
        if feature["geometry"] is not None:
            check_geometry(feature["geometry"])
        if "bbox" in feature:
            check_box(feature["bbox"])


def check_box(box: list[float]) -> None:
    west, south, east, north = box
    assert -180 <= west <= 180
    assert -180 <= east <= 180
    assert -90 <= south <= north <= 90


def check_geometry(geometry: dict[str, Any]) -> None:
    assert set(geometry) == {"type", "coordinates"}
    polygons = {"Point": [], "Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[geometry["type"]]
    if geometry["type"] == "Point":
        check_position(geometry["coordinates"])
    for rings in polygons:
        for number, ring in enumerate(rings):
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            assert (signed_area(ring) > 0) == (number == 0)  # outer rings counterclockwise, holes clockwise
            for position in ring:
                check_position(position)


def check_position(position: list[float]) -> None:
    lon, lat = position
    assert -180 <= lon <= 180
    assert -90 <= lat <= 90
    assert (lon, lat) == (round(lon, 6), round(lat, 6))


def signed_area(ring: list[list[float]]) -> float:
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in pairwise(ring))
