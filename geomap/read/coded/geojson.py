"""GeoJSON whose features have times: each is an event. geomap's own events.geojson is read back so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.errors import UnreadableError
from geomap.model import Document, Event, Problem
from geomap.read.coded.plain import PLAIN, TIMES
from geomap.read.coded.reader import dataset_of, events_of, names_of
from geomap.read.coded.record import Row
from geomap.read.decode import decode, head
from geomap.read.html.linked_data import load
from geomap.settings import ReadSettings

_SURE = 0.99
_FEATURES = re.compile(r'"type"\s*:\s*"Feature(?:Collection)?"')
_POSITION = 2


class GeoJsonReader:
    """Feature collections."""

    name = "geojson"

    def sniff(self, document: Document) -> float:
        """Look for the type of a feature collection."""
        start = head(document)
        return _SURE if start.startswith("{") and _FEATURES.search(start) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Event | Problem]:
        """Yield one event for each feature.

        Raises:
            UnreadableError: it is not text, or no feature has a time.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        values, is_whole = load(decoded.text)
        rows = [_row(feature) for value in values for feature in _features(value)]
        if not any(row.get(name) for row in rows for name in (*TIMES, "date_start")):
            raise UnreadableError(f"{document.origin}: no feature of this GeoJSON has a time; name one of its properties date")
        if not is_whole:
            yield Problem(origin=document.origin, text=f"{document.origin}: the GeoJSON is broken or cut off; what is whole is read")
        yield from events_of(rows, dataset_of(rows[0]) or PLAIN, document.origin, settings)


def _features(value: object) -> Iterator[dict[str, object]]:
    """Yield the features of a collection, or one that stands alone, as of a collection that was cut off."""
    if isinstance(value, dict):
        inner = value.get("features")
        if isinstance(inner, list):
            yield from (feature for feature in inner if isinstance(feature, dict))
        elif value.get("type") == "Feature":
            yield value


def _row(feature: dict[str, object]) -> Row:
    """Give a feature's properties as cells, with the point it stands at under latitude and longitude."""
    given = feature.get("properties")
    properties = given if isinstance(given, dict) else {}
    row = {name: str(value) for name, value in zip(names_of(properties), properties.values(), strict=True) if value is not None}
    if feature.get("id") is not None:
        row.setdefault("id", str(feature["id"]))
    geometry = feature.get("geometry")
    point = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= _POSITION:
        row |= {"longitude": str(point[0]), "latitude": str(point[1])}
    return row
