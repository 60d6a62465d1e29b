"""Expressions of time in a sentence ("overnight", "in the last 24 hours", "late September 2022"), and the local days that they mean."""

from __future__ import annotations

import calendar
import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gazetteer.model import Place
from geomap.events.ontology import TimeKind
from geomap.events.sentence import Number, Sentence
from geomap.model import TimeBasis, When

FIRST_YEAR, LAST_YEAR = 1800, 2100
CALENDAR = frozenset({TimeKind.DATE, TimeKind.MONTH, TimeKind.YEAR})
DAYS_IN_MONTH = 31
DATELINE = 4  # tokens
DAY, WEEK, MONTH = 1, 2, 3  # ACLED's time precision
SMALL_HOURS = 5  # what is published by five in the morning tells of the day before
DEGREES_PER_HOUR = 15.0
BACKGROUND_DAYS = 14  # what ended longer ago than this is background, not news
NIGHT_ENDS = 12  # until noon "last night" and "overnight" are the night that has just passed


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


def time_refs(sentence: Sentence) -> list[TimeRef]:
    """Return the time expressions of a sentence by position; none overlap."""
    found: list[TimeRef] = []
    words, end = sentence.words, 0
    for at, token in enumerate(sentence.tokens):
        low = token.low
        begins = low in words.weekdays or low in words.months or at in sentence.numbers or words.times.may_begin(low)
        ref = _at(sentence, at) if begins and at >= end else None
        if ref is not None:
            found.append(ref)
            end = ref.end
    return found


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
    return any(sentence.low(step) in {"-", "–", "—"} for step in range(at + 1, at + 4)) and not any(
        sentence.triggers and trigger.start <= at for trigger in sentence.triggers
    )


def _weekday(sentence: Sentence, at: int) -> TimeRef | None:
    number = sentence.words.weekdays.get(sentence.low(at))
    if number is None or _spoken_of(sentence, at):
        return None
    end = at + 1
    genitive = sentence.low(end) == "'s"
    night = sentence.is_in(end, "nights") or sentence.is_in(end + genitive, "nights")
    if sentence.is_in(end, "day_parts"):
        end += 1
    return TimeRef(
        TimeKind.WEEKDAY,
        at,
        end,
        number,
        night=night,
        previous=sentence.is_in(at - 1, "last"),
        coming=sentence.is_in(at - 1, "next"),
        since=_since(sentence, at),
        genitive=genitive,
        of_speech=_of_speech(sentence, at),
    )


def _spoken_of(sentence: Sentence, at: int) -> bool:
    """Whether a word is too short to be trusted as a day or month: "Sun", "Mon", "Mar" in lower case."""
    token = sentence.tokens[at]
    return len(token.text) <= 4 and token.text.isascii() and not token.text[0].isupper()  # noqa: PLR2004 - the abbreviations


def _date(sentence: Sentence, at: int) -> TimeRef | None:
    """Read a day: "January 29", "29 January 2023", "Jan. 19", "July 22, 2022"."""
    number = sentence.numbers.get(at)
    if number is not None:
        month = _month_of(sentence, number.end)
        if month is not None and _is_day(number):
            year, end = _year_after(sentence, number.end + 1)
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
    step = at + (sentence.low(at) == ",")
    number = sentence.numbers.get(step)
    if number is not None and number.value is not None and FIRST_YEAR <= number.value <= LAST_YEAR:
        return number.value, number.end
    return None, at


def _phrase(sentence: Sentence, at: int) -> TimeRef | None:
    matches = sentence.words.times.find_at(sentence.view, at)
    if not matches:
        return None
    match, kind = max(matches, key=lambda row: row[0].end)
    number = next((sentence.numbers[step].value for step in range(match.start, match.end) if step in sentence.numbers), None)
    return TimeRef(kind, match.start, match.end, number, since=_since(sentence, at), of_speech=_of_speech(sentence, at))


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


@dataclass(frozen=True, slots=True)
class Days:
    """Local days at the place, both included, and what they rest on."""

    first: date
    last: date
    precision: int = DAY
    basis: TimeBasis = TimeBasis.RELATIVE
    coming: bool = False  # after the post: planned
    since: bool = False  # a time since when something goes on or has happened


@functools.cache
def zone(name: str) -> tzinfo | None:
    """Return the time zone called ``name`` in the IANA database, None where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def zone_of(place: Place | None) -> tzinfo:
    """Return the time zone at a place: its own, else by its longitude (nautical hours), else UTC."""
    if place is not None and place.timezone:
        known = zone(place.timezone)
        if known is not None:
            return known
    if place is not None and place.lon is not None:
        return timezone(timedelta(hours=round(place.lon / DEGREES_PER_HOUR)))
    return UTC


def news_day(local: datetime) -> date:
    """Return the day that a post of this local time tells of when it names none."""
    return (local - timedelta(hours=SMALL_HOURS)).date()


def days_of(ref: TimeRef, local: datetime, *, ahead: bool = False) -> Days | None:
    """Read ``ref`` in a post of local time ``local``; ``ahead``: of what is still to come. None: it says no day."""
    days = _days_of_kind(ref, local, ahead=ahead)
    if days is None or not ref.since:
        return days
    return Days(days.first, max(days.first, local.date()), MONTH if (local.date() - days.first).days > 7 else WEEK, days.basis, since=True)  # noqa: PLR2004 - a week


def _days_of_kind(ref: TimeRef, local: datetime, *, ahead: bool) -> Days | None:  # noqa: C901, PLR0911, PLR0912 - one kind a line
    today = local.date()
    match ref.kind:
        case TimeKind.TODAY:
            return Days(today, today)
        case TimeKind.OVERNIGHT:
            return _days_of_night(local)
        case TimeKind.YESTERDAY:
            return Days(today - timedelta(1), today - timedelta(1))
        case TimeKind.TOMORROW:
            return Days(today + timedelta(1), today + timedelta(1), coming=True)
        case TimeKind.WEEKEND:
            saturday = today - timedelta((today.weekday() - 5) % 7)
            return Days(saturday, min(saturday + timedelta(1), max(today, saturday)))
        case TimeKind.PAST_DAY:
            return Days(today - timedelta(1), today)
        case TimeKind.PAST_DAYS | TimeKind.PAST_WEEKS | TimeKind.PAST_WEEK | TimeKind.PAST_MONTHS:
            return _days_of_past(ref, today)
        case TimeKind.LAST_WEEK:
            monday = today - timedelta(today.weekday() + 7)
            return Days(monday, monday + timedelta(6), WEEK)
        case TimeKind.LAST_MONTH:
            end = today.replace(day=1) - timedelta(1)
            return Days(end.replace(day=1), end, MONTH)
        case TimeKind.LAST_YEAR:
            return Days(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31), MONTH)
        case TimeKind.NEXT:
            return Days(today + timedelta(1), today + timedelta(14), WEEK, coming=True)
        case TimeKind.DAYS_AGO:
            day = today - timedelta(min(ref.number or 1, 3650))
            return Days(day, day)
        case TimeKind.LONG_AGO:
            return Days(date(today.year - 1, 1, 1), today - timedelta(BACKGROUND_DAYS + 1), MONTH)
        case TimeKind.WEEKDAY:
            return _days_of_weekday(ref, today, ahead=ahead)
        case TimeKind.DATE:
            return _days_of_date(ref, today)
        case TimeKind.MONTH:
            return _days_of_month(ref, today)
        case TimeKind.YEAR:
            year = min(max(ref.year or today.year, date.min.year), date.max.year)
            return Days(date(year, 1, 1), date(year, 12, 31), MONTH, TimeBasis.STATED)


def _days_of_night(local: datetime) -> Days:
    """The night that has just passed; in the evening too, for "overnight" then is the night before this day."""
    return Days(local.date() - timedelta(1), local.date())


def _days_of_past(ref: TimeRef, today: date) -> Days:
    if ref.kind is TimeKind.PAST_DAYS:
        span = max(ref.number or 3, 1)
    elif ref.kind is TimeKind.PAST_WEEK:
        span = 7
    elif ref.kind is TimeKind.PAST_WEEKS:
        span = 7 * (ref.number or 2)
    else:
        span = 30 * (ref.number or 2)
    span = min(span, 36500)
    return Days(today - timedelta(span), today, DAY if span <= 1 else WEEK if span <= 14 else MONTH)  # noqa: PLR2004 - ACLED's week


def _days_of_weekday(ref: TimeRef, today: date, *, ahead: bool) -> Days:
    back = (today.weekday() - (ref.number or 0)) % 7
    if ref.coming or (ahead and back):
        day = today + timedelta((7 - back) % 7 or 7)
        return Days(day, day, coming=True)
    day = today - timedelta(back or (7 if ref.previous else 0))
    last = day + timedelta(1) if ref.night and day < today else day
    return Days(day, last, coming=ahead)


def _days_of_date(ref: TimeRef, today: date) -> Days | None:
    years = [ref.year] if ref.year else [today.year, today.year - 1, today.year + 1]
    candidates = [made for year in years if (made := _made(year, ref.month or 1, ref.day or 1)) is not None]
    if ref.since and ref.year is None:  # what has gone on since a day began before the post
        candidates = [day for day in candidates if day <= today]
    if not candidates:
        return None
    day = min(candidates, key=lambda candidate: abs((candidate - today).days))
    return Days(day, day, DAY, TimeBasis.STATED, coming=day > today)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_of_month(ref: TimeRef, today: date) -> Days | None:
    month = ref.month or 1
    year = ref.year
    if year is None:
        if ref.coming:
            year = today.year if month > today.month else today.year + 1
        else:
            year = today.year if month <= today.month and not (ref.previous and month == today.month) else today.year - 1
    if not date.min.year <= year <= date.max.year:
        return None
    last = calendar.monthrange(year, month)[1]
    return Days(date(year, month, 1), date(year, month, last), MONTH, TimeBasis.STATED, coming=date(year, month, 1) > today)


def is_background(days: Days, published: date) -> bool:
    """Whether days lie so far before the post that they are background to it."""
    if days.since:
        return (published - days.first).days > BACKGROUND_DAYS
    return (published - days.last).days > BACKGROUND_DAYS or (days.precision == MONTH and (published - days.first).days > BACKGROUND_DAYS)


def interval(days: Days, where: tzinfo) -> When:
    """Return the UTC interval of local days: from the first midnight to the midnight after the last."""
    start = datetime.combine(days.first, time.min, where).astimezone(UTC)
    end = datetime.combine(min(days.last, date.max - timedelta(1)) + timedelta(1), time.min, where).astimezone(UTC)
    return When(start=start, end=end, first_day=days.first, last_day=days.last, precision=days.precision, basis=days.basis)
