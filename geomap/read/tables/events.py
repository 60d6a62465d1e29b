"""The readers of coded events: tables (CSV, TSV, GDELT's files without header) and GeoJSON; each row or feature is an event."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from io import StringIO
from zoneinfo import ZoneInfo

from geomap.errors import UnreadableError
from geomap.lang.pages import names_of_columns
from geomap.model import Document, Event, Problem
from geomap.read.decode import decode, head
from geomap.read.records import load_json
from geomap.read.tables.coding import Row, make_event
from geomap.read.tables.datasets import DATASETS, GDELT, GDELT_COLUMNS, GENERIC, TIME_COLUMNS, Dataset, gdelt_row, is_generic
from geomap.read.tables.posts import DELIMITERS, comparable_name
from geomap.settings import ReadSettings

_KNOWN_SCORE, _GENERIC_SCORE = 0.94, 0.88  # higher than for any table of posts
_MIN_COLUMNS = 3
_GDELT_START = re.compile(r"\d{1,12}\t(?:19|20)\d{6}\t(?:19|20)\d{4}\t")


@dataclass(frozen=True, slots=True)
class _EventTable:
    """A table of events: its dataset, the delimiter, and the header (None for GDELT, which has none)."""

    dataset: Dataset
    delimiter: str
    header: tuple[str, ...] | None

    def rows(self, text: str) -> Iterator[Row]:
        """Yield the rows that are not empty, as cells by column."""
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
        """Return 0.94 for the columns of a known dataset, 0.88 for a table with coordinates and times."""
        table = _find_table(head(document))
        return 0.0 if table is None else _GENERIC_SCORE if table.dataset is GENERIC else _KNOWN_SCORE

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Event | Problem]:
        """Read one event of each row.

        Args:
            document: The table.
            settings: ``timezone`` is the zone of local days where the dataset names none.

        Yields:
            The events in the order of the table, then problems.

        Raises:
            UnreadableError: The document is not text.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        table = _find_table(decoded.text)
        if table is not None:
            yield from events_of(table.rows(decoded.text), table.dataset, document.origin, settings)


def events_of(rows: Iterable[Row], dataset: Dataset, origin: str, settings: ReadSettings) -> Iterator[Event | Problem]:
    """Yield the events of rows.

    Args:
        rows: Cells by column.
        dataset: How a row is read.
        origin: The document, for problems.
        settings: ``timezone`` is the zone of local days where the dataset names none.

    Yields:
        The events, then problems about what they do not state.
    """
    zone = ZoneInfo(settings.timezone) if settings.timezone else UTC
    count = placeless = timeless = 0
    broken = None
    try:
        for row in rows:
            event = make_event(dataset.read(row), dataset=dataset.name, zone=zone)
            count += 1
            placeless += event.where.lat is None
            timeless += event.when is None
            yield event
    except csv.Error as error:
        broken = f"a row after the first {count} cannot be read ({error}); the rows before it are read"
    remarks = (
        (broken, broken),
        (placeless, f"{placeless} of {count} events have no coordinates; they are in the files without a place"),
        (timeless, f"{timeless} of {count} events have no date that can be read"),
    )
    yield from (Problem(origin=origin, text=f"{origin}: {remark}") for applies, remark in remarks if applies)


def column_names(columns: Iterable[str]) -> tuple[str, ...]:
    """Return names of columns in a comparable form: lower case, one underscore between words."""
    return tuple(map(comparable_name, columns))


def detect_dataset(columns: Iterable[str]) -> Dataset | None:
    """Return the dataset that a table belongs to, by its columns; None where it is not a table of events."""
    names = frozenset(columns)
    known = next((dataset for dataset in DATASETS if dataset.signs <= names), None)
    return known or (GENERIC if is_generic(names) else None)


def _find_table(text: str) -> _EventTable | None:
    first = text.lstrip("\ufeff").partition("\n")[0].rstrip("\r")
    if _GDELT_START.match(first) and first.count("\t") + 1 in GDELT_COLUMNS:
        return _EventTable(GDELT, "\t", None)
    delimiter = max(DELIMITERS, key=first.count)
    if first.count(delimiter) + 1 < _MIN_COLUMNS:
        return None
    try:
        header = column_names(next(csv.reader([first], delimiter=delimiter), []))
    except csv.Error:
        return None
    dataset = detect_dataset(header) if len(header) >= _MIN_COLUMNS else None  # delimiters within quotes do not count
    return _EventTable(dataset, delimiter, header) if dataset else None


_SURE_GEOJSON = 0.99
_FEATURES = re.compile(r'"type"\s*:\s*"Feature(?:Collection)?"')
_POSITION = 2


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
            UnreadableError: The document is not text, or no feature has a time.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        values, is_whole = load_json(decoded.text)
        rows = [_row(feature) for value in values for feature in _features(value)]
        if not any(row.get(name) for row in rows for name in (*TIME_COLUMNS, *names_of_columns(english=False)["day"], "date_start")):
            raise UnreadableError(f"{document.origin}: no feature of this GeoJSON has a time; name one of its properties date")
        if not is_whole:
            yield Problem(
                origin=document.origin, text=f"{document.origin}: the GeoJSON is broken or truncated; its complete features are read"
            )
        yield from events_of(rows, detect_dataset(rows[0]) or GENERIC, document.origin, settings)


def _features(value: object) -> Iterator[dict[str, object]]:
    """Yield the features of a collection, or a single feature, as of a truncated collection."""
    if isinstance(value, dict):
        inner = value.get("features")
        if isinstance(inner, list):
            yield from (feature for feature in inner if isinstance(feature, dict))
        elif value.get("type") == "Feature":
            yield value


def _row(feature: dict[str, object]) -> Row:
    """Return the properties of a feature as cells, with its point as latitude and longitude."""
    given = feature.get("properties")
    properties = given if isinstance(given, dict) else {}
    row = {name: str(value) for name, value in zip(column_names(properties), properties.values(), strict=True) if value is not None}
    if feature.get("id") is not None:
        row.setdefault("id", str(feature["id"]))
    geometry = feature.get("geometry")
    point = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= _POSITION:
        row |= {"longitude": str(point[0]), "latitude": str(point[1])}
    return row
