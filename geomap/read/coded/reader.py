"""Reads tables of coded events (CSV, TSV, GDELT's headerless files): each row is an event."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from io import StringIO
from zoneinfo import ZoneInfo

from geomap.model import Document, Event, Problem
from geomap.read.coded.datasets import DATASETS, GDELT, GDELT_COLUMNS, Dataset, gdelt_row
from geomap.read.coded.plain import PLAIN, is_plain
from geomap.read.coded.record import Row, event_of
from geomap.read.decode import decode, head
from geomap.settings import ReadSettings

_KNOWN, _PLAIN = 0.94, 0.88  # surer than any table of posts
_DELIMITERS = (",", "\t", ";", "|")
_MIN_COLUMNS = 3
_GDELT_START = re.compile(r"\d{1,12}\t(?:19|20)\d{6}\t(?:19|20)\d{4}\t")
_NOT_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class _Table:
    """What a table is: whose, how its cells are parted, and its header (None for GDELT, which has none)."""

    dataset: Dataset
    delimiter: str
    header: tuple[str, ...] | None

    def rows(self, text: str) -> Iterator[Row]:
        """Yield the rows that are not empty, cells by column."""
        if self.header is None:
            cells = csv.reader(StringIO(text, newline=""), delimiter=self.delimiter, quoting=csv.QUOTE_NONE)
        else:
            cells = csv.reader(StringIO(text, newline=""), delimiter=self.delimiter)
            next(cells)
        for row in cells:
            if any(row):
                yield gdelt_row(row) if self.header is None else dict(zip(self.header, row, strict=False))


class CodedTableReader:
    """Tables whose rows are events."""

    name = "events"

    def sniff(self, document: Document) -> float:
        """Look for the columns of a known dataset, else for coordinates and times."""
        table = _table(head(document))
        return 0.0 if table is None else _PLAIN if table.dataset is PLAIN else _KNOWN

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Event | Problem]:
        """Yield one event for each row.

        Raises:
            UnreadableError: it is not text.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        table = _table(decoded.text)
        if table is not None:
            yield from events_of(table.rows(decoded.text), table.dataset, document.origin, settings)


def events_of(rows: Iterable[Row], dataset: Dataset, origin: str, settings: ReadSettings) -> Iterator[Event | Problem]:
    """Yield the events of ``rows``, then what they do not say."""
    zone = ZoneInfo(settings.timezone) if settings.timezone else UTC
    count = placeless = timeless = 0
    broken = None
    try:
        for row in rows:
            event = event_of(dataset.read(row), dataset=dataset.name, zone=zone)
            count += 1
            placeless += event.where.lat is None
            timeless += event.when is None
            yield event
    except csv.Error as error:
        broken = f"a row after the first {count} cannot be read ({error}); the rows before it are"
    wants = (
        (broken, broken),
        (placeless, f"{placeless} of {count} events have no coordinates; they are in the files without a place"),
        (timeless, f"{timeless} of {count} events have no date that can be read"),
    )
    yield from (Problem(origin=origin, text=f"{origin}: {remark}") for told, remark in wants if told)


def names_of(columns: Iterable[str]) -> tuple[str, ...]:
    """Give names of columns as the datasets are told by: small letters, one underscore between words."""
    return tuple(_NOT_WORD.sub("_", name.strip().lower()).strip("_") for name in columns)


def dataset_of(columns: Iterable[str]) -> Dataset | None:
    """Tell whose a table is by its columns; None where it is no table of events."""
    names = frozenset(columns)
    known = next((dataset for dataset in DATASETS if dataset.signs <= names), None)
    return known or (PLAIN if is_plain(names) else None)


def _table(text: str) -> _Table | None:
    first = text.lstrip("\ufeff").partition("\n")[0].rstrip("\r")
    if _GDELT_START.match(first) and first.count("\t") + 1 in GDELT_COLUMNS:
        return _Table(GDELT, "\t", None)
    delimiter = max(_DELIMITERS, key=first.count)
    if first.count(delimiter) + 1 < _MIN_COLUMNS:
        return None
    try:
        header = names_of(next(csv.reader([first], delimiter=delimiter), []))
    except csv.Error:
        return None
    dataset = dataset_of(header) if len(header) >= _MIN_COLUMNS else None  # delimiters in quotes part nothing
    return _Table(dataset, delimiter, header) if dataset else None
