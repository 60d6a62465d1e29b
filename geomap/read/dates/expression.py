"""Time expressions: what a sequence of tokens says.

Tokens are added to an expression until one does not fit: "11:49 a.m. ET, January 31, 2023" is a clock, a zone and a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from geomap.read.dates.grammar import WORD_PATTERN, grammar
from geomap.read.dates.zones import Clock

CLOCK_PARTS = re.compile(r"(\d{1,2})(?:[:.](\d{2})|\s?h\s?(\d{2}))?(?:[:.](\d{2}))?\s*([ap])?", re.IGNORECASE)
DIGITS = re.compile(r"\d+")

LEAP_YEAR = 1904  # dates without a year are given this one, which has a 29 February
_DAY_KINDS = frozenset({"ymd", "dmy", "dm", "daymonth", "monthday"})
_NOON, _HOURS, _MINUTES = 12, 24, 60
_FOUR_DIGITS = 4
_TWO_DIGITS = 99
_MONTHS_IN_YEAR = 12
_SPAN_END, _HOURS = re.compile(r"[-−–](\d{2}):(\d{2})"), 24
_ISO_ZONE = re.compile(r"Z|[+-]\d{2}:?\d{2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """What a stretch of text says about time; None for what it does not say.

    Attributes:
        clock: The time of day.
        day: The date; in the year 1904 where the page names none.
        has_year: Whether the year is stated.
        weekday: 0 for Monday.
        zone: The zone as written.
        other_clock: The same moment stated a second time, in brackets.
        other_zone: The zone of ``other_clock``.
        label: "updated", "first" (first published), "published" or None.
        ago: How long before the time of the page ("1 hr 8 min ago").
        days_ago: 0 for "today", 1 for "yesterday".
        either_way: Whether the date can be read both ways (3/4/2023); ``day`` then is day, month.
        is_month_first: Whether the month stands first in a date of numbers that can be read one way only (3/14/2023), None for others.
        shape: The kinds of its tokens; the time lines of one page have one shape.
    """

    clock: Clock | None = None
    day: date | None = None  # in LEAP_YEAR where the page names no year
    has_year: bool = False
    weekday: int | None = None  # Monday is 0
    zone: str | None = None
    other_clock: Clock | None = None
    other_zone: str | None = None
    label: str | None = None
    ago: timedelta | None = None
    days_ago: int | None = None  # "today" is 0, "yesterday" 1
    either_way: bool = False
    is_month_first: bool | None = field(default=None, compare=False)
    shape: tuple[str, ...] = field(default=(), compare=False)

    @property
    def has_clock(self) -> bool:
        """Whether a time of day is stated."""
        return self.clock is not None or self.other_clock is not None


class ExpressionBuilder:
    """The tokens of one expression so far; a token that does not fit ends it."""

    def __init__(self) -> None:
        self.clock: Clock | None = None
        self.day: date | None = None
        self.has_year = False
        self.weekday: int | None = None
        self.zone: str | None = None
        self.other_clock: Clock | None = None
        self.other_zone: str | None = None
        self.label: str | None = None
        self.ago: timedelta | None = None
        self.days_ago: int | None = None
        self.either_way = False
        self.is_month_first: bool | None = None
        self.bracketed = False
        self.shape: list[str] = []

    def take(self, kind: str, text: str) -> bool:
        """Add a token; return False where it is not part of this expression."""
        taker = _TAKERS.get(kind)
        if taker is None:
            return True  # glue and gaps say nothing
        if not taker(self, text):
            return False
        if kind != "open":
            self.shape.append("day" if kind in _DAY_KINDS else kind)
        return True

    def result(self) -> TimeExpression | None:
        """Return the expression, or None where nothing in it is a time."""
        if self.clock is None and self.day is None and self.other_clock is None and self.ago is None:
            return None
        return TimeExpression(
            clock=self.clock,
            day=self.day,
            has_year=self.has_year,
            weekday=self.weekday,
            zone=self.zone,
            other_clock=self.other_clock,
            other_zone=self.other_zone,
            label=self.label,
            ago=self.ago,
            days_ago=self.days_ago,
            either_way=self.either_way,
            is_month_first=self.is_month_first,
            shape=tuple(dict.fromkeys(self.shape)),
        )

    def take_iso(self, text: str) -> bool:
        """Add a machine-readable time stamp."""
        stamp, zone = _split_iso(text)
        try:
            moment = datetime.fromisoformat(stamp)
        except ValueError:
            return False
        if zone and not self.take_zone(zone):
            return False
        return self._set_clock(Clock(moment.hour, moment.minute, moment.second)) and self._set_day(moment.date(), has_year=True)

    def take_ymd(self, text: str) -> bool:
        """Add 2023-01-31."""
        year, month, day = (int(number) for number in DIGITS.findall(text))
        return self._set_numbers(year, month, day)

    def take_dmy(self, text: str) -> bool:
        """Add 31.01.2023 or 31/1/23."""
        first, second, year = (int(number) for number in DIGITS.findall(text))
        year = year if year > _TWO_DIGITS else 2000 + year
        if "/" in text and max(first, second) > _MONTHS_IN_YEAR:
            self.is_month_first = second > _MONTHS_IN_YEAR
        if second > _MONTHS_IN_YEAR:
            return self._set_numbers(year, first, second)
        self.either_way = "/" in text and first <= _MONTHS_IN_YEAR and first != second
        return self._set_numbers(year, second, first)

    def take_dm(self, text: str) -> bool:
        """Add 05.03 beside a clock."""
        day, month = (int(number) for number in DIGITS.findall(text))
        return self._set_numbers(LEAP_YEAR, month, day, has_year=False)

    def take_near(self, text: str) -> bool:
        """Add "today" or "yesterday"."""
        self.days_ago = grammar().words.days_ago[text.lower().replace("’", "'")]
        return True

    def take_named(self, text: str) -> bool:
        """Add a date with the name of its month."""
        numbers = [int(number) for number in DIGITS.findall(text)]
        months = grammar().words.months
        word = next(word for word in WORD_PATTERN.findall(text.lower()) if word in months)
        year = numbers[1] if len(numbers) > 1 else LEAP_YEAR
        return self._set_numbers(year, months[word], numbers[0], has_year=len(numbers) > 1)

    def take_clock(self, text: str) -> bool:
        """Add a time of day."""
        clock = _read_clock(text)
        return clock is not None and self._set_clock(clock)

    def take_zone(self, text: str) -> bool:
        """Add a zone; "-14:40" behind an earlier time of day is the end of a span instead: "14:20-14:40"."""
        if self.clock is not None and _is_later(text, self.clock):
            return True
        if self.bracketed and self.other_clock is not None:
            self.other_zone = self.other_zone or text
        else:
            self.zone = self.zone or text
        return True

    def take_weekday(self, text: str) -> bool:
        """Add the name of a day."""
        word = text.rstrip(".").lower().replace("’", "'")
        self.weekday = grammar().words.weekdays[word]
        return True

    def take_updated(self, _text: str) -> bool:
        """Add that it is the time of an update."""
        return self._set_label("updated")

    def take_first(self, _text: str) -> bool:
        """Add that it is when the page was first published."""
        return self._set_label("first")

    def take_published(self, _text: str) -> bool:
        """Add that it is when the page was published, unless its kind is known already."""
        return self._set_label(self.label or "published")

    def take_bracket(self, _text: str) -> bool:
        """Add an opening bracket: the same moment follows a second time."""
        self.bracketed = True
        return True

    def take_relative(self, text: str) -> bool:
        """Add how long ago it was."""
        read = grammar()
        counts = read.counts.findall(text.lower())
        self.ago = timedelta(minutes=sum(int(number) * read.words.minutes_in[unit.rstrip(".")] for number, unit in counts))
        return True

    def _set_label(self, label: str) -> bool:
        if self.clock is not None or self.day is not None:
            return False  # it opens the next expression: "... 19.30 GMT First published on ..."
        self.label = label
        return True

    def _set_clock(self, clock: Clock) -> bool:
        if self.bracketed and self.other_clock in (None, clock):
            self.other_clock = clock
            return True
        if self.clock not in (None, clock):
            return False
        self.clock = clock
        return True

    def _set_numbers(self, year: int, month: int, day: int, *, has_year: bool = True) -> bool:
        try:
            return self._set_day(date(year, month, day), has_year=has_year)
        except ValueError:
            return False

    def _set_day(self, day: date, *, has_year: bool) -> bool:
        if self.day not in (None, day):
            return False
        self.day, self.has_year = day, has_year
        return True


_TAKERS: dict[str, Callable[[ExpressionBuilder, str], bool]] = {
    "iso": ExpressionBuilder.take_iso,
    "ymd": ExpressionBuilder.take_ymd,
    "dmy": ExpressionBuilder.take_dmy,
    "dm": ExpressionBuilder.take_dm,
    "daymonth": ExpressionBuilder.take_named,
    "monthday": ExpressionBuilder.take_named,
    "clock": ExpressionBuilder.take_clock,
    "zone": ExpressionBuilder.take_zone,
    "weekday": ExpressionBuilder.take_weekday,
    "near": ExpressionBuilder.take_near,
    "updated": ExpressionBuilder.take_updated,
    "first": ExpressionBuilder.take_first,
    "label": ExpressionBuilder.take_published,
    "open": ExpressionBuilder.take_bracket,
    "relative": ExpressionBuilder.take_relative,
}


def _is_later(text: str, clock: Clock) -> bool:
    """Return whether what looks like an offset west of Greenwich is a time of day after ``clock``."""
    parts = _SPAN_END.fullmatch(text)
    return parts is not None and (clock.hour, clock.minute) < (int(parts[1]), int(parts[2])) < (_HOURS, 0)


def _split_iso(text: str) -> tuple[str, str | None]:
    zone = _ISO_ZONE.search(text, len("2023-01-31T"))
    return (text[: zone.start()].strip(), zone[0]) if zone else (text, None)


def _read_clock(text: str) -> Clock | None:
    parts = CLOCK_PARTS.match(text)
    if parts is None:
        return None
    if len(text) == _FOUR_DIGITS and text.isdigit():
        return make_clock(int(text[:2]), int(text[2:]), 0, None)
    return make_clock(int(parts[1]), int(parts[2] or parts[3] or 0), int(parts[4] or 0), parts[5] and parts[5].lower())


@lru_cache(maxsize=4096)  # a day has 1,440 minutes
def make_clock(hour: int, minute: int, second: int, half: str | None) -> Clock | None:
    """Return a time of day, None where no clock shows it; ``half`` is "a" (before noon), "p" or None."""
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return Clock(hour, minute, second) if hour < _HOURS and minute < _MINUTES and second < _MINUTES else None
