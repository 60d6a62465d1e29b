"""Frictionless, the program of the standard, finds the tables of every format valid by their schemas.

It is not part of the environment of the tests, since a package that it needs has a licence that geomap does not take: install it
elsewhere, and name the program in GEOMAP_FRICTIONLESS or have it on the path.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from geomap.export.rows import READERS, layer_rows
from geomap.export.schemas import table_schema
from geomap.export.schemas.tables import TABLES
from tests.cli.conftest import Done, geomap

__all__ = ["geomap"]

Geomap = Callable[..., Done]
PAGE = Path(__file__).parents[2] / "data" / "valencia-floods-2024-10-30.txt"
FORMATS = ("acled-csv", "csv", "fgb", "geojson", "geojsonl", "gpkg", "kml", "parquet", "shp", "ucdp-csv")
LAYERS = ("posts", "mentions", "regions", "places", "tellings", "days")


@pytest.fixture(scope="module")
def frictionless() -> str:
    found = os.environ.get("GEOMAP_FRICTIONLESS") or shutil.which("frictionless")
    if found is None:
        assert not os.environ.get("GEOMAP_REQUIRE_FRICTIONLESS"), "frictionless should be installed"
        pytest.skip("frictionless is not installed")
    return found


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


def test_tables_of_ten_formats_are_valid(frictionless: str, geomap: Geomap, tmp_path: Path) -> None:
    made = tmp_path / "map"
    assert geomap("map", PAGE, "-o", made, "--formats", ",".join(FORMATS), "--min-confidence", 0, "-q").status == 0
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
