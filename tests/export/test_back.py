"""What geomap wrote it reads back: the same events, whatever the format; and what it did not write is one clear sentence."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError, InputMissingError, UnreadableError
from geomap.export import exporter_for
from geomap.export.features import event_row
from geomap.export.geometry import event_geometry
from geomap.export.readback import read_back
from geomap.export.rows import READERS, layer_rows
from geomap.export.shapefile import LONGEST_TEXT
from geomap.export.xml import clean
from geomap.model import OTHER_COUNTS, Event
from tests.conftest import tries
from tests.export.factory import SQUARE, analysis, event, event_lists, where

LAWS = settings(deadline=None, max_examples=tries(12))
DRAWN = (".geojson", ".geojsonl", ".gpkg", ".kml", ".parquet")  # formats that hold areas too


@pytest.mark.parametrize("suffix", sorted(READERS))
@LAWS
@given(events=event_lists)
def test_events_come_back_as_they_were(suffix: str, events: tuple[Event, ...]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"events{suffix}"
        exporter_for(suffix).write(analysis(events), path)
        back = read_back(path).events
    rows = {row["event_id"]: {name: kept(suffix, value) for name, value in row.items()} for row in map(event_row, events)}
    assert {row["event_id"]: row for row in map(event_row, back)} == rows  # FlatGeobuf and KML have an order of their own
    assert len(back) == len(events)
    if suffix in DRAWN:
        read = {each.id: each for each in back}
        for made in events:
            one_drawn, two_drawn = (parts(event_geometry(each.where)) for each in (made, read[made.id]))
            assert len(one_drawn) == len(two_drawn)
            assert all(shapely.equals_exact(a, b, 2e-6) for a, b in zip(one_drawn, two_drawn, strict=True))


def kept(suffix: str, value: object) -> object:
    """What a format keeps of a value: all, but for the losses that the documentation lists."""
    if not isinstance(value, str):
        return value
    if suffix == ".kml":
        return clean(value)  # characters that XML 1.0 has no way to write
    if suffix == ".shp":
        return value.encode()[:LONGEST_TEXT].decode(errors="ignore").strip(" ")  # a field is filled up with spaces
    return value


def parts(shape: shapely.Geometry | None) -> list[shapely.Geometry]:
    return [] if shape is None else [shapely.normalize(part) for part in shapely.get_parts(shape)]


def test_a_second_pass_changes_nothing(tmp_path: Path) -> None:
    made = analysis((event(), event(1, at=where(50.5, 36.5, area=SQUARE, precision=3)), event(2, at=where(None, None))))
    first = tmp_path / "events.geojson"
    exporter_for("geojson").write(made, first)
    exporter_for("geojson").write(read_back(first), tmp_path / "again.geojson")
    assert (tmp_path / "again.geojson").read_bytes() == first.read_bytes()
    assert "GeoNames" in first.read_text(encoding="utf-8")


def test_the_row_of_hxl_tags_is_no_event(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    exporter_for("csv", hxl=True).write(analysis((event(),)), path)
    assert "#event+id" in path.read_text(encoding="utf-8")
    names, tags = (line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()[:2])
    assert [tags[names.index(name)] for name in OTHER_COUNTS] == [f"#affected+{name}" for name in OTHER_COUNTS]
    assert [each.id for each in read_back(path).events] == ["event-0"]


def feature(**changes: object) -> str:
    row = {**event_row(event()), **changes}
    return json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None, "properties": row}]})


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.geojson", "{", "not as geomap writes it"),
        ("a.geojson", "{}", "features"),
        ("a.geojson", "[]", "not as geomap writes it"),
        ("a.geojson", '{"features": [{"geometry": null, "properties": {"name": "x"}}]}', "event_id"),
        ("a.geojson", feature(latitude=95.0, longitude=0.0), "event 1"),
        ("a.geojson", feature(fatalities=-1), "below zero"),
        ("a.geojson", feature(fatalities=1.5), "whole number"),
        ("a.geojson", feature(modality="rumoured"), "rumoured"),
        ("a.geojson", feature(confidence=7), "0..1"),
        ("a.geojson", feature(confidence=None), "confidence"),
        ("a.geojson", feature(start_time="yesterday"), "yesterday"),
        ("a.geojson", feature(quote=None), "quote is empty"),
        ("a.csv", "event_id,name\n1,x\n", "event_type"),
        ("a.csv", "\udcff", "not as geomap writes it"),
        ("a.gpkg", "not a database", "a.gpkg"),
        ("a.fgb", "fgb", "a.fgb"),
        ("a.parquet", "PAR1", "Parquet"),
        ("a.kml", "<kml/>", "no table of events"),
        ("a.kml", "<kml", "incomplete or damaged"),
        ("a.kml", '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>x</name></Placemark></kml>', "event_id"),
        ("a.kml", '<!DOCTYPE k [<!ENTITY a "b">]><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark>&a;</Placemark></kml>', "event_id"),
        ("a.shp", "no shapes", "a.shp"),
        ("a.txt", "", "geojson"),
    ],
)
def test_what_is_not_ours_is_one_sentence(tmp_path: Path, name: str, content: str, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UnreadableError) as error:
        read_back(path)
    assert told in str(error.value)
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_a_geopackage_made_from_another_holds_its_posts_and_mentions(tmp_path: Path) -> None:
    text = "Vovchansk and Zbirohiv were shelled; Київ was not."
    made = analysis((event(), event(1, at=where(None, None))), text=text)
    first, second = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    exporter_for("gpkg").write(made, first)
    exporter_for("gpkg").write(read_back(first), second)
    for layer in ("events", "areas", "mentions", "posts"):
        one, two = (list(layer_rows(path, layer)) for path in (first, second))
        assert str(one) == str(two)  # NaN is unequal to itself
        assert (len(one) > 0) == (layer != "areas")
    assert read_back(first).newest_time == made.newest_time


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match=r"none\.gpkg"):
        read_back(tmp_path / "none.gpkg")


@settings(deadline=None, max_examples=tries(60))
@given(st.binary(max_size=200), st.sampled_from(sorted(READERS)))
def test_any_bytes_are_events_or_a_sentence(content: bytes, suffix: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"events{suffix}"
        path.write_bytes(content)
        told = path.name
        try:
            read_back(path)
        except InputError as error:
            told = str(error)
    assert path.name in told
