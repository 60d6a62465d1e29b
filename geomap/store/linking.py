"""Which event mentions are of one incident when a store grows: what is known keeps its name, what is new joins it or begins another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from geomap.events.incidents.linking import incident_ids
from geomap.model import Event
from geomap.store.rows import Telling
from geomap.store.tables import Tables, order_of


def linked(tables: Tables, tellings: Sequence[Telling], apart: Iterable[str]) -> list[Telling]:
    """Return event mentions with the ids of their incidents.

    Args:
        tables: The store.
        tellings: Event mentions that are new or whose incident is formed again; their ``event_id`` is that of before, "" for none.
        apart: Ids of the incidents that are formed again, all of whose mentions are among ``tellings`` or gone.
    """
    again = set(apart)
    ordered = sorted((one for one in tellings if not one.is_listed), key=lambda one: order_of(one.event))
    near: set[str] = set()
    for one in ordered:
        near |= tables.incidents_near(one.event)
    known = [one.incident for one in tables.tellings("event_id", near - again) if not one.is_listed]
    ids = incident_ids([one.event for one in ordered], known=known)
    names = _kept_names([(one, name) for one, name in zip(ordered, ids, strict=True)], {event.id for event in known}, again)
    renamed = [one._replace(event_id=names.get(name, name)) for one, name in zip(ordered, ids, strict=True)]
    return [*renamed, *(one._replace(event_id=one.event.id) for one in tellings if one.is_listed)]


def _kept_names(found: Sequence[tuple[Telling, str]], known: set[str], again: set[str]) -> Mapping[str, str]:
    """Return the ids that incidents had before, by the ids that are made of their earliest mention as it reads now.

    An incident is the one of before that one of its mentions was of; else the one that the same post told, of the same kind.
    """
    clusters: dict[str, list[Telling]] = {}
    for one, name in found:
        clusters.setdefault(name, []).append(one)
    taken = known | (set(clusters) & again)
    names: dict[str, str] = {}
    for name, members in clusters.items():
        if name in taken:
            continue
        old = next((one.event_id for one in members if one.event_id in again and one.event_id not in taken), None)
        if old is not None:
            names[name] = old
            taken.add(old)
    return names


def kept_names_of_edited(before: Sequence[Telling], after: Sequence[tuple[str, Event]]) -> dict[str, str]:
    """Return for the new mentions of posts that changed the incident that the mention was of which they take the place.

    Args:
        before: The mentions that the posts had.
        after: The mentions that they have now, each with the id of its post.
    """
    known = {one.event.id: one.event_id for one in before}
    alike = {(one.post_id, *_what(one.event)): one.event_id for one in reversed(before)}
    return {event.id: known.get(event.id) or alike.get((post_id, *_what(event)), "") for post_id, event in after}


def _what(event: Event) -> tuple[str, str]:
    return event.sub_type, event.where.name
