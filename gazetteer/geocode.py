"""Geocoding tables: each row's own words first, and where they leave a choice, what the other rows are near.

A row names a place, perhaps its region and country. Candidates inside the region come before those elsewhere in the
country, firm matches before fuzzy ones, a place's main name before its other names, larger places before smaller ones. Of
homonyms the one near the table's unambiguous places is likelier: tables are about something, and that is somewhere.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TextIO

import numpy as np
import numpy.typing as npt

from gazetteer import normalize
from gazetteer.atomic import open_text_atomically
from gazetteer.errors import SourceError, listed
from gazetteer.lookup import Gazetteer
from gazetteer.model import Candidate, MatchMethod, NameStatus, Place, PlaceKind
from gazetteer.sphere import haversine_km

UNMATCHED = "unmatched"

_REGIONS = frozenset((PlaceKind.REGION,))
_UNITS = frozenset((PlaceKind.REGION, PlaceKind.DISTRICT))
_COUNTRIES = frozenset((PlaceKind.COUNTRY,))
_PLACES = frozenset(PlaceKind) - _COUNTRIES
_LOOKED_AT = 60
_MOST_UNITS = 4

# Weights found by trying a coarse grid on CIR's Ukraine rows with two gazetteers; all but the last are flat near these values.
# benchmarks/gazetteer_geocode_cir.py shows what a change does.
_ELSEWHERE = -2.5
_OTHER_NAME = -3.0
_FUZZY, _AN_EDIT = -2.0, -4.0
_PEOPLE = 0.5
_NEIGHBOURS, _NEIGHBOURS_KM = 2.0, 12.0
_KIND = {PlaceKind.SETTLEMENT: 0.0, PlaceKind.NEIGHBORHOOD: -0.3, PlaceKind.REGION: -1.5, PlaceKind.DISTRICT: -1.5}
_OTHER_KIND = -0.7
_MOST_OF_ONE_ROW = 5

_CERTAIN = {
    MatchMethod.EXACT: 0.97,
    MatchMethod.NORMALIZED: 0.97,
    MatchMethod.TRANSLITERATED: 0.95,
    MatchMethod.INFLECTED: 0.9,
    MatchMethod.FUZZY: 0.85,
}
"""Shares of right answers by method, where there was no rival; the same benchmark prints them."""
_ELSEWHERE_SHARE = 0.6
_APPROXIMATE_M = 5000.0
_VOWEL_SPELLING = re.compile(r"[iyjь]+")
_PARTS = re.compile(r"\s*[,;(]\s*")

ADDED = ("latitude", "longitude", "coordinate_uncertainty_m", "geo_precision", "gazetteer_id", "geocode_confidence", "geocode_method")
"""Columns that are added; one whose name the table already has gets the prefix "geocode_"."""

_QUOTED = re.compile(r'"[^"]*"?')
_SNIFFED_CHARACTERS = 1 << 16
_MOST_CELL_CHARACTERS = 1 << 22


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a table that locate one place; empty where there is nothing."""

    place: str
    admin: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoded:
    """The place of a row, None where it was not found. ``geo_precision`` is ACLED's: 1 the place, 2 near it, 3 its region."""

    place: Place | None = None
    method: str = UNMATCHED
    confidence: float | None = None
    geo_precision: int | None = None


@dataclass(frozen=True, slots=True)
class _Choice:
    candidate: Candidate
    score: float
    elsewhere: bool


class RowGeocoder:
    """Looks up rows; ``learn`` reads the table first, so that unambiguous rows help to decide the others."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._neighbours: tuple[npt.NDArray[np.float64], ...] | None = None
        self._country = lru_cache(maxsize=1024)(self._find_country)
        self._units = lru_cache(maxsize=4096)(self._find_units)
        self._choices = lru_cache(maxsize=1 << 15)(self._find_choices)
        self.geocode = lru_cache(maxsize=1 << 15)(self._geocode)

    def learn(self, rows: Iterable[Row]) -> None:
        """Store the positions of the unambiguous rows."""
        spots: list[tuple[float, float, float]] = []
        for row, count in Counter(rows).items():
            firm = [choice for choice in self._choices(row) if not choice.elsewhere and choice.candidate.method is not MatchMethod.FUZZY]
            place = firm[0].candidate.place if len(firm) == 1 else None
            if place is not None and place.lat is not None and place.lon is not None:
                spots.append((place.lat, place.lon, min(count, _MOST_OF_ONE_ROW)))
        self._neighbours = tuple(np.array(column) for column in zip(*sorted(spots), strict=True)) if spots else None
        self.geocode.cache_clear()

    def _geocode(self, row: Row) -> Geocoded:
        """Return where a row is; a region alone gives the region, a country alone the country."""
        if not row.place.strip():
            return self._geocode_unit(row)
        choices = self._choices(row)
        if not choices:
            return self._geocode_part(row)
        scores = [choice.score + self._neighbours_of(choice.candidate.place) for choice in choices]
        order = sorted(range(len(choices)), key=lambda at: (-scores[at], choices[at].candidate.place.id))
        best = choices[order[0]]
        rivals = sum(math.exp(2 * (scores[at] - scores[order[0]])) for at in order)
        confidence = _CERTAIN[best.candidate.method] * best.candidate.similarity / rivals
        return _answer(best.candidate, confidence * (_ELSEWHERE_SHARE if best.elsewhere else 1.0))

    def _geocode_unit(self, row: Row) -> Geocoded:
        code = self._country(row.country)
        units = self._units(row.admin, code)
        if not units and row.country.strip() and not row.admin.strip():
            units = tuple(self._gazetteer.lookup(row.country, kinds=_COUNTRIES, limit=1))
        return _answer(units[0], _CERTAIN[units[0].method]) if units else Geocoded()

    def _geocode_part(self, row: Row) -> Geocoded:
        """Look up the part of a name after its first comma: "Southern bay, Sevastopol" is near Sevastopol."""
        parts = [part.strip(" )") for part in _PARTS.split(row.place)]
        if len(parts) < 2 or not parts[-1]:  # noqa: PLR2004 -- a name and a qualifier
            return Geocoded()
        found = self._geocode(Row(parts[-1], row.admin, row.country))
        if found.place is None or found.confidence is None:
            return found
        return replace(found, confidence=found.confidence / 2, geo_precision=max(2, found.geo_precision or 2))

    def _neighbours_of(self, place: Place) -> float:
        if self._neighbours is None or place.lat is None or place.lon is None:
            return 0.0
        lats, lons, weights = self._neighbours
        near = (weights * np.exp(-haversine_km(place.lat, place.lon, lats, lons) / _NEIGHBOURS_KM)).sum()
        return _NEIGHBOURS * math.log10(1 + float(near))

    def _find_choices(self, row: Row) -> tuple[_Choice, ...]:
        code = self._country(row.country)
        units = self._units(row.admin, code)
        if row.admin.strip() and not units and code is not None:  # the region is of another country: trust the region
            abroad = self._units(row.admin, None)
            code, units = (None, abroad) if abroad else (code, units)
        choices: dict[str, _Choice] = {}
        for candidate, elsewhere in self._candidates(row.place, units, code):
            place = candidate.place
            if place.lat is not None and place.id not in choices:
                choices[place.id] = _Choice(candidate, _own_score(row.place, candidate) + (_ELSEWHERE if elsewhere else 0.0), elsewhere)
        return tuple(choices.values())

    def _candidates(self, name: str, units: tuple[Candidate, ...], code: str | None) -> Iterator[tuple[Candidate, bool]]:
        look_up = self._gazetteer.lookup
        inside: list[Candidate] = []
        for edits in (0, _edits_in_a_region(name)) if units else ():
            for unit in units:
                inside += look_up(name, within=unit.place, country=code, kinds=_PLACES, limit=_LOOKED_AT, fuzzy=edits)
            if inside:
                break
        yield from ((candidate, False) for candidate in inside)
        wanted = None if code is None else _PLACES
        around = look_up(name, country=code, kinds=wanted, limit=_LOOKED_AT, fuzzy=False)
        if not around and not inside:
            around = look_up(name, limit=_LOOKED_AT, fuzzy=False) or look_up(name, country=code, kinds=wanted, limit=_LOOKED_AT)
        yield from ((candidate, bool(units)) for candidate in around)

    def _find_country(self, country: str) -> str | None:
        country = country.strip()
        if not country:
            return None
        if len(country) == 2 and country.upper() in self._gazetteer.index.strings:  # noqa: PLR2004 -- ISO 3166-1 alpha-2
            return country.upper()
        found = self._gazetteer.lookup(country, kinds=_COUNTRIES, limit=1)
        return found[0].place.country if found else None

    def _find_units(self, admin: str, code: str | None) -> tuple[Candidate, ...]:
        """Return what a region's name may mean: regions, else districts, else places of that name."""
        if not admin.strip():
            return ()
        for fuzzy in (False, True):
            for kinds in (_REGIONS, _UNITS, _PLACES):
                found = self._gazetteer.lookup(admin, kinds=kinds, country=code, limit=_MOST_UNITS, fuzzy=fuzzy)
                if found:
                    return tuple(found)
        return ()


def _own_score(name: str, candidate: Candidate) -> float:
    place = candidate.place
    score = _KIND.get(place.kind, _OTHER_KIND) + _PEOPLE * math.log10(100 + (place.population or 0))
    if candidate.method is MatchMethod.FUZZY:
        return score + _FUZZY + _AN_EDIT * (1 - candidate.similarity)
    is_main_name = _same_spelling(name, place.name) or candidate.name.status is NameStatus.OFFICIAL
    return score if is_main_name else score + _OTHER_NAME


def _same_spelling(one: str, other: str) -> bool:
    """Compare names but for how i, y and j are written: Serhiivka, Serhiyivka."""
    return _VOWEL_SPELLING.sub("i", normalize.key(one)) == _VOWEL_SPELLING.sub("i", normalize.key(other))


def _edits_in_a_region(name: str) -> int:
    """Return how many letters may differ where the region is known: one more than anywhere, for there are few names to confuse."""
    letters = len(normalize.key(name))
    return 1 if letters < 6 else 2 if letters < 9 else 3  # noqa: PLR2004 -- lengths of names


def _answer(candidate: Candidate, confidence: float) -> Geocoded:
    place = candidate.place
    return Geocoded(place=place, method=candidate.method.value, confidence=confidence, geo_precision=_precision(place))


def _precision(place: Place) -> int:
    if place.kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.AREA):
        return 3
    is_vague = place.radius_m > _APPROXIMATE_M and place.population is None
    return 2 if place.kind is PlaceKind.DISTRICT or is_vague else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumns:
    """The names of the columns to read; ``admin`` and ``country`` may be None."""

    place: str
    admin: str | None = None
    country: str | None = None


@dataclass(slots=True)
class TableSummary:
    """How many rows a table had and how many of them were found."""

    rows: int = 0
    matched: int = 0


def geocode_rows(
    rows: Sequence[Mapping[str, str | None]], gazetteer: Gazetteer, columns: TableColumns
) -> Iterator[tuple[Mapping[str, str | None], Geocoded]]:
    """Yield each row with its place, in the order of the rows; unambiguous rows help to decide the others."""
    geocoder = RowGeocoder(gazetteer)
    geocoder.learn(_read_row(row, columns) for row in rows)
    for row in rows:
        yield row, geocoder.geocode(_read_row(row, columns))


def _read_row(row: Mapping[str, str | None], columns: TableColumns) -> Row:
    place, admin, country = ((row.get(name) or "" if name else "") for name in (columns.place, columns.admin, columns.country))
    return Row(place, admin, country)


def _cells(found: Geocoded) -> tuple[str, ...]:
    place = found.place
    if place is None or place.lat is None or place.lon is None or found.confidence is None:
        return ("", "", "", "", "", "", UNMATCHED)
    position = (f"{place.lat:.5f}", f"{place.lon:.5f}", f"{place.radius_m:.0f}")
    return (*position, str(found.geo_precision or ""), place.id, f"{found.confidence:.2f}", found.method)


def geocode_table(source: Path, target: Path, gazetteer: Gazetteer, columns: TableColumns) -> TableSummary:
    """Read the CSV file ``source`` and write it to ``target`` with the columns ADDED, row by row, whole or not at all.

    The delimiter (comma, semicolon, tab or bar) is kept. Rows that are not found have "unmatched" in ``geocode_method``
    and empty cells otherwise.

    Raises:
        SourceError: ``source`` is not a UTF-8 table with these columns.
        OSError: A file cannot be read or written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    usual = csv.field_size_limit(_MOST_CELL_CHARACTERS)
    try:
        with open_text_atomically(target) as file:
            summary = _geocode_stream(source, file, gazetteer, columns)
    except UnicodeDecodeError as error:
        raise SourceError(f"{source} is not UTF-8 text; save the table as CSV in UTF-8") from error
    except csv.Error as error:
        raise SourceError(f"{source} is not a table of separated values: {error}") from error
    finally:
        csv.field_size_limit(usual)  # it is one for the whole program
    return summary


def _geocode_stream(source: Path, target: TextIO, gazetteer: Gazetteer, columns: TableColumns) -> TableSummary:
    """Read the file twice: rows are many, what they name is few, and only that is kept in between."""
    geocoder = RowGeocoder(gazetteer)
    with _reading(source) as reader:
        header = list(reader.fieldnames or ())
        missing = [name for name in (columns.place, columns.admin, columns.country) if name is not None and name not in header]
        if missing:
            raise SourceError(f"{source} has no column {missing[0]!r}: it has {listed([repr(name) for name in header])}")
        geocoder.learn(_read_row(row, columns) for row in reader)
    summary = TableSummary()
    with _reading(source) as reader:
        writer = csv.writer(target, dialect=reader.reader.dialect)
        writer.writerow([*header, *(name if name not in header else f"geocode_{name}" for name in ADDED)])
        for row in reader:
            cells = _cells(geocoder.geocode(_read_row(row, columns)))
            summary.rows += 1
            summary.matched += cells[-1] != UNMATCHED
            writer.writerow([*(row[name] for name in header), *cells])
    return summary


@contextmanager
def _reading(source: Path) -> Iterator[csv.DictReader[str]]:
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, dialect=_dialect(file))
        try:
            yield reader
        except csv.Error as error:
            raise SourceError(f"{source}: row {reader.line_num + 1} cannot be read ({error}); save the table again as CSV") from error


def _dialect(file: TextIO) -> type[csv.Dialect]:
    """Return how the table is delimited: by what stands most often in its header, outside of quotes."""
    header = _QUOTED.sub("", file.read(_SNIFFED_CHARACTERS).split("\n", 1)[0])
    file.seek(0)

    class Dialect(csv.excel):
        delimiter = max(",;\t|", key=header.count)

    return Dialect
