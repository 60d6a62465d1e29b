"""Rows of a store written and read: posts, place mentions, event mentions, incidents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.events.incidents.linking import kept_at, looked_for
from geomap.export.blobs import point_blob, shape_blob
from geomap.export.features import COLUMNS, event_cells, event_row, plain_cells, utc
from geomap.export.geometry import WHOLE_REGION, event_area
from geomap.export.layers import mention_row, polygons_of, post_row
from geomap.export.written import CREATE, INSERT, TABLE, Kept, kept_events, written_cells, written_row
from geomap.model import Event, Post, Resolution
from geomap.store.codec import Encoder, as_written, event_of, post_digest, post_of, post_state

_NAMES = ", ".join(COLUMNS)
_MARKS = ", ".join("?" for _ in COLUMNS)
_TELLING = (
    *("telling_id", "event_id", "post_id", "published_time", "event_type", "sub_event_type", "event_date", "place_name"),
    *("fatalities", "injured", "modality", "confidence", "quote", "source", "source_url"),
    *("is_listed", "cell", "region", "holder", "first_day", "last_day", "content"),
)
_SET = ", ".join(f"{name} = ?" for name in COLUMNS)


class Telling(NamedTuple):
    """An event mention of the store: the event with its own id, the incident that it belongs to, and its JSON."""

    event: Event
    event_id: str
    post_id: str
    content: str
    is_listed: bool  # of a table of events: it joins no incident


def marks(values: Sequence[Any]) -> str:
    """Return as many question marks as there are values."""
    return ", ".join("?" for _ in values)


def chunks(values: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    """Yield values in groups that one statement can name."""
    held = list(dict.fromkeys(values))
    for start in range(0, len(held), size):
        yield held[start : start + size]


class Tables:
    """The tables of an open store."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.encoder = Encoder()
        self._outlines: dict[str, BaseGeometry] = {}

    # --- posts --------------------------------------------------------------------------------------------------------

    def post_digests(self, post_ids: Iterable[str]) -> dict[str, str]:
        """Return the digests of those posts that the store has."""
        return {
            post_id: digest
            for some in chunks(post_ids)
            for post_id, digest in self.database.execute(f"SELECT post_id, digest FROM posts WHERE post_id IN ({marks(some)})", some)  # noqa: S608
        }

    def posts(self, post_ids: Iterable[str]) -> dict[str, Post]:
        """Return posts by their ids."""
        found: dict[str, Post] = {}
        for some in chunks(post_ids):
            found |= {post.id: post for post in self._posts_where(f"post_id IN ({marks(some)})", some)}
        return found

    def page(self, key: str, most: int) -> list[Post]:
        """Return the newest posts of a page, ``most`` of them."""
        return list(self._posts_where("page = ? ORDER BY published_time DESC, post_id LIMIT ?", [key, most]))

    def told(self) -> Iterator[tuple[str, str | None, str]]:
        """Yield id, address and text of all posts."""
        yield from self.database.execute(
            "SELECT CAST(post_id AS TEXT), CAST(url AS TEXT), CAST(text AS TEXT) FROM posts WHERE post_id IS NOT NULL AND text IS NOT NULL"
        )

    def _posts_where(self, condition: str, values: Sequence[Any]) -> Iterator[Post]:
        cursor = self.database.execute(f"SELECT * FROM posts WHERE {condition}", values)  # noqa: S608 - values are bound
        names = [column[0] for column in cursor.description]
        for row in cursor:
            held = dict(zip(names, row, strict=True))
            with as_written(f"post {held.get('post_id')}"):
                post = post_of(held)
            yield post

    def put_posts(self, posts: Iterable[Post]) -> None:
        """Write posts; one with the id of a known one takes its place."""
        for post in posts:
            row = post_row(post)
            row |= {"published_time": utc(post.published_at), "updated_time": utc(post.updated_at)}
            row |= {"retrieved_time": utc(post.retrieved_at)}
            row |= {"page": post.page_key, "digest": post_digest(post), "state": post_state(post)}
            changed = ", ".join(f"{name} = excluded.{name}" for name in row if name != "post_id")
            self.database.execute(
                f"INSERT INTO posts ({', '.join(row)}) VALUES ({marks(list(row))}) ON CONFLICT (post_id) DO UPDATE SET {changed}",  # noqa: S608
                list(row.values()),
            )

    def put_mentions(self, post: Post, resolutions: Sequence[Resolution]) -> None:
        """Write the place mentions of a post in place of those that it had."""
        self.database.execute("DELETE FROM mentions WHERE post_id = ?", (post.id,))
        for resolution in resolutions:
            row = {f'"{name}"': value for name, value in mention_row(post, resolution).items()}
            row['"published_time"'] = utc(post.published_at)
            place = resolution.place
            shape = point_blob(place.lon, place.lat) if place is not None else None
            self.database.execute(
                f"INSERT INTO mentions (geom, {', '.join(row)}) VALUES (?, {marks(list(row))})",  # noqa: S608 - names of our own
                [shape, *row.values()],
            )

    # --- event mentions -----------------------------------------------------------------------------------------------

    def tellings(self, column: str, values: Iterable[str]) -> list[Telling]:
        """Return the event mentions whose ``column`` (event_id, post_id, telling_id) is one of ``values``, oldest first."""
        found: list[Telling] = []
        for some in chunks(values):
            asked = f"SELECT event_id, post_id, content, is_listed FROM tellings WHERE {column} IN ({marks(some)})"  # noqa: S608
            for event_id, post_id, content, is_listed in self.database.execute(asked, some):
                with as_written(f"an event mention of post {post_id}"):
                    found.append(Telling(event_of(content, self._outline), event_id, post_id, content, bool(is_listed)))
        return sorted(found, key=lambda one: order_of(one.event))

    def incidents_near(self, event: Event) -> set[str]:
        """Return the ids of the incidents that an event may belong to, by place and days."""
        cells, region, holder, first, last = looked_for(event)
        found: set[str] = set()
        for column, values in (("cell", cells), ("region", (region,)), ("holder", (holder,))):
            asked = f"SELECT DISTINCT event_id FROM tellings WHERE {column} IN ({marks(values)}) AND first_day <= ? AND last_day >= ?"  # noqa: S608
            found |= {event_id for (event_id,) in self.database.execute(asked, [*values, last, first])}
        return found

    def incidents_of(self, telling_ids: Iterable[str]) -> dict[str, str]:
        """Return the incident of each event mention that the store has."""
        return {
            telling_id: event_id
            for some in chunks(telling_ids)
            for telling_id, event_id in self.database.execute(
                f"SELECT telling_id, event_id FROM tellings WHERE telling_id IN ({marks(some)})",  # noqa: S608
                some,
            )
        }

    def put_tellings(self, tellings: Iterable[Telling]) -> None:
        """Write event mentions with the ids of their incidents."""
        self.database.executemany(
            f"INSERT OR REPLACE INTO tellings ({', '.join(_TELLING)}) VALUES ({marks(_TELLING)})",  # noqa: S608 - names of our own
            map(_telling_row, tellings),
        )
        self.database.executemany("INSERT OR IGNORE INTO geomap_outlines VALUES (?, ?)", self.encoder.outlines.items())

    def rename(self, names: Mapping[str, str]) -> None:
        """Give event mentions the ids of their incidents, by their own ids."""
        self.database.executemany("UPDATE tellings SET event_id = ? WHERE telling_id = ?", [(new, own) for own, new in names.items()])

    def drop_tellings(self, telling_ids: Iterable[str]) -> None:
        """Remove event mentions."""
        self.database.executemany("DELETE FROM tellings WHERE telling_id = ?", [(one,) for one in telling_ids])

    def _outline(self, digest: str) -> BaseGeometry:
        if digest not in self._outlines:
            (wkb,) = self.database.execute("SELECT wkb FROM geomap_outlines WHERE digest = ?", (digest,)).fetchone()
            self._outlines[digest] = shapely.from_wkb(wkb)
        return self._outlines[digest]

    # --- incidents ----------------------------------------------------------------------------------------------------

    def written(self, event_ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """Return what was written for these events, of those that were: the cells as `Kept` has them."""
        self.database.execute(CREATE)
        return {
            event_id: written_cells(text)
            for some in chunks(event_ids)
            for event_id, text in self.database.execute(f"SELECT event_id, cells FROM {TABLE} WHERE event_id IN ({marks(some)})", some)  # noqa: S608
        }

    def standing(self, event_ids: Iterable[str]) -> dict[str, Kept]:
        """Return the rows that these events have now, as somebody may have edited them."""
        rows: dict[str, Kept] = {}
        for one in kept_events(self.database, event_ids):
            rows.setdefault(one.event_id or "", one)
        return rows

    def put_events(self, events: Sequence[Event], rows: Mapping[str, int]) -> tuple[list[str], list[str]]:
        """Write incidents, in the rows that they have in ``rows``; one that is there as it should be is left alone.

        Returns:
            The ids of the new ones and of those that changed.
        """
        new: list[str] = []
        changed: list[str] = []
        cells = plain_cells(event_cells(events))
        for event, values in zip(events, zip(*cells.values(), strict=True), strict=True):
            shape = point_blob(event.where.lon, event.where.lat)
            if event.id not in rows:
                new.append(event.id)
                self.database.execute(f"INSERT INTO events (geom, {_NAMES}) VALUES (?, {_MARKS})", (shape, *values))  # noqa: S608
                continue
            same = f"SELECT geom, {_NAMES} FROM events WHERE fid = ?"  # noqa: S608 - names of our own
            if not _equal(self.database.execute(same, (rows[event.id],)).fetchone(), (shape, *values)):
                changed.append(event.id)
                self.database.execute(f"UPDATE events SET geom = ?, {_SET} WHERE fid = ?", (shape, *values, rows[event.id]))  # noqa: S608
        touched = {*new, *changed}
        self._put_areas([event for event in events if event.id in touched])
        return new, changed

    def _put_areas(self, events: Sequence[Event]) -> None:
        wide = [event for event in events if event.where.area is not None or event.where.geo_precision == WHOLE_REGION]
        self.database.executemany("DELETE FROM areas WHERE event_id = ?", [(event.id,) for event in events])
        for event in wide:
            area = event_area(event.where)
            if area is not None:
                shape = polygons_of(area)
                blob = shape_blob(shapely.to_wkb(shape), shape.bounds)
                self.database.execute(f"INSERT INTO areas (geom, {_NAMES}) VALUES (?, {_MARKS})", (blob, *event_row(event).values()))  # noqa: S608

    def drop_events(self, event_ids: Iterable[str]) -> None:
        """Remove incidents."""
        for event_id in event_ids:
            for table in ("events", "areas", TABLE):
                self.database.execute(f"DELETE FROM {table} WHERE event_id = ?", (event_id,))  # noqa: S608 - names of our own

    def drop_rows(self, rows: Iterable[int]) -> None:
        """Remove events by the numbers of their rows."""
        self.database.executemany("DELETE FROM events WHERE fid = ?", [(row,) for row in rows])

    def remember(self, event_ids: Iterable[str]) -> None:
        """Note what stands in the rows of these events as written by geomap."""
        self.database.executemany(INSERT, (written_row(one.event_id, one.cells) for one in kept_events(self.database, event_ids)))


def _equal(row: Sequence[Any] | None, values: Sequence[Any]) -> bool:
    return row is not None and all(one == other for one, other in zip(row, values, strict=True))


def order_of(event: Event) -> tuple[str, str, int, str]:
    """Return what event mentions are sorted by: time of the post, its id, position in the text."""
    first = event.evidence[0]
    return utc(first.published_at) or "", first.post_id, first.start, event.id


def _telling_row(one: Telling) -> tuple[Any, ...]:
    event, first = one.event, one.event.evidence[0]
    key = (None,) * 5 if one.is_listed else kept_at(event)
    day = None if event.when is None else event.when.first_day.isoformat()
    return (
        event.id, one.event_id, one.post_id, utc(first.published_at), event.type, event.sub_type, day, event.where.name,
        event.toll.fatalities, event.toll.injured, event.modality.value, event.confidence, first.quote, first.source, first.url,
        one.is_listed, *key, one.content,
    )  # fmt: skip
