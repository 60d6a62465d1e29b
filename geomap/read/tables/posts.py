"""The reader of posts in tables (CSV, TSV).

Columns are recognized by their names in several languages, else by their content.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gazetteer.errors import listed
from geomap.errors import UnreadableError
from geomap.lang import cached
from geomap.lang.pages import names_of_columns
from geomap.model import Document, Post, Problem
from geomap.read.compose import PostDraft, compose
from geomap.read.dates import (
    DayOrder,
    Moment,
    TimeExpression,
    ZoneContext,
    are_serial_days,
    day_order,
    find_zone,
    is_empty_stamp,
    opening_time,
    parse_line,
    parse_moment,
    serial_to_iso,
    with_century,
)
from geomap.read.dates.zones import ZONE_PATTERN
from geomap.read.decode import decode, head
from geomap.read.html.markup import fragment_lines, plain_text
from geomap.read.normalize import clean_text
from geomap.read.tables.cells import first_line, fit_row, known_cell, numbered_rows, overfull_rows
from geomap.read.tables.header import DELIMITERS, comparable_name, comparable_names
from geomap.read.text.body import draft_from_lines
from geomap.read.text.dating import Dating
from geomap.read.text.layout import GENERIC_LAYOUT
from geomap.settings import ColumnNames, ReadSettings
from geomap.vocabulary import Precision

_MIN_COLUMNS = 2
_SAMPLE_ROWS = 20
_MOST_LISTED = 10  # numbers of rows that a message names
_NAME_OF_COLUMN = re.compile(r"[\w #%().,:/?!'’-]{1,80}")
_NAMED, _GUESSED = 0.8, 0.4
_BARE = 0.35  # above prose: it is refused with a sentence on what is missing, and its cells are not taken for text
_COULD_BE_TIME = re.compile(r"date|time|day|when|creat|publish|posted|sent|utc|дата|час|время|fecha|datum", re.IGNORECASE)
_JSON_START = re.compile(r"\s*[\[{]\s*[\"\[{]")
_TEXT_LENGTH = 40  # characters; the mean of a column of texts is above it, that of names and codes below
_ZONE_OF_COLUMN = re.compile(rf"(?:[(\[]\s?|[\s_])(?P<zone>(?i:utc|gmt)(?:\s?[+−–-]\d{{1,2}}(?::?\d{{2}})?)?|{ZONE_PATTERN})\s?[)\]]?$")
_ZONE_COLUMNS = ("timezone", "time_zone", "tz", "часовий_пояс", "часовой_пояс")
_ROLES = ("text", "title", "time", "url", "key", "source", "author", "language")
_ROLE_BY_OPTION = {"id": "key", "lang": "language"}  # what the user calls a role


@dataclass(frozen=True, slots=True)
class _Columns:
    """The index of the column of each role; the delimiter and the header that they were found with."""

    delimiter: str
    header: tuple[str, ...]
    places: dict[str, int]
    first: int = 2  # number of the first row below the header; 1 where the table has none
    zone: str | None = None  # of the times, where a heading names it: "Date (UTC+3)", "datetime_utc"

    def cell(self, row: Sequence[str], role: str) -> str | None:
        """Return the cell of a role in a row, None where it has none."""
        at = self.places.get(role)
        return known_cell("", row[at].strip()) or None if at is not None and at < len(row) else None


class TableReader:
    """Tables of posts."""

    name = "table"

    def sniff(self, document: Document) -> float:
        """Return 0.8 where a column of the header is named like one of texts, 0.4 for one of titles and one of times."""
        start = head(document)
        columns = _find_columns(start)
        if columns is None:
            return _BARE if is_bare_table(start) else 0.0
        if "text" in columns.places:
            return _NAMED
        return _GUESSED if "title" in columns.places and "time" in columns.places else _BARE if is_bare_table(start) else 0.0

    def has_columns(self, document: Document, columns: ColumnNames) -> bool:
        """Return whether the document is a table with at least one of the columns that the user names."""
        found = _find_columns(head(document), columns) if columns.given() else None
        return found is not None and any(comparable_name(name) in found.header for name in columns.given().values())

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Problem]:
        """Read one post of each row with a text or a title.

        Args:
            document: The table.
            settings: Names of columns, and values for what the rows do not state.

        Yields:
            The posts in the order of the table, then problems.

        Raises:
            UnreadableError: The document is not text, or none of its columns contains texts.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        text = clean_text(decoded.text)
        columns = _find_columns(text, settings.columns)
        _require_columns(columns, settings.columns, document.origin)
        if columns is None or not {"text", "title"} & columns.places.keys():
            raise UnreadableError(
                f"{document.origin}: no column of this table contains texts; name one of them text, and the one of times published_at"
            )
        reading = _PostTable(columns, document.origin, settings)
        yield from reading.posts(text)
        yield from reading.problems()


class _PostTable:
    """One table of posts while it is being read."""

    def __init__(self, columns: _Columns, origin: str, settings: ReadSettings) -> None:
        self._columns = columns
        self._origin = origin
        self._settings = settings
        zone = ZoneInfo(settings.timezone) if settings.timezone else None
        self._zone = zone or ZoneInfo("UTC")
        self._dating = Dating(origin=origin, context=ZoneContext(given=zone))
        self._undated = self._rows = 0
        self._broken: str | None = None
        self._empty: list[int] = []
        self._unclosed: list[int] = []
        self._overfull: list[int] = []
        self._unknown_zones: dict[str, None] = {}
        self._order = DayOrder()
        self._is_serial = False

    def posts(self, text: str) -> Iterator[Post]:
        """Yield the posts of the rows below the header."""
        number = 1
        self._learn_dates(text)
        try:
            for number, cells in numbered_rows(text, delimiter=self._columns.delimiter):
                row = fit_row(cells, len(self._columns.header), self._columns.delimiter)
                if row is not cells and self._columns.places.get("text") != len(self._columns.header) - 1:
                    self._overfull.append(number)
                is_row = number >= self._columns.first
                draft = self._draft(row) if is_row else PostDraft()
                if is_row and self._holds_rows(row):
                    self._unclosed.append(number)
                if not draft.is_empty:
                    self._rows += 1
                    self._undated += draft.published is None
                    yield compose(draft, source=self._columns.cell(row, "source") or self._origin, origin=self._origin)
                elif is_row:
                    self._empty.append(number)
        except csv.Error as error:
            self._broken = f"the row after row {number} cannot be read ({error}); the rows before it are read"

    def _learn_dates(self, text: str) -> None:
        """Take from the whole column how its dates are written."""
        try:
            rows = numbered_rows(text, delimiter=self._columns.delimiter)
            stamps = [self._columns.cell(row, "time") or "" for number, row in rows if number >= self._columns.first]
        except csv.Error:  # told when the posts are read
            return
        heading = self._columns.header[self._columns.places["time"]] if "time" in self._columns.places else ""
        self._order, self._is_serial = day_order(stamps, headings=(heading,)), are_serial_days(stamps)

    def problems(self) -> Iterator[Problem]:
        """Yield the problems found while the rows were read."""
        if self._broken:
            yield Problem(origin=self._origin, text=f"{self._origin}: {self._broken}")
        if self._empty:
            rows, numbers_of_rows = len(self._empty), ", ".join(map(str, self._empty[:_MOST_LISTED]))
            more = " and so on" if rows > _MOST_LISTED else ""
            text = f"{self._origin}: {rows} {'rows have' if rows > 1 else 'row has'} no text and no title: row {numbers_of_rows}{more}"
            yield Problem(origin=self._origin, text=text, skipped=tuple(f"row {row}" for row in self._empty))
        if self._unknown_zones:
            names = listed(list(self._unknown_zones))
            yield Problem(
                origin=self._origin, text=f"{self._origin}: times in zones that are not known are taken for {self._zone}: {names}"
            )
        if self._overfull:
            yield overfull_rows(self._origin, self._overfull)
        if self._unclosed:
            numbers = ", ".join(map(str, self._unclosed[:_MOST_LISTED]))
            text = f"{self._origin}: a cell of row {numbers} holds what look like further rows; close the quotation mark that opens it"
            yield Problem(origin=self._origin, text=text)
        if self._undated and self._settings.date is None:
            yield Problem(
                origin=self._origin,
                text=f"{self._origin}: {self._undated} of {self._rows} rows have no time that can be read; set `date` to their day",
            )
        yield from self._dating.problems()

    def _holds_rows(self, row: list[str]) -> bool:
        """Return whether the text of a row holds further rows, as where a quotation mark is not closed."""
        lines, at = (self._columns.cell(row, "text") or "").split("\n")[1:], self._columns.places.get("time")
        rows = [line.split(self._columns.delimiter) for line in lines]
        return at is not None and any(len(cells) >= len(self._columns.header) and parse_moment(cells[at]) is not None for cells in rows)

    def _draft(self, row: list[str]) -> PostDraft:
        columns = self._columns
        title = plain_text(columns.cell(row, "title") or "") or None
        draft, _ = draft_from_lines(fragment_lines(columns.cell(row, "text") or ""), GENERIC_LAYOUT, headline=title)
        stamp = columns.cell(row, "time")
        draft.published = self._on_day(stamp, columns.cell(row, "clock"), columns.cell(row, "zone") or columns.zone) if stamp else None
        draft.url = columns.cell(row, "url")
        draft.key = columns.cell(row, "key")
        draft.author = columns.cell(row, "author")
        language = columns.cell(row, "language")
        draft.language = language[:2].lower() if language else None
        return draft

    def _on_day(self, stamp: str, clock: str | None, zone: str | None) -> Moment | None:
        """Return the moment of a day, with the time of day in the column beside it where the table has one."""
        moment, when = self._time(stamp, zone), parse_line(clock) if clock else None
        if moment is None or when is None or not when.has_clock or moment.precision is not Precision.DAY:
            return moment
        return self._dated(replace(when, day=moment.at.date(), has_year=True), zone)

    def _time(self, stamp: str, zone: str | None) -> Moment | None:
        """Return the moment of a time stamp, or of a date as people write it, in the zone that the table names for it."""
        if self._is_serial:
            stamp = serial_to_iso(stamp)
        elif self._order.is_proved:
            stamp = self._order.iso(stamp)
        moment = parse_moment(with_century(stamp), unnamed=self._zone_of(zone))
        if moment is not None or is_empty_stamp(stamp):
            return moment
        when = parse_line(stamp)
        if when is not None and when.has_clock and when.day is None and self._settings.date is not None:
            when = replace(when, day=self._settings.date, has_year=True)
        return self._dated(when, zone) if when is not None else None

    def _dated(self, when: TimeExpression, zone: str | None) -> Moment | None:
        is_named = zone is not None and when.zone is None and find_zone(zone) is not None
        return self._dating.date_page([replace(when, zone=zone) if is_named else when])

    def _zone_of(self, name: str | None) -> tzinfo:
        """Return the zone that the table names, else that of times without one."""
        known = find_zone(name) if name else None
        if known is not None or not name:
            return known.tz if known is not None else self._zone
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):  # no name of the IANA database
            self._unknown_zones.setdefault(name)
            return self._zone


def _require_columns(columns: _Columns | None, asked: ColumnNames, origin: str) -> None:
    """Raise UnreadableError where a column that the user names is missing."""
    header = columns.header if columns is not None else ()
    missing = [name for name in asked.given().values() if comparable_name(name) not in header]
    if missing:
        raise UnreadableError(f"{origin}: there is no column {missing[0]!r} in this table; it has {listed(header)}")


def is_bare_table(text: str) -> bool:
    """Return whether a text is a table by its form alone: a header of names, and rows with as many cells."""
    first = first_line(text)
    delimiter = max(DELIMITERS, key=first.count)
    if _JSON_START.match(first) or first.count(delimiter) < _MIN_COLUMNS:
        return False
    try:
        rows = [row for _, (_, row) in zip(range(_SAMPLE_ROWS), numbered_rows(text, delimiter=delimiter), strict=False)]
    except csv.Error:
        return False
    header = [name.strip() for name in rows[0]] if rows else []
    is_header = len(set(header)) == len(header) and all(_NAME_OF_COLUMN.fullmatch(name) and not name[0].isdigit() for name in header)
    return is_header and len(rows) > _MIN_COLUMNS and all(len(row) == len(header) for row in rows[:-1])  # the last may be cut off


def _find_columns(text: str, asked: ColumnNames | None = None) -> _Columns | None:
    """Return the delimiter and the roles of the columns; None where the text is not a table."""
    first = first_line(text)
    if _JSON_START.match(first):
        return None
    delimiter = max(DELIMITERS, key=first.count)
    if '"' not in first and first.count(delimiter) + 1 < _MIN_COLUMNS:
        return None  # as any page of text
    try:
        rows = [row for _, (_, row) in zip(range(_SAMPLE_ROWS), numbered_rows(text, delimiter=delimiter), strict=False)]
    except csv.Error:
        return None
    if len(rows) < _MIN_COLUMNS or len(rows[0]) < _MIN_COLUMNS:
        return None
    header = comparable_names(rows[0])
    bare = _bare_places(rows) if asked is None or not asked.given() else {}
    if bare:
        return _Columns(delimiter, header, bare, first=1)
    places = _places(header, rows[1:], asked)
    zones = (_ZONE_OF_COLUMN.search(rows[0][places[role]]) for role in ("time", "clock") if role in places)
    return _Columns(delimiter, header, places, zone=next((found["zone"].upper() for found in zones if found), None))


def _bare_places(rows: list[list[str]]) -> dict[str, int]:
    """Return the columns of times and of texts of a table without a header; nothing for a table whose first row is one."""
    width = len(rows[0])
    stamped = [at for at in range(width) if rows[0][at].strip() and len(rows) > _MIN_COLUMNS and _all_stamped(rows, at)]
    whole = next((at for at in stamped if (when := parse_moment(rows[0][at].strip())) is not None and when.at.year), None)
    longest = max(range(width), key=lambda at: _mean_length(rows, at))
    is_text = longest not in stamped and _mean_length(rows, longest) >= _TEXT_LENGTH and " " in rows[0][longest]
    is_text = is_text and opening_time(rows[0][longest].strip()) is None  # "12.05.2024, 14:20 - Name: words" of a chat
    return {"time": whole, "text": longest} if whole is not None and is_text else {}


def _places(header: tuple[str, ...], rows: list[list[str]], asked: ColumnNames | None) -> dict[str, int]:
    """Return the index of the column of each role: as the user says, by the names of columns, else by what they hold."""
    given = {_ROLE_BY_OPTION.get(held, held): comparable_name(name) for held, name in asked.given().items()} if asked else {}
    places = {role: header.index(name) for role, name in given.items() if name in header}
    taken = frozenset(places.values())
    for known, role in _roles_by_name().items():  # the surest name of a role first
        if known in header and header.index(known) not in taken:
            places.setdefault(role, header.index(known))
    if not places:  # as forms are asked: "When did it happen?", "Please describe what happened"
        dated = next((at for at, name in enumerate(header) if _COULD_BE_TIME.search(name) and _all_stamped(rows, at)), None)
        places |= {} if dated is None else {"time": dated}
    if places and "text" not in places:
        longest = max(range(len(header)), key=lambda at: _mean_length(rows, at))
        if longest not in places.values() and _mean_length(rows, longest) >= _TEXT_LENGTH:
            places["text"] = longest
    if "time" not in places and places:
        others = [at for at, name in enumerate(header) if at not in places.values() and _COULD_BE_TIME.search(name)]
        dated = next((at for at in others if _all_stamped(rows, at)), None)
        places |= {} if dated is None else {"time": dated}
    zoned = next((header.index(name) for name in _ZONE_COLUMNS if name in header), None)
    places |= {} if zoned is None or "time" not in places else {"zone": zoned}
    if "time" in places and "time" not in given:
        places |= _day_and_clock(header, rows, places["time"])
    return places


def _day_and_clock(header: tuple[str, ...], rows: list[list[str]], at: int) -> dict[str, int]:
    """Return the columns of the day and of the time of day where a table has them apart; nothing where one column tells both."""
    named = _roles_by_name()
    others = [other for other, name in enumerate(header) if other != at and (named.get(name) == "time" or _COULD_BE_TIME.search(name))]
    if _all_tell(rows, at, clock=True):
        day = next((other for other in others if _all_tell(rows, other, clock=False)), None)
        return {} if day is None else {"time": day, "clock": at}
    clock = next((other for other in others if _all_tell(rows, other, clock=True)), None) if _all_tell(rows, at, clock=False) else None
    return {} if clock is None else {"clock": clock}


def _all_tell(rows: list[list[str]], at: int, *, clock: bool) -> bool:
    """Return whether the cells of a column that hold anything are all times of day, or all days."""
    cells = [row[at].strip() for row in rows if at < len(row) and known_cell("", row[at].strip())]
    whens = [parse_line(cell) for cell in cells]
    if clock:
        return bool(whens) and all(when is not None and when.has_clock and when.day is None for when in whens)
    days = (when is not None and when.day is not None and not when.has_clock for when in whens)
    return bool(whens) and (all(days) or are_serial_days(cells))


@cached
def _roles_by_name() -> dict[str, str]:
    names = names_of_columns()
    return {name: role for role in _ROLES for name in (*names.get(role, ()), *(names.get("day", ()) if role == "time" else ()))}


def _all_stamped(rows: list[list[str]], at: int) -> bool:
    """Return whether the cells of a column that hold anything are all times or days."""
    cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return bool(cells) and all(parse_moment(with_century(cell)) is not None or parse_line(cell) is not None for cell in cells)


def _mean_length(rows: list[list[str]], at: int) -> float:
    return sum(len(row[at]) for row in rows if at < len(row)) / len(rows)
