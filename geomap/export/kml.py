"""KML 2.2 for Google Earth: a folder for each event type, time spans for its slider, all columns in a table of each placemark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.export.features import DEGREE_DIGITS, columns_of_events, event_cells, plain_cells
from geomap.export.geometry import event_areas
from geomap.export.table import EVENT_TYPES, FLAG, INTEGER, REAL, each_once
from geomap.export.xml import clean
from geomap.files import write_atomically
from geomap.model import Analysis, Event
from geomap.symbology import look_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NAMESPACE = "http://www.opengis.net/kml/2.2"
SCHEMA = "events"
AREA_ALPHA = "55"  # of ff: what lies under an area stays readable
BALLOON = ("sub_event_type", "event_date", "quote", "source")
_TYPES = {INTEGER: "int", REAL: "double", FLAG: "bool"}


class KmlExporter:
    """Writes the events; those without a place are listed and not drawn."""

    suffix = ".kml"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.filed`` to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, _document(analysis))


def _document(analysis: Analysis) -> Iterator[bytes]:
    """Yield the events as a document; markers are Google Earth's own pin in the colour of the type, so none is loaded."""
    kinds = sorted({event.type for event in analysis.filed})
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{NAMESPACE}"><Document><name>geomap</name>'.encode()
    yield "".join(_style(f"type{number}", look_of(kind).colour) for number, kind in enumerate(kinds)).encode()
    columns = columns_of_events(analysis.filed)
    fields = "".join(f'<SimpleField name="{name}" type="{_TYPES.get(EVENT_TYPES.get(name, ""), "string")}"/>' for name in columns)
    yield f'<Schema name="{SCHEMA}" id="{SCHEMA}">{fields}</Schema>\n'.encode()
    for number, kind in enumerate(kinds):
        yield f"<Folder><name>{_text(kind)}</name>\n".encode()
        yield from _placemarks([event for event in analysis.filed if event.type == kind], f"#type{number}")
        yield b"</Folder>\n"
    yield b"</Document></kml>\n"


def _text(value: object) -> str:
    """Return text as XML: what it cannot hold is left out, and a carriage return is named, which readers else take for a line feed."""
    return escape(clean(str(value)), quote=False).replace("\r", "&#13;")


def _style(name: str, colour: str) -> str:
    """Return a style; KML writes a colour as alpha, blue, green, red."""
    backward = colour[5:7] + colour[3:5] + colour[1:3]
    parts = (("IconStyle", "ff"), ("LineStyle", "ff"), ("PolyStyle", AREA_ALPHA))
    return f'<Style id="{name}">{"".join(f"<{tag}><color>{alpha}{backward}</color></{tag}>" for tag, alpha in parts)}</Style>'


def _placemarks(events: Sequence[Event], style: str) -> Iterator[bytes]:
    """Yield events, of whose elements the standard fixes the order; a column is made into XML whole."""
    cells = plain_cells(event_cells(events))
    shown = {name: each_once(_text, values, none="") for name, values in cells.items()}
    columns = [
        [f"<Placemark><name>{name}</name>" for name in shown["place_name"]],
        [("<visibility>0</visibility>" if event.shown is False else "") + "<description>" for event in events],
        *(each_once(_paragraph, cells[name], none="") for name in BALLOON),
        ["</description>"] * len(events),
        [_span(begin, end) for begin, end in zip(shown["start_time"], shown["end_time"], strict=True)],
        [f'<styleUrl>{style}</styleUrl><ExtendedData><SchemaData schemaUrl="#{SCHEMA}">'] * len(events),
        *(each_once(partial(_cell, name), values, none="") for name, values in cells.items()),
        ["</SchemaData></ExtendedData>"] * len(events),
        _shapes(events, cells),
        ["</Placemark>\n"] * len(events),
    ]
    yield from (line.encode() for line in map("".join, zip(*columns, strict=True)))


def _cell(name: str, value: object) -> str:
    """Return a cell of the table; GDAL reads 0 and 1 only as false and true."""
    return f'<SimpleData name="{name}">{_text(int(value) if isinstance(value, bool) else value)}</SimpleData>'


def _paragraph(text: str) -> str:
    """Return a line of the balloon's HTML, as XML; text from a page stays text, and $[...] is no name of a column."""
    return _text(f"<p>{escape(text).replace('$[', '&#36;[')}</p>") if text else ""


def _span(begin: str, end: str) -> str:
    return f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>" if begin else ""


def _shapes(events: Sequence[Event], cells: Mapping[str, Sequence[Any]]) -> list[str]:
    areas = event_areas([event.where for event in events])
    drawn = each_once(_polygons, areas, key=id, none="")
    positions = zip(drawn, cells["longitude"], cells["latitude"], strict=True)
    return [area or ("" if lon is None else f"<Point><coordinates>{lon},{lat}</coordinates></Point>") for area, lon, lat in positions]


def _polygons(area: BaseGeometry) -> str:
    """Return the rings of each polygon, right-handed."""
    from shapely import get_parts, get_rings, orient_polygons  # noqa: PLC0415 - keeps `import geomap` light

    made = []
    for part in get_parts(orient_polygons(area)):
        if part.geom_type == "Polygon" and not part.is_empty:
            outer, *holes = map(_ring, get_rings(part))
            within = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
            made.append(f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{within}</Polygon>")
    return f"<MultiGeometry>{''.join(made)}</MultiGeometry>"


def _ring(ring: BaseGeometry) -> str:
    from shapely import get_coordinates  # noqa: PLC0415 - keeps `import geomap` light

    positions = " ".join(f"{round(lon, DEGREE_DIGITS)},{round(lat, DEGREE_DIGITS)}" for lon, lat in get_coordinates(ring).tolist())
    return f"<LinearRing><coordinates>{positions}</coordinates></LinearRing>"
