"""What a text states of where its names lie: one in the other, or one near the other.

"the village of A in B's C region", "A (C district)", "A, 20 km east of D", "C region: shelling of A and E". A statement binds: a place
of the name that lies elsewhere is not meant, however well known it is (see constraints.py). Words that only make it likely that one
name holds the other ("A, B" in a row of names) are hints for the ranker.

Most statements are made by the words between two neighbouring names, which are few and met again and again: what they state is
remembered.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gazetteer.model import PlaceKind
from geomap.model import Mention, Role
from geomap.resolve.hints import DISTRICT_WORDS, REGION_WORDS, TOWN_WORDS, Hints
from geomap.resolve.romance import CONTAINMENT, MAY_BE_ROMANCE, OF, said_near
from geomap.resolve.said import DIRECTION_KM, NEAR_KM, SLACK, SLACK_KM, Force, Said
from geomap.resolve.short_forms import is_acronym

_LONGEST = 90  # characters between two names of which one says where the other lies
_WORDS_CACHED = 1 << 13
_KM_OF_MILE = 1.609


@dataclass(frozen=True, slots=True)
class Statement:
    """That mention ``inner`` lies in mention ``outer``, or not farther than ``limit_km`` from it; both are positions in the mentions."""

    inner: int
    outer: int
    force: Force
    limit_km: float | None = None
    is_small: bool = False  # the words call the inner one a village
    is_plain: bool = False  # the words say nothing else: "X in the Y region", where "Y's X" may be an embassy
    is_bare: bool = False  # said for a clause, without a comma: "На Харківщині обстріляли X"
    is_part: bool = False  # the words call the inner one a part of a town: "Y's X neighbourhood", "X beach in Y", "X, a suburb of Y"


_QUARTER = rf"(?:{DISTRICT_WORDS}|{REGION_WORDS}|suburbs?|area|neighbou?rhood|quarter|subdistrict|commune|ward|department)"
_UNIT = rf"(?:{TOWN_WORDS}|{_QUARTER})"
_SITE = (
    r"(?:(?:international|central|train|railway|bus|air|refugee|displacement|idp|football|shopping|police)\s+)?"
    r"(?:airport|station|port|base|prison|harbou?r|camp|beach|market|square|park|mosque|church|stadium|bridge|mall|hotel|cemetery)"
)
_OF_SITE = rf"(?:\s+(?:{_UNIT}|{_SITE}))?"
_SIDE = r"(?:mid-?)?(?:north|south|east|west)(?:[-\s]?(?:east|west))?(?:ern(?:most)?)?"
_PART = rf"(?:(?:far|rural|remote|coastal|border|frontier|central|upper|lower|mountainous|restive|occupied|{_SIDE})[-\s]+)*"
_RANK = (
    r"(?:(?:second|third|fourth)[-\s]+)?(?:largest|biggest|most\s+populous)|"
    r"capital|main|key|strategic|industrial|historic|port|resort|twin|nearby|small"
)
_TOWN_OF = rf"(?:(?:the\s+)?(?:[\w-]+\s+){{0,2}}?(?:{TOWN_WORDS}|port|capital)\s+(?:of\s+)?)?"
_IN = (
    (Said(Force.LOOSE, of_next=True, is_comma=True), rf"{_OF_SITE}\s*,\s*(?:the\s+)?{_PART}"),
    (Said(Force.FIRM, of_next=True), rf"{_OF_SITE}\s*,\s*(?:(?:which\s+is\s+)?(?:located|situated)\s+)?in(?:side)?\s+(?:the\s+)?{_PART}"),
    (Said(Force.FIRM, of_next=True), rf"{_OF_SITE}\s*[(\[]\s*(?:in\s+)?(?:the\s+)?{_PART}"),
    (Said(Force.FIRM, of_next=True, needs_unit=True), rf"{_OF_SITE}\s+(?:in|inside|within|в|у|на|во)\s+(?:the\s+)?{_PART}"),
    (Said(Force.FIRM, of_next=True), rf"\s+{_QUARTER}\s+of\s+(?:the\s+)?{_PART}"),
    (
        Said(Force.FIRM, of_next=True),
        rf"\s*,\s+(?:an?|the|its|another|one\s+of)\s+(?:[\w-]+\s+){{0,5}}?{_UNIT}\s+(?:in|of)\s+(?:the\s+)?{_PART}",
    ),
    (Said(Force.FIRM, of_next=True), r"\s*,\s+(?:the\s+)?(?:[\w-]+\s+)?capital\s+of\s+(?:the\s+)?"),
    (Said(Force.FIRM, of_next=False), rf"(?:\s+{_UNIT})?['’]s\s+{_PART}(?:(?:{_RANK}|{_UNIT})\s+)*(?:of\s+)?{_PART}"),
    (
        Said(Force.FIRM, of_next=False, needs_unit=True),
        rf"(?:\s+{_UNIT})?\s+(?:[\w-]+\s+){{0,2}}?(?:{TOWN_WORDS}|port|capital)\s+(?:of\s+)?",
    ),
    (Said(Force.FIRM, of_next=False, needs_unit=True), rf"\s+{_PART}(?:{_RANK}\s+)*(?:{DISTRICT_WORDS}|{REGION_WORDS})\s+of\s+"),
    (Said(Force.HINT, of_next=True), r"\s+of\s+(?:the\s+)?(?:\w+ern\s+|central\s+)?"),
    (Said(Force.HINT, of_next=False), r"['’]s\s+(?:\w+\s+){0,3}"),
    (Said(Force.HINT, of_next=False), rf"\s+(?:{REGION_WORDS}|{DISTRICT_WORDS})(?:\s*,|\s*:|:?\s+\w+\s+of)?\s+"),
)  # fmt: skip
_CONTAINMENT = tuple((said, re.compile(rf"(?i:{pattern})")) for said, pattern in _IN)
_NEAR = re.compile(
    rf"(?i:(?:\s+{_UNIT})?\s*,?\s*\b(?:(?:just|right|very|located|situated|lying|a|an|which|is|the)\s+)*(?:(?:[\w-]+\s+)?(?:{TOWN_WORDS})\s+)?"
    rf"(?:near|nearby|outside|beside|next\s+to|close\s+to|not\s+far\s+from|on\s+the\s+(?:outskirts|edge)\s+of|біля|поблизу|неподалік|під|возле|около|вблизи|под)\s+{_TOWN_OF})"
)
_DISTANCE = re.compile(
    rf"(?i:(?:\s+{_UNIT})?\s*[,(]?\s*(?:(?:some|about|around|roughly|approximately|nearly|just|over|more\s+than|less\s+than|which\s+is|located|lying|situated|"
    rf"a|an|{TOWN_WORDS})\s+)*(?P<far>\d+(?:[.,]\d+)?)[-\s]*(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi|км|кілометр\w*|километр\w*)\.?\s*"
    rf"(?:[(/][^)]{{0,20}}[)]\s*|or\s+so\s+)?(?:to\s+the\s+)?(?:{_SIDE}\s+)?(?:of|from|away\s+from|outside|від|от)\s+(?:central\s+|downtown\s+)?{_TOWN_OF})"
)
_DIRECTION = re.compile(rf"(?i:(?:\s+{_UNIT})?\s*,?\s*(?:just\s+|(?:located|lying|situated)\s+)?(?:to\s+the\s+)?{_SIDE}\s+of\s+{_TOWN_OF})")
_SMALL_BEFORE = re.compile(
    r"(?i:\b(?:villages?|hamlets?|settlements?|сел[аоіеу]\w{0,2}|селищ\w+|пос[её]лк\w+|с\.|сел\.|деревн\w+)\s+(?:of\s+)?)$"
)
_STOP = re.compile(r"[.!?]\s+(?=[A-ZА-ЯІЇЄҐ])|\n")
_PART_OF_TOWN = rf"(?:suburbs?|(?:(?:residential|industrial|commercial|business)\s+)?(?:area|district)|neighbou?rhood|quarter|ward|{_SITE})"
_PART_AFTER = re.compile(rf"(?i:\s+{_PART_OF_TOWN}\b|\s*,\s+(?:an?|the|its|another)\s+(?:[\w-]+\s+){{0,5}}?{_PART_OF_TOWN}\s+(?:in|of)\b)")
_PART_BEFORE = re.compile(
    r"(?i:\b(?:barrio|colonia|urbanizaci[óo]n|vereda|quartier|faubourg|мікрорайон\w*|микрорайон\w*|квартал[іе]?|ринк\w+|рынк\w+)\s+)$"
)
_ROMANCE_PART_OF = re.compile(rf"(?i:\s+(?:{OF}|[àa]\s+))")
_PART_AT_END = re.compile(rf"(?i:\s{_PART_OF_TOWN}$)")
_STOP_OF_CLAUSE = re.compile(r"[.!?;,:\u2013\u2014]\s|\n")
_SMALL = re.compile(r"(?i:\b(?:village|hamlet|settlement)\b)")
_TOWN_BEFORE = re.compile(
    rf"(?i:\b(?:{TOWN_WORDS}|neighbou?rhood|suburb|district|сел[аоіеу]\w{{0,2}}|селищ\w+|пос[её]лк\w+|міст\w+|город\w{{0,2}}|с\.|смт|м\.|г\.)\s+(?:of\s+)?)$"
)
_SLAVIC_UNIT = re.compile(r"\s*(?:район\w*|р-н\w*|област\w*|обл\.|громад\w*|общин\w*)")
_SLAVIC_REGION_AT_END = re.compile(r"(?i:[щч]ин[аиіуы]|\s(?:област\w*|обл\.))$")
_SLAVIC_REGION_ADJECTIVES = ("ій", "ой")  # in the locative, as after "в" and "у"
_SLAVIC_UNIT_AT_END = re.compile(r"\s(?:район\w*|област\w*|обл\.|громад\w*|общин\w*)$")
_SLAVIC_IN_AT_END = re.compile(r"(?i:(?<!\w)(?:у|в|во|на)\s+)$")
_SLAVIC_TOWN = r"\s+(?:міст[аоіу]|містечк\w+|город[ае]?|городк\w+|сел[аоіеу]|селищ\w+|пос[её]лк\w+|деревн\w+)\s+"
_SLAVIC_TOWN_BETWEEN = re.compile(rf"(?i:\s*,?(?:\s+[\w-]+){{0,3}}?{_SLAVIC_TOWN})")
_SLAVIC_NEXT_TOWN = re.compile(rf"(?i:\s*,?(?:\s+(?:у|в|во))?{_SLAVIC_TOWN})")
_PREPOSITION_WINDOW = 8
_GENITIVE = Said(Force.FIRM, of_next=True)
_NEXT_BUT_ONE = re.compile(r"(?i:(?:\s+(?:city|town|village|raion|district|settlement|county))?\s*,\s*(?:the\s+)?)")
_OWN_UNIT = re.compile(rf"(?i:^\s+(?:{REGION_WORDS}|{DISTRICT_WORDS})\b)")
_AFTER_UNIT = re.compile(rf"(?i:^(?:\s+(?:{REGION_WORDS}|{DISTRICT_WORDS})\b)?\s*[)\]]?)")
_UNIT_AT_END = re.compile(rf"(?i:\s(?:{REGION_WORDS}|{DISTRICT_WORDS})$)")
_AREA_LEVEL = re.compile(rf"(?i:\s(?:{DISTRICT_WORDS})\b)")  # a district may lie in the region after it
_ROW = re.compile(r"(?i:\s*(?:,|;)?\s*(?:and|or|&|та|і|й|и|as\s+well\s+as)?\s*(?:in\s+)?(?:the\s+)?)")
_SCOPE_BEFORE = re.compile(
    r"(?i:(?:^|[\n.!?;•]\s*)(?P<within>(?:in|across|throughout|elsewhere\s+in|meanwhile\s+in|в|у|на|во)\s+)?(?:the\s+)?)"
    rf"(?i:{_PART})$"
)
_SCOPE_AFTER = re.compile(rf"(?i:(?:\s+(?:{REGION_WORDS}|{DISTRICT_WORDS}))?\s*[,:–—])")
_HEADING_AFTER = re.compile(rf"(?i:(?:\s+(?:{REGION_WORDS}|{DISTRICT_WORDS}))?\s*(?::|–|—|\n))")
_SCOPE_WINDOW = 40
_FEWEST_IN_ROW = 3
_PAIR_OF_PAIRS = 4
_PAIRED = (r"\s*,\s*", r"(?i:\s*[,;]?\s+(?:and|or|&|та|і|й|и)\s+|\s*;\s*)", r"\s*,\s*")  # between "A, B, and A, C"
_BINDING = (Force.ROW, Force.LOOSE, Force.FIRM)


def find_statements(text: str, mentions: Sequence[Mention], hints: Sequence[Hints]) -> list[Statement]:
    """Return what ``text`` states of its ``mentions``, which are in text order and have their ``hints``, in the order of the inner ones."""
    said = [_said_between(text[one.end : other.start], one.role) for one, other in itertools.pairwise(mentions)]
    found: list[Statement] = []
    for i, words in enumerate(said):
        stated = _GENITIVE if words is None and (_is_genitive(text, mentions, hints, i) or _is_romance_part(text, mentions, i)) else words
        if (stated is None or stated.force is Force.HINT) and _slavic_container(text, mentions, i):
            is_plain = _SLAVIC_NEXT_TOWN.fullmatch(text, mentions[i].end, mentions[i + 1].start) is not None
            found.append(Statement(i + 1, i, Force.FIRM, is_plain=is_plain))
        if stated is not None:
            found += _neighbours(text, mentions, hints, i, stated)
    found += _next_but_one(text, mentions, hints, said)
    found += _scopes(text, mentions, hints)
    found += list(_listed(text, mentions, found))
    return sorted(_chained(found), key=lambda one: (one.inner, -one.force, abs(one.outer - one.inner)))


def _slavic_container(text: str, mentions: Sequence[Mention], i: int) -> bool:
    """Return whether mention ``i`` holds the next, as Ukrainian and Russian have it: "в Лівії місто X", "у Чехії в місті X"."""
    first, second = mentions[i], mentions[i + 1]
    if first.role is not Role.LITERAL or second.start - first.end > _LONGEST:
        return False
    before = text[max(0, first.start - _PREPOSITION_WINDOW) : first.start]
    return _SLAVIC_IN_AT_END.search(before) is not None and _SLAVIC_TOWN_BETWEEN.fullmatch(text, first.end, second.start) is not None


def _is_genitive(text: str, mentions: Sequence[Mention], hints: Sequence[Hints], i: int) -> bool:
    """Return whether mention ``i`` stands before a unit in the genitive, as Ukrainian and Russian have it: "Borova Iziumskoho raionu"."""
    outer = mentions[i + 1]
    if not text[mentions[i].end : outer.start].isspace() or is_unit(mentions[i], hints[i]) > (hints[i + 1].kind is PlaceKind.REGION):
        return False
    return _SLAVIC_UNIT.match(text, outer.end) is not None or _SLAVIC_UNIT_AT_END.search(outer.text) is not None


def _is_romance_part(text: str, mentions: Sequence[Mention], i: int) -> bool:
    """Return whether mention ``i`` is a part of the next, as Spanish and French have it: "barrio X de Y", "quartier X à Y"."""
    return _ROMANCE_PART_OF.fullmatch(text, mentions[i].end, mentions[i + 1].start) is not None and _follows_part(text, mentions[i])


def _said_between(between: str, first: Role) -> Said | None:
    return _said(between, first is Role.DEMONYM) if len(between) <= _LONGEST else None


@lru_cache(_WORDS_CACHED)
def _said(between: str, after_adjective: bool) -> Said | None:  # noqa: FBT001 - part of the cache's key
    """Return what these words between two names state, the first of which may be an adjective; None for nothing."""
    if not after_adjective:
        near = _said_distance(between)  # first: in "X near the town of Y" no town lies in X
        if near is not None:
            return near
    is_romance = MAY_BE_ROMANCE.search(between) is not None
    for said, pattern in (*CONTAINMENT, *_CONTAINMENT) if is_romance else _CONTAINMENT:
        if not (after_adjective and said.of_next) and pattern.fullmatch(between):
            return said
    return said_near(between) if is_romance and not after_adjective else None


def _said_distance(between: str) -> Said | None:
    """Return how far from the second of two names the words between them say that the first lies; None where they do not."""
    found = _DISTANCE.fullmatch(between)
    if found is not None:
        km = float(found["far"].replace(",", ".")) * (_KM_OF_MILE if found["unit"].lower().startswith("mi") else 1.0)
        return Said(Force.FIRM, of_next=True, limit_km=km * SLACK + SLACK_KM)
    if _NEAR.fullmatch(between):
        return Said(Force.FIRM, of_next=True, limit_km=NEAR_KM)
    return Said(Force.FIRM, of_next=True, limit_km=DIRECTION_KM) if _DIRECTION.fullmatch(between) else None


def _neighbours(text: str, mentions: Sequence[Mention], hints: Sequence[Hints], i: int, said: Said) -> Iterator[Statement]:
    """Yield what the words between mention ``i`` and the next state of the two."""
    inner, outer = (i, i + 1) if said.of_next else (i + 1, i)
    if mentions[inner].role is Role.DEMONYM or (said.limit_km is not None and is_unit(mentions[inner], hints[inner])):
        return
    before = text[max(0, mentions[inner].start - _SCOPE_WINDOW) : mentions[inner].start]
    between = text[mentions[i].end : mentions[i + 1].start]
    is_small = _SMALL_BEFORE.search(before) is not None or (said.of_next and said.limit_km is None and _SMALL.search(between) is not None)
    force = said.force
    has_unit = is_unit(mentions[outer], hints[outer])
    if is_acronym(mentions[inner].text, mentions[outer].text):
        return
    if said.limit_km is None and hints[inner].kind is hints[outer].kind is PlaceKind.REGION:
        return  # "in Hama province, in Daraa governorate": neither holds the other
    is_row = _in_row(text, mentions, hints, i) if has_unit else _in_row_of_names(text, mentions, i) and not is_unit(mentions[i], hints[i])
    if said.is_comma and is_row:
        force = Force.HINT if has_unit else Force.LOOSE if _is_told_apart(text, mentions, i) else Force.ROW
    elif (said.is_comma and has_unit) or (
        said.needs_unit and force is Force.FIRM and said.of_next and (has_unit or _TOWN_BEFORE.search(before))
    ):
        force = Force.FIRM
    elif said.needs_unit:
        firm = not said.of_next and (has_unit or mentions[outer].role is Role.DEMONYM)
        force = Force.FIRM if firm else Force.LOOSE if said.of_next else Force.HINT
    if said.of_next and mentions[outer].role is Role.DEMONYM:
        return
    is_plain = force is Force.FIRM and said.of_next
    is_part = said.limit_km is None and force in _BINDING and _is_part(text, mentions[inner])
    yield Statement(inner, outer, force, said.limit_km, is_small=is_small, is_plain=is_plain, is_part=is_part)
    if said.is_comma and is_unit(mentions[i], hints[i]):
        yield Statement(i + 1, i, Force.HINT)  # "Kharkiv region, Kupiansk"


def _is_part(text: str, inner: Mention) -> bool:
    """Return whether the words of a name, or those beside it, call it a part of a town: a quarter, a market, a camp."""
    return _PART_AFTER.match(text, inner.end) is not None or _PART_AT_END.search(inner.text) is not None or _follows_part(text, inner)


def _follows_part(text: str, inner: Mention) -> bool:
    """Return whether a name stands behind the word for a part of a town: "barrio X", "у мікрорайоні X"."""
    return _PART_BEFORE.search(text[max(0, inner.start - _SCOPE_WINDOW) : inner.start]) is not None


def _in_row(text: str, mentions: Sequence[Mention], hints: Sequence[Hints], i: int) -> bool:
    """Return whether mention ``i``, a comma and the next stand in a row of units: "A, B region and C region"."""
    following = i + 2
    if following >= len(mentions) or not (is_unit(mentions[i + 1], hints[i + 1]) and is_unit(mentions[following], hints[following])):
        return False
    between = text[mentions[i + 1].end : mentions[following].start]
    own = _OWN_UNIT.sub("", between, count=1)
    wider = _AREA_LEVEL.search(mentions[i + 1].text + between) is not None and hints[following].kind is not PlaceKind.DISTRICT
    return _ROW.fullmatch(own) is not None and not wider


def _in_row_of_names(text: str, mentions: Sequence[Mention], i: int) -> bool:
    """Return whether mention ``i``, a comma and the next belong to a row of three names or more."""
    pairs = ((i - 1, i), (i + 1, i + 2))
    return any(
        one >= 0 and other < len(mentions) and _ROW.fullmatch(text[mentions[one].end : mentions[other].start]) is not None
        for one, other in pairs
    )


def _is_told_apart(text: str, mentions: Sequence[Mention], i: int) -> bool:
    """Return whether mention ``i`` is one of two of its name that what follows tells apart: "A, B, and A, C"."""
    for at in (i - 2, i):
        if at < 0 or at + _PAIR_OF_PAIRS > len(mentions):
            continue
        name, holder, again, other = (mention.text for mention in mentions[at : at + _PAIR_OF_PAIRS])
        between = [text[mentions[j].end : mentions[j + 1].start] for j in range(at, at + 3)]
        if name == again and len({name, holder, other}) == len(between) and all(map(re.fullmatch, _PAIRED, between)):
            return True
    return False


def is_unit(mention: Mention, hint: Hints) -> bool:
    """Return whether the words beside a mention, or its own, say that it is a region or a district."""
    return hint.is_unit or _ends_in_unit(mention.text)


@lru_cache(_WORDS_CACHED)
def _ends_in_unit(name: str) -> bool:
    return _UNIT_AT_END.search(name) is not None


def _next_but_one(text: str, mentions: Sequence[Mention], hints: Sequence[Hints], said: Sequence[Said | None]) -> Iterator[Statement]:
    """Yield what the third of three names says of the first: "Lyman, Kramatorsk district, Donetsk region", "X (Y district) near Z"."""
    for i, (first, second) in enumerate(itertools.pairwise(said)):
        if first is None or not first.of_next or first.limit_km is not None:
            continue
        if _NEXT_BUT_ONE.fullmatch(text[mentions[i + 1].end : mentions[i + 2].start]):
            yield Statement(i, i + 2, Force.HINT)
        elif first.force is not Force.HINT and is_unit(mentions[i + 1], hints[i + 1]) and mentions[i].role is not Role.DEMONYM:
            near = second or _said_between(
                _AFTER_UNIT.sub("", text[mentions[i + 1].end : mentions[i + 2].start], count=1), mentions[i].role
            )
            if near is not None and near.limit_km is not None:
                yield Statement(i, i + 2, near.force, near.limit_km)


def _scopes(text: str, mentions: Sequence[Mention], hints: Sequence[Hints]) -> Iterator[Statement]:
    """Yield that all names of a sentence or a line lie in the unit with which it opens."""
    for i, mention in enumerate(mentions[:-1]):
        opened = _SCOPE_AFTER.match(text, mention.end) is not None
        if mention.role is not Role.LITERAL or not (opened or _is_slavic_scope(text, mention)):
            continue
        opening = _SCOPE_BEFORE.search(text[max(0, mention.start - _SCOPE_WINDOW) : mention.start])
        heading = _HEADING_AFTER.match(text, mention.end) is not None
        if opening is None or not (is_unit(mention, hints[i]) if heading else opening["within"]):
            continue  # "Kyiv: the minister of Poland said", "Kyiv, said the minister"
        for j in range(i + 1, len(mentions)):
            stop = _STOP if opened else _STOP_OF_CLAUSE
            broken = (
                "\n" in text[mention.end : mentions[j].start].strip() if heading else stop.search(text, mention.end, mentions[j].start + 1)
            )
            if broken:
                break
            if mentions[j].role is Role.LITERAL and not is_unit(mentions[j], hints[j]):
                yield Statement(j, i, Force.SCOPE, is_bare=not opened)


def _listed(text: str, mentions: Sequence[Mention], found: Sequence[Statement]) -> Iterator[Statement]:
    """Yield that all villages of a list lie where its last one does: "the villages of A and B in the Y district"."""
    for one in found:
        first = one.inner
        if one.force not in (Force.FIRM, Force.LOOSE) or one.outer != first + 1:
            continue
        while first and _ROW.fullmatch(text, mentions[first - 1].end, mentions[first].start):
            first -= 1
        if first < one.inner and _SMALL_BEFORE.search(text[max(0, mentions[first].start - _SCOPE_WINDOW) : mentions[first].start]):
            yield from (replace(one, inner=at, force=Force.FIRM, is_small=True) for at in range(first, one.inner + 1))


def _is_slavic_scope(text: str, mention: Mention) -> bool:
    """Return whether a region opens a sentence without a comma, as Ukrainian and Russian have it: "На Харківщині росіяни вдарили по X"."""
    return _SLAVIC_REGION_AT_END.search(mention.text) is not None or (
        _SLAVIC_UNIT.match(text, mention.end) is not None and mention.text.lower().endswith(_SLAVIC_REGION_ADJECTIVES)
    )


def find_rows(text: str, mentions: Sequence[Mention]) -> Iterator[list[int]]:
    """Yield the rows of three names or more that only commas, semicolons and "and" part: "A, B and C"."""
    row: list[int] = []
    for i, mention in enumerate(mentions):
        if row and not _ROW.fullmatch(text[mentions[i - 1].end : mention.start]):
            if len(row) >= _FEWEST_IN_ROW:
                yield row
            row = []
        row.append(i)
    if len(row) >= _FEWEST_IN_ROW:
        yield row


def _chained(found: list[Statement]) -> Iterator[Statement]:
    """Yield the statements, and those that follow: what is in "Russia's Belgorod region" lies in the region, not only in Russia."""
    bare = [one for one in found if one.limit_km is None and one.force in _BINDING]
    held: dict[int, list[Statement]] = {}
    for one in bare:
        held.setdefault(one.inner, []).append(one)
    yield from found
    for one in bare:
        narrower = one.outer + 1  # the name after the holder, if the holder holds it: it is what is meant
        if one.inner < one.outer and any(other.outer == one.outer for other in held.get(narrower, ())):
            yield replace(one, outer=narrower)
        for other in held.get(one.outer, ()):
            if other.outer not in (one.inner, one.outer) and other.force is Force.FIRM:
                yield replace(one, outer=other.outer)


def holders_of(statements: Sequence[Statement], count: int) -> list[list[int]]:
    """Return for each of ``count`` mentions those that may hold it."""
    holders: list[list[int]] = [[] for _ in range(count)]
    for one in statements:
        if one.limit_km is None and one.force is not Force.SCOPE and one.outer not in holders[one.inner]:
            holders[one.inner].append(one.outer)
    return holders
