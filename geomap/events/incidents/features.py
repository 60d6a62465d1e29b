"""What is known of two events of different posts that may be one incident."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

import numpy as np

from gazetteer.model import Place, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.events.coreference import family_of
from geomap.events.gate.vectors import NOTHING, Floats, WordVectors
from geomap.events.ontology import GENERIC_TYPES, HAZARD, group_of
from geomap.events.spatial import WIDE_KINDS, contains
from geomap.model import OTHER_COUNTS, Event, GeoMethod, TimeBasis

Features = dict[str, float]

BESIDE_KM = (0.5, 3.0, 8.0, 15.0, 30.0)
WITHIN_KM = (10.0, 40.0, 100.0)
HOURS = (2, 8, 20, 36, 60)
UNKNOWN_KM = 999.0
MOST_DAYS_APART = 4
MANY_KILLED = 3
LETTERS_OF_NAME = 5  # an inflected name has its beginning at least
LONGEST_NUMBER = 3  # digits; longer ones are years and sums

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[\w,'’»] )[^\W\d_a-zа-яіїєґ][^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """An event with what its words say: their meaning (D), that of the trigger (D), numbers and beginnings of names in the quotation."""

    event: Event
    family: str
    group: str
    meaning: Floats
    trigger: Floats
    numbers: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, event: Event, vectors: WordVectors) -> Self:
        """Return an event of one post with what its words say."""
        evidence, family = event.evidence[0], family_of(event)
        return cls(
            event=event,
            family=family,
            group=group_of(family),
            meaning=_mean(evidence.quote, vectors),
            trigger=_mean(evidence.trigger or "", vectors),
            numbers=frozenset(number for number in _NUMBER.findall(evidence.quote) if len(number) <= LONGEST_NUMBER),
            names=frozenset(name.lower()[:LETTERS_OF_NAME] for name in _NAME.findall(evidence.quote)),
        )


def _mean(text: str, vectors: WordVectors) -> Floats:
    """Return the direction of the weighted sum of the vectors of words, zeros without any."""
    rows = [row for row in vectors.rows([word.lower() for word in _WORD.findall(text)]) if row != NOTHING]
    if not rows:
        return np.zeros(vectors.size, np.float32)
    weights = np.asarray(vectors.weights(rows), np.float32)
    whole = weights @ vectors.matrix[rows].astype(np.float32)
    length = float(np.linalg.norm(whole))
    return np.asarray(whole / length if length else whole, np.float32)


def pair_features(earlier: Telling, later: Telling) -> Features:
    """Return what is known of two events of different posts, ``earlier`` told before ``later``."""
    same = _is_same(earlier.event.where.place, later.event.where.place)
    return {
        "any": 1.0,
        **_of_place(earlier.event, later.event, same=same),
        **_of_days(earlier, later, same=same),
        **_of_kind(earlier, later, same=same),
        **_of_counts(earlier.event, later.event),
        **_of_words(earlier, later, same=same),
    }


def _is_same(first: Place | None, second: Place | None) -> bool:
    return first is not None and second is not None and first.id == second.id


def _of_place(one: Event, other: Event, *, same: bool) -> Features:
    first, second = one.where.place, other.where.place
    km = _km(one, other)
    if first is not None and second is not None and (contains(first, second) or contains(second, first)):
        kinds = {first.kind, second.kind}
        unit = "country" if PlaceKind.COUNTRY in kinds else "region" if PlaceKind.REGION in kinds else "other"
        found = {"place within": 1.0, f"within {unit}": 1.0, f"within, distance {_step(km, WITHIN_KM)}": 1.0}
    else:
        found = {f"place {'same' if same else 'other'}": 1.0, f"distance {_step(km, BESIDE_KM)}": 1.0}
    if same and first is not None and first.kind in WIDE_KINDS:
        found["same wide place"] = 1.0
    if GeoMethod.RELATION in {one.where.method, other.where.method}:
        found["exact relation"] = 1.0
    return found


def _km(one: Event, other: Event) -> float:
    first, second = one.where, other.where
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return UNKNOWN_KM
    return float(point_haversine_km(first.lat, first.lon, second.lat, second.lon))


def days_apart(one: Event, other: Event) -> int | None:
    """Return the days between the days of two events, 0 where they overlap, None where one has no day."""
    if one.when is None or other.when is None:
        return None
    gap = max(other.when.first_day - one.when.last_day, one.when.first_day - other.when.last_day, timedelta(0))
    return gap.days


def _of_days(one: Telling, other: Telling, *, same: bool) -> Features:
    found: Features = {}
    gap, first, second = days_apart(one.event, other.event), one.event.when, other.event.when
    if gap is None or first is None or second is None:
        found["no day"] = 1.0
    else:
        published = (first.basis is TimeBasis.PUBLISHED) + (second.basis is TimeBasis.PUBLISHED)
        found[f"days apart {min(gap, MOST_DAYS_APART)}"] = 1.0
        found[f"days apart {min(gap, 2)}, days of publication {published}"] = 1.0
        if {one.family, other.family} <= HAZARD:
            found[f"days apart {min(gap, MOST_DAYS_APART)}, hazard"] = 1.0
        if not same:
            found[f"days apart {min(gap, 2)}, other place"] = 1.0
        if first.first_day != first.last_day or second.first_day != second.last_day:
            found["several days"] = 1.0
    told, again = one.event.evidence[0].published_at, other.event.evidence[0].published_at
    if told is not None and again is not None:
        found[f"hours between posts {_step(abs((again - told).total_seconds()) / 3600, HOURS)}"] = 1.0
    return found


def _of_kind(one: Telling, other: Telling, *, same: bool) -> Features:
    if one.event.sub_type == other.event.sub_type:
        kind = "same type"
    elif one.family == other.family:
        kind = "same family"
    elif one.group == other.group:
        kind = "same group"
    else:
        kind = "conflict and hazard" if {one.group, other.group} == {"conflict", "hazard"} else "other group"
    found = {kind: 1.0}
    if not same:
        found[f"{kind}, other place"] = 1.0
    if one.event.sub_type in GENERIC_TYPES or other.event.sub_type in GENERIC_TYPES:
        found[f"{kind}, one generic"] = 1.0
    return found


def _of_counts(one: Event, other: Event) -> Features:
    found: Features = {}
    for harm in ("fatalities", "injured"):
        first, second = getattr(one.toll, harm), getattr(other.toll, harm)
        found[f"{harm} {_change(first, second)}"] = 1.0
    for harm in OTHER_COUNTS:
        first, second = getattr(one.toll, harm), getattr(other.toll, harm)
        if first is not None and second is not None:
            found[f"another count {'equal' if first == second else 'differs'}"] = 1.0
    return found


def _change(first: int | None, second: int | None) -> str:
    """Return how a count told later compares to one told before."""
    if first is None or second is None:
        return "unknown in both" if first is None and second is None else "unknown in one"
    if first == second:
        return "equal, many" if first > MANY_KILLED else "equal"
    if second > first:
        return "grew little" if second <= 2 * first + 2 else "grew much"
    return "fell little" if 2 * second + 2 >= first else "fell much"


def _of_words(one: Telling, other: Telling, *, same: bool) -> Features:
    meaning = float(one.meaning @ other.meaning)
    found = {
        "meaning": meaning,
        "meaning of triggers": float(one.trigger @ other.trigger),
        "numbers shared": float(min(2, len(one.numbers & other.numbers))),
        f"modality {'same' if one.event.modality is other.event.modality else 'differs'}": 1.0,
    }
    if not same:
        found["meaning, other place"] = meaning
    if one.event.language == other.event.language:
        found |= {"same language": 1.0, "meaning in one language": meaning, "names shared": float(min(3, len(one.names & other.names)))}
    if one.event.evidence[0].source == other.event.evidence[0].source:
        found["same source"] = 1.0
    return found


def _step(value: float, steps: Sequence[float]) -> int:
    return bisect.bisect_left(steps, value)
