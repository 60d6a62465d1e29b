"""Days, months and years of the calendar in a sentence: "Monday night", "the sixth of March", "06.03.2024", "September 2022"."""

from __future__ import annotations

import re
from typing import NamedTuple

from geomap.events.ontology import TimeKind
from geomap.events.sentence import Number, Sentence
from geomap.events.time_model import TimeRef

FIRST_YEAR, LAST_YEAR = 1800, 2100
DAYS_IN_MONTH, MONTHS = 31, 12
TENS = (20, 30)  # before which an ordinal is a unit: "двадцать первого марта"
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")


class DayOfMonth(NamedTuple):
    """The number of a day over tokens up to ``end``."""

    value: int
    end: int


def may_begin_day(sentence: Sentence, at: int) -> bool:
    """Whether a token may begin a day, month or year: a quick test that spares most words the slower ones."""
    low, words = sentence.low(at), sentence.words
    if low in words.weekdays or low in words.months or at in sentence.numbers or low in words.day_ordinals:
        return True
    return "-" in low and (low.partition("-")[0] in words.weekdays or _hyphened(sentence, at) is not None)


def weekday_at(sentence: Sentence, at: int) -> TimeRef | None:
    """Read a weekday with what stands around it: "last Monday", "Monday night", "Friday of last week"."""
    day, _, part = sentence.low(at).partition("-")
    known = sentence.words.weekdays.get(day)
    hyphened = bool(part) and (part in sentence.words["day_parts"] or part in sentence.words["nights"])
    if known is None or (part and not hyphened) or _spoken_of(sentence, at):
        return None
    end = at + 1
    genitive = sentence.low(end) == "'s" or day in sentence.words.weekday_adjectives or hyphened
    night = _is_night(sentence, at, end) or sentence.is_in(end + genitive, "nights") or part in sentence.words["nights"]
    if sentence.is_in(end, "day_parts"):
        end += 1
    return TimeRef(
        TimeKind.WEEKDAY,
        at,
        end,
        known,
        night=night,
        eve=_is_eve(sentence, at),
        previous=sentence.is_in(at - 1, "last") or sentence.is_in(end, "last_behind"),
        coming=sentence.is_in(at - 1, "next") or sentence.is_in(end, "next_behind"),
        near=sentence.is_in(at - 1, "this"),
        since=is_since(sentence, at),
        genitive=genitive,
        of_speech=is_of_speech(sentence, at),
    )


def _is_night(sentence: Sentence, at: int, end: int) -> bool:
    """Whether a day is told with its night: "Monday night", "lunes por la noche", "la noche del lunes", "в ночь с понедельника"."""
    if sentence.is_in(end, "nights") or (sentence.is_in(at - 2, "nights") and _is_in_any(sentence, at - 1, ("of", "night_starts"))):
        return True
    return sentence.is_in(end, "prepositions") and sentence.is_in(end + 1, "determiners") and sentence.is_in(end + 2, "nights")


def _is_eve(sentence: Sentence, at: int) -> bool:
    """Whether a day is that in which a night ends: "in the night to Monday", "в ночь на понедельник"."""
    return sentence.is_in(at - 1, "night_ends") and _is_in_any(sentence, at - 2, ("nights", "overnights"))


def _is_in_any(sentence: Sentence, at: int, names: tuple[str, ...]) -> bool:
    return any(sentence.is_in(at, name) for name in names)


def _spoken_of(sentence: Sentence, at: int) -> bool:
    """Whether a word is too short to be trusted as a day or month: "Sun", "Mon", "Mar" in lower case, in a language with capital days."""
    if not sentence.words.capital_days:
        return False
    token = sentence.tokens[at]
    return len(token.text) <= 4 and token.text.isascii() and not token.text[0].isupper()  # noqa: PLR2004 - the abbreviations


def date_at(sentence: Sentence, at: int) -> TimeRef | None:
    """Read a day: "January 29", "29 January 2023", "Jan. 19", "July 22, 2022", "the sixth of March", "06.03.2024", "2024-03-06"."""
    return _numeric(sentence, at) or _day_first(sentence, at) or _month_first(sentence, at)


def _numeric(sentence: Sentence, at: int) -> TimeRef | None:
    token = sentence.tokens[at]
    if not token.is_number:
        return None
    found = _DOTTED.fullmatch(token.text)
    if found is not None:
        day, month, year = (int(part) for part in found.groups())
        return _date(sentence, (at, at + 1), day, month, year)
    offset = token.start - sentence.span.start
    found = _YEAR_FIRST.match(sentence.text, offset)
    if found is None:
        return None
    end = at + sum(one.start - sentence.span.start < found.end() for one in sentence.tokens[at:])
    year, month, day = (int(part) for part in found.groups())
    return _date(sentence, (at, end), day, month, year)


def _day_first(sentence: Sentence, at: int) -> TimeRef | None:
    day = _day_at(sentence, at)
    if day is None:
        return None
    named = day.end + sentence.is_in(day.end, "of")  # "5 de marzo"
    month = _month_of(sentence, named)
    if month is None or (at not in sentence.numbers and sentence.words.capital_days and not sentence.tokens[named].text[0].isupper()):
        return None  # "the first march"
    year, end = year_after(sentence, named + 1)
    return _date(sentence, (at, end), day.value, month, year)


def _month_first(sentence: Sentence, at: int) -> TimeRef | None:
    month = _month_of(sentence, at)
    if month is None:
        return None
    step = at + 1 + (sentence.low(at + 1) in {".", "the"})
    day = _day_at(sentence, step)
    if day is None:
        return None
    year, end = year_after(sentence, day.end)
    return _date(sentence, (at, end), day.value, month, year)


def _date(sentence: Sentence, span: tuple[int, int], day: int, month: int, year: int | None) -> TimeRef | None:
    """Return the date over a span of tokens, None where there is none such."""
    at, end = span
    if not (1 <= day <= DAYS_IN_MONTH and 1 <= month <= MONTHS and (year is None or FIRST_YEAR <= year <= LAST_YEAR)):
        return None
    return TimeRef(
        TimeKind.DATE,
        at,
        end,
        day=day,
        month=month,
        year=year,
        night=_is_night(sentence, at - sentence.is_in(at - 1, "articles"), end),
        eve=_is_eve(sentence, at),
        since=is_since(sentence, at),
        of_speech=is_of_speech(sentence, at),
    )


def _day_at(sentence: Sentence, at: int) -> DayOfMonth | None:
    """Read the number of a day, in digits or as an ordinal: "6", "6th", "sixth", "двадцать первого"."""
    number, ordinals = sentence.numbers.get(at), sentence.words.day_ordinals
    if number is not None and number.value in TENS and sentence.low(number.end) in ordinals:
        unit = ordinals[sentence.low(number.end)]
        return DayOfMonth(number.value + unit, number.end + 1) if unit < 10 else None  # noqa: PLR2004 - a unit
    if number is not None:
        return DayOfMonth(number.value, number.end + sentence.is_in(number.end, "ordinals")) if is_day(number) and number.value else None
    told = _hyphened(sentence, at) or ordinals.get(sentence.low(at))
    return None if told is None else DayOfMonth(told, at + 1)


def _hyphened(sentence: Sentence, at: int) -> int | None:
    """Return the day that an ordinal with a hyphen names: "twenty-first"."""
    tens, _, unit = sentence.low(at).partition("-")
    first, second = sentence.words.numbers.get(tens), sentence.words.day_ordinals.get(unit)
    return first + second if first in TENS and second is not None and second < 10 else None  # noqa: PLR2004 - a unit


def _month_of(sentence: Sentence, at: int) -> int | None:
    if not 0 <= at < len(sentence.tokens) or _spoken_of(sentence, at):
        return None
    return sentence.words.months.get(sentence.low(at))


def is_day(number: Number) -> bool:
    """Whether a number can be that of a day."""
    return number.value is not None and 1 <= number.value <= DAYS_IN_MONTH


def year_after(sentence: Sentence, at: int) -> tuple[int | None, int]:
    """Return the year that follows a day or month, and the token behind it: None and ``at`` where none does."""
    step = at + (sentence.low(at) == "," or sentence.is_in(at, "of"))
    number = sentence.numbers.get(step)
    if number is not None and number.value is not None and FIRST_YEAR <= number.value <= LAST_YEAR:
        return number.value, number.end
    return None, at


def month_at(sentence: Sentence, at: int) -> TimeRef | None:
    """Read a month: "in September", "May 2022"."""
    month = _month_of(sentence, at)
    if month is None or not (sentence.is_in(at - 1, "month_openers") or at == 0):
        return None
    year, end = year_after(sentence, at + 1)
    return TimeRef(
        TimeKind.MONTH,
        at,
        end,
        month=month,
        year=year,
        previous=sentence.is_in(at - 1, "last"),
        coming=sentence.is_in(at - 1, "next"),
        since=is_since(sentence, at),
    )


def year_at(sentence: Sentence, at: int) -> TimeRef | None:
    """Read a year: "in 2014", "2014 року"."""
    number = sentence.numbers.get(at)
    if number is None or number.value is None or not FIRST_YEAR <= number.value <= LAST_YEAR or len(sentence.tokens[at].text) != 4:  # noqa: PLR2004 - a year's digits
        return None
    if not ((sentence.is_in(at - 1, "month_openers") and not sentence.is_in(at - 1, "of")) or sentence.is_in(number.end, "year_words")):
        return None
    return TimeRef(TimeKind.YEAR, at, number.end, year=number.value, since=is_since(sentence, at))


def is_since(sentence: Sentence, at: int) -> bool:
    """Whether a time is one since when something goes on; that from which a night lasts is none: "в ночь с понедельника на вторник"."""
    step = at - 1
    while sentence.is_in(step, "time_fillers"):
        step -= 1
    return sentence.is_in(step, "since") and not (sentence.is_in(step, "night_starts") and sentence.is_in(step - 1, "nights"))


def is_of_speech(sentence: Sentence, at: int) -> bool:
    """Whether a time belongs to a verb of saying: "said Tuesday", "announced in Geneva on Monday"."""
    for step in range(at - 1, max(at - 9, -1), -1):
        low = sentence.low(step)
        if low in sentence.words["saying"]:
            return sentence.trigger_at(step) is None
        if low in {",", ";", ":", '"', "”", "“", "–", "—"} or sentence.trigger_at(step) is not None:
            return False
    return False
