"""A PMTiles archive, version 3 (github.com/protomaps/PMTiles, spec v3), read piece by piece: the file may be larger than memory.

The file comes from elsewhere, so every length, offset and depth in it is checked before it is believed.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from html import unescape
from io import SEEK_END
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from geomap.errors import InputMissingError, UnreadableError
from geomap.render.streets.protobuf import DamagedError, varints

HEADER_BYTES, VERSION = 127, 3
# Of what is unpacked: real directories have at most a few hundred kilobytes, real tiles rarely over one megabyte.
MAX_DIRECTORY_BYTES, MAX_METADATA_BYTES, MAX_TILE_BYTES = 8_000_000, 4_000_000, 12_000_000
MAX_ENTRIES = 1_000_000
MAX_DEPTH = 4  # the root and three levels of leaves, as other readers go
MAX_ZOOM = 26
KEPT_LEAVES = 64
MAX_CREDIT = 300
KINDS = {1: "vector", 2: "image/png", 3: "image/jpeg", 4: "image/webp"}
_PLAIN, _GZIP = 1, 2
_COMPRESSIONS = {0: "in an unknown way", 3: "by brotli", 4: "by zstd"}
_TAG = re.compile(r"<[^>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Directory:
    """Entries by tile: the first number, where it lies, how long it is, and for how many numbers it holds (0: a leaf)."""

    numbers: list[int]
    offsets: list[int]
    lengths: list[int]
    runs: list[int]


class Archive:
    """An archive of tiles; ``kind`` is "vector" or a media type, ``credit`` what its maker asks to be said, as plain text.

    Raises:
        InputMissingError: There is no such file.
        UnreadableError: It is no PMTiles archive of version 3, or one whose tiles geomap cannot draw.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        head = self._read(0, HEADER_BYTES, "header")
        self._check_form(head)
        (root, root_size, meta, meta_size, self._leaves, self._leaves_size, self._tiles, self._tiles_size) = struct.unpack_from(
            "<8Q", head, 8
        )
        self._packing, self._tile_packing, kind, least, most = struct.unpack_from("<5B", head, 97)
        self.min_zoom, self.max_zoom = int(least), int(most)
        west, south, east, north = (value / 1e7 for value in struct.unpack_from("<4i", head, 102))
        self.bounds = (west, south, east, north)
        self._check_contents(kind)
        self.kind = KINDS[kind]
        self._root = self._directory(root, root_size)
        if not self._root.numbers:
            self.refuse("it holds no tiles")
        self._kept: dict[int, Directory] = {}
        metadata = self._metadata(meta, meta_size)
        self.name = _plain(metadata.get("name")) or path.stem
        self.credit = _plain(metadata.get("attribution"))

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return the tile at ``zoom``, unpacked; None where the archive has none. UnreadableError where it is damaged."""
        number = tile_number(zoom, column, row)
        directory = self._root
        for _ in range(MAX_DEPTH):
            at = bisect_right(directory.numbers, number) - 1
            if at < 0:
                return None
            offset, length, run = directory.offsets[at], directory.lengths[at], directory.runs[at]
            if run and number >= directory.numbers[at] + run:
                return None
            if run:
                return self._content(offset, length, (zoom, column, row))
            directory = self._leaf(offset, length)
        return self.refuse("its directories refer to each other without end")

    def refuse(self, why: str, cause: Exception | None = None) -> NoReturn:
        """Raise UnreadableError with a sentence that names the file."""
        raise UnreadableError(f"{self.path}: {why}", parameter="basemap") from cause

    def _check_form(self, head: bytes) -> None:
        if head.startswith(b"SQLite format 3"):
            self.refuse("it is an MBTiles file; `pmtiles convert` makes a PMTiles archive of it")
        version = head[7] if head.startswith(b"PMTiles") else head[2] if head.startswith(b"PM") else None
        if version not in (None, VERSION):
            self.refuse(f"it is PMTiles of version {version}; `pmtiles convert` makes version {VERSION} of it")
        if not head.startswith(b"PMTiles"):
            self.refuse("it is not a PMTiles archive")

    def _check_contents(self, kind: int) -> None:
        for packing in (self._packing, self._tile_packing):
            if packing not in (_PLAIN, _GZIP):
                self.refuse(
                    f"it is compressed {_COMPRESSIONS.get(packing, 'in an unknown way')}; give one compressed by gzip or not at all"
                )
        if kind not in KINDS:
            self.refuse("the tiles are neither vector tiles (MVT) nor PNG, JPEG or WebP pictures")
        if not self.min_zoom <= self.max_zoom <= MAX_ZOOM:
            self.refuse(f"it claims to have zooms {self.min_zoom} to {self.max_zoom}, which is impossible")

    def _directory(self, offset: int, length: int) -> Directory:
        content = self._unpacked(
            self._read(offset, length, "directory", MAX_DIRECTORY_BYTES), self._packing, MAX_DIRECTORY_BYTES, "a directory"
        )
        try:
            return _entries(content)
        except DamagedError as error:
            self.refuse(f"a directory in it is damaged ({error})", error)

    def _leaf(self, offset: int, length: int) -> Directory:
        if offset + length > self._leaves_size:
            self.refuse("a directory in it points outside the file")
        if offset not in self._kept:
            if len(self._kept) >= KEPT_LEAVES:
                del self._kept[next(iter(self._kept))]
            self._kept[offset] = self._directory(self._leaves + offset, length)
        return self._kept[offset]

    def _content(self, offset: int, length: int, at: tuple[int, int, int]) -> bytes:
        name = "tile {}/{}/{}".format(*at)
        if offset + length > self._tiles_size:
            self.refuse(f"{name} lies outside the file")
        return self._unpacked(self._read(self._tiles + offset, length, name, MAX_TILE_BYTES), self._tile_packing, MAX_TILE_BYTES, name)

    def _metadata(self, offset: int, length: int) -> dict[str, Any]:
        if not length:
            return {}
        content = self._unpacked(
            self._read(offset, length, "metadata", MAX_METADATA_BYTES), self._packing, MAX_METADATA_BYTES, "its metadata"
        )
        try:
            found = json.loads(content)
        except (ValueError, RecursionError) as error:
            self.refuse("its metadata are not JSON", error)
        return found if isinstance(found, dict) else {}

    def _read(self, offset: int, length: int, what: str, most: int = HEADER_BYTES) -> bytes:
        if length > most:
            self.refuse(f"its {what} has {length:,} bytes, which cannot be right")
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, SEEK_END)
                file.seek(min(offset, size))
                content = file.read(length)
        except FileNotFoundError as error:
            raise InputMissingError(f"{self.path}: there is no such file", parameter="basemap") from error
        except OSError as error:
            self.refuse(f"it cannot be read ({(error.strerror or str(error)).lower()})", error)
        if len(content) < length:
            self.refuse(
                "it is not a PMTiles archive"
                if what == "header" and not content.startswith(b"PMT")
                else "it is cut off: a part of it is missing"
            )
        return content

    def _unpacked(self, content: bytes, packing: int, most: int, what: str) -> bytes:
        if packing == _PLAIN or (packing == _GZIP and not content):
            return content
        unpacker = zlib.decompressobj(wbits=31)
        try:
            found = unpacker.decompress(content, most + 1)
        except zlib.error as error:
            self.refuse(f"{what} is damaged: it cannot be unpacked", error)
        if len(found) > most:
            self.refuse(f"{what} unpacks to more than {most // 1_000_000} MB, which cannot be right")
        if not unpacker.eof:
            self.refuse(f"{what} is damaged: it ends too early")
        return found


def tile_number(zoom: int, column: int, row: int) -> int:
    """Return a tile's number: those of all lower zooms come first, then along Hilbert's curve (PMTiles spec v3, section 3.3)."""
    number = ((1 << (2 * zoom)) - 1) // 3
    side = 1 << zoom >> 1
    while side:
        right, down = int(column & side > 0), int(row & side > 0)
        number += side * side * ((3 * right) ^ down)
        if not down:
            if right:
                column, row = side - 1 - column, side - 1 - row
            column, row = row, column
        column, row = column & (side - 1), row & (side - 1)
        side >>= 1
    return number


def _entries(content: bytes) -> Directory:
    values = varints(content)
    count = next(values, 0)
    if count > MAX_ENTRIES:
        raise DamagedError(f"{count:,} entries")
    steps, runs, lengths, places = (list(islice(values, count)) for _ in range(4))
    if len(places) < count:
        raise DamagedError("it ends too early")
    return _absolute(steps, runs, lengths, places)


def _absolute(steps: list[int], runs: list[int], lengths: list[int], places: list[int]) -> Directory:
    """Sum up numbers that are written as steps; a place of 0 is where the entry before ends."""
    numbers, offsets = [], []
    number = offset = 0
    for index, (step, place) in enumerate(zip(steps, places, strict=True)):
        number += step
        offset = place - 1 if place else offset + lengths[index - 1] if index else 0
        numbers.append(number)
        offsets.append(offset)
    return Directory(numbers, offsets, lengths, runs)


def _plain(found: object) -> str:
    """Return what metadata say as one line of text: attributions are written in HTML."""
    if not isinstance(found, str):
        return ""
    text = unescape(_TAG.sub("", found[: 20 * MAX_CREDIT]))
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())[:MAX_CREDIT]
