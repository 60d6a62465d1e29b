"""What is written into the tables of a store, as the cells of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from geomap.events.incidents.linking import kept_at
from geomap.export.blobs import point_blob
from geomap.export.features import event_cells, plain_cells, utc
from geomap.export.layers import mention_row, post_row
from geomap.model import Event, Evidence, Post, Resolution
from geomap.store.codec import post_digest, post_state

Cells = dict[str, Sequence[Any]]

_OF_EVENT = {
    "telling_id": "id",
    "event_type": "type",
    "sub_event_type": "sub_type",
    "place_name": "where.name",
    "fatalities": "toll.fatalities",
    "injured": "toll.injured",
    "confidence": "confidence",
}
_OF_EVIDENCE = {"quote": "quote", "source": "source", "source_url": "url"}
_KEY = ("cell", "region", "holder", "first_day", "last_day")  # by which incidents near an event mention are found
_NO_KEY = (None,) * len(_KEY)


class Telling(NamedTuple):
    """An event mention of the store: the event with its own id, the incident that it belongs to, and its JSON."""

    event: Event
    event_id: str
    post_id: str
    content: str
    is_listed: bool  # of a table of events: it joins no incident

    @property
    def incident(self) -> Event:
        """The event with the id of its incident."""
        return self.event if self.event.id == self.event_id else replace(self.event, id=self.event_id)


def post_cells(post: Post) -> dict[str, Any]:
    """Return the row of a post."""
    row = post_row(post)
    row |= {"published_time": utc(post.published_at), "updated_time": utc(post.updated_at), "retrieved_time": utc(post.retrieved_at)}
    return row | {"page": post.page_key, "digest": post_digest(post), "state": post_state(post)}


def mention_cells(post: Post, resolution: Resolution) -> dict[str, Any]:
    """Return the row of a place mention."""
    place = resolution.place
    shape = point_blob(place.lon, place.lat) if place is not None else None
    return {"geom": shape, **mention_row(post, resolution), "published_time": utc(post.published_at)}


def telling_cells(tellings: Sequence[Telling]) -> Cells:
    """Return the columns of event mentions."""
    events = [one.event for one in tellings]
    first = [event.evidence[0] for event in events]
    return {
        **_columns(events, _OF_EVENT),
        **_columns(first, _OF_EVIDENCE),
        "event_id": [one.event_id for one in tellings],
        "post_id": [one.post_id for one in tellings],
        "published_time": [utc(one.published_at) for one in first],
        "event_date": [None if event.when is None else event.when.first_day.isoformat() for event in events],
        "modality": [str(event.modality) for event in events],
        "is_listed": [one.is_listed for one in tellings],
        **dict(zip(_KEY, zip(*(_NO_KEY if one.is_listed else kept_at(one.event) for one in tellings), strict=True), strict=True)),
        "content": [one.content for one in tellings],
    }


def _columns(objects: Sequence[Event] | Sequence[Evidence], fields: dict[str, str]) -> Cells:
    """Return fields of objects, by the names of their columns."""
    return dict(zip(fields, zip(*map(attrgetter(*fields.values()), objects), strict=True), strict=True))


def incident_cells(events: Sequence[Event]) -> Cells:
    """Return the columns of incidents, their points first; nothing where there are none."""
    shapes = [point_blob(event.where.lon, event.where.lat) for event in events]
    return {"geom": shapes, **plain_cells(event_cells(events))} if events else {}
