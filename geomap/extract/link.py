"""Which trigger, which time and which count belong to which place of a sentence, by how far apart the words stand."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.model import PlaceKind
from geomap.extract.reading import Hit, Reading
from geomap.extract.roles import SITE_LINKS, Link, Spot
from geomap.extract.times import TimeRef
from geomap.extract.toll import Casualty
from geomap.extract.types import HARM, RUIN

FIRM = 10.0  # what one step of a trigger's weight is worth in tokens of distance
COSTS = {",": 3.0, ";": 14.0, ":": 12.0, "—": 10.0, "–": 10.0, '"': 2.0, "“": 2.0, "”": 2.0}
BREAK = 9.0  # a word that opens another clause
FARTHEST = 45.0


def distance(reading: Reading, first: tuple[int, int], second: tuple[int, int]) -> float:
    """Give how far apart two stretches of tokens stand; marks and words that part clauses count more."""
    start, end = (first[1], second[0]) if first[1] <= second[0] else (second[1], first[0])
    if start >= end:
        return 0.0
    total = float(end - start)
    for at in range(start, end):
        low = reading.low(at)
        total += COSTS.get(low, BREAK if low in reading.words["clause_openers"] else 0.0)
    return total


def best_hit(reading: Reading, spot: Spot, hits: Sequence[Hit]) -> Hit | None:
    """Give the trigger that makes ``spot`` a site, None where none does."""
    scored = [(score, hit) for hit in hits if (score := _score(reading, spot, hit)) is not None]
    return max(scored, key=lambda row: (row[0], -row[1].start), default=(0.0, None))[1]


def _score(reading: Reading, spot: Spot, hit: Hit) -> float | None:
    if not accepts(hit, spot):
        return None
    away = distance(reading, (spot.name.start, spot.name.end), (hit.start, hit.end))
    if away > FARTHEST:
        return None
    sign = hit.trigger.kind.family in {HARM, RUIN}
    return FIRM * hit.trigger.weight - away - (FIRM if sign else 0.0)


def accepts(hit: Hit, spot: Spot) -> bool:
    """Whether a place that hangs so on its sentence can be the site of what ``hit`` tells."""
    if hit.trigger.kind.family in {HARM, RUIN}:
        links = SITE_LINKS["target"]
    else:
        links = SITE_LINKS[hit.trigger.frame]
    if spot.link not in links:
        return False
    place = spot.place
    if place is not None and place.kind is PlaceKind.COUNTRY and spot.link is Link.SUBJECT:
        return False
    return True


def nearest_time(reading: Reading, at: tuple[int, int], refs: Sequence[TimeRef]) -> TimeRef | None:
    """Give the time of what stands at ``at``: the nearest that does not date what was said."""
    own = [ref for ref in refs if not ref.of_speech]
    return min(own, key=lambda ref: (distance(reading, (ref.start, ref.end), at) - (6.0 if ref.genitive and ref.end <= at[0] else 0.0), ref.start), default=None)


def share_counts(reading: Reading, sites: Sequence[Spot], counts: Sequence[Casualty]) -> dict[int, list[Casualty]]:
    """Give each count to the site it stands with: to the one named right after it, else to the nearest."""
    shared: dict[int, list[Casualty]] = {number: [] for number in range(len(sites))}
    if not sites:
        return shared
    for count in counts:
        shared[_nearest_site(reading, sites, count)].append(count)
    return shared


def _nearest_site(reading: Reading, sites: Sequence[Spot], count: Casualty) -> int:
    def cost(number: int) -> tuple[float, int]:
        name = sites[number].name
        away = distance(reading, (name.start, name.end), (count.at, max(count.end, count.at + 1)))
        return (away if name.start >= count.at else away * 1.5 + 2.0, number)

    return min(range(len(sites)), key=cost)
