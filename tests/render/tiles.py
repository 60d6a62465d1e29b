"""Archives of tiles made by hand: written by the reference writer, with vector tiles encoded here."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

from geomap.render.streets.protobuf import number_field, part_field, varint

EXTENT = 4096
WHOLE = [(0, 0), (EXTENT, 0), (EXTENT, EXTENT), (0, EXTENT)]
WORLD = (-180.0, -85.0, 180.0, 85.0)
Feature = tuple[int, list[tuple[int, int]], Mapping[str, object]]  # 1 point, 2 line, 3 area


def shape(kind: int, points: list[tuple[int, int]]) -> bytes:
    """The commands of one shape."""

    def step(value: int) -> bytes:
        return varint(value << 1 if value >= 0 else (-value << 1) - 1)

    written, last = b"", (0, 0)
    for index, (x, y) in enumerate(points):
        written += varint(9) if index == 0 else varint(2 | (len(points) - 1) << 3) if index == 1 else b""
        written += step(x - last[0]) + step(y - last[1])
        last = (x, y)
    return written + (varint(15) if kind == 3 else b"")


def vector_tile(**layers: Iterable[Feature]) -> bytes:
    """A tile with layers of features."""
    written = b""
    for name, features in layers.items():
        keys: dict[str, int] = {}
        values: dict[object, int] = {}
        body = b""
        for kind, points, tags in features:
            pairs = [
                number for key, value in tags.items() for number in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
            ]
            body += part_field(2, part_field(2, b"".join(map(varint, pairs))) + number_field(3, kind) + part_field(4, shape(kind, points)))
        body += b"".join(part_field(3, key.encode()) for key in keys)
        body += b"".join(part_field(4, tag_value(value)) for value in values)
        written += part_field(3, number_field(15, 2) + part_field(1, name.encode()) + body + number_field(5, EXTENT))
    return written


def tag_value(value: object) -> bytes:
    if isinstance(value, bool):
        return number_field(7, int(value))
    if isinstance(value, int):
        return number_field(5, value)
    return varint(3 << 3 | 1) + struct.pack("<d", value) if isinstance(value, float) else part_field(1, str(value).encode())


def png(colour: tuple[int, int, int], side: int = 256) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + bytes(colour) * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def archive(
    path: Path, tiles: Mapping[tuple[int, int, int], bytes], *, metadata: Mapping[str, object] | None = None, picture: bool = False
) -> Path:
    """Write an archive of vector tiles, or of PNG pictures."""
    zooms = [zoom for zoom, _, _ in tiles]
    with write(str(path)) as writer:
        for (zoom, column, row), content in sorted(tiles.items(), key=lambda item: zxy_to_tileid(*item[0])):
            writer.write_tile(zxy_to_tileid(zoom, column, row), content if picture else gzip.compress(content, mtime=0))
        west, south, east, north = WORLD
        header = {
            "tile_type": TileType.PNG if picture else TileType.MVT,
            "tile_compression": Compression.NONE if picture else Compression.GZIP,
            "min_zoom": min(zooms),
            "max_zoom": max(zooms),
            "min_lon_e7": int(west * 1e7),
            "min_lat_e7": int(south * 1e7),
            "max_lon_e7": int(east * 1e7),
            "max_lat_e7": int(north * 1e7),
            "center_zoom": 0,
            "center_lon_e7": 0,
            "center_lat_e7": 0,
        }
        writer.finalize(header, dict(metadata or {}))
    return path
