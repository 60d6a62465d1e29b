"""All names of a batch of documents with all their candidates, and what the words of the text say of them.

A name that occurs several times in a document is one group: a document means one place by it. A name with another hint of kind
("Luhansk region" beside "Luhansk") is another group. Documents stand in one scene so that each call of numpy serves many; none
sees another's names.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.model import Mention
from geomap.resolve.candidates import Asked, CandidateFinder
from geomap.resolve.describe import Bools, CandidateSet, Floats
from geomap.resolve.hints import Hints, find_hints
from geomap.resolve.segments import Ints, blocks, ends_of, is_among, positions
from geomap.resolve.senses import tell_apart

_COSINE_OF_DISTRICT = math.cos(40.0 / EARTH_RADIUS_KM)  # from the seat of a district as they were before Ukraine merged them in 2020
_MOST_PAIRS = 1 << 16  # of candidates and holders compared at once

LOCAL = ("hint_fits", "hint_clashes", "held", "holder_differs", "sentence_held", "bare_region", "bare_other")
_FITS, _CLASHES, _HELD, _DIFFERS, _SENTENCE_HELD = range(5)
_BARE = slice(5, 7)

COUNTRY, REGION, DISTRICT = (KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT))
_FITTING = {
    PlaceKind.REGION: (PlaceKind.REGION, PlaceKind.AREA),
    PlaceKind.DISTRICT: (PlaceKind.DISTRICT,),
    PlaceKind.SETTLEMENT: (PlaceKind.SETTLEMENT, PlaceKind.NEIGHBORHOOD),
    PlaceKind.WATER: (PlaceKind.WATER,),
    PlaceKind.TERRAIN: (PlaceKind.TERRAIN,),
}
_FITS_HINT = np.array([[kind in _FITTING.get(hint, ()) for kind in KINDS] for hint in KINDS] + [[False] * len(KINDS)])
_NO_HINT = len(KINDS)  # the last row


@dataclass(slots=True)
class Group:
    """The mentions of one name in one document that are taken to mean one place."""

    document: int
    name: str
    kind: PlaceKind | None
    candidates: CandidateSet
    mentions: list[int] = field(default_factory=list)
    sureness: float = 0.0  # how likely the surest of its mentions names a place at all


@dataclass(slots=True)
class Scene:
    """The groups of some documents, by document, and their candidates, one after another in parallel arrays."""

    groups: list[Group]
    group_of: list[list[int | None]]  # by document and mention; None: no candidate
    beside: Bools  # by group and group: the words beside the first say that it lies in the second
    together: Bools  # by group and group: they stand in one sentence
    group_starts: Ints  # where each document's groups begin, and the end
    starts: Ints  # where each group's candidates begin, and the end
    owner: Ints  # the group of each candidate
    rows: Ints
    kinds: Ints
    country: Ints
    admin1: Ints
    admin2: Ints
    xyz: Floats
    static: Floats
    local: Floats

    def __len__(self) -> int:
        return len(self.rows)

    def candidates_of(self, document: int) -> slice:
        """Give where the candidates of a document stand."""
        first, last = self.group_starts[document : document + 2]
        return slice(int(self.starts[first]), int(self.starts[last]))


def make_scene(documents: Sequence[tuple[str, Sequence[Mention]]], finder: CandidateFinder) -> Scene | None:
    """Look up the names of documents, given by text and mentions in text order; None where no name has a candidate."""
    hints = [find_hints(text, mentions) for text, mentions in documents]
    asked = [
        (mention.text, hint.kind is PlaceKind.DISTRICT)
        for (_, mentions), told in zip(documents, hints, strict=True)
        for mention, hint in zip(mentions, told, strict=True)
    ]
    found = finder.find(asked)
    groups: list[Group] = []
    group_of = [
        _add_groups(groups, at, mentions, told, found) for at, ((_, mentions), told) in enumerate(zip(documents, hints, strict=True))
    ]
    return _join(groups, group_of, hints) if groups else None


def _add_groups(
    groups: list[Group], document: int, mentions: Sequence[Mention], hints: Sequence[Hints], found: Mapping[Asked, CandidateSet | None]
) -> list[int | None]:
    """Append the groups of one document, and give that of each mention."""
    by_name: dict[tuple[str, PlaceKind | None, frozenset[int]], int] = {}
    group_of: list[int | None] = []
    sets = [found[mention.text, hint.kind is PlaceKind.DISTRICT] for mention, hint in zip(mentions, hints, strict=True)]
    left = tell_apart(mentions, hints, sets)
    for i, (mention, hint, candidates, rows) in enumerate(zip(mentions, hints, sets, left, strict=True)):
        if candidates is None:
            group_of.append(None)
            continue
        at = by_name.setdefault((mention.text, hint.kind, rows), len(groups))
        if at == len(groups):
            groups.append(Group(document, mention.text, hint.kind, candidates.only(rows) if rows else candidates))
        group = groups[at]
        group.mentions.append(i)
        group.sureness = max(group.sureness, mention.confidence)
        group_of.append(at)
    return group_of


def _relations(count: int, group_of: Sequence[Sequence[int | None]], hints: Sequence[Sequence[Hints]]) -> tuple[Bools, Bools]:
    """Tell of each two of ``count`` groups whether the second holds the first, and whether a sentence names both."""
    beside, together = np.zeros((count, count), bool), np.zeros((count, count), bool)
    for groups, told in zip(group_of, hints, strict=True):
        sentences: dict[int, list[int]] = {}
        for own, hint in zip(groups, told, strict=True):
            if own is not None:
                sentences.setdefault(hint.sentence, []).append(own)
                for holder in (groups[at] for at in hint.holders):
                    if holder is not None:
                        beside[own, holder] = True
        for named in sentences.values():
            if len(named) > 1:
                for own in set(named):
                    together[own, named] = True
    for matrix in (beside, together):
        np.fill_diagonal(matrix, val=False)
    return beside, together


def _join(groups: list[Group], group_of: list[list[int | None]], hints: Sequence[Sequence[Hints]]) -> Scene:
    beside, together = _relations(len(groups), group_of, hints)
    sets = [group.candidates for group in groups]
    sizes = np.array([len(candidates.rows) for candidates in sets])
    numbers = np.ascontiguousarray(np.concatenate([candidates.numbers for candidates in sets]).T)
    rows, kinds, country, admin1, admin2 = numbers
    scene = Scene(
        groups=groups,
        group_of=group_of,
        beside=beside,
        together=together,
        group_starts=ends_of(np.bincount([group.document for group in groups], minlength=len(group_of))),
        starts=ends_of(sizes),
        owner=np.repeat(np.arange(len(groups)), sizes),
        rows=rows,
        kinds=kinds,
        country=country,
        admin1=admin1,
        admin2=admin2,
        xyz=np.concatenate([candidates.xyz for candidates in sets]),
        static=np.concatenate([candidates.static for candidates in sets]),
        local=np.zeros((len(rows), len(LOCAL)), np.float32),
    )
    _fill_hints(scene)
    _fill_holders(scene)
    return scene


def _fill_hints(scene: Scene) -> None:
    table, groups = scene.local, scene.groups
    hint = np.array([_NO_HINT if group.kind is None else KINDS.index(group.kind) for group in groups])
    fits = _FITS_HINT[hint[scene.owner], scene.kinds]
    table[:, _FITS] = fits
    table[:, _CLASHES] = ~fits & np.logical_or.reduceat(fits, scene.starts[:-1])[scene.owner]
    table[:, _BARE] = np.concatenate([group.candidates.bare for group in groups])
    table[fits, _BARE] = 0  # "the Zaporizhzhia region" is no bare name


def _fill_holders(scene: Scene) -> None:
    table = scene.local
    around = scene.together & ~scene.beside & np.array([group.candidates.has_units for group in scene.groups])
    holders = _Holders(scene)
    table[holders.held(scene.beside), _HELD] = 1
    table[holders.held(around, units_only=True), _SENTENCE_HELD] = 1
    held = table[:, _HELD] > 0
    table[:, _DIFFERS] = ~held & np.logical_or.reduceat(held, scene.starts[:-1])[scene.owner]


class _Holders:
    """What each group may hold: the regions, districts and countries among its candidates, as sorted numbers that are each group's own."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._span = max(int(numbers.max()) for numbers in (scene.rows, scene.admin1, scene.admin2, scene.country)) + 2
        self._rows = np.sort(self._of(scene.owner, scene.rows))
        self._regions, self._districts = (np.sort(self._of(scene.owner, scene.rows)[scene.kinds == kind]) for kind in (REGION, DISTRICT))
        self._countries = np.sort(self._of(scene.owner, scene.country)[scene.kinds == COUNTRY])

    def _of(self, group: Ints, numbers: Ints) -> Ints:
        return group * self._span + numbers + 1  # -1 stands for no unit

    def held(self, holders: Bools, *, units_only: bool = False) -> Ints:
        """Give the candidates that lie in a candidate of a group that holds theirs; ``holders`` tells it of each two."""
        sizes = np.diff(self._scene.starts) * holders.sum(axis=1)
        found = [np.zeros(0, np.int64)]
        for first, last in blocks(sizes, _MOST_PAIRS):
            own, holder = np.nonzero(holders[first:last])
            if len(own):
                found.append(self._held(own + first, holder, units_only=units_only))
        return np.concatenate(found)

    def _held(self, own: Ints, holder: Ints, *, units_only: bool) -> Ints:
        scene = self._scene
        sizes = np.diff(scene.starts)[own]
        at, of = positions(scene.starts[own], sizes), np.repeat(holder, sizes)
        inside = is_among(self._of(of, scene.admin1[at]), self._regions) | is_among(self._of(of, scene.admin2[at]), self._districts)
        if not units_only:
            inside |= is_among(self._of(of, scene.country[at]), self._countries) & (scene.kinds[at] != COUNTRY)
        inside &= ~is_among(self._of(of, scene.rows[at]), self._rows)
        if units_only:
            return at[inside]
        return np.concatenate([at[inside], *self._around_seats(own, holder, np.logical_or.reduceat(inside, ends_of(sizes)[:-1]))])

    def _around_seats(self, own: Ints, holder: Ints, found: Bools) -> list[Ints]:
        """Take a district that holds none of a name's places by today's units for the land around its seat."""
        scene = self._scene
        near: list[Ints] = []
        for group, district in zip(own[~found].tolist(), holder[~found].tolist(), strict=True):
            if scene.groups[district].kind is PlaceKind.DISTRICT:
                first, last = scene.starts[group : group + 2]
                cosine = (scene.xyz[first:last] @ scene.groups[district].candidates.xyz.T).max(axis=1)
                near.append(first + np.flatnonzero(cosine >= _COSINE_OF_DISTRICT))
        return near
