"""Reads tables of coded events (CSV, TSV, GDELT's headerless files): each row is an event."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from io import StringIO
from zoneinfo import ZoneInfo

from geomap.errors import UnreadableError
from geomap.model import Document, Event, Problem
from geomap.read.decode import decode, head
from geomap.read.records import load_json
from geomap.read.tables.coding import Row, make_event
from geomap.read.tables.datasets import DATASETS, GDELT, GDELT_COLUMNS, GENERIC, TIME_COLUMNS, Dataset, gdelt_row, is_generic
from geomap.settings import ReadSettings

_KNOWN_SCORE, _GENERIC_SCORE = 0.94, 0.88  # surer than any table of posts
_DELIMITERS = (",", "\t", ";", "|")
_MIN_COLUMNS = 3
_GDELT_START = re.compile(r"\d{1,12}\t(?:19|20)\d{6}\t(?:19|20)\d{4}\t")
_NOT_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class _EventTable:
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
        table = _find_table(head(document))
        return 0.0 if table is None else _GENERIC_SCORE if table.dataset is GENERIC else _KNOWN_SCORE

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Event | Problem]:
        """Yield one event for each row.

        Raises:
            UnreadableError: it is not text.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        table = _find_table(decoded.text)
        if table is not None:
            yield from events_of(table.rows(decoded.text), table.dataset, document.origin, settings)


def events_of(rows: Iterable[Row], dataset: Dataset, origin: str, settings: ReadSettings) -> Iterator[Event | Problem]:
    """Yield the events of ``rows``, then what they do not say."""
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
        broken = f"a row after the first {count} cannot be read ({error}); the rows before it are"
    wants = (
        (broken, broken),
        (placeless, f"{placeless} of {count} events have no coordinates; they are in the files without a place"),
        (timeless, f"{timeless} of {count} events have no date that can be read"),
    )
    yield from (Problem(origin=origin, text=f"{origin}: {remark}") for told, remark in wants if told)


def column_names(columns: Iterable[str]) -> tuple[str, ...]:
    """Give names of columns as the datasets are told by: small letters, one underscore between words."""
    return tuple(_NOT_WORD.sub("_", name.strip().lower()).strip("_") for name in columns)


def detect_dataset(columns: Iterable[str]) -> Dataset | None:
    """Tell whose a table is by its columns; None where it is no table of events."""
    names = frozenset(columns)
    known = next((dataset for dataset in DATASETS if dataset.signs <= names), None)
    return known or (GENERIC if is_generic(names) else None)


def _find_table(text: str) -> _EventTable | None:
    first = text.lstrip("\ufeff").partition("\n")[0].rstrip("\r")
    if _GDELT_START.match(first) and first.count("\t") + 1 in GDELT_COLUMNS:
        return _EventTable(GDELT, "\t", None)
    delimiter = max(_DELIMITERS, key=first.count)
    if first.count(delimiter) + 1 < _MIN_COLUMNS:
        return None
    try:
        header = column_names(next(csv.reader([first], delimiter=delimiter), []))
    except csv.Error:
        return None
    dataset = detect_dataset(header) if len(header) >= _MIN_COLUMNS else None  # delimiters in quotes part nothing
    return _EventTable(dataset, delimiter, header) if dataset else None


_SURE_GEOJSON = 0.99
_FEATURES = re.compile(r'"type"\s*:\s*"Feature(?:Collection)?"')
_POSITION = 2


class GeoJsonReader:
    """Feature collections."""

    name = "geojson"

    def sniff(self, document: Document) -> float:
        """Look for the type of a feature collection."""
        start = head(document)
        return _SURE_GEOJSON if start.startswith("{") and _FEATURES.search(start) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Event | Problem]:
        """Yield one event for each feature.

        Raises:
            UnreadableError: it is not text, or no feature has a time.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        values, is_whole = load_json(decoded.text)
        rows = [_row(feature) for value in values for feature in _features(value)]
        if not any(row.get(name) for row in rows for name in (*TIME_COLUMNS, "date_start")):
            raise UnreadableError(f"{document.origin}: no feature of this GeoJSON has a time; name one of its properties date")
        if not is_whole:
            yield Problem(origin=document.origin, text=f"{document.origin}: the GeoJSON is broken or cut off; what is whole is read")
        yield from events_of(rows, detect_dataset(rows[0]) or GENERIC, document.origin, settings)


def _features(value: object) -> Iterator[dict[str, object]]:
    """Yield the features of a collection, or one that stands alone, as of a collection that was cut off."""
    if isinstance(value, dict):
        inner = value.get("features")
        if isinstance(inner, list):
            yield from (feature for feature in inner if isinstance(feature, dict))
        elif value.get("type") == "Feature":
            yield value


def _row(feature: dict[str, object]) -> Row:
    """Give a feature's properties as cells, with the point it stands at under latitude and longitude."""
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
