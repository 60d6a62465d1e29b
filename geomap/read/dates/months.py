"""Months that a page states for itself: "March 2015" above a text, "Humanitarian bulletin – March 2015" as its title."""

from __future__ import annotations

import re
from datetime import date

from geomap.lang import cached
from geomap.read.dates.grammar import grammar
from geomap.settings import EARLIEST_YEAR, LATEST_YEAR

_LONGEST = 160  # characters; a title is shorter
_MARK = re.compile(r"[,;:|•·/()\[\]–—-]\s*$")
_NAME_BEFORE = re.compile(r"(?:^|\s)[^\W\d_]*[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]*\s+$|\d\s+$")  # "Bulletin March 2015", "Update 12 ..." is a day
_DAY_BEFORE = re.compile(r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s+(?:(?:de|of)\s+)?$", re.IGNORECASE)


@cached
def _month() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, grammar().words.months), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<name>{names})\.?(?:\s+(?:de|del|of))?[\s,]+(?P<year>\d{{4}})(?!\w)", re.IGNORECASE)


def stated_month(line: str) -> date | None:
    """Return the first day of the month that a title or a line above a text states for its page, None where it states none.

    A month that is a part of a sentence tells of something else: "The earthquake of March 2011".

    Args:
        line: One line of the head of a page.
    """
    line = line.strip()
    found = list(_month().finditer(line)) if len(line) <= _LONGEST else []
    if len(found) != 1:
        return None
    match = found[0]
    before, after = line[: match.start()], line[match.end() :]
    if _DAY_BEFORE.search(before) or not (_ends_line(before, after) or (not before and _MARK.search(after[:2]))):
        return None
    year, month = int(match["year"]), grammar().words.months[match["name"].lower()]
    return date(year, month, 1) if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def _ends_line(before: str, after: str) -> bool:
    """Return whether a month stands at the end of a line, alone, set off by a mark or behind a word of a title."""
    is_last = not after.strip(" )]")
    return is_last and (not before.strip() or _MARK.search(before) is not None or _NAME_BEFORE.search(before) is not None)
