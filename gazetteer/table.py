"""A table of places to a table with coordinates: each row's place, region and country are looked up, columns and order kept."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TextIO, cast

from gazetteer import normalize
from gazetteer.errors import SourceError
from gazetteer.lookup import Gazetteer
from gazetteer.model import Candidate, MatchMethod, Place, PlaceKind

UNMATCHED = "unmatched"
ADDED = ("latitude", "longitude", "coordinate_uncertainty_m", "geo_precision", "gazetteer_id", "geocode_confidence", "geocode_method")
"""Columns that are added; one whose name the table already has gets the prefix "geocode_"."""

_UNITS = frozenset((PlaceKind.REGION, PlaceKind.DISTRICT))
_REGIONS = frozenset((PlaceKind.REGION,))
_COUNTRIES = frozenset((PlaceKind.COUNTRY,))
_PLACES = frozenset(PlaceKind) - {PlaceKind.COUNTRY}
_METHOD_CONFIDENCE = {
    MatchMethod.EXACT: 0.97,
    MatchMethod.NORMALIZED: 0.95,
    MatchMethod.TRANSLITERATED: 0.93,
    MatchMethod.INFLECTED: 0.9,
    MatchMethod.FUZZY: 0.8,
}
"""Shares of right answers within 25 km by method, rounded down; benchmarks/gazetteer_geocode_cir.py prints them."""
_OUTSIDE_ADMIN = 0.5
_UNKNOWN_ADMIN = 0.8
_APPROXIMATE_M = 5000.0
_SNIFFED_CHARACTERS = 1 << 16
_MOST_CELL_CHARACTERS = 1 << 22


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumns:
    """The names of the columns to read; ``admin`` and ``country`` may be None."""

    place: str
    admin: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoded:
    """Where a row was found; ``place`` None: nowhere. ``geo_precision`` is ACLED's: 1 the place, 2 near it, 3 its region."""

    place: Place | None = None
    method: str = UNMATCHED
    confidence: float | None = None
    geo_precision: int | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the texts for the columns ADDED."""
        place = self.place
        if place is None or place.lat is None or place.lon is None or self.confidence is None:
            return ("", "", "", "", place.id if place else "", "", self.method)
        precision = "" if self.geo_precision is None else str(self.geo_precision)
        position = (f"{place.lat:.5f}", f"{place.lon:.5f}", f"{place.radius_m:.0f}")
        return (*position, precision, place.id, f"{self.confidence:.2f}", self.method)


@dataclass(slots=True)
class TableSummary:
    """How many rows a table had and how many of them were found."""

    rows: int = 0
    matched: int = 0


class RowGeocoder:
    """Looks up rows of place, region and country; remembers regions, for tables repeat them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._find_country = lru_cache(maxsize=1024)(self._country_code)
        self._find_units = lru_cache(maxsize=4096)(self._units)
        self.geocode = lru_cache(maxsize=1 << 16)(self._geocode)

    def _geocode(self, place: str, admin: str = "", country: str = "") -> Geocoded:
        """Return where the place is; a region alone gives the region, a country alone the country."""
        code = self._find_country(country.strip()) if country.strip() else None
        units = self._find_units(admin.strip(), code) if admin.strip() else ()
        if not place.strip():
            return self._of_unit(units, country)
        return self._in_units(place, units, code) or self._anywhere(place, admin, code)

    def _of_unit(self, units: tuple[Candidate, ...], country: str) -> Geocoded:
        found = units or tuple(self._gazetteer.lookup(country, kinds=_COUNTRIES, limit=1) if country.strip() else ())
        return _answer(list(found[:1]), geo_precision=3) if found else Geocoded()

    def _in_units(self, place: str, units: tuple[Candidate, ...], code: str | None) -> Geocoded | None:
        """Return the place inside its region, by a firm match in any of the regions before a fuzzy one."""
        for fuzzy in (False, True):
            for unit in units:
                found = self._gazetteer.lookup(place, within=unit.place, country=code, kinds=_PLACES, fuzzy=fuzzy)
                if found:
                    return _answer(found)
                if normalize.key(place) in (normalize.key(unit.name.text), normalize.key(unit.place.name)):
                    return _answer([unit], geo_precision=3)
        return None

    def _anywhere(self, place: str, admin: str, code: str | None) -> Geocoded:
        found = self._gazetteer.lookup(place, country=code, kinds=None if code is None else _PLACES)
        if not found:
            return Geocoded()
        answer = _answer(found)
        if not admin.strip() or answer.confidence is None:
            return answer
        return replace(answer, confidence=answer.confidence * _OUTSIDE_ADMIN)

    def _country_code(self, country: str) -> str | None:
        if country.upper() in self._gazetteer.index.strings and len(country) == 2:  # noqa: PLR2004 -- ISO 3166-1 alpha-2
            return country.upper()
        found = self._gazetteer.lookup(country, kinds=_COUNTRIES, limit=1)
        return found[0].place.country if found else None

    def _units(self, admin: str, code: str | None) -> tuple[Candidate, ...]:
        """Return what a region's name may mean: regions, else districts, else the regions that a city of the name is in."""
        for kinds in (_REGIONS, _UNITS, _PLACES):
            found = self._gazetteer.lookup(admin, kinds=kinds, country=code, limit=4)
            if found:
                return tuple(found)
        return ()


def _answer(found: list[Candidate], *, geo_precision: int | None = None) -> Geocoded:
    best = found[0]
    rivals = sum(1 for other in found if other.method is best.method and other.place.kind is best.place.kind)
    confidence = _METHOD_CONFIDENCE[best.method] * (best.similarity if best.method is MatchMethod.FUZZY else 1.0)
    if rivals > 1:
        confidence *= 0.5 + 0.5 / rivals
    return Geocoded(
        place=best.place, method=best.method.value, confidence=confidence, geo_precision=geo_precision or _precision(best.place)
    )


def _precision(place: Place) -> int:
    if place.kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.AREA):
        return 3
    return 2 if place.kind is PlaceKind.DISTRICT or (place.radius_m > _APPROXIMATE_M and (place.population or 0) == 0) else 1


def geocode_rows(
    rows: Iterable[Mapping[str, str]], gazetteer: Gazetteer, columns: TableColumns
) -> Iterator[tuple[Mapping[str, str], Geocoded]]:
    """Yield each row with where it was found, in the order of the rows."""
    geocoder = RowGeocoder(gazetteer)
    for row in rows:
        admin = row.get(columns.admin) or "" if columns.admin else ""
        country = row.get(columns.country) or "" if columns.country else ""
        yield row, geocoder.geocode(row.get(columns.place) or "", admin, country)


def geocode_table(source: Path, target: Path, gazetteer: Gazetteer, columns: TableColumns) -> TableSummary:
    """Read the CSV file ``source`` and write it to ``target`` with the columns ADDED, row by row, whole or not at all.

    The delimiter (comma, semicolon, tab or bar) is kept. Rows that are not found have "unmatched" in ``geocode_method``
    and empty cells else.

    Raises:
        SourceError: ``source`` is not a UTF-8 table with these columns. OSError: a file cannot be read or written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open(encoding="utf-8-sig", newline="") as file:
        draft = tempfile.NamedTemporaryFile(  # noqa: SIM115 -- renamed, not closed and gone
            "w", encoding="utf-8", newline="", dir=target.parent, prefix=f".{target.name}.", delete=False
        )
        try:
            with draft:
                summary = _geocode_stream(file, cast("TextIO", draft.file), gazetteer, columns, source)
                draft.flush()
                os.fsync(draft.fileno())
            Path(draft.name).replace(target)
        except UnicodeDecodeError as error:
            raise SourceError(f"{source} is not UTF-8 text: save the table as CSV in UTF-8") from error
        except csv.Error as error:
            raise SourceError(f"{source} is not a table of separated values: {error}") from error
        finally:
            Path(draft.name).unlink(missing_ok=True)
    return summary


def _geocode_stream(file: TextIO, target: TextIO, gazetteer: Gazetteer, columns: TableColumns, source: Path) -> TableSummary:
    csv.field_size_limit(_MOST_CELL_CHARACTERS)
    dialect = _sniff(file)
    reader = csv.DictReader(file, dialect=dialect, restkey=None)
    header = list(reader.fieldnames or ())
    missing = [name for name in (columns.place, columns.admin, columns.country) if name is not None and name not in header]
    if missing:
        raise SourceError(f"{source} has no column {missing[0]!r}: it has {', '.join(map(repr, header)) or 'none'}")
    writer = csv.writer(target, dialect=dialect)
    writer.writerow([*header, *(name if name not in header else f"geocode_{name}" for name in ADDED)])
    summary = TableSummary()
    for row, found in geocode_rows(reader, gazetteer, columns):
        summary.rows += 1
        summary.matched += found.place is not None
        writer.writerow([*(row[name] for name in header), *found.cells()])
    return summary


def _sniff(file: TextIO) -> type[csv.Dialect]:
    sample = file.read(_SNIFFED_CHARACTERS)
    file.seek(0)
    try:
        return csv.Sniffer().sniff(sample.split("\n", 1)[0], delimiters=",;\t|")
    except csv.Error:
        return csv.excel
