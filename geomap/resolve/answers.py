"""Resolutions from what ranking found: the place, its confidence, the other candidates, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import Form
from gazetteer.model import Candidate, MatchMethod, PlaceName
from geomap.model import Mention, Reason, Resolution
from geomap.resolve.describe import Bools, Floats
from geomap.resolve.ranker import PASSES, Ranker
from geomap.resolve.reasons import reasons_for, sums_by_topic
from geomap.resolve.scene import LOCAL, Group, Scene
from geomap.resolve.segments import Ints

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
_NO_NAME = (Reason(text="no place of the gazetteer bears this name", weight=0.0),)


@dataclass(slots=True)
class Ranked:
    """What the last pass over a scene found."""

    ranker: Ranker
    scene: Scene
    context: Floats
    features: Floats
    last_pass: str  # whose features and weights these are
    p: Floats
    chosen: Ints  # the best candidate of each group
    confidence: Floats


class Answers:
    """The resolutions of the groups of a batch, each made when it is first asked for."""

    def __init__(self, gazetteer: Gazetteer, found: Ranked) -> None:
        self._gazetteer = gazetteer
        self._index = gazetteer.index
        self._groups = found.scene.groups
        self._starts: list[int] = found.scene.starts.tolist()
        self._confidence: list[float] = found.confidence.tolist()
        self._is_stated: list[bool] = _stated(found.scene, found.chosen).tolist()
        order = np.lexsort((-found.p, found.scene.owner))  # of equals the first, as the choice is
        self._order: list[int] = order.tolist()
        sums = _compared(found, order)
        self._sums: list[list[float]] = sums.tolist()
        self._strongest: list[list[int]] = np.argsort(-np.abs(sums), axis=1, kind="stable").tolist()
        self._made: dict[int, Resolution] = {}

    def resolution(self, mention: Mention, group: int | None) -> Resolution:
        """Give the resolution of a mention of ``group``; None for a name that no place bears."""
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
        )

    def _resolution(self, mention: Mention, at: int) -> Resolution:
        start, end = self._starts[at], self._starts[at + 1]
        group, confidence = self._groups[at], self._confidence[at]
        if group.candidates.similarity < 1:
            confidence *= SLIP_SHARE
        reasons = reasons_for(self._sums[at], self._strongest[at], only=end - start == 1)
        shown = [position - start for position in self._order[start : min(end, start + _CANDIDATES_SHOWN)]]
        made = group.candidates.made
        candidates = tuple([made.get(position) or self._candidate(group, position) for position in shown])
        if confidence < LEAST_CONFIDENCE:
            nothing = Reason(text=f"nothing in the text speaks for any place of this name (best: {confidence:.2f})", weight=0.0)
            return Resolution(mention=mention, place=None, confidence=None, candidates=candidates, reasons=(nothing, *reasons))
        return Resolution(
            mention=mention,
            place=candidates[0].place,
            confidence=round(confidence, 4),
            candidates=candidates,
            reasons=reasons,
            is_stated=self._is_stated[at],
        )

    def _candidate(self, group: Group, at: int) -> Candidate:
        candidates, index = group.candidates, self._index
        name, form = int(candidates.names[at]), int(candidates.forms[at])
        text = index.name_text(name)
        exact = MatchMethod.EXACT if text == group.name else MatchMethod.NORMALIZED
        made = candidates.made[at] = Candidate(
            place=self._gazetteer.place_at(int(candidates.rows[at])),
            name=PlaceName(text=text, language=index.name_language(name), status=index.name_status(name)),
            method=(_METHODS[form] or exact) if candidates.similarity == 1 else MatchMethod.FUZZY,
            similarity=candidates.similarity,
        )
        return made


def unknown(mention: Mention) -> Resolution:
    """Give the resolution of a name that no place of the gazetteer bears."""
    return Resolution(mention=mention, place=None, confidence=None, reasons=_NO_NAME)


def _stated(scene: Scene, chosen: Ints) -> Bools:
    """Tell for each group whether a unit named beside it or in its sentence holds the chosen place, and not all places of its name."""
    held = scene.local[:, _HELD] > 0
    of_all = np.logical_and.reduceat(held, scene.starts[:-1], axis=0)
    return np.asarray((held[chosen] & ~of_all).any(axis=1), np.bool_)


def _compared(found: Ranked, order: Ints) -> Floats:
    """Sum by topic what speaks for each group's choice, less what speaks for the next candidate where there is one."""
    starts = found.scene.starts
    several = np.flatnonzero(np.diff(starts) > 1)
    difference = found.features[found.chosen]
    difference[several] -= found.features[order[starts[several] + 1]]
    return sums_by_topic(PASSES[found.last_pass], difference * found.ranker.passes[found.last_pass])
