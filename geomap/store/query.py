"""Which events of a store are asked for, and the rows that answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gazetteer.errors import quoted
from geomap.errors import SettingsError
from geomap.export.blobs import point_of
from geomap.export.features import COLUMNS
from geomap.export.table import EVENT_TYPES, FLAG

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
    """

    since: date | None = None
    until: date | None = None
    bbox: tuple[float, float, float, float] | None = None
    types: tuple[str, ...] = ()
    place: str | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        if self.bbox is not None:
            west, south, east, north = self.bbox
            if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
                raise SettingsError("give west, south, east and north in degrees, such as 36,49,38,51", parameter="bbox")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise SettingsError(f"{self.since} is after {self.until}", parameter="since")

    def condition(self) -> tuple[str, list[Any]]:
        """Return what stands behind WHERE in a statement on the table events, and its values."""
        parts: list[tuple[str, list[Any]]] = [("event_id IS NOT NULL", [])]
        if self.since is not None:
            parts.append(("event_date_end >= ?", [self.since.isoformat()]))
        if self.until is not None:
            parts.append(("event_date <= ?", [self.until.isoformat()]))
        if self.bbox is not None:
            parts.append(self._in_box(*self.bbox))
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
        return " AND ".join(part for part, _ in parts), [value for _, values in parts for value in values]

    def _in_box(self, west: float, south: float, east: float, north: float) -> tuple[str, list[Any]]:
        index = "fid IN (SELECT id FROM rtree_events_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?)"
        if west <= east:
            return index, [west, east, south, north]
        return f"({index} OR {index})", [west, 180.0, south, north, -180.0, east, south, north]


def add_holds(database: sqlite3.Connection) -> None:
    """Give a connection the function that finds words in a text, whatever the case of letters of any alphabet."""
    database.create_function("holds", 2, lambda text, words: isinstance(text, str) and words in text.casefold(), deterministic=True)


def event_ids(database: sqlite3.Connection, query: Query) -> list[str]:
    """Return the ids of the events that meet the conditions, by day and id."""
    add_holds(database)
    condition, values = query.condition()
    asked = f"SELECT DISTINCT event_id FROM events WHERE {condition} ORDER BY event_date, event_id"  # noqa: S608 - values are bound
    return [event_id for (event_id,) in database.execute(asked, values)]


def features(database: sqlite3.Connection, query: Query) -> Iterator[dict[str, Any]]:
    """Yield the events that meet the conditions as GeoJSON features, by day and id."""
    add_holds(database)
    condition, values = query.condition()
    names = ", ".join(COLUMNS)
    asked = f"SELECT geom, {names} FROM events WHERE {condition} ORDER BY event_date, event_id"  # noqa: S608 - values are bound
    for shape, *cells in database.execute(asked, values):
        if any(isinstance(cell, bytes) or cell in _INFINITE for cell in cells):
            raise sqlite3.DataError(f"event {quoted(str(cells[0]))} is not as geomap writes it")
        lon, lat = point_of(shape)
        row = dict(zip(COLUMNS, cells, strict=True))
        for name in COLUMNS:
            if EVENT_TYPES.get(name) == FLAG and row[name] is not None:
                row[name] = bool(row[name])
        geometry = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
        yield {"type": "Feature", "geometry": geometry, "properties": row}
