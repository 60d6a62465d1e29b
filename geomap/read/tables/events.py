"""The readers of coded events: tables (CSV, TSV, GDELT's files without header) and GeoJSON; each row or feature is an event."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from functools import partial
from zoneinfo import ZoneInfo

from geomap.errors import UnreadableError
from geomap.event_types import UNSPECIFIED
from geomap.lang.pages import names_of_columns
from geomap.model import Document, Event, Problem
from geomap.read.dates import DayOrder, day_order, is_serial_day, serial_to_iso
from geomap.read.decode import decode, head
from geomap.read.records import load_json
from geomap.read.tables.cells import first_line, fit_row, known_cell, numbered_rows, overfull_rows
from geomap.read.tables.coding import Row, RowIds, make_event
from geomap.read.tables.datasets import (
    DATASETS,
    GDELT,
    GENERIC,
    TIME_COLUMNS,
    UCDP,
    Dataset,
    has_coordinates,
    is_generic,
    unread_counts,
)
from geomap.read.tables.forms import completed, standard_names, with_implied
from geomap.read.tables.gdelt import GDELT_COLUMNS, gdelt_row
from geomap.read.tables.header import DELIMITERS, comparable_names
from geomap.read.tables.objects import middle_of
from geomap.read.tables.ucdp import is_bare_ucdp, ucdp_row
from geomap.settings import ReadSettings

_KNOWN_SCORE, _GENERIC_SCORE = 0.94, 0.88  # higher than for any table of posts
_UNDATED_SCORE = 0.5  # coordinates without a time: lower than for a table with texts
_MIN_COLUMNS = 3
_DATE_COLUMN = re.compile(r"date|day|time|when|start|end|дата|час|время")  # of columns that may hold dates
NumberedRow = tuple[int, Row]
_GDELT_START = re.compile(r"\d{1,12}\t(?:19|20)\d{6}\t(?:19|20)\d{4}\t")


@dataclass(frozen=True, slots=True)
class _EventTable:
    """A table of events: its dataset, the delimiter, and the header (None for GDELT, which has none)."""

    dataset: Dataset
    delimiter: str
    header: tuple[str, ...] | None
    is_dated: bool = True
    headings: tuple[str, ...] = ()  # as they are written in the table
    overfull: set[int] = field(default_factory=set)  # numbers of rows with more cells than the header

    def rows(self, text: str) -> Iterator[NumberedRow]:
        """Yield the number of each row that is not empty, and its cells by column."""
        if self.header is None:
            is_gdelt = self.dataset is GDELT
            for number, cells in numbered_rows(text, delimiter=self.delimiter, quoting=csv.QUOTE_NONE if is_gdelt else csv.QUOTE_MINIMAL):
                yield number, gdelt_row(cells) if is_gdelt else ucdp_row(cells)
            return
        for number, cells in numbered_rows(text, delimiter=self.delimiter):
            if number > 1:
                fitting = fit_row(cells, len(self.header), self.delimiter)
                self.overfull.update([number] if fitting is not cells else [])
                yield number, {column: known_cell(column, cell) for column, cell in zip(self.header, fitting, strict=False)}


class CodedTableReader:
    """Tables whose rows are events."""

    name = "events"

    def sniff(self, document: Document) -> float:
        """Return 0.94 for the columns of a known dataset, 0.88 for a table with coordinates and times."""
        table = _find_table(head(document))
        if table is None:
            return 0.0
        return _KNOWN_SCORE if table.dataset is not GENERIC else _GENERIC_SCORE if table.is_dated else _UNDATED_SCORE

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Event | Problem]:
        """Read one event of each row.

        Args:
            document: The table.
            settings: ``timezone`` is the zone of local days where the dataset names none.

        Yields:
            The events in the order of the table, then problems.

        Raises:
            UnreadableError: The document is not text, or no column has times and no day is given.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        table = _find_table(decoded.text)
        if table is not None and settings.date is None and not table.is_dated:
            raise UnreadableError(
                f"{document.origin}: no column of this table has times; name one date, or set `date` to the day of the events"
            )
        if table is not None:
            yield from events_of(partial(table.rows, decoded.text), table.dataset, document.origin, settings, headings=table.headings)
            if table.overfull:
                yield overfull_rows(document.origin, sorted(table.overfull))


def events_of(
    rows: Callable[[], Iterable[NumberedRow]], dataset: Dataset, origin: str, settings: ReadSettings, *, headings: Iterable[str] = ()
) -> Iterator[Event | Problem]:
    """Yield the events of rows.

    Args:
        rows: Returns the rows, each with its number and its cells by column; called twice, since dates are read as a whole column.
        dataset: How a row is read.
        origin: The document, for problems.
        settings: ``timezone`` is the zone of local days where the dataset names none; ``date`` is the day of events without one.
        headings: The names of the columns as they are written, which may say in which order dates are ("Date (mm/dd/yyyy)").

    Yields:
        The events, then problems about what they do not state.
    """
    zone = ZoneInfo(settings.timezone) if settings.timezone else UTC
    count = placeless = timeless = typeless = unread = 0
    numbered = rows
    if dataset is GENERIC:
        rows = lambda: ((number, completed(row)) for number, row in numbered())  # noqa: E731 - read twice
    broken = None
    ids = RowIds()
    order, serial = _date_columns(rows, headings)
    try:
        for number, row in rows():
            coded = ids.identified(dataset.read(_with_iso_dates(row, order, serial)), row, number)
            coded.days = coded.days or ((settings.date, settings.date) if settings.date is not None else None)
            event = make_event(coded, dataset=dataset.name, zone=zone)
            count += 1
            placeless += event.where.lat is None
            timeless += event.when is None
            typeless += event.sub_type == UNSPECIFIED[1]
            unread += dataset is GENERIC and unread_counts(row)
            yield event
    except csv.Error as error:
        broken = f"a row after the first {count} cannot be read ({error}); the rows before it are read"
    written = "month, day, year" if order.month_first else "day, month, year"
    remarks = (
        (broken, broken),
        (placeless, f"{placeless} of {count} events have no coordinates; they are in the files without a place"),
        (timeless, f"{timeless} of {count} events have no date that can be read; set `date` to their day"),
        (typeless, f"{typeless} of {count} events state no type; they have that which their words tell, or are {UNSPECIFIED[0]}"),
        (unread, f"{unread} cells that should count people cannot be read"),
        (order.is_open, f"dates such as 3/4/2023 can be read both ways; they are read as {written}"),
        (
            order.is_mixed,
            "some dates have the day first and others the month; those that can be read both ways are read as day, month, year",
        ),
        (ids.repeated, f"{ids.repeated} rows have the id of another row and tell something else; they are events of their own"),
    )
    yield from (Problem(origin=origin, text=f"{origin}: {remark}") for applies, remark in remarks if applies)


def _date_columns(rows: Callable[[], Iterable[NumberedRow]], headings: Iterable[str]) -> tuple[DayOrder, frozenset[str]]:
    """Return the order of day and month in the dates of a table, and the columns whose dates are all days as spreadsheets count them."""
    serial: set[str] = set()
    other: set[str] = set()

    def dates() -> Iterator[str]:
        for _, row in rows():
            for column, cell in row.items():
                if cell and _is_of_dates(column):
                    (serial if is_serial_day(cell) else other).add(column)
                    yield cell

    try:
        order = day_order(dates(), headings=headings)
    except csv.Error:  # told when the events are read
        order = DayOrder()
    return order, frozenset(serial - other)


def _with_iso_dates(row: Row, order: DayOrder, serial: frozenset[str]) -> Row:
    return {
        column: serial_to_iso(cell) if column in serial else _iso(cell, order) if _is_of_dates(column) else cell
        for column, cell in row.items()
    }


def _is_of_dates(column: str) -> bool:
    return _DATE_COLUMN.search(column) is not None or column in TIME_COLUMNS or column in names_of_columns(english=False)["day"]


def _iso(cell: str, order: DayOrder) -> str:
    return order.iso(cell) if "/" in cell or "-" in cell or "." in cell else cell


def column_names(columns: Iterable[str]) -> tuple[str, ...]:
    """Return names of columns in a comparable form: lower case, one underscore between words."""
    return comparable_names(columns)


def detect_dataset(columns: Iterable[str]) -> Dataset | None:
    """Return the dataset that a table belongs to, by its columns; None where it is not a table of events."""
    names = frozenset(columns)
    known = next((dataset for dataset in DATASETS if dataset.signs <= names), None)
    return known or (GENERIC if is_generic(names) else None)


def _find_table(text: str) -> _EventTable | None:
    first = first_line(text)
    if _GDELT_START.match(first) and first.count("\t") + 1 in GDELT_COLUMNS:
        return _EventTable(GDELT, "\t", None)
    if is_bare_ucdp(first):
        return _EventTable(UCDP, ",", None)
    delimiter = max(DELIMITERS, key=first.count)
    if first.count(delimiter) + 1 < _MIN_COLUMNS:
        return None
    try:
        header = column_names(next(csv.reader([first], delimiter=delimiter), []))
    except csv.Error:
        return None
    return _table_of(header, text, delimiter) if len(header) >= _MIN_COLUMNS else None  # delimiters within quotes do not count


def _table_of(header: tuple[str, ...], text: str, delimiter: str) -> _EventTable | None:
    dataset = detect_dataset(header)
    if dataset is not None and dataset is not GENERIC:
        return _EventTable(dataset, delimiter, header)
    names = standard_names(header)
    told = with_implied(names, _first_row(text, delimiter))
    return _EventTable(GENERIC, delimiter, names, is_dated=is_generic(told), headings=header) if has_coordinates(told) else None


def _first_row(text: str, delimiter: str) -> list[str]:
    try:
        return next((cells for number, cells in numbered_rows(text, delimiter=delimiter) if number > 1), [])
    except csv.Error:
        return []


_SURE_GEOJSON = 0.99
_FEATURES = re.compile(r'"type"\s*:\s*"Feature(?:Collection)?"')


class GeoJsonReader:
    """GeoJSON feature collections (RFC 7946) whose features have times, such as geomap's own events.geojson."""

    name = "geojson"

    def sniff(self, document: Document) -> float:
        """Return 0.99 where the document starts like a feature collection."""
        start = head(document)
        return _SURE_GEOJSON if start.startswith("{") and _FEATURES.search(start) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Event | Problem]:
        """Read one event of each feature.

        Args:
            document: The GeoJSON; of a truncated one, the complete features are read.
            settings: ``timezone`` is the zone of local days where the dataset names none.

        Yields:
            The events in the order of the document, then problems.

        Raises:
            UnreadableError: The document is not text, or no feature has a time and none is given.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        values, is_whole = load_json(decoded.text)
        rows = [_row(feature) for value in values for feature in _features(value)]
        if not rows:
            raise UnreadableError(f"{document.origin}: this GeoJSON has no features")
        if settings.date is None and not any(
            row.get(name) for row in rows for name in (*TIME_COLUMNS, *names_of_columns(english=False)["day"], "date_start")
        ):
            raise UnreadableError(
                f"{document.origin}: no feature of this GeoJSON has a time; name one of its properties date, or set `date`"
            )
        if not is_whole:
            yield Problem(
                origin=document.origin, text=f"{document.origin}: the GeoJSON is broken or truncated; its complete features are read"
            )
        yield from events_of(lambda: enumerate(rows, start=1), detect_dataset(rows[0]) or GENERIC, document.origin, settings)


def _features(value: object) -> Iterator[dict[str, object]]:
    """Yield the features of a collection, or a single feature, as of a truncated collection."""
    if isinstance(value, dict):
        inner = value.get("features")
        if isinstance(inner, list):
            yield from (feature for feature in inner if isinstance(feature, dict))
        elif value.get("type") == "Feature":
            yield value


def _row(feature: dict[str, object]) -> Row:
    """Return the properties of a feature as cells, with its point, or the middle of another geometry, as latitude and longitude."""
    given = feature.get("properties")
    properties = given if isinstance(given, dict) else {}
    row = {name: str(value) for name, value in zip(column_names(properties), properties.values(), strict=True) if value is not None}
    if feature.get("id") is not None:
        row.setdefault("id", str(feature["id"]))
    return row | middle_of(feature.get("geometry"))
