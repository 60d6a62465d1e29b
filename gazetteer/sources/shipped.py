"""The places that ship with the package, and the outlines of their units; data/SOURCES.toml has the credits.

``places.tsv.xz``, ``spellings.tsv.xz`` (names in scripts other than Latin and Cyrillic) and ``outlines.tsv.xz`` are made by
tools/gazetteer_data; ``landmarks.csv`` and ``names.csv`` are written by hand. In names.csv a place is a country ("UA"), a first-level
unit by GeoNames' code ("US.TX"), or an id ("geonames:6255148"); the name of status ``official`` in English becomes its main name.
"""

from __future__ import annotations

import csv
import itertools
import lzma
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import shapely

from gazetteer.errors import SourceError
from gazetteer.model import NameStatus, PlaceKind, PlaceName
from gazetteer.sources.base import SourcePlace, SourceReport
from gazetteer.sources.rows import decode_names, decode_outline, decode_row

DATA = Path(__file__).resolve().parent.parent / "data"
PLACES, OUTLINES, SPELLINGS = "places.tsv.xz", "outlines.tsv.xz", "spellings.tsv.xz"
LANDMARKS, NAMES, SOURCES = "landmarks.csv", "names.csv", "SOURCES.toml"
_CODED = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})
_NEAR_DEG = 0.05  # outlines are simplified to 0.02 degrees; beyond that a point off the coast is in no unit
_BATCH = 2_000
_Names = Mapping[str, tuple[PlaceName, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """One entry of SOURCES.toml: source, edition and licence of the data."""

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
        spelled, outlines = self._by_id(SPELLINGS), self._by_id(OUTLINES)
        for place in self._places():
            self.report.accepted += 1
            yield _complete(place, (*_further(place, names), *decode_names(spelled.get(place.id, ""))), outlines.get(place.id))

    def units(self) -> Iterator[SourcePlace]:
        """Yield only the rows before the settlements in the file: continents, countries, first and second level units."""
        units = itertools.takewhile(lambda place: place.kind is not PlaceKind.SETTLEMENT, self._places())
        outlines = self._by_id(OUTLINES)
        for place in units:
            yield _complete(place, (), outlines.get(place.id))

    def country_names(self) -> dict[str, str]:
        """Return the names of all countries by their two-letter codes; only the first rows of the file are read."""
        rows = itertools.dropwhile(lambda place: place.kind is not PlaceKind.COUNTRY, self._places())
        countries = itertools.takewhile(lambda place: place.kind is PlaceKind.COUNTRY, rows)
        return {place.country: place.name for place in countries if place.country}

    def _places(self) -> Iterator[SourcePlace]:
        for number, line in enumerate(_lines(self.folder / PLACES), start=1):
            try:
                yield decode_row(line)
            except (ValueError, KeyError) as error:
                raise SourceError(f"{self.folder / PLACES} is damaged: row {number} cannot be read") from error
        yield from read_landmarks(self.folder / LANDMARKS)

    def _by_id(self, name: str) -> dict[str, str]:
        pairs = (line.partition("\t") for line in _lines(self.folder / name))
        return {id_: cell for id_, _, cell in pairs}


def upstreams(folder: Path = DATA) -> tuple[Upstream, ...]:
    """Return the sources of the shipped data from SOURCES.toml, in its order."""
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


def _further(place: SourcePlace, names: _Names) -> tuple[PlaceName, ...]:
    more = names.get(place.id, ())
    return more + names.get(_code(place), ()) if place.kind in _CODED else more


def _complete(place: SourcePlace, more: tuple[PlaceName, ...], outline: str | None) -> SourcePlace:
    if not more and outline is None:
        return place
    own = {name.text for name in more}
    main = next((name.text for name in more if name.status is NameStatus.OFFICIAL and name.language == "en"), place.name)
    former = (PlaceName(text=place.name, status=NameStatus.HISTORIC),) if main != place.name and place.name not in own else ()
    kept = tuple(name for name in place.names if name.text not in own)
    return replace(place, name=main, names=kept + former + more, outline_wkb=decode_outline(outline) if outline else None)


def _code(place: SourcePlace) -> str:
    """Return the code of a country or first-level unit in names.csv."""
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


class _Unit(NamedTuple):
    country: str
    admin1_code: str


class UnitFinder:
    """The outlines of first-level units, searchable by point."""

    def __init__(self, folder: Path = DATA) -> None:
        regions = [place for place in ShippedSource(folder).units() if place.kind is PlaceKind.REGION and place.outline_wkb]
        self._units = [_Unit(place.country or "", place.admin1_code or "") for place in regions]
        self._shapes = shapely.from_wkb([place.outline_wkb for place in regions])
        self._tree = shapely.STRtree(self._shapes)

    def completed(self, places: Iterator[SourcePlace]) -> Iterator[SourcePlace]:
        """Yield ``places`` with country and first-level code filled in where the source does not have them."""
        while batch := list(itertools.islice(places, _BATCH)):
            unknown = [(at, place.lon, place.lat) for at, place in enumerate(batch) if place.admin1_code is None]
            located = [(at, lon, lat) for at, lon, lat in unknown if lon is not None and lat is not None]
            points = shapely.points([lon for _, lon, _ in located], [lat for _, _, lat in located])
            found = self._tree.query_nearest(points, max_distance=_NEAR_DEG, all_matches=False)
            for at_point, at_shape in zip(*found.tolist(), strict=True):
                at = located[at_point][0]
                batch[at] = _filled(batch[at], self._units[at_shape])
            yield from batch


@cache
def shipped_units() -> UnitFinder:
    """Return the finder for the shipped outlines, read once."""
    return UnitFinder()


def _filled(place: SourcePlace, unit: _Unit) -> SourcePlace:
    if place.country not in (None, unit.country):
        return place
    return replace(place, country=unit.country, admin1_code=unit.admin1_code)
