"""What statements of a text leave of the places of a name, and what stands for a name of which they leave none.

A place outside the container that the words beside its name state is refused, and so is one too far from a town that is stated to be
near. Of a name that has no other place the answer is the container itself, an area: the text says that it lies there, and a namesake
elsewhere would be a wrong pin.

Words can be misread: "Kyiv, Russia and the US" states nothing of Kyiv. So a large city, a region or a country is refused for the want of
a place inside only where the words are plain: "X in the Y region", "X (Y)".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.sphere import EARTH_RADIUS_KM
from geomap.model import Mention, Role
from geomap.resolve.arrays import Bools, Floats
from geomap.resolve.features import STATIC, CandidateSet
from geomap.resolve.hints import Hints
from geomap.resolve.short_forms import ShortForm
from geomap.resolve.statements import Force, Statement, is_unit

_COUNTRY, _REGION, _DISTRICT, _AREA, _SETTLEMENT = (
    KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA, PlaceKind.SETTLEMENT)
)
_WIDE = frozenset((_COUNTRY, _REGION, _AREA))
_PEOPLE, _IS_CAPITAL = STATIC.index("people"), STATIC.index("is_capital")
_PEOPLE_SCALE = 7.0  # of the feature: log10 of the people over this
_LOG_PROMINENT = 5.0  # 100,000 people: known by its bare name far away
_LOG_TOWN = 4.3  # 20,000 people: a town that shares the name of a unit is as likely meant
_LOG_RATIO = 1.7  # 50 times the people of the place inside: the words are more likely misread
_FEWEST_OF_ROW, _SHARE_OF_ROW = 3, 0.6  # of the names of a row, so many have a place in the region that all are taken to share
_AROUND_DISTRICT_KM = 40.0  # from the centre of a district as it was before its country merged districts
_AROUND_TOWN_KM = 25.0  # a quarter, a suburb or a village that a text puts into a town
_REACH = {PlaceKind.SETTLEMENT: _AROUND_TOWN_KM, PlaceKind.DISTRICT: _AROUND_DISTRICT_KM}  # by what the holder is said to be
_AROUND_REGION_KM = 15.0  # outlines and centres of wide places are rough


@dataclass(frozen=True, slots=True)
class StandIn:
    """What stands for a mention of which no place is left: one of the mentions ``holders``, the nearest first.

    ``limit_km`` is None where the name lies in the holder; else it lies near it, and not farther than this. ``is_same``: the name is short
    for that of the holder.
    """

    holders: tuple[int, ...]
    limit_km: float | None = None
    is_same: bool = False


@dataclass(slots=True)
class Constraints:
    """By mention: the rows of the index that are left (none where nothing is stated), and what stands for those that have no place left."""

    rows: list[frozenset[int]]
    stand_ins: dict[int, StandIn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """The mentions of a document in text order, what the words beside each say, and its candidates; None for a name that has none."""

    mentions: Sequence[Mention]
    hints: Sequence[Hints]
    found: Sequence[CandidateSet | None]


@dataclass(frozen=True, slots=True)
class _Facts:
    """The candidates of a name as plain numbers, kept with them; a name is met in many texts."""

    cells: tuple[tuple[int, int, int, int, int], ...]  # row, kind, country, region, district
    rows: frozenset[int]
    log_people: tuple[float, ...]
    regions: frozenset[int]
    districts: frozenset[int]
    countries: frozenset[int]
    is_plain_unit: bool  # a country or region that shares its name with no town
    is_prominent: bool
    is_unit_only: bool  # no town bears the name: of regions and countries, some are claimed by two


def constrain(
    names: Names,
    statements: Sequence[Statement],
    rows: Iterable[Sequence[int]],
    short_forms: Iterable[ShortForm] = (),
    told_by_rows: Mapping[int, frozenset[int]] | None = None,
) -> Constraints:
    """Return what the text leaves of the places of each mention.

    Args:
        names: The names of a document.
        statements: Statements of its text, in the order of their inner mentions.
        rows: Mentions that stand in one row of names, in the text's order.
        short_forms: Names that are short for others.
        told_by_rows: The rows of the index that the units in the same row of names leave of a mention.

    Returns:
        The rows left and the stand-ins, by mention. Mentions of one name and kind mean one place unless statements tell them apart; one
        of which nothing is stated means the place that was meant last.
    """
    told = Constraints([frozenset()] * len(names.mentions))
    by_inner: dict[int, list[Statement]] = {}
    for one in statements:
        if one.force is not Force.HINT:
            by_inner.setdefault(one.inner, []).append(one)
    own: dict[int, frozenset[int] | StandIn] = {}
    reader = _Reader(names)
    for i, binding in by_inner.items():
        left = reader.left_by(i, binding)
        if left is not None:
            own[i] = left
        _narrow_anchors(reader, i, left, binding, own)
    in_rows: set[int] = set()
    for row in rows:
        in_rows.update(row)
        own.update(_share_region([i for i in row if i not in by_inner], row, names.found, own))
    for form in short_forms:
        meant = _meant_by(form, names.found, is_in_row=form.short in in_rows)
        if meant is not None and form.short not in own:
            own[form.short] = meant
    own = {**(told_by_rows or {}), **own}
    if own:
        _share_senses(names, own, told)
    return told


def _meant_by(one: ShortForm, found: Sequence[CandidateSet | None], *, is_in_row: bool) -> frozenset[int] | StandIn | None:
    """Return the rows left of a short name, or what stands for it; None where its long form tells nothing.

    A territory is meant by its short name unless that stands in a row of names, where it is one town of several.
    """
    places, wider = found[one.short], found[one.long]
    shared = facts_of(places).rows & facts_of(wider).rows if places is not None and wider is not None else frozenset()
    if one.is_acronym:
        return shared or StandIn((one.long,), is_same=True)
    if places is None or wider is None or not shared or not facts_of(wider).is_unit_only:
        return None
    return (facts_of(places).rows - shared or None) if is_in_row else shared


def _share_region(
    free: Sequence[int], row: Sequence[int], found: Sequence[CandidateSet | None], own: Mapping[int, frozenset[int] | StandIn]
) -> dict[int, frozenset[int]]:
    """Return the rows left of the ``free`` small places of a row of names, if most names of the row have a place in one region.

    Nothing is left out where two regions may be meant, or of a name that a large city bears: cities of the world stand in rows too.
    """
    regions: dict[int, set[int]] = {}
    for i in row:
        places, left = found[i], own.get(i)
        if places is not None and not isinstance(left, StandIn):
            regions[i] = {cell[3] for cell in facts_of(places).cells if cell[3] >= 0 and (left is None or cell[0] in left)}
    counts = Counter(region for of_name in regions.values() for region in of_name).most_common(2)
    if not counts or counts[0][1] < max(_FEWEST_OF_ROW, _SHARE_OF_ROW * len(regions)) or (len(counts) > 1 and counts[1][1] == counts[0][1]):
        return {}
    shared: dict[int, frozenset[int]] = {}
    for i in free:
        places = found[i]
        if places is not None and i not in own and not facts_of(places).is_prominent and counts[0][0] in regions[i] and len(regions[i]) > 1:
            shared[i] = frozenset(cell[0] for cell in facts_of(places).cells if cell[3] == counts[0][0])
    return shared


def _narrow_anchors(
    reader: _Reader, i: int, left: frozenset[int] | StandIn | None, binding: Sequence[Statement], own: dict[int, frozenset[int] | StandIn]
) -> None:
    """Let a name that is stated to be near another say also which place the other means."""
    for one in binding:
        if one.limit_km is not None and one.outer not in own and not isinstance(left, StandIn):
            near = reader.near(one.outer, i, one.limit_km, left)
            if near:
                own[one.outer] = near


def _share_senses(names: Names, own: dict[int, frozenset[int] | StandIn], told: Constraints) -> None:
    """Give the mentions of one name the places that statements left of it, the last one told where a mention has no statement."""
    mentions, hints = names.mentions, names.hints
    same: dict[tuple[str, PlaceKind | None], list[int]] = {}
    named = {(mentions[i].text, hints[i].kind) for i in own}
    for i, mention in enumerate(mentions):
        if (mention.text, hints[i].kind) in named:
            same.setdefault((mention.text, hints[i].kind), []).append(i)
    for members in same.values():
        senses: list[frozenset[int] | StandIn] = []
        numbers: list[int] = []
        last = 0
        for i in members:
            if i in own:
                last = _add_sense(senses, own[i])
            numbers.append(last)
        for i, number in zip(members, numbers, strict=True):
            sense = senses[number]
            if isinstance(sense, StandIn):
                told.stand_ins[i] = sense
            else:
                told.rows[i] = sense


def _add_sense(senses: list[frozenset[int] | StandIn], left: frozenset[int] | StandIn) -> int:
    """Return the number of the sense that ``left`` is, which it may narrow."""
    for number, known in enumerate(senses):
        if isinstance(left, StandIn) or isinstance(known, StandIn):
            if left == known:
                return number
        elif known & left:
            senses[number] = known & left
            return number
    senses.append(left)
    return len(senses) - 1


class _Reader:
    """What the candidates of one document's names say of the statements about them."""

    def __init__(self, names: Names) -> None:
        self._mentions, self._hints, self._found = names.mentions, names.hints, names.found

    def left_by(self, i: int, binding: Sequence[Statement]) -> frozenset[int] | StandIn | None:
        """Return the rows that ``binding`` statements leave of mention ``i``, or what stands for it; None where they leave all."""
        places = self._found[i]
        refusing = [one for one in binding if self._may_refuse(one)]
        if places is None:
            return self._stand_in(i, refusing)
        facts = facts_of(places)
        kept = everything = frozenset(range(len(facts.cells)))
        for one in binding:
            inside = self._fitting(places, one)
            if inside is None:
                continue
            if inside & kept:
                kept &= inside if self._is_plain(one) else inside | _too_well_known(facts, inside & kept, one)
            elif one in refusing and not self._is_protected(facts, one):
                return self._stand_in(i, [one, *(other for other in refusing if other is not one)])
        return None if kept == everything else frozenset(facts.cells[at][0] for at in kept)

    def near(self, outer: int, inner: int, limit_km: float, left: frozenset[int] | StandIn | None) -> frozenset[int]:
        """Return the rows of mention ``outer`` that are near what is left of mention ``inner``; none where that tells nothing."""
        places, towns = self._found[outer], self._found[inner]
        if places is None or towns is None or facts_of(towns).is_prominent or facts_of(places).is_prominent:
            return frozenset()
        chosen = towns.only(left) if isinstance(left, frozenset) and left else towns
        close = _distances(places, chosen) <= limit_km
        return frozenset(places.rows[close].tolist()) if close.any() and not close.all() else frozenset()

    def _is_unit(self, at: int) -> bool:
        return is_unit(self._mentions[at], self._hints[at])

    def _may_refuse(self, one: Statement) -> bool:
        """Return whether places elsewhere may be refused where the holder of ``one`` has none of the name."""
        holder = self._found[one.outer]
        if holder is None or self._mentions[one.inner].role is not Role.LITERAL:
            return False
        facts = facts_of(holder)
        if one.limit_km is not None:
            return not facts.countries and not self._is_unit(one.outer)
        return self._is_unit(one.outer) or facts.is_plain_unit

    def _is_protected(self, facts: _Facts, one: Statement) -> bool:
        if one.is_small or (one.is_plain and one.limit_km is None):
            return facts.is_unit_only and not one.is_small
        # Said once for a sentence it does not hold for what is told of elsewhere: only a small lone place is more likely a namesake.
        return facts.is_prominent or (one.force is Force.SCOPE and len(facts.cells) > 1)

    def _is_plain(self, one: Statement) -> bool:
        """Return whether a statement is plain enough to refuse even places that are known far and wide."""
        holder = self._found[one.outer]
        return one.force is Force.FIRM or (one.force is Force.LOOSE and holder is not None and facts_of(holder).is_plain_unit)

    def _fitting(self, places: CandidateSet, one: Statement) -> frozenset[int] | None:
        """Return the positions of the candidates that agree with a statement; None where its holder tells nothing."""
        holder = self._found[one.outer]
        if holder is None:
            return None
        units = facts_of(holder)
        if one.limit_km is not None:
            if units.countries or units.is_unit_only or self._is_unit(one.outer):
                return None
            return _at(_distances(places, holder) <= one.limit_km)
        if one.force is Force.ROW and not units.is_plain_unit:
            return None
        said = self._hints[one.outer].kind or PlaceKind.REGION if self._is_unit(one.outer) else PlaceKind.SETTLEMENT
        if units.regions or units.districts or units.countries:
            return _inside(facts_of(places), units) or _around(
                places, holder, is_unit=units.is_plain_unit or said is not PlaceKind.SETTLEMENT
            )
        reach = _REACH.get(said)
        near = frozenset() if reach is None else _at(_distances(places, holder) <= reach) - _same(facts_of(places), units)
        return near or None

    def _stand_in(self, i: int, refusing: Sequence[Statement]) -> StandIn | None:
        inside = [one.outer for one in refusing if one.limit_km is None]
        near = [one for one in refusing if one.limit_km is not None]
        if self._mentions[i].role is not Role.LITERAL or not refusing:
            return None
        if refusing[0].limit_km is not None:
            return StandIn((refusing[0].outer, *inside), refusing[0].limit_km)
        if near and all(one.force is Force.SCOPE for one in refusing if one.limit_km is None):
            return StandIn((near[0].outer, *inside), near[0].limit_km)
        return StandIn(tuple(dict.fromkeys(inside)))


def _too_well_known(facts: _Facts, inside: frozenset[int], one: Statement) -> frozenset[int]:
    """Return which places are so much better known than those inside that loose words do not refuse them."""
    least = max(_LOG_PROMINENT, max(facts.log_people[at] for at in inside) + _LOG_RATIO)
    wide = _WIDE if one.force is Force.SCOPE else (_COUNTRY,)
    return frozenset(at for at, cell in enumerate(facts.cells) if cell[1] in wide or facts.log_people[at] >= least)


def _inside(facts: _Facts, units: _Facts) -> frozenset[int]:
    """Return the positions of the places that lie in one of the units."""
    regions, districts, countries, rows = units.regions, units.districts, units.countries, units.rows
    return frozenset(
        at
        for at, (row, kind, country, region, district) in enumerate(facts.cells)
        if (region in regions or district in districts or (country in countries and kind != _COUNTRY)) and row not in rows
    )


def _same(facts: _Facts, others: _Facts) -> frozenset[int]:
    return frozenset(at for at, cell in enumerate(facts.cells) if cell[0] in others.rows)


def _around(places: CandidateSet, holder: CandidateSet, *, is_unit: bool) -> frozenset[int]:
    """Return which places lie around a holder none of whose units holds them: units are redrawn, and sources miss some of them."""
    reach = np.where(
        holder.kinds == _DISTRICT,
        np.maximum(holder.radius_km, _AROUND_DISTRICT_KM),
        np.where((holder.kinds == _REGION) | is_unit, 0.0, _AROUND_TOWN_KM),
    )
    reach = np.where(holder.kinds == _AREA, holder.radius_km + _AROUND_REGION_KM, reach)
    near = _at(np.asarray((_kilometres(places.xyz, holder.xyz) <= reach[None, :]).any(axis=1), bool))
    facts, others = facts_of(places), facts_of(holder)
    return frozenset(at for at in near if facts.cells[at][1] not in (_COUNTRY, _REGION)) - _same(facts, others)


def _at(chosen: Bools) -> frozenset[int]:
    return frozenset(np.flatnonzero(chosen).tolist())


def facts_of(candidates: CandidateSet) -> _Facts:
    """Return the plain numbers of ``candidates``, made once."""
    known = candidates.memo.get("facts")
    if not isinstance(known, _Facts):
        known = candidates.memo["facts"] = _facts(candidates)
    return known


def _facts(candidates: CandidateSet) -> _Facts:
    cells = tuple(map(tuple, candidates.numbers.tolist()))
    people = (candidates.static[:, _PEOPLE] * _PEOPLE_SCALE).tolist()
    kinds = [cell[1] for cell in cells]
    shared = candidates.bare[:, 0].tolist()
    is_unit = any(kind == _COUNTRY or (kind == _REGION and not shared[at]) for at, kind in enumerate(kinds))
    has_town = any(kind == _SETTLEMENT and people[at] >= _LOG_TOWN for at, kind in enumerate(kinds))
    wide = [kind in _WIDE for kind in kinds]
    return _Facts(
        cells=cells,
        rows=frozenset(cell[0] for cell in cells),
        log_people=tuple(people),
        regions=frozenset(row for row, kind, *_ in cells if kind == _REGION),
        districts=frozenset(row for row, kind, *_ in cells if kind == _DISTRICT),
        countries=frozenset(country for _, kind, country, *_ in cells if kind == _COUNTRY) - {0},
        is_plain_unit=is_unit and not has_town,
        is_prominent=any(wide) or max(people) >= _LOG_PROMINENT or bool(candidates.static[:, _IS_CAPITAL].any()),
        is_unit_only=all(wide),
    )


def _kilometres(places: Floats, others: Floats) -> Floats:
    return np.asarray(EARTH_RADIUS_KM * np.sqrt(np.maximum(0.0, 2 - 2 * (places @ others.T))), np.float32)


def _distances(places: CandidateSet, others: CandidateSet) -> Floats:
    """Return how far each of ``places`` is from the nearest of ``others``, regions and countries left out."""
    towns = ~np.isin(others.kinds, tuple(_WIDE))
    if not towns.any():
        return np.full(len(places), np.inf, np.float32)
    return np.asarray(_kilometres(places.xyz, others.xyz[towns]).min(axis=1), np.float32)


def holders_of(statements: Sequence[Statement], count: int) -> list[list[int]]:
    """Return for each of ``count`` mentions those that may hold it."""
    holders: list[list[int]] = [[] for _ in range(count)]
    for one in statements:
        if one.limit_km is None and one.force is not Force.SCOPE and one.outer not in holders[one.inner]:
            holders[one.inner].append(one.outer)
    return holders
