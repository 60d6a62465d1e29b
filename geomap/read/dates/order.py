"""The order of day and month in a column of numeric dates: one value past 12 settles it for all (3/14/2022 makes 3/4/2022 a 4 March).

Where no value does, the heading may: "Date (mm/dd/yyyy)".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_DATE = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(r"(\s*\d{1,2}[- ][^\W\d]{3,9}\.?[- ])(\d{2})(?![\d:.])")  # "1-Mar-22", as spreadsheets write days
_MONTH_FIRST_NAME = re.compile(r"(?<![^\W\d_])m{1,2}[\W_]?d{1,2}[\W_]?y{2,4}(?![^\W\d_])", re.IGNORECASE)
_DAY_FIRST_NAME = re.compile(  # in English, French, Spanish, German, Ukrainian and Russian letters for day, month and year
    r"(?<![^\W\d_])(?:d{1,2}[\W_]?m{1,2}[\W_]?(?:y{2,4}|a{2,4})|j{1,2}[\W_]?m{1,2}[\W_]?a{2,4}|t{1,2}[\W_]?m{1,2}[\W_]?j{2,4}"
    r"|д{1,2}[\W_]?м{1,2}[\W_]?[ргy]{2,4})(?![^\W\d_])",
    re.IGNORECASE,
)
_MONTHS = 12
_PIVOT = 70  # two-digit years from here on are of the last century


@dataclass(frozen=True, slots=True)
class DayOrder:
    """How the numeric dates of one table are read.

    Attributes:
        month_first: Whether the month stands first.
        is_open: Whether there are dates that can be read both ways, and none that settles it.
        is_proved: Whether a date settles the order.
        is_mixed: Whether some dates can only have the day first and others only the month.
    """

    month_first: bool = False
    is_open: bool = False
    is_mixed: bool = False
    is_proved: bool = False

    def iso(self, written: str) -> str:
        """Return a numeric date, and what follows it, with the date in ISO 8601; anything else unchanged."""
        found = _DATE.match(written)
        if found is None:
            return with_century(written)
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        month_first = first <= _MONTHS and (second > _MONTHS or self.month_first)
        month, day = (first, second) if month_first else (second, first)
        whole = year if len(found[4]) > 2 else _whole_year(year)  # noqa: PLR2004 - digits of a short year
        return f"{whole:04}-{month:02}-{day:02}{written[found.end() :]}"


def with_century(written: str) -> str:
    """Return a date with a month's name and two digits for the year ("1-Mar-22") with the whole year; anything else unchanged."""
    found = _NAMED.match(written)
    return written if found is None else f"{found[1]}{_whole_year(int(found[2]))}{written[found.end() :]}"


def _whole_year(year: int) -> int:
    return year + (1900 if year >= _PIVOT else 2000)


def _named_order(headings: Iterable[str]) -> bool | None:
    """Return whether headings say that the month stands first; None where they say nothing, or different things."""
    names = list(headings)
    month_first, day_first = (any(map(form.search, names)) for form in (_MONTH_FIRST_NAME, _DAY_FIRST_NAME))
    return month_first if month_first != day_first else None


def day_order(values: Iterable[str], *, headings: Iterable[str] = ()) -> DayOrder:
    """Return the order that the dates of a table prove, else the one that its headings name; the day first where neither tells.

    Args:
        values: All cells that may hold dates; those of another form count for nothing.
        headings: The names of the columns of dates.
    """
    day_first = month_first = both = False
    for value in values:
        found = _DATE.match(value)
        if found is not None:
            first, second = int(found[1]), int(found[3])
            day_first = day_first or first > _MONTHS
            month_first = month_first or second > _MONTHS
            both = both or (first <= _MONTHS and second <= _MONTHS and first != second and found[2] != ".")
    if not day_first and not month_first:
        named = _named_order(headings)
        day_first, month_first = named is False, named is True
    proved = day_first != month_first
    return DayOrder(month_first and not day_first, is_open=both and not proved, is_mixed=day_first and month_first, is_proved=proved)
