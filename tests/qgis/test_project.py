"""What QGIS makes of our projects: layers, symbols, time, and the same after the folder was moved."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import geomap
from geomap.symbology import LOOKS, look_of
from tests.qgis.program import QGIS_PYTHON, require_qgis

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "ukraine-2023-01-31.txt"

pytestmark = [pytest.mark.qgis, pytest.mark.usefixtures("encoder_memory")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, geomap.Result]:
    require_qgis()
    folder = tmp_path_factory.mktemp("project") / "first"
    result = geomap.run(SAMPLE, output=folder, formats=["qgz", "qlr", "geojson"])
    moved = folder.with_name("moved elsewhere")
    shutil.move(folder, moved)
    return moved, result


@pytest.fixture(scope="module")
def project(made: tuple[Path, geomap.Result]) -> dict[str, Any]:
    """What QGIS sees in the project file."""
    folder, result = made
    return inspect(str(folder / "events.qgz"), folder, [at for _, at in points_of(result).values()])


def inspect(path: str, folder: Path, points: list[tuple[float, float]]) -> dict[str, Any]:
    environment = {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    words = [str(number) for point in points for number in point]
    script = Path(__file__).with_name("inspect_project.py")
    done = subprocess.run([QGIS_PYTHON, script, path, *words], env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def points_of(result: geomap.Result) -> dict[str, tuple[set[str], tuple[float, float]]]:
    """Places with the colours of the types of their events, of which one lies on top, and where they are."""
    found: dict[str, tuple[set[str], tuple[float, float]]] = {}
    for event in result.events:
        if event.where.lon is not None and event.where.lat is not None:
            at = (event.where.lon, event.where.lat)
            colours, _ = found.setdefault(f"{event.where.name} {at}", (set(), at))
            colours.add(look_of(event.type).colour)
    return found


def test_qgis_opens_the_project_styled_and_timed(project: dict[str, Any], made: tuple[Path, geomap.Result]) -> None:
    check_styled_and_timed(project, made[1])


@pytest.mark.parametrize("name", ["{folder}/events.qlr", "geopackage:{folder}/events.gpkg?projectName=geomap"])
def test_qgis_opens_its_other_forms_alike(name: str, made: tuple[Path, geomap.Result]) -> None:
    folder, result = made
    check_styled_and_timed(inspect(name.format(folder=folder), folder, [at for _, at in points_of(result).values()]), result)


def check_styled_and_timed(seen: dict[str, Any], result: geomap.Result) -> None:
    points = points_of(result)
    assert {"Bakhmut", "Vovchansk", "Lviv"} <= {name.split()[0] for name in points}
    assert seen["opened"]
    assert seen["groups"] == ["Events", "Text", "Base map"]
    assert set(seen["layers"]) == {
        *("Names of places", "Events", "Precision", "Areas", "Place mentions", "Posts", "Tellings", "Days"),
        *("Names", "Borders", "Regions", "Land"),
    }
    for layer in seen["layers"].values():
        assert layer["valid"]
    events = seen["layers"]["Events"]
    assert events["crs"] == "EPSG:4326"
    assert events["features"] == len(result.events)
    assert events["temporal"]
    assert events["from_days"]
    assert all("event_date" in expression for expression in events["temporal_expressions"])
    expected = {kind: look_of(kind).colour for kind in (*LOOKS, *{e.type for e in result.events}, "")}
    assert {kind: events["categories"][kind] for kind in expected} == expected
    assert "&lt;" in events["tip"]
    assert events["labels"] == seen["layers"]["Areas"]["labels"] == []
    assert set(seen["layers"]["Names of places"]["labels"]) == {"place_name"}
    expression, unit = seen["layers"]["Precision"]["circle"]
    assert "coordinate_uncertainty_m" in expression
    assert unit == "MM"
    for drawn, (colours, _) in zip(seen["colours"], points.values(), strict=True):
        assert colours & set(drawn)


def test_the_time_range_leaves_what_lies_in_it(project: dict[str, Any], made: tuple[Path, geomap.Result]) -> None:
    (folder, result), seen = made, project
    spans = {event.id: (event.when.first_day, event.when.last_day) for event in result.events if event.when}
    day = date(2023, 1, 30)
    assert seen["shown_in_all_time"] == sorted(event.id for event in result.events)
    assert seen["shown_long_before"] == []
    assert seen["shown_on_first_day"] == sorted(name for name, (start, end) in spans.items() if start <= day <= end)
    assert 0 < len(seen["shown_on_first_day"]) < len(spans)
    assert not seen["absolute"]
    assert all(str(folder) in layer["source"] for layer in seen["layers"].values())
    whens = [event.when for event in result.events if event.when]
    days = [min(w.first_day for w in whens), max(w.last_day for w in whens) + timedelta(days=1)]
    assert seen["time"] == [f"{day}T00:00:00Z" for day in days]
    assert seen["crs"] == "EPSG:3857"


def test_fields_have_their_types_in_the_geopackage(project: dict[str, Any]) -> None:
    fields = project["layers"]["Events"]["fields"]
    assert fields["start_time"] == "DateTime"
    assert fields["event_date"] == "Date"
    assert fields["fatalities"] == "Integer"
    assert fields["confidence"] == "Real"
    assert fields["quote"] == "String"
    assert fields["losses_claimed"] == "Boolean"


@pytest.mark.parametrize("name", ["events.gpkg", "events.geojson"])
def test_gdal_reads_it_without_a_warning(name: str, made: tuple[Path, geomap.Result]) -> None:
    folder, _ = made
    done = subprocess.run(["ogrinfo", "-al", "-ro", folder / name], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "POINT (0 0)" not in done.stdout
