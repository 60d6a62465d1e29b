"""The candidates for the site of an event: how each place of a sentence hangs on the words around it, and what it can be to them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from gazetteer.model import Place, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.events.sentence import PlaceSpan, Sentence
from geomap.events.spatial import WIDE_KINDS, Relation, RelationKind, relation_of, shared_with
from geomap.events.syntax import Attachment, attachment_of, dateline, only_named, where_speakers_are

POSITIONS = frozenset({RelationKind.DISTANCE, RelationKind.BEARING, RelationKind.RADIUS})
IN_TOWN_KM = 40.0  # what is said to be "in X" lies no farther from it, else one of the two is another of its name
NEW_SUBJECT = 4  # tokens of ", the town of"
SITE_ATTACHMENTS = {
    "venue": {Attachment.AT, Attachment.TO, Attachment.OBJECT, Attachment.BARE, Attachment.OF_ACT},
    "target": {Attachment.AT, Attachment.TOWARD, Attachment.OF_ACT, Attachment.OBJECT, Attachment.SUBJECT, Attachment.BARE},
    "place": {Attachment.AT, Attachment.OF_ACT, Attachment.OBJECT, Attachment.SUBJECT, Attachment.BARE},
    "goal": {Attachment.AT, Attachment.TOWARD, Attachment.TO, Attachment.OF_ACT, Attachment.OBJECT, Attachment.BARE},
    "taken": {Attachment.AT, Attachment.TOWARD, Attachment.TO, Attachment.OF_ACT, Attachment.OBJECT, Attachment.SUBJECT, Attachment.BARE},
    "source": {Attachment.AT, Attachment.FROM, Attachment.OF_ACT, Attachment.OBJECT, Attachment.SUBJECT, Attachment.BARE},
}


@dataclass(slots=True)
class ArgumentCandidate:
    """A place in its sentence: how it hangs on the words around it and why."""

    name: PlaceSpan
    attachment: Attachment
    reason: str
    relation: Relation | None = None
    group: int = 0  # places named in one breath ("in A, B and C") share it
    preposition_at: int = -1  # the token of its preposition
    described: bool = False  # it tells where another place lies

    @property
    def place(self) -> Place | None:
        """The place it was resolved to."""
        return self.name.place

    @property
    def is_site(self) -> bool:
        """Whether anything can have happened here, as far as the words around it go."""
        return self.attachment is not Attachment.MENTIONED and not self.described


def candidates(sentence: Sentence) -> list[ArgumentCandidate]:
    """Return the literal places of a sentence, each with how it hangs on the words around it."""
    found: list[ArgumentCandidate] = []
    for number, name in enumerate(sentence.names):
        if not name.literal:
            continue
        candidate = _candidate(sentence, name, found)
        candidate.group = candidate.group or number + 1
        found.append(candidate)
    _mark_descriptions(sentence, found)
    _mark_waters(sentence, found)
    _mark_strangers(sentence, found)
    _mark_towns(sentence, found)
    _mark_partners(found)
    return found


def _candidate(sentence: Sentence, name: PlaceSpan, before: list[ArgumentCandidate]) -> ArgumentCandidate:
    mentioned = only_named(sentence, name) or dateline(sentence, name) or where_speakers_are(sentence, name)
    if mentioned:
        return ArgumentCandidate(name, Attachment.MENTIONED, mentioned)
    partner = _listed_with(sentence, name, before)
    relation = relation_of(sentence, name)
    if partner is not None and partner.reason != "speaks":
        passed_on = shared_with(partner.relation, name, sentence) if partner.relation is not None and partner.relation.shared else None
        return ArgumentCandidate(name, partner.attachment, partner.reason, relation or passed_on, partner.group)
    begin = relation.start if relation is not None else name.start
    attachment, reason = attachment_of(sentence, name, begin)
    preposition_at = _preposition_before(sentence, begin)
    if (
        relation is not None
        and relation.kind is not RelationKind.PART
        and attachment in {Attachment.MENTIONED, Attachment.SUBJECT, Attachment.BARE, Attachment.OBJECT}
        and reason not in {"authority", "origin", "speaks"}
    ):
        attachment, reason = Attachment.AT, relation.phrase
    return ArgumentCandidate(name, attachment, reason, relation, preposition_at=preposition_at)


def _preposition_before(sentence: Sentence, begin: int) -> int:
    """The token of the preposition that a name or its phrase follows or begins with, -1 without one."""
    return next((at for at in (begin, begin - 1, begin - 2, begin - 3) if sentence.is_in(at, "prepositions")), -1)


def _listed_with(sentence: Sentence, name: PlaceSpan, before: list[ArgumentCandidate]) -> ArgumentCandidate | None:
    if not before:
        return None
    last = before[-1]
    between = range(last.name.end, name.start)
    if not between or len(between) > 5:  # noqa: PLR2004 - ", and over the town of" at most
        return None
    lows = [sentence.low(at) for at in between]
    joined = any(low in sentence.words["joiners"] for low in lows)
    filler = all(
        low in sentence.words["joiners"]
        or low == ","
        or low in sentence.words["determiners"]
        or low in sentence.words["modifiers"]
        or low in sentence.words["list_fillers"]
        for low in lows
    )
    if not filler or any(low in sentence.words["at"] for low in lows):
        return None
    if joined or (lows == [","] and _list_goes_on(sentence, name)):
        return last
    return None


def _list_goes_on(sentence: Sentence, name: PlaceSpan) -> bool:
    """Whether a comma between two names parts a list ("A, B and C") and not a place from its region ("A, B")."""
    following = sentence.low(name.end)
    if following in sentence.words["joiners"]:
        return True
    return following == "," and (sentence.name_at(name.end + 1) is not None or sentence.is_in(name.end + 1, "joiners"))


def _mark_descriptions(sentence: Sentence, found: list[ArgumentCandidate]) -> None:
    for candidate in found:
        candidate.described = _described_name(sentence, candidate) is not None or _tells_where(sentence, candidate)


def _mark_waters(sentence: Sentence, found: list[ArgumentCandidate]) -> None:
    """Take the town of "in Lake X near Y", "in the Red Sea, 25 miles west of Y" for the site, which is the more exact one."""
    for water, town in itertools.pairwise(found):
        wide = water.place is not None and water.place.kind is PlaceKind.WATER and town.place is not None
        near = town.relation is not None and town.relation.kind in {*POSITIONS, RelationKind.NEAR}
        if wide and near and town.relation is not None and water.is_site:
            between = range(water.name.end, town.relation.start)
            if all(sentence.low(at) == "," or sentence.is_in(at, "quantities") or at in sentence.numbers for at in between):
                water.described, town.described = True, False
                town.attachment, town.reason = Attachment.AT, town.relation.phrase


def _mark_towns(sentence: Sentence, found: list[ArgumentCandidate]) -> None:
    """Take the quarter of "In X, a house was hit in the southern suburb of Y" for the site: the town only says where that is."""
    if len(found) < 2 or found[0].name.start != 1 or sentence.low(found[0].name.end) != ",":  # noqa: PLR2004 - a town and its quarter
        return
    town, rest = found[0], found[1:]
    quarters = [
        candidate
        for candidate in rest
        if sentence.is_in(candidate.name.start - 1, "of") and sentence.is_in(candidate.name.start - 2, "quarters")
    ]
    if any(
        town.place and candidate.place and town.place.id != candidate.place.id and _are_near(town.place, candidate.place)
        for candidate in quarters
    ):
        town.described = True


def _mark_strangers(sentence: Sentence, found: list[ArgumentCandidate]) -> None:
    """Take the town of "at X hospital in Y" for the site where nobody knows X."""
    for inner, town in itertools.pairwise(found):
        lows = [sentence.low(at) for at in range(inner.name.end, town.name.start)]
        known = town.place is not None and town.place.kind not in WIDE_KINDS
        if inner.place is None and known and town.is_site and inner.is_site and _leads_in(sentence, inner.name, town, lows):
            inner.described = True


def _described_name(sentence: Sentence, candidate: ArgumentCandidate) -> PlaceSpan | None:
    """The name whose position ``candidate`` tells: "Stanislav, on the estuary south-west of X", "Y lies 180 km from X"."""
    for other in reversed([name for name in sentence.names if name.end <= candidate.name.start and name.literal]):
        gap = range(other.end, candidate.name.start)
        if not gap:
            continue
        lows = [sentence.low(at) for at in gap]
        if _holds_before(sentence, candidate, lows) or _lies_in(sentence, other, candidate, lows):
            return other
        opening = _opening(sentence, lows)
        if opening is None and candidate.relation is not None and candidate.relation.kind in POSITIONS:
            opening = _late_opening(sentence, other.end, candidate.name.start)
        if (
            opening is None
            or _new_subject(sentence, candidate, lows)
            or any(low in {",", ";", ":", ".", "–", "—"} for low in lows[opening:])
        ):
            continue
        first = gap[0] + opening
        if (sentence.is_in(first, "description_heads") or first in sentence.numbers) and not _acts_within(
            sentence, first, candidate.name.start
        ):
            return other
    return None


def _tells_where(sentence: Sentence, candidate: ArgumentCandidate) -> bool:
    """Whether a name tells where something lies that has a name we do not know: "Snihurivka, a town 50 km north of X"."""
    comma = next((at for at in range(candidate.name.start - 1, 0, -1) if sentence.low(at) == ","), None)
    if comma is None or sentence.name_at(comma - 1) is not None or not sentence.tokens[comma - 1].text[0].isupper():
        return False
    head = range(comma + 1, candidate.name.start)
    titled = sentence.is_in(comma + 1, "articles") and any(sentence.is_in(at, "geonouns") for at in head)
    return titled and sentence.low(comma - 1) not in sentence.words.weekdays and not _acts_within(sentence, comma + 1, candidate.name.start)


def _new_subject(sentence: Sentence, candidate: ArgumentCandidate, lows: list[str]) -> bool:
    """Whether a name after a comma starts what is told: "Unlike X, the town of Y was struck"."""
    settled = candidate.place is not None and candidate.place.kind not in WIDE_KINDS
    return (
        settled
        and len(lows) == NEW_SUBJECT
        and lows[1] in sentence.words["determiners"]
        and lows[3] in sentence.words["of"]
        and sentence.is_in(candidate.name.end, "auxiliaries")
    )


def _late_opening(sentence: Sentence, start: int, end: int) -> int | None:
    """The comma after the noun phrase that a name belongs to: "the X camp for displaced people, 15 km south of Y"."""
    for at in range(start, min(start + 6, end)):
        if sentence.low(at) == ",":
            return at + 1 - start
        if sentence.is_in(at, "auxiliaries") or sentence.trigger_at(at) is not None:
            return None
    return None


def _holds_before(sentence: Sentence, candidate: ArgumentCandidate, lows: list[str]) -> bool:
    """Whether a name is followed by its district or region: "X in the Y district"."""
    plain = lows[0] in sentence.words["at"] and all(
        low in sentence.words["determiners"] or low in sentence.words["modifiers"] for low in lows[1:]
    )
    return plain and (
        sentence.is_in(candidate.name.end, "region_nouns") or (candidate.place is not None and candidate.place.kind in WIDE_KINDS)
    )


def _lies_in(sentence: Sentence, inner: PlaceSpan, candidate: ArgumentCandidate, lows: list[str]) -> bool:
    """Whether a name is followed by the town that it lies in: "the X refugee camp in central Y", "X in northern Y"."""
    near = inner.place is not None and candidate.place is not None and _are_near(inner.place, candidate.place)
    return near and _leads_in(sentence, inner, candidate, lows)


def _leads_in(sentence: Sentence, inner: PlaceSpan, candidate: ArgumentCandidate, lows: list[str]) -> bool:
    within = next((at for at, low in enumerate(lows) if low in sentence.words["at"]), None)
    if within is None or lows[within] != sentence.low(candidate.preposition_at) or candidate.preposition_at != inner.end + within:
        return False
    head = all(
        low in sentence.words["site_nouns"] or low in sentence.words["geonouns"] or low in sentence.words["camps"] for low in lows[:within]
    )
    return head and all(
        low in sentence.words["determiners"] or low in sentence.words["modifiers"] or low in sentence.words["part_adjectives"]
        for low in lows[within + 1 :]
    )


def _are_near(first: Place, second: Place) -> bool:
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return False
    return point_haversine_km(first.lat, first.lon, second.lat, second.lon) <= IN_TOWN_KM


def _opening(sentence: Sentence, lows: list[str]) -> int | None:
    """How many tokens after a name open a description of it, None where none does."""
    if lows[0] in {",", "(", "–", "—"} and len(lows) > 1:
        return 1
    if lows[0] in sentence.words["static"]:
        return 1
    if len(lows) > 1 and lows[0] in sentence.words["copulas"]:
        return 2 if len(lows) > 2 and lows[1] in sentence.words["static"] else 1  # noqa: PLR2004 - "is located near"
    return None


def _acts_within(sentence: Sentence, start: int, end: int) -> bool:
    return any(
        trigger.start >= start and trigger.end <= end and trigger.weight > 1 and sentence.low(trigger.start) not in sentence.words["of"]
        for trigger in sentence.triggers
    )


def _mark_partners(found: list[ArgumentCandidate]) -> None:
    """The second place of "between X and Y" is spoken for."""
    partners = {
        id(candidate.relation.other) for candidate in found if candidate.relation is not None and candidate.relation.other is not None
    }
    for candidate in found:
        if id(candidate.name) in partners:
            candidate.described = True
