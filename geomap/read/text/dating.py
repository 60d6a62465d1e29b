"""When each post of a page was published: by its time line, the header of the page and the order of the posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from geomap.model import Problem
from geomap.read.dates import Clock, Moment, TimeExpression, Zone, ZoneContext, find_zone
from geomap.read.publishers import NO_PUBLISHER
from geomap.vocabulary import Precision

_DAY = timedelta(days=1)
_MINUTES_A_DAY = 24 * 60
_HOUR = timedelta(hours=1)
_MIN_CLOCKS = 2
_SAME_DAY_WITHIN = timedelta(hours=12)
_DAYS_AROUND = (-_DAY, timedelta(0), _DAY)
_SLACK = timedelta(hours=1)  # a header's "last updated" may lag behind the newest post
_AGAINST_THE_ORDER = 3.0  # how much worse an hour against the page's order is than one along it; posts out of order lie a little apart
NO_ZONE = "the times name no zone and are read as {zone}; set `timezone` if that is wrong"
SET_DATE = "; set `date` to the day of the page"
_NO_DAY = f"the posts have times of day but no date{SET_DATE}"
_NO_TIME = f"the posts do not say on which day they were published{SET_DATE}"
_MACHINE_ZONES = ("Z", "+00:00", "+0000")  # a stamp in these says nothing about the zone of other times on the page
_AMERICAN_ZONES = ("ET", "EST", "EDT", "EASTERN", "EASTERN TIME", "CT", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT")  # month first
_LAST_MINUTE = Clock(23, 59)


@dataclass(slots=True, kw_only=True)
class Dating:
    """The rules for the times of one page.

    Attributes:
        origin: The document, for problems.
        context: What decides zones that the page does not spell out.
        fallback_day: The day that the user gave.
        usual: The zone where people write in the language of the page, for times without any other evidence of their zone.
        newest: The time of the newest post, as far as the page states it.
        oldest: The time of the oldest post, as far as the page states it.
        oldest_day: The day of the oldest post, where the page does not state the time.
        remarks: What could not be determined, each once.
        is_home_guessed: Whether the publisher, whose zone counts, is known only by how the page looks, which others copy.
        stated_zone: The zone that the page says all its times are in.
        page_zone: The zone that most times of the page name.
        page_time: The time of the page itself.
        page_month: The month that the page states for itself, its first day, where it states no day.
    """

    origin: str
    context: ZoneContext = NO_PUBLISHER
    fallback_day: date | None = None  # what the user gave
    usual: ZoneInfo | None = None  # where people write in the page's language, for clocks that nothing else tells the zone of
    newest: datetime | None = None
    oldest: datetime | None = None
    oldest_day: date | None = None
    remarks: dict[str, None] = field(default_factory=dict)
    is_home_guessed: bool = False
    stated_zone: str | None = None
    page_zone: str | None = None
    page_time: Moment | None = None
    page_month: date | None = None
    _first_midnight: datetime | None = None
    _certain_days: frozenset[date] = frozenset()
    _is_month_first: bool | None = None
    _zones: dict[tuple[str | None, bool, str | None], Zone] = field(default_factory=dict)  # those asked for before

    def problems(self) -> list[Problem]:
        """Return the remarks as problems of the document."""
        return [Problem(origin=self.origin, text=f"{self.origin}: {remark}") for remark in self.remarks]

    def ask_for_date(self, remark: str) -> None:
        """Add a remark about a missing date, unless the user gave one."""
        if self.fallback_day is None:
            self.remarks[remark] = None

    def learn(self, header: Iterable[TimeExpression], posts: Sequence[TimeExpression]) -> None:
        """Take the first and last day from the page's header, and the zone that most of its times name.

        Args:
            header: The times in the header.
            posts: The times of the posts, in page order.
        """
        stated = list(header)
        self._note_certain_days([*stated, *posts])
        zones = Counter(zone for when in (*stated, *posts) if (zone := when.zone or when.other_zone) and zone not in _MACHINE_ZONES)
        self.page_zone = zones.most_common(1)[0][0] if zones else self.stated_zone
        for when in stated:
            self._take_header(replace(when, label=None) if _ends_page(when, posts) else when)
        if self.newest is None and self.oldest is None and self.oldest_day is None:
            self.oldest_day = self.fallback_day
        self.page_time = self.date_page(stated)

    def _note_certain_days(self, stated: Iterable[TimeExpression]) -> None:
        """Remember on which days the page certainly was written, and in which order it writes days: they decide how 3/5/2023 is read."""
        stated = list(stated)
        orders = {when.is_month_first for when in stated} - {None}
        self._is_month_first = orders.pop() if len(orders) == 1 else None
        self._certain_days = frozenset(when.day for when in stated if when.day is not None and when.has_year and not when.either_way)

    def _take_header(self, when: TimeExpression) -> None:
        if when.day is None or not when.has_year:
            return
        day = self._day_of(when)
        moment = self._at(when, day) if when.has_clock else None
        if when.label == "updated" or (when.label is None and moment is not None):
            self.newest = self.newest or moment or self._end_of(day)
        elif moment is not None:
            self.oldest = self.oldest or moment
        else:
            self.oldest_day = self.oldest_day or day

    def date_page(self, stated: Sequence[TimeExpression]) -> Moment | None:
        """Return the time of a page that is one article.

        Args:
            stated: The times that the article states.

        Returns:
            When it was published, else when it was updated, else the day that the user gave if it lies in the month that the page
            states, else that month, else None.
        """
        dated = [when for when in stated if when.day is not None and when.has_year]
        days = {(when.day.month, when.day.day): when.day for when in dated if when.day is not None}
        for when in stated:  # "March 5, 7:00 pm ET" below a title that names the year
            day = days.get((when.day.month, when.day.day)) if when.day is not None and not when.has_year and when.has_clock else None
            dated.extend([replace(when, day=day, has_year=True)] if day is not None else [])
        dated.sort(key=lambda when: (when.label == "updated", when.label is None, when.clock is None))
        if dated:
            return _moment(self._at(dated[0], self._day_of(dated[0])), dated[0])
        day = self.fallback_day
        if self.page_month is not None and (day is None or day.replace(day=1) != self.page_month):
            return Moment.of_month(self.page_month)
        return None if day is None else Moment.of_day(day)

    def page_day(self, posts: Iterable[Moment | None]) -> Moment | None:
        """Return the time of a page that has posts: its own, else the day of the newest post, None where neither is known."""
        newest = max((moment.at for moment in posts if moment is not None), default=None)
        if self.page_time is not None or newest is None:
            return self.page_time
        return Moment.of_day(newest.astimezone(self._zone(TimeExpression()).tz).date())

    def date_posts_in_order(self, posts: Sequence[TimeExpression]) -> list[Moment | None]:
        """Return the time of each post.

        Args:
            posts: The times that the posts state, in page order.

        Returns:
            The moments; None, with a remark, where the day of a post is unknown.
        """
        posts = [self._on_named_day(when) if when.days_ago is not None else when for when in posts]
        placed = zip(self._times_in_order(posts), posts, strict=True)
        return [None if at is None else self.page_time if _says_nothing(when) else _moment(at, when) for at, when in placed]

    def _times_in_order(self, posts: Sequence[TimeExpression]) -> list[datetime | None]:
        falling = _runs_backwards(posts)
        dated = next((at for at, when in enumerate(posts) if when.day is not None), None)
        if dated is not None:
            below = self._in_order(posts[dated:], self.newest if falling else self._start, backwards=falling)
            above = self._in_order(posts[:dated][::-1], below[0], backwards=not falling)
            return above[::-1] + below
        near, far = (self.newest, self._start) if falling else (self._start, self.newest)
        if near is None and far is not None:  # only the other end of the page is known
            return self._in_order(posts[::-1], far, backwards=not falling)[::-1]
        return self._in_order(posts, near, backwards=falling)

    def _on_named_day(self, when: TimeExpression) -> TimeExpression:
        """Return "yesterday, 18:05" with the day that it means on the newest day of the page, where that is known."""
        today = self.newest.astimezone(self._zone(when).tz).date() if self.newest else self.oldest_day
        if today is None or when.day is not None or when.days_ago is None:
            return when
        return replace(when, day=today - when.days_ago * _DAY, has_year=True)

    def after(self, when: TimeExpression, published: datetime) -> Moment | None:
        """Return the moment of a post's last edit: that time on the first day on which it is not before ``published``."""
        try:
            if when.day is not None and when.has_year:
                return _moment(self._at(when, self._day_of(when)), when)
            day = published.astimezone(self._zone(when).tz).date()
            moment = self._at(when, day)
            return Moment(moment if moment >= published else self._at(when, day + _DAY))
        except OverflowError:
            return None

    @property
    def _start(self) -> datetime | None:
        if self.oldest is None and self.oldest_day is not None and self._first_midnight is None:
            self._first_midnight = Clock(0).on(self.oldest_day, self._zone(TimeExpression()).tz)
        return self.oldest or self._first_midnight

    def _in_order(self, posts: Sequence[TimeExpression], last: datetime | None, *, backwards: bool) -> list[datetime | None]:
        times: list[datetime | None] = []
        for when in posts:
            try:
                moment = self._place(when, last, backwards=backwards)
            except OverflowError:
                moment = None
            if moment is None:
                self.ask_for_date(_NO_DAY if when.has_clock else _NO_TIME)
            last = moment or last
            times.append(moment)
        return times

    def _place(self, when: TimeExpression, last: datetime | None, *, backwards: bool) -> datetime | None:
        if when.day is not None:
            day = self._day_of(when) if when.has_year else self._nearest_year(when, last)
            return self._at(when, day) if day else None
        if when.ago is not None and not when.has_clock:
            return self.newest - when.ago if self.newest else None
        if not when.has_clock:
            return None if self.page_time is None else self.page_time.at  # a report that tells no time of its own
        if last is None:
            return None
        if when.weekday is not None:
            return self._at(when, _on_weekday(last.astimezone(self._zone(when).tz).date(), when.weekday, backwards=backwards))
        return self._nearest_day(when, last, backwards=backwards)

    def _nearest_day(self, when: TimeExpression, last: datetime, *, backwards: bool) -> datetime:
        around = last.astimezone(self._zone(when).tz).date()
        same_day = self._at(when, around)
        along = last - same_day if backwards else same_day - last
        if timedelta(0) <= along <= _SAME_DAY_WITHIN and self._is_within(same_day):
            return same_day  # the day before or after would cost more
        possible = [self._at(when, around + step) for step in _DAYS_AROUND]  # of the clock's own day, which may be one ahead
        inside = [moment for moment in possible if self._is_within(moment)] or possible
        if len(inside) == 1:
            return inside[0]

        def cost(moment: datetime) -> float:
            hours = (last - moment if backwards else moment - last) / _HOUR
            return hours if hours >= 0 else -hours * _AGAINST_THE_ORDER

        return min(inside, key=cost)

    def _is_within(self, moment: datetime) -> bool:
        too_late = self.newest is not None and moment > self.newest + _SLACK
        return not too_late and not (self._start is not None and moment < self._start - _SLACK)

    def _nearest_year(self, when: TimeExpression, last: datetime | None) -> date | None:
        known = last or self.newest or self._start
        near = known.date() if known is not None else self.page_month
        if near is None or when.day is None:
            return None
        possible = [day for year in (near.year - 1, near.year, near.year + 1) if (day := _in_year(when.day, year))]
        return min(possible, key=lambda day: abs((day - near).days), default=None)

    def _day_of(self, when: TimeExpression) -> date:
        day = when.day or date.min
        if not when.either_way:
            return day
        turned = day.replace(month=day.day, day=day.month)
        if (
            self.context.country == "US"
            or self.page_zone in _AMERICAN_ZONES
            or (turned in self._certain_days and day not in self._certain_days)
            or (self._is_month_first and day not in self._certain_days)
        ):
            return turned
        if day in self._certain_days or self._is_month_first is False:
            return day
        if self.context.country is None:
            self.remarks[f"{day.day}/{day.month}/{day.year} is ambiguous; it is read as day, month, year"] = None
        return day

    def _at(self, when: TimeExpression, day: date) -> datetime:
        if when.clock is None and when.other_clock is None:  # a day is that day everywhere: midnight in UTC stands for it
            return Clock(0).on(day, UTC)
        if when.zone is None and when.other_clock is not None and (when.other_zone or when.clock is None):
            return self._by_other(when, day)
        clock, tz = when.clock or Clock(0), self._zone(when).tz
        change = clock.change(day, tz)
        if change is not None:
            self.remarks[f"{clock.hour:02}:{clock.minute:02} on {day:%Y-%m-%d} {change}; give times with their offset if that is wrong"] = (
                None
            )
        return clock.on(day, tz)

    def _by_other(self, when: TimeExpression, day: date) -> datetime:
        """Return the moment of "16:20 (14:20 GMT)": the day belongs to the first clock, the zone to the second."""
        other = when.other_clock or Clock(0)
        tz = self._zone(replace(when, zone=when.other_zone)).tz
        if when.clock is None:
            return other.on(day, tz)
        moment = other.on(day, tz)
        ahead = when.clock.minus(other)
        shown = moment.astimezone(tz).replace(tzinfo=None) + ahead
        return moment + (day - shown.date()).days * _DAY

    def _zone(self, when: TimeExpression) -> Zone:
        key = (when.zone or when.other_zone, when.clock is not None, self.page_zone)
        known = self._zones.get(key)
        if known is None:
            known = self._zones[key] = self._find_zone(when)
        return known

    def _find_zone(self, when: TimeExpression) -> Zone:
        name = when.zone or when.other_zone
        if name is None:
            unnamed = self._unnamed(has_clock=when.clock is not None)
            if unnamed is not None:
                return Zone(unnamed)
            name = self.page_zone or "UTC"
        zone = find_zone(name, country=self.context.country, given=self.context.given) or Zone(UTC)
        if zone.note:
            self.remarks[
                f"{name} can mean several time zones and is read as that of {zone.note.taken}; set `timezone` if that is wrong"
            ] = None
        return zone

    def _unnamed(self, *, has_clock: bool) -> tzinfo | None:
        if self.page_zone is not None or self.context.unnamed is not None:
            told = self.page_zone is not None or self.context.given is not None
            if has_clock and not told and self.is_home_guessed and self.context.home is not None:
                self.remarks[NO_ZONE.format(zone=self.context.home.key)] = None
            return None if self.context.given is None and self.page_zone else self.context.unnamed
        zone = self.usual.key if self.usual is not None else "UTC"
        if has_clock:
            self.remarks[NO_ZONE.format(zone=zone)] = None
        return self.usual or UTC

    def _end_of(self, day: date) -> datetime:
        return _LAST_MINUTE.on(day, self._zone(TimeExpression()).tz)


def _says_nothing(when: TimeExpression) -> bool:
    return when.day is None and when.ago is None and not when.has_clock


def _moment(at: datetime, when: TimeExpression) -> Moment:
    """Return a time as exactly as the page states it: a day where it states no clock."""
    return Moment(at, Precision.DAY if when.day is not None and not when.has_clock else Precision.TIME)


def _ends_page(published: TimeExpression, posts: Sequence[TimeExpression]) -> bool:
    """Return whether "published" states the time of the newest post and not of the oldest: it is much nearer to the newest."""
    clocks = [clock for when in posts if when.day is None and (clock := when.clock or when.other_clock)]
    own = published.clock
    if published.label != "published" or own is None or len(clocks) != len(posts) or len(clocks) < _MIN_CLOCKS:
        return False
    if {when.zone for when in posts} - {published.zone}:
        return False  # clocks of several zones tell nothing here
    newest, oldest = (clocks[0], clocks[-1]) if _runs_backwards(posts) else (clocks[-1], clocks[0])
    since_newest = own.minus(newest) % _DAY
    return since_newest <= _HOUR and since_newest < oldest.minus(own) % _DAY


def _runs_backwards(posts: Sequence[TimeExpression]) -> bool:
    """Return whether the newest post comes first, as on most pages: in that direction the page spans fewer hours."""
    clocks = [when.clock or when.other_clock for when in posts]
    minutes = [clock.hour * 60 + clock.minute for clock in clocks if clock]
    forward = sum((later - earlier) % _MINUTES_A_DAY for earlier, later in pairwise(minutes))
    backward = sum((earlier - later) % _MINUTES_A_DAY for earlier, later in pairwise(minutes))
    return backward <= forward


def _on_weekday(day: date, weekday: int, *, backwards: bool) -> date:
    """Return the nearest day with that name, from ``day`` on in the order of the page."""
    ahead = (weekday - day.weekday()) % 7
    return day - (7 - ahead) % 7 * _DAY if backwards else day + ahead * _DAY


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None  # 29 February, or outside of the calendar
