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

from gazetteer.model import PlaceKind
from geomap.model import Role
from geomap.resolve.facts import (
    AROUND_DISTRICT_KM,
    AROUND_TOWN_KM,
    COUNTRY,
    LOG_PROMINENT,
    WIDE,
    Facts,
    around_units,
    at_positions,
    distances_km,
    facts_of,
    inside_units,
    same_rows,
)
from geomap.resolve.features import CandidateSet
from geomap.resolve.names import Names
from geomap.resolve.respelled import countries_of_text, in_countries_of_text, respelled
from geomap.resolve.said import Force
from geomap.resolve.short_forms import ShortForm
from geomap.resolve.statements import Statement, is_unit

_LOG_RATIO = 1.7  # 50 times the people of the place inside: the words are more likely misread
_FEWEST_OF_ROW, _SHARE_OF_ROW = 3, 0.6  # of the names of a row, so many have a place in the region that all are taken to share
_DEEPEST = 50  # holders of holders that are read at once
_REACH = {PlaceKind.SETTLEMENT: AROUND_TOWN_KM, PlaceKind.DISTRICT: AROUND_DISTRICT_KM}  # by what the holder is said to be


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
    """By mention: the rows of the index that are left (none where nothing is stated), and what stands for those that have no place left.

    ``respelled`` are the places of other spellings of a name, where what is left of a mention is one of them.
    """

    rows: list[frozenset[int]]
    stand_ins: dict[int, StandIn] = field(default_factory=dict)
    respelled: dict[int, CandidateSet] = field(default_factory=dict)


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
    reader = _Reader(names, by_inner)
    own = _told_by_statements(reader, by_inner)
    in_rows: set[int] = set()
    for row in rows:
        in_rows.update(row)
        own.update(_share_region([i for i in row if i not in by_inner], row, names.found, own))
    for form in short_forms:
        meant = _meant_by(form, names.found, is_in_row=form.short in in_rows)
        if meant is not None and form.short not in own:
            own[form.short] = meant
    own = {**(told_by_rows or {}), **own, **_abroad(reader, names, own)}
    if own:
        _share_senses(names, own, told)
    for i, mention in enumerate(names.mentions if reader.respelled else ()):
        others = reader.respelled.get(mention.text)
        if others is not None and told.rows[i] & facts_of(others).rows:
            told.respelled[i] = others
    return told


def _abroad(reader: _Reader, names: Names, own: Mapping[int, object]) -> dict[int, frozenset[int]]:
    """Return the rows of names that no place bears as they are spelled, and one in a country that the text names bears in Latin letters."""
    rows: dict[int, frozenset[int]] = {}
    unknown = [i for i, places in enumerate(names.found) if places is None and i not in own]
    told = countries_of_text(names) if unknown else ()
    for i in unknown:
        others = in_countries_of_text(names, i, told)
        if others is not None:
            reader.respelled[names.mentions[i].text] = others
            rows[i] = facts_of(others).rows
    return rows


def _told_by_statements(reader: _Reader, by_inner: Mapping[int, Sequence[Statement]]) -> dict[int, frozenset[int] | StandIn]:
    own: dict[int, frozenset[int] | StandIn] = {}
    for i, binding in by_inner.items():
        left = reader.left(i)
        if left is not None:
            own[i] = left
        _narrow_anchors(reader, i, left, binding, own)
    return own


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

    def __init__(self, names: Names, by_inner: Mapping[int, Sequence[Statement]]) -> None:
        self._names, self._by_inner = names, by_inner
        self._left: dict[int, frozenset[int] | StandIn | None] = {}
        self._narrowed: dict[int, CandidateSet | None] = {}
        self._mentions, self._hints, self._found = names.mentions, names.hints, names.found
        self.respelled: dict[str, CandidateSet] = {}  # by the name as the text has it

    def left(self, i: int) -> frozenset[int] | StandIn | None:
        """Return the rows that its statements leave of mention ``i``, or what stands for it; None where they leave all."""
        if i not in self._left:
            for at in self._far_holders(i):
                self._read(at)
            self._read(i)
        return self._left[i]

    def _read(self, i: int) -> None:
        if i not in self._left:
            self._left[i] = None  # of two that are said to hold each other the first is taken as it is
            self._left[i] = self._left_by(i, self._by_inner.get(i, ()))

    def _far_holders(self, i: int) -> list[int]:
        """Return every so many of the mentions that hold ``i`` one in the other, the farthest first: lists of names may be very long."""
        chain: dict[int, None] = {i: None}
        at: int | None = i
        while at is not None:
            at = next((one.outer for one in self._by_inner.get(at, ()) if one.outer not in self._left and one.outer not in chain), None)
            if at is not None:
                chain[at] = None
        return list(chain)[_DEEPEST::_DEEPEST][::-1]

    def _holder(self, at: int) -> CandidateSet | None:
        """Return the places that mention ``at`` may mean as the holder of others; None where none is left of it."""
        places, left = self._found[at], self.left(at)
        if isinstance(left, StandIn) or places is None or left is None:
            return None if isinstance(left, StandIn) else places
        if at not in self._narrowed:
            own = left <= facts_of(places).rows
            self._narrowed[at] = places.only(left) if own else self.respelled.get(self._mentions[at].text)
        return self._narrowed[at]

    def _left_by(self, i: int, binding: Sequence[Statement]) -> frozenset[int] | StandIn | None:
        places = self._found[i]
        refusing = [one for one in binding if self._may_refuse(one)]
        if refusing and not self._has_place(places, refusing[0]):
            others = respelled(self._names, i, [(one, holder) for one in refusing if (holder := self._holder(one.outer)) is not None])
            if others is not None and (places is None or not facts_of(others).rows & facts_of(places).rows):
                self.respelled[self._mentions[i].text] = others
                return frozenset(others.rows.tolist())
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
        close = distances_km(places, chosen) <= limit_km
        return frozenset(places.rows[close].tolist()) if close.any() and not close.all() else frozenset()

    def _has_place(self, places: CandidateSet | None, one: Statement) -> bool:
        """Return whether a place of the name as it is spelled lies where ``one`` says, or is known too well to be refused."""
        holder = self._holder(one.outer)
        if places is None or holder is None:
            return False
        facts, units = facts_of(places), facts_of(holder)
        if self._is_protected(facts, one):
            return True
        if one.limit_km is None and (units.regions or units.districts or units.countries):
            return bool(inside_units(facts, units))
        return self._fitting(places, one) != frozenset()

    def _is_unit(self, at: int) -> bool:
        return is_unit(self._mentions[at], self._hints[at])

    def _may_refuse(self, one: Statement) -> bool:
        """Return whether places elsewhere may be refused where the holder of ``one`` has none of the name."""
        holder = self._holder(one.outer)
        if holder is None or self._mentions[one.inner].role is not Role.LITERAL:
            return False
        facts = facts_of(holder)
        if one.limit_km is not None:
            return not facts.countries and not self._is_unit(one.outer)
        return self._is_unit(one.outer) or facts.is_plain_unit or self._is_part(one)

    def _is_part(self, one: Statement) -> bool:
        """Return whether the words of a statement call a name a part of a town, and its holder may be one."""
        holder = self._holder(one.outer) if one.is_part else None
        return holder is not None and not self._is_unit(one.outer) and not facts_of(holder).has_area

    def _is_protected(self, facts: Facts, one: Statement) -> bool:
        if one.is_small or ((one.is_plain or self._is_part(one)) and one.limit_km is None):
            return (facts.is_unit_only or facts.is_plain_unit) and not one.is_small
        # Said once for a sentence it does not hold for what is told of elsewhere: only a small lone place is more likely a namesake.
        return facts.is_prominent or (one.force is Force.SCOPE and (one.is_bare or len(facts.cells) > 1))

    def _is_plain(self, one: Statement) -> bool:
        """Return whether a statement is plain enough to refuse even places that are known far and wide."""
        holder = self._holder(one.outer)
        return one.force is Force.FIRM or (one.force is Force.LOOSE and holder is not None and facts_of(holder).is_plain_unit)

    def _fitting(self, places: CandidateSet, one: Statement) -> frozenset[int] | None:
        """Return the positions of the candidates that agree with a statement; None where its holder tells nothing."""
        holder = self._holder(one.outer)
        if holder is None:
            return None
        units = facts_of(holder)
        if one.limit_km is not None:
            if units.countries or units.is_unit_only or self._is_unit(one.outer):
                return None
            return at_positions(distances_km(places, holder) <= one.limit_km)
        if one.force is Force.ROW and not units.is_plain_unit:
            return None
        said = self._hints[one.outer].kind or PlaceKind.REGION if self._is_unit(one.outer) else PlaceKind.SETTLEMENT
        if units.regions or units.districts or units.countries:
            return inside_units(facts_of(places), units) or around_units(
                places, holder, is_unit=units.is_plain_unit or said is not PlaceKind.SETTLEMENT
            )
        near = _near_seat(places, holder, said)
        return frozenset() if near is None and self._is_part(one) else near

    def _stand_in(self, i: int, refusing: Sequence[Statement]) -> StandIn | None:
        inside = [one.outer for one in refusing if one.limit_km is None]
        near = [one for one in refusing if one.limit_km is not None]
        if self._mentions[i].role is not Role.LITERAL or not refusing:
            return None
        if refusing[0].limit_km is not None:
            return StandIn((refusing[0].outer, *inside), refusing[0].limit_km)
        if near and all(one.force is Force.SCOPE for one in refusing if one.limit_km is None):
            return StandIn((near[0].outer, *inside), near[0].limit_km)
        return StandIn(self._smallest_first(dict.fromkeys(inside)))

    def _smallest_first(self, holders: Iterable[int]) -> tuple[int, ...]:
        """Return holders of one name, those that are said to lie in another of them first: "in Nigeria's Borno State"."""
        some = list(holders)
        within = {at: sum(one.outer in some and one.limit_km is None for one in self._by_inner.get(at, ())) for at in some}
        return tuple(sorted(some, key=lambda at: -within[at]))


def _near_seat(places: CandidateSet, holder: CandidateSet, said: PlaceKind) -> frozenset[int] | None:
    """Return which places are as near a town as what it is said to be, a town or a district, reaches; None where that tells nothing."""
    reach = _REACH.get(said)
    near = (
        frozenset()
        if reach is None
        else at_positions(distances_km(places, holder) <= reach) - same_rows(facts_of(places), facts_of(holder))
    )
    if near or said is not PlaceKind.DISTRICT:
        return near or None
    regions = {cell[3] for cell in facts_of(holder).cells} - {-1}  # a district may be larger than that
    return frozenset(at for at, cell in enumerate(facts_of(places).cells) if cell[3] in regions)


def _too_well_known(facts: Facts, inside: frozenset[int], one: Statement) -> frozenset[int]:
    """Return which places are so much better known than those inside that loose words do not refuse them."""
    least = max(LOG_PROMINENT, max(facts.log_people[at] for at in inside) + _LOG_RATIO)
    wide = WIDE if one.force is Force.SCOPE else (COUNTRY,)
    return frozenset(at for at, cell in enumerate(facts.cells) if cell[1] in wide or facts.log_people[at] >= least)
