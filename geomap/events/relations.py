"""Phrases that place something by a named place: "20 km (12 miles) east of X", "between X and Y", "on the outskirts of X"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from geomap.events.reading import Named, Reading

KM = {"km": 1.0, "mi": 1.609344, "nmi": 1.852, "m": 0.001}  # the international mile and the nautical mile
HALF_DAY = 4


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
    other: Named | None = None  # the second place of "between X and Y"
    shared: bool = False  # holds for the names listed after it too: "near X and Y"


def relation_of(reading: Reading, name: Named) -> Relation | None:
    """Give the phrase that places something by ``name``, None where the name stands for itself."""
    for rule in (_between, _line, _sector, _by_bearing, _outskirts, _border, _near, _part):
        found = rule(reading, name)
        if found is not None:
            return found
    return None


def shared_with(relation: Relation, name: Named, reading: Reading) -> Relation:
    """Give the relation of a name that is listed after the one with the phrase: "near X and Y" is near Y too."""
    word = relation.phrase.split(" ", 1)[0]
    return replace(relation, phrase=f"{word} {_phrase(reading, name.start, name.end)}")


def _phrase(reading: Reading, start: int, end: int) -> str:
    first, last = reading.tokens[max(start, 0)], reading.tokens[min(end, len(reading.tokens)) - 1]
    return " ".join(token.text for token in reading.tokens[max(start, 0) : end]) if first is not last else first.text


def _skip_back(reading: Reading, at: int) -> int:
    while at >= 0 and (reading.is_in(at, "determiners") or reading.is_in(at, "modifiers") or _is_demonym(reading, at)):
        at -= 1
    return at


def _is_demonym(reading: Reading, at: int) -> bool:
    name = reading.name_at(at)
    return name is not None and not name.literal


def _noun_phrase_start(reading: Reading, name: Named) -> int:
    """The token before a name and its kind: before "the city of X", "the northern X"."""
    at = _skip_back(reading, name.start - 1)
    if reading.is_in(at, "of") and reading.is_in(at - 1, "geonouns") and not reading.is_in(at - 1, "bearings"):
        at = _skip_back(reading, at - 2)
    return at


def _between(reading: Reading, name: Named) -> Relation | None:
    at = _noun_phrase_start(reading, name)
    if not reading.is_in(at, "between"):
        return None
    number = reading.names.index(name)
    if number + 1 >= len(reading.names) or not _is_and(reading, name.end, reading.names[number + 1].start):
        return None
    other = reading.names[number + 1]
    return Relation(RelationKind.BETWEEN, at, _phrase(reading, at, other.end), other=other)


def _is_and(reading: Reading, start: int, end: int) -> bool:
    return (
        end - start <= HALF_DAY
        and reading.is_in(start, "joiners")
        and not any(reading.low(at) == "," or reading.is_in(at, "at") for at in range(start, end))
    )


def _line(reading: Reading, name: Named) -> Relation | None:
    number = reading.names.index(name)
    if number + 1 >= len(reading.names):
        return None
    other = reading.names[number + 1]
    if other.start != name.end + 1 or reading.low(name.end) not in {"–", "—", "-"} or not reading.is_in(other.end, "lines"):
        return None
    return Relation(RelationKind.BETWEEN, name.start, _phrase(reading, name.start, other.end + 1), other=other)


def _sector(reading: Reading, name: Named) -> Relation | None:
    at = name.end
    while at < name.end + HALF_DAY and (reading.is_in(at, "joiners") or reading.name_at(at) is not None or reading.low(at) == ","):
        at += 1
    if reading.is_in(at, "sector_nouns") and (at == name.end or reading.low(at).endswith("s")):
        return Relation(RelationKind.SECTOR, name.start, _phrase(reading, name.start, at + 1))
    if reading.is_in(at, "area_nouns") and at == name.end:
        return Relation(RelationKind.AREA, name.start, _phrase(reading, name.start, at + 1))
    return None


def _by_bearing(reading: Reading, name: Named) -> Relation | None:
    of = _noun_phrase_start(reading, name)
    if reading.is_in(of, "of") and reading.is_in(of - 1, "bearings"):
        bearing = reading.words.bearings[reading.low(of - 1).replace("-", "")]
        start, distance = _distance_before(reading, of - 2)
        kind = RelationKind.BEARING if distance is None else RelationKind.DISTANCE
        start = of - 1 if distance is None else start
        return Relation(kind, start, _phrase(reading, start, name.end), bearing, distance)
    if reading.is_in(of, "from") or reading.is_in(of, "outside_words"):
        start, distance = _distance_before(reading, of - 1)
        if distance is not None:
            return Relation(RelationKind.RADIUS, start, _phrase(reading, start, name.end), None, distance)
    return None


def _distance_before(reading: Reading, at: int) -> tuple[int, float | None]:
    """Read "10 kilometers (6 miles)" back from token ``at``: where it starts, and km."""
    while at >= 0 and reading.is_in(at, "bearing_fillers"):
        at -= 1
    if reading.low(at) == ")":
        opening = next((back for back in range(at - 1, max(at - 7, -1), -1) if reading.low(back) == "("), None)
        if opening is None:
            return at, None
        at = opening - 1
    unit = reading.words.units.get(reading.low(at))
    if unit is None:
        return at, None
    if unit == "mi" and reading.is_in(at - 1, "nautical"):
        unit, at = "nmi", at - 1
    number = next((number for number in reading.numbers.values() if number.end == at), None)
    if number is None:
        return at, None
    value = number.value if number.value is not None else _fraction(reading.tokens[number.start].text)
    start = number.start
    while reading.is_in(start - 1, "quantities"):
        start -= 1
    return start, None if value is None else value * KM[unit]


def _fraction(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _outskirts(reading: Reading, name: Named) -> Relation | None:
    of = _noun_phrase_start(reading, name)
    if reading.is_in(of, "of") and reading.is_in(of - 1, "outskirts"):
        return Relation(RelationKind.OUTSKIRTS, of - 1, _phrase(reading, of - 1, name.end))
    if reading.low(name.end) == "'s" and any(reading.is_in(at, "outskirts") for at in (name.end + 1, name.end + 2)):
        return Relation(RelationKind.OUTSKIRTS, name.start, _phrase(reading, name.start, name.end + 2))
    if reading.is_in(name.end, "outskirts"):
        return Relation(RelationKind.OUTSKIRTS, name.start, _phrase(reading, name.start, name.end + 1))
    return None


def _border(reading: Reading, name: Named) -> Relation | None:
    at = _noun_phrase_start(reading, name)
    if reading.is_in(at, "with") and reading.is_in(at - 1, "borders"):
        return Relation(RelationKind.BORDER, at - 1, _phrase(reading, at - 1, name.end))
    return None


def _near(reading: Reading, name: Named) -> Relation | None:
    at = _noun_phrase_start(reading, name)
    if reading.is_in(at, "near"):
        return Relation(RelationKind.NEAR, at, _phrase(reading, at, name.end), shared=True)
    return None


def _part(reading: Reading, name: Named) -> Relation | None:
    at = name.start - 1
    if reading.is_in(at, "part_adjectives"):
        bearing = reading.words.bearings.get(reading.low(at).replace("-", "").removesuffix("ern"))
        return Relation(RelationKind.PART, at, _phrase(reading, at, name.end), bearing)
    of = _noun_phrase_start(reading, name)
    if reading.is_in(of, "of") and reading.is_in(of - 1, "part_nouns"):
        return Relation(RelationKind.PART, of - 1, _phrase(reading, of - 1, name.end))
    return None
