"""The compiled index: names and rows as arrays in memory-mapped files, for look-up without making objects.

A folder holds ``manifest.json``, ``names.marisa`` (a trie of all keys) and ``arrays.bin``. All arrays are read-only.
Nothing is read at opening but the manifest; pages come from disk as they are touched, shared between processes.

Rows (``index.columns``, one entry per place, -1 or NaN where unknown)

    lat, lon        f8  degrees, WGS 84             approximate  bool  the position is only that of the siblings
    kind            u1  into KINDS                  radius_m     f4
    country         u2  into ``strings``, 0: none   population   i4
    admin1, admin2  i4  rows of the units           name_count   u2    number of names in Latin and Cyrillic letters
    parent          i4  row of what holds it        name_total   u2    number of names in all scripts
                                                    prominence   f4    see estimates
    source, feature, timezone  u2  into ``strings``

Postings: the entries of one key, each a (row, name, form, status) with form one of ``Form`` and status into STATUSES.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import marisa_trie
import numpy as np
import numpy.typing as npt

from gazetteer import normalize
from gazetteer.arrays import AnyArray, MappedArrays, crc32_of
from gazetteer.codes import KINDS, NOTHING, STATUSES, id_hash
from gazetteer.errors import IndexDamagedError, IndexMissingError
from gazetteer.model import NameStatus, PlaceKind, SourceInfo
from gazetteer.staging import is_staged, recover, recover_once

FORMAT = 2
MANIFEST = "manifest.json"
ARRAYS = "arrays.bin"
KEYS = "names.marisa"

KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
STATUS_NUMBER = {status: number for number, status in enumerate(STATUSES)}

_COLUMNS = ("lat", "lon", "kind", "country", "admin1", "admin2", "parent", "population", "name_count", "name_total", "prominence",
            "radius_m", "approximate", "source", "feature", "timezone")  # fmt: skip
_LONGEST_NAME_WORDS = 12


class Postings(NamedTuple):
    """The entries of one key, parallel arrays ordered by row."""

    rows: npt.NDArray[np.int32]
    names: npt.NDArray[np.int32]
    forms: npt.NDArray[np.uint8]
    statuses: npt.NDArray[np.uint8]


class KeySpan(NamedTuple):
    """A name found in a sequence of tokens: tokens ``[start, end)`` have the key ``key_id``."""

    start: int
    end: int
    key_id: int


class Columns:
    """The row arrays as attributes; see the docstring of this module."""

    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    kind: npt.NDArray[np.uint8]
    country: npt.NDArray[np.uint16]
    admin1: npt.NDArray[np.int32]
    admin2: npt.NDArray[np.int32]
    parent: npt.NDArray[np.int32]
    population: npt.NDArray[np.int32]
    name_count: npt.NDArray[np.uint16]
    name_total: npt.NDArray[np.uint16]
    prominence: npt.NDArray[np.float32]
    radius_m: npt.NDArray[np.float32]
    approximate: npt.NDArray[np.bool_]
    source: npt.NDArray[np.uint16]
    feature: npt.NDArray[np.uint16]
    timezone: npt.NDArray[np.uint16]

    def __init__(self, arrays: MappedArrays) -> None:
        for name in _COLUMNS:
            setattr(self, name, arrays[name])


class Cells:
    """The row arrays for reading single values: ``lat[row]`` is a float, ``approximate[row]`` a bool, all else an int."""

    def __init__(self, arrays: MappedArrays) -> None:
        for name in _COLUMNS:
            setattr(self, name, arrays.cells(name))

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> memoryview[Any]: ...


class Index:
    """An opened index; make one with ``open_index``."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder = folder
        self.edition: str = manifest["edition"]
        self.digest = _digest_of(manifest)
        self.sources = tuple(SourceInfo(**info) for info in manifest["sources"])
        self.strings: tuple[str, ...] = tuple(manifest["strings"])
        self.arrays = MappedArrays(folder / ARRAYS, manifest["layout"])
        self.columns = Columns(self.arrays)
        self.cells = Cells(self.arrays)
        self.trie = marisa_trie.Trie()
        self.trie.mmap(str(folder / KEYS))
        self._key_start = self.arrays["key_start"]
        self._posting_row, self._posting_name = self.arrays["posting_row"], self.arrays["posting_name"]
        self._posting_form, self._posting_status = self.arrays["posting_form"], self.arrays["posting_status"]
        cells = self.arrays.cells
        self._starts_of_keys = cells("key_start")
        self._entries = tuple(cells(f"posting_{part}") for part in ("row", "name", "form", "status"))
        self._ids, self._id_start, self._id_length = cells("ids"), cells("id_start"), cells("id_length")
        self._texts, self._text_start = cells("texts"), cells("text_start")
        self._name_start, self._name_status, self._name_language = cells("name_start"), cells("name_status"), cells("name_language")

    def __len__(self) -> int:
        return len(self.columns.kind)

    def key_id(self, key: str) -> int:
        """Return the number of a key (see ``normalize.key``), NOTHING (-1) where no name has it."""
        return int(self.trie.get(key, NOTHING))

    def has_prefix(self, prefix: str) -> bool:
        """Return whether any key starts with ``prefix``."""
        return next(self.trie.iterkeys(prefix), None) is not None

    def postings(self, key: str | int) -> Postings:
        """Return the entries of a key or key number; empty arrays where there is none."""
        key_id = self.key_id(key) if isinstance(key, str) else key
        start, end = (0, 0) if key_id < 0 else (self._key_start[key_id], self._key_start[key_id + 1])
        return Postings(
            self._posting_row[start:end], self._posting_name[start:end], self._posting_form[start:end], self._posting_status[start:end]
        )

    def entries(self, key: str | int) -> Sequence[tuple[int, int, int, int]]:
        """Return row, name, form and status of each entry of a key or key number, by row: ``postings`` as Python's numbers."""
        key_id = self.key_id(key) if isinstance(key, str) else key
        if key_id < 0:
            return ()
        start, end = self._starts_of_keys[key_id], self._starts_of_keys[key_id + 1]
        rows, names, forms, statuses = self._entries
        if end - start == 1:  # most keys
            return ((rows[start], names[start], forms[start], statuses[start]),)
        return list(zip(rows[start:end], names[start:end], forms[start:end], statuses[start:end], strict=True))

    def rows(self, key: str | int) -> npt.NDArray[np.int32]:
        """Return the rows of a key or key number, ascending."""
        key_id = self.key_id(key) if isinstance(key, str) else key
        return self._posting_row[0:0] if key_id < 0 else self._posting_row[self._key_start[key_id] : self._key_start[key_id + 1]]

    def scan(self, tokens: Sequence[str]) -> list[KeySpan]:
        """Return every name in a sequence of tokens, overlapping ones too, sorted by start and then by end.

        Tokens are substrings in their own case: "St." and "Ivano-Frankivsk" are one token each. A token of punctuation
        only is skipped, so that names extend across it; split the sequence where they should not. A name of three
        letters or fewer is found in its own case only.
        """
        parts, owners = _split(tokens)
        if not parts:
            return []
        folded = [normalize.word(part) for part in parts]
        spelled = [*map(normalize.before_a_word, folded[:-1]), folded[-1]]
        offsets, text = _joined(spelled)
        ends = {offset + len(word): at for at, (offset, word) in enumerate(zip(offsets, spelled, strict=True))}
        hits: list[KeySpan] = []
        for first in range(len(parts)):
            if first and owners[first] == owners[first - 1]:
                continue  # names start where tokens start
            self._scan_short(parts, owners, first, hits)
            stop = offsets[min(first + _LONGEST_NAME_WORDS, len(parts) - 1)] + len(
                spelled[min(first + _LONGEST_NAME_WORDS, len(parts) - 1)]
            )
            base = offsets[first]
            for prefix, key_id in self.trie.iter_prefixes_with_ids(text[base:stop]):
                last = ends.get(base + len(prefix))
                if last is not None and _ends_token(owners, last) and not normalize.is_short(parts[first : last + 1]):
                    hits.append(KeySpan(owners[first], owners[last] + 1, key_id))
        return hits

    def _scan_short(self, parts: Sequence[str], owners: Sequence[int], first: int, hits: list[KeySpan]) -> None:
        for last in range(first, min(first + normalize.SHORT_NAME_LETTERS, len(parts))):
            if not normalize.is_short(parts[first : last + 1]):
                return
            key_id = self.trie.get(" ".join(parts[first : last + 1]))
            if key_id is not None and _ends_token(owners, last):
                hits.append(KeySpan(owners[first], owners[last] + 1, key_id))

    def row_of(self, place_id: str) -> int | None:
        """Return the row of a place id, or of what replaced it; None where there is none."""
        wanted = id_hash(place_id)
        at = int(np.searchsorted(self._id_hashes, np.uint64(wanted)))
        return int(self._id_rows[at]) if at < len(self._id_hashes) and int(self._id_hashes[at]) == wanted else None

    @cached_property
    def _id_hashes(self) -> AnyArray:
        return self.arrays["id_hash"]

    @cached_property
    def _id_rows(self) -> AnyArray:
        return self.arrays["id_row"]

    def id_of(self, row: int) -> str:
        """Return the id of the place in ``row``."""
        start = self._id_start[row]
        return str(self._ids[start : start + self._id_length[row]], "utf-8")

    def name_text(self, name: int) -> str:
        """Return the text of a name number (of ``Postings.names``)."""
        return str(self._texts[self._text_start[name] : self._text_start[name + 1]], "utf-8", "replace")

    def name_of(self, row: int) -> str:
        """Return the main name of the place in ``row``."""
        return self.name_text(self._name_start[row])

    def names_of(self, row: int) -> range:
        """Return the name numbers of the place in ``row``, the main name first."""
        start = self._name_start[row]
        return range(start, start + self.cells.name_total[row])

    def name_status(self, name: int) -> NameStatus:
        """Return the status of a name."""
        status: int = self._name_status[name]
        return STATUSES[status]

    def name_language(self, name: int) -> str | None:
        """Return the language of a name, None where it is unknown."""
        return self.strings[self._name_language[name]] or None

    def kind_of(self, row: int) -> PlaceKind:
        """Return the kind of the place in ``row``."""
        kind: int = self.cells.kind[row]
        return KINDS[kind]

    def country_of(self, row: int) -> str | None:
        """Return the ISO 3166-1 alpha-2 code of the country of ``row``."""
        return self.strings[self.cells.country[row]] or None

    def ancestors_of(self, row: int) -> tuple[int, ...]:
        """Return the rows of the places that contain ``row``, the nearest first; each once, even where sources contain circles."""
        seen: dict[int, None] = {}
        parents = self.cells.parent
        parent = parents[row]
        while parent != NOTHING and parent not in seen and parent != row:
            seen[parent] = None
            parent = parents[parent]
        return tuple(seen)

    def outline_wkb(self, row: int) -> bytes | None:
        """Return the outline of ``row`` as well-known binary, lon, lat in degrees; None where there is none."""
        rows = self.arrays["outline_row"]
        at = int(np.searchsorted(rows, row))
        if at == len(rows) or rows[at] != row:
            return None
        return self.arrays.bytes_of("outlines", int(self.arrays["outline_start"][at]), int(self.arrays["outline_end"][at]))


def open_index(folder: Path, *, verify: bool = False) -> Index:
    """Open the index in ``folder``.

    Sizes and times of its files are compared with those recorded by the build; where they differ (a damaged or a copied
    file), or with ``verify``, the contents are compared by checksum.

    Raises:
        IndexMissingError: There is no index.
        IndexDamagedError: It is damaged, or of another format.
    """
    recover_once(folder.parent)  # a build that was killed while it replaced the index has it still to be put in place
    if not folder.exists() and not is_staged(folder):
        recover(folder.parent)  # it was killed after this process had looked
    manifest = _read_manifest(folder)
    for name, noted in manifest["files"].items():
        path = folder / name
        try:
            now = stamp(path)
        except OSError as error:
            raise IndexDamagedError(f"the gazetteer in {folder} has no {name}; build it again") from error
        untouched = all(now[field] == noted[field] for field in now)
        if now["size"] != noted["size"] or ((verify or not untouched) and crc32_of(path) != noted["crc32"]):
            raise IndexDamagedError(f"{path} is damaged; build the gazetteer again")
    return Index(folder, manifest)


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        known = manifest["format"] == FORMAT
        manifest["files"], manifest["layout"], manifest["strings"], manifest["sources"], manifest["edition"]
    except FileNotFoundError as error:
        raise IndexMissingError(f"{folder} contains no compiled gazetteer; make one with `gazetteer build -o {folder}`") from error
    except (ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        raise IndexDamagedError(f"{path} is damaged; build the gazetteer again") from error
    if not known:
        raise IndexDamagedError(f"the gazetteer in {folder} was compiled by another version; build it again")
    return dict(manifest)


def _digest_of(manifest: dict[str, Any]) -> str:
    """Return a digest of the checksums of the files and of the credits, whatever the time and place of the compilation."""
    sums = {name: noted["crc32"] for name, noted in sorted(manifest["files"].items())}
    told = [manifest["format"], manifest["edition"], manifest["sources"], sums]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def stamp(path: Path) -> dict[str, int]:
    """Return the size in bytes and the modification time of a file."""
    status = path.stat()
    return {"size": status.st_size, "mtime_ns": status.st_mtime_ns}


def _split(tokens: Sequence[str]) -> tuple[list[str], list[int]]:
    """Split tokens into words; ``owners`` has the token of each word."""
    parts: list[str] = []
    owners: list[int] = []
    for at, token in enumerate(tokens):
        for part in normalize.words(token):
            parts.append(part)
            owners.append(at)
    return parts, owners


def _joined(spelled: Sequence[str]) -> tuple[list[int], str]:
    offsets: list[int] = []
    offset = 0
    for word in spelled:
        offsets.append(offset)
        offset += len(word) + 1
    return offsets, " ".join(spelled)


def _ends_token(owners: Sequence[int], last: int) -> bool:
    return last + 1 == len(owners) or owners[last + 1] != owners[last]
