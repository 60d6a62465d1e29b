"""What each place is to its sentence: where it happened, who spoke, whence, whither, or merely named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geopy.distance import great_circle

from gazetteer.model import Place, PlaceKind
from geomap.extract.reading import Named, Reading
from geomap.extract.relations import Relation, RelationKind, relation_of, shared_with
from geomap.extract.types import HARM, RUIN

WALK = 7  # tokens to look back for what governs a name: "in the besieged eastern Ukrainian city of"
NEXT_VERB = 4
POSITIONS = frozenset({RelationKind.DISTANCE, RelationKind.BEARING, RelationKind.RADIUS})
UNITS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA})


class Link(StrEnum):
    """How a name hangs on the words around it."""

    AT = "at"
    TOWARD = "toward"
    TO = "to"
    FOR = "for"
    FROM = "from"
    OF_ACT = "of an act"  # "the shelling of X"
    OBJECT = "object"  # "shelled X"
    SUBJECT = "subject"  # "X came under fire"
    BARE = "bare"  # "X missile strike"
    MENTIONED = "mentioned"


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
    _mark_partners(found)
    return found


def _spot(reading: Reading, name: Named, before: list[Spot]) -> Spot:
    mentioned = _only_named(reading, name)
    if mentioned:
        return Spot(name, Link.MENTIONED, mentioned)
    partner = _listed_with(reading, name, before)
    relation = relation_of(reading, name)
    if partner is not None and partner.reason != "speaks":
        passed_on = shared_with(partner.relation, name, reading) if partner.relation is not None and partner.relation.shared else None
        return Spot(name, partner.link, partner.reason, relation or passed_on, partner.group)
    begin = relation.start if relation is not None else name.start
    link, reason = _governor(reading, name, begin)
    governed_at = _preposition_before(reading, begin)
    if relation is not None and relation.kind is not RelationKind.PART and link in {Link.MENTIONED, Link.SUBJECT, Link.BARE, Link.OBJECT} and reason not in {"authority", "origin", "speaks"}:
        link, reason = Link.AT, relation.phrase
    return Spot(name, link, reason, relation, governed_at=governed_at)


def _preposition_before(reading: Reading, begin: int) -> int:
    """The token of the preposition that a name or its phrase follows or begins with, -1 without one."""
    return next((at for at in (begin, begin - 1, begin - 2, begin - 3) if reading.is_in(at, "prepositions")), -1)


def _only_named(reading: Reading, name: Named) -> str | None:
    """Say why a name is no site whatever governs it, from what follows it; None: it may be one."""
    after = name.end
    last = reading.tokens[name.end - 1]
    mention = reading.tokens and name.resolution.mention
    if mention and last.end > mention.end and last.text[mention.end - last.start : mention.end - last.start + 1] == "-":
        return "compound"  # Kharkiv-based
    low = reading.low(after)
    if low in reading.words["clock"]:
        return "clock"
    if low == "'s":
        return _genitive(reading, after + 1)
    if not reading.words.compounds:
        return None
    if low in reading.words["authorities"] or (reading.is_in(after, "qualifiers") and _authority_soon(reading, after)):
        return "authority"
    if low in reading.words["region_nouns"] and (reading.is_in(after + 1, "authorities") or (reading.is_in(after + 1, "qualifiers") and _authority_soon(reading, after + 1))):
        return "authority"
    return None


def _authority_soon(reading: Reading, at: int) -> bool:
    for step in range(at, at + 4):
        if reading.is_in(step, "authorities"):
            return True
        if not (reading.is_in(step, "qualifiers") or reading.is_in(step, "region_nouns")):
            return False
    return False


def _genitive(reading: Reading, at: int) -> str | None:
    for step in range(at, at + 3):
        if reading.name_at(step) is not None or reading.is_in(step, "site_nouns"):
            return None
        if not (reading.is_in(step, "modifiers") or reading.is_in(step, "geonouns")):
            break
    return "genitive"


def _listed_with(reading: Reading, name: Named, before: list[Spot]) -> Spot | None:
    if not before:
        return None
    last = before[-1]
    between = range(last.name.end, name.start)
    if not between or len(between) > 5:  # noqa: PLR2004 - ", and over the town of" at most
        return None
    lows = [reading.low(at) for at in between]
    joined = any(low in reading.words["joiners"] for low in lows)
    filler = all(low in reading.words["joiners"] or low == "," or low in reading.words["determiners"] or low in reading.words["modifiers"] or low in reading.words["list_fillers"] for low in lows)
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


def _governor(reading: Reading, name: Named, begin: int) -> tuple[Link, str]:  # noqa: C901, PLR0911, PLR0912 - one case a line, in order
    at = begin - 1
    steps = 0
    while at >= 0 and steps < WALK:
        steps += 1
        low = reading.low(at)
        owner = reading.name_at(at - 1) if low == "'s" else reading.name_at(at)
        if owner is not None and (low == "'s" or not owner.literal):
            at = owner.start - 1
        elif low in reading.words["modifiers"] or low in reading.words["determiners"] or low in reading.words["part_adjectives"] or low == '"':
            at -= 1
        elif low in reading.words["of"]:
            head = _head_before_of(reading, at, name)
            if isinstance(head, int):
                at = head
            else:
                return head
        elif low in reading.words["place_titles"] or ((low in reading.words["geonouns"] or low in reading.words["site_nouns"]) and reading.is_in(at - 1, "determiners")):
            at -= 1  # "the village Olenivka"
        elif low in reading.words["prepositions"]:
            return _by_preposition(reading, at, low)
        else:
            break
    return _without_preposition(reading, name, at)


def _head_before_of(reading: Reading, of: int, name: Named) -> int | tuple[Link, str]:
    """What stands before "of": where to go on looking back, or the answer."""
    head = of - 1
    low = reading.low(head)
    if reading.hit_at(head) is not None and low not in reading.words["geonouns"]:
        return Link.OF_ACT, low
    if low in reading.words["authorities"] and low not in reading.words["geonouns"]:
        return Link.MENTIONED, "authority"
    if low in reading.words["residents"]:
        return Link.AT, low
    if low in reading.words["geonouns"] or low in reading.words["parts"] or low in reading.words["bearings"] or low in reading.words["site_nouns"]:
        return _before_noun_phrase(reading, head)
    if name.place is not None and name.place.kind is PlaceKind.FACILITY:
        return Link.SUBJECT, low  # "two spans of the bridge"
    return Link.MENTIONED, "of"


def _before_noun_phrase(reading: Reading, head: int) -> int:
    """The token before the noun phrase that ends at ``head``: "in the western Ukrainian city" gives "in"."""
    for at in range(head - 1, max(head - 6, -1), -1):
        if reading.is_in(at, "prepositions") or reading.is_in(at, "of"):
            return at
        if reading.is_in(at, "determiners") and not reading.is_in(at - 1, "determiners"):
            return at - 1
        if reading.low(at) in {",", ";", ":"}:
            break
    return head - 1


def _by_preposition(reading: Reading, at: int, low: str) -> tuple[Link, str]:  # noqa: PLR0911 - one case a line, in order
    before = reading.low(at - 1)
    if low in reading.words["from"]:
        return Link.FROM, low
    if before in reading.words["abstract"]:
        return Link.MENTIONED, before
    if before in reading.words["saying"] and reading.hit_at(at - 1) is None:
        return Link.MENTIONED, "speech"
    if before in reading.words["them"] and reading.is_in(at - 2, "of"):
        return Link.MENTIONED, "partly"
    if low in reading.words["at"] or low in reading.words["against"]:
        if _ends_authority(reading, at - 1):
            return Link.MENTIONED, "authority"
        if low in reading.words["against"] and low not in reading.words["at"] and before in reading.words["listeners"]:
            return Link.MENTIONED, "listener"
        return Link.AT, low
    if low in reading.words["for"]:
        hit = next((hit for hit in reading.hits if hit.start <= at < hit.end), None)
        return (Link.TO, "for") if hit is not None else (Link.MENTIONED, "for")
    if low in reading.words["goals"]:
        return Link.TO, low
    if low in reading.words["toward"]:
        return Link.TOWARD, low
    return Link.MENTIONED, low


def _ends_authority(reading: Reading, at: int) -> bool:
    """Whether an office or its holder ends at token ``at`` and nothing is told of it: "the ministry of defence", "officials"."""
    hit = reading.hit_at(at)
    if hit is not None and hit.trigger.kind.family not in {HARM, RUIN}:
        return False
    while reading.is_in(at, "qualifiers") or reading.is_in(at, "of"):
        at -= 1
    return reading.is_in(at, "authorities") and not reading.is_in(at, "people")


def _without_preposition(reading: Reading, name: Named, at: int) -> tuple[Link, str]:
    low = reading.low(at)
    if low in reading.words["listeners"]:
        return Link.MENTIONED, "listener"
    if low in reading.words["office_holders"]:
        return Link.MENTIONED, "authority"
    if low in reading.words["naming"]:
        return Link.MENTIONED, "name"
    if _speaks(reading, name):
        return Link.MENTIONED, "speaks"
    if low in reading.words["departures"] and reading.is_in(name.end, "for"):
        return Link.FROM, low
    if reading.hit_at(at) is not None or low in reading.words["transitives"]:
        return Link.OBJECT, low
    following = reading.hit_at(name.end)
    if following is not None and not _verb_like(reading, name.end):
        return Link.BARE, reading.low(name.end)
    return Link.SUBJECT, "subject"


def _verb_like(reading: Reading, at: int) -> bool:
    return reading.is_in(at, "auxiliaries")


def _speaks(reading: Reading, name: Named) -> bool:
    at = name.end
    while at < name.end + NEXT_VERB and (reading.is_in(at, "auxiliaries") or reading.is_in(at, "adverbs")):
        at += 1
    return reading.is_in(at, "speech")


def _mark_descriptions(reading: Reading, found: list[Spot]) -> None:
    for spot in found:
        anchor = _described_name(reading, spot)
        if anchor is not None:
            spot.described = True


def _described_name(reading: Reading, spot: Spot) -> Named | None:
    """The name whose position ``spot`` tells: "Stanislav, on the estuary south-west of X", "Y lies 180 km from X"."""
    for other in reversed([name for name in reading.names if name.end <= spot.name.start and name.literal]):
        gap = range(other.end, spot.name.start)
        if not gap:
            continue
        lows = [reading.low(at) for at in gap]
        if _holds_before(reading, spot, lows):
            return other
        opening = _opening(reading, lows)
        if opening is None and spot.relation is not None and spot.relation.kind in POSITIONS:
            opening = _late_opening(reading, other.end, spot.name.start)
        if opening is None or any(low in {",", ";", ":", ".", "–", "—"} for low in lows[opening:]):
            continue
        first = gap[0] + opening
        if (reading.is_in(first, "description_heads") or first in reading.numbers) and not _acts_within(reading, first, spot.name.start):
            return other
    return None


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
    plain = lows[0] in reading.words["at"] and all(low in reading.words["determiners"] or low in reading.words["modifiers"] for low in lows[1:])
    return plain and (reading.is_in(spot.name.end, "region_nouns") or (spot.place is not None and spot.place.kind in UNITS))


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
    return any(hit.start >= start and hit.end <= end and hit.trigger.weight > 1 and reading.low(hit.start) not in reading.words["of"] for hit in reading.hits)


def _mark_partners(found: list[Spot]) -> None:
    """The second place of "between X and Y" is spoken for."""
    partners = {id(spot.relation.other) for spot in found if spot.relation is not None and spot.relation.other is not None}
    for spot in found:
        if id(spot.name) in partners:
            spot.described = True


def _within_circle(outer: Place, inner: Place) -> bool:
    if outer.lat is None or outer.lon is None or inner.lat is None or inner.lon is None:
        return False
    return bool(great_circle((outer.lat, outer.lon), (inner.lat, inner.lon)).meters <= outer.radius_m)


def holds(outer: Place, inner: Place) -> bool:
    """Whether ``inner`` lies within ``outer``, as the gazetteer's units have it."""
    if outer.id == inner.id or outer.kind not in UNITS:
        return False
    if outer.id in inner.within:
        return True
    if outer.kind is PlaceKind.COUNTRY:
        return inner.kind is not PlaceKind.COUNTRY and outer.country is not None and outer.country == inner.country
    if outer.kind is PlaceKind.REGION:
        return outer.country == inner.country and inner.admin1 is not None and inner.admin1 in {outer.name, outer.admin1} and inner.kind is not PlaceKind.REGION
    if outer.kind is PlaceKind.AREA or (inner.admin1 is None and inner.admin2 is None and outer.country == inner.country):
        return inner.kind not in UNITS and _within_circle(outer, inner)
    if outer.kind is PlaceKind.DISTRICT:
        return outer.country == inner.country and inner.admin2 is not None and inner.admin2 in {outer.name, outer.admin2} and inner.kind is not PlaceKind.DISTRICT
    return False
