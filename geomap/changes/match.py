"""Which event of an earlier run is which event of now.

Events are the same that have one id. Ids are made of the words of the first report, so that an edited report, a place or type that is
read in another way, or an earlier report that comes to be known later gives an event another id. Of the events that are left, those are
the same that rest on the same words of the same post; then those that the trained model takes for one incident.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

from geomap.changes.earlier import Earlier
from geomap.model import Event, Evidence

_Keys = Callable[[Event], Iterator[Hashable]]


def matched(events: Sequence[Event], earlier: Earlier) -> dict[str, Event]:
    """Return for the ids of ``events`` the event of the earlier run that is the same; one stands for one at most."""
    known = {event.id: event for event in earlier.events}
    pairs = {event.id: known[event.id] for event in events if event.id in known}
    for keys in (_by_words, _by_name, _by_kind):
        _join(*_left(events, earlier, pairs), keys, pairs)
    _join_incidents(*_left(events, earlier, pairs), pairs)
    return pairs


def told_by_others(event: Event, others: Sequence[Event]) -> bool:
    """Whether the report that ``event`` rests on is now among those of one of ``others``, which tells of the same place or kind."""
    own = event.evidence[-1]
    return any(
        own.post_id == one.post_id and own.quote == one.quote and (event.where.name == other.where.name or event.sub_type == other.sub_type)
        for other in others
        for one in other.evidence
    )


def _left(events: Sequence[Event], earlier: Earlier, pairs: dict[str, Event]) -> tuple[list[Event], list[Event]]:
    used = {event.id for event in pairs.values()}
    return [event for event in events if event.id not in pairs], [event for event in earlier.events if event.id not in used]


def _join(events: Sequence[Event], before: Sequence[Event], keys: _Keys, pairs: dict[str, Event]) -> None:
    """Pair the events that share a key, the first with the first."""
    shelves: dict[Hashable, list[Event]] = {}
    for event in before:
        for key in keys(event):
            shelves.setdefault(key, []).append(event)
    used: set[str] = set()
    for event in events:
        held = (old for key in keys(event) for old in shelves.get(key, ()) if old.id not in used)
        old = next(held, None)
        if old is not None:
            pairs[event.id] = old
            used.add(old.id)


def _by_words(event: Event) -> Iterator[Hashable]:
    """Yield the sentences that an event rests on with the words that name its place: they are read in another way."""
    for one, post in _told(event):
        yield (post, one.quote, _mention(event))


def _by_name(event: Event) -> Iterator[Hashable]:
    """Yield the posts with type and place: their words were edited."""
    for _, post in _told(event):
        yield (post, event.sub_type, event.where.name)


def _by_kind(event: Event) -> Iterator[Hashable]:
    """Yield the sentences with the type: the place is another name of the sentence, or a corrected one."""
    for one, post in _told(event):
        yield (post, one.quote, event.sub_type)


def _told(event: Event) -> Iterator[tuple[Evidence, str]]:
    """Yield the reports, the newest first, each with what its post is known by: the id, and the address where ids changed."""
    for one in reversed(event.evidence):
        if one.quote:
            yield one, one.post_id
            if one.url is not None:
                yield one, one.url


def _mention(event: Event) -> str:
    resolution = event.where.resolution
    return event.where.name if resolution is None else resolution.mention.text


def _join_incidents(events: Sequence[Event], before: Sequence[Event], pairs: dict[str, Event]) -> None:
    """Pair the events that are left where the model of incidents takes them for one, each with one at most."""
    if not events or not before:
        return
    from geomap.events.incidents.linking import incident_ids  # noqa: PLC0415 - loads a model, which few runs need here

    known = {event.id: event for event in before}
    for event, name in zip(events, incident_ids(events, known=before), strict=True):
        if name in known:
            pairs[event.id] = known.pop(name)
