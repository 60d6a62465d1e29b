"""Phrases that place something by a named place ("20 km (12 miles) east of X", "between X and Y"), and what lies within what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from gazetteer.model import Place, PlaceKind
from gazetteer.sphere import point_haversine_km
from geomap.events.sentence import PlaceSpan, Sentence

KM = {"km": 1.0, "mi": 1.609344, "nmi": 1.852, "m": 0.001}  # the international mile and the nautical mile
HALF_DAY = 4
WIDE_KINDS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA})
PARTS_OF_TOWNS = frozenset({PlaceKind.NEIGHBORHOOD, PlaceKind.FACILITY})


class RelationKind(StrEnum):
    """What a phrase says of a position."""

    DISTANCE = "distance"  # a bearing and a distance
    BEARING = "bearing"  # "north of X"
    RADIUS = "radius"  # "20 km from X"
    NEAR = "near"
    OUTSKIRTS = "outskirts"
    BETWEEN = "between"
    SECTOR = "sector"  # "the X direction"
    AREA = "area"  # "the X area"
    PART = "part"  # "southern X"
    BORDER = "border"


@dataclass(frozen=True, slots=True)
class Relation:
    """A phrase over tokens from ``start`` that places something by a name. ``bearing`` is degrees from north, clockwise."""

    kind: RelationKind
    start: int
    phrase: str
    bearing: float | None = None
    distance_km: float | None = None
    other: PlaceSpan | None = None  # the second place of "between X and Y"
    shared: bool = False  # holds for the names listed after it too: "near X and Y"


_INNER_SPACE = re.compile(r"(?<=[(\[]) | (?=[)\],])")  # that a text does not have: "10 kilometers (6 miles) south"


def relation_of(sentence: Sentence, name: PlaceSpan) -> Relation | None:
    """Return the phrase that places something by ``name``, None where the name stands for itself."""
    for rule in (_between, _line, _sector, _by_bearing, _outskirts, _border, _near, _part):
        found = rule(sentence, name)
        if found is not None:
            return found
    return None


def shared_with(relation: Relation, name: PlaceSpan, sentence: Sentence) -> Relation:
    """Return the relation of a name that is listed after the one with the phrase: "near X and Y" is near Y too."""
    word = relation.phrase.split(" ", 1)[0]
    return replace(relation, phrase=f"{word} {_phrase(sentence, name.start, name.end)}")


def _phrase(sentence: Sentence, start: int, end: int) -> str:
    first, last = sentence.tokens[max(start, 0)], sentence.tokens[min(end, len(sentence.tokens)) - 1]
    words = " ".join(token.text for token in sentence.tokens[max(start, 0) : end]) if first is not last else first.text
    return _INNER_SPACE.sub("", words)


def _skip_back(sentence: Sentence, at: int) -> int:
    while at >= 0 and (sentence.is_in(at, "determiners") or sentence.is_in(at, "modifiers") or _is_demonym(sentence, at)):
        at -= 1
    return at


def _is_demonym(sentence: Sentence, at: int) -> bool:
    name = sentence.name_at(at)
    return name is not None and not name.literal


def _noun_phrase_start(sentence: Sentence, name: PlaceSpan) -> int:
    """The token before a name and its kind: before "the city of X", "the northern X"."""
    at = _skip_back(sentence, name.start - 1)
    if sentence.is_in(at, "of") and sentence.is_in(at - 1, "geonouns") and not sentence.is_in(at - 1, "bearings"):
        at = _skip_back(sentence, at - 2)
    return at


def _between(sentence: Sentence, name: PlaceSpan) -> Relation | None:
    at = _noun_phrase_start(sentence, name)
    if not sentence.is_in(at, "between"):
        return None
    number = sentence.names.index(name)
    if number + 1 >= len(sentence.names) or not _is_and(sentence, name.end, sentence.names[number + 1].start):
        return None
    other = sentence.names[number + 1]
    return Relation(RelationKind.BETWEEN, at, _phrase(sentence, at, other.end), other=other)


def _is_and(sentence: Sentence, start: int, end: int) -> bool:
    return (
        end - start <= HALF_DAY
        and sentence.is_in(start, "joiners")
        and not any(sentence.low(at) == "," or sentence.is_in(at, "at") for at in range(start, end))
    )


def _line(sentence: Sentence, name: PlaceSpan) -> Relation | None:
    number = sentence.names.index(name)
    if number + 1 >= len(sentence.names):
        return None
    other = sentence.names[number + 1]
    if other.start != name.end + 1 or sentence.low(name.end) not in {"–", "—", "-"} or not sentence.is_in(other.end, "lines"):
        return None
    return Relation(RelationKind.BETWEEN, name.start, _phrase(sentence, name.start, other.end + 1), other=other)


def _sector(sentence: Sentence, name: PlaceSpan) -> Relation | None:
    at = name.end
    while at < name.end + HALF_DAY and (sentence.is_in(at, "joiners") or sentence.name_at(at) is not None or sentence.low(at) == ","):
        at += 1
    if sentence.is_in(at, "sector_nouns") and (at == name.end or sentence.low(at).endswith("s")):
        return Relation(RelationKind.SECTOR, name.start, _phrase(sentence, name.start, at + 1))
    if sentence.is_in(at, "area_nouns") and at == name.end:
        return Relation(RelationKind.AREA, name.start, _phrase(sentence, name.start, at + 1))
    return None


def _by_bearing(sentence: Sentence, name: PlaceSpan) -> Relation | None:
    of = _noun_phrase_start(sentence, name)
    if sentence.is_in(of, "of") and sentence.is_in(of - 1, "bearings"):
        bearing = sentence.words.bearings[sentence.low(of - 1).replace("-", "")]
        start, distance = _distance_before(sentence, of - 2)
        kind = RelationKind.BEARING if distance is None else RelationKind.DISTANCE
        start = of - 1 if distance is None else start
        return Relation(kind, start, _phrase(sentence, start, name.end), bearing, distance)
    if sentence.is_in(of, "from") or sentence.is_in(of, "outside_words"):
        start, distance = _distance_before(sentence, of - 1)
        if distance is not None:
            return Relation(RelationKind.RADIUS, start, _phrase(sentence, start, name.end), None, distance)
    return None


def _distance_before(sentence: Sentence, at: int) -> tuple[int, float | None]:
    """Read "10 kilometers (6 miles)" back from token ``at``: where it starts, and km."""
    while at >= 0 and sentence.is_in(at, "bearing_fillers"):
        at -= 1
    if sentence.low(at) == ")":
        opening = next((back for back in range(at - 1, max(at - 7, -1), -1) if sentence.low(back) == "("), None)
        if opening is None:
            return at, None
        at = opening - 1
    unit = sentence.words.units.get(sentence.low(at))
    if unit is None:
        return at, None
    if unit == "mi" and sentence.is_in(at - 1, "nautical"):
        unit, at = "nmi", at - 1
    number = next((number for number in sentence.numbers.values() if number.end == at), None)
    if number is None:
        return at, None
    value = number.value if number.value is not None else _fraction(sentence.tokens[number.start].text)
    start = number.start
    while sentence.is_in(start - 1, "quantities"):
        start -= 1
    return start, None if value is None else value * KM[unit]


def _fraction(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _outskirts(sentence: Sentence, name: PlaceSpan) -> Relation | None:
    of = _noun_phrase_start(sentence, name)
    if sentence.is_in(of, "of") and sentence.is_in(of - 1, "outskirts"):
        return Relation(RelationKind.OUTSKIRTS, of - 1, _phrase(sentence, of - 1, name.end))
    if sentence.low(name.end) == "'s" and any(sentence.is_in(at, "outskirts") for at in (name.end + 1, name.end + 2)):
        return Relation(RelationKind.OUTSKIRTS, name.start, _phrase(sentence, name.start, name.end + 2))
    if sentence.is_in(name.end, "outskirts"):
        return Relation(RelationKind.OUTSKIRTS, name.start, _phrase(sentence, name.start, name.end + 1))
    return None


def _border(sentence: Sentence, name: PlaceSpan) -> Relation | None:
    at = _noun_phrase_start(sentence, name)
    if sentence.is_in(at, "with") and sentence.is_in(at - 1, "borders"):
        return Relation(RelationKind.BORDER, at - 1, _phrase(sentence, at - 1, name.end))
    return None


def _near(sentence: Sentence, name: PlaceSpan) -> Relation | None:
    at = _noun_phrase_start(sentence, name)
    if sentence.is_in(at, "of") and sentence.is_in(at - 1, "near_of"):  # "cerca de X", "près de X"
        at -= 1
        return Relation(RelationKind.NEAR, at, _phrase(sentence, at, name.end), shared=True)
    if sentence.is_in(at, "near"):
        return Relation(RelationKind.NEAR, at, _phrase(sentence, at, name.end), shared=True)
    return None


def _part(sentence: Sentence, name: PlaceSpan) -> Relation | None:
    at = name.start - 1
    if sentence.is_in(at, "part_adjectives"):
        bearing = sentence.words.bearings.get(sentence.low(at).replace("-", "").removesuffix("ern"))
        return Relation(RelationKind.PART, at, _phrase(sentence, at, name.end), bearing)
    of = _noun_phrase_start(sentence, name)
    if sentence.is_in(of, "of") and sentence.is_in(of - 1, "part_nouns"):
        return Relation(RelationKind.PART, of - 1, _phrase(sentence, of - 1, name.end))
    return None


def _within_circle(outer: Place, inner: Place) -> bool:
    if outer.lat is None or outer.lon is None or inner.lat is None or inner.lon is None:
        return False
    return point_haversine_km(outer.lat, outer.lon, inner.lat, inner.lon) * 1000.0 <= outer.radius_m


def contains(outer: Place, inner: Place) -> bool:  # noqa: PLR0911 - one kind of unit a line
    """Whether ``inner`` lies within ``outer``, as the gazetteer's units have it."""
    if outer.id == inner.id or outer.kind not in WIDE_KINDS:
        return False
    if outer.id in inner.within:
        return True
    if outer.kind is PlaceKind.COUNTRY:
        return inner.kind is not PlaceKind.COUNTRY and outer.country is not None and outer.country == inner.country
    if outer.kind is PlaceKind.REGION:
        return (
            outer.country == inner.country
            and inner.admin1 is not None
            and inner.admin1 in {outer.name, outer.admin1}
            and inner.kind is not PlaceKind.REGION
        )
    if outer.kind is PlaceKind.AREA or (inner.admin1 is None and inner.admin2 is None and outer.country == inner.country):
        return inner.kind not in WIDE_KINDS and _within_circle(outer, inner)
    if outer.kind is PlaceKind.DISTRICT:
        return (
            outer.country == inner.country
            and inner.admin2 is not None
            and inner.admin2 in {outer.name, outer.admin2}
            and inner.kind is not PlaceKind.DISTRICT
        )
    return False


def is_part_of_town(town: Place, part: Place) -> bool:
    """Whether ``part`` is a quarter, square or building that lies in the settlement ``town``."""
    return town.kind is PlaceKind.SETTLEMENT and part.kind in PARTS_OF_TOWNS and _within_circle(town, part)
