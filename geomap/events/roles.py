"""What each place is to its sentence: where it happened, who spoke, whence, whither, or merely named."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from gazetteer.model import Place, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.events.containment import UNITS
from geomap.events.governors import Link, dateline, governor, only_named, where_speakers_are
from geomap.events.reading import Named, Reading
from geomap.events.relations import Relation, RelationKind, relation_of, shared_with

POSITIONS = frozenset({RelationKind.DISTANCE, RelationKind.BEARING, RelationKind.RADIUS})
IN_TOWN_KM = 40.0  # what is said to be "in X" lies no farther from it, else one of the two is another of its name
NEW_SUBJECT = 4  # tokens of ", the town of"
SITE_LINKS = {
    "venue": {Link.AT, Link.TO, Link.OBJECT, Link.BARE, Link.OF_ACT},
    "target": {Link.AT, Link.TOWARD, Link.OF_ACT, Link.OBJECT, Link.SUBJECT, Link.BARE},
    "place": {Link.AT, Link.OF_ACT, Link.OBJECT, Link.SUBJECT, Link.BARE},
    "goal": {Link.AT, Link.TOWARD, Link.TO, Link.OF_ACT, Link.OBJECT, Link.BARE},
    "taken": {Link.AT, Link.TOWARD, Link.TO, Link.OF_ACT, Link.OBJECT, Link.SUBJECT, Link.BARE},
    "source": {Link.AT, Link.FROM, Link.OF_ACT, Link.OBJECT, Link.SUBJECT, Link.BARE},
}


@dataclass(slots=True)
class Spot:
    """A place in its sentence: how it hangs on the words around it and why."""

    name: Named
    link: Link
    reason: str
    relation: Relation | None = None
    group: int = 0  # places named in one breath ("in A, B and C") share it
    governed_at: int = -1  # the token of its preposition
    described: bool = False  # it tells where another place lies

    @property
    def place(self) -> Place | None:
        """The place it was resolved to."""
        return self.name.place

    @property
    def is_site(self) -> bool:
        """Whether anything can have happened here, as far as the words around it go."""
        return self.link is not Link.MENTIONED and not self.described


def spots(reading: Reading) -> list[Spot]:
    """Say of every place of the sentence what it is to it."""
    found: list[Spot] = []
    for number, name in enumerate(reading.names):
        if not name.literal:
            continue
        spot = _spot(reading, name, found)
        spot.group = spot.group or number + 1
        found.append(spot)
    _mark_descriptions(reading, found)
    _mark_waters(reading, found)
    _mark_strangers(reading, found)
    _mark_towns(reading, found)
    _mark_partners(found)
    return found


def _spot(reading: Reading, name: Named, before: list[Spot]) -> Spot:
    mentioned = only_named(reading, name) or dateline(reading, name) or where_speakers_are(reading, name)
    if mentioned:
        return Spot(name, Link.MENTIONED, mentioned)
    partner = _listed_with(reading, name, before)
    relation = relation_of(reading, name)
    if partner is not None and partner.reason != "speaks":
        passed_on = shared_with(partner.relation, name, reading) if partner.relation is not None and partner.relation.shared else None
        return Spot(name, partner.link, partner.reason, relation or passed_on, partner.group)
    begin = relation.start if relation is not None else name.start
    link, reason = governor(reading, name, begin)
    governed_at = _preposition_before(reading, begin)
    if (
        relation is not None
        and relation.kind is not RelationKind.PART
        and link in {Link.MENTIONED, Link.SUBJECT, Link.BARE, Link.OBJECT}
        and reason not in {"authority", "origin", "speaks"}
    ):
        link, reason = Link.AT, relation.phrase
    return Spot(name, link, reason, relation, governed_at=governed_at)


def _preposition_before(reading: Reading, begin: int) -> int:
    """The token of the preposition that a name or its phrase follows or begins with, -1 without one."""
    return next((at for at in (begin, begin - 1, begin - 2, begin - 3) if reading.is_in(at, "prepositions")), -1)


def _listed_with(reading: Reading, name: Named, before: list[Spot]) -> Spot | None:
    if not before:
        return None
    last = before[-1]
    between = range(last.name.end, name.start)
    if not between or len(between) > 5:  # noqa: PLR2004 - ", and over the town of" at most
        return None
    lows = [reading.low(at) for at in between]
    joined = any(low in reading.words["joiners"] for low in lows)
    filler = all(
        low in reading.words["joiners"]
        or low == ","
        or low in reading.words["determiners"]
        or low in reading.words["modifiers"]
        or low in reading.words["list_fillers"]
        for low in lows
    )
    if not filler or any(low in reading.words["at"] for low in lows):
        return None
    if joined or (lows == [","] and _list_goes_on(reading, name)):
        return last
    return None


def _list_goes_on(reading: Reading, name: Named) -> bool:
    """Whether a comma between two names parts a list ("A, B and C") and not a place from its region ("A, B")."""
    following = reading.low(name.end)
    if following in reading.words["joiners"]:
        return True
    return following == "," and (reading.name_at(name.end + 1) is not None or reading.is_in(name.end + 1, "joiners"))


def _mark_descriptions(reading: Reading, found: list[Spot]) -> None:
    for spot in found:
        spot.described = _described_name(reading, spot) is not None or _tells_where(reading, spot)


def _mark_waters(reading: Reading, found: list[Spot]) -> None:
    """Take the town of "in Lake X near Y", "in the Red Sea, 25 miles west of Y" for the site, which is the more exact one."""
    for water, town in itertools.pairwise(found):
        wide = water.place is not None and water.place.kind is PlaceKind.WATER and town.place is not None
        near = town.relation is not None and town.relation.kind in {*POSITIONS, RelationKind.NEAR}
        if wide and near and town.relation is not None and water.is_site:
            between = range(water.name.end, town.relation.start)
            if all(reading.low(at) == "," or reading.is_in(at, "quantities") or at in reading.numbers for at in between):
                water.described, town.described = True, False
                town.link, town.reason = Link.AT, town.relation.phrase


def _mark_towns(reading: Reading, found: list[Spot]) -> None:
    """Take the quarter of "In X, a house was hit in the southern suburb of Y" for the site: the town only says where that is."""
    if len(found) < 2 or found[0].name.start != 1 or reading.low(found[0].name.end) != ",":  # noqa: PLR2004 - a town and its quarter
        return
    town, rest = found[0], found[1:]
    quarters = [spot for spot in rest if reading.is_in(spot.name.start - 1, "of") and reading.is_in(spot.name.start - 2, "quarters")]
    if any(town.place and spot.place and town.place.id != spot.place.id and _are_near(town.place, spot.place) for spot in quarters):
        town.described = True


def _mark_strangers(reading: Reading, found: list[Spot]) -> None:
    """Take the town of "at X hospital in Y" for the site where nobody knows X."""
    for inner, town in itertools.pairwise(found):
        lows = [reading.low(at) for at in range(inner.name.end, town.name.start)]
        known = town.place is not None and town.place.kind not in UNITS
        if inner.place is None and known and town.is_site and inner.is_site and _leads_in(reading, inner.name, town, lows):
            inner.described = True


def _described_name(reading: Reading, spot: Spot) -> Named | None:
    """The name whose position ``spot`` tells: "Stanislav, on the estuary south-west of X", "Y lies 180 km from X"."""
    for other in reversed([name for name in reading.names if name.end <= spot.name.start and name.literal]):
        gap = range(other.end, spot.name.start)
        if not gap:
            continue
        lows = [reading.low(at) for at in gap]
        if _holds_before(reading, spot, lows) or _lies_in(reading, other, spot, lows):
            return other
        opening = _opening(reading, lows)
        if opening is None and spot.relation is not None and spot.relation.kind in POSITIONS:
            opening = _late_opening(reading, other.end, spot.name.start)
        if opening is None or _new_subject(reading, spot, lows) or any(low in {",", ";", ":", ".", "–", "—"} for low in lows[opening:]):
            continue
        first = gap[0] + opening
        if (reading.is_in(first, "description_heads") or first in reading.numbers) and not _acts_within(reading, first, spot.name.start):
            return other
    return None


def _tells_where(reading: Reading, spot: Spot) -> bool:
    """Whether a name tells where something lies that has a name we do not know: "Snihurivka, a town 50 km north of X"."""
    comma = next((at for at in range(spot.name.start - 1, 0, -1) if reading.low(at) == ","), None)
    if comma is None or reading.name_at(comma - 1) is not None or not reading.tokens[comma - 1].text[0].isupper():
        return False
    head = range(comma + 1, spot.name.start)
    titled = reading.is_in(comma + 1, "articles") and any(reading.is_in(at, "geonouns") for at in head)
    return titled and reading.low(comma - 1) not in reading.words.weekdays and not _acts_within(reading, comma + 1, spot.name.start)


def _new_subject(reading: Reading, spot: Spot, lows: list[str]) -> bool:
    """Whether a name after a comma starts what is told: "Unlike X, the town of Y was struck"."""
    settled = spot.place is not None and spot.place.kind not in UNITS
    return (
        settled
        and len(lows) == NEW_SUBJECT
        and lows[1] in reading.words["determiners"]
        and lows[3] in reading.words["of"]
        and reading.is_in(spot.name.end, "auxiliaries")
    )


def _late_opening(reading: Reading, start: int, end: int) -> int | None:
    """The comma after the noun phrase that a name belongs to: "the X camp for displaced people, 15 km south of Y"."""
    for at in range(start, min(start + 6, end)):
        if reading.low(at) == ",":
            return at + 1 - start
        if reading.is_in(at, "auxiliaries") or reading.hit_at(at) is not None:
            return None
    return None


def _holds_before(reading: Reading, spot: Spot, lows: list[str]) -> bool:
    """Whether a name is followed by its district or region: "X in the Y district"."""
    plain = lows[0] in reading.words["at"] and all(
        low in reading.words["determiners"] or low in reading.words["modifiers"] for low in lows[1:]
    )
    return plain and (reading.is_in(spot.name.end, "region_nouns") or (spot.place is not None and spot.place.kind in UNITS))


def _lies_in(reading: Reading, inner: Named, spot: Spot, lows: list[str]) -> bool:
    """Whether a name is followed by the town that it lies in: "the X refugee camp in central Y", "X in northern Y"."""
    near = inner.place is not None and spot.place is not None and _are_near(inner.place, spot.place)
    return near and _leads_in(reading, inner, spot, lows)


def _leads_in(reading: Reading, inner: Named, spot: Spot, lows: list[str]) -> bool:
    within = next((at for at, low in enumerate(lows) if low in reading.words["at"]), None)
    if within is None or lows[within] != reading.low(spot.governed_at) or spot.governed_at != inner.end + within:
        return False
    head = all(
        low in reading.words["site_nouns"] or low in reading.words["geonouns"] or low in reading.words["camps"] for low in lows[:within]
    )
    return head and all(
        low in reading.words["determiners"] or low in reading.words["modifiers"] or low in reading.words["part_adjectives"]
        for low in lows[within + 1 :]
    )


def _are_near(first: Place, second: Place) -> bool:
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return False
    return point_haversine_km(first.lat, first.lon, second.lat, second.lon) <= IN_TOWN_KM


def _opening(reading: Reading, lows: list[str]) -> int | None:
    """How many tokens after a name open a description of it, None where none does."""
    if lows[0] in {",", "(", "–", "—"} and len(lows) > 1:
        return 1
    if lows[0] in reading.words["static"]:
        return 1
    if len(lows) > 1 and lows[0] in reading.words["copulas"]:
        return 2 if len(lows) > 2 and lows[1] in reading.words["static"] else 1  # noqa: PLR2004 - "is located near"
    return None


def _acts_within(reading: Reading, start: int, end: int) -> bool:
    return any(
        hit.start >= start and hit.end <= end and hit.trigger.weight > 1 and reading.low(hit.start) not in reading.words["of"]
        for hit in reading.hits
    )


def _mark_partners(found: list[Spot]) -> None:
    """The second place of "between X and Y" is spoken for."""
    partners = {id(spot.relation.other) for spot in found if spot.relation is not None and spot.relation.other is not None}
    for spot in found:
        if id(spot.name) in partners:
            spot.described = True
