"""The layer of regions: each event counts in its region and in its country, once each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyogrio.raw
import pytest
import shapely

import geomap
from gazetteer import Gazetteer
from geomap.export import exporter_for
from geomap.model import Region, Toll
from tests.export.factory import SQUARE, analysis, event, where

pytestmark = pytest.mark.usefixtures("encoder_memory")

SAMPLE = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"
KHARKIV = Region(id="t:1", name="Kharkiv", country="UA", admin1="Kharkiv Oblast", area=SQUARE)
UKRAINE = Region(id="t:2", name="Ukraine", country="UA", area=SQUARE)


def rows_of(path: Path) -> list[dict[str, object]]:
    meta, _, shapes, fields = pyogrio.raw.read(path, layer="regions")
    return [
        {**dict(zip(meta["fields"], values, strict=True)), "shape": None if shape is None else shapely.from_wkb(shape)}
        for values, shape in zip(zip(*fields, strict=True), shapes, strict=True)
    ]


def test_counts_by_type_and_what_is_told(tmp_path: Path) -> None:
    other = replace(event(1, toll=Toll(fatalities=3)), type="a type of its own")
    made = analysis((event(toll=Toll(injured=2)), other, event(2, at=where(None, None))))
    empty = Region(id="t:3", name="Nowhere", country="FR")
    exporter_for("gpkg").write(replace(made, regions=(KHARKIV, UKRAINE, empty)), tmp_path / "a.gpkg")
    rows = rows_of(tmp_path / "a.gpkg")
    assert [(row["name"], row["level"], row["iso3"]) for row in rows] == [("Kharkiv", "admin1", "UKR"), ("Ukraine", "country", "UKR")]
    for row in rows:
        assert (row["events"], row["explosions_remote_violence"], row["other"], row["battles"]) == (2, 1, 1, 0)
        assert (row["fatalities"], row["injured"]) == (3, 2)
        assert isinstance(row["shape"], shapely.MultiPolygon)


def test_a_region_without_an_outline_keeps_its_counts(tmp_path: Path) -> None:
    made = replace(analysis((event(),)), regions=(replace(KHARKIV, area=None),))
    exporter_for("gpkg").write(made, tmp_path / "a.gpkg")
    (row,) = rows_of(tmp_path / "a.gpkg")
    assert row["shape"] is None
    assert row["events"] == 1


def test_the_sample_page_counts_every_placed_event_once_a_level(tmp_path: Path, gazetteer: Gazetteer) -> None:
    result = geomap.run(SAMPLE, output=tmp_path, gazetteer=gazetteer, formats=["gpkg"])
    rows = rows_of(tmp_path / "events.gpkg")
    places = [e.where.place for e in result.events if e.where.place]
    assert Counter({(row["country"]): row["events"] for row in rows if row["level"] == "country"}) == Counter(p.country for p in places)
    regions = {(row["country"], row["name"]): row["events"] for row in rows if row["level"] == "admin1"}
    assert sum(regions.values()) == sum(p.admin1 is not None for p in places)
    assert all(row["shape"] is not None for row in rows)


@pytest.mark.parametrize("size_m", [300_000.0])
def test_blurred_events_show_no_region_smaller_than_a_cell(tmp_path: Path, gazetteer: Gazetteer, size_m: float) -> None:
    settings = geomap.Settings(coarsen_m=size_m)
    geomap.run(SAMPLE, output=tmp_path, gazetteer=gazetteer, settings=settings, formats=["gpkg"])
    for row in rows_of(tmp_path / "events.gpkg"):
        place = gazetteer.place(str(row["gazetteer_id"]))
        assert place is not None
        assert place.radius_m >= size_m or row["level"] == "country"
