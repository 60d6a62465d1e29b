"""Clocks and time zones: the abbreviations of the press, and a clock, a date and a zone combined to one moment in UTC.

An abbreviation that stands for one zone only is in ``_KNOWN``. Others stand for several: the country of the page decides, or the zone
that the user gave; otherwise the most common meaning is taken and reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
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
        """Return this time of a day as UTC.

        Args:
            day: The local day.
            tz: The zone of the clock. Of a time that its clocks show twice, the first is taken.

        Raises:
            OverflowError: The day is at an end of the calendar.
        """
        offset = _offset_all_day(day, tz)
        if offset is None:
            return datetime.combine(day, time(self.hour, self.minute, self.second), tz).astimezone(UTC)
        return datetime(day.year, day.month, day.day, self.hour, self.minute, self.second, tzinfo=UTC) - offset

    def change(self, day: date, tz: tzinfo) -> str | None:
        """Return what is unusual about this time of ``day`` if clocks were changed then; None for any other."""
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
    """Return how far the clocks of ``tz`` are ahead of UTC on ``day``; None where they are changed on it."""
    try:
        edges = [datetime.combine(day, time(0), tz), datetime.combine(day + _DAY, time(0), tz)]
    except OverflowError:
        return None
    offsets = {moment.replace(fold=fold).utcoffset() for moment in edges for fold in (0, 1)}
    return offsets.pop() if len(offsets) == 1 else None


@dataclass(frozen=True, slots=True)
class ZoneContext:
    """What decides a zone that a page does not spell out.

    Attributes:
        country: Country of the publisher, ISO 3166-1 alpha-2.
        home: Zone of the publisher.
        given: Zone that the user gave.
    """

    country: str | None = None
    home: ZoneInfo | None = None
    given: ZoneInfo | None = None

    @property
    def unnamed(self) -> ZoneInfo | None:
        """The zone of a clock that names none: the user's choice, else the publisher's."""
        return self.given or self.home


_MINUTES_IN_HOUR = 60
_MAX_OFFSET_MINUTES = 14 * _MINUTES_IN_HOUR  # Kiribati

# Minutes east of Greenwich for what is fixed; IANA names for what changes with the season or is named by a city.
_KNOWN: dict[str, int | str] = {
    "GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "WEST": 60,
    "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "TRT": 180, "MEZ": 60, "MESZ": 120,
    "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "UK": "Europe/London", "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "PKT": 300, "AFT": 270, "IRST": 210, "IDT": 180,
    "AEST": 600, "AEDT": 660, "ACST": 570, "ACDT": 630, "AWST": 480, "NZST": 720, "NZDT": 780,
    "SAST": 120, "CAT": 120, "EAT": 180, "WAT": 60, "GET": 240, "AMT": 240, "AZT": 240, "NPT": 345,
    "ART": -180, "BRT": -180, "UYT": -180, "COT": -300, "PET": -300, "ECT": -300, "VET": -240, "BOT": -240, "CLT": "America/Santiago",
    "WIB": 420, "WITA": 480, "WIT": 540, "ICT": 420, "PHT": 480, "MYT": 480, "ALMT": 300, "UZT": 300,
    "BRITISH SUMMER TIME": 60, "GREENWICH MEAN TIME": 0, "EASTERN TIME": "America/New_York", "EASTERN": "America/New_York",
    "CENTRAL TIME": "America/Chicago", "MOUNTAIN TIME": "America/Denver", "PACIFIC TIME": "America/Los_Angeles",
    "CENTRAL EUROPEAN TIME": "Europe/Berlin", "CENTRAL EUROPEAN SUMMER TIME": 120, "EASTERN EUROPEAN TIME": "Europe/Kyiv",
    "KYIV TIME": "Europe/Kyiv", "KIEV TIME": "Europe/Kyiv", "UKRAINE TIME": "Europe/Kyiv", "MOSCOW TIME": "Europe/Moscow",
    "LONDON TIME": "Europe/London", "PARIS TIME": "Europe/Paris", "BERLIN TIME": "Europe/Berlin", "ISTANBUL TIME": "Europe/Istanbul",
    "ISRAEL TIME": "Asia/Jerusalem", "DOHA TIME": "Asia/Qatar", "UK TIME": "Europe/London", "NEW YORK TIME": "America/New_York",
    "BEIRUT TIME": "Asia/Beirut", "GAZA TIME": "Asia/Gaza", "DAMASCUS TIME": "Asia/Damascus", "TEHRAN TIME": "Asia/Tehran",
    "BEIJING TIME": "Asia/Shanghai", "TOKYO TIME": "Asia/Tokyo", "HEURE DE PARIS": "Europe/Paris", "HORA DE MADRID": "Europe/Madrid",
    "HORA PENINSULAR": "Europe/Madrid", "HORA DE COLOMBIA": "America/Bogota", "HORA DE MÉXICO": "America/Mexico_City",
    "ПО КИЕВСКОМУ ВРЕМЕНИ": "Europe/Kyiv", "ПО МОСКОВСКОМУ ВРЕМЕНИ": 180, "ЗА МОСКОВСЬКИМ ЧАСОМ": 180,
    "ЗА КИЄВОМ": "Europe/Kyiv", "ЗА КИЇВСЬКИМ ЧАСОМ": "Europe/Kyiv", "ПО КИЕВУ": "Europe/Kyiv",
    "МСК": 180, "ПО МОСКВЕ": 180, "ПО МСК": 180,
    "ЧАС КИЇВСЬКИЙ": "Europe/Kyiv", "КИЇВСЬКИЙ ЧАС": "Europe/Kyiv", "ВРЕМЯ КИЕВСКОЕ": "Europe/Kyiv", "КИЕВСКОЕ ВРЕМЯ": "Europe/Kyiv",
    "ВРЕМЯ МОСКОВСКОЕ": 180, "МОСКОВСКОЕ ВРЕМЯ": 180, "ЧАС МОСКОВСЬКИЙ": 180, "МОСКОВСЬКИЙ ЧАС": 180,
}  # fmt: skip
# Abbreviation: (country, minutes) with the most read meaning first.
_AMBIGUOUS: dict[str, tuple[tuple[str, int], ...]] = {
    "BST": (("GB", 60), ("BD", 360)),
    "IST": (("IN", 330), ("IL", 120), ("IE", 60)),
    "CST": (("US", -360), ("CN", 480), ("CU", -300)),
    "AST": (("SA", 180), ("CA", -240)),
    "GST": (("AE", 240), ("GS", -120)),
    "SST": (("SG", 480), ("AS", -660)),
}
ZONE_NAMES = sorted((*_KNOWN, *_AMBIGUOUS), key=len, reverse=True)
_OFFSET = r"(?:(?:UTC|GMT)\s?[+\-−–]\s?\d{1,2}(?::?\d{2})?|[+\-−]\d{2}:?\d{2}(?!\d))"
_WORDS = [name for name in ZONE_NAMES if " " in name or name in ("EASTERN", "МСК")]  # in any case; the others in capitals only
_PROSE = "|".join(f"(?i:{re.escape(name)})" for name in _WORDS)
_SHORT = "|".join(re.escape(name) for name in ZONE_NAMES if name not in _WORDS)
# On copied pages the next word may stand right behind: "19.30 GMTFirst published on".
ZONE_PATTERN = rf"(?:{_OFFSET}|(?:{_PROSE}|{_SHORT})(?:(?!\w)|(?=First|Last|Updated|Published|Share)))"
_OFFSET_PARTS = re.compile(r"([+\-−–])\s?(\d{1,2}):?(\d{2})?$")


@dataclass(frozen=True, slots=True)
class ZoneNote:
    """An abbreviation with several meanings, and the one that was taken.

    Attributes:
        name: The abbreviation.
        taken: The country whose zone was taken, ISO 3166-1 alpha-2.
    """

    name: str
    taken: str  # ISO 3166-1 alpha-2 of the country whose zone it is


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as a page names it; ``note`` where the name alone is ambiguous."""

    tz: tzinfo
    note: ZoneNote | None = None


@lru_cache(maxsize=256)  # every post of a page asks
def find_zone(name: str, *, country: str | None = None, given: ZoneInfo | None = None) -> Zone | None:
    """Return the zone that ``name`` stands for.

    Args:
        name: An abbreviation, an offset ("UTC+3") or a phrase ("Kyiv time").
        country: Where the publisher is based, ISO 3166-1 alpha-2: decides what BST or IST means.
        given: The zone that the user gave; decides where the publisher does not.

    Returns:
        The zone, or None where the name is not one of a zone.
    """
    key = " ".join(name.upper().split())
    known = _KNOWN.get(key)
    if isinstance(known, str):
        return Zone(ZoneInfo(known))
    if known is not None:
        return Zone(_fixed(known))
    meanings = _AMBIGUOUS.get(key)
    if meanings:
        return _choose_meaning(key, meanings, country, given)
    return _parse_offset(key)


def _choose_meaning(name: str, meanings: tuple[tuple[str, int], ...], country: str | None, given: ZoneInfo | None) -> Zone:
    if given is not None and country not in {home for home, _ in meanings}:
        return Zone(given)
    for home, minutes in meanings:
        if home == country:
            return Zone(_fixed(minutes))
    home, minutes = meanings[0]
    return Zone(_fixed(minutes), ZoneNote(name, home))


def _parse_offset(name: str) -> Zone | None:
    parts = _OFFSET_PARTS.search(name)
    if not parts:
        return None
    minutes = int(parts[2]) * _MINUTES_IN_HOUR + int(parts[3] or 0)
    if minutes > _MAX_OFFSET_MINUTES:
        return None
    return Zone(_fixed(minutes if parts[1] == "+" else -minutes))


def _fixed(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
