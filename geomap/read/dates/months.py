"""Months that a page states for itself: "March 2015" above a text, "Humanitarian bulletin – March 2015", "Report for March 2015"."""

from __future__ import annotations

import re
from datetime import date

from geomap.lang import cached
from geomap.read.dates.grammar import WORD_PATTERN, grammar
from geomap.read.dates.parse import parse_month
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
        return parse_month(line)
    match = found[0]
    before, after = line[: match.start()], _without_year_words(line[match.end() :])
    if _DAY_BEFORE.search(before) or not (_ends_line(before, after) or _opens_line(before, after)):
        return None
    year, month = int(match["year"]), grammar().words.months[match["name"].lower()]
    return date(year, month, 1) if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def _without_year_words(after: str) -> str:
    """Return what follows a year without the word for it: "березень 2015 року"."""
    word = WORD_PATTERN.match(after.lstrip())
    is_year = word is not None and word[0].lower() in grammar().words.year_words
    return after.lstrip()[len(word[0]) :].removeprefix(".") if word is not None and is_year else after


def _ends_line(before: str, after: str) -> bool:
    """Return whether a month stands at the end of a line, alone, set off by a mark, behind a word of a title, or as that of a report."""
    if after.strip(" )]"):
        return False
    is_set_off = not before.strip() or _MARK.search(before) is not None or _NAME_BEFORE.search(before) is not None
    return is_set_off or _is_of_report(before)


def _is_of_report(before: str) -> bool:
    """Return whether what stands before a month says that a report is of it: "Report for the month of", "Monthly figures for"."""
    words = grammar().words
    told = WORD_PATTERN.findall(before.lower())
    while told and told[-1] in words.month_links:
        told.pop()
    return bool(told) and (told[-1] in words.reports or not words.monthly.isdisjoint(told))


def _opens_line(before: str, after: str) -> bool:
    """Return whether a month stands at the start of a line, before a mark or the name of a report: "March 2015 monthly report"."""
    if before:
        return False
    told = WORD_PATTERN.findall(after.lower())
    is_report = bool(told) and (told[-1] in grammar().words.reports or told[0] in grammar().words.monthly)
    return _MARK.search(after[:2]) is not None or (is_report and not after.rstrip().endswith((".", "!", "?")))
