"""Which trigger, which time and which count belong to which place of a sentence, by how far apart the words stand."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.model import PlaceKind
from geomap.events.casualty import Casualty
from geomap.events.governors import Link, answered
from geomap.events.reading import Hit, Reading
from geomap.events.relations import RelationKind
from geomap.events.roles import SITE_LINKS, Spot
from geomap.events.times import TimeRef
from geomap.events.types import HARM, RUIN, Harm, TimeKind

ASIDE = frozenset({TimeKind.MONTH, TimeKind.YEAR, TimeKind.LAST_YEAR, TimeKind.LONG_AGO, TimeKind.LAST_MONTH})
IN_HONOUR = frozenset({"ceremony", "talks", "unrest"})
FIRM = 10.0  # what one step of a trigger's weight is worth in tokens of distance
COSTS = {",": 3.0, ";": 14.0, ":": 12.0, "—": 10.0, "–": 10.0, '"': 2.0, "“": 2.0, "”": 2.0}
BREAK = 9.0  # a word that opens another clause
RELATIVE = 14.0  # "that", "which", "who": what follows is told of the name before them, in passing
NEXT = 3  # tokens between "Monday's" and what it dates
FARTHEST = 45.0
CONTINENT_M = 700_000.0  # wider than any region of a country that news speak of as one, such as the Donbas


def distance(reading: Reading, first: tuple[int, int], second: tuple[int, int]) -> float:
    """Give how far apart two stretches of tokens stand; marks and words that part clauses count more."""
    start, end = (first[1], second[0]) if first[1] <= second[0] else (second[1], first[0])
    if start >= end:
        return 0.0
    if reading.prices is None:
        reading.prices = _prices(reading)
    return reading.prices[end] - reading.prices[start]


def _prices(reading: Reading) -> list[float]:
    """Give for each token what it costs to come there from the start of the sentence."""
    relative, openers = reading.words["relative"], reading.words["clause_openers"]
    prices = [0.0]
    for token in reading.tokens:
        low = token.low
        extra = RELATIVE if low in relative else BREAK if low in openers else COSTS.get(low, 0.0)
        prices.append(prices[-1] + 1.0 + extra)
    return prices


def clauses(reading: Reading) -> list[int]:
    """Give each token the number of its clause: parted by ; : — and by ", and", ", but", "while" before a new statement."""
    if reading.clauses is not None:
        return reading.clauses
    numbers: list[int] = []
    number = 0
    for at, token in enumerate(reading.tokens):
        if (token.low in {";", ":", "—", "–"} and reading.name_at(at + 1) is None) or _opens_clause(reading, at):
            number += 1
        numbers.append(number)
    reading.clauses = numbers
    return numbers


def _opens_clause(reading: Reading, at: int) -> bool:
    if reading.is_in(at, "coordinators") and reading.low(at - 1) == ",":
        step = at + 1
        while reading.is_in(step, "prepositions") or reading.is_in(step, "determiners"):
            step += 1
        return reading.name_at(step) is None or reading.is_in(reading.names[-1].end, "auxiliaries")
    return reading.is_in(at, "contrasting")


def best_hit(reading: Reading, spot: Spot, hits: Sequence[Hit], found: Sequence[Spot]) -> Hit | None:
    """Give the trigger that makes ``spot`` a site, None where none does; those of its own clause come first."""
    listed = [other for other in found if other.group == spot.group]
    scored = [(score, hit) for hit in hits if (score := _score(reading, spot, hit, listed)) is not None]
    beside = [hit for _, hit in scored if hit.end == spot.governed_at]
    if beside and all(hit.trigger.kind.family == HARM for hit in beside) and any(hit.trigger.kind.family in IN_HONOUR for hit in hits):
        return None  # "the funeral of two soldiers killed near X was held in Y"
    if not scored:
        return None
    number = clauses(reading)
    own = number[spot.name.start]
    near = [row for row in scored if number[row[1].start] <= own <= number[row[1].end - 1]]
    if not near and own and not any(number[hit.start] == own for hit in hits) and _after_colon(reading, number, own):
        near = [row for row in scored if number[row[1].start] == own - 1]  # "three were killed in the region: two in A and one in B"
    if not near:
        busy = {number[other.name.start] for other in found if other.is_site and other.group != spot.group}
        near = [row for row in scored if number[row[1].start] not in busy]
    return max(near, key=lambda row: (row[0], -row[1].start), default=(0.0, None))[1]


def _after_colon(reading: Reading, number: Sequence[int], own: int) -> bool:
    first = next(at for at, clause in enumerate(number) if clause == own)
    return reading.low(first) == ":"


def _score(reading: Reading, spot: Spot, hit: Hit, listed: Sequence[Spot]) -> float | None:
    """Say how well ``hit`` fits ``spot``, one of the places ``listed`` in one breath, None where it does not."""
    if not accepts(hit, spot):
        return None
    away = distance(reading, (spot.name.start, spot.name.end), (hit.start, hit.end))
    if away > FARTHEST:  # the last of a long list is as near as the nearest of it
        away = min(distance(reading, (other.name.start, other.name.end), (hit.start, hit.end)) for other in listed)
    if away > FARTHEST:
        return None
    if hit.trigger.kind.family in {"movement", "talks"} and _lies_between(reading, spot):
        return None  # on the way, not there; or those who met
    sign = hit.trigger.kind.family in {HARM, RUIN}
    return FIRM * hit.trigger.weight - away - (FIRM if sign else 0.0)


def _lies_between(reading: Reading, spot: Spot) -> bool:
    """Whether a site is "between X and Y", and not the border of the two."""
    if spot.relation is None or spot.relation.kind is not RelationKind.BETWEEN:
        return False
    return not any(reading.is_in(at, "borders") for at in range(spot.relation.start - 2, spot.name.start))


def accepts(hit: Hit, spot: Spot) -> bool:
    """Whether a place that hangs so on its sentence can be the site of what ``hit`` tells."""
    links = SITE_LINKS["place" if hit.trigger.kind.family in {HARM, RUIN} else hit.trigger.frame]
    if spot.link not in links:
        return False
    place = spot.place
    if place is None:
        return True
    if place.kind is PlaceKind.WATER and spot.link is Link.TOWARD:
        return hit.trigger.kind.family == "explosive"  # what falls into a river happened on its bank
    if place.kind is PlaceKind.AREA and place.radius_m > CONTINENT_M and spot.link is not Link.AT:
        return False  # a union or a continent acts and is acted on; nothing hits the whole of it
    return place.kind is not PlaceKind.COUNTRY or spot.link is not Link.SUBJECT


def nearest_time(reading: Reading, at: tuple[int, int], refs: Sequence[TimeRef]) -> TimeRef | None:
    """Give the time of what stands at ``at``: the nearest that does not date what was said."""
    own = [ref for ref in refs if not ref.of_speech and not _aside(reading, at, ref)]
    return min(
        own,
        key=lambda ref: (distance(reading, (ref.start, ref.end), at) + _genitive(ref, at), ref.start),
        default=None,
    )


def _genitive(ref: TimeRef, at: tuple[int, int]) -> float:
    """Give what a genitive adds to the distance: "Monday's attack" dates the attack and nothing else."""
    if not ref.genitive:
        return 0.0
    return -6.0 if 0 <= at[0] - ref.end <= NEXT else 12.0


def _aside(reading: Reading, at: tuple[int, int], ref: TimeRef) -> bool:
    """Whether a long stretch of time stands in a clause of its own, told in passing: "the only town that they have held since May"."""
    if answered(reading, ref.start) and not answered(reading, at[0]):
        return True
    if not (ref.since or ref.kind in ASIDE) or ref.start < at[1]:
        return False
    return any(reading.is_in(step, "relative") or reading.is_in(step, "clause_openers") for step in range(at[1], ref.start))


def share_counts(reading: Reading, sites: Sequence[Spot], counts: Sequence[Casualty]) -> dict[int, list[Casualty]]:
    """Give each count to the site it stands with: to the one named right after it, else to the nearest."""
    shared: dict[int, list[Casualty]] = {number: [] for number in range(len(sites))}
    if not sites:
        return shared
    for count in counts:
        shared[_nearest_site(reading, sites, count)].append(count)
    _drop_sums(reading, sites, shared)
    return shared


def _drop_sums(reading: Reading, sites: Sequence[Spot], shared: dict[int, list[Casualty]]) -> None:
    """Leave out what is told in all before its parts: "five were killed: three in A and two in B" tells three of A."""
    colon = next((at for at, token in enumerate(reading.tokens) if token.low == ":"), None)
    if colon is None:
        return
    for harm in Harm:
        parts = sum(count.harm is harm and count.at > colon for counts in shared.values() for count in counts)
        for number, counts in shared.items() if parts > 1 else ():
            if any(count.harm is harm and colon < count.at <= sites[number].name.start for count in counts):
                shared[number] = [count for count in counts if count.harm is not harm or count.at > colon]


def _nearest_site(reading: Reading, sites: Sequence[Spot], count: Casualty) -> int:
    def cost(number: int) -> tuple[float, int]:
        name = sites[number].name
        away = distance(reading, (name.start, name.end), (count.at, max(count.end, count.at + 1)))
        return (away if name.start >= count.at else away * 1.5 + 2.0, number)

    return min(range(len(sites)), key=cost)
