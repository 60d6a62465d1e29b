"""The event types: ACLED's by their names with PLOVER codes, and types for the rest of a live blog."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

HARM = "harm"  # people were hurt, by what is told elsewhere
RUIN = "ruin"  # things were damaged, by what is told elsewhere


class Harm(StrEnum):
    """What was done to people who are counted."""

    KILLED = "killed"
    INJURED = "injured"


class TimeKind(StrEnum):
    """What an expression says; the tables' [times] use the same names."""

    TODAY = "today"
    OVERNIGHT = "overnight"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"
    WEEKEND = "weekend"
    PAST_DAY = "past_day"
    PAST_DAYS = "past_days"
    PAST_WEEKS = "past_weeks"
    PAST_WEEK = "past_week"
    PAST_MONTHS = "past_months"
    LAST_WEEK = "last_week"
    LAST_MONTH = "last_month"
    LAST_YEAR = "last_year"
    NEXT = "next"
    DAYS_AGO = "days_ago"
    LONG_AGO = "long_ago"
    WEEKDAY = "weekday"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One kind of event: ``sub_type`` of ``type``, PLOVER's ``code``, and the ``family`` whose members can tell one incident."""

    type: str
    sub_type: str
    code: str | None
    family: str


@functools.cache
def event_types() -> dict[str, EventType]:
    """Give every kind of event by its sub-type's name."""
    rows = tomllib.loads(table("types.toml"))["type"]
    known = [
        EventType(type=row["name"], sub_type=sub["name"], code=sub.get("code"), family=sub["family"])
        for row in rows
        for sub in row["sub_types"]
    ]
    signs = [EventType(type=name, sub_type=name, code=None, family=name) for name in (HARM, RUIN)]
    return {kind.sub_type: kind for kind in (*known, *signs)}


def table(name: str) -> str:
    """Give the text of one of the tables that ship beside this module."""
    return resources.files("geomap.events").joinpath("tables", name).read_text(encoding="utf8")
