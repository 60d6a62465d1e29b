"""Which tellings are of one incident, across posts.

Two tellings are of one incident when all of this holds:

- both are said to have happened (reported or claimed), in different posts;
- they are of one family (battle, explosive, talks, ...), or both of a disaster, an accident or damage to infrastructure;
- they stand on one place: the same place of the gazetteer, or points no more than 3 km apart; what is derived from a
  distance or from two places ("10 km east of X", "between X and Y") is one place only with its like;
- their local days overlap; a day that only rests on the day of the post may be off by one, the days of a flood, a quake or a
  fire by two;
- no fact speaks against it: a toll told later is not lower than one told before.

An incident's name is that of its earliest telling (by time of the post, then its id, then the order in the text), so it stays when
newer posts are read with it, and does not hang on the order of input.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from gazetteer.model import PlaceKind
from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.events.draft import HAZARD, SHOWN
from geomap.events.types import event_types
from geomap.model import Event, GeoMethod, TimeBasis, Where

NEAR_KM = 3.0
CELL_KM = 3.1  # a little more than NEAR_KM, so that what is near lies in this cell or one beside it
AROUND = ((0, 0, 0), *(step for step in itertools.product((-1, 0, 1), repeat=3) if any(step)))  # its own cell first
_Spot = tuple[int, int, int] | str
_Shelf = tuple[str, int | None, _Spot]
LONGEST = 40  # days of a telling that are looked through; what is longer is no news
HAZARD_DAYS = 2  # a flood or a fire goes on, and its toll is dated by whoever tells it
WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA})


def incident_ids(tellings: Sequence[Event]) -> list[str]:
    """Give each telling the id of its incident. ``tellings`` are in order of post time, post id and text."""
    incidents: list[list[Event]] = []
    shelves: dict[_Shelf, list[int]] = {}
    ids: list[str] = []
    for telling in tellings:
        near = {number for shelf in _looked_at(telling) for number in shelves.get(shelf, ())}
        number = next((number for number in sorted(near, reverse=True) if _belongs(telling, incidents[number])), None)
        if number is None:
            number = len(incidents)
            incidents.append([])
        incidents[number].append(telling)
        ids.append(incidents[number][0].id)
        for shelf in _stood_on(telling):
            kept = shelves.setdefault(shelf, [])
            if number not in kept[-1:]:
                kept.append(number)
    return ids


def _stood_on(telling: Event) -> list[_Shelf]:
    """Where an incident is kept: by its kind, the cell that it lies in, and each day that a telling of it can name."""
    return [(_kind(telling), day, spot) for day in _days(telling, HAZARD_DAYS) for spot in _cell(telling.where)[:1]]


def _looked_at(telling: Event) -> list[_Shelf]:
    """Where to look for the incidents that a telling can belong to: its own days in its cell and those around it."""
    return [(_kind(telling), day, spot) for day in _days(telling, 0) for spot in _cell(telling.where)]


def _kind(telling: Event) -> str:
    family = event_types()[telling.sub_type].family
    return "hazard" if family in HAZARD else family


def _days(telling: Event, slack: int) -> Sequence[int | None]:
    if telling.when is None:
        return (None,)
    first = telling.when.first_day.toordinal()
    return range(first - slack, min(telling.when.last_day.toordinal(), first + LONGEST) + slack + 1)


def _cell(where: Where) -> Sequence[_Spot]:
    """Give the cell of a grid through the Earth that a position lies in, then those around it; or the name of what has no position."""
    if where.lat is None or where.lon is None:
        return (where.name,)
    x, y, z = (math.floor(part / CELL_KM) for part in _position(where.lat, where.lon))
    return [(x + i, y + j, z + k) for i, j, k in AROUND]


@lru_cache(maxsize=1 << 14)
def _position(lat: float, lon: float) -> tuple[float, float, float]:
    """Give a position in km from the middle of the Earth: near each other, straight lines are as long as arcs."""
    north, east = math.radians(lat), math.radians(lon)
    flat = EARTH_RADIUS_KM * math.cos(north)
    return flat * math.cos(east), flat * math.sin(east), EARTH_RADIUS_KM * math.sin(north)


def _belongs(telling: Event, incident: Sequence[Event]) -> bool:
    if any(known.evidence[0].post_id == telling.evidence[0].post_id for known in incident):
        return False
    return any(same_incident(known, telling) for known in incident) and not _contradicts(telling, incident)


def same_incident(first: Event, second: Event) -> bool:
    """Whether two tellings are of one kind, place and time."""
    if not {first.modality, second.modality} <= SHOWN:
        return False
    return _same_kind(first, second) and _same_place(first, second) and _same_days(first, second)


def _same_kind(first: Event, second: Event) -> bool:
    one, other = (event_types()[event.sub_type].family for event in (first, second))
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
    wide = any(where.place is not None and where.place.kind in WIDE for where in (one, other))
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
    return {event_types()[event.sub_type].family for event in (first, second)} <= HAZARD


def _contradicts(telling: Event, incident: Sequence[Event]) -> bool:
    told = telling.toll.fatalities
    before = [known.toll.fatalities for known in incident if known.toll.fatalities is not None]
    return told is not None and bool(before) and told < max(before)
