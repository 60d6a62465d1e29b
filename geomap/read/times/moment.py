"""A clock, a date and a zone made into one moment in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_HALF_DAY = timedelta(hours=12)
_FARTHEST_EAST = timedelta(hours=14)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, to the second."""

    hour: int
    minute: int = 0
    second: int = 0

    def on(self, day: date, tz: tzinfo) -> datetime:
        """Return this time of ``day`` in zone ``tz``, as UTC. A time that clocks pass twice is the first of the two.

        Raises:
            OverflowError: the day is at an end of the calendar.
        """
        offset = _offset_all_day(day, tz)
        if offset is None:
            return datetime.combine(day, time(self.hour, self.minute, self.second), tz).astimezone(UTC)
        return datetime(day.year, day.month, day.day, self.hour, self.minute, self.second, tzinfo=UTC) - offset

    def change(self, day: date, tz: tzinfo) -> str | None:
        """Say what is odd about this time of ``day`` where clocks were changed just then; None for any other."""
        if not isinstance(tz, ZoneInfo) or _offset_all_day(day, tz) is not None:
            return None
        moment = datetime.combine(day, time(self.hour, self.minute, self.second), tz)
        first, second = moment.utcoffset(), moment.replace(fold=1).utcoffset()
        if first is None or second is None or first == second:
            return None
        if first > second:
            return f"came twice on the clocks of {tz.key}, which were put back; the first is taken"
        return f"was left out by the clocks of {tz.key}, which were put forward; it is read as if they had not been"

    def minus(self, other: Clock) -> timedelta:
        """Return how far this clock is ahead of ``other``, as zones differ: from -12 to +14 hours, excluding -12."""
        seconds = (self.hour - other.hour) * 3600 + (self.minute - other.minute) * 60 + self.second - other.second
        ahead = timedelta(seconds=seconds) % _DAY
        return ahead if ahead <= _FARTHEST_EAST and ahead <= _HALF_DAY + timedelta(hours=2) else ahead - _DAY


@lru_cache(maxsize=1024)  # the posts of a page lie on a few days
def _offset_all_day(day: date, tz: tzinfo) -> timedelta | None:
    """Give how far the clocks of ``tz`` are ahead of UTC on ``day``; None where they are changed on it."""
    try:
        edges = [datetime.combine(day, time(0), tz), datetime.combine(day + _DAY, time(0), tz)]
    except OverflowError:
        return None
    offsets = {moment.replace(fold=fold).utcoffset() for moment in edges for fold in (0, 1)}
    return offsets.pop() if len(offsets) == 1 else None


@dataclass(frozen=True, slots=True)
class ZoneContext:
    """What decides a zone that a page does not spell out: the publisher's country and home zone, and the user's word."""

    country: str | None = None
    home: ZoneInfo | None = None
    given: ZoneInfo | None = None

    @property
    def unnamed(self) -> ZoneInfo | None:
        """The zone of a clock without any: what the user said, else the publisher's own."""
        return self.given or self.home
