"""Which tiles of an archive a page carries: those around its events, zoom by zoom, until the budget is spent."""

from __future__ import annotations

import gzip
import hashlib
import math
import re
import struct
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from geomap.render.extras import DEFAULT_BASEMAP_BYTES
from geomap.render.streets.archive import Archive
from geomap.render.streets.protobuf import DamagedError
from geomap.render.streets.vector import thinned

# Tiles beyond those of the events themselves, so that a screen with an event in its middle is full: vector tiles are drawn
# 512 pixels wide, pictures 256.
RING = {"vector": 1, "picture": 2}
PIXELS = {"vector": 512, "picture": 256}
# The first zoom is that at which all events lie within so many tiles: coarser ones the drawn map shows as well.
FIRST_SPAN = 4
MAX_LAT = 85.05
PACKING = 9
MAX_SIDE = 2048  # pixels; tiles have 256 or 512
# A JPEG's frame, which holds its size: SOF0 to SOF15 but for the three that are something else.
_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(?P<size>....)", re.DOTALL)

Tile = tuple[int, int]  # column, row
Point = tuple[float, float]  # lat, lon


@dataclass(slots=True)
class Cut:
    """Tiles for a page: ``data`` as base64, each once, and which of them stands where. ``note`` says what fitted."""

    archive: Archive
    language: str
    data: list[str] = field(default_factory=list)
    tiles: dict[str, int] = field(default_factory=dict)
    spent: int = 0
    whole_to: int | None = None  # the zoom up to which nothing is left out
    partly_to: int | None = None
    _known: dict[bytes, int] = field(default_factory=dict)

    @property
    def shape(self) -> str:
        """Whether tiles are drawn by the page or are pictures."""
        return "vector" if self.archive.kind == "vector" else "picture"

    @property
    def note(self) -> str:
        """One sentence on which zooms are in the page."""
        name, size = self.archive.path.name, f"{self.spent / 1e6:.1f} MB"
        if not self.tiles:
            west, south, east, north = self.archive.bounds
            covers = f"{south:.1f} to {north:.1f} N, {west:.1f} to {east:.1f} E"
            return f"{name} has no tiles where events are (it covers {covers}): the page is without streets"
        reach = max(zoom for zoom in (self.whole_to, self.partly_to) if zoom is not None)
        said = f"{name}: zooms up to {reach} of {self.archive.max_zoom} are in the page, {size}"
        if self.partly_to is not None:
            said += "; the last only where most events are, as more would not fit (--basemap-size)"
        elif reach < self.archive.max_zoom:
            said += "; more would not fit (--basemap-size)"
        return said

    def payload(self) -> dict[str, Any] | None:
        """Return what the page's script reads; None without a tile."""
        if not self.tiles:
            return None
        return {
            "name": self.archive.name,
            "credit": self.archive.credit,
            "kind": self.archive.kind,
            "size": PIXELS[self.shape],
            "to": max(int(key.split("/")[0]) for key in self.tiles),
            "tiles": self.tiles,
            "data": self.data,
        }

    def add(self, zoom: int, tile: Tile, budget: int) -> bool:
        """Take one tile in; say whether there was room. A tile that the archive lacks needs none."""
        content = self.archive.tile(zoom, *tile)
        if content is None:
            return True
        ready = self._ready(content, zoom, tile)
        digest = hashlib.sha256(ready).digest()
        text = "" if digest in self._known else b64encode(ready).decode()
        key = f"{zoom}/{tile[0]}/{tile[1]}"
        cost = len(key) + len(text) + 12  # quotes, colon, comma, index
        if self.spent + cost > budget:
            return False
        if text:
            self._known[digest] = len(self.data)
            self.data.append(text)
        self.tiles[key] = self._known[digest]
        self.spent += cost
        return True

    def _ready(self, content: bytes, zoom: int, tile: Tile) -> bytes:
        name = f"tile {zoom}/{tile[0]}/{tile[1]}"
        if self.shape == "vector":
            try:
                return gzip.compress(thinned(content, zoom=zoom, language=self.language), PACKING, mtime=0)
            except DamagedError as error:
                self.archive.refuse(f"{name} is damaged ({error})", error)
        side = side_of(content, self.archive.kind)
        if side is None or not 0 < side <= MAX_SIDE:
            self.archive.refuse(f"{name} is not a {self.archive.kind.partition('/')[2].upper()} picture of the size of a tile")
        return content


def cut(archive: Archive, points: Sequence[Point], *, budget: int = DEFAULT_BASEMAP_BYTES, language: str = "en") -> Cut:
    """Take the tiles around ``points`` (lat, lon), coarse before fine and those with most events first, until ``budget`` bytes are spent.

    Raises:
        UnreadableError: A tile or directory of the archive is damaged.
    """
    made = Cut(archive, language)
    west, south, east, north = archive.bounds
    inside = Counter(point for point in points if south <= point[0] <= north and west <= point[1] <= east)
    if not inside:
        return made
    for zoom in range(_first_zoom(archive, inside), archive.max_zoom + 1):
        before = len(made.tiles)
        if not all(made.add(zoom, tile, budget) for tile in _wanted(inside, zoom, RING[made.shape])):
            made.partly_to = zoom if len(made.tiles) > before else None
            break
        made.whole_to = zoom
    return made


def _first_zoom(archive: Archive, points: Iterable[Point]) -> int:
    for zoom in range(archive.max_zoom, archive.min_zoom, -1):
        tiles = [_tile(point, zoom) for point in points]
        columns, rows = [column for column, _ in tiles], [row for _, row in tiles]
        if max(columns) - min(columns) < FIRST_SPAN and max(rows) - min(rows) < FIRST_SPAN:
            # With few events all near each other that would be very near: one wants to see where they lie.
            return max(archive.min_zoom, min(zoom - 1, 5))
    return archive.min_zoom


def _wanted(points: Counter[Point], zoom: int, ring: int) -> Iterator[Tile]:
    """Yield the tiles of the events, the most frequent first, then those around them."""
    side = 1 << zoom
    counts: Counter[Tile] = Counter()
    for point, count in points.items():
        counts[_tile(point, zoom)] += count
    own = sorted(counts, key=lambda tile: (-counts[tile], tile))
    yield from own
    seen = set(own)
    reach = range(-ring, ring + 1)
    for column, row in own:
        for tile in [((column + dx) % side, row + dy) for dx in reach for dy in reach]:
            if tile not in seen and 0 <= tile[1] < side:
                seen.add(tile)
                yield tile


def _tile(point: Point, zoom: int) -> Tile:
    """Return the tile that holds a point, in spherical Mercator."""
    lat, lon = point
    sine = math.sin(math.radians(max(-MAX_LAT, min(MAX_LAT, lat))))
    side = 1 << zoom
    column, row = (lon / 360 + 0.5) * side, (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * side
    return int(column) % side, min(side - 1, max(0, int(row)))


def side_of(content: bytes, kind: str) -> int | None:
    """Return the longer side of a picture of ``kind`` in pixels; None where it is no such picture or its size is not to be found."""
    if kind == "image/png":
        size = struct.unpack_from(">II", content, 16) if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 24 else ()  # noqa: PLR2004 - where IHDR ends
    elif kind == "image/jpeg":
        found = _FRAME.search(content) if content.startswith(b"\xff\xd8") else None
        size = struct.unpack(">HH", found["size"]) if found else ()
    else:
        size = _webp(content) if content.startswith(b"RIFF") and content[8:12] == b"WEBP" and len(content) >= 30 else ()  # noqa: PLR2004 - the longest of its heads
    return max(size, default=None)


def _webp(content: bytes) -> tuple[int, ...]:
    """Return width and height by the form of the first chunk (RFC 9649): simple, lossless, extended."""
    form = content[12:16]
    if form == b"VP8 ":
        return tuple(value & 0x3FFF for value in struct.unpack_from("<HH", content, 26))
    if form == b"VP8L":
        bits = struct.unpack_from("<I", content, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    return ()
