"""The further names of places: which of them are worth keeping, and GeoNames' tables of them with language and flags.

Kept are names in one script, without machine readings and codes. The columns of alternateNames.txt and alternateNamesV2.txt
are: id of the name, id of the place, language or kind of code, name, preferred, short, colloquial, historic, and in V2 from and to when.
"""

from __future__ import annotations

import io
import re
import tempfile
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np

from gazetteer.errors import SourceError
from gazetteer.model import NameStatus, PlaceName
from gazetteer.sources.base import SourcePlace
from gazetteer.sources.files import read_lines

_LATIN_OR_CYRILLIC = re.compile(r"[A-Za-z\u00C0-\u024F\u1E00-\u1EFF\u0400-\u052F .,'’ʼʻ`´‘()/&-]+")
_OTHER_LETTERS = "\u0370-\u03ff\u0530-\u1c7f\u1c90-\u1cff\u1f00-\u1fff\u3040-\u9fff\ua000-\ua63f\uac00-\ud7a3\uf900-\ufaff"
_OTHER_SCRIPT = re.compile(rf"[{_OTHER_LETTERS}](?:[{_OTHER_LETTERS}\u200C\u200D .'’()-]*[{_OTHER_LETTERS}])")  # two letters at least
_CASED = re.compile("[\u0370-\u03ff\u0530-\u058f\u1f00-\u1fff]")  # Greek and Armenian
_CODE = re.compile(r"[A-Z]{2,5}")
_SHORTEST = 3
_UNIT_WORDS = (
    "oblast|region|province|state|county|district|raion|rayon|governorate|prefecture|department|municipality|parish|canton|"
    "republic|territory|division|voivodeship|emirate|community|zone"
)
_SHORT_FORM = re.compile(rf"^(?:(?:{_UNIT_WORDS})\s+of\s+(?P<after>.+)|(?P<before>.+?)\s+(?:{_UNIT_WORDS}))$", re.IGNORECASE)
_APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼʻ`´‘")) | {ord("-"): " "}

_FEWEST_COLUMNS = 4
_FLAGS = ((7, NameStatus.HISTORIC), (6, NameStatus.COLLOQUIAL), (5, NameStatus.SHORT), (4, NameStatus.OFFICIAL))
_LANGUAGE_LENGTHS = (0, 2, 3)
_CODES = frozenset({"iata", "icao", "faac", "link", "post", "unlc", "wkdt", "tcid", "phon", "piny"})
_STATUSES = tuple(NameStatus)


def plain(text: str) -> str:
    """Return the name without case, diacritics, hyphens and apostrophes, for comparing spellings."""
    bare = text.translate(_APOSTROPHES)
    if not bare.isascii():
        bare = "".join(letter for letter in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(letter))
    return bare.casefold()


def is_usable(text: str) -> bool:
    """Return whether a further name is worth keeping.

    GeoNames' alternates hold machine readings of other scripts ("baheumuteu", "kheiyf"): they alone are written without
    any capital. They also hold airport and UN codes ("IEV", "UAIEV") without saying so, and scraps of one or two letters. In other
    scripts two letters are a name: "東京".
    """
    if _LATIN_OR_CYRILLIC.fullmatch(text) is not None:
        return len(text) >= _SHORTEST and text != text.lower() and _CODE.fullmatch(text) is None
    return _OTHER_SCRIPT.fullmatch(text) is not None and (_CASED.match(text) is None or text != text.lower())


def usable_names(name: str, others: Iterable[str]) -> tuple[PlaceName, ...]:
    """Return the usable ones of ``others``, sorted, each spelling once; forms that only lack the unit's word are marked short."""
    seen = {plain(name)}
    kept = []
    for text in sorted({unicodedata.normalize("NFC", other.strip()) for other in others}):
        if is_usable(text) and (key := plain(text)) not in seen:
            seen.add(key)
            kept.append((text, key))
    if not kept:
        return ()
    shortened = {plain(stripped) for text in (name, *(text for text, _ in kept)) if (stripped := without_unit_word(text))}
    return tuple(PlaceName(text=text, status=NameStatus.SHORT if key in shortened else NameStatus.ALTERNATE) for text, key in kept)


def without_unit_word(text: str) -> str | None:
    """Return "Donetsk" for "Donetsk Oblast", "Texas" for "State of Texas"; None where there is no such word."""
    match = _SHORT_FORM.match(text)
    if match is None:
        return None
    return match["after"] or match["before"]


class AlternateNames:
    """The names of one table by place; a context manager.

    The tables are not in the order of the places, so the names are put into a temporary file and found through arrays sorted by
    place: 25 bytes of memory a name, fifteen million names in under half a gigabyte.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._texts: IO[bytes] = io.BytesIO()
        self._opened = ExitStack()
        self._places = np.empty(0, np.int64)
        self._starts = np.empty(0, np.int64)

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            texts = opened.enter_context(tempfile.TemporaryFile())
            places, starts, at = array("q"), array("q"), 0
            for geonameid, line in self._kept():
                places.append(geonameid)
                starts.append(at)
                at += texts.write(line)
            self._texts = texts
            self._opened = opened.pop_all()
        found = np.array(places, np.int64)
        order = np.argsort(found, kind="stable")
        self._places, self._starts = found[order], np.array(starts, np.int64)[order]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._opened.close()

    def added_to(self, place: SourcePlace) -> SourcePlace:
        """Return ``place`` with its names from the table in front of those of its row, each text once."""
        names = list(self._names(int(place.id.partition(":")[2])))
        if not names:
            return place
        said = {plain(name.text) for name in names}
        return replace(place, names=(*names, *(name for name in place.names if plain(name.text) not in said)))

    def _names(self, geonameid: int) -> Iterator[PlaceName]:
        first, last = np.searchsorted(self._places, [geonameid, geonameid + 1])
        for start in sorted(self._starts[first:last].tolist()):
            self._texts.seek(start)
            mark, _, text = self._texts.readline().decode("utf-8").rstrip("\n").partition("\t")
            yield PlaceName(text=text, language=mark[1:] or None, status=_STATUSES[int(mark[0])])

    def _kept(self) -> Iterator[tuple[int, bytes]]:
        """Yield the place and "status, language, tab, name" of every name worth keeping."""
        for number, line in enumerate(read_lines(self.path), start=1):
            cells = line.split("\t")
            if number == 1 and (len(cells) < _FEWEST_COLUMNS or not cells[1].isdecimal()):
                raise SourceError(f"{self.path} is not GeoNames' table of alternate names: see its first row")
            if len(cells) >= _FEWEST_COLUMNS and cells[1].isdecimal() and _is_name(cells):
                language = cells[2] if len(cells[2]) in _LANGUAGE_LENGTHS else ""
                yield int(cells[1]), f"{_STATUSES.index(_status(cells))}{language}\t{cells[3].strip()}\n".encode()


def _is_name(cells: list[str]) -> bool:
    language = cells[2]
    return language not in _CODES and "_" not in language and (language == "abbr" or is_usable(cells[3].strip()))


def _status(cells: list[str]) -> NameStatus:
    if cells[2] == "abbr":
        return NameStatus.ABBREVIATION
    return next((status for column, status in _FLAGS if len(cells) > column and cells[column] == "1"), NameStatus.ALTERNATE)
