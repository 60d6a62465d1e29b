"""Vector tiles (Mapbox Vector Tile 2.1) made small: only what the page draws is kept, in layers named by what it is drawn as.

Shapes are handed on as they are; the page's script stops where one is damaged.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from geomap.render.streets.roles import AREA, LAYERS, LINE, POINT, Tags, name_of, role_of
from geomap.render.streets.wire import DamagedError, fields, number_field, part_field, varint, varints

DEFAULT_EXTENT, MAX_EXTENT = 4096, 1 << 16
STREET_NAMES_FROM = 13  # the zoom of tiles; before it no street is long enough for its name
LONGEST_NAME = 80
Value = str | int | float | bool


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
        """Give the layer as bytes."""
        keys = part_field(3, b"name") if self.names else b""
        values = b"".join(part_field(4, part_field(1, name.encode("utf-8", "replace"))) for name in self.names)
        return part_field(
            3, number_field(15, 2) + part_field(1, role.encode()) + b"".join(self.features) + keys + values + number_field(5, extent)
        )


def thinned(tile: bytes, *, zoom: int, language: str) -> bytes:
    """Give ``tile`` with what is drawn of it and names in ``language``; DamagedError where it is no vector tile."""
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
        raise DamagedError("a feature is no part")
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
