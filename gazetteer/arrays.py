"""Many numpy arrays in one file that is memory-mapped as a whole: opening costs the same for one row as for ten million.

The file is the arrays' bytes, each starting at a multiple of 64; the position of each array is given by a ``Layout`` kept
in the index's manifest. Little endian always, so that an index can be copied between machines.
"""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from gazetteer.errors import IndexDamagedError

_ALIGNMENT = 64
_CHUNK_BYTES = 1 << 22

AnyArray = npt.NDArray[Any]
Layout = dict[str, tuple[str, int, int]]
"""Array name -> (dtype, byte offset, length)."""


class ArrayWriter:
    """Writes one-dimensional arrays one after another; ``layout`` has their positions."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self.layout: Layout = {}

    def add(self, name: str, values: AnyArray) -> None:
        """Append ``values`` under ``name``."""
        self._align()
        little = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
        self.layout[name] = (little.dtype.str, self._file.tell(), len(little))
        self._file.flush()
        little.tofile(self._file)

    def add_file(self, name: str, path: Path) -> None:
        """Append the bytes of the file at ``path`` as an array of uint8, without holding them in memory."""
        self._align()
        start = self._file.tell()
        with path.open("rb") as source:
            while chunk := source.read(_CHUNK_BYTES):
                self._file.write(chunk)
        self.layout[name] = ("|u1", start, self._file.tell() - start)

    def _align(self) -> None:
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNMENT))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()


class MappedArrays(Mapping[str, AnyArray]):
    """The arrays of a file written by ``ArrayWriter``, read-only views into one memory map."""

    def __init__(self, path: Path, layout: Mapping[str, tuple[str, int, int]]) -> None:
        self._layout = layout
        with path.open("rb") as file:
            try:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise IndexDamagedError(f"{path} is empty; build the index again") from error

    def __getitem__(self, name: str) -> AnyArray:
        dtype, start, length = self._layout[name]
        try:
            return np.frombuffer(self._map, dtype=dtype, count=length, offset=start)
        except ValueError as error:
            raise IndexDamagedError(f"the gazetteer's array {name!r} is truncated; build the index again") from error

    def cells(self, name: str) -> memoryview[Any]:
        """Return the array ``name`` for reading one value at a time, which gives Python's own numbers and costs half of numpy's."""
        values = self[name]
        return values.data

    def __iter__(self) -> Any:  # noqa: ANN401 -- an iterator of names, as Mapping wants it
        return iter(self._layout)

    def __len__(self) -> int:
        return len(self._layout)

    def bytes_of(self, name: str, start: int, end: int) -> bytes:
        """Return bytes ``[start, end)`` of the byte array ``name``."""
        begin = self._layout[name][1]
        return self._map[begin + start : begin + end]


def crc32_of(path: Path) -> int:
    """Return the CRC-32 of a file's content."""
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            checksum = zlib.crc32(chunk, checksum)
    return checksum
