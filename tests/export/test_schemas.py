"""Each output is as its schema says, whatever the events; and the schemas of the documentation are those of the code."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from geomap.corrections.lines import ALL_COLUMNS, STATUSES
from geomap.export import ReportExporter, UnresolvedExporter, exporter_for
from geomap.export.features import COLUMNS, event_row
from geomap.export.registry import FORMATS
from geomap.export.rows import READERS, layer_rows
from geomap.export.schemas import SCHEMAS, TABLES, table_schema
from geomap.model import Event, Modality
from tests.cli.conftest import Done, geomap
from tests.conftest import tries
from tests.export.checks import json_faults, table_faults
from tests.export.factory import SQUARE, analysis, event, event_lists, where

__all__ = ["geomap"]

pytestmark = pytest.mark.usefixtures("encoder_memory")

Geomap = Callable[..., Done]
LAWS = settings(deadline=None, max_examples=tries(12))
PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
PAGES = Path(__file__).parents[2] / "data"
EVENTS = (event(), event(1, at=where(50.5, 36.5, area=SQUARE, precision=3)), event(2, at=where(None, None)))


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"annotations", "jsonfg", "monty"}))
def test_events_of_each_format_fit_the_table_schema(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"events{exporter_for(name).suffix}"
    exporter_for(name).write(analysis(EVENTS), path)
    path = path if path.suffix in READERS else path.with_suffix(".gpkg")  # a project shows its GeoPackage
    rows = [row for row, _ in READERS[path.suffix](path)]
    assert len(rows) == len(EVENTS)
    assert set(rows[0]) - {"geometry", "bbox"} == {
        column for column in COLUMNS if name != "kml" or event_row(EVENTS[0])[column] is not None
    }
    assert list(table_faults(rows, table_schema("events"))) == []


@pytest.mark.parametrize("layer", ["events", "posts", "mentions", "regions"])
def test_layers_of_a_geopackage_fit_their_schemas(layer: str, geomap: Geomap, tmp_path: Path) -> None:
    assert geomap("map", PAGES / "ukraine-2023-01-31.txt", "-o", tmp_path, "--formats", "gpkg", "-q").status == 0
    rows = [row for row, _ in layer_rows(tmp_path / "events.gpkg", layer)]
    assert rows
    assert [field["name"] for field in table_schema(layer)["fields"]] == list(rows[0])
    assert list(table_faults(rows, table_schema(layer))) == []


@LAWS
@given(event_lists)
def test_geojson_fits_its_schema_whatever_the_events(events: tuple[Event, ...]) -> None:
    with TemporaryDirectory() as folder:
        for name in ("geojson", "geojsonl"):
            exporter_for(name).write(analysis(events), Path(folder) / f"events.{name}")
        whole = json.loads((Path(folder) / "events.geojson").read_bytes())
        lines = (Path(folder) / "events.geojsonl").read_text(encoding="utf-8").split("\n")
    assert list(json_faults(whole, SCHEMAS["geojson"].make())) == []
    schema = SCHEMAS["geojsonl"].make()
    assert [fault for line in lines if line for fault in json_faults(json.loads(line), schema)] == []


@LAWS
@given(event_lists)
def test_csv_fits_the_table_schema_whatever_the_events(events: tuple[Event, ...]) -> None:
    with TemporaryDirectory() as folder:
        exporter_for("csv").write(analysis(events), Path(folder) / "events.csv")
        text = (Path(folder) / "events.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [fault for fault in table_faults(rows, table_schema("events")) if not fault.startswith("place_name")] == []


def test_report_and_unresolved_names_fit_their_schemas(tmp_path: Path) -> None:
    ReportExporter().write(analysis(EVENTS), tmp_path / "report.json")
    UnresolvedExporter().write(analysis(EVENTS), tmp_path / "unresolved.csv")
    assert list(json_faults(json.loads((tmp_path / "report.json").read_bytes()), SCHEMAS["report"].make())) == []
    rows = list(csv.DictReader(StringIO((tmp_path / "unresolved.csv").read_text(encoding="utf-8-sig"))))
    assert [field["name"] for field in table_schema("unresolved")["fields"]] == list(rows[0])
    assert list(table_faults(rows, table_schema("unresolved"))) == []


def test_outputs_of_the_command_line_fit_their_schemas(geomap: Geomap, tmp_path: Path) -> None:
    page, lines = PAGES / "valencia-floods-2024-10-30.txt", tmp_path / "posts.jsonl"
    lines.write_text('{"id": 1, "text": "Shelling killed two people in Vovchansk."}\n{"id": 2}\n')
    assert geomap("map", page, "-o", tmp_path / "map", "--formats", "geojson,geojsonl", "--operator", "A", "-q").status == 0
    told = {"report": "report.json", "geojson": "events.geojson"}
    found = [(name, json.loads((tmp_path / "map" / file).read_bytes())) for name, file in told.items()]
    found += [("geojsonl", json.loads(line)) for line in (tmp_path / "map" / "events.geojsonl").read_text().splitlines()]
    found += [("geoparse", json.loads(line)) for name in (page, lines) for line in geomap("geoparse", name).out.splitlines()]
    for name, value in found:
        assert list(json_faults(value, SCHEMAS[name].make())) == [], name
    assert [name for name, _ in found].count("geoparse") > 2


def test_layouts_for_other_programs_fit_their_schemas(geomap: Geomap, tmp_path: Path) -> None:
    page, layouts = PAGES / "valencia-floods-2024-10-30.txt", ("jsonfg", "annotations", "monty")
    assert geomap("map", page, "-o", tmp_path, "--formats", ",".join(layouts), "-q").status == 0
    for name in layouts:
        told = json.loads((tmp_path / f"events{exporter_for(name).suffix}").read_bytes())
        assert told.get("features") or told.get("items"), name
        assert list(json_faults(told, SCHEMAS[name].make())) == [], name


def test_the_schema_of_corrections_has_their_columns_and_states() -> None:
    schema = table_schema("corrections")
    assert tuple(field["name"] for field in schema["fields"]) == ALL_COLUMNS
    told = {field["name"]: field.get("constraints", {}).get("enum") for field in schema["fields"]}
    assert (told["status"], told["modality"]) == (list(STATUSES), [modality.value for modality in Modality])
    line = dict.fromkeys(ALL_COLUMNS, "") | {"post": "p", "killed": "none", "status": "checked", "corrected_on": "2026-11-30"}
    assert list(table_faults([line], schema)) == []
    assert list(table_faults([line | {"status": "perhaps"}], schema))


@pytest.mark.parametrize("changed", [{"event_id": None}, {"modality": "rumoured"}, {"latitude": 91}, {"fatalities": -1}, {"extra": 1}])
def test_what_does_not_fit_is_noticed(changed: dict[str, Any], tmp_path: Path) -> None:
    exporter_for("geojson").write(analysis((event(),)), tmp_path / "events.geojson")
    told = json.loads((tmp_path / "events.geojson").read_bytes())
    told["features"][0]["properties"] |= changed
    assert list(json_faults(told, SCHEMAS["geojson"].make()))
    assert list(table_faults([told["features"][0]["properties"]], table_schema("events"))) or "extra" in changed


def test_each_column_is_described() -> None:
    for name, table in TABLES.items():
        assert set(table.columns) == set(table.texts), name
        assert set(table.limits) <= set(table.columns), name


def test_the_published_schemas_are_those_of_the_code(geomap: Geomap, tmp_path: Path) -> None:
    assert geomap("schema", "-o", tmp_path / "schemas").status == 0
    made = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "schemas").iterdir()}
    published = {path.name: path.read_text(encoding="utf-8") for path in PUBLISHED.iterdir()}
    assert made == published, "run `geomap schema -o docs/reference/schemas`"


def test_a_schema_is_printed_or_written(geomap: Geomap, tmp_path: Path) -> None:
    assert [line.split()[0] for line in geomap("schema").out.splitlines()] == list(SCHEMAS)
    printed = geomap("schema", "events")
    assert json.loads(printed.out)["primaryKey"] == "event_id"
    assert geomap("schema", "events", "-o", tmp_path / "one.json").status == 0
    assert (tmp_path / "one.json").read_text(encoding="utf-8") == printed.out
    for words in (("schema", "event"), ("schema", "events", "-o", tmp_path)):
        done = geomap(*words)
        assert (done.status, len(done.err.splitlines())) == (2, 1)
