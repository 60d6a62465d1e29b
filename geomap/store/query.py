"""Which events of a store are asked for, and the rows that answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from gazetteer.errors import quoted
from geomap.errors import SettingsError
from geomap.export.blobs import point_of
from geomap.export.features import COLUMNS, event_row, utc
from geomap.export.table import DATE, EVENT_TYPES, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.model import Event, Post
from geomap.store.database import Database

SHORT_DAYS = 31  # days of a query from which on its box is looked up first
_INFINITE = (float("inf"), float("-inf"))  # SQLite has them, JSON has not


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Conditions that events meet, all of those that are given.

    Attributes:
        since: The first day, local to the place; an event that goes on at that day is asked for.
        until: The last day.
        bbox: Least longitude and latitude, most longitude and latitude, in degrees; a box from 170 to -170 goes across the antimeridian.
        types: Event types or sub-types.
        place: A part of the name of the place or of its units, or an id of the gazetteer.
        text: Words of the quotation or of a post that tells the event.
        equal: Columns, each with the text of the value that it has ("fatalities", "3").
        matching: A function that returns a further condition on the table events, and its values.
    """

    since: date | None = None
    until: date | None = None
    bbox: tuple[float, float, float, float] | None = None
    types: tuple[str, ...] = ()
    place: str | None = None
    text: str | None = None
    equal: tuple[tuple[str, str], ...] = ()
    matching: Callable[[Database], tuple[str, list[Any]]] | None = None

    def __post_init__(self) -> None:
        if self.bbox is not None:
            west, south, east, north = self.bbox
            if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
                raise SettingsError("give west, south, east and north in degrees, such as 36,49,38,51", parameter="bbox")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise SettingsError(f"{self.since} is after {self.until}", parameter="since")

    def around(self, days: int) -> Query:
        """Return the conditions on days alone, wider by so many days."""
        slack = timedelta(days=days)
        return Query(since=None if self.since is None else self.since - slack, until=None if self.until is None else self.until + slack)

    def condition(self, database: Database) -> tuple[str, list[Any]]:
        """Return what stands behind WHERE in a statement on the table events, and its values."""
        parts: list[tuple[str, list[Any]]] = [("event_id IS NOT NULL", [])]
        days = None if self.since is None or self.until is None else (self.until - self.since).days
        if self.since is not None and self.until is not None:
            parts.append((_WITHIN_DAYS, [self.since.isoformat(), self.until.isoformat(), *[self.since.isoformat()] * 2]))
        elif self.since is not None:
            parts.append(("event_date_end >= ?", [self.since.isoformat()]))
        elif self.until is not None:
            parts.append(("event_date <= ?", [self.until.isoformat()]))
        if self.bbox is not None:
            parts.append(self._in_box(database, *self.bbox, few=days is not None and days <= SHORT_DAYS))
        if self.types:
            marks = ", ".join("?" for _ in self.types)
            parts.append((f"(event_type IN ({marks}) OR sub_event_type IN ({marks}))", [*self.types, *self.types]))
        if self.place is not None:
            names = " OR ".join(f"holds({name}, ?)" for name in ("place_name", "admin1", "admin2"))
            parts.append((f"(gazetteer_id = ? OR {names})", [self.place, *[self.place.casefold()] * 3]))
        if self.text is not None:
            told = (
                "(holds(quote, ?) OR event_id IN (SELECT t.event_id FROM posts p JOIN tellings t ON t.post_id = p.post_id"
                " WHERE holds(p.text, ?)))"
            )
            parts.append((told, [self.text.casefold()] * 2))
        parts += [(f'"{name}" = ?', [as_typed(name, text)]) for name, text in self.equal]
        if self.matching is not None:
            parts.append(self.matching(database))
        return " AND ".join(part for part, _ in parts), [value for _, values in parts for value in values]

    def holds(self, event: Event, posts: Mapping[str, Post]) -> bool:
        """Return whether an event that is no row of the table events meets the conditions; ``matching`` asks of rows only.

        Args:
            event: The event.
            posts: The posts that report it, by id.
        """
        row, days = event_row(event), event.when
        words = [event.evidence[-1].quote, *(posts[told.post_id].text for told in event.evidence if told.post_id in posts)]
        names = [row[name] or "" for name in ("place_name", "admin1", "admin2")]
        return (
            (self.since is None or (days is not None and days.last_day >= self.since))
            and (self.until is None or (days is not None and days.first_day <= self.until))
            and (self.bbox is None or _is_in(self.bbox, event.where.lat, event.where.lon))
            and (not self.types or bool({event.type, event.sub_type} & {*self.types}))
            and (self.place is None or row["gazetteer_id"] == self.place or _any_holds(names, self.place))
            and (self.text is None or _any_holds(words, self.text))
            and all(row[name] == as_typed(name, text) for name, text in self.equal)
        )

    def _in_box(  # noqa: PLR0913 - the sides of a box
        self, database: Database, west: float, south: float, east: float, north: float, *, few: bool
    ) -> tuple[str, list[Any]]:
        if west <= east:
            return database.in_box((west, south, east, north), few=few)
        (one, values), (other, more) = (
            database.in_box((least, south, most, north), few=few) for least, most in ((west, 180.0), (-180.0, east))
        )
        return f"({one} OR {other})", [*values, *more]


def _is_in(box: tuple[float, float, float, float], lat: float | None, lon: float | None) -> bool:
    west, south, east, north = box
    if lat is None or lon is None or not south <= lat <= north:
        return False
    return west <= lon <= east if west <= east else lon >= west or lon <= east


def _any_holds(texts: Sequence[str], part: str) -> bool:
    return any(part.casefold() in text.casefold() for text in texts)


def as_typed(name: str, text: str) -> Any:  # noqa: ANN401 - a value of any column
    """Return the value of a column that a text means."""
    kind = EVENT_TYPES.get(name, TEXT)
    if name not in COLUMNS:
        raise SettingsError(f"{name!r} is no column of events; they are {', '.join(COLUMNS)}", parameter="equal")
    try:
        return _READ[kind](text)
    except ValueError:
        raise SettingsError(f"{text!r} is no {_CALLED[kind]}, which {name} holds", parameter="equal") from None


_READ: dict[str, Callable[[str], Any]] = {
    TEXT: str,
    INTEGER: int,
    REAL: float,
    FLAG: lambda text: text.lower() in {"true", "1"},
    DATE: lambda text: date.fromisoformat(text).isoformat(),
    TIME: lambda text: utc(datetime.fromisoformat(text).astimezone(UTC)),
}
_CALLED = {INTEGER: "whole number", REAL: "number", DATE: "day", TIME: "time"}

# Events that begin within the days, and the few that began before and go on then: each by an index of its own. That they are few
# PostgreSQL knows of the second form of the condition, of which it has statistics; SQLite takes its index by the first form.
_WITHIN_DAYS = (
    "fid IN (SELECT fid FROM events WHERE event_date BETWEEN ? AND ? UNION ALL"
    " SELECT fid FROM events WHERE event_date_end > event_date AND (event_date_end > event_date) IS TRUE"
    " AND event_date < ? AND event_date_end >= ?)"
)


def ids_without_row(database: Database) -> list[str]:
    """Return the ids of incidents that are no row of the table events: unsure ones, and those that are not shown."""
    asked = "SELECT event_id FROM tellings WHERE event_id NOT IN (SELECT event_id FROM events WHERE event_id IS NOT NULL)"
    return [event_id for (event_id,) in database.execute(f"{asked} GROUP BY event_id ORDER BY event_id", [])]


def event_ids(database: Database, query: Query) -> list[str]:
    """Return the ids of the events that meet the conditions, by day and id."""
    condition, values = query.condition(database)
    asked = f"SELECT event_id FROM events WHERE {condition} GROUP BY event_id ORDER BY min(event_date) NULLS FIRST, event_id"  # noqa: S608 - values are bound
    return [event_id for (event_id,) in database.execute(asked, values)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which of the events that meet conditions are asked for: ``limit`` of them (None: all), after ``offset``, in an order.

    ``order`` names columns, each with whether it descends; then follow day and id.
    """

    limit: int | None = None
    offset: int = 0
    order: tuple[tuple[str, bool], ...] = ()

    def clause(self) -> tuple[str, list[Any]]:
        """Return what stands behind the conditions in a statement, and its values."""
        unknown = next((name for name, _ in self.order if name not in COLUMNS), None)
        if unknown is not None:
            raise SettingsError(f"{unknown!r} is no column of events; they are {', '.join(COLUMNS)}", parameter="order")
        terms = [f'"{name}" {"DESC NULLS LAST" if falls else "ASC NULLS FIRST"}' for name, falls in self.order]
        ordered = f"ORDER BY {', '.join([*terms, 'event_date NULLS FIRST', 'event_id', 'fid'])}"
        return (ordered, []) if self.limit is None else (f"{ordered} LIMIT ? OFFSET ?", [self.limit, self.offset])


def count(database: Database, query: Query) -> int:
    """Return how many events meet the conditions."""
    condition, values = query.condition(database)
    (number,) = database.execute(f"SELECT count(*) FROM events WHERE {condition}", values).fetchone()  # noqa: S608 - values are bound
    return int(number)


def features(database: Database, query: Query, page: Page | None = None) -> Iterator[dict[str, Any]]:
    """Yield the events that meet the conditions as GeoJSON features, by day and id if ``page`` says nothing else."""
    condition, values = query.condition(database)
    clause, more = (page or Page()).clause()
    names = ", ".join(COLUMNS)
    asked = f"SELECT geom, {names} FROM events WHERE {condition} {clause}"  # noqa: S608 - values are bound
    for shape, *cells in database.execute(asked, [*values, *more]):
        if any(isinstance(cell, bytes) or cell in _INFINITE for cell in cells):
            raise sqlite3.DataError(f"event {quoted(str(cells[0]))} is not as geomap writes it")
        lon, lat = point_of(shape)
        row = dict(zip(COLUMNS, cells, strict=True))
        for name in COLUMNS:
            if EVENT_TYPES.get(name) == FLAG and row[name] is not None:
                row[name] = bool(row[name])
        geometry = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
        yield {"type": "Feature", "geometry": geometry, "properties": row}
