"""GeoJSON (RFC 7946): lon, lat order, 6 decimals, bbox, right-hand rule, no crs member, null geometry for what has no place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from json.encoder import encode_basestring
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.collector import collector_paused
from geomap.export.antimeridian import Box, smallest_box
from geomap.export.features import DEGREE_DIGITS, event_area, event_cells, utc
from geomap.export.table import DATE, EVENT_TYPES, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.files import write_atomically
from geomap.model import Analysis, Event

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

CHUNK = 100_000  # events whose cells are in memory at once
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class GeoJsonExporter:
    """Writes the events of an analysis as one FeatureCollection."""

    suffix = ".geojson"

    @collector_paused()
    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.events`` to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, collection_bytes(analysis))


def collection_bytes(analysis: Analysis) -> bytes:
    """Give the events as a FeatureCollection, one feature a line, the same bytes for the same events."""
    boxes: list[Box] = []
    body = b",\n".join(line.encode() for line in feature_lines(analysis.events, boxes))
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if boxes:
        head["bbox"] = smallest_box(boxes)
    head["attribution"] = [f"{source.attribution} ({source.licence})" for source in analysis.data_sources]
    return b"".join((_encode(head)[:-1].encode(), b',"features":[\n', body, b"\n]}\n"))


def feature_lines(events: Sequence[Event], boxes: list[Box] | None = None) -> Iterator[str]:
    """Yield each event as a Feature on one line; ``boxes`` collects what the shapes span.

    Cells are encoded a column at a time: most columns repeat few values, and each is encoded once.
    """
    found: list[Box] = [] if boxes is None else boxes
    areas: dict[int, str] = {}  # by the identity of an outline, which many events of one region share
    for start in range(0, len(events), CHUNK):
        part = events[start : start + CHUNK]
        cells = event_cells(part)
        properties = _members(cells, len(part))
        shapes = (
            _shape(event, lon, lat, (found, areas)) for event, lon, lat in zip(part, cells["longitude"], cells["latitude"], strict=True)
        )
        for shape, told in zip(shapes, properties, strict=True):
            yield f'{{"type":"Feature",{shape},"properties":{{{told}}}}}'


def feature(event: Event) -> dict[str, Any]:
    """Give ``event`` as a GeoJSON Feature, just as the file has it."""
    made: dict[str, Any] = json.loads(next(feature_lines((event,))))
    return made


def geojson_geometry(geometry: BaseGeometry) -> dict[str, Any]:
    """Give a shape as a GeoJSON geometry: rings by the right-hand rule, coordinates rounded to 6 decimals."""
    from shapely import get_coordinates, orient_polygons, set_coordinates  # noqa: PLC0415 - keeps `import geomap` light
    from shapely.geometry import mapping  # noqa: PLC0415

    turned = orient_polygons(geometry)
    rounded = set_coordinates(turned, get_coordinates(turned).round(DEGREE_DIGITS))
    made: dict[str, Any] = mapping(rounded)
    return made


def _members(cells: dict[str, list[Any]], count: int) -> Iterator[str]:
    """Give the members of each object; columns that hold one value throughout are written once, with the column after them."""
    columns, run = [], ""
    for name, values in cells.items():
        encode, head = _ENCODERS[EVENT_TYPES.get(name, TEXT)], f'{run}"{name}":'
        known = {value: head + ("null" if value is None else encode(value)) for value in set(values)}
        if len(known) == 1:
            run = known[values[0]] + ","
        else:
            columns.append([known[value] for value in values])
            run = ""
    if run:
        columns.append([run[:-1]] * count)
    return map(",".join, zip(*columns, strict=True))


def _number(value: float) -> str:
    """Encode a number; JSON has no word for what is not finite, of which the encoder says so."""
    return repr(value) if isfinite(value) else _encode(value)


_ENCODERS: dict[str, Callable[[Any], str]] = {
    TEXT: encode_basestring,
    INTEGER: str,
    REAL: _number,
    FLAG: _encode,
    DATE: lambda day: f'"{day.isoformat()}"',
    TIME: lambda moment: f'"{utc(moment)}"',
}


def _shape(event: Event, lon: float | None, lat: float | None, seen: tuple[list[Box], dict[int, str]]) -> str:
    """Give the members bbox and geometry; a point needs no box."""
    boxes, areas = seen
    known = areas.get(id(event.where.area)) if event.where.area is not None else None
    if known is not None:
        return known
    area = event_area(event.where)
    if area is None:
        if lon is None or lat is None:
            return '"geometry":null'
        boxes.append((lon, lat, lon, lat))
        return f'"geometry":{{"type":"Point","coordinates":[{lon!r},{lat!r}]}}'
    geometry = geojson_geometry(area)
    box = _box(area)
    if box:
        boxes.append((box[0], box[1], box[2], box[3]))
    made = f'"bbox":{_encode(box)},"geometry":{_encode(geometry)}' if box else f'"geometry":{_encode(geometry)}'
    if event.where.area is not None:
        areas[id(event.where.area)] = made
    return made


def _box(area: BaseGeometry) -> list[float]:
    """Give the box of an area, each of whose parts lies on one side of the antimeridian; none for an empty one."""
    from shapely import get_parts  # noqa: PLC0415 - keeps `import geomap` light

    parts = [part for part in get_parts(area) if not part.is_empty]
    return [round(edge, DEGREE_DIGITS) for edge in smallest_box(part.bounds for part in parts)] if parts else []
