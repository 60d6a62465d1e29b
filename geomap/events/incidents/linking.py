"""Events of different posts joined into incidents.

Posts are taken in order of time. An event joins the incident whose known tellings it agrees with best, if their mean probability of being
one incident is high enough; else it begins an incident of its own. An incident's name is that of its earliest event, so it stays when newer
posts are read with it, and does not depend on the order of input.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from gazetteer.model import PlaceKind
from geomap.events.coreference import DAYS_OF_HAZARD, NEAR_KM, are_coreferent, days_agree, is_exact, km_between, position_of
from geomap.events.gate.shipped import shipped_vectors
from geomap.events.gate.vectors import WordVectors
from geomap.events.incidents.features import Telling, pair_features
from geomap.events.incidents.model import PairModel, shipped_pairs
from geomap.events.ontology import ASSERTED, MEETINGS
from geomap.events.spatial import WIDE_KINDS
from geomap.model import Event, Where

LEAST = 0.45  # mean probability from which an event belongs to an incident: as precise on folds as the rules alone
LEAST_AGREED = 0.3  # of a pair of which the rules say that it is one incident
AGREED = 0.8  # what such a pair counts for
REACH_KM = 15.0  # farther apart only where one place contains the other
MOST_MEMBERS = 6  # tellings of an incident that a new one is compared with: thousands may tell one
MOST_DAYS = 40  # days of an event that are looked through; what is longer is no news

_AROUND = ((0, 0, 0), *(step for step in itertools.product((-1, 0, 1), repeat=3) if any(step)))  # its own cell first
Shelf = tuple[int | None, str, object]


def incident_ids(
    events: Sequence[Event], model: PairModel | None = None, vectors: WordVectors | None = None, *, known: Sequence[Event] = ()
) -> list[str]:
    """Return for each event the id of its incident.

    Args:
        events: Events of single posts, in order of post time, post id and text.
        model: What decides on pairs; None takes the one that ships.
        vectors: The vectors of words; None takes those that ship.
        known: Events that have the ids of their incidents, in the same order: they stay there, and ``events`` may join them.

    Returns:
        The id of the earliest event of the incident of each event.
    """
    linker = _Linker(model or shipped_pairs(), vectors or shipped_vectors())
    for event in known:
        linker.keep(event)
    return [linker.add(event) for event in events]


class _Linker:
    def __init__(self, model: PairModel, vectors: WordVectors) -> None:
        self._model, self._vectors = model, vectors
        self._incidents: list[_Incident] = []
        self._shelves: dict[Shelf, list[int]] = {}
        self._known: dict[str, int] = {}

    def keep(self, event: Event) -> None:
        """Add an event to the incident whose id it has."""
        number = self._known.setdefault(event.id, len(self._incidents))
        if number == len(self._incidents):
            self._incidents.append(_Incident(event.id))
        self._put(number, Telling.of(event, self._vectors))

    def add(self, event: Event) -> str:
        """Add the next event and return the id of its incident."""
        told = Telling.of(event, self._vectors)
        number = self._best(told)
        if number is None:
            number = len(self._incidents)
            self._incidents.append(_Incident(event.id))
        self._put(number, told)
        return self._incidents[number].id

    def _put(self, number: int, told: Telling) -> None:
        """Add an event to an incident, and the incident to the shelves where others look for it."""
        self._incidents[number].add(told)
        for shelf in stood_on(told.event):
            kept = self._shelves.setdefault(shelf, [])
            if number not in kept[-1:]:
                kept.append(number)

    def _best(self, told: Telling) -> int | None:
        """Return the number of the incident that an event belongs to; the newest of those that fit equally well."""
        if told.event.modality not in ASSERTED:
            return None
        near = {number for shelf in looked_at(told.event) for number in self._shelves.get(shelf, ())}
        scored = ((self._incidents[number].score(told, self._model), number) for number in near)
        score, number = max(scored, default=(0.0, -1))
        return number if score >= LEAST else None


class _Incident:
    """The tellings of one incident; of those that agree in kind, place, time and toll one is kept."""

    def __init__(self, name: str) -> None:
        self.id = name
        self._posts: set[str] = set()
        self._members: dict[tuple[object, ...], Telling] = {}
        self._killed: int | None = None  # the highest figure told

    def add(self, told: Telling) -> None:
        """Add an event that belongs to the incident."""
        self._posts.add(told.event.evidence[0].post_id)
        if told.event.toll.fatalities is not None:
            self._killed = max(told.event.toll.fatalities, self._killed or 0)
        if len(self._members) < MOST_MEMBERS:
            self._members.setdefault(facts_of(told), told)

    def score(self, told: Telling, model: PairModel) -> float:
        """Return how likely an event is of the incident; a post tells an incident once, and a toll that is told later is not lower."""
        killed = told.event.toll.fatalities
        falls = killed is not None and self._killed is not None and killed < self._killed
        if falls or told.event.evidence[0].post_id in self._posts:
            return 0.0
        return sum(probability_of(known, told, model) for known in self._members.values()) / len(self._members)


def probability_of(earlier: Telling, later: Telling, model: PairModel) -> float:
    """Return how likely two events are one incident; 0 if one did not happen or their days do not agree."""
    first, second = earlier.event, later.event
    if not {first.modality, second.modality} <= ASSERTED or not days_agree(first, second) or _are_apart(earlier, later):
        return 0.0
    if first.where.lat is None or second.where.lat is None:
        return AGREED if are_coreferent(first, second) else 0.0
    learned = model.probability(pair_features(earlier, later))
    return AGREED if LEAST_AGREED <= learned < AGREED and are_coreferent(first, second) else learned


def _are_apart(earlier: Telling, later: Telling) -> bool:
    """Whether one event is an attack and the other a meeting or a funeral, or one is some kilometres outside the place of the other."""
    if (earlier.group in MEETINGS) != (later.group in MEETINGS):
        return True
    exact = is_exact(earlier.event) or is_exact(later.event)
    return exact and km_between(earlier.event, later.event) > NEAR_KM


def facts_of(told: Telling) -> tuple[object, ...]:
    """Return kind, place, days and toll of a telling: those with the same count once in an incident."""
    event = told.event
    where, when, toll = event.where, event.when, event.toll
    days = None if when is None else (when.first_day, when.last_day, when.basis)
    spot = (where.lat, where.lon, where.name, where.method, None if where.place is None else where.place.id)
    return (event.sub_type, event.modality, spot, days, toll.fatalities, toll.injured)


# --- where to look ----------------------------------------------------------------------------------------------------


def stood_on(event: Event) -> Iterator[Shelf]:
    """Yield where an event is kept: on each day that it can have, in its cell of a grid, and with the region that it is or lies in."""
    for day in _days(event, DAYS_OF_HAZARD):
        yield (day, "cell", _cells(event.where)[0])
        for role, region in _regions(event.where):
            yield (day, role, region)


def looked_at(event: Event) -> Iterator[Shelf]:
    """Yield where to look for incidents that an event can belong to: its own days, in the cells around it; in the region that it is."""
    other = {"is": "in", "in": "is"}
    for day in _days(event, 0):
        for cell in _cells(event.where):
            yield (day, "cell", cell)
        for role, region in _regions(event.where):
            yield (day, other[role], region)


def kept_at(event: Event) -> tuple[str, str | None, str | None, int, int]:
    """Return where a database keeps an event: its cell, the region that it is, the region that it lies in, its first and last day.

    The days are those of the calendar that count from the year 1, 0 for an event without days.
    """
    regions = dict(_regions(event.where))
    names = {role: "/".join(map(str, key)) for role, key in regions.items() if isinstance(key, tuple)}
    return (str(_cells(event.where)[0]), names.get("is"), names.get("in"), *_ends(_days(event, DAYS_OF_HAZARD)))


def looked_for(event: Event) -> tuple[tuple[str, ...], str | None, str | None, int, int]:
    """Return where the incidents are that an event can belong to: cells, region that they are, region that they lie in, and days."""
    _, region, holder, _, _ = kept_at(event)
    return (tuple(map(str, _cells(event.where))), holder, region, *_ends(_days(event, 0)))


def _ends(days: Sequence[int | None]) -> tuple[int, int]:
    return days[0] or 0, days[-1] or 0


def _regions(where: Where) -> Iterator[tuple[str, object]]:
    """Yield the first-level region that a place is or that it lies in."""
    place = where.place
    if place is None or place.kind is PlaceKind.COUNTRY or place.country is None:
        return
    if place.kind is PlaceKind.REGION:
        yield ("is", (place.country, place.name))
    elif place.admin1 is not None:
        yield ("in", (place.country, place.admin1))
        if place.kind in WIDE_KINDS:
            yield ("is", (place.country, place.admin1))


def _days(event: Event, slack: int) -> Sequence[int | None]:
    if event.when is None:
        return (None,)
    first = event.when.first_day.toordinal()
    return range(first - slack, min(event.when.last_day.toordinal(), first + MOST_DAYS) + slack + 1)


def _cells(where: Where) -> Sequence[object]:
    """Return the cell of a grid through the Earth that a position lies in, then those around it; or the name of what has no position."""
    if where.lat is None or where.lon is None:
        return (where.name,)
    x, y, z = (math.floor(part / REACH_KM) for part in position_of(where.lat, where.lon))
    return [(x + i, y + j, z + k) for i, j, k in _AROUND]
