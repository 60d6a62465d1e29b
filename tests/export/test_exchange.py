"""KML, GeoParquet and Shapefile: what each holds, and what it says it lost."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import Element, fromstring

import pyarrow.parquet
import pyogrio.raw
import shapely
from hypothesis import given, settings

from geomap.export import exporter_for
from geomap.export.features import COLUMNS, event_row
from geomap.export.geometry import event_area
from geomap.export.shapefile import LONGEST_TEXT, SHORT_NAMES, ShapefileExporter
from geomap.export.xml import clean
from geomap.model import Event
from geomap.symbology import look_of
from tests.conftest import tries
from tests.export.factory import SQUARE, analysis, event, event_lists, where

LAWS = settings(deadline=None, max_examples=tries(15))
KML = "{http://www.opengis.net/kml/2.2}"
HOSTILE = """<script>alert(1)</script> & ]]> $[name] "' \x08 \u2028"""


def kml(events: tuple[Event, ...]) -> Element:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.kml"
        exporter_for("kml").write(analysis(events), path)
        return fromstring(path.read_bytes())  # noqa: S314 - our own


@LAWS
@given(event_lists)
def test_kml_holds_every_column_of_every_event(events: tuple[Event, ...]) -> None:
    marks = list(kml(events).iter(f"{KML}Placemark"))
    assert len(marks) == len(events)
    for made, mark in zip(events, marks, strict=True):  # one type, so one folder in the order given
        held = {data.get("name"): data.text or "" for data in mark.iter(f"{KML}SimpleData")}
        wanted = {name: str(int(v)) if isinstance(v, bool) else clean(str(v)) for name, v in event_row(made).items() if v is not None}
        assert wanted == held
        assert mark.findtext(f"{KML}TimeSpan/{KML}begin") == event_row(made)["start_time"]
        area = event_area(made.where)
        assert (mark.find(f".//{KML}Polygon") is not None) == (area is not None)
        assert (mark.find(f"{KML}Point") is not None) == (area is None and made.where.lat is not None)


def test_kml_groups_by_type_with_its_colour() -> None:
    root = kml((event(), event(1)))
    assert [folder.findtext(f"{KML}name") for folder in root.iter(f"{KML}Folder")] == ["Explosions/Remote violence"]
    colour = look_of("Explosions/Remote violence").colour
    style = root.find(f".//{KML}Style[@id='type0']/{KML}IconStyle/{KML}color")
    assert style is not None
    assert style.text == f"ff{colour[5:7]}{colour[3:5]}{colour[1:3]}"
    assert "http" not in "".join(text for text in root.itertext() if "icon" in text.lower())


def test_text_in_a_balloon_is_no_markup() -> None:
    balloon = kml((event(text=HOSTILE),)).findtext(f".//{KML}description") or ""
    assert "&lt;script&gt;" in balloon
    assert "<script" not in balloon
    assert "$[" not in balloon


@LAWS
@given(event_lists)
def test_parquet_says_what_it_holds(events: tuple[Event, ...]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        exporter_for("parquet").write(analysis(events), path)
        table = pyarrow.parquet.read_table(path)
    told = json.loads(table.schema.metadata[b"geo"])
    assert told["version"] == "1.1.0"
    assert told["primary_column"] == "geometry"
    column = told["columns"]["geometry"]
    assert column["encoding"] == "WKB"
    assert column["covering"] == {"bbox": {edge: ["bbox", edge] for edge in ("xmin", "ymin", "xmax", "ymax")}}
    for box, wkb in zip(table["bbox"].to_pylist(), table["geometry"].to_pylist(), strict=True):
        assert tuple(box.values()) == ((None,) * 4 if wkb is None else shapely.from_wkb(wkb).bounds)
    shapes = [shapely.from_wkb(wkb) for wkb in table["geometry"].to_pylist() if wkb is not None]
    assert column["geometry_types"] == sorted({shape.geom_type for shape in shapes})
    assert ("bbox" in column) == bool(shapes)
    assert all(shapely.is_ccw(shapely.get_exterior_ring(part)) for s in shapes for part in shapely.get_parts(s) if s.geom_type != "Point")
    types = {field.name: str(field.type) for field in table.schema}
    assert types["start_time"] == "timestamp[ms, tz=UTC]"
    assert types["event_date"] == "date32[day]"
    assert types["fatalities"] == "int32"
    assert types["losses_claimed"] == "bool"


def test_geopandas_reads_parquet_by_its_boxes(tmp_path: Path) -> None:
    import geopandas  # noqa: PLC0415 - heavy

    path = tmp_path / "events.parquet"
    exporter_for("parquet").write(analysis((event(), event(1, at=where(10.0, 20.0)), event(2, at=where(None, None)))), path)
    assert list(geopandas.read_parquet(path)["event_id"]) == ["event-0", "event-1", "event-2"]
    assert list(geopandas.read_parquet(path, bbox=(19, 9, 21, 11))["event_id"]) == ["event-1"]


@LAWS
@given(event_lists.filter(bool))
def test_a_shapefile_holds_what_it_can(events: tuple[Event, ...]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.shp"
        exporter_for("shp").write(analysis(events), path)
        meta, _, shapes, fields = pyogrio.raw.read(path, datetime_as_string=True)
        with path.with_suffix(".fields.csv").open(encoding="utf-8-sig", newline="") as stream:
            table = list(csv.DictReader(stream))
        assert {file.suffix for file in path.parent.iterdir()} == {".shp", ".shx", ".dbf", ".prj", ".cpg", ".csv"}
    assert [line["column"] for line in table] == list(COLUMNS)
    assert [line["field"] for line in table] == list(meta["fields"])
    assert meta["crs"] == "EPSG:4326"
    columns = dict(zip(meta["fields"], fields, strict=True))
    for i, made in enumerate(events):
        row = event_row(made)
        assert columns["event_id"][i] == row["event_id"]
        assert columns["start_time"][i] == row["start_time"]
        assert (shapes[i] is None) == (made.where.lat is None)


def test_texts_that_a_shapefile_cuts_are_counted(tmp_path: Path) -> None:
    exporter = ShapefileExporter()
    exporter.write(analysis((event(text="і" * 200), event(1, text="short"))), tmp_path / "events.shp")
    assert any("1 texts were cut" in note for note in exporter.notes)
    meta, _, _, fields = pyogrio.raw.read(tmp_path / "events.shp")
    quotes = fields[list(meta["fields"]).index("quote")]
    assert quotes[0] == "і" * (LONGEST_TEXT // 2)
    assert quotes[1] == "short"


def test_short_names_fit_and_differ() -> None:
    names = [SHORT_NAMES.get(column, column) for column in COLUMNS]
    assert len(set(names)) == len(COLUMNS)
    assert max(map(len, names)) <= 10


def test_areas_keep_their_holes_in_kml() -> None:
    ring = shapely.Polygon(SQUARE.exterior, [[(36.4, 50.4), (36.6, 50.4), (36.6, 50.6), (36.4, 50.6)]])
    root = kml((event(at=where(50.2, 36.2, area=ring, precision=3)),))
    assert root.find(f".//{KML}innerBoundaryIs/{KML}LinearRing/{KML}coordinates") is not None
