"""Pairs of incidents that may be one, each with the probability of its best pair of tellings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from geomap.events.coreference import km_between
from geomap.events.gate.shipped import shipped_vectors
from geomap.events.gate.vectors import WordVectors
from geomap.events.incidents.features import Telling, days_apart
from geomap.events.incidents.linking import MOST_MEMBERS, Shelf, looked_at, probability_of, stood_on
from geomap.events.incidents.model import PairModel, shipped_pairs
from geomap.events.ontology import ASSERTED
from geomap.model import Event, GeoMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two incidents that may be one: for each the telling that agrees best with the other, under the id of its incident.

    ``score`` is the probability of that; ``distance_km`` is None without two places, ``days_apart`` without two days.
    """

    score: float
    first: Event
    second: Event
    distance_km: float | None
    days_apart: int | None


def likely_pairs(
    events: Sequence[Event], *, least: float, among: Collection[str], apart: Collection[tuple[str, str]] = frozenset()
) -> list[Pair]:
    """Return the pairs of incidents that may be one, best first.

    Args:
        events: The tellings of incidents, each under the id of its incident, in order of time.
        least: The least probability of a pair.
        among: Ids of incidents, one of which each pair has.
        apart: Pairs of ids, in order, that are left out.

    Returns:
        At most one pair for each two incidents. Tellings of one post, and rows of one table, are not compared.
    """
    found = _Comparison(events, shipped_pairs(), shipped_vectors()).best(least, among)
    chosen = sorted((-score, key, one, other) for key, (score, one, other) in found.items() if key not in apart)
    return [_pair(-score, events[one], events[other]) for score, _, one, other in chosen]


def _pair(score: float, first: Event, second: Event) -> Pair:
    has_places = first.where.lat is not None and second.where.lat is not None
    return Pair(
        score=score,
        first=first,
        second=second,
        distance_km=km_between(first, second) if has_places else None,
        days_apart=days_apart(first, second),
    )


class _Comparison:
    def __init__(self, events: Sequence[Event], model: PairModel, vectors: WordVectors) -> None:
        self._events, self._model, self._vectors = events, model, vectors
        self._told: dict[int, Telling] = {}

    def best(self, least: float, among: Collection[str]) -> dict[tuple[str, str], tuple[float, int, int]]:
        """Return the best probability of each two incidents, and the numbers of the tellings that have it."""
        found: dict[tuple[str, str], tuple[float, int, int]] = {}
        for one, other in self._near():
            if self._events[one].id not in among and self._events[other].id not in among:
                continue
            score = probability_of(self._telling(one), self._telling(other), self._model)
            key = (self._events[one].id, self._events[other].id)
            key = min(key, key[::-1])
            if score >= least and score > found.get(key, (0.0,))[0]:
                found[key] = (score, one, other)
        return found

    def _near(self) -> Iterator[tuple[int, int]]:
        """Yield the numbers of tellings of different incidents that are near each other in place and days, the earlier one first."""
        shelves: dict[Shelf, list[int]] = {}
        members: dict[str, int] = {}
        for number, event in enumerate(self._events):
            members[event.id] = members.get(event.id, 0) + 1
            if event.modality not in ASSERTED or members[event.id] > MOST_MEMBERS:
                continue
            near = {known for shelf in looked_at(event) for known in shelves.get(shelf, ())}
            yield from ((known, number) for known in sorted(near) if _are_compared(self._events[known], event))
            for shelf in stood_on(event):
                shelves.setdefault(shelf, []).append(number)

    def _telling(self, number: int) -> Telling:
        if number not in self._told:
            self._told[number] = Telling.of(self._events[number], self._vectors)
        return self._told[number]


def _are_compared(one: Event, other: Event) -> bool:
    """Say whether two tellings may be of one incident: a post tells it once, and so does a table of coded events."""
    first, second = one.evidence[0], other.evidence[0]
    same_table = one.where.method is other.where.method is GeoMethod.TABLE and first.document_sha256 == second.document_sha256
    return one.id != other.id and first.post_id != second.post_id and not same_table
