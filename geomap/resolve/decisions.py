"""Resolutions from what ranking found: the place, its confidence, the other candidates, and why in words.

Reasons name what spoke for the chosen place, or against it, compared with the next candidate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import Form
from gazetteer.model import Candidate, MatchMethod, PlaceKind, PlaceName
from geomap.model import Mention, Reason, Resolution
from geomap.resolve.arrays import Bools, Floats, Ints
from geomap.resolve.batch import LOCAL, Batch
from geomap.resolve.constraints import StandIn
from geomap.resolve.features import STATIC, CandidateSet
from geomap.resolve.ranker import PASSES, Ranker
from geomap.resolve.unknown import unknown

LEAST_CONFIDENCE = 0.12  # below it no place is named: a wrong one costs more than none
SLIP_SHARE = 0.8  # of names forgiven a slip, so many stand for the town meant: 27 of 33 within 25 km on rows of coded events
_CANDIDATES_SHOWN = 5
_HELD = [LOCAL.index("held"), LOCAL.index("sentence_held")]
_SAID_BY_FORM = {
    Form.TRANSLITERATED: MatchMethod.TRANSLITERATED,
    Form.INFLECTED: MatchMethod.INFLECTED,
    Form.ADJECTIVE: MatchMethod.INFLECTED,
}
_METHODS = [_SAID_BY_FORM.get(form) for form in sorted(Form)]  # by the form's number; None: as the text has it
BESIDE = "the text names, beside it, the region or country that it lies in"
SENTENCE = "the sentence names its region or district"
_PEOPLE = STATIC.index("people")
_WIDE = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA)
_UNITS = (PlaceKind.REGION, PlaceKind.DISTRICT)
_AROUND_SEAT_KM = 40.0  # the land around the seat of a district that sources no longer have
_STANDS_IN = "the text says that it lies in {}, where the gazetteer has no place of this name"
_STANDS_NEAR = "the text says that it lies near {}, where the gazetteer has no place of this name"
_IS_SHORT_FOR = "the text says that it is short for {}"
_MOST_REASONS = 4
_LEAST_WEIGHT = 0.25


@dataclass(frozen=True, slots=True)
class _Topic:
    """Features that say one thing in several ways, and its words: for the place, against it, and of one that stands alone."""

    features: tuple[str, ...]
    for_it: str
    against: str
    alone: str | None = None


_TOPICS = (
    _Topic(
        (
            "is_country", "is_region", "is_district", "is_neighborhood", "is_facility", "is_water", "is_terrain", "is_area",
            "is_capital", "is_seat", "is_landmark",
        ),
        "a name more often means a place of this kind than one of the next candidate's kind",
        "a name more often means a place of the next candidate's kind",
    ),
    _Topic(
        ("people", "people_share", "most_people", "settlement_uncounted"),
        "more people are known to live there than in the next candidate",
        "more people are known to live in the next candidate",
    ),
    _Topic(("names", "names_share"), "it is known by more names than the next candidate", "the next candidate is known by more names"),
    _Topic(
        (
            "name_alternate", "name_short", "name_historic", "name_colloquial", "name_abbreviation", "name_transliterated", "name_demonym",
            "form_unit_added", "form_unit_dropped", "form_transliterated", "form_inflected", "form_adjective", "stripped", "like_main_name",
        ),
        "the name fits it better than the next candidate",
        "the name fits the next candidate better",
    ),
    _Topic(
        ("approximate",), "its position is known better than the next candidate's", "its position is known only roughly"
    ),
    _Topic(
        ("hint_fits", "hint_clashes"),
        "the words beside the name say its kind",
        "the words beside the name say another kind",
        "the words beside the name say its kind",
    ),
    _Topic(
        ("held", "holder_differs"),
        BESIDE,
        "the text names, beside it, a region or country that it does not lie in",
        BESIDE,
    ),
    _Topic(
        ("sentence_held",),
        SENTENCE,
        "the sentence names the next candidate's region or district",
        SENTENCE,
    ),
    _Topic(
        ("bare_region", "bare_other"),
        "used alone, the name usually means the town and not something named after it",
        "used alone, the name usually means the town of that name",
    ),
    _Topic(
        ("country_share", "country_named"),
        "the text names its country or places there",
        "the text names the next candidate's country or places there",
        "the text names its country or places there",
    ),
    _Topic(
        ("admin1_share", "admin1_named", "admin2_share", "admin2_named"),
        "the text names its region or places there",
        "the text names the next candidate's region or places there",
        "the text names its region or places there",
    ),
    _Topic(
        ("holds_named",),
        "the text names places inside it",
        "the text names places inside the next candidate",
        "the text names places inside it",
    ),
    _Topic(
        ("near", "close", "nearest", "sentence_near"),
        "the text names places near it",
        "the text names places near the next candidate",
        "the text names places near it",
    ),
    _Topic(
        ("beat_country", "beat_admin1", "beat_admin2", "beat_near", "beat_close"),
        "the publisher's other posts are about places there",
        "the publisher's other posts are about places near the next candidate",
        "the publisher's other posts are about places there",
    ),
)  # fmt: skip
_STATED_WEIGHT = 20.0  # more than any sum of features: it is no preference
_STATED = Reason(text="what the text says of it leaves out other places of this name", weight=_STATED_WEIGHT)
_HELD_AS_STATED = Reason(text=BESIDE, weight=_STATED_WEIGHT)
_ONLY = Reason(text="the gazetteer has no other place of this name", weight=0.0)


@dataclass(slots=True)
class RankedBatch:
    """What the last pass over a batch found."""

    ranker: Ranker
    batch: Batch
    context: Floats
    features: Floats
    last_pass: str  # whose features and weights these are
    p: Floats
    chosen: Ints  # the best candidate of each group
    confidence: Floats
    most_confidence: Floats  # what that can be at most


class Decisions:
    """The resolutions of the groups of a batch, each made when it is first asked for."""

    def __init__(self, gazetteer: Gazetteer, found: RankedBatch) -> None:
        self._gazetteer = gazetteer
        self._index = gazetteer.index
        self._groups = found.batch.groups
        self._starts: list[int] = found.batch.starts.tolist()
        self._confidence: list[float] = found.confidence.tolist()
        self._most: list[float] = found.most_confidence.tolist()
        self._is_stated: list[bool] = _stated(found.batch, found.chosen).tolist()
        self._is_held: list[bool] = (found.batch.local[found.chosen, _HELD[0]] > 0).tolist()
        order = np.lexsort((-found.p, found.batch.group_index))  # of equals the first, as the choice is
        self._order: list[int] = order.tolist()
        sums = _compared(found, order)
        self._sums: list[list[float]] = sums.tolist()
        self._strongest: list[list[int]] = np.argsort(-np.abs(sums), axis=1, kind="stable").tolist()
        self._made: dict[int, Resolution] = {}

    def resolution(self, mention: Mention, group: int | None) -> Resolution:
        """Return the resolution of a mention of ``group``; None for a name that no place bears."""
        if group is None:
            return unknown(mention)
        shared = self._made.get(group)
        if shared is None:
            shared = self._made[group] = self._resolution(mention, group)
            return shared
        return Resolution(
            mention=mention,
            place=shared.place,
            confidence=shared.confidence,
            candidates=shared.candidates,
            reasons=shared.reasons,
            is_stated=shared.is_stated,
            most_confidence=shared.most_confidence,
        )

    def stand_in(self, mention: Mention, standing: StandIn, names: Sequence[Mention], group_of: Sequence[int | None]) -> Resolution:
        """Return the resolution of a mention of which the text leaves no place: what the text says that it lies in, or near.

        Args:
            mention: The mention.
            standing: What stands for it, as positions in ``names``.
            names: All names of the document.
            group_of: The group of each.

        Returns:
            The place of the nearest holder that has one, with that one's confidence; a town near which it lies as an area around it.
        """
        for at in standing.holders:
            found = self.resolution(names[at], group_of[at])
            if found.place is None:
                continue
            near_first = standing.limit_km is not None and at == standing.holders[0]
            place, text = found.place, _STANDS_NEAR if near_first else _IS_SHORT_FOR if standing.is_same else _STANDS_IN
            reach_km = standing.limit_km if near_first else _AROUND_SEAT_KM
            if (
                reach_km is not None
                and not standing.is_same
                and place.kind not in _WIDE
                and (near_first or self._groups[group_of[at] or 0].kind in _UNITS)
            ):
                place = replace(place, kind=PlaceKind.AREA, radius_m=max(place.radius_m, reach_km * 1000))
            reason = Reason(text=text.format(names[at].text), weight=0.0)
            return Resolution(mention=mention, place=place, confidence=found.confidence, reasons=(reason,), is_stated=True)
        return unknown(mention)

    def _resolution(self, mention: Mention, at: int) -> Resolution:
        start, end = self._starts[at], self._starts[at + 1]
        group, confidence = self._groups[at], self._confidence[at]
        if group.candidates.similarity < 1:
            confidence *= SLIP_SHARE
        reasons = reasons_for(self._sums[at], self._strongest[at], only=end - start == 1)
        if group.unnarrowed is not None:
            first = _HELD_AS_STATED if self._is_held[at] else _STATED
            others = [reason for reason in reasons if reason is not _ONLY and reason.text != first.text]
            reasons = (first, *others[: _MOST_REASONS - 1])
        shown = [position - start for position in self._order[start : min(end, start + _CANDIDATES_SHOWN)]]
        cache = group.candidates.cache
        candidates = tuple([cache.get(position) or self._candidate(group.name, group.candidates, position) for position in shown])
        if group.unnarrowed is not None:
            candidates += self._left_out(group.name, group.candidates, group.unnarrowed, _CANDIDATES_SHOWN - len(candidates))
        if confidence < LEAST_CONFIDENCE:
            nothing = Reason(text=f"the text supports no place of this name enough (best: {confidence:.2f})", weight=0.0)
            return Resolution(mention=mention, place=None, confidence=None, candidates=candidates, reasons=(nothing, *reasons))
        return Resolution(
            mention=mention,
            place=candidates[0].place,
            confidence=round(confidence, 4),
            candidates=candidates,
            reasons=reasons,
            is_stated=self._is_stated[at],
            most_confidence=self._most[at],
        )

    def _left_out(self, name: str, left: CandidateSet, places: CandidateSet, most: int) -> tuple[Candidate, ...]:
        """Return the best known of the ``places`` of a name that what the text says left out, at most so many."""
        known = set(left.rows.tolist())
        order = np.argsort(-places.static[:, _PEOPLE], kind="stable").tolist()
        shown = [at for at in order if int(places.rows[at]) not in known][:most]
        return tuple([places.cache.get(at) or self._candidate(name, places, at) for at in shown])

    def _candidate(self, asked: str, candidates: CandidateSet, at: int) -> Candidate:
        index = self._index
        name, form = int(candidates.names[at]), int(candidates.forms[at])
        text = index.name_text(name)
        exact = MatchMethod.EXACT if text == asked else MatchMethod.NORMALIZED
        made = candidates.cache[at] = Candidate(
            place=self._gazetteer.place_at(int(candidates.rows[at])),
            name=PlaceName(text=text, language=index.name_language(name), status=index.name_status(name)),
            method=(_METHODS[form] or exact) if candidates.similarity == 1 else MatchMethod.FUZZY,
            similarity=candidates.similarity,
        )
        return made


def _stated(batch: Batch, chosen: Ints) -> Bools:
    """Return for each group whether a unit named beside it or in its sentence holds the chosen place, and not all places of its name."""
    held = batch.local[:, _HELD] > 0
    of_all = np.logical_and.reduceat(held, batch.starts[:-1], axis=0)
    narrowed = np.array([group.unnarrowed is not None for group in batch.groups])
    return np.asarray((held[chosen] & ~of_all).any(axis=1) | narrowed, np.bool_)


def _compared(found: RankedBatch, order: Ints) -> Floats:
    """Sum by topic what speaks for each group's choice, less what speaks for the next candidate where there is one."""
    starts = found.batch.starts
    several = np.flatnonzero(np.diff(starts) > 1)
    difference = found.features[found.chosen]
    difference[several] -= found.features[order[starts[several] + 1]]
    return sums_by_topic(PASSES[found.last_pass], difference * found.ranker.passes[found.last_pass])


@lru_cache
def _topics_of(names: tuple[str, ...]) -> Floats:
    """Return the matrix that sums features by topic."""
    return np.array([[name in topic.features for topic in _TOPICS] for name in names], np.float32)


def sums_by_topic(names: tuple[str, ...], contributions: Floats) -> Floats:
    """Sum ``contributions``, a row for each choice and a column for each of the features ``names``, into a column for each topic.

    Each row is summed alike wherever it stands, which a product of matrices does not promise.
    """
    return np.asarray(np.einsum("ij,jk->ik", contributions, _topics_of(names)), np.float32)


def reasons_for(sums: Sequence[float], strongest: Sequence[int], *, only: bool) -> tuple[Reason, ...]:
    """Return the strongest reasons for a choice, in words.

    Args:
        sums: by topic, weights times features, less those of the next candidate; with ``only`` those of the place itself.
        strongest: the topics, that of the largest sum of either sign first.
        only: there is no other candidate.
    """
    reasons = [_ONLY] if only else []
    for at in strongest:
        topic, weight = _TOPICS[at], sums[at]
        if abs(weight) < _LEAST_WEIGHT or len(reasons) == _MOST_REASONS:
            break
        text = (topic.alone if weight > 0 else None) if only else topic.for_it if weight > 0 else topic.against
        if text is not None:
            reasons.append(Reason(text=text, weight=round(weight, 3)))
    return tuple(reasons)
