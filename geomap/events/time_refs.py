"""Expressions of time in a sentence: "overnight", "in the last 24 hours", "late September 2022", "from March 5 to 8"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.events.ontology import TimeKind
from geomap.events.sentence import Number, Sentence

FIRST_YEAR, LAST_YEAR = 1800, 2100
CALENDAR = frozenset({TimeKind.DATE, TimeKind.MONTH, TimeKind.YEAR})
RELATED = frozenset(  # what counts from another day that the text names
    {*(TimeKind.DAY_BEFORE, TimeKind.DAYS_EARLIER, TimeKind.WEEKS_EARLIER), *(TimeKind.DAYS_LATER, TimeKind.WEEKS_LATER)}
)
ONLY_RELATED = frozenset({TimeKind.DAYS_LATER, TimeKind.WEEKS_LATER})  # what says nothing without such a day
ANCHORS = frozenset({TimeKind.DATE, TimeKind.WEEKDAY, TimeKind.YESTERDAY, TimeKind.TODAY, TimeKind.OVERNIGHT, TimeKind.DAYS_AGO, *RELATED})
AFTER = frozenset({TimeKind.DAYS_AFTER, TimeKind.WEEKS_AFTER, TimeKind.LONG_AFTER})
DAYS_IN_MONTH = 31
DATELINE = 4  # tokens
DASHES = frozenset({"-", "–", "—"})


@dataclass(frozen=True, slots=True)
class TimeRef:
    """A time expression over tokens ``[start, end)``.

    ``of_speech``: it dates what was said and not what happened. ``first_day`` and ``first_month`` are where several days begin, of which
    ``day`` and ``month`` are the last: "March 5 and 6", "from 30 March to 2 April".
    """

    kind: TimeKind
    start: int
    end: int
    number: int | None = None  # a weekday (0 Monday), a count of days or weeks
    day: int | None = None
    month: int | None = None
    year: int | None = None
    first_day: int | None = None
    first_month: int | None = None
    night: bool = False  # "Monday night": into the next day
    previous: bool = False  # "last Monday", "last September"
    coming: bool = False  # "next Monday"
    since: bool = False
    genitive: bool = False  # "Monday's blasts"
    of_speech: bool = False
    anchor: TimeRef | None = None  # the day from which it counts: "On 5 March A was hit, and two days earlier B"


def time_refs(sentence: Sentence, told: TimeRef | None = None) -> list[TimeRef]:
    """Return the time expressions of a sentence by position; none overlap.

    Args:
        sentence: The sentence.
        told: The day that the sentence before it names last, from which "two days earlier" counts.
    """
    found: list[TimeRef] = []
    words, end = sentence.words, 0
    for at, token in enumerate(sentence.tokens):
        low = token.low
        begins = low in words.weekdays or low in words.months or at in sentence.numbers or words.times.may_begin(low)
        ref = _at(sentence, at) if begins and at >= end else None
        if ref is not None:
            found.append(ref)
            end = ref.end
    return _anchored(_joined(sentence, found), told)


def last_day(refs: Sequence[TimeRef]) -> TimeRef | None:
    """Return the day that a sentence names last, None where it names none."""
    return next((ref for ref in reversed(refs) if ref.kind in ANCHORS and not ref.since), None)


def _anchored(refs: Sequence[TimeRef], told: TimeRef | None) -> list[TimeRef]:
    """Return the times, each that counts from another day with that day: one before it in the sentence, else in the one before."""
    anchored: list[TimeRef] = []
    for ref in refs:
        if ref.kind not in RELATED:
            anchored.append(replace(ref, anchor=last_day(anchored)) if ref.kind in AFTER else ref)
            continue
        anchor = last_day(anchored) or told
        if anchor is not None or ref.kind not in ONLY_RELATED:
            anchored.append(replace(ref, anchor=anchor))
    return anchored


def _at(sentence: Sentence, at: int) -> TimeRef | None:
    if sentence.name_at(at) is not None or _in_dateline(sentence, at):
        return None
    for rule in (_weekday, _date, _phrase, _month, _year):
        ref = rule(sentence, at)
        if ref is not None:
            return None if ref.kind in CALENDAR and _of_birth(sentence, ref) else ref
    return None


def _of_birth(sentence: Sentence, ref: TimeRef) -> bool:
    """Whether a date or year is that of a birth: "born in 1965", "1965 року народження"."""
    return any(sentence.is_in(at, "births") for at in (ref.start - 2, ref.start - 1, ref.end, ref.end + 1))


def _in_dateline(sentence: Sentence, at: int) -> bool:
    """Whether a date belongs to the head of a report: "KYIV, March 13 - "."""
    if at > DATELINE or not sentence.names or sentence.names[0].start > 0:
        return False
    return any(sentence.low(step) in DASHES for step in range(at + 1, at + 4)) and not any(
        sentence.triggers and trigger.start <= at for trigger in sentence.triggers
    )


def _weekday(sentence: Sentence, at: int) -> TimeRef | None:
    number = sentence.words.weekdays.get(sentence.low(at))
    if number is None or _spoken_of(sentence, at):
        return None
    end = at + 1
    genitive = sentence.low(end) == "'s"
    night = _is_night(sentence, at, end) or sentence.is_in(end + genitive, "nights")
    if sentence.is_in(end, "day_parts"):
        end += 1
    return TimeRef(
        TimeKind.WEEKDAY,
        at,
        end,
        number,
        night=night,
        previous=sentence.is_in(at - 1, "last") or sentence.is_in(end, "last_behind"),
        coming=sentence.is_in(at - 1, "next") or sentence.is_in(end, "next_behind"),
        since=_since(sentence, at),
        genitive=genitive,
        of_speech=_of_speech(sentence, at),
    )


def _is_night(sentence: Sentence, at: int, end: int) -> bool:
    """Whether a day is told with its night: "Monday night", "lunes por la noche", "la noche del lunes"."""
    if sentence.is_in(end, "nights") or (sentence.is_in(at - 1, "of") and sentence.is_in(at - 2, "nights")):
        return True
    return sentence.is_in(end, "prepositions") and sentence.is_in(end + 1, "determiners") and sentence.is_in(end + 2, "nights")


def _spoken_of(sentence: Sentence, at: int) -> bool:
    """Whether a word is too short to be trusted as a day or month: "Sun", "Mon", "Mar" in lower case, in a language with capital days."""
    if not sentence.words.capital_days:
        return False
    token = sentence.tokens[at]
    return len(token.text) <= 4 and token.text.isascii() and not token.text[0].isupper()  # noqa: PLR2004 - the abbreviations


def _date(sentence: Sentence, at: int) -> TimeRef | None:
    """Read a day: "January 29", "29 January 2023", "Jan. 19", "July 22, 2022"."""
    number = sentence.numbers.get(at)
    if number is not None:
        named = number.end + sentence.is_in(number.end, "ordinals")
        named += sentence.is_in(named, "of")  # "5 de marzo"
        month = _month_of(sentence, named)
        if month is not None and _is_day(number):
            year, end = _year_after(sentence, named + 1)
            return TimeRef(
                TimeKind.DATE,
                at,
                end,
                day=number.value,
                month=month,
                year=year,
                since=_since(sentence, at),
                of_speech=_of_speech(sentence, at),
            )
        return None
    month = _month_of(sentence, at)
    if month is None:
        return None
    step = at + 1 + (sentence.low(at + 1) == ".")
    day = sentence.numbers.get(step)
    if day is None or not _is_day(day):
        return None
    end = day.end + (sentence.low(day.end) in {"st", "nd", "rd", "th"})
    year, end = _year_after(sentence, end)
    return TimeRef(
        TimeKind.DATE, at, end, day=day.value, month=month, year=year, since=_since(sentence, at), of_speech=_of_speech(sentence, at)
    )


def _month_of(sentence: Sentence, at: int) -> int | None:
    if not 0 <= at < len(sentence.tokens) or _spoken_of(sentence, at):
        return None
    return sentence.words.months.get(sentence.low(at))


def _is_day(number: Number) -> bool:
    return number.value is not None and 1 <= number.value <= DAYS_IN_MONTH


def _year_after(sentence: Sentence, at: int) -> tuple[int | None, int]:
    step = at + (sentence.low(at) == "," or sentence.is_in(at, "of"))
    number = sentence.numbers.get(step)
    if number is not None and number.value is not None and FIRST_YEAR <= number.value <= LAST_YEAR:
        return number.value, number.end
    return None, at


def _phrase(sentence: Sentence, at: int) -> TimeRef | None:
    matches = sentence.words.times.find_at(sentence.view, at)
    if not matches:
        return None
    match, kind = max(matches, key=lambda row: row[0].end)
    if kind is TimeKind.OVERNIGHT and _names_day(sentence, match.end):
        return None  # the night is that of the day: "dans la nuit de lundi"
    number = next((sentence.numbers[step].value for step in range(match.start, match.end) if step in sentence.numbers), None)
    of_speech = kind not in AFTER and _of_speech(sentence, at)
    return TimeRef(kind, match.start, match.end, number, since=_since(sentence, at), of_speech=of_speech)


def _names_day(sentence: Sentence, at: int) -> bool:
    if not sentence.is_in(at, "of"):
        return False
    return sentence.low(at + 1) in sentence.words.weekdays or _date(sentence, at + 1) is not None


def _month(sentence: Sentence, at: int) -> TimeRef | None:
    month = _month_of(sentence, at)
    if month is None or not (sentence.is_in(at - 1, "month_openers") or at == 0):
        return None
    year, end = _year_after(sentence, at + 1)
    return TimeRef(
        TimeKind.MONTH,
        at,
        end,
        month=month,
        year=year,
        previous=sentence.is_in(at - 1, "last"),
        coming=sentence.is_in(at - 1, "next"),
        since=_since(sentence, at),
    )


def _year(sentence: Sentence, at: int) -> TimeRef | None:
    number = sentence.numbers.get(at)
    if number is None or number.value is None or not FIRST_YEAR <= number.value <= LAST_YEAR or len(sentence.tokens[at].text) != 4:  # noqa: PLR2004 - a year's digits
        return None
    if not ((sentence.is_in(at - 1, "month_openers") and not sentence.is_in(at - 1, "of")) or sentence.is_in(number.end, "year_words")):
        return None
    return TimeRef(TimeKind.YEAR, at, number.end, year=number.value, since=_since(sentence, at))


def _since(sentence: Sentence, at: int) -> bool:
    step = at - 1
    while sentence.is_in(step, "time_fillers"):
        step -= 1
    return sentence.is_in(step, "since")


def _of_speech(sentence: Sentence, at: int) -> bool:
    """Whether a time belongs to a verb of saying: "said Tuesday", "announced in Geneva on Monday"."""
    for step in range(at - 1, max(at - 9, -1), -1):
        low = sentence.low(step)
        if low in sentence.words["saying"]:
            return sentence.trigger_at(step) is None
        if low in {",", ";", ":", '"', "”", "“", "–", "—"} or sentence.trigger_at(step) is not None:
            return False
    return False


def _joined(sentence: Sentence, refs: list[TimeRef]) -> list[TimeRef]:
    """Return the time expressions with days that are told together as one: "March 5 and 6", "9-11 August", "from March 5 to April 2"."""
    joined: list[TimeRef] = []
    for ref in refs:
        if joined and _is_other_end_of_night(sentence, joined[-1], ref):
            continue
        if ref.kind is not TimeKind.DATE:
            joined.append(ref)
        elif joined and _is_end_of(sentence, joined[-1], ref):
            first = joined[-1]
            joined[-1] = replace(ref, start=first.start, first_day=first.day, first_month=first.month, of_speech=first.of_speech)
        else:
            joined.append(_with_last(sentence, ref) or _with_first(sentence, ref) or ref)
    return joined


def _is_other_end_of_night(sentence: Sentence, first: TimeRef, ref: TimeRef) -> bool:
    """Whether a day is only where the night of the one before it ends: "la noche del lunes al martes"."""
    is_next = first.night and ref.kind is TimeKind.WEEKDAY and ref.number == ((first.number or 0) + 1) % 7
    return is_next and ref.start - first.end == 1 and _joins(sentence, first.end)


def _joins(sentence: Sentence, at: int) -> bool:
    return sentence.low(at) in DASHES or sentence.is_in(at, "day_joiners")


def _joiner_before(sentence: Sentence, at: int) -> int:
    """Return where the word stands that joins the day at ``at`` to one before it; an article may follow it: "entre el 5 y el 8"."""
    return at - 2 if sentence.is_in(at - 1, "articles") and sentence.is_in(at - 2, "day_joiners") else at - 1


def _is_end_of(sentence: Sentence, first: TimeRef, ref: TimeRef) -> bool:
    """Whether a day ends the days that the one before it begins; "on 5 March and 8 March" are two days, "between" them are all."""
    joiner = _joiner_before(sentence, ref.start)
    if first.kind is not TimeKind.DATE or first.first_day is not None or joiner != first.end or not _joins(sentence, joiner):
        return False
    return not sentence.is_in(first.end, "and") or _is_between(sentence, first.start)


def _is_between(sentence: Sentence, at: int) -> bool:
    return sentence.is_in(at - 1 - sentence.is_in(at - 1, "articles"), "betweens")


def _with_last(sentence: Sentence, ref: TimeRef) -> TimeRef | None:
    """Return "March 5 and 6" as both days; None where one day only is told: "on March 5 and 6 people"."""
    number = sentence.numbers.get(ref.end + 1)
    if number is None or ref.start in sentence.numbers or ref.year is not None or not _joins(sentence, ref.end):
        return None
    if not _is_day(number) or number.value is None or number.value <= (ref.day or 0):
        return None
    year, end = _year_after(sentence, number.end)
    following = sentence.low(end)
    if following.isalnum() and not sentence.is_in(end, "prepositions"):
        return None
    return replace(ref, end=end, day=number.value, year=year, first_day=ref.day, first_month=ref.month)


def _with_first(sentence: Sentence, ref: TimeRef) -> TimeRef | None:
    """Return "5 and 6 March" as both days, None where one day only is told."""
    at = _joiner_before(sentence, ref.start)
    number = next((known for known in sentence.numbers.values() if known.end == at), None)
    if number is None or ref.start not in sentence.numbers or not _joins(sentence, at):
        return None
    if not _is_day(number) or number.value is None or number.value >= (ref.day or 0):
        return None
    before = number.start - 1
    opened = sentence.is_in(before, "prepositions") or sentence.is_in(before, "articles") or sentence.is_in(before, "day_nouns")
    if sentence.low(at) not in DASHES and before >= 0 and not opened:
        return None  # "a man of 5 and 6 March"
    since = sentence.is_in(at, "and") and _since(sentence, number.start)
    return replace(ref, start=number.start, first_day=number.value, first_month=ref.month, since=since)
