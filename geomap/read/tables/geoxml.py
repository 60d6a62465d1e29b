"""KML and GPX: each placemark or waypoint with a position is an event, by its name, description and time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from geomap.errors import UnreadableError
from geomap.model import Document, Event, Problem
from geomap.read.decode import decode, head
from geomap.read.html.markup import Element, fragment_lines, plain_text
from geomap.read.items import left_out
from geomap.read.normalize import clean_text, without_surrogates
from geomap.read.tables.coding import Row
from geomap.read.tables.datasets import GENERIC, is_generic
from geomap.read.tables.events import column_names, detect_dataset, events_of
from geomap.settings import ReadSettings

_SURE = 0.97
_ROOT = re.compile(r"(?:<\?[^>]{0,200}\?>|<!--.{0,2000}?-->|\s)*<(?:\w+:)?(?:kml|gpx)[\s>]", re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_MARKS = ("Placemark", "wpt")
_TIMES = {"when": "date", "begin": "date", "end": "date_end", "time": "date"}
_TEXTS = {"name": "name", "description": "description", "desc": "description", "cmt": "description", "type": "type"}


class GeoXmlReader:
    """Events in KML and GPX."""

    name = "kml"

    def sniff(self, document: Document) -> float:
        """Return 0.97 where the root element is that of KML or GPX."""
        return _SURE if _ROOT.match(head(document)) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Event | Problem]:
        """Read one event of each placemark or waypoint.

        Args:
            document: The KML or GPX; of a truncated one, the complete elements are read.
            settings: ``timezone`` is the zone of local days, ``date`` the day of events without one.

        Yields:
            The events in the order of the document, then problems.

        Raises:
            UnreadableError: The document is not text, or has no placemark, or none has a time and no day is given.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        read = [_row(mark) for mark in _marks(clean_text(decoded.text))]
        rows = [row for row in read if row]
        if not rows:
            raise UnreadableError(f"{document.origin}: this KML or GPX has no placemark or waypoint with a position")
        if settings.date is None and not any(is_generic(row) for row in rows):
            raise UnreadableError(f"{document.origin}: no placemark of this KML or GPX has a time; set `date` to the day of the events")
        if len(rows) < len(read):
            unplaced = [f"placemark {number}" for number, row in enumerate(read, start=1) if not row]
            yield left_out(document.origin, unplaced, "no position")
        yield from events_of(lambda: enumerate(rows, start=1), detect_dataset(rows[0]) or GENERIC, document.origin, settings)


def _marks(text: str) -> list[Element]:
    text = without_surrogates(_DECLARATION.sub("", text, count=1))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.strip().encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return [] if root is None else [element for element in root.iter() if _name(element) in _MARKS]


def _row(mark: Element) -> Row:
    """Return what a placemark states as cells; none where it has no position."""
    row: dict[str, str] = {"id": mark.get("id")} if mark.get("id") else {}
    if mark.get("lat") and mark.get("lon"):
        row |= {"latitude": mark.get("lat"), "longitude": mark.get("lon")}
    for element in mark.iter():
        name, text = _name(element), (element.text or "").strip()
        if name == "coordinates" and "latitude" not in row:
            row |= _middle(text)
        elif name in _TIMES and text:
            row.setdefault(_TIMES[name], text)
        elif name in _TEXTS and element.getparent() is mark and text:
            plain = plain_text(text) if name == "name" else " ".join(line for line in fragment_lines(text) if line)
            row.setdefault(_TEXTS[name], plain)
        elif name in ("SimpleData", "Data") and element.get("name"):
            row |= {key: value for key in column_names([element.get("name")]) if (value := _text(element))}
    return row if "latitude" in row else {}


def _middle(coordinates: str) -> dict[str, str]:
    """Return the middle of "lon,lat,height lon,lat,height ..." as latitude and longitude."""
    points = [point.split(",")[:2] for point in coordinates.split() if "," in point]
    try:
        degrees = [(float(lon), float(lat)) for lon, lat in points]
    except ValueError:
        return {}
    if not degrees:
        return {}
    lon, lat = (sum(values) / len(degrees) for values in zip(*degrees, strict=True))
    return {"latitude": str(lat), "longitude": str(lon)}


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
