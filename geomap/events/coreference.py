"""Coreference across posts: which events of different posts are one incident, and what they say together.

Events of two posts are one incident when all of this holds:

- both are said to have happened (reported or claimed), in different posts;
- they are of one family (battle, explosive, talks, ...), or both of a disaster, an accident or damage to infrastructure;
- they stand on one place: the same place of the gazetteer, or points no more than 3 km apart; what is derived from a
  distance or from two places ("10 km east of X", "between X and Y") is one place only with its like;
- their local days overlap; a day that only rests on the day of the post may be off by one, the days of a flood, a quake or a
  fire by two;
- no fact speaks against it: a toll told later is not lower than one told before.

An incident's name is that of its earliest event (by time of the post, then its id, then the order in the text), so it stays when
newer posts are read with it, and does not hang on the order of input.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.events.ontology import ASSERTED, HAZARD, event_types
from geomap.events.spatial import WIDE_KINDS
from geomap.model import BY_HAND, OTHER_COUNTS, Event, Evidence, GeoMethod, Modality, TimeBasis, Toll, When, Where

NEAR_KM = 3.0
CELL_KM = 3.1  # a little more than NEAR_KM, so that what is near lies in this cell or one beside it
AROUND = ((0, 0, 0), *(step for step in itertools.product((-1, 0, 1), repeat=3) if any(step)))  # its own cell first
_Cell = tuple[int, int, int] | str
_Shelf = tuple[str, int | None, _Cell]
MOST_DAYS = 40  # days of a event that are looked through; what is longer is no news
HAZARD_DAYS = 2  # a flood or a fire goes on, and its toll is dated by whoever tells it
EPOCH = datetime(1, 1, 1, tzinfo=UTC)
BASES = (TimeBasis.CORRECTED, TimeBasis.STATED, TimeBasis.RELATIVE, TimeBasis.PUBLISHED)


def incident_ids(events: Sequence[Event]) -> list[str]:
    """Return for each event the id of its incident. ``events`` are in order of post time, post id and text."""
    clusters: list[_Incident] = []
    shelves: dict[_Shelf, list[int]] = {}
    ids: list[str] = []
    for event in events:
        near = {number for shelf in _looked_at(event) for number in shelves.get(shelf, ())}
        number = next((number for number in sorted(near, reverse=True) if clusters[number].may_hold(event)), None)
        if number is None:
            number = len(clusters)
            clusters.append(_Incident(event.id))
        clusters[number].add(event)
        ids.append(clusters[number].id)
        for shelf in _stood_on(event):
            kept = shelves.setdefault(shelf, [])
            if number not in kept[-1:]:
                kept.append(number)
    return ids


def _stood_on(event: Event) -> list[_Shelf]:
    """Where an incident is kept: by its kind, the cell that it lies in, and each day that a event of it can name."""
    return [(_kind(event), day, cell) for day in _days(event, HAZARD_DAYS) for cell in _cell(event.where)[:1]]


def _looked_at(event: Event) -> list[_Shelf]:
    """Where to look for the incidents that a event can belong to: its own days in its cell and those around it."""
    return [(_kind(event), day, cell) for day in _days(event, 0) for cell in _cell(event.where)]


def _family(event: Event) -> str:
    """Return the family of an event's type; a type of another extractor is a family of its own."""
    known = event_types().get(event.sub_type)
    return event.sub_type if known is None else known.family


def _kind(event: Event) -> str:
    family = _family(event)
    return "hazard" if family in HAZARD else family


def _days(event: Event, slack: int) -> Sequence[int | None]:
    if event.when is None:
        return (None,)
    first = event.when.first_day.toordinal()
    return range(first - slack, min(event.when.last_day.toordinal(), first + MOST_DAYS) + slack + 1)


def _cell(where: Where) -> Sequence[_Cell]:
    """Return the cell of a grid through the Earth that a position lies in, then those around it; or the name of what has no position."""
    if where.lat is None or where.lon is None:
        return (where.name,)
    x, y, z = (math.floor(part / CELL_KM) for part in _position(where.lat, where.lon))
    return [(x + i, y + j, z + k) for i, j, k in AROUND]


@lru_cache(maxsize=1 << 14)
def _position(lat: float, lon: float) -> tuple[float, float, float]:
    """Return a position in km from the middle of the Earth: near each other, straight lines are as long as arcs."""
    north, east = math.radians(lat), math.radians(lon)
    flat = EARTH_RADIUS_KM * math.cos(north)
    return flat * math.cos(east), flat * math.sin(east), EARTH_RADIUS_KM * math.sin(north)


class _Incident:
    """The events found to be one incident; of those that agree in kind, place and time one is kept, since thousands may tell one."""

    def __init__(self, name: str) -> None:
        self.id = name
        self._posts: set[str] = set()
        self._unlike: dict[tuple[object, ...], Event] = {}
        self._killed: int | None = None  # the highest figure told

    def add(self, event: Event) -> None:
        """Add an event that belongs to the incident."""
        self._posts.add(event.evidence[0].post_id)
        self._unlike.setdefault(_facts(event), event)
        if event.toll.fatalities is not None:
            self._killed = max(event.toll.fatalities, self._killed or 0)

    def may_hold(self, event: Event) -> bool:
        """Return whether an event of another post is of the incident."""
        if event.evidence[0].post_id in self._posts or not any(are_coreferent(known, event) for known in self._unlike.values()):
            return False
        told = event.toll.fatalities
        return told is None or self._killed is None or told >= self._killed  # a toll told later is not lower


def _facts(event: Event) -> tuple[object, ...]:
    """Return all that `are_coreferent` asks of an event."""
    where, when, place = event.where, event.when, event.where.place
    spot = (where.lat, where.lon, where.name, where.method, None if place is None else (place.id, place.lat, place.lon))
    days = None if when is None else (when.first_day, when.last_day, when.basis is TimeBasis.PUBLISHED)
    return (_family(event), event.modality in ASSERTED, spot, days)


def are_coreferent(first: Event, second: Event) -> bool:
    """Whether two events agree in kind, place and time."""
    if not {first.modality, second.modality} <= ASSERTED:
        return False
    return _same_kind(first, second) and _same_place(first, second) and _same_days(first, second)


def _same_kind(first: Event, second: Event) -> bool:
    one, other = (_family(event) for event in (first, second))
    return one == other or {one, other} <= HAZARD


def _same_place(first: Event, second: Event) -> bool:
    one, other = first.where, second.where
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return one.place is None and other.place is None and one.name == other.name
    same = one.place is not None and other.place is not None and one.place.id == other.place.id
    if _exact(first) or _exact(second):
        return _km(first, second) <= NEAR_KM
    if same:
        return True
    wide = any(where.place is not None and where.place.kind in WIDE_KINDS for where in (one, other))
    return not wide and _km(first, second) <= NEAR_KM


def _exact(event: Event) -> bool:
    return (
        event.where.method is GeoMethod.RELATION
        and event.where.place is not None
        and (event.where.lat, event.where.lon) != (event.where.place.lat, event.where.place.lon)
    )


def _km(first: Event, second: Event) -> float:
    one, other = first.where, second.where
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    return math.dist(_position(one.lat, one.lon), _position(other.lat, other.lon))


def _same_days(first: Event, second: Event) -> bool:
    one, other = first.when, second.when
    if one is None or other is None:
        return one is other
    slack = timedelta(days=HAZARD_DAYS if _hazards(first, second) else 1 if TimeBasis.PUBLISHED in {one.basis, other.basis} else 0)
    return one.first_day - slack <= other.last_day and other.first_day - slack <= one.last_day


def _hazards(first: Event, second: Event) -> bool:
    return {_family(event) for event in (first, second)} <= HAZARD


def merge(events: Sequence[Sequence[Event]]) -> tuple[Event, ...]:
    """Return one event for each id, with all the evidence, by time and id."""
    clusters: dict[str, list[Event]] = {}
    for group in events:
        for event in group:
            clusters.setdefault(event.id, []).append(event)
    return tuple(sorted((_merged(events) for events in clusters.values()), key=_by_time))


def _by_time(event: Event) -> tuple[datetime, str]:
    return (event.when.start if event.when is not None else EPOCH, event.id)


def _merged(events: Sequence[Event]) -> Event:
    ordered = sorted(events, key=lambda event: _told(event.evidence[0]))
    if len(ordered) == 1:
        return ordered[0]
    first = ordered[0]
    surest = max(ordered, key=lambda event: event.confidence)
    by_hand = [reason for event in ordered for reason in event.reasons if BY_HAND in reason.text]
    return replace(
        first,
        when=_when(ordered),
        where=min(ordered, key=_vagueness).where,
        evidence=tuple(evidence for event in ordered for evidence in event.evidence),
        modality=Modality.REPORTED if any(event.modality is Modality.REPORTED for event in ordered) else first.modality,
        confidence=surest.confidence,
        actors=tuple(dict.fromkeys(actor for event in ordered for actor in event.actors))[:2],
        toll=_toll(ordered),
        attribution=next((event.attribution for event in ordered if event.attribution), None),
        reasons=tuple(dict.fromkeys((*surest.reasons, *by_hand))),
    )


def _vagueness(event: Event) -> tuple[bool, float]:
    """A place corrected by hand comes first, then what is known most exactly."""
    radius_m = event.where.radius_m
    return (event.where.method is not GeoMethod.CORRECTION, float("inf") if radius_m is None else radius_m)


def _told(evidence: Evidence) -> tuple[datetime, str, int]:
    return (evidence.published_at or EPOCH, evidence.post_id, evidence.start)


def _when(ordered: Sequence[Event]) -> When | None:
    """The time of the firmest basis; the first event's among equals."""
    known = [event.when for event in ordered if event.when is not None]
    return min(known, key=lambda when: (BASES.index(when.basis), when.last_day - when.first_day), default=None)


def _toll(ordered: Sequence[Event]) -> Toll:
    """Updates win: the newest event that gives a figure; earlier ones stay with their evidence."""
    killed = next((event.toll for event in reversed(ordered) if event.toll.fatalities is not None), Toll())
    hurt = next((event.toll for event in reversed(ordered) if event.toll.injured is not None), Toll())
    others = {name: _newest_count(ordered, name) for name in OTHER_COUNTS}
    return Toll(
        fatalities=killed.fatalities,
        fatalities_low=killed.fatalities_low,
        fatalities_high=killed.fatalities_high,
        fatalities_civilian=killed.fatalities_civilian,
        injured=hurt.injured,
        injured_civilian=hurt.injured_civilian,
        losses_claimed=killed.losses_claimed or hurt.losses_claimed,
        **others,
    )


def _newest_count(ordered: Sequence[Event], name: str) -> int | None:
    return next((count for event in reversed(ordered) if (count := getattr(event.toll, name)) is not None), None)
