"""Rows of a store written and read: posts, place mentions, event mentions, incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.events.incidents.linking import looked_for
from geomap.export.blobs import point_of, shape_blob
from geomap.export.features import COLUMNS, event_row, utc
from geomap.export.geometry import WHOLE_REGION, event_area
from geomap.export.layers import MENTION_COLUMNS, polygons_of
from geomap.export.readback import resolution_of
from geomap.export.written import TABLE, Kept, kept_events, written_cells, written_columns, written_row
from geomap.model import Event, Post, Resolution
from geomap.store.codec import Encoder, as_written, event_of, post_of
from geomap.store.database import Database, cells_of
from geomap.store.rows import Cells, Telling, incident_cells, mention_cells, post_cells, telling_cells

_NAMES = ", ".join(COLUMNS)
_WRITTEN = ("event_id", "digest", "cells")
_SET = ", ".join(f"{name} = ?" for name in COLUMNS)


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

    def __init__(self, database: Database) -> None:
        self.database = database
        self.encoder = Encoder()
        self._outlines: dict[str, BaseGeometry] = {}
        # Event mentions written since it was opened, by id, without their JSON: none is read back. Of those of tables the events suffice.
        self._put: dict[str, Telling] = {}
        self._of_incident: dict[str, list[str]] = {}  # their ids, by incident
        self._listed: dict[str, Event] = {}
        self._had_events: bool | None = None
        self._had_tellings = self._has("tellings")

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
        return list(self._posts_where("page = ? ORDER BY published_time DESC NULLS LAST, post_id LIMIT ?", [key, most]))

    def all_posts(self) -> dict[str, Post]:
        """Return all posts by their ids, in the order in which they were added."""
        return {post.id: post for post in self._posts_where("fid IS NOT NULL ORDER BY fid", [])}

    def mentions(self, post_ids: Iterable[str]) -> dict[str, list[Resolution]]:
        """Return the place mentions of posts, in the order of their texts, by the ids of the posts."""
        found: dict[str, list[Resolution]] = {}
        names = ", ".join(f'"{name}"' for name in MENTION_COLUMNS)
        for some in chunks(post_ids):
            asked = f'SELECT geom, {names} FROM mentions WHERE post_id IN ({marks(some)}) ORDER BY post_id, "start"'  # noqa: S608
            for shape, *cells in self.database.execute(asked, some):
                with as_written(f"a place mention of post {cells[0]}"):
                    row = dict(zip(MENTION_COLUMNS, cells, strict=True))
                    found.setdefault(cells[0], []).append(resolution_of(row, *point_of(shape)))
        return found

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
        self._put_rows("posts", map(post_cells, posts), key="post_id")

    def put_mentions(self, told: Sequence[tuple[Post, Sequence[Resolution]]]) -> None:
        """Write the place mentions of posts in place of those that they had."""
        for some in chunks(post.id for post, _ in told):
            self.database.execute(f"DELETE FROM mentions WHERE post_id IN ({marks(some)})", some)  # noqa: S608 - values are bound
        self._put_rows("mentions", (mention_cells(post, resolution) for post, resolutions in told for resolution in resolutions))

    def _put_rows(self, table: str, rows: Iterable[Mapping[str, Any]], *, key: str | None = None) -> None:
        held = list(rows)
        if held:
            self.database.put(table, cells_of(tuple(held[0]), [tuple(row.values()) for row in held]), key=key)

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

    def tellings_of(self, event_ids: Iterable[str]) -> list[Telling]:
        """Return the event mentions of incidents, oldest first, without the JSON of those that were written since it was opened."""
        ids = list(event_ids)
        own = {name: self._put[name] for one in ids for name in self._of_incident.get(one, ()) if self._put[name].event_id == one}
        own |= {one: _listed(event) for one in ids if (event := self._listed.get(one)) is not None}
        found = list(own.values())
        if self._had_tellings:
            asked = "SELECT telling_id FROM tellings WHERE event_id IN ({})"
            told = (name for some in chunks(ids) for (name,) in self.database.execute(asked.format(marks(some)), some))
            found += self.tellings("telling_id", [name for name in told if name not in own])
        return sorted(found, key=lambda one: order_of(one.event))

    def contents(self, telling_ids: Iterable[str]) -> dict[str, str]:
        """Return the JSON of those event mentions that the store has."""
        if not self._had_tellings and not self._put:
            return {}
        return {
            telling_id: content
            for some in chunks(telling_ids)
            for telling_id, content in self.database.execute(
                f"SELECT telling_id, content FROM tellings WHERE telling_id IN ({marks(some)})",  # noqa: S608
                some,
            )
        }

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

    def put_tellings(self, tellings: Sequence[Telling], *, are_new: bool = False) -> None:
        """Write event mentions with the ids of their incidents; ``are_new``: the store has none of them, and none comes twice."""
        self._listed |= {one.event.id: one.event for one in tellings if one.is_listed}
        for one in tellings:
            if one.is_listed:
                continue
            if one.event.id not in self._put or self._put[one.event.id].event_id != one.event_id:
                self._of_incident.setdefault(one.event_id, []).append(one.event.id)
            self._put[one.event.id] = one._replace(content="")
        if tellings:
            self.database.put("tellings", telling_cells(tellings), key=None if are_new else "telling_id")
        if self.encoder.outlines:
            self.database.put("geomap_outlines", cells_of(("digest", "wkb"), self.encoder.outlines.items()), key="digest")
            self.encoder.outlines.clear()

    def drop_tellings(self, telling_ids: Iterable[str]) -> None:
        """Remove event mentions."""
        self.database.executemany("DELETE FROM tellings WHERE telling_id = ?", [(one,) for one in telling_ids])

    def _outline(self, digest: str) -> BaseGeometry:
        if digest not in self._outlines:
            (wkb,) = self.database.execute("SELECT wkb FROM geomap_outlines WHERE digest = ?", (digest,)).fetchone()
            self._outlines[digest] = shapely.from_wkb(wkb)
        return self._outlines[digest]

    # --- incidents ----------------------------------------------------------------------------------------------------

    @property
    def had_events(self) -> bool:
        """Whether there was any event, area or record of an event when this was asked for the first time."""
        if self._had_events is None:
            self._had_events = any(map(self._has, ("events", "areas", TABLE)))
        return self._had_events

    @property
    def had_any(self) -> bool:
        """Whether there was any event or event mention."""
        return self._had_tellings or self.had_events

    def _has(self, table: str) -> bool:
        return self.database.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None  # noqa: S608 - names of our own

    def written(self, event_ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """Return what was written for these events, of those that were: the cells as `Kept` has them."""
        if not self.had_events:
            return {}
        return {
            event_id: written_cells(text)
            for some in chunks(event_ids)
            for event_id, text in self.database.execute(f"SELECT event_id, cells FROM {TABLE} WHERE event_id IN ({marks(some)})", some)  # noqa: S608
        }

    def standing(self, event_ids: Iterable[str]) -> dict[str, Kept]:
        """Return the rows that these events have now, as somebody may have edited them."""
        rows: dict[str, Kept] = {}
        if self.had_events:
            for one in kept_events(self.database, event_ids):
                rows.setdefault(one.event_id or "", one)
        return rows

    def put_events(self, events: Sequence[Event], rows: Mapping[str, int]) -> tuple[list[str], list[str]]:
        """Write incidents, in the rows that they have in ``rows``; one that is there as it should be is left alone.

        Returns:
            The ids of the new ones and of those that changed.
        """
        cells = incident_cells(events)
        changed = self._change({event.id: rows[event.id] for event in events if event.id in rows}, cells)
        new = [event.id for event in events if event.id not in rows]
        if new:
            fresh = cells if not rows else _some(cells, [at for at, event in enumerate(events) if event.id not in rows])
            self.database.put("events", fresh)
            self.database.put(TABLE, dict(zip(_WRITTEN, written_columns(fresh), strict=True)), key="event_id" if self.had_events else None)
        written = {*new, *changed}
        self._put_areas([event for event in events if event.id in written])
        return new, changed

    def _change(self, rows: Mapping[str, int], cells: Cells) -> list[str]:
        """Write the incidents that have rows and are not there as they should be; return their ids."""
        there = self._rows_of(rows.values())
        made = zip(cells["event_id"], zip(*cells.values(), strict=True), strict=True) if rows else ()
        changed = {event_id: row for event_id, row in made if event_id in rows and there.get(rows[event_id]) != row}
        changes = ", ".join(f"{name} = ?" for name in ("geom", *COLUMNS))
        updates = [(*row, rows[event_id]) for event_id, row in changed.items()]
        if updates:
            self.database.executemany(f"UPDATE events SET {changes} WHERE fid = ?", updates)  # noqa: S608 - names of our own
        return list(changed)

    def _rows_of(self, fids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
        """Return the cells of rows of the table events."""
        held = list(fids)
        return {
            row[0]: tuple(row[1:])
            for start in range(0, len(held), 500)
            for some in [held[start : start + 500]]
            for row in self.database.execute(f"SELECT fid, geom, {_NAMES} FROM events WHERE fid IN ({marks(some)})", some)  # noqa: S608
        }

    def _put_areas(self, events: Sequence[Event]) -> None:
        if self.had_events:
            for some in chunks(event.id for event in events):
                self.database.execute(f"DELETE FROM areas WHERE event_id IN ({marks(some)})", some)  # noqa: S608 - values are bound
        rows: list[tuple[Any, ...]] = []
        for event in events:
            area = event_area(event.where) if event.where.area is not None or event.where.geo_precision == WHOLE_REGION else None
            if area is not None:
                shape = polygons_of(area)
                rows.append((shape_blob(shapely.to_wkb(shape), shape.bounds), *event_row(event).values()))
        if rows:
            self.database.put("areas", cells_of(("geom", *COLUMNS), rows))

    def drop_events(self, event_ids: Iterable[str]) -> None:
        """Remove incidents."""
        for some in chunks(event_ids):
            for table in ("events", "areas", TABLE):
                self.database.execute(f"DELETE FROM {table} WHERE event_id IN ({marks(some)})", some)  # noqa: S608 - names of our own

    def drop_rows(self, rows: Iterable[int]) -> None:
        """Remove events by the numbers of their rows."""
        self.database.executemany("DELETE FROM events WHERE fid = ?", [(row,) for row in rows])

    def remember(self, event_ids: Sequence[str]) -> None:
        """Note what stands in the rows of these events as written by geomap."""
        if event_ids:
            rows = [written_row(one.event_id, one.cells) for one in kept_events(self.database, event_ids)]
            self.database.put(TABLE, cells_of(_WRITTEN, rows), key="event_id")


def _some(cells: Cells, chosen: Sequence[int]) -> Cells:
    """Return the cells of some rows."""
    return {name: [held[at] for at in chosen] for name, held in cells.items()}


def _listed(event: Event) -> Telling:
    return Telling(event, event.id, event.evidence[0].post_id, "", is_listed=True)


def order_of(event: Event) -> tuple[str, str, int, str]:
    """Return what event mentions are sorted by: time of the post, its id, position in the text."""
    first = event.evidence[0]
    return utc(first.published_at) or "", first.post_id, first.start, event.id
