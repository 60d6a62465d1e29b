"""Events in JSON of any make: objects whose properties, or those of objects in them, tell a position and a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from geomap.read.records import Node, object_lists
from geomap.read.tables.cells import known_cell
from geomap.read.tables.coding import Row
from geomap.read.tables.datasets import has_coordinates
from geomap.read.tables.forms import standard_names, with_implied
from geomap.read.tables.header import comparable_name

_SAMPLE = 20  # objects from each end of a long list
_DEEPEST = 3  # of objects in an event
_OF_EVENT = frozenset({"properties", "attributes", "fields", "values", "data", "source"})  # hold what is said of the object around them
_OF_PLACE = frozenset({"geometry", "geometries", "location", "coordinates", "geo", "point", "position", "loc", "geolocation"})
_GEOMETRIES = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"})
_METRES_PER_DEGREE = 111_195.0
_MOST_POINTS, _FARTHEST = 100_000, 1e6  # a point farther away is none, in degrees or metres


def event_rows(value: object, is_of_events: Callable[[Row], object]) -> list[Row]:
    """Return the rows of the longest list of objects in a JSON value of which at least half are events by the names of their properties.

    Args:
        value: The parsed JSON.
        is_of_events: Returns whether a row with these columns is an event.
    """
    found: list[Node] = []
    for items in object_lists(value):
        sample = items if len(items) <= 2 * _SAMPLE else [*items[:_SAMPLE], *items[-_SAMPLE:]]
        if len(items) > len(found) and 2 * sum(bool(is_of_events(_flat(item))) for item in sample) >= len(sample):
            found = items
    return [_flat(item) for item in found]


def _flat(item: Node) -> Row:
    """Return the properties of an object as cells, those of objects in it by both names; the object's own come first."""
    row: dict[str, str] = {}
    for depth, name, value in _properties(item, "", 0):
        short = name.rpartition(".")[2]
        if depth == 0 or (name.partition(".")[0] in _OF_EVENT | _OF_PLACE and value not in _GEOMETRIES):
            row.setdefault(short, known_cell(short, value))
        row.setdefault(name.replace(".", "_"), known_cell(short, value))
    if has_coordinates(row):
        return row
    names = standard_names(tuple(row))
    cells = dict(zip(names, row.values(), strict=True))
    return cells if has_coordinates(with_implied(names, tuple(row.values()))) else row


def _properties(item: Node, above: str, depth: int) -> Iterator[tuple[int, str, str]]:
    """Yield the properties of an object with those of objects in it: how deep they lie, their names by dots, their cells."""
    inner: list[tuple[str, Node]] = []
    for key, value in item.items():
        name = f"{above}{comparable_name(key)}"
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            yield depth, name, str(value)
        elif isinstance(first, dict) and depth < _DEEPEST and (isinstance(value, dict) or comparable_name(key) in _OF_PLACE):
            inner.append((name, first))
    for name, value in inner:
        yield from ((depth + 1, f"{name}.{place}", cell) for place, cell in middle_of(value).items())
        yield from _properties(value, f"{name}.", depth + 1)


def middle_of(geometry: object) -> dict[str, str]:
    """Return the middle of a GeoJSON geometry as latitude and longitude, with how far it reaches; nothing where it is none.

    Args:
        geometry: A point, or lines and areas, whose middle is that of the box around them.
    """
    if not isinstance(geometry, Mapping) or geometry.get("type") not in _GEOMETRIES:
        return {}
    points = list(_points(geometry))
    if not points:
        return {}
    (west, east), (south, north) = ((min(values), max(values)) for values in zip(*points, strict=True))
    found = {"longitude": str((west + east) / 2), "latitude": str((south + north) / 2)}
    reach = max(east - west, north - south) / 2
    return found | ({"coordinate_uncertainty_m": f"{reach * _METRES_PER_DEGREE:.0f}"} if 0 < reach < 90 else {})  # noqa: PLR2004 - a quarter of the globe


def _points(geometry: Mapping[str, object]) -> Iterator[tuple[float, float]]:
    waiting: list[object] = [geometry.get("coordinates"), geometry.get("geometries")]
    found = 0
    while waiting and found < _MOST_POINTS:
        item = waiting.pop()
        if isinstance(item, Mapping):
            waiting += [item.get("coordinates"), item.get("geometries")]
        elif isinstance(item, list):
            numbers = [part for part in item[:2] if isinstance(part, int | float) and abs(part) <= _FARTHEST]
            if len(numbers) == len(item[:2]) == 2:  # noqa: PLR2004 - longitude and latitude
                found += 1
                yield float(numbers[0]), float(numbers[1])
            else:
                waiting += item
