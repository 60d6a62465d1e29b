"""A count of people killed or hurt, and how to tell it from numbers that count something else."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.events.numbers import Number
from geomap.events.reading import Reading
from geomap.events.types import Harm

CLOSED = frozenset(";:.!?")


@dataclass(frozen=True, slots=True)
class Casualty:
    """One count of people killed or hurt, at token ``at`` of its sentence. ``total`` sums up all there were."""

    harm: Harm
    at: int
    end: int
    count: int
    low: int | None = None
    high: int | None = None
    civilian: bool = False
    enemy: bool = False
    total: bool = False
    more: bool = False  # "two more bodies": adds to what was told before


def harm_of(reading: Reading, at: int) -> Harm | None:
    """Say what the word at ``at`` does to people, None: nothing."""
    if reading.is_in(at, "killed"):
        return Harm.KILLED
    return Harm.INJURED if reading.is_in(at, "injured") else None


def skip_quantity(reading: Reading, at: int) -> int:
    """Give the token after "at least", "more than", "about"."""
    while reading.is_in(at, "quantities") and at not in reading.numbers:
        at += 1
    return at


def is_plural(reading: Reading, noun: int) -> bool:
    """Whether a noun stands for several people."""
    low = reading.low(noun)
    if reading.words["singulars"].forms:
        return low not in reading.words["singulars"]
    return low in reading.words["plurals"] or (low.endswith("s") and not low.endswith("ss"))


def is_age(reading: Reading, number: Number) -> bool:
    """Whether a number is that of "a 62-year-old"."""
    return reading.low(number.end) == "-" and reading.tokens[number.end].start == reading.tokens[number.end - 1].end


def is_subset(reading: Reading, start: int) -> bool:
    """Whether a number counts some of those counted before: "among them a dozen children"."""
    at = start - 1
    while reading.is_in(at, "quantities"):
        at -= 1
    return reading.is_in(at, "subset")


def counts_things(reading: Reading, number: Number) -> bool:
    """Whether a number counts anything but people: "15 houses", "at 3 a.m.", "a 62-year-old", "a girl of seven"."""
    after = reading.low(number.end)
    if after in {"%", "°"} or after == "-year-old" or after in reading.words["units"] or reading.is_in(number.start - 1, "currencies"):
        return True
    if (
        number.end < len(reading.tokens)
        and reading.tokens[number.end].start == reading.tokens[number.end - 1].end
        and after not in {",", ".", ";", ":", ")", "?", "!"}
    ):
        return True
    if (
        reading.is_in(number.start - 1, "of")
        and reading.is_in(number.start - 2, "people")
        and not is_plural(reading, number.start - 2)
        and reading.low(number.start - 2) not in reading.words["groups"]
    ):
        return True
    if reading.is_in(number.start - 1, "ages") or after in reading.words["month_names"] or reading.is_in(number.start - 1, "month_names"):
        return True
    return (
        reading.is_in(number.end + 1, "units")
        and not reading.is_in(number.end, "people")
        and not reading.is_in(number.end, "auxiliaries")
        and after not in {",", "and"}
    )


def counted(reading: Reading, harm: Harm, at: int, number: Number, end: int) -> Casualty:
    """Make the count that ``number`` states."""
    nouns = range(number.end, min(number.end + 4, len(reading.tokens)))
    noun = next((step for step in nouns if reading.is_in(step, "people")), None)
    value = number.value or 0
    low, high = bounds(reading, number)
    more = reading.is_in(number.end, "more") or reading.is_in(number.start - 1, "more_before")
    civilian = noun is not None and reading.is_in(noun, "civilians")
    return Casualty(harm, at, end, value, low, high, civilian, enemy=noun is not None and reading.is_in(noun, "enemies"), more=more)


def bounds(reading: Reading, number: Number) -> tuple[int | None, int | None]:
    """Give the low and the high of "at least three", "up to five", "two or three"."""
    value = number.value
    words = {reading.low(step) for step in range(max(number.start - 3, 0), number.start)}
    if words & reading.words["lower_bounds"].forms:
        return value, None
    if words & reading.words["upper_bounds"].forms:
        return None, value
    joined = reading.is_in(number.start - 1, "or") or reading.low(number.start - 1) in {"-", "–"}
    before = next((other for other in reading.numbers.values() if other.end == number.start - 1), None) if joined else None
    return (before.value, value) if before is not None else (None, None)
