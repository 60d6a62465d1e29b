"""Time expressions in a page's own words: "11:49 a.m. ET, January 31, 2023", "17.42 GMT", "7 Jun 2023 - 16:20 (14:20 GMT)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from geomap.read.times.expression import Gathering, TimeExpression, clock_of
from geomap.read.times.grammar import CLOCK_PARTS, DIGITS, FIRST_WORDS, TOKEN, WORDS

MAX_LINE = 90  # letters; a line of nothing but a time is shorter
_MOSTLY = 0.5  # of a line
_LEADING_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?![\d:./])")
_CLOCK_IN_REST = re.compile(r"\d[:.]\d|\d\s?h\s?\d|\d\s?[apAP]\.?[mM]|\d{4}\s?(?:GMT|UTC|hrs|hours)", re.IGNORECASE)
_STEP = re.compile(r"\w+|\W|$")


def parse_line(line: str) -> TimeExpression | None:
    """Read a line that holds a time and nothing else; None for any other line."""
    return _parse_text(line.strip()) if len(line) <= MAX_LINE and DIGITS.search(line) else None


@lru_cache(maxsize=4096)  # a page is asked several times for the same line
def _parse_text(text: str) -> TimeExpression | None:
    clock = _LEADING_CLOCK.match(text)
    if clock is None:
        word = WORDS.match(text)
        is_time = word is None or word[0].lower() in FIRST_WORDS  # most headlines that tell a number are not
        return _parse_whole(text) if is_time else None
    told = _after_clock(text[clock.end() :])
    return _parse_whole(text) if told is None else _with_clock(told, int(clock[1]), int(clock[2]))


def _parse_whole(line: str) -> TimeExpression | None:
    end, found = _parse_at(line, 0)
    return found if end == len(line) else None


@dataclass(frozen=True, slots=True)
class _AfterClock:
    """What stands behind the clock that opens a line, the same in most time lines of a page; ``half`` is "a", "p" or None."""

    rest: TimeExpression | None
    half: str | None


@lru_cache(maxsize=1024)
def _after_clock(rest: str) -> _AfterClock | None:
    """Read what follows a clock; None where another clock does, which must be compared with the first."""
    if _CLOCK_IN_REST.search(rest):
        return None
    line = f"1:01{rest}"
    token = TOKEN.match(line)
    parts = CLOCK_PARTS.match(token[0]) if token else None
    return _AfterClock(_parse_whole(line), parts[5] and parts[5].lower() if parts else None)


def _with_clock(told: _AfterClock, hour: int, minute: int) -> TimeExpression | None:
    clock, rest = clock_of(hour, minute, 0, told.half), told.rest
    if clock is None or rest is None:
        return None
    return TimeExpression(
        clock=clock,
        day=rest.day,
        has_year=rest.has_year,
        weekday=rest.weekday,
        zone=rest.zone,
        label=rest.label,
        ago=rest.ago,
        days_ago=rest.days_ago,
        either_way=rest.either_way,
        shape=rest.shape,
    )


def opens_with_time(line: str) -> bool:
    """Say whether a short line is mostly dates: "June 7, 2023 8:15 PM GMT+3 Updated an hour ago", "June 7, 2023 - ISW Press"."""
    if len(line) > MAX_LINE or not DIGITS.search(line):
        return False
    at, has_day = 0, False
    while at < len(line):  # one expression behind the other: "May 10, 2024, 9:14 PM • Updated May 11, 2024, 7:02 AM"
        end, found = _parse_at(line, at)
        if end == at:
            break
        at, has_day = end, has_day or (found is not None and found.day is not None)
    return has_day and at >= _MOSTLY * len(line)


def find_expressions(text: str) -> Iterator[TimeExpression]:
    """Find the time expressions within running text that have a date, in order."""
    for line in text.split("\n"):
        at = 0
        for number in DIGITS.finditer(line):  # no date is without one; before it stand a few words at most
            at = max(at, _word_start(line, number.start() - MAX_LINE))
            while at < number.end():
                end, found = _parse_at(line, at)
                if found is not None and found.day is not None:
                    yield found
                at = end if end > at else _STEP.match(line, at).end()  # type: ignore[union-attr]  # it matches any letter


def _word_start(line: str, at: int) -> int:
    """Give the first place from ``at`` on that is not within a word."""
    return line.find(" ", at) + 1 if at > 0 else 0


def _parse_at(line: str, at: int) -> tuple[int, TimeExpression | None]:
    """Read as many tokens as belong together from ``at`` on; give where they end and what they say."""
    gathering = Gathering()
    while at < len(line):
        token = TOKEN.match(line, at)
        if token is None or token.lastgroup is None or not gathering.take(token.lastgroup, token[0]):
            break
        at = token.end()
    return at, gathering.result()
