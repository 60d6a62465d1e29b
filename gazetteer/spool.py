"""Rows on their way into an index: columns in memory, names and keys on disk, so that memory stays bounded.

A row takes some 80 bytes of memory and a name some 30, whatever their text; strings go to files in the build's folder.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np

from gazetteer.arrays import AnyArray
from gazetteer.model import NameStatus, PlaceKind, PlaceName
from gazetteer.sources.base import SourcePlace
from gazetteer.spellings import keys_of

KINDS = tuple(PlaceKind)
STATUSES = tuple(NameStatus)
_KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
_STATUS_NUMBER = {status: number for number, status in enumerate(STATUSES)}
NOTHING = -1
_MOST_PEOPLE = 2**31 - 1
_MOST_NAMES_LENGTH = 400
_BUFFER = 1 << 20


class Strings:
    """Texts that recur (countries, time zones), numbered as they come."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}

    def number(self, text: str | None) -> int:
        """Return the number of ``text``; 0 stands for None."""
        text = text or ""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return number


def id_hash(place_id: str) -> int:
    """Return 64 bits that stand for a place id, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(place_id.encode(), digest_size=8).digest(), "little")


_COLUMNS = {
    "lat": "d", "lon": "d", "kind": "B", "country": "H", "unit": "I", "feature": "H", "population": "i", "timezone": "H",
    "radius_m": "f", "source": "H", "id_hash": "Q", "id_start": "Q", "name_start": "Q",
}  # fmt: skip
_NAME_COLUMNS = {"text_start": "Q", "status": "B", "language": "H"}
_POSTING_COLUMNS = {"row": "i", "name": "i", "form": "B"}


class Spool:
    """Collects rows; closes its files when left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stack = ExitStack()
        self._ids, self._texts, self._outlines = (self._binary(name) for name in ("ids", "texts", "outlines"))
        self._keys = self._stack.enter_context((folder / "keys").open("w", encoding="utf-8", newline="\n", buffering=_BUFFER))
        self.rows: dict[str, array[Any]] = {name: array(code) for name, code in _COLUMNS.items()}
        self.names: dict[str, array[Any]] = {name: array(code) for name, code in _NAME_COLUMNS.items()}
        self.postings: dict[str, array[Any]] = {name: array(code) for name, code in _POSTING_COLUMNS.items()}
        self._text_starts, self._statuses, self._languages = (self.names[name] for name in _NAME_COLUMNS)
        self._posting_rows, self._posting_names, self._posting_forms = (self.postings[name] for name in _POSTING_COLUMNS)
        self.strings = Strings()
        self.units: dict[tuple[str, str, str], int] = {("", "", ""): 0}
        self.parents: list[tuple[int, int, int]] = []  # row, rank (0 the nearest), hash of the parent's id
        self.outline_rows, self.outline_starts = array("i"), array("Q")
        self._sizes = {"ids": 0, "texts": 0, "outlines": 0}

    def _binary(self, name: str) -> BinaryIO:
        return self._stack.enter_context((self.folder / name).open("wb", buffering=_BUFFER))

    def __len__(self) -> int:
        return len(self.rows["lat"])

    def add(self, place: SourcePlace) -> None:
        """Take one row with its names."""
        row = len(self)
        self._add_columns(place)
        for rank, parent in enumerate(place.parents):
            self.parents.append((row, rank, id_hash(parent)))
        if place.outline_wkb:
            self.outline_rows.append(row)
            self.outline_starts.append(self._sizes["outlines"])
            self._outlines.write(place.outline_wkb)
            self._sizes["outlines"] += len(place.outline_wkb)
        self._add_names(row, place)

    def _add_columns(self, place: SourcePlace) -> None:
        rows, number = self.rows, self.strings.number
        rows["lat"].append(np.nan if place.lat is None else place.lat)
        rows["lon"].append(np.nan if place.lon is None else place.lon)
        rows["kind"].append(_KIND_NUMBER[place.kind])
        rows["country"].append(number(place.country))
        rows["unit"].append(self._unit(place))
        rows["feature"].append(number(place.feature_code))
        rows["population"].append(NOTHING if place.population is None else min(place.population, _MOST_PEOPLE))
        rows["timezone"].append(number(place.timezone))
        rows["radius_m"].append(np.nan if place.radius_m is None else place.radius_m)
        rows["source"].append(number(place.source))
        rows["id_hash"].append(id_hash(place.id))
        rows["id_start"].append(self._sizes["ids"])
        rows["name_start"].append(len(self.names["status"]))
        encoded = place.id.encode()
        self._ids.write(encoded)
        self._sizes["ids"] += len(encoded)

    def _unit(self, place: SourcePlace) -> int:
        unit = (place.country or "", place.admin1_code or "", place.admin2_code or "")
        return self.units.setdefault(unit, len(self.units))

    def _add_names(self, row: int, place: SourcePlace) -> None:
        names = {place.name: PlaceName(text=place.name, status=NameStatus.OFFICIAL)} if place.name else {}
        for name in place.names:
            if name.text and len(name.text) <= _MOST_NAMES_LENGTH:
                names.setdefault(name.text, name)
        keys: list[str] = []
        for name in names.values():
            self._add_name(name)
            number = len(self._statuses) - 1
            for key, form in keys_of(name, place):
                keys.append(key)
                self._posting_names.append(number)
                self._posting_forms.append(form)
        self._posting_rows.extend([row] * len(keys))
        self._keys.writelines(f"{key}\n" for key in keys)

    def _add_name(self, name: PlaceName) -> None:
        self._text_starts.append(self._sizes["texts"])
        self._statuses.append(_STATUS_NUMBER[name.status])
        self._languages.append(self.strings.number(name.language) if name.language else 0)
        encoded = name.text.encode("utf-8", "replace")
        self._texts.write(encoded)
        self._sizes["texts"] += len(encoded)

    def finish(self) -> None:
        """Close the columns of starts with an end, and the files."""
        self.rows["id_start"].append(self._sizes["ids"])
        self.rows["name_start"].append(len(self.names["status"]))
        self.names["text_start"].append(self._sizes["texts"])
        self.outline_starts.append(self._sizes["outlines"])
        self._stack.close()

    def keys(self) -> Iterator[str]:
        """Yield the key of each posting, in the order of the postings."""
        with (self.folder / "keys").open(encoding="utf-8", newline="\n", buffering=_BUFFER) as file:
            for line in file:
                yield line[:-1]

    def column(self, table: dict[str, array[Any]], name: str) -> AnyArray:
        """Return a column as a numpy array that shares its memory."""
        values = table[name]
        return np.frombuffer(values, dtype=np.dtype(values.typecode)) if len(values) else np.empty(0, np.dtype(values.typecode))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()
