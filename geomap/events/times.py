"""Expressions of time in a sentence: "overnight", "on Monday", "in the last 24 hours", "late September 2022"."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.events.numbers import Number
from geomap.events.reading import Reading
from geomap.events.types import TimeKind

FIRST_YEAR, LAST_YEAR = 1800, 2100
DAYS_IN_MONTH = 31
DATELINE = 4  # tokens


@dataclass(frozen=True, slots=True)
class TimeRef:
    """A time expression over tokens ``[start, end)``. ``of_speech``: it dates what was said and not what happened."""

    kind: TimeKind
    start: int
    end: int
    number: int | None = None  # a weekday (0 Monday), a count of days or weeks
    day: int | None = None
    month: int | None = None
    year: int | None = None
    night: bool = False  # "Monday night": into the next day
    previous: bool = False  # "last Monday", "last September"
    coming: bool = False  # "next Monday"
    since: bool = False
    genitive: bool = False  # "Monday's blasts"
    of_speech: bool = False


def time_refs(reading: Reading) -> list[TimeRef]:
    """Give the time expressions of a sentence by position; none overlap."""
    found: list[TimeRef] = []
    at = 0
    while at < len(reading.tokens):
        ref = _at(reading, at)
        if ref is None:
            at += 1
            continue
        found.append(ref)
        at = ref.end
    return found


def _at(reading: Reading, at: int) -> TimeRef | None:
    low, words = reading.low(at), reading.words
    if not (low in words.weekdays or low in words.months or at in reading.numbers or words.times.may_begin(low)):
        return None
    if reading.name_at(at) is not None:
        return None
    if _in_dateline(reading, at):
        return None
    for rule in (_weekday, _date, _phrase, _month, _year):
        ref = rule(reading, at)
        if ref is not None:
            return ref
    return None


def _in_dateline(reading: Reading, at: int) -> bool:
    """Whether a date belongs to the head of a report: "KYIV, March 13 - "."""
    if at > DATELINE or not reading.names or reading.names[0].start > 0:
        return False
    return any(reading.low(step) in {"-", "–", "—"} for step in range(at + 1, at + 4)) and not any(
        reading.hits and hit.start <= at for hit in reading.hits
    )


def _weekday(reading: Reading, at: int) -> TimeRef | None:
    number = reading.words.weekdays.get(reading.low(at))
    if number is None or _spoken_of(reading, at):
        return None
    end = at + 1
    genitive = reading.low(end) == "'s"
    night = reading.is_in(end, "nights") or reading.is_in(end + genitive, "nights")
    if reading.is_in(end, "day_parts"):
        end += 1
    return TimeRef(
        TimeKind.WEEKDAY,
        at,
        end,
        number,
        night=night,
        previous=reading.is_in(at - 1, "last"),
        coming=reading.is_in(at - 1, "next"),
        since=_since(reading, at),
        genitive=genitive,
        of_speech=_of_speech(reading, at),
    )


def _spoken_of(reading: Reading, at: int) -> bool:
    """Whether a word is too short to be trusted as a day or month: "Sun", "Mon", "Mar" in lower case."""
    token = reading.tokens[at]
    return len(token.text) <= 4 and token.text.isascii() and not token.text[0].isupper()  # noqa: PLR2004 - the abbreviations


def _date(reading: Reading, at: int) -> TimeRef | None:
    """Read a day: "January 29", "29 January 2023", "Jan. 19", "July 22, 2022"."""
    number = reading.numbers.get(at)
    if number is not None:
        month = _month_of(reading, number.end)
        if month is not None and _is_day(number):
            year, end = _year_after(reading, number.end + 1)
            return TimeRef(
                TimeKind.DATE,
                at,
                end,
                day=number.value,
                month=month,
                year=year,
                since=_since(reading, at),
                of_speech=_of_speech(reading, at),
            )
        return None
    month = _month_of(reading, at)
    if month is None:
        return None
    step = at + 1 + (reading.low(at + 1) == ".")
    day = reading.numbers.get(step)
    if day is None or not _is_day(day):
        return None
    end = day.end + (reading.low(day.end) in {"st", "nd", "rd", "th"})
    year, end = _year_after(reading, end)
    return TimeRef(
        TimeKind.DATE, at, end, day=day.value, month=month, year=year, since=_since(reading, at), of_speech=_of_speech(reading, at)
    )


def _month_of(reading: Reading, at: int) -> int | None:
    if not 0 <= at < len(reading.tokens) or _spoken_of(reading, at):
        return None
    return reading.words.months.get(reading.low(at))


def _is_day(number: Number) -> bool:
    return number.value is not None and 1 <= number.value <= DAYS_IN_MONTH


def _year_after(reading: Reading, at: int) -> tuple[int | None, int]:
    step = at + (reading.low(at) == ",")
    number = reading.numbers.get(step)
    if number is not None and number.value is not None and FIRST_YEAR <= number.value <= LAST_YEAR:
        return number.value, number.end
    return None, at


def _phrase(reading: Reading, at: int) -> TimeRef | None:
    matches = reading.words.times.find_at(reading.seen, at)
    if not matches:
        return None
    match, kind = max(matches, key=lambda row: row[0].end)
    number = next((reading.numbers[step].value for step in range(match.start, match.end) if step in reading.numbers), None)
    return TimeRef(kind, match.start, match.end, number, since=_since(reading, at), of_speech=_of_speech(reading, at))


def _month(reading: Reading, at: int) -> TimeRef | None:
    month = _month_of(reading, at)
    if month is None or not (reading.is_in(at - 1, "month_openers") or at == 0):
        return None
    year, end = _year_after(reading, at + 1)
    return TimeRef(
        TimeKind.MONTH,
        at,
        end,
        month=month,
        year=year,
        previous=reading.is_in(at - 1, "last"),
        coming=reading.is_in(at - 1, "next"),
        since=_since(reading, at),
    )


def _year(reading: Reading, at: int) -> TimeRef | None:
    number = reading.numbers.get(at)
    if number is None or number.value is None or not FIRST_YEAR <= number.value <= LAST_YEAR or len(reading.tokens[at].text) != 4:  # noqa: PLR2004 - a year's digits
        return None
    if not ((reading.is_in(at - 1, "month_openers") and not reading.is_in(at - 1, "of")) or reading.is_in(number.end, "year_words")):
        return None
    return TimeRef(TimeKind.YEAR, at, number.end, year=number.value, since=_since(reading, at))


def _since(reading: Reading, at: int) -> bool:
    step = at - 1
    while reading.is_in(step, "time_fillers"):
        step -= 1
    return reading.is_in(step, "since")


def _of_speech(reading: Reading, at: int) -> bool:
    """Whether a time belongs to a verb of saying: "said Tuesday", "announced in Geneva on Monday"."""
    for step in range(at - 1, max(at - 9, -1), -1):
        low = reading.low(step)
        if low in reading.words["saying"]:
            return reading.hit_at(step) is None
        if low in {",", ";", ":", '"', "”", "“", "–", "—"} or reading.hit_at(step) is not None:
            return False
    return False
