"""All names of a batch of documents with all their candidates, and what the words of the text say of them.

A name that occurs several times in a document is one group: a document means one place by it. A name with another hint of kind
("Luhansk region" beside "Luhansk") is another group, and so is one that the words beside it hold in another place: "Springfield,
Illinois, and Springfield, Massachusetts". Documents stand in one batch so that each call of numpy serves many; none sees another's
names.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.lang.called import called_names
from geomap.lang.heads import heads_of
from geomap.lang.names import names_of, sought
from geomap.model import Mention
from geomap.resolve.arrays import Bools, Floats, Ints, blocks, ends_of, is_among, positions
from geomap.resolve.candidates import CandidateFinder
from geomap.resolve.constraints import StandIn, constrain
from geomap.resolve.features import STATIC, CandidateSet
from geomap.resolve.hints import Hints, find_hints
from geomap.resolve.names import Names
from geomap.resolve.rows_of_units import regions_of_rows
from geomap.resolve.short_forms import find_short_forms
from geomap.resolve.statements import find_rows, find_statements, holders_of

_COSINE_OF_DISTRICT = math.cos(40.0 / EARTH_RADIUS_KM)  # from the seat of a district as they were before Ukraine merged them in 2020
_NAMES_SCALE, _PEOPLE_SCALE = 2.0, 7.0  # of the features: logarithms over these
_LOG_CITY, _LOG_FEW_NAMES, _LOG_MANY_NAMES = 5.0, 0.5, 0.9  # 100,000 people; two names; seven
_LEAST_LIKE_MAIN = 0.6
_LOG_MANY_TIMES = 1.5  # thirty times the people
_MOST_PAIRS = 1 << 16  # of candidates and holders compared at once

LOCAL = ("hint_fits", "hint_clashes", "held", "holder_differs", "sentence_held", "bare_region", "bare_other")
_FITS, _CLASHES, _HELD, _DIFFERS, _SENTENCE_HELD = range(5)
_BARE = slice(5, 7)

COUNTRY, REGION, DISTRICT, AREA, SETTLEMENT, NEIGHBORHOOD = (
    KINDS.index(kind)
    for kind in (
        PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA, PlaceKind.SETTLEMENT, PlaceKind.NEIGHBORHOOD
    )
)  # fmt: skip
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
class NameGroup:
    """The mentions of one name in one document that are taken to mean one place."""

    document: int
    name: str
    kind: PlaceKind | None
    candidates: CandidateSet
    unnarrowed: CandidateSet | None = None  # all places of the name where what the text says left out some of them
    mentions: list[int] = field(default_factory=list)
    recognition_confidence: float = 0.0  # how likely the surest of its mentions names a place at all


@dataclass(slots=True)
class Batch:
    """The groups of some documents, by document, and their candidates, one after another in parallel arrays."""

    groups: list[NameGroup]
    group_of: list[list[int | None]]  # by document and mention; None: no candidate
    stand_ins: list[dict[int, StandIn]]  # by document and mention: what stands for a name of which the text leaves no place
    beside: Bools  # by group and group: the words beside the first say that it lies in the second
    together: Bools  # by group and group: they stand in one sentence
    group_starts: Ints  # where each document's groups begin, and the end
    starts: Ints  # where each group's candidates begin, and the end
    group_index: Ints  # the group of each candidate
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
        """Return where the candidates of a document stand."""
        first, last = self.group_starts[document : document + 2]
        return slice(int(self.starts[first]), int(self.starts[last]))


def make_batch(
    documents: Sequence[tuple[str, Sequence[Mention]]], finder: CandidateFinder, languages: Sequence[str | None] = ()
) -> Batch | None:
    """Look up the names of documents, given by text and mentions in text order, and leave out the places that the texts refuse.

    Args:
        documents: The documents.
        finder: Finds the candidates of names.
        languages: The language of each document, which may have names and nouns of its own for places; none where that is not known.

    Returns:
        The batch; None where no name has a place left.
    """
    spoken = list(languages) or [None] * len(documents)
    hints = [find_hints(text, mentions, heads_of(code)) for (text, mentions), code in zip(documents, spoken, strict=True)]
    asked = [
        [
            (_sought(finder, mention, hint, names_of(code), called.get(mention.start)), hint.kind if hint.is_unit else None)
            for mention, hint in zip(mentions, told, strict=True)
        ]
        for (_, mentions), told, code, called in zip(documents, hints, spoken, [called_names(text) for text, _ in documents], strict=True)
    ]
    found = finder.find([name for names in asked for name in names])
    groups: list[NameGroup] = []
    read = []
    for at, ((text, mentions), told, names) in enumerate(zip(documents, hints, asked, strict=True)):
        sets = [_of_stated_kind(found[name], hint) for name, hint in zip(names, told, strict=True)]
        called = finder.countries_called(text) if _has_unknown_cyrillic(mentions, sets) else ()
        read.append(_read(groups, at, text, Names(mentions, told, sets, finder.respell, finder.transliterate, called)))
    return _join(groups, read, hints)


def _has_unknown_cyrillic(mentions: Sequence[Mention], sets: Sequence[CandidateSet | None]) -> bool:
    return any(found is None and not mention.text.isascii() for mention, found in zip(mentions, sets, strict=True))


def _sought(finder: CandidateFinder, mention: Mention, hint: Hints, own: Mapping[str, str], called: str | None) -> str:
    """Return under which name to look up a mention: as it is, as its language calls the place, or as the noun before it tells."""
    if called is not None and finder.is_called(called):
        return called
    name = sought(mention.text, own)
    if hint.head is None or hint.bare is None or name != mention.text:
        return name
    forms = (form.format(hint.bare) for form in hint.head.known)
    return next((form for form in forms if finder.knows(form)), hint.bare)


def _of_stated_kind(candidates: CandidateSet | None, hint: Hints) -> CandidateSet | None:
    """Leave out places of another kind than the words beside the name say: "Tyre district" is no town, "río Cauca" no region.

    Of a region or a district only the towns in it are left out: "the Charlotte region" is no parish of that name elsewhere. "The village
    of Ivanivka" is no unit.
    """
    if candidates is not None and hint.is_town:
        return _no_unit(candidates, is_village=hint.is_village)
    kind = hint.kind if hint.is_unit else hint.head.kind if hint.head is not None and hint.head.is_only else None
    if candidates is None or kind is None:
        return candidates
    known = candidates.memo.get(kind.value)
    if known is None:
        known = candidates.memo[kind.value] = (_of_kind(candidates, kind, is_unit=hint.is_unit),)
    return known[0] if isinstance(known, tuple) else candidates


def _of_kind(candidates: CandidateSet, kind: PlaceKind, *, is_unit: bool) -> CandidateSet | None:
    fits = _FITS_HINT[KINDS.index(kind)][candidates.kinds]
    if not fits.any():
        return candidates if is_unit else None
    left = fits | ~_seats(candidates, fits) if is_unit else fits
    return candidates if left.all() else candidates.only(candidates.rows[left].tolist())


def _no_unit(candidates: CandidateSet, *, is_village: bool) -> CandidateSet | None:
    """Leave out countries, regions and districts; what is called a town and known as a unit only stays one, a village does not.

    Nor is a village a quarter of a city that is called by another name as a rule.
    """
    left = ~np.isin(candidates.kinds, (COUNTRY, REGION, DISTRICT))
    if is_village:
        is_called_so = candidates.static[:, STATIC.index("like_main_name")] >= _LEAST_LIKE_MAIN
        left &= (candidates.kinds != NEIGHBORHOOD) | is_called_so
    if left.all():
        return candidates
    if not left.any():
        return None if is_village else candidates
    said = "village" if is_village else "town"
    known = candidates.memo.get(said)
    if not isinstance(known, CandidateSet):
        known = candidates.memo[said] = candidates.only(candidates.rows[left].tolist())
    return known


def _seats(candidates: CandidateSet, units: Bools) -> Bools:
    """Return which candidates are towns in one of the ``units``, or so near it that it is named after them."""
    numbers = candidates.numbers
    inside = is_among(numbers[:, 3], np.sort(candidates.rows[units])) | is_among(numbers[:, 4], np.sort(candidates.rows[units]))
    close = (candidates.xyz @ candidates.xyz[units].T >= _COSINE_OF_DISTRICT).any(axis=1)
    return np.asarray((candidates.kinds == SETTLEMENT) & (inside | close), np.bool_)


@dataclass(slots=True)
class _Read:
    """What was read of one document, by mention."""

    group_of: list[int | None]
    holders: list[list[int]]
    stand_ins: dict[int, StandIn]


def _read(groups: list[NameGroup], document: int, text: str, names: Names) -> _Read:
    """Append the groups of one document."""
    mentions, hints, sets = names.mentions, names.hints, names.found
    by_name: dict[tuple[str, PlaceKind | None, frozenset[int]], int] = {}
    group_of: list[int | None] = []
    statements = find_statements(text, mentions, hints)
    told = constrain(names, statements, find_rows(text, mentions), find_short_forms(text, mentions, hints), regions_of_rows(text, names))
    for i, (mention, hint, spelled, rows) in enumerate(zip(mentions, hints, sets, told.rows, strict=True)):
        candidates = told.respelled.get(i, spelled)
        if candidates is None or i in told.stand_ins:
            group_of.append(None)
            continue
        at = by_name.setdefault((mention.text, hint.kind, rows), len(groups))
        if at == len(groups):
            left = candidates.only(rows) if rows else candidates
            groups.append(NameGroup(document, mention.text, hint.kind, left, candidates if len(left) < len(candidates) else None))
        group = groups[at]
        group.mentions.append(i)
        group.recognition_confidence = max(group.recognition_confidence, mention.confidence)
        group_of.append(at)
    return _Read(group_of, holders_of(statements, len(mentions)), told.stand_ins)


def _relations(count: int, read: Sequence[_Read], hints: Sequence[Sequence[Hints]]) -> tuple[Bools, Bools]:
    """Return for each pair of ``count`` groups whether the second may hold the first, and whether a sentence names both."""
    beside, together = np.zeros((count, count), bool), np.zeros((count, count), bool)
    for one, told in zip(read, hints, strict=True):
        sentences: dict[int, list[int]] = {}
        for own, hint, holders in zip(one.group_of, told, one.holders, strict=True):
            if own is not None:
                sentences.setdefault(hint.sentence, []).append(own)
                for holder in (one.group_of[at] for at in holders):
                    if holder is not None:
                        beside[own, holder] = True
        for named in sentences.values():
            if len(named) > 1:
                for own in set(named):
                    together[own, named] = True
    for matrix in (beside, together):
        np.fill_diagonal(matrix, val=False)
    return beside, together


def _join(groups: list[NameGroup], read: Sequence[_Read], hints: Sequence[Sequence[Hints]]) -> Batch | None:
    if not groups:
        return None
    beside, together = _relations(len(groups), read, hints)
    sets = [group.candidates for group in groups]
    sizes = np.array([len(candidates.rows) for candidates in sets])
    numbers = np.ascontiguousarray(np.concatenate([candidates.numbers for candidates in sets]).T)
    rows, kinds, country, admin1, admin2 = numbers
    batch = Batch(
        groups=groups,
        group_of=[one.group_of for one in read],
        stand_ins=[one.stand_ins for one in read],
        beside=beside,
        together=together,
        group_starts=ends_of(np.bincount([group.document for group in groups], minlength=len(read))),
        starts=ends_of(sizes),
        group_index=np.repeat(np.arange(len(groups)), sizes),
        rows=rows,
        kinds=kinds,
        country=country,
        admin1=admin1,
        admin2=admin2,
        xyz=np.concatenate([candidates.xyz for candidates in sets]),
        static=np.concatenate([candidates.static for candidates in sets]),
        local=np.zeros((len(rows), len(LOCAL)), np.float32),
    )
    _fill_hints(batch)
    _fill_holders(batch)
    return batch


def obscure_regions(batch: Batch) -> Bools:
    """Return which candidates are regions that sources know by hardly a name, beside a city in another country that they know by many.

    The names of regions count for more than those of towns in the ranker, for most are known far and wide.
    """
    names, people = batch.static[:, STATIC.index("names")] * _NAMES_SCALE, batch.static[:, STATIC.index("people")] * _PEOPLE_SCALE
    is_city = (batch.kinds == SETTLEMENT) & (people >= _LOG_CITY) & (names >= _LOG_MANY_NAMES)
    beside_city = np.logical_or.reduceat(is_city, batch.starts[:-1])[batch.group_index]
    return np.asarray((batch.kinds == REGION) & (names <= _LOG_FEW_NAMES) & beside_city & (batch.local[:, _FITS] == 0), np.bool_)


def obscure_namesakes(batch: Batch) -> Bools:
    """Return which candidates are hamlets that are called as a name is spelled, beside a city of which it is another case.

    "Во Львове" is in Lviv, and not in a village Lvove. Words that say the kind of place tell more.
    """
    inflected = batch.static[:, STATIC.index("form_inflected")] > 0
    people = batch.static[:, STATIC.index("people")] * _PEOPLE_SCALE
    is_town = batch.kinds == SETTLEMENT
    city = np.where(inflected & is_town & (people >= _LOG_CITY), people, 0.0)
    largest = np.maximum.reduceat(city, batch.starts[:-1])[batch.group_index]
    is_bare = np.array([group.kind is None for group in batch.groups])[batch.group_index]
    return np.asarray(is_town & is_bare & ~inflected & (people <= largest - _LOG_MANY_TIMES), np.bool_)


def _fill_hints(batch: Batch) -> None:
    table, groups = batch.local, batch.groups
    hint = np.array([_NO_HINT if group.kind is None else KINDS.index(group.kind) for group in groups])
    fits = _FITS_HINT[hint[batch.group_index], batch.kinds]
    # The provinces of Spain and others are units of the second level: "Albacete province" is one where no region has the name.
    without = (hint == REGION) & ~np.logical_or.reduceat(fits, batch.starts[:-1])
    fits |= without[batch.group_index] & (batch.kinds == DISTRICT)
    table[:, _FITS] = fits
    table[:, _CLASHES] = ~fits & np.logical_or.reduceat(fits, batch.starts[:-1])[batch.group_index]
    table[:, _BARE] = np.concatenate([group.candidates.bare for group in groups])
    table[fits, _BARE] = 0  # "the Zaporizhzhia region" is no bare name


def _fill_holders(batch: Batch) -> None:
    table = batch.local
    around = batch.together & ~batch.beside & np.array([group.candidates.has_units for group in batch.groups])
    holders = _Holders(batch)
    table[holders.held(batch.beside), _HELD] = 1
    table[holders.held(around, units_only=True), _SENTENCE_HELD] = 1
    held = table[:, _HELD] > 0
    table[:, _DIFFERS] = ~held & np.logical_or.reduceat(held, batch.starts[:-1])[batch.group_index]


class _Holders:
    """What each group may hold: the regions, districts and countries among its candidates, as sorted numbers that are each group's own."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._span = max(int(numbers.max()) for numbers in (batch.rows, batch.admin1, batch.admin2, batch.country)) + 2
        self._rows = np.sort(self._of(batch.group_index, batch.rows))
        self._regions, self._districts = (
            np.sort(self._of(batch.group_index, batch.rows)[batch.kinds == kind]) for kind in (REGION, DISTRICT)
        )
        self._countries = np.sort(self._of(batch.group_index, batch.country)[batch.kinds == COUNTRY])

    def _of(self, group: Ints, numbers: Ints) -> Ints:
        return group * self._span + numbers + 1  # -1 stands for no unit

    def held(self, holders: Bools, *, units_only: bool = False) -> Ints:
        """Return the candidates that lie in a candidate of a group that may hold theirs; ``holders`` says of each pair whether it may."""
        sizes = np.diff(self._batch.starts) * holders.sum(axis=1)
        found = [np.zeros(0, np.int64)]
        for first, last in blocks(sizes, _MOST_PAIRS):
            own, holder = np.nonzero(holders[first:last])
            if len(own):
                found.append(self._held(own + first, holder, units_only=units_only))
        return np.concatenate(found)

    def _held(self, own: Ints, holder: Ints, *, units_only: bool) -> Ints:
        batch = self._batch
        sizes = np.diff(batch.starts)[own]
        at, of = positions(batch.starts[own], sizes), np.repeat(holder, sizes)
        inside = is_among(self._of(of, batch.admin1[at]), self._regions) | is_among(self._of(of, batch.admin2[at]), self._districts)
        if not units_only:
            inside |= is_among(self._of(of, batch.country[at]), self._countries) & (batch.kinds[at] != COUNTRY)
        inside &= ~is_among(self._of(of, batch.rows[at]), self._rows)
        if units_only:
            return at[inside]
        return np.concatenate([at[inside], *self._around_seats(own, holder, np.logical_or.reduceat(inside, ends_of(sizes)[:-1]))])

    def _around_seats(self, own: Ints, holder: Ints, found: Bools) -> list[Ints]:
        """Take a district that holds none of a name's places by today's units for the land around its seat."""
        batch = self._batch
        near: list[Ints] = []
        for group, district in zip(own[~found].tolist(), holder[~found].tolist(), strict=True):
            if batch.groups[district].kind is PlaceKind.DISTRICT:
                first, last = batch.starts[group : group + 2]
                cosine = (batch.xyz[first:last] @ batch.groups[district].candidates.xyz.T).max(axis=1)
                near.append(first + np.flatnonzero(cosine >= _COSINE_OF_DISTRICT))
        return near
