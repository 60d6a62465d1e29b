"""Buffers the rows of an index while it is built: columns in memory, names and keys on disk, so that memory stays bounded.

A row takes some 80 bytes of memory and a name some 30, whatever their text; strings go to files in the build's folder.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np

from gazetteer import normalize
from gazetteer.arrays import AnyArray
from gazetteer.codes import KINDS, NOTHING, STATUSES, id_hash
from gazetteer.errors import SourceError
from gazetteer.model import NameStatus, PlaceName
from gazetteer.sources.base import SourcePlace
from gazetteer.spellings import keys_of

_KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
_STATUS_NUMBER = {status: number for number, status in enumerate(STATUSES)}
_MOST_PEOPLE = 2**31 - 1
_MOST_NAMES_LENGTH = 400
_MOST_STRINGS = 65_535
_COUNTS_MANY = 65_535
_BUFFER = 1 << 20
_FLUSH_ROWS = 4096


def _names_of(place: SourcePlace) -> dict[str, PlaceName]:
    """Return all names of a place by text, the main one first."""
    names = {place.name: PlaceName(text=place.name, status=NameStatus.OFFICIAL)} if place.name else {}
    for name in place.names:
        if name.text and len(name.text) <= _MOST_NAMES_LENGTH:
            names.setdefault(name.text, name)
    return names


class StringPool:
    """Texts that recur (countries, time zones), numbered as they come."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}

    def number(self, text: str | None) -> int:
        """Return the number of ``text``; that of None is 0."""
        text = text or ""
        number = self._numbers.get(text)
        if number is None:
            if len(self.texts) > _MOST_STRINGS:
                raise SourceError(f"the sources name more than {_MOST_STRINGS:,} countries, time zones and kinds: {text!r} is one too many")
            number = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return number


_ROW_COLUMNS = {
    "lat": "d", "lon": "d", "kind": "B", "country": "H", "unit": "I", "feature": "H", "population": "i", "timezone": "H",
    "radius_m": "f", "source": "H", "name_count": "H", "id_hash": "Q", "id_start": "Q", "name_start": "Q",
}  # fmt: skip
_NAME_COLUMNS = {"text_start": "Q", "status": "B", "language": "H"}
_POSTING_COLUMNS = {"row": "i", "name": "i", "form": "B"}


class GrowingColumns:
    """Columns of numbers that grow by whole rows."""

    def __init__(self, columns: dict[str, str]) -> None:
        self.columns: dict[str, array[Any]] = {name: array(code) for name, code in columns.items()}
        self._waiting: list[tuple[float, ...]] = []
        self._length = 0

    def append(self, row: tuple[float, ...]) -> None:
        """Append one row; rows are moved into the columns in batches."""
        self._waiting.append(row)
        self._length += 1
        if len(self._waiting) >= _FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Move all waiting rows into the columns."""
        for values, waiting in zip(self.columns.values(), zip(*self._waiting, strict=True), strict=False):
            values.extend(waiting)
        self._waiting.clear()

    def __len__(self) -> int:
        return self._length


class Spool:
    """Collects rows; closes its files when left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stack = ExitStack()
        self._ids, self._texts, self._outlines = (self._binary(name) for name in ("ids", "texts", "outlines"))
        self._keys = self._stack.enter_context((folder / "keys").open("w", encoding="utf-8", newline="\n", buffering=_BUFFER))
        self.rows, self.names, self.postings = GrowingColumns(_ROW_COLUMNS), GrowingColumns(_NAME_COLUMNS), GrowingColumns(_POSTING_COLUMNS)
        self.strings = StringPool()
        self.units: dict[tuple[str, str, str], int] = {("", "", ""): 0}
        self.parents: list[tuple[int, int, int]] = []  # row, rank (0 the nearest), hash of the parent's id
        self.outline_rows, self.outline_starts = array("i"), array("Q")
        self._ids_size = self._texts_size = self._outlines_size = 0

    def _binary(self, name: str) -> BinaryIO:
        return self._stack.enter_context((self.folder / name).open("wb", buffering=_BUFFER))

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, place: SourcePlace) -> None:
        """Append one row with its names."""
        row, names = len(self.rows), _names_of(place)
        self._add_columns(place, names)
        for rank, parent in enumerate(place.parents):
            self.parents.append((row, rank, id_hash(parent)))
        if place.outline_wkb:
            self.outline_rows.append(row)
            self.outline_starts.append(self._outlines_size)
            self._outlines_size += self._outlines.write(place.outline_wkb)
        self._add_names(row, place, names)

    def _add_columns(self, place: SourcePlace, names: Iterable[str]) -> None:
        number, country = self.strings.number, place.country or ""
        unit = (country, place.admin1_code or "", place.admin2_code or "")
        columns = (
            math.nan if place.lat is None else place.lat,
            math.nan if place.lon is None else place.lon,
            _KIND_NUMBER[place.kind],
            number(country),
            self.units.setdefault(unit, len(self.units)),
            number(place.feature_code),
            NOTHING if place.population is None else min(place.population, _MOST_PEOPLE),
            number(place.timezone),
            math.nan if place.radius_m is None else place.radius_m,
            number(place.source),
            min(sum(not normalize.in_other_script(text) for text in names), _COUNTS_MANY),
            id_hash(place.id),
            self._ids_size,
            len(self.names),
        )
        self.rows.append(columns)
        self._ids_size += self._ids.write(place.id.encode())

    def _add_names(self, row: int, place: SourcePlace, names: Mapping[str, PlaceName]) -> None:
        keys: list[str] = []
        append = self.postings.append
        for name in names.values():
            number = len(self.names)
            language = self.strings.number(name.language) if name.language else 0
            self.names.append((self._texts_size, _STATUS_NUMBER[name.status], language))
            self._texts_size += self._texts.write(name.text.encode("utf-8", "replace"))
            for key, form in keys_of(name, place):
                keys.append(key)
                append((row, number, form))
        keys.append("")
        self._keys.write("\n".join(keys))

    def finish(self) -> None:
        """Close the columns of starts with an end, and the files."""
        for table in (self.rows, self.names, self.postings):
            table.flush()
        self.rows.columns["id_start"].append(self._ids_size)
        self.rows.columns["name_start"].append(len(self.names))
        self.names.columns["text_start"].append(self._texts_size)
        self.outline_starts.append(self._outlines_size)
        self._stack.close()

    def keys(self) -> Iterator[str]:
        """Yield the key of each posting, in the order of the postings."""
        with (self.folder / "keys").open(encoding="utf-8", newline="\n", buffering=_BUFFER) as file:
            for line in file:
                yield line[:-1]

    @staticmethod
    def column(table: GrowingColumns, name: str) -> AnyArray:
        """Return a column as a numpy array that shares its memory."""
        values = table.columns[name]
        return np.frombuffer(values, dtype=np.dtype(values.typecode)) if len(values) else np.empty(0, np.dtype(values.typecode))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()
