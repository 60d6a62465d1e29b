"""The places that ship with the package: see data/SOURCES.toml for whose they are.

``places.tsv.xz`` and ``outlines.tsv.xz`` are made by tools/gazetteer_data; ``landmarks.csv`` and ``names.csv`` are written by
hand. In names.csv a place is a country ("UA"), a first-level unit by GeoNames' code ("US.TX"), or an id ("geonames:6255148").
"""

from __future__ import annotations

import csv
import itertools
import lzma
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.model import NameStatus, PlaceKind, PlaceName
from gazetteer.sources.base import SourcePlace, SourceReport
from gazetteer.sources.rows import decode_outline, decode_row

DATA = Path(__file__).resolve().parent.parent / "data"
PLACES, OUTLINES, LANDMARKS, NAMES, SOURCES = "places.tsv.xz", "outlines.tsv.xz", "landmarks.csv", "names.csv", "SOURCES.toml"
_CODED = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})
_Names = Mapping[str, tuple[PlaceName, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """One entry of SOURCES.toml: whose data, which edition, on which terms."""

    key: str
    name: str
    edition: str
    date: str
    licence: str
    attribution: str
    url: str
    changes: str
    files: tuple[str, ...]


class ShippedSource:
    """The whole shipped gazetteer: the world's places, Ukraine's official list, landmarks, and further names for all of them."""

    name = "shipped"

    def __init__(self, folder: Path = DATA) -> None:
        self.folder = folder
        self.report = SourceReport()

    def rows(self) -> Iterator[SourcePlace]:
        """Yield every shipped place with its outline, in the order of the files."""
        names = _read_names(self.folder / NAMES)
        outlines = self._outlines()
        for place in self._places():
            self.report.accepted += 1
            yield _complete(place, names, outlines.get(place.id))

    def units(self) -> Iterator[SourcePlace]:
        """Yield only what stands before the settlements in the file: continents, countries, first and second level units."""
        units = itertools.takewhile(lambda place: place.kind is not PlaceKind.SETTLEMENT, self._places())
        outlines = self._outlines()
        for place in units:
            yield _complete(place, {}, outlines.get(place.id))

    def _places(self) -> Iterator[SourcePlace]:
        for number, line in enumerate(_lines(self.folder / PLACES), start=1):
            try:
                yield decode_row(line)
            except (ValueError, KeyError) as error:
                raise SourceError(f"{self.folder / PLACES} is not whole: row {number} cannot be read") from error
        yield from read_landmarks(self.folder / LANDMARKS)

    def _outlines(self) -> dict[str, str]:
        pairs = (line.partition("\t") for line in _lines(self.folder / OUTLINES))
        return {id_: outline for id_, _, outline in pairs}


def upstreams(folder: Path = DATA) -> tuple[Upstream, ...]:
    """Whose data ship, from SOURCES.toml, in its order."""
    entries = tomllib.loads((folder / SOURCES).read_text(encoding="utf-8"))["sources"]
    return tuple(Upstream(key=key, **{**entry, "files": tuple(entry["files"])}) for key, entry in entries.items())


def read_landmarks(path: Path) -> Iterator[SourcePlace]:
    """Read the hand-compiled table; a wrong row is an error, since the table is part of the program."""
    for number, row in enumerate(_table(path), start=2):
        try:
            yield _landmark(row)
        except (ValueError, KeyError, AttributeError) as error:
            raise SourceError(f"{path}, line {number}: {error}") from error


def _landmark(row: Mapping[str, str]) -> SourcePlace:
    aliases = [PlaceName(text=text) for text in _split(row["aliases"])]
    demonyms = [PlaceName(text=text, status=NameStatus.DEMONYM) for text in _split(row["demonyms"])]
    return SourcePlace(
        id=f"landmark:{row['id']}",
        name=row["name"],
        kind=PlaceKind(row["kind"]),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        country=row["country"] or None,
        source="landmarks",
        admin1_code=row["admin1"] or None,
        radius_m=float(row["radius_m"]),
        names=(*aliases, *demonyms),
    )


def _read_names(path: Path) -> _Names:
    found: dict[str, list[PlaceName]] = defaultdict(list)
    for row in _table(path):
        status, language = NameStatus(row["status"]), row["language"] or None
        found[row["place"]] += [PlaceName(text=text, language=language, status=status) for text in _split(row["names"])]
    return {place: tuple(names) for place, names in found.items()}


def _table(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except FileNotFoundError as error:
        raise SourceError(f"{path} is missing; install the package again") from error


def _complete(place: SourcePlace, names: _Names, outline: str | None) -> SourcePlace:
    more = names.get(place.id, ())
    if place.kind in _CODED:
        more += names.get(_code(place), ())
    if not more and outline is None:
        return place
    own = {name.text for name in more}
    kept = tuple(name for name in place.names if name.text not in own)
    return replace(place, names=kept + more, outline_wkb=decode_outline(outline) if outline else None)


def _code(place: SourcePlace) -> str:
    """What names.csv calls a country or a first-level unit."""
    return f"{place.country}.{place.admin1_code}" if place.kind is PlaceKind.REGION else place.country or ""


def _split(cell: str) -> list[str]:
    return [text.strip() for text in cell.split("|") if text.strip()]


def _lines(path: Path) -> Iterator[str]:
    try:
        with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line.rstrip("\n")
    except FileNotFoundError as error:
        raise SourceError(f"{path} is missing; install the package again") from error
    except (lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} is damaged; install the package again") from error
