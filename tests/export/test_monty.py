"""Disasters as STAC items of the Monty extension: pystac reads them and finds them valid, and the rest is told to be left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pystac
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pystac.validation.stac_validator import JsonSchemaSTACValidator

from geomap.event_types import shipped_types
from geomap.export import exporter_for
from geomap.export.monty import SCHEMA
from geomap.model import Event, Modality, Toll
from tests.cli.conftest import Done, geomap
from tests.conftest import tries
from tests.export.factory import SQUARE, analysis, event, tolls, where, wheres

__all__ = ["geomap"]

Geomap = Callable[..., Done]
KINDS = [kind for kind in shipped_types() if kind.type in {"natural disaster", "accident"}]
FLOOD = "Two people were killed in floods in Kharkiv on Tuesday, and 300 were evacuated. Rain goes on."


def disaster(sub_type: str = "Flood", **changes: Any) -> Event:
    kind = next(kind for kind in KINDS if kind.sub_type == sub_type)
    return replace(event(), type=kind.type, sub_type=kind.sub_type, code=kind.code, **changes)


def items(path: Path) -> list[pystac.Item]:
    """Return the items of a file, each found valid without a network."""
    validator = JsonSchemaSTACValidator()
    validator.schema_cache[SCHEMA] = json.loads(Path(__file__).with_name("monty.schema.json").read_bytes())
    made = [pystac.Item.from_dict(told, migrate=False) for told in json.loads(path.read_bytes())["features"]]
    for item in made:
        item.validate(validator)
    return made


def written(events: tuple[Event, ...], folder: Path) -> tuple[list[pystac.Item], list[str]]:
    exporter: Any = exporter_for("monty")
    exporter.write(analysis(events), folder / "events.monty.json")
    return items(folder / "events.monty.json"), exporter.notes


def test_a_disaster_is_an_event_and_its_counts_are_impacts(tmp_path: Path) -> None:
    made, notes = written((disaster(toll=Toll(fatalities=2, displaced=300)),), tmp_path)
    assert notes == []
    told, dead, displaced = made
    assert (told.id, told.properties["roles"]) == ("event-0", ["event", "source"])
    assert told.properties["monty:country_codes"] == ["UKR"]
    assert told.properties["monty:hazard_codes"] == ["MH0600", "nat-hyd-flo-flo", "FL"]
    assert told.properties["monty:corr_id"] == "20230131T120030Z-UKR-MH0600-1-GCDB"
    assert told.properties["datetime"] == told.properties["start_datetime"] == "2023-01-31T12:00:30Z"
    assert (told.geometry, told.bbox) == (
        {"type": "Point", "coordinates": [36.94108, 50.29078]},
        [36.94108, 50.29078, 36.94108, 50.29078],
    )
    assert [link.href for link in told.links if link.rel == "via"] == ["https://example.org/1"]
    details = [item.properties["monty:impact_detail"] for item in (dead, displaced)]
    assert [(one["category"], one["type"], one["value"]) for one in details] == [("people", "death", 2), ("people", "displaced_total", 300)]
    assert {item.properties["monty:corr_id"] for item in made} == {told.properties["monty:corr_id"]}
    (link,) = [link for link in dead.links if link.rel == "related"]
    assert link.href == told.get_single_link("self").href  # type: ignore[union-attr]


def test_a_region_is_an_outline_and_no_place_no_geometry(tmp_path: Path) -> None:
    region = disaster("Drought", id="a", where=where(50.5, 36.5, area=SQUARE, precision=3))
    stated = disaster("Earthquake", id="b", where=replace(where(None, None), stated=("UA", None, None)))
    made, _ = written((region, stated), tmp_path)
    assert [item.geometry and item.geometry["type"] for item in made] == ["Polygon", None]
    assert made[0].bbox == [36, 50, 37, 51]


@pytest.mark.parametrize(
    "left_out",
    [
        event(),
        disaster(modality=Modality.DENIED),
        disaster(when=None),
        disaster(where=where(None, None)),
        disaster("Extreme temperature"),
    ],
    ids=["no disaster", "denied", "no day", "no country", "no code"],
)
def test_what_has_no_place_in_it_is_told(left_out: Event, tmp_path: Path) -> None:
    made, notes = written((disaster(), replace(left_out, id="other")), tmp_path)
    assert [item.id for item in made] == ["event-0"]
    assert len(notes) == 1
    assert notes[0].endswith("1 event are no disaster or accident with a code, a day and a country, and are left out")


def test_losses_that_one_side_claims_are_no_impacts(tmp_path: Path) -> None:
    made, _ = written((disaster(toll=Toll(fatalities=2, losses_claimed=True)),), tmp_path)
    assert len(made) == 1


@settings(deadline=None, max_examples=tries(10))
@given(st.lists(st.tuples(st.sampled_from(KINDS), wheres, tolls), max_size=6))
def test_items_are_valid_whatever_the_events(rows: list[Any]) -> None:
    told = [disaster(kind.sub_type, id=f"e{number}", where=at, toll=toll) for number, (kind, at, toll) in enumerate(rows)]
    with TemporaryDirectory() as folder:
        written(tuple(told), Path(folder))


def test_the_program_writes_and_exports_it(geomap: Geomap, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"Floods in Ukraine\n\n14:05 31 January 2023\n{FLOOD}\n", encoding="utf-8")
    assert geomap("map", page, "-o", tmp_path / "map", "--formats", "monty,geojson", "-q").status == 0
    made = items(tmp_path / "map" / "events.monty.json")
    assert made
    assert made[0].properties["title"].startswith("Flood, ")
    assert geomap("export", tmp_path / "map", "--to", tmp_path / "week.monty.json").status == 0
    assert [item.id for item in items(tmp_path / "week.monty.json")] == [item.id for item in made]
