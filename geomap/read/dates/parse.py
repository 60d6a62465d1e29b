"""Text to times: lines and running text in a page's own words, and time stamps of machines.

"11:49 a.m. ET, January 31, 2023", "17.42 GMT", "7 Jun 2023 - 16:20 (14:20 GMT)"; ISO 8601, RFC 5322, seconds since 1970.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache

from geomap.lang.registry import on_change
from geomap.read.dates.expression import (
    CLOCK_PARTS,
    DIGITS,
    ExpressionBuilder,
    TimeExpression,
    make_clock,
)
from geomap.read.dates.grammar import WORD_PATTERN, grammar
from geomap.read.dates.moment import Moment
from geomap.read.dates.zones import Clock, find_zone
from geomap.settings import EARLIEST_YEAR, LATEST_YEAR

MAX_LINE = 90  # letters; a line of nothing but a time is shorter
_MOSTLY = 0.5  # of a line
_LEADING_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?![\d:./])")
_CLOCK_IN_REST = re.compile(r"\d[:.]\d|\d\s?h\s?\d|\d\s?[apAP]\.?[mM]|\d{4}\s?(?:GMT|UTC|hrs|hours)", re.IGNORECASE)
_LEADING = frozenset({"gap", "glue", "open", "updated", "first", "label"})
_STEP = re.compile(r"\w+|\W|$")


def parse_line(line: str) -> TimeExpression | None:
    """Return what a line says that is a time and nothing else; None for any other line."""
    return _parse_text(line.strip()) if len(line) <= MAX_LINE and DIGITS.search(line) else None


@lru_cache(maxsize=4096)  # a page is asked several times for the same line
def _parse_text(text: str) -> TimeExpression | None:
    clock = _LEADING_CLOCK.match(text)
    if clock is None:
        word = WORD_PATTERN.match(text)
        is_time = word is None or word[0].lower() in grammar().first_words  # most headlines that tell a number are not
        return _parse_whole(text) if is_time else None
    after = _after_clock(text[clock.end() :])
    return _parse_whole(text) if after is None else _with_clock(after, int(clock[1]), int(clock[2]))


def _parse_whole(line: str) -> TimeExpression | None:
    end, found = _parse_at(line, 0)
    return found if end == len(line) else None


@dataclass(frozen=True, slots=True)
class _AfterClock:
    """What follows the clock at the start of a line, the same in most time lines of a page; ``half`` is "a", "p" or None."""

    rest: TimeExpression | None
    half: str | None


@lru_cache(maxsize=1024)
def _after_clock(rest: str) -> _AfterClock | None:
    """Return what follows a clock; None where that includes another clock, which has to be compared with the first."""
    if _CLOCK_IN_REST.search(rest):
        return None
    line = f"1:01{rest}"
    token = grammar().token.match(line)
    parts = CLOCK_PARTS.match(token[0]) if token else None
    return _AfterClock(_parse_whole(line), parts[5] and parts[5].lower() if parts else None)


on_change(_parse_text.cache_clear)
on_change(_after_clock.cache_clear)


def _with_clock(told: _AfterClock, hour: int, minute: int) -> TimeExpression | None:
    clock, rest = make_clock(hour, minute, 0, told.half), told.rest
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


def opening_time(line: str) -> tuple[int, TimeExpression] | None:
    """Return where the time at the start of a line ends, and what it says; None where the line starts with none.

    Marks and words that only lead to what follows are not part of it: of "14:20 – on the road" it is "14:20".
    """
    gathering = ExpressionBuilder()
    match = grammar().token.match
    at = end = 0
    while at < min(len(line), MAX_LINE):
        token = match(line, at)
        if token is None or token.lastgroup is None or not gathering.take(token.lastgroup, token[0]):
            break
        at = token.end()
        end = at if token.lastgroup not in _LEADING else end
    found = gathering.result()
    return (end, found) if found is not None and end else None


def opens_with_time(line: str) -> bool:
    """Return whether a short line is mostly dates: "June 7, 2023 8:15 PM GMT+3 Updated an hour ago", "June 7, 2023 - ISW Press"."""
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
    """Yield the time expressions with a date within running text, in order."""
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
    """Return the first index from ``at`` on that is not within a word."""
    return line.find(" ", at) + 1 if at > 0 else 0


def _parse_at(line: str, at: int) -> tuple[int, TimeExpression | None]:
    """Return where the expression that starts at ``at`` ends, and what it says."""
    gathering = ExpressionBuilder()
    match = grammar().token.match
    while at < len(line):
        token = match(line, at)
        if token is None or token.lastgroup is None or not gathering.take(token.lastgroup, token[0]):
            break
        at = token.end()
    return at, gathering.result()


_ZERO_OF_SPREADSHEETS = datetime(1899, 12, 30, tzinfo=UTC)  # what Excel and Access write for an empty cell
_START_OF_1970, _FARTHEST_ZONE = datetime(1970, 1, 1, tzinfo=UTC), timedelta(hours=14)
_MONTH_ALONE = re.compile(r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})|(?:(?P<before>\d{1,2})[-/.]|(?P<name>[^\W\d_]+)\.?[ -])(?P<last>\d{4})")
_MONTHS_A_YEAR = 12
_DAY_ALONE = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_FILLED = re.compile(r"(?:0001|9999)-\d\d-\d\d")  # beyond the calendar in UTC
_DIGITS_OF_MILLISECONDS = 13
_EPOCH_DIGITS = {10: 1, _DIGITS_OF_MILLISECONDS: 1000}  # seconds, milliseconds
# The mail parser takes words for what they are not: it reads "June 7, 2023 3:20 PM" as 03:20, and zones that it does not know as UTC.
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},? )?\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4} \d{1,2}:\d{2}(?::\d{2})?"
    r"(?: (?:[+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T))?(?: \([\w ]+\))?"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}(?: [+-]\d{4})? \d{4}"  # of C, and of tweets
)
_SCRIPT_TAIL = re.compile(r"\s*\([^()]{1,60}\)$")  # "Wed Jun 07 2023 15:20:00 GMT+0300 (Eastern European Summer Time)"
_GMT_OFFSET = re.compile(r"\bGMT([+-]\d{4})$")
_ISO_ZONE = re.compile(r"(?:Z|[+-]\d{2}(?::?\d{2}){0,2})$", re.IGNORECASE)
_ISO_CLOCK = re.compile(r"\d{4}-?\d{2}-?\d{2}[T ]\d{2}")


def parse_stamp(text: str, *, unnamed: tzinfo = UTC) -> datetime | None:
    """Return the moment of a time stamp, in UTC.

    Args:
        text: ISO 8601, RFC 5322, a count since 1970, or a date as pages write it ("June 7, 2023, 3:20 PM EDT").
        unnamed: The zone of a time stamp without any.

    Returns:
        The moment, or None where ``text`` is not a time stamp, is ambiguous (3/4/2023), or lies outside of the calendar.
    """
    moment = _parse_any_stamp(text.strip(), unnamed)
    return None if moment is None or _is_filler(moment) else moment.astimezone(UTC)


def parse_moment(text: str, *, unnamed: tzinfo = UTC) -> Moment | None:
    """Return what a time stamp states, as exactly as it states it.

    A midnight to the second is a day: so do programs write a day of which they know no time ("2023-06-13T00:00:00+03:00").

    Args:
        text: As for `parse_stamp`, or a month ("2015-03", "March 2015").
        unnamed: The zone of a time stamp without any.
    """
    moment = _parse_any_stamp(text.strip(), unnamed)
    if moment is None:
        month = parse_month(text)
        return None if month is None else Moment.of_month(month)
    if _is_filler(moment):
        return None
    is_counted = _since_1970(text.strip()) is not None  # which is a time, also at midnight
    return Moment.of_day(moment.date()) if moment.time() == time.min and not is_counted else Moment(moment.astimezone(UTC))


def parse_month(text: str) -> date | None:
    """Return the first day of a month that a cell names without a day ("2022-03", "03/2022", "March 2022"), None for anything else."""
    found = _MONTH_ALONE.fullmatch(text.strip())
    if found is None:
        return None
    month = int(found["number"] or found["before"] or grammar().words.months.get((found["name"] or "").lower(), 0))
    year = int(found["year"] or found["last"])
    return date(year, month, 1) if 1 <= month <= _MONTHS_A_YEAR and EARLIEST_YEAR <= year <= LATEST_YEAR else None


def is_empty_stamp(text: str) -> bool:
    """Return whether a time stamp stands for no time, as programs write what they do not know: 0001-01-01, 1970-01-01 00:00, 9999."""
    stamp = text.strip()
    if not stamp.strip("0:-/. TZ"):  # MySQL's 0000-00-00 00:00:00
        return bool(stamp)
    moment = _parse_any_stamp(stamp, UTC)
    return _FILLED.match(stamp) is not None if moment is None else _is_filler(moment)


def _parse_any_stamp(stamp: str, unnamed: tzinfo) -> datetime | None:
    """Return the moment in the zone that the stamp states."""
    if stamp.isdecimal() and len(stamp) == _DIGITS_OF_MILLISECONDS:  # of which the standard library reads the first as a date
        return _since_1970(stamp)
    for parse in (datetime.fromisoformat, _mail_date):
        try:
            moment = parse(stamp)
            if _DAY_ALONE.fullmatch(stamp):
                return moment.replace(tzinfo=UTC)  # a day is that day everywhere
            moment = moment if moment.tzinfo else moment.replace(tzinfo=unnamed)
            if moment.astimezone(UTC).year:  # within the calendar in UTC too
                return moment
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return _since_1970(stamp) or _written_date(stamp, unnamed)


def _is_filler(moment: datetime) -> bool:
    """Return whether no news is of this time; the beginning of 1970 is allowed for in any zone."""
    is_whole = moment.minute % 15 == 0 and moment.second == 0
    if is_whole and abs(moment - _ZERO_OF_SPREADSHEETS) <= _FARTHEST_ZONE:
        return True
    return not EARLIEST_YEAR <= moment.year <= LATEST_YEAR or (is_whole and abs(moment - _START_OF_1970) <= _FARTHEST_ZONE)


def names_zone(stamp: str) -> bool:
    """Return whether a time stamp with a time of day names its zone; True for a date alone, which needs none."""
    stamp = stamp.strip()
    if _ISO_CLOCK.match(stamp):
        return _ISO_ZONE.search(stamp, len("2023-06-07T15")) is not None
    expression = parse_line(_SCRIPT_TAIL.sub("", stamp))
    return expression is None or not expression.has_clock or expression.zone is not None or expression.other_zone is not None


def _mail_date(stamp: str) -> datetime:
    if not _MAIL.fullmatch(stamp):
        raise ValueError(stamp)
    return parsedate_to_datetime(stamp)


def _since_1970(stamp: str) -> datetime | None:
    """Return the moment of ten digits (seconds since 1970, also with a fraction) or thirteen (milliseconds): the years 2001 to 2286."""
    whole, _, part = stamp.partition(".")
    if not whole.isdecimal() or len(whole) not in _EPOCH_DIGITS or (part and not part.isdecimal()):
        return None
    return datetime.fromtimestamp(int(whole) / _EPOCH_DIGITS[len(whole)], UTC)


def _written_date(stamp: str, unnamed: tzinfo) -> datetime | None:
    expression = parse_line(_GMT_OFFSET.sub(r"\1", _SCRIPT_TAIL.sub("", stamp)))
    if expression is None or expression.day is None or not expression.has_year or expression.either_way:
        return None
    try:
        zone = _zone_of(expression, unnamed) if expression.clock else UTC
        return (expression.clock or Clock(0)).on(expression.day, zone).astimezone(zone)
    except OverflowError:
        return None


def _zone_of(expression: TimeExpression, unnamed: tzinfo) -> tzinfo:
    zone = find_zone(expression.zone) if expression.zone else None
    return zone.tz if zone is not None and zone.note is None else unnamed
