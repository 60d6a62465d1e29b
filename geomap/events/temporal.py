"""The local days that expressions of time in a post mean, and the UTC intervals of these days."""

from __future__ import annotations

import calendar
import functools
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gazetteer.model import Place
from geomap.events.ontology import TimeKind
from geomap.events.time_model import ONLY_RELATED, RELATED, TimeRef
from geomap.model import TimeBasis, When

DAY, WEEK, MONTH = 1, 2, 3  # ACLED's time precision
SMALL_HOURS = 5  # what is published by five in the morning tells of the day before
DEGREES_PER_HOUR = 15.0
HALF_WEEK = 3  # days: "this Monday" is the nearest one
BACKGROUND_DAYS = 14  # what ended longer ago than this is background, not news
# What a post of which only the month is known says exactly enough.
MONTHLY_KINDS = frozenset(
    {TimeKind.DATE, TimeKind.MONTH, TimeKind.YEAR, TimeKind.LAST_MONTH, TimeKind.LAST_YEAR, TimeKind.PAST_MONTHS, TimeKind.LONG_AGO}
)
BESIDE = RELATED | {TimeKind.DAYS_AFTER, TimeKind.WEEKS_AFTER}  # what counts from another day
MOST_HOURS, MOST_STEPS = 24 * 365, 500


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


def month_of(day: date) -> Days:
    """Return the month of a day, as what a post of which only the month is known tells of."""
    last = calendar.monthrange(day.year, day.month)[1]
    return Days(day.replace(day=1), day.replace(day=last), MONTH, TimeBasis.PUBLISHED)


def news_day(local: datetime) -> date:
    """Return the day that a post of this local time tells of when it names none."""
    return (local - timedelta(hours=SMALL_HOURS)).date()


def days_of(ref: TimeRef, local: datetime, *, ahead: bool = False, over: bool = False) -> Days | None:
    """Return the days that an expression says, None where it says none.

    Args:
        ref: The expression.
        local: The local time of the post.
        ahead: It is told of what is still to come.
        over: It is told of what has happened and cannot be arranged beforehand: "On December 25, shells hit X", written on December 3,
            tells of the year before.
    """
    if over and ref.kind is TimeKind.DATE and ref.year is None:
        days = _days_of_date(ref, local.date(), over=True)
    elif over and ref.near:
        days = _days_of_kind(replace(ref, near=False), local, ahead=ahead)
    else:
        days = _days_of_kind(ref, local, ahead=ahead)
    if days is None or not ref.since:
        return days
    return Days(days.first, max(days.first, local.date()), MONTH if (local.date() - days.first).days > 7 else WEEK, days.basis, since=True)  # noqa: PLR2004 - a week


def _days_of_kind(ref: TimeRef, local: datetime, *, ahead: bool) -> Days | None:  # noqa: C901, PLR0911, PLR0912 - one kind a line
    if ref.kind in BESIDE:
        return _days_beside(ref, local)
    today = local.date()
    match ref.kind:
        case TimeKind.TODAY:
            return Days(today, today)
        case TimeKind.OVERNIGHT:
            return _days_of_night(local)
        case TimeKind.YESTERDAY:
            return Days(today - timedelta(1), today - timedelta(1))
        case TimeKind.DAY_BEFORE_YESTERDAY:
            return Days(today - timedelta(2), today - timedelta(2))
        case TimeKind.TOMORROW:
            return Days(today + timedelta(1), today + timedelta(1), coming=True)
        case TimeKind.WEEKEND:
            saturday = today - timedelta((today.weekday() - 5) % 7)
            return Days(saturday, min(saturday + timedelta(1), max(today, saturday)))
        case TimeKind.PAST_DAY:
            return Days(today - timedelta(1), today)
        case TimeKind.PAST_HOURS:
            return _days_of_hours(ref, local)
        case TimeKind.HOURS_AGO:
            day = (local - timedelta(hours=min(ref.number or 1, MOST_HOURS))).date()
            return Days(day, day)
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
        case TimeKind.WEEKS_AGO:
            day = today - timedelta(7 * min(ref.number or 1, 500))
            return Days(day, day, WEEK)
        case TimeKind.LONG_AGO | TimeKind.LONG_AFTER:
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
        case _:
            return None


def _days_beside(ref: TimeRef, local: datetime) -> Days | None:
    """Return the days that a time means which counts from another one; from the day of the post where the text names none."""
    anchor = None if ref.anchor is None else _days_of_kind(ref.anchor, local, ahead=False)
    if ref.kind is TimeKind.NIGHT_BEFORE:
        return _days_of_night(local) if anchor is None else replace(anchor, first=anchor.first - timedelta(1), last=anchor.first)
    if ref.kind is TimeKind.SAME_DAY:
        return (
            None
            if anchor is None or anchor.coming
            else replace(anchor, last=_night_after(anchor.last, local.date()) if ref.night else anchor.last)
        )
    steps = -min(ref.number or 1, MOST_STEPS) if ref.kind not in ONLY_RELATED else min(ref.number or 1, MOST_STEPS)
    is_weeks = ref.kind in {TimeKind.WEEKS_EARLIER, TimeKind.WEEKS_LATER, TimeKind.WEEKS_AFTER}
    of_night = ref.anchor is not None and ref.anchor.night
    from_day = local.date() if anchor is None else anchor.first if steps < 0 or of_night else anchor.last
    day = from_day + timedelta(7 * steps if is_weeks else steps)
    precision = WEEK if is_weeks else DAY if anchor is None else anchor.precision
    return Days(day, day, precision, coming=day > local.date())


def _days_of_hours(ref: TimeRef, local: datetime) -> Days:
    """Return the days of "the past 48 hours", which ended when the post was published."""
    first = (local - timedelta(hours=min(ref.number or 24, MOST_HOURS))).date()
    return Days(first, local.date(), _precision((local.date() - first).days))


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
    return Days(today - timedelta(span), today, _precision(span))


def _days_of_weekday(ref: TimeRef, today: date, *, ahead: bool) -> Days:
    back = (today.weekday() - (ref.number or 0)) % 7
    if ref.last_week:
        day = today - timedelta(today.weekday() + 7 - (ref.number or 0))
        return _with_night(ref, day, today)
    if ref.coming or (ahead and back) or (ref.near and back > HALF_WEEK):
        day = today + timedelta((7 - back) % 7 or 7)
        return Days(day, day, coming=True)
    day = today - timedelta(back or (7 if ref.previous else 0))
    return replace(_with_night(ref, day, today), coming=ahead)


def _with_night(ref: TimeRef, day: date, today: date) -> Days:
    """Return a day with that into which its night lasts, or from which the night lasts that ends on it."""
    return Days(day - timedelta(1) if ref.eve else day, _night_after(day, today) if ref.night and not ref.eve else day)


def _night_after(day: date, today: date) -> date:
    return day + timedelta(1) if day < today else day


def _days_of_date(ref: TimeRef, today: date, *, over: bool = False) -> Days | None:
    years = [ref.year] if ref.year else [today.year, today.year - 1, today.year + 1]
    candidates = [made for year in years if (made := _made(year, ref.month or 1, ref.day or 1)) is not None]
    if ref.since and ref.year is None:  # what has gone on since a day began before the post
        candidates = [day for day in candidates if day <= today]
    elif over:  # a day ahead may be that of another time zone
        candidates = [day for day in candidates if day <= today + timedelta(1)]
    if not candidates:
        return None
    day = min(candidates, key=lambda candidate: abs((candidate - today).days))
    first = _first_of(ref, day)
    last = day if ref.first_day is not None else _with_night(ref, day, today).last
    first = first - timedelta(1) if ref.eve and ref.first_day is None else first
    return Days(first, last, _precision((last - first).days), TimeBasis.STATED, coming=first > today)


def _first_of(ref: TimeRef, last: date) -> date:
    """Return the first of several days that end on ``last``: "from 30 December to 2 January" begins in the year before."""
    if ref.first_day is None:
        return last
    begun = (_made(year, ref.first_month or last.month, ref.first_day) for year in (last.year, last.year - 1))
    return next((day for day in begun if day is not None and day <= last), last)


def _precision(span: int) -> int:
    return DAY if span <= 1 else WEEK if span <= 14 else MONTH  # noqa: PLR2004 - ACLED's week


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
    farthest = BACKGROUND_DAYS - (days.precision == WEEK)  # "two weeks ago"
    return (published - days.last).days > farthest or (days.precision == MONTH and (published - days.first).days > BACKGROUND_DAYS)


def interval(days: Days, where: tzinfo) -> When:
    """Return the UTC interval of local days: from the first midnight to the midnight after the last."""
    start = datetime.combine(days.first, time.min, where).astimezone(UTC)
    end = datetime.combine(min(days.last, date.max - timedelta(1)) + timedelta(1), time.min, where).astimezone(UTC)
    return When(start=start, end=end, first_day=days.first, last_day=days.last, precision=days.precision, basis=days.basis)
