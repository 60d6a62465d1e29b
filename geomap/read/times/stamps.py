"""Time stamps as machines write them into feeds, pages and tables, and as people do in their place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from geomap.read.times.expression import TimeExpression
from geomap.read.times.moment import Clock
from geomap.read.times.parse import parse_line
from geomap.read.times.zones import find_zone

_EPOCH_DIGITS = {10: 1, 13: 1000}  # seconds, milliseconds
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
    """Read a time stamp as UTC: ISO 8601, RFC 2822, a count since 1970, or a date as pages write it ("June 7, 2023, 3:20 PM EDT").

    A stamp without a zone is in ``unnamed``.

    Returns:
        The moment, or None where ``text`` is no time stamp, can be read two ways (3/4/2023), or lies outside of the calendar.
    """
    stamp = text.strip()
    for parse in (datetime.fromisoformat, _mail_date):
        try:
            moment = parse(stamp)
            return (moment if moment.tzinfo else moment.replace(tzinfo=unnamed)).astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return _since_1970(stamp) or _as_written(stamp, unnamed)


def names_zone(stamp: str) -> bool:
    """Say whether a stamp with a time of day names its zone; True for a day alone, which needs none."""
    stamp = stamp.strip()
    if _ISO_CLOCK.match(stamp):
        return _ISO_ZONE.search(stamp, len("2023-06-07T15")) is not None
    told = parse_line(_SCRIPT_TAIL.sub("", stamp))
    return told is None or not told.has_clock or told.zone is not None or told.other_zone is not None


def _mail_date(stamp: str) -> datetime:
    if not _MAIL.fullmatch(stamp):
        raise ValueError(stamp)
    return parsedate_to_datetime(stamp)


def _since_1970(stamp: str) -> datetime | None:
    """Read seconds or milliseconds since 1970, as scripts write them: ten or thirteen digits, which are of the years 2001 to 2286."""
    if not stamp.isdecimal() or len(stamp) not in _EPOCH_DIGITS:
        return None
    return datetime.fromtimestamp(int(stamp) / _EPOCH_DIGITS[len(stamp)], UTC)


def _as_written(stamp: str, unnamed: tzinfo) -> datetime | None:
    told = parse_line(_GMT_OFFSET.sub(r"\1", _SCRIPT_TAIL.sub("", stamp)))
    if told is None or told.day is None or not told.has_year or told.either_way:
        return None
    try:
        return (told.clock or Clock(0)).on(told.day, _zone_of(told, unnamed))
    except OverflowError:
        return None


def _zone_of(told: TimeExpression, unnamed: tzinfo) -> tzinfo:
    zone = find_zone(told.zone) if told.zone else None
    return zone.tz if zone is not None and zone.note is None else unnamed
