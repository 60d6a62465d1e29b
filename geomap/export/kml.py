"""KML 2.2 for Google Earth: a folder for each event type, time spans for its slider, all columns in a table of each placemark."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from gazetteer.collector import collector_paused
from geomap.export.features import COLUMNS, DEGREE_DIGITS, Row, event_area, event_rows
from geomap.export.qgis.xml import child
from geomap.export.table import EVENT_TYPES, FLAG, INTEGER, REAL
from geomap.files import write_atomically
from geomap.model import Analysis, Event
from geomap.symbology import look_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NAMESPACE = "http://www.opengis.net/kml/2.2"
SCHEMA = "events"
AREA_ALPHA = "55"  # of ff: what lies under an area stays readable
_TYPES = {INTEGER: "int", REAL: "double", FLAG: "bool"}


class KmlExporter:
    """Writes the events; those without a place are listed and not drawn."""

    suffix = ".kml"

    @collector_paused()
    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.events`` to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, kml_bytes(analysis))


def kml_bytes(analysis: Analysis) -> bytes:
    """Give the events as a document; markers are Google Earth's own pin in the colour of the type, so none is loaded."""
    root = Element("kml", xmlns=NAMESPACE)
    document = child(root, "Document")
    child(document, "name", "geomap")
    kinds = sorted({event.type for event in analysis.events})
    for number, kind in enumerate(kinds):
        _add_style(document, f"type{number}", look_of(kind).colour)
    _add_schema(document)
    for number, kind in enumerate(kinds):
        folder = child(document, "Folder")
        child(folder, "name", kind)
        events = [event for event in analysis.events if event.type == kind]
        for event, row in zip(events, event_rows(events), strict=True):
            _add_placemark(folder, event, row, f"#type{number}")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _add_style(document: Element, name: str, colour: str) -> None:
    """Add a style; KML writes a colour as alpha, blue, green, red."""
    backward = colour[5:7] + colour[3:5] + colour[1:3]
    style = child(document, "Style", id=name)
    child(child(style, "IconStyle"), "color", "ff" + backward)
    child(child(style, "LineStyle"), "color", "ff" + backward)
    child(child(style, "PolyStyle"), "color", AREA_ALPHA + backward)


def _add_schema(document: Element) -> None:
    schema = child(document, "Schema", name=SCHEMA, id=SCHEMA)
    for column in COLUMNS:
        child(schema, "SimpleField", name=column, type=_TYPES.get(EVENT_TYPES.get(column, ""), "string"))


def _add_placemark(folder: Element, event: Event, row: Row, style: str) -> None:
    """Add an event; the standard fixes the order of the elements."""
    mark = child(folder, "Placemark")
    child(mark, "name", row["place_name"])
    child(mark, "description", _balloon(row["sub_event_type"], row["event_date"], row["quote"], row["source"]))
    if row["start_time"]:
        span = child(mark, "TimeSpan")
        child(span, "begin", row["start_time"])
        child(span, "end", row["end_time"])
    child(mark, "styleUrl", style)
    data = child(child(mark, "ExtendedData"), "SchemaData", schemaUrl=f"#{SCHEMA}")
    for column, value in row.items():
        if value is not None:
            child(data, "SimpleData", str(int(value)) if isinstance(value, bool) else str(value), name=column)  # GDAL reads 0 and 1 only
    _add_shape(mark, event)


def _balloon(kind: str, day: str | None, quote: str, source: str) -> str:
    """Give the balloon's HTML; text from a page stays text, and $[...] is no name of a column."""
    return "".join(f"<p>{escape(text).replace('$[', '&#36;[')}</p>" for text in (kind, day or "", quote, source) if text)


def _add_shape(mark: Element, event: Event) -> None:
    area = event_area(event.where)
    if area is not None:
        shapes = child(mark, "MultiGeometry")
        for outer, holes in _polygons(area):
            polygon = child(shapes, "Polygon")
            _add_ring(polygon, "outerBoundaryIs", outer)
            for hole in holes:
                _add_ring(polygon, "innerBoundaryIs", hole)
    elif event.where.lon is not None and event.where.lat is not None:
        child(child(mark, "Point"), "coordinates", _position(event.where.lon, event.where.lat))


def _polygons(area: BaseGeometry) -> Iterator[tuple[str, list[str]]]:
    """Yield the outer ring and the holes of each polygon, right-handed."""
    from shapely import get_coordinates, get_parts, get_rings, orient_polygons  # noqa: PLC0415 - keeps `import geomap` light

    for part in get_parts(orient_polygons(area)):
        if part.geom_type == "Polygon" and not part.is_empty:
            outer, *holes = (" ".join(_position(lon, lat) for lon, lat in get_coordinates(ring).tolist()) for ring in get_rings(part))
            yield outer, holes


def _add_ring(polygon: Element, tag: str, positions: str) -> None:
    child(child(child(polygon, tag), "LinearRing"), "coordinates", positions)


def _position(lon: float, lat: float) -> str:
    return f"{round(lon, DEGREE_DIGITS)},{round(lat, DEGREE_DIGITS)}"
