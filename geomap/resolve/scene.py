"""All names of one document with all their candidates, and what the names say of each other.

A name that occurs several times is one group: a document means one place by it. A name with another hint of kind
("Luhansk region" beside "Luhansk") is another group.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gazetteer.model import PlaceKind
from gazetteer.spool import KINDS, NOTHING
from geomap.model import Mention
from geomap.resolve.candidates import CandidateFinder, CandidateSet, Floats, Ints
from geomap.resolve.hints import find_hints

EARTH_RADIUS_KM = 6371.0
NEAR_KM = 150.0
CLOSE_KM = 30.0
_COSINE_OF_DISTRICT = math.cos(40.0 / EARTH_RADIUS_KM)  # from the seat of a district as they were before Ukraine merged them in 2020
_SOURCES_PER_NAME = 3
_LEAST_SOURCE = 0.05
_FEW = 16
# Names' worth of places elsewhere that a text is taken to name besides, for one other name says less of the rest than ten do. Of 0 to 8 on
# folds of newspapers it costs nothing, and in "Explosions in Lviv and Mykolaiv" both are the cities.
_UNHEARD = 3.0

LOCAL = ("hint_fits", "hint_clashes", "held", "holder_differs", "sentence_held", "bare_region", "bare_other")
CONTEXT = (
    "country_share", "admin1_share", "admin2_share", "country_named", "admin1_named", "admin2_named", "holds_named",
    "near", "close", "nearest", "sentence_near", "alone",
)  # fmt: skip
BEAT = ("beat_country", "beat_admin1", "beat_admin2", "beat_near", "beat_close")

_COUNTRY, _REGION, _DISTRICT = (KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT))
_SETTLEMENTS = tuple(KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.NEIGHBORHOOD))
_FITTING = {
    PlaceKind.REGION: (_REGION, KINDS.index(PlaceKind.AREA)),
    PlaceKind.DISTRICT: (_DISTRICT,),
    PlaceKind.SETTLEMENT: _SETTLEMENTS,
    PlaceKind.WATER: (KINDS.index(PlaceKind.WATER),),
    PlaceKind.TERRAIN: (KINDS.index(PlaceKind.TERRAIN),),
}


@dataclass(slots=True)
class Group:
    """The mentions of one name that are taken to mean one place."""

    name: str
    kind: PlaceKind | None
    candidates: CandidateSet
    mentions: list[int] = field(default_factory=list)
    sureness: float = 0.0  # how likely the surest of its mentions names a place at all
    holders: set[int] = field(default_factory=set)
    sentence: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Scene:
    """The groups of a document and their candidates, one after another in parallel arrays."""

    groups: list[Group]
    group_of: list[int | None]  # by mention; None: no candidate
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


def make_scene(text: str, mentions: Sequence[Mention], finder: CandidateFinder) -> Scene | None:
    """Look up the names of ``mentions``, which are in text order; None where no name has a candidate."""
    hints = find_hints(text, mentions)
    groups: list[Group] = []
    by_name: dict[tuple[str, PlaceKind | None], int] = {}
    group_of: list[int | None] = []
    for i, mention in enumerate(mentions):
        name_key = (mention.text, hints[i].kind)
        at = by_name.get(name_key)
        if at is None:
            found = finder.find(mention.text, hints[i].kind)
            if found is None:
                group_of.append(None)
                continue
            at = by_name[name_key] = len(groups)
            groups.append(Group(mention.text, hints[i].kind, found))
        groups[at].mentions.append(i)
        groups[at].sureness = max(groups[at].sureness, mention.confidence)
        group_of.append(at)
    if not groups:
        return None
    for i, hint in enumerate(hints):
        own = group_of[i]
        if own is not None:
            groups[own].holders.update(g for j in hint.holders if (g := group_of[j]) is not None and g != own)
            groups[own].sentence.update(g for j in hint.sentence if (g := group_of[j]) is not None and g != own)
    return _join(groups, group_of)


def _join(groups: list[Group], group_of: list[int | None]) -> Scene:
    sets = [group.candidates for group in groups]
    sizes = [len(candidates) for candidates in sets]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    rows, kinds, country, admin1, admin2 = np.ascontiguousarray(np.concatenate([c.numbers for c in sets]).T)
    scene = Scene(
        groups=groups,
        group_of=group_of,
        starts=starts,
        owner=np.repeat(np.arange(len(groups)), sizes),
        rows=rows,
        kinds=kinds,
        country=country,
        admin1=admin1,
        admin2=admin2,
        xyz=np.concatenate([c.xyz for c in sets]),
        static=np.concatenate([c.static for c in sets]),
        local=np.zeros((int(starts[-1]), len(LOCAL)), np.float32),
    )
    for at in range(len(groups)):
        _fill_local(scene, at)
    return scene


def _fill_local(scene: Scene, at: int) -> None:
    group = scene.groups[at]
    own = slice(int(scene.starts[at]), int(scene.starts[at + 1]))
    table = scene.local[own]
    table[:, 5:7] = group.candidates.bare
    if group.kind is not None:
        fits = _any_of(scene.kinds[own], _FITTING[group.kind])
        table[:, 0] = fits
        table[:, 1] = ~fits & fits.any()
        table[fits, 5:7] = 0  # "the Zaporizhzhia region" is no bare name
    if group.holders:
        held = np.max([_is_held(scene, own, scene.groups[j]) for j in group.holders], axis=0)
        table[:, 2] = held
        table[:, 3] = ~held & held.any()
    if group.sentence:
        units = [j for j in group.sentence if j not in group.holders and scene.groups[j].candidates.has_units]
        if units:
            table[:, 4] = np.max([_lies_in(scene, own, scene.groups[j].candidates, units_only=True) for j in units], axis=0)


def _is_held(scene: Scene, own: slice, holder: Group) -> npt.NDArray[np.bool_]:
    """Tell which candidates lie in the holder; a district that holds none by today's units is taken for the land around its seat."""
    inside = _lies_in(scene, own, holder.candidates)
    if holder.kind is PlaceKind.DISTRICT and not inside.any():
        inside = (scene.xyz[own] @ holder.candidates.xyz.T).max(axis=1) >= _COSINE_OF_DISTRICT
    return inside


def _lies_in(scene: Scene, own: slice, holders: CandidateSet, *, units_only: bool = False) -> npt.NDArray[np.bool_]:
    inside = _any_of(scene.admin1[own], holders.rows[holders.kinds == _REGION])
    inside |= _any_of(scene.admin2[own], holders.rows[holders.kinds == _DISTRICT])
    if not units_only:
        countries = holders.country[holders.kinds == _COUNTRY]
        if len(countries):
            inside |= _any_of(scene.country[own], countries) & (scene.kinds[own] != _COUNTRY)
    if inside.any():
        inside &= ~_any_of(scene.rows[own], holders.rows)
    return inside


def _any_of(values: Ints, few: Sequence[int] | Ints) -> npt.NDArray[np.bool_]:
    """Do as np.isin does, faster for the few values that it is here."""
    if len(few) > _FEW:
        return np.isin(values, few)
    found = np.zeros(len(values), bool)
    for value in few:
        found |= values == value
    return found


def context_features(scene: Scene, p: Floats) -> Floats:
    """Say of each candidate how the other names of the document speak for it, ``p`` being how likely each candidate is."""
    if len(scene.groups) == 1:
        table = np.zeros((len(scene), len(CONTEXT)), np.float32)
        table[:, CONTEXT.index("alone")] = 1
        return table
    # A name that may be a person's says less about the others.
    weight = np.array([(1 + np.log(len(group.mentions))) * group.sureness for group in scene.groups], np.float32)
    mass = p * weight[scene.owner]
    table = np.zeros((len(scene), len(CONTEXT)), np.float32)
    others = weight.sum() - weight[scene.owner] + _UNHEARD
    units = _Units(scene)
    table[:, 0] = units.told(units.country, units.country, mass) / others
    table[:, 1] = units.told(units.admin1, units.admin1, mass) / others
    table[:, 2] = units.told(units.admin2, units.admin2, mass) / others
    table[:, 3] = units.told(units.country, units.country, mass * (scene.kinds == _COUNTRY))
    table[:, 4] = units.told(units.admin1, units.row, mass * (scene.kinds == _REGION))
    table[:, 5] = units.told(units.admin2, units.row, mass * (scene.kinds == _DISTRICT))
    table[:, 6] = units.held(mass)
    table[:, 3:7] = np.minimum(1, table[:, 3:7])
    table[:, 7:11] = _nearness(scene, mass)
    table[:, 7:9] /= others[:, None]
    return table


class _Units:
    """The units and rows of all candidates, numbered together, so that sums by unit are one pass each."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        country = np.where(scene.country == 0, NOTHING, -2 - scene.country)  # apart from rows
        numbers, inverse = np.unique(np.concatenate([country, scene.admin1, scene.admin2, scene.rows]), return_inverse=True)
        self._count = len(numbers)
        self._none = int(np.searchsorted(numbers, NOTHING))
        self._has_none = self._none < self._count and numbers[self._none] == NOTHING
        self.country, self.admin1, self.admin2, self.row = inverse.reshape(4, -1)

    def told(self, wanted: Ints, given: Ints, mass: Floats) -> Floats:
        """Sum for each candidate the mass of other groups' candidates whose ``given`` unit is its ``wanted`` one."""
        owner = self._scene.owner * self._count
        total = np.bincount(given, weights=mass, minlength=self._count)
        own = np.bincount(owner + given, weights=mass, minlength=len(self._scene.groups) * self._count)
        found = np.maximum(total[wanted] - own[owner + wanted], 0.0)
        if self._has_none:
            found[wanted == self._none] = 0.0
        return np.asarray(found, np.float32)

    def held(self, mass: Floats) -> Floats:
        """Sum for regions and districts the mass of other groups' candidates inside them."""
        kinds = self._scene.kinds
        smaller = mass * ((kinds != _REGION) & (kinds != _COUNTRY))
        found: Floats = self.told(self.row, self.admin1, smaller) * (kinds == _REGION)
        found += self.told(self.row, self.admin2, smaller * (kinds != _DISTRICT)) * (kinds == _DISTRICT)
        return found


def _nearness(scene: Scene, mass: Floats) -> Floats:
    """Weigh nearness to the other groups' likeliest candidates: sums within some 150 km and 30 km, the best alone and in the sentence."""
    sources = _likeliest(scene, mass)
    cosine = scene.xyz @ scene.xyz[sources].T
    km = EARTH_RADIUS_KM * np.sqrt(np.maximum(0.0, 2 - 2 * cosine))
    strength = np.where(scene.owner[:, None] == scene.owner[sources][None, :], 0.0, mass[sources][None, :])
    strength = strength * (scene.kinds[sources] != _COUNTRY)
    near = np.exp(-km / NEAR_KM) * strength
    close = np.exp(-km / CLOSE_KM) * strength
    together = _same_sentence(scene)[scene.owner[:, None], scene.owner[sources][None, :]]
    best = [np.minimum(1, strengths.max(axis=1, initial=0.0)) for strengths in (near, near * together)]
    return np.stack([near.sum(axis=1), close.sum(axis=1), *best], axis=1)


def _same_sentence(scene: Scene) -> npt.NDArray[np.bool_]:
    together = np.zeros((len(scene.groups), len(scene.groups)), bool)
    for at, group in enumerate(scene.groups):
        together[at, list(group.sentence)] = True
    return together


def _likeliest(scene: Scene, mass: Floats) -> Ints:
    order = np.lexsort((-mass, scene.owner))
    rank = np.arange(len(order)) - scene.starts[scene.owner[order]]
    return order[(rank < _SOURCES_PER_NAME) & (mass[order] >= _LEAST_SOURCE)]
