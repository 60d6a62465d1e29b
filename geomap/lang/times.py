"""The words of all languages for dates and times on pages, whose language is not known when their time lines are read.

Read from ``times.toml`` of the folders and from ``others.toml``. Where two languages have the same word, the language that ships, or
was there first, says what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from geomap.errors import SettingsError
from geomap.lang.language import Language
from geomap.lang.registry import cached, languages, others

T = TypeVar("T")
MONTHS, WEEKDAYS = 12, 7
ORDINALS, THIRTIETH = 20, 30
_MINUTES_IN = {"seconds": 0, "minutes": 1, "hours": 60, "days": 24 * 60, "weeks": 7 * 24 * 60}  # a time line has no seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """Words and phrases, all in lower case and with plain apostrophes."""

    months: Mapping[str, int]  # January is 1
    weekdays: Mapping[str, int]  # Monday is 0
    days_ago: Mapping[str, int]  # "today" is 0, "yesterday" 1
    minutes_in: Mapping[str, int]  # of a unit
    uncounted: Mapping[str, int]  # minutes that "just now", "an hour ago" count back
    clocks: Mapping[str, str]  # "noon" is "12:00"
    updated: tuple[str, ...]
    first: tuple[str, ...]  # first published
    published: tuple[str, ...]
    fillers: tuple[str, ...]
    labels: tuple[str, ...]  # before the time of a post: "breaking", "live"
    ago_before: tuple[str, ...]  # "il y a 2 heures"
    ago_after: tuple[str, ...]  # "2 hours ago"
    reports: frozenset[str]  # what is written of a month: "report", "bulletin"
    monthly: frozenset[str]
    month_links: frozenset[str]  # between a report and its month: "for", "of the month of"
    year_words: frozenset[str]  # behind a year: "2015 року"


@cached
def page_times() -> TimeWords:
    """Return the words of all languages for the times of pages."""
    tables = [one.table("times") for one in languages()] + [row["times"] for row in others().values() if "times" in row]
    pages = [table.get("page", {}) for table in tables]
    return TimeWords(
        months=_first_wins(pair for table in tables for pair in _numbered(table, ("months", "months_short"), 1, MONTHS)),
        weekdays=_first_wins(pair for table in tables for pair in _numbered(table, ("weekdays", "weekdays_short"), 0, WEEKDAYS)),
        days_ago=_first_wins(
            (word, days) for page in pages for days, key in enumerate(("today", "yesterday")) for word in _split(page, key)
        ),
        minutes_in=_first_wins((word, minutes) for page in pages for key, minutes in _MINUTES_IN.items() for word in _split(page, key)),
        uncounted=_first_wins(pair for page in pages for pair in page.get("uncounted", {}).items()),
        clocks=_first_wins(pair for page in pages for pair in page.get("clocks", {}).items()),
        updated=_listed(pages, "updated"),
        first=_listed(pages, "first"),
        published=_listed(pages, "published"),
        fillers=tuple(dict.fromkeys(word for page in pages for word in _split(page, "fillers"))),
        labels=_listed(pages, "labels"),
        ago_before=_listed(pages, "ago_before"),
        ago_after=_listed(pages, "ago_after"),
        reports=_set_of(pages, "reports"),
        monthly=_set_of(pages, "monthly"),
        month_links=_set_of(pages, "month_links"),
        year_words=_set_of(pages, "year_words"),
    )


def months_of(language: Language) -> dict[str, int]:
    """Return the names of months in running text of a language; January is 1."""
    return _first_wins(_numbered(language.table("times"), ("months", "months_told"), 1, MONTHS))


def weekdays_of(language: Language) -> dict[str, int]:
    """Return the names of weekdays in running text of a language; Monday is 0."""
    return _first_wins(_numbered(language.table("times"), ("weekdays", "weekdays_told"), 0, WEEKDAYS))


def weekday_adjectives_of(language: Language) -> dict[str, int]:
    """Return the forms of adjectives that weekdays have: "субботний"; Monday is 0."""
    table = language.table("times")
    endings = str(table.get("adjective_endings", "")).split()
    return {stem + ending: number for stem, number in _numbered(table, ("weekday_adjectives",), 0, WEEKDAYS) for ending in endings}


def day_ordinals_of(language: Language) -> dict[str, int]:
    """Return the ordinals that name days of a month in running text: "sixth", "шестого"; above twenty only the thirtieth."""
    table = language.table("times")
    return _first_wins(_numbered(table, ("day_ordinals",), 1, ORDINALS)) | dict.fromkeys(_split(table, "thirtieth"), THIRTIETH)


def _numbered(table: Mapping[str, Any], keys: Iterable[str], first: int, count: int) -> Iterator[tuple[str, int]]:
    for key in keys:
        lines = table.get(key, [])
        if len(lines) not in (0, count):
            raise SettingsError(f"times.toml: {key} should list {count}, one for each, and has {len(lines)}")
        for number, line in enumerate(lines, first):
            for word in line.split():
                yield word, number


def _first_wins(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for word, number in pairs:
        found.setdefault(word, number)
    return found


def _split(page: Mapping[str, Any], key: str) -> list[str]:
    return str(page.get(key, "")).split()


def _listed(pages: Iterable[Mapping[str, Any]], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for page in pages for phrase in page.get(key, ())))


def _set_of(pages: Iterable[Mapping[str, Any]], key: str) -> frozenset[str]:
    return frozenset(word for page in pages for word in _split(page, key))
