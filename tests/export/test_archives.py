"""What describes a map for archives: RO-Crate, Data Package, and the evidence as Web Annotations."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from geomap.export import exporter_for
from geomap.export.schemas import table_schema
from tests.cli.conftest import Done, geomap
from tests.export.factory import analysis, event

__all__ = ["geomap"]

pytestmark = pytest.mark.usefixtures("encoder_memory")

Geomap = Callable[..., Done]
PAGE = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"
DESCRIPTIONS = {"ro-crate-metadata.json", "datapackage.json", "croissant.json"}


def test_a_folder_is_described(geomap: Geomap, tmp_path: Path) -> None:
    done = geomap("map", PAGE, "-o", tmp_path / "map", "--formats", "geojson,csv", "--crate", "--operator", "A. Analyst", "-q")
    assert done.status == 0, done.err
    files = {path.name: path.read_bytes() for path in (tmp_path / "map").iterdir() if path.name not in DESCRIPTIONS}
    graph = json.loads((tmp_path / "map" / "ro-crate-metadata.json").read_bytes())["@graph"]
    told: dict[str, dict[str, Any]] = {one["@id"]: one for one in graph}
    assert len(told) == len(graph)
    assert told["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert {one["@id"] for one in told["./"]["hasPart"]} == set(files)
    assert all(told[name]["sha256"] == hashlib.sha256(content).hexdigest() for name, content in files.items())
    references = json.dumps(graph).split('{"@id": "')[1:]
    assert {words.split('"')[0] for words in references} <= {*told, "https://w3id.org/ro/crate/1.1"}
    run = told["#run"]
    assert told[run["agent"]["@id"]]["name"] == "A. Analyst"
    assert told[run["object"][0]["@id"]]["sha256"] == hashlib.sha256(PAGE.read_bytes()).hexdigest()
    assert run["identifier"] == json.loads(files["report.json"])["run"]["id"]

    package = json.loads((tmp_path / "map" / "datapackage.json").read_bytes())
    resources = {one["path"]: one for one in package["resources"]}
    assert set(resources) == set(files)
    for name, content in files.items():
        assert (resources[name]["bytes"], resources[name]["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
    assert resources["events.csv"]["schema"] == table_schema("events")

    record = json.loads((tmp_path / "map" / "croissant.json").read_bytes())
    assert (record["conformsTo"], record["@type"]) == ("http://mlcommons.org/croissant/1.0", "sc:Dataset")
    assert {one["@id"]: one["sha256"] for one in record["distribution"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    sets = {one["@id"]: one for one in record["recordSet"]}
    assert set(sets) == {"events.csv/rows", "unresolved.csv/rows"}
    with (tmp_path / "map" / "events.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [one["source"]["extract"]["column"] for one in sets["events.csv/rows"]["field"]] == next(csv.reader(stream))
    assert sets["events.csv/rows"]["key"] == {"@id": "events.csv/event_id"}
    assert record["temporalCoverage"].startswith("2023-01-")
    assert (record["creator"]["name"], record["identifier"]) == ("A. Analyst", run["identifier"])


def test_a_folder_that_is_described_is_no_input(geomap: Geomap, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(PAGE.read_bytes())
    for _ in range(2):
        assert geomap("map", tmp_path, "-o", tmp_path, "--crate", "-q").status == 0
        assert len(json.loads((tmp_path / "report.json").read_bytes())["documents"]) == 1


def test_no_operator_is_named_unless_given(geomap: Geomap, tmp_path: Path) -> None:
    assert geomap("map", PAGE, "-o", tmp_path / "map", "--crate", "-q").status == 0
    graph = json.loads((tmp_path / "map" / "ro-crate-metadata.json").read_bytes())["@graph"]
    assert all(one["@type"] != "Person" and "agent" not in one for one in graph)


def test_evidence_is_written_as_annotations(tmp_path: Path) -> None:
    text = "On Monday, Vovchansk was shelled. It rained."
    first = event(text="Vovchansk was shelled.")
    evidence = replace(first.evidence[0], start=11, end=33, document_sha256="0" * 64, retrieved_at=datetime(2024, 3, 5, 9, tzinfo=UTC))
    other = replace(first.evidence[0], post_id="q", url=None, published_at=None, start=0, end=0)
    made = analysis((replace(first, evidence=(evidence, other)), event(1)), text=text)
    path = tmp_path / "events.annotations.jsonld"
    exporter_for("annotations").write(made, path)
    page = json.loads(path.read_bytes())
    assert (page["@context"], page["type"], len(page["items"])) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage", 3)
    one, two, _ = page["items"]
    assert one["target"]["source"] == "https://example.org/1"
    quote, position = one["target"]["selector"]
    assert quote == {"type": "TextQuoteSelector", "exact": "Vovchansk was shelled.", "prefix": "On Monday, ", "suffix": " It rained."}
    assert text[position["start"] : position["end"]] == quote["exact"]
    assert one["target"]["state"]["sourceDate"] == "2024-03-05T09:00:00Z"
    assert one["target"]["scope"] == f"urn:sha256:{'0' * 64}"
    assert one["created"] == "2023-01-31T12:00:30Z"
    assert json.loads(one["body"][1]["value"])["event_id"] == "event-0"
    assert (two["target"]["source"], len(two["target"]["selector"])) == ("urn:geomap:post:q", 1)
    assert len({item["id"] for item in page["items"]}) == 3


def test_annotations_are_written_by_the_command_line(geomap: Geomap, tmp_path: Path) -> None:
    assert geomap("map", PAGE, "-o", tmp_path / "map", "--formats", "geojson,annotations", "-q").status == 0
    texts = json.loads((tmp_path / "map" / "events.annotations.jsonld").read_bytes())["items"]
    assert len(texts) >= len(json.loads((tmp_path / "map" / "events.geojson").read_bytes())["features"])
    assert geomap("export", tmp_path / "map", "--to", tmp_path / "one.annotations.jsonld").status == 0
    assert json.loads((tmp_path / "one.annotations.jsonld").read_bytes())["items"]
