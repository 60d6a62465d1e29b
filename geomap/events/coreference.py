"""Coreference across posts: when the rules say that two events are one incident, and what the tellings of an incident say together.

By the rules, events of two posts are one incident when all of this holds:

- both are said to have happened (reported or claimed), in different posts;
- they are of one family (battle, explosive, talks, ...), or both of a disaster, an accident or damage to infrastructure;
- they stand on one place: the same place of the gazetteer, or points no more than 3 km apart; what is derived from a
  distance or from two places ("10 km east of X", "between X and Y") is one place only with its like;
- their local days overlap; a day that only rests on the day of the post may be off by one, the days of a flood, a quake or a
  fire by two.

`geomap.events.incidents` weighs this with what else is known of two events.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.events.ontology import ASSERTED, HAZARD, event_types
from geomap.events.spatial import WIDE_KINDS
from geomap.model import BY_HAND, OTHER_COUNTS, Event, Evidence, GeoMethod, Modality, TimeBasis, Toll, When

NEAR_KM = 3.0
DAYS_OF_HAZARD = 2  # a flood or a fire goes on, and its toll is dated by whoever tells it
EPOCH = datetime(1, 1, 1, tzinfo=UTC)
BASES = (TimeBasis.CORRECTED, TimeBasis.STATED, TimeBasis.RELATIVE, TimeBasis.PUBLISHED)


def family_of(event: Event) -> str:
    """Return the family of an event's type; a type of another extractor is a family of its own."""
    known = event_types().get(event.sub_type)
    return event.sub_type if known is None else known.family


@lru_cache(maxsize=1 << 14)
def position_of(lat: float, lon: float) -> tuple[float, float, float]:
    """Return a position in km from the middle of the Earth: near each other, straight lines are as long as arcs."""
    north, east = math.radians(lat), math.radians(lon)
    flat = EARTH_RADIUS_KM * math.cos(north)
    return flat * math.cos(east), flat * math.sin(east), EARTH_RADIUS_KM * math.sin(north)


def are_coreferent(first: Event, second: Event) -> bool:
    """Whether two events agree in kind, place and time."""
    if not {first.modality, second.modality} <= ASSERTED:
        return False
    return _same_kind(first, second) and _same_place(first, second) and days_agree(first, second)


def _same_kind(first: Event, second: Event) -> bool:
    one, other = (family_of(event) for event in (first, second))
    return one == other or {one, other} <= HAZARD


def _same_place(first: Event, second: Event) -> bool:
    one, other = first.where, second.where
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return one.place is None and other.place is None and one.name == other.name
    same = one.place is not None and other.place is not None and one.place.id == other.place.id
    if is_exact(first) or is_exact(second):
        return km_between(first, second) <= NEAR_KM
    if same:
        return True
    wide = any(where.place is not None and where.place.kind in WIDE_KINDS for where in (one, other))
    return not wide and km_between(first, second) <= NEAR_KM


def is_exact(event: Event) -> bool:
    """Whether an event stands at a distance from its place."""
    return (
        event.where.method is GeoMethod.RELATION
        and event.where.place is not None
        and (event.where.lat, event.where.lon) != (event.where.place.lat, event.where.place.lon)
    )


def km_between(first: Event, second: Event) -> float:
    """Return the distance between two events, infinite where one has no position."""
    one, other = first.where, second.where
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    return math.dist(position_of(one.lat, one.lon), position_of(other.lat, other.lon))


def days_agree(first: Event, second: Event) -> bool:
    """Whether the days of two events overlap, or come as near as what their days rest on asks."""
    one, other = first.when, second.when
    if one is None or other is None:
        return one is other
    slack = timedelta(days=DAYS_OF_HAZARD if _hazards(first, second) else 1 if TimeBasis.PUBLISHED in {one.basis, other.basis} else 0)
    return one.first_day - slack <= other.last_day and other.first_day - slack <= one.last_day


def _hazards(first: Event, second: Event) -> bool:
    return {family_of(event) for event in (first, second)} <= HAZARD


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
    if len(events) == 1:
        return events[0]
    ordered = sorted(events, key=lambda event: _told(event.evidence[0]))
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
