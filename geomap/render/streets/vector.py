"""Vector tiles (Mapbox Vector Tile 2.1) made small: only what the page draws is kept, in layers named by what it is drawn as.

A role is what the page's script knows how to draw: ``land``, ``water``, ``green``, ``built``, ``building``, ``stream``, ``rail``,
``road0`` (paths) to ``road3`` (motorways), ``border1`` (regions), ``border2`` (countries), ``street`` (a name along a line), and
``place`` with the zoom from which its name is written. Features get their roles from the three schemas in use: Protomaps,
OpenMapTiles, Shortbread. Shapes are handed on as they are; the page's script stops where one is damaged.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from geomap.render.streets.protobuf import DamagedError, fields, number_field, part_field, varint, varints

DEFAULT_EXTENT, MAX_EXTENT = 4096, 1 << 16
STREET_NAMES_FROM = 13  # the zoom of tiles; before it no street is long enough for its name
LONGEST_NAME = 80
Value = str | int | float | bool
POINT, LINE, AREA = 1, 2, 3
Tags = Mapping[str, str | int | float | bool]

_GREEN = frozenset(
    (
        "allotments",
        "cemetery",
        "forest",
        "garden",
        "golf_course",
        "grass",
        "grassland",
        "heath",
        "meadow",
        "national_park",
        "nature_reserve",
        "orchard",
        "park",
        "playground",
        "protected_area",
        "recreation_ground",
        "scrub",
        "village_green",
        "vineyard",
        "wood",
    )
)
_BUILT = frozenset(("built_up", "commercial", "industrial", "neighbourhood", "quarter", "residential", "retail", "suburb", "urban_area"))
_WAYS = {
    "road3": ("highway", "motorway", "motorway_link", "trunk", "trunk_link"),
    "road2": ("major_road", "medium_road", "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link"),
    "road1": ("busway", "living_street", "minor", "minor_road", "pedestrian", "residential", "road", "service", "street", "unclassified"),
    "road0": ("bridleway", "cycleway", "footway", "path", "steps", "track"),
    "rail": ("light_rail", "narrow_gauge", "rail", "subway", "tram", "transit"),
}
_ROLE_OF_WAY = {kind: role for role, kinds in _WAYS.items() for kind in kinds}
_PLACES = {
    "city": 7,
    "town": 9,
    "village": 11,
    "borough": 11,
    "suburb": 12,
    "quarter": 13,
    "neighbourhood": 13,
    "macrohood": 12,
    "hamlet": 13,
}
_AREAS = {
    "earth": "land",
    "ocean": "water",
    "water": "water",
    "water_polygons": "water",
    "building": "building",
    "buildings": "building",
    "park": "green",
}
_COVERS = frozenset(("land", "landcover", "landuse"))
_STREAMS = frozenset(("water", "waterway", "water_lines", "physical_line"))
_ROADS = frozenset(("roads", "streets", "transit", "transportation"))
_STREET_NAMES = frozenset(("street_labels", "transportation_name"))
_BORDERS = frozenset(("boundaries", "boundary"))
_NAMED_PLACES = frozenset(("place", "place_labels", "places"))
LAYERS = frozenset(_AREAS) | _COVERS | _STREAMS | _ROADS | _STREET_NAMES | _BORDERS | _NAMED_PLACES


@dataclass(slots=True)
class Layer:
    """A layer while it is written: features, and the names that they bear."""

    features: list[bytes] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def add(self, geometry: int, shape: bytes, name: str | None) -> None:
        """Add a feature; its only tag is its name."""
        tags = b"" if name is None else part_field(2, varint(0) + varint(self.names.setdefault(name, len(self.names))))
        self.features.append(part_field(2, tags + number_field(3, geometry) + part_field(4, shape)))

    def written(self, role: str, extent: int) -> bytes:
        """Return the layer as bytes."""
        keys = part_field(3, b"name") if self.names else b""
        values = b"".join(part_field(4, part_field(1, name.encode("utf-8", "replace"))) for name in self.names)
        return part_field(
            3, number_field(15, 2) + part_field(1, role.encode()) + b"".join(self.features) + keys + values + number_field(5, extent)
        )


def thinned(tile: bytes, *, zoom: int, language: str) -> bytes:
    """Return ``tile`` with what is drawn of it and names in ``language``; DamagedError where it is no vector tile."""
    layers: dict[tuple[str, int], Layer] = {}
    for number, content in fields(tile):
        if number == 3 and isinstance(content, bytes):  # noqa: PLR2004 - "layers" in vector_tile.proto
            for role, extent, feature in _features(content, zoom, language):
                layers.setdefault((role, extent), Layer()).add(*feature)
    return b"".join(layer.written(role, extent) for (role, extent), layer in sorted(layers.items()))


def _features(content: bytes, zoom: int, language: str) -> Iterator[tuple[str, int, tuple[int, bytes, str | None]]]:
    parts: dict[int, list[int | bytes]] = {}
    for number, value in fields(content):
        parts.setdefault(number, []).append(value)
    name = _text(parts.get(1, [b""])[0])
    if name not in LAYERS:
        return
    extent = parts.get(5, [DEFAULT_EXTENT])[0]
    if not isinstance(extent, int) or not 0 < extent <= MAX_EXTENT:
        raise DamagedError("a layer has no sensible extent")
    keys = [_text(key) for key in parts.get(3, [])]
    values = [_value(value) for value in parts.get(4, []) if isinstance(value, bytes)]
    for feature in parts.get(2, []):
        geometry, shape, tags = _feature(feature, keys, values)
        role = role_of(name, geometry, tags) if shape and geometry in (POINT, LINE, AREA) else None
        if role is not None:
            yield role, extent, (geometry, shape, _named(role, tags, zoom, language))


def _feature(content: int | bytes, keys: list[str], values: list[Value]) -> tuple[int, bytes, Tags]:
    if not isinstance(content, bytes):
        raise DamagedError("a feature is not a message")
    tags: dict[str, Value] = {}
    geometry, shape = 0, b""
    for number, value in fields(content):
        if number == 2 and isinstance(value, bytes):  # noqa: PLR2004 - "tags"
            pairs = list(varints(value))
            tags = {keys[key]: values[at] for key, at in zip(pairs[::2], pairs[1::2], strict=False) if key < len(keys) and at < len(values)}
        elif number == 3 and isinstance(value, int):  # noqa: PLR2004 - "type"
            geometry = value
        elif number == 4 and isinstance(value, bytes):  # noqa: PLR2004 - "geometry"
            shape = value
    return geometry, shape, tags


def _named(role: str, tags: Tags, zoom: int, language: str) -> str | None:
    wanted = role.startswith("place") or (zoom >= STREET_NAMES_FROM and role in ("street", "road1", "road2", "road3"))
    name = name_of(tags, language) if wanted else None
    return name and name[:LONGEST_NAME]


def _text(content: int | bytes) -> str:
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _value(content: bytes) -> Value:
    """Read a tag's value, of one of seven types."""
    for number, value in fields(content):
        if isinstance(value, bytes):
            if number == 1:
                return value.decode("utf-8", "replace")
            return float(struct.unpack("<f" if len(value) == 4 else "<d", value)[0]) if len(value) in (4, 8) else ""  # noqa: PLR2004 - float, double
        return {6: value >> 1 ^ -(value & 1), 7: bool(value)}.get(number, value)
    return ""


def role_of(layer: str, geometry: int, tags: Tags) -> str | None:
    """Return the role of a feature of ``layer``; None for what the page does not draw."""
    kind = str(tags.get("kind", tags.get("class", "")))
    if geometry == AREA:
        return _AREAS.get(layer) or (("green" if kind in _GREEN else "built" if kind in _BUILT else None) if layer in _COVERS else None)
    if geometry == LINE:
        return _line(layer, kind, tags)
    detail = str(tags.get("kind_detail", kind))
    return (
        f"place{_PLACES.get(detail, _PLACES.get(kind, 14))}"
        if layer in _NAMED_PLACES and kind not in ("country", "region", "state")
        else None
    )


def _line(layer: str, kind: str, tags: Tags) -> str | None:
    if layer in _ROADS:
        detail = _ROLE_OF_WAY.get(str(tags.get("kind_detail", "")))
        return "rail" if tags.get("rail") is True else detail if detail == "road3" else _ROLE_OF_WAY.get(kind)
    if layer in _BORDERS:
        level = tags.get("admin_level", {"country": 2, "region": 4}.get(kind))
        return None if tags.get("maritime") in (1, True) else {2: "border2", 4: "border1"}.get(level) if isinstance(level, int) else None
    return "stream" if layer in _STREAMS else "street" if layer in _STREET_NAMES else None


def name_of(tags: Tags, language: str) -> str | None:
    """Return the name in ``language`` where the tile has it, else its main one."""
    keys = (f"name:{language}", f"name_{language}", *(("name:latin",) if language == "en" else ()), "name")
    return next((str(tags[key]) for key in keys if tags.get(key)), None)
