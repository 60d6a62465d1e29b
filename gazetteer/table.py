"""A table of places to a table with coordinates: each row's place, region and country are looked up, columns and order kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from gazetteer.atomic import open_text_atomically
from gazetteer.errors import SourceError
from gazetteer.geocoding import UNMATCHED, Geocoded, Row, RowGeocoder
from gazetteer.lookup import Gazetteer

ADDED = ("latitude", "longitude", "coordinate_uncertainty_m", "geo_precision", "gazetteer_id", "geocode_confidence", "geocode_method")
"""Columns that are added; one whose name the table already has gets the prefix "geocode_"."""

_SNIFFED_CHARACTERS = 1 << 16
_MOST_CELL_CHARACTERS = 1 << 22


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
    """Yield each row with where it was found, in the order of the rows; rows that leave no choice speak for the rest."""
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
    and empty cells else.

    Raises:
        SourceError: ``source`` is not a UTF-8 table with these columns. OSError: a file cannot be read or written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    csv.field_size_limit(_MOST_CELL_CHARACTERS)
    try:
        with open_text_atomically(target) as file:
            summary = _geocode_stream(source, file, gazetteer, columns)
    except UnicodeDecodeError as error:
        raise SourceError(f"{source} is not UTF-8 text: save the table as CSV in UTF-8") from error
    except csv.Error as error:
        raise SourceError(f"{source} is not a table of separated values: {error}") from error
    return summary


def _geocode_stream(source: Path, target: TextIO, gazetteer: Gazetteer, columns: TableColumns) -> TableSummary:
    """Read the file twice: rows are many, what they name is few, and only that is kept in between."""
    geocoder = RowGeocoder(gazetteer)
    with _reading(source) as reader:
        header = list(reader.fieldnames or ())
        missing = [name for name in (columns.place, columns.admin, columns.country) if name is not None and name not in header]
        if missing:
            raise SourceError(f"{source} has no column {missing[0]!r}: it has {', '.join(map(repr, header)) or 'none'}")
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
        yield csv.DictReader(file, dialect=_sniff(file))


def _sniff(file: TextIO) -> type[csv.Dialect]:
    sample = file.read(_SNIFFED_CHARACTERS)
    file.seek(0)
    try:
        return csv.Sniffer().sniff(sample.split("\n", 1)[0], delimiters=",;\t|")
    except csv.Error:
        return csv.excel
