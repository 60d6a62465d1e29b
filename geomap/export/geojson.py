"""GeoJSON (RFC 7946) and newline-delimited GeoJSON (RFC 8142 without the record separators).

Positions are lon, lat with 6 decimals; rings follow the right-hand rule; areas bear a bbox; there is no crs member; an event without a
place has a null geometry.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice, repeat
from json.encoder import encode_basestring
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.export.features import DEGREE_DIGITS, event_cells, utc
from geomap.export.geometry import event_areas, smallest_box
from geomap.export.table import DATE, EVENT_TYPES, FLAG, INTEGER, REAL, TEXT, TIME, each_once
from geomap.files import write_atomically
from geomap.model import Analysis, Event

if TYPE_CHECKING:
    import numpy as np
    from shapely.geometry.base import BaseGeometry

CHUNK = 100_000  # events whose cells are in memory at once
BLOCK = 50  # features that are encoded together: few enough to stay in the processor's cache
Members = Callable[[Mapping[str, list[str]]], list[str]]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class GeoJsonExporter:
    """Writes the events of an analysis as one FeatureCollection."""

    suffix = ".geojson"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.filed`` to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, collection(analysis, {}))


def collection(analysis: Analysis, members: Mapping[str, Any], more: Members | None = None) -> Iterator[bytes]:
    """Yield the events as a FeatureCollection, one feature a line.

    Args:
        analysis: The events.
        members: Further members of the collection.
        more: Returns further members of each feature, encoded, from the encoded columns of several.
    """
    areas = event_areas([event.where for event in analysis.filed])
    head: dict[str, Any] = {"type": "FeatureCollection", **members}
    boxes = _boxes(analysis.filed, areas)
    if len(boxes):
        head["bbox"] = [round(edge, DEGREE_DIGITS) for edge in smallest_box(boxes)]
    head["attribution"] = [f"{source.attribution} ({source.licence})" for source in analysis.data_sources]
    yield f'{_encode(head)[:-1]},"features":['.encode()
    before = "\n"
    for lines in _blocks(analysis.filed, areas, more=more):
        yield f"{before}{lines}".encode()
        before = ",\n"
    yield b"\n]}\n" if analysis.filed else b"\n\n]}\n"


def feature_lines(events: Sequence[Event]) -> Iterator[bytes]:
    """Yield the events as Features, one a line, several at a time."""
    for lines in _blocks(events, event_areas([event.where for event in events]), between="\n"):
        yield f"{lines}\n".encode()


def feature(event: Event) -> dict[str, Any]:
    """Return ``event`` as a GeoJSON Feature, just as the file has it."""
    made: dict[str, Any] = json.loads(b"".join(feature_lines((event,))))
    return made


def geojson_geometry(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a shape as a GeoJSON geometry: rings by the right-hand rule, coordinates rounded to 6 decimals."""
    from shapely import get_coordinates, orient_polygons, set_coordinates  # noqa: PLC0415 - keeps `import geomap` light
    from shapely.geometry import mapping  # noqa: PLC0415

    turned = orient_polygons(geometry)
    rounded = set_coordinates(turned, get_coordinates(turned).round(DEGREE_DIGITS))
    made: dict[str, Any] = mapping(rounded)
    return made


def _blocks(
    events: Sequence[Event], areas: Sequence[BaseGeometry | None], *, between: str = ",\n", more: Members | None = None
) -> Iterator[str]:
    """Yield features, a few at a time."""
    known: dict[int, str] = {}  # by the identity of an area, which the events of a region share
    for start in range(0, len(events), CHUNK):
        within = slice(start, start + CHUNK)
        columns = {name: _encoded(name, values) for name, values in event_cells(events[within]).items()}
        shapes = _shapes(columns["longitude"], columns["latitude"], areas[within], known)
        if more is not None:
            shapes = [f"{shape},{members}" for shape, members in zip(shapes, more(columns), strict=True)]
        lines = map("".join, zip(*_pieces(shapes, columns), strict=False))  # what repeats has no end
        while block := list(islice(lines, BLOCK)):
            yield between.join(block)


def _encoded(name: str, values: list[Any]) -> list[str]:
    """Encode a column, each value once where they repeat."""
    encode, key = _ENCODERS[EVENT_TYPES.get(name, TEXT)]
    if values[0] == values[-1] and values.count(values[0]) == len(values):
        return ["null" if values[0] is None else encode(values[0])] * len(values)
    return each_once(encode, values, key=key, none="null")


def _pieces(shapes: list[str], columns: Mapping[str, list[str]]) -> Iterator[Iterable[str]]:
    """Yield what a line is made of, in order; columns that hold one value throughout go into what stands between the others."""
    between = '{"type":"Feature",'
    yield repeat(between)
    yield shapes
    between = ',"properties":{'
    for number, (name, values) in enumerate(columns.items()):
        between += f'{"," if number else ""}"{name}":'
        if values[0] is values[-1] and values.count(values[0]) == len(values):
            between += values[0]
        else:
            yield from (repeat(between), values)
            between = ""
    yield repeat(between + "}}")


def _shapes(lons: list[str], lats: list[str], areas: Sequence[BaseGeometry | None], known: dict[int, str]) -> list[str]:
    """Return the members bbox and geometry of each event, of which a point needs no box."""
    drawn = [f'"geometry":{{"type":"Point","coordinates":[{lon},{lat}]}}' for lon, lat in zip(lons, lats, strict=True)]
    for place, (area, lon) in enumerate(zip(areas, lons, strict=True)):
        if area is not None:
            if id(area) not in known:
                box = _box(area)
                members = {"bbox": box, "geometry": geojson_geometry(area)} if box else {"geometry": geojson_geometry(area)}
                known[id(area)] = _encode(members)[1:-1]
            drawn[place] = known[id(area)]
        elif lon == "null":
            drawn[place] = '"geometry":null'
    return drawn


def _boxes(events: Sequence[Event], areas: Sequence[BaseGeometry | None]) -> np.ndarray:
    """Return what the shapes of the events span, a row each."""
    import numpy as np  # noqa: PLC0415 - keeps `import geomap` light

    points = [(event.where.lon, event.where.lat) for event, area in zip(events, areas, strict=True) if area is None]
    places = np.array(points, dtype=float).reshape(-1, 2)  # None becomes NaN
    places = places[~np.isnan(places).any(axis=1)]
    distinct = {id(area): area for area in areas if area is not None}.values()
    outlines = np.array([box for area in distinct if (box := _box(area))], dtype=float).reshape(-1, 4)
    return np.concatenate((np.hstack((places, places)), outlines))


def _number(value: float) -> str:
    """Encode a number; JSON has no word for what is not finite, of which the encoder says so."""
    return repr(value) if isfinite(value) else _encode(value)


# How each kind of value is encoded, and by what it is known again: the hash of a time is slow.
_ENCODERS: dict[str, tuple[Callable[[Any], str], Callable[[Any], float] | None]] = {
    TEXT: (encode_basestring, None),
    INTEGER: (str, None),
    REAL: (_number, None),
    FLAG: (_encode, None),
    DATE: (lambda day: f'"{day.isoformat()}"', None),
    TIME: (lambda moment: f'"{utc(moment)}"', datetime.timestamp),
}


def _box(area: BaseGeometry) -> list[float]:
    """Return the box of an area, each of whose parts lies on one side of the antimeridian; none for an empty one."""
    from shapely import get_parts  # noqa: PLC0415 - keeps `import geomap` light

    parts = [part for part in get_parts(area) if not part.is_empty]
    return [round(edge, DEGREE_DIGITS) for edge in smallest_box(part.bounds for part in parts)] if parts else []


class GeoJsonLinesExporter:
    """Writes each event as a line."""

    suffix = ".geojsonl"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.filed`` to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, feature_lines(analysis.filed))
