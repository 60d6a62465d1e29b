"""What holds of the files of all pages at hand: tables that are valid by their schemas, codes of the units where the points are.

Pages are the two samples and, where they are beside the project, those of shared/cases. Frictionless and libhxl, the programs of the
standards, are not part of the environment of the tests, since packages that they need have licences that geomap does not take: install
them elsewhere, and name the programs in GEOMAP_FRICTIONLESS and GEOMAP_HXLVALIDATE or have them on the path.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest

import geomap as package
from geomap.export import exporter_for
from geomap.export.features import event_row
from geomap.export.readback import read_back
from geomap.export.rows import READERS, layer_rows
from geomap.export.schemas import table_schema
from geomap.export.schemas.tables import TABLES

ROOT = Path(__file__).parents[2]
CASES = Path(os.environ.get("GEOMAP_CASES", ROOT.parent / "shared" / "cases"))
PAGES = [*sorted((ROOT / "data").glob("*.txt")), *sorted(path for path in CASES.glob("*") if path.suffix in {".txt", ".html", ".xml"})]
FORMATS = ("acled-csv", "csv", "fgb", "geojson", "geojsonl", "gpkg", "kml", "parquet", "shp", "ucdp-csv")
LAYERS = ("posts", "mentions", "regions", "places", "tellings", "days")


def validator(name: str) -> str:
    """Return the path of a program that validates tables."""
    found = os.environ.get(f"GEOMAP_{name.upper()}") or shutil.which(name)
    if found is None:
        assert not os.environ.get("GEOMAP_REQUIRE_VALIDATORS"), f"{name} should be installed"
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, encoder_memory: None) -> Path:  # noqa: ARG001 - a quick encoder
    """Return the folder of the files of all pages, the events that are too unsure for the map among them."""
    folder = tmp_path_factory.mktemp("pages")
    package.run(*PAGES, output=folder, formats=FORMATS, settings=package.Settings(min_confidence=0.0))
    return folder


def as_csv(rows: Iterable[Mapping[str, Any]], name: str, path: Path) -> None:
    """Write what a reader returns as the CSV of a table, cells as the schema writes them."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(TABLES[name].columns)
        for row in rows:
            writer.writerow([_cell(row.get(column), TABLES[name].kinds.get(column)) for column in TABLES[name].columns])


def _cell(value: Any, kind: str | None) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return ""
    if kind == "flag":
        return {"true": "true", "1": "true"}.get(str(value).lower(), "false")
    if kind == "integer":
        return str(int(float(value)))
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    if kind == "date":
        return text[:10]
    return f"{text[:19].replace(' ', 'T')}Z" if kind == "time" else text


def test_tables_of_ten_formats_are_valid(made: Path, tmp_path: Path) -> None:
    frictionless = validator("frictionless")
    tables: dict[str, str] = {}
    for name in ("csv", "fgb", "geojson", "geojsonl", "gpkg", "kml", "parquet", "shp"):
        path = tmp_path / f"{name}.csv"
        if name == "csv":
            shutil.copy(made / "events.csv", path)
        else:
            as_csv([row for row, _ in READERS[f".{name}"](made / f"events.{name}")], "events", path)
        tables[path.name] = "events"
    for name in ("acled", "ucdp"):
        shutil.copy(made / f"events.{name}.csv", tmp_path / f"{name}.csv")
        tables[f"{name}.csv"] = name
    for layer in LAYERS:
        as_csv([row for row, _ in layer_rows(made / "events.gpkg", layer)], layer, tmp_path / f"layer-{layer}.csv")
        tables[f"layer-{layer}.csv"] = layer
    shutil.copy(made / "unresolved.csv", tmp_path / "unresolved.csv")
    tables["unresolved.csv"] = "unresolved"
    resources = [
        {"name": path.removesuffix(".csv"), "path": path, "profile": "tabular-data-resource", "schema": table_schema(name)}
        for path, name in tables.items()
    ]
    package = tmp_path / "datapackage.json"
    package.write_text(json.dumps({"name": "tables", "resources": resources}), encoding="utf-8")
    done = subprocess.run(
        [frictionless, "validate", package.name, "--json"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    report = json.loads(done.stdout)
    faults = [f"{task['name']}: {error['message']}" for task in report["tasks"] for error in task["errors"]]
    assert faults == []
    assert len(report["tasks"]) == len(tables) == 17
    assert all(task["stats"]["rows"] for task in report["tasks"] if task["name"] not in ("ucdp", "unresolved"))


def test_hxl_tags_are_valid(made: Path, tmp_path: Path) -> None:
    program = validator("hxlvalidate")
    exporter_for("csv", hxl=True).write(read_back(made / "events.geojson"), tmp_path / "events.csv")
    command, home = [program, "events.csv"], {"HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=home, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["0 error(s), 0 warnings, 0 suggestions", "Validation succeeded."]), (
        done.stderr
    )


def points_and_regions(made: Path) -> tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame]:
    rows = pd.read_csv(made / "events.csv")
    points = rows[rows["latitude"].notna()]
    placed = geopandas.GeoDataFrame(points, geometry=geopandas.points_from_xy(points["longitude"], points["latitude"]), crs=4326)
    return placed, geopandas.read_file(made / "events.gpkg", layer="regions")


@pytest.mark.parametrize(("level", "code"), [("admin1", "iso3166_2"), ("country", "iso3")])
def test_a_join_by_location_finds_the_region_that_a_join_by_code_finds(made: Path, level: str, code: str) -> None:
    points, regions = points_and_regions(made)
    units = regions[regions["level"] == level]
    joined = points.sjoin(units[[code, "geometry"]], how="left", predicate="intersects", lsuffix="said", rsuffix="held")
    coded = joined[joined[f"{code}_said"].isin(units[code].dropna())]
    held = (coded[f"{code}_said"] == coded[f"{code}_held"]).groupby(coded["event_id"]).any()
    assert len(held) > 15
    assert list(held[~held].index) == []  # events outside the unit that codes them


def test_every_ukrainian_event_and_region_has_a_p_code(made: Path) -> None:
    points, regions = points_and_regions(made)
    for rows in (points, regions):
        ukrainian = rows[rows["country"] == "UA"]
        assert len(ukrainian) > 3
        assert ukrainian["pcode"].notna().all()


@pytest.mark.parametrize("name", ["acled.csv", "csv", "fgb", "geojson", "geojsonl", "gpkg", "kml", "parquet"])
def test_rows_read_back_from_each_format_are_those_of_geojson(made: Path, name: str) -> None:
    back, first = ({event.id: event_row(event) for event in read_back(made / f"events.{kind}").events} for kind in (name, "geojson"))
    assert first
    assert back == first
