"""The event types, ACLED's by their names with PLOVER codes and more for the rest of the news, and the families that rules speak of."""

from __future__ import annotations

import functools
from enum import StrEnum
from importlib import resources

from geomap.event_types import EventType, shipped_types
from geomap.model import Modality

HARM = "harm"  # people were hurt, by what is told elsewhere
RUIN = "ruin"  # things were damaged, by what is told elsewhere

CONSEQUENCES = frozenset({HARM, RUIN})  # what an act has done, told without the act
CONFLICT = frozenset({"battle", "explosive", "violence", "movement"})
HAZARD = frozenset({"disaster", "accident", "infrastructure"})
PEACEFUL = frozenset({"talks", "ceremony", "relief"})
MEETINGS = frozenset({"talks", "ceremony"})  # have one venue, and harm nobody
GATHERINGS = MEETINGS | {"unrest"}  # can be held for the sake of what happened elsewhere
ARRANGED = GATHERINGS | {"movement"}  # what is arranged beforehand and can be called off
UNARRANGED = CONSEQUENCES | {"battle", "explosive", "violence", "disaster", "accident", "arrest", "looting"}  # nobody announces the day
HARMFUL = frozenset({"battle", "explosive", "violence", *HAZARD, "unrest"})  # what people can be killed and hurt by
TOLL_CAUSES = HARMFUL - {"violence", "infrastructure"}  # to which a toll or ruins are put down that are told without their cause
OFFICIAL_NEWS = HARMFUL - {"unrest"} | CONSEQUENCES  # what a mayor tells of happened in the mayor's own city
TOLD_OF_LATER = frozenset({"battle", "explosive", "violence", "accident", HARM})  # what is remembered, tried in court, shown in films

INTERCEPTED = "Disrupted weapons use"  # what is shot down hits nothing
DISASTER = "natural disaster"
WHOLE_GROUPS = frozenset({DISASTER, "accident"})  # names of groups that are kinds where it is not told which of the group
BARE_STRIKE = "Shelling/artillery/missile attack"
GENERIC_TYPES = frozenset({"Armed clash", BARE_STRIKE, "Remote explosive/landmine/IED", "Change to group/activity"})
NAMES_ACT = 3  # a trigger of this weight names the act
NAMES_DISASTER = 4  # and one of this weight the disaster itself

ASSERTED = frozenset({Modality.REPORTED, Modality.CLAIMED})  # said to have happened


class Harm(StrEnum):
    """What was done to people who are counted."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    DISPLACED = "displaced"
    RESCUED = "rescued"
    ARRESTED = "arrested"
    ILL = "ill"


class TimeKind(StrEnum):
    """What an expression says; the tables' [times] use the same names."""

    TODAY = "today"
    OVERNIGHT = "overnight"
    YESTERDAY = "yesterday"
    DAY_BEFORE_YESTERDAY = "day_before_yesterday"
    TOMORROW = "tomorrow"
    WEEKEND = "weekend"
    DAY_BEFORE = "day_before"  # yesterday, or the day before another day that the text names
    HOURS_AGO = "hours_ago"
    PAST_HOURS = "past_hours"
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
    WEEKS_AGO = "weeks_ago"
    LONG_AGO = "long_ago"
    NIGHT_BEFORE = "night_before"  # last night, or the night before another day that the text names
    SAME_DAY = "same_day"  # as another day that the text names
    DAYS_EARLIER = "days_earlier"  # before another day that the text names, else before the post
    WEEKS_EARLIER = "weeks_earlier"
    DAYS_LATER = "days_later"  # after another day that the text names
    WEEKS_LATER = "weeks_later"
    DAYS_AFTER = "days_after"  # "two days after X": X lies two days back
    WEEKS_AFTER = "weeks_after"
    LONG_AFTER = "long_after"
    WEEKDAY = "weekday"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"

    @property
    def learned(self) -> TimeKind:
        """The kind as which the trained models know it: they were trained before some of the kinds were told apart."""
        return _LEARNED_AS.get(self, self)


_LEARNED_AS = {
    TimeKind.DAY_BEFORE: TimeKind.YESTERDAY,
    TimeKind.NIGHT_BEFORE: TimeKind.OVERNIGHT,
    TimeKind.SAME_DAY: TimeKind.TODAY,
    TimeKind.HOURS_AGO: TimeKind.TODAY,
    TimeKind.PAST_HOURS: TimeKind.PAST_DAY,
    TimeKind.DAYS_EARLIER: TimeKind.DAYS_AGO,
    TimeKind.DAYS_LATER: TimeKind.DAYS_AGO,
    TimeKind.WEEKS_EARLIER: TimeKind.WEEKS_AGO,
    TimeKind.WEEKS_LATER: TimeKind.WEEKS_AGO,
}


@functools.cache
def event_types() -> dict[str, EventType]:
    """Return every kind of event by its sub-type's name."""
    signs = [EventType(type=name, sub_type=name, code=None, family=name) for name in (HARM, RUIN)]
    return {kind.sub_type: kind for kind in (*shipped_types(), *signs)}


@functools.cache
def fine_kinds(sub_type: str) -> tuple[tuple[str, float], ...]:
    """Return the kinds that the name of a kind or of a whole group stands for, each with its share.

    ``natural disaster`` stands for each kind of disaster in equal parts, ``Flood`` for itself; what is only a sign of an event, such as
    people hurt, stands for none.
    """
    if sub_type in WHOLE_GROUPS:
        inner = [kind.sub_type for kind in event_types().values() if kind.type == sub_type and kind.sub_type != sub_type]
        return tuple((name, 1 / len(inner)) for name in inner)
    known = event_types().get(sub_type)
    return ((sub_type, 1.0),) if known is not None and known.family not in CONSEQUENCES else ()


def table(name: str) -> str:
    """Return the text of one of the tables that ship beside this module."""
    return resources.files("geomap.events").joinpath("tables", name).read_text(encoding="utf8")


def group_of(family: str) -> str:
    """Return the group within which mentions of one place and time are one event."""
    if family in CONFLICT:
        return "conflict"
    return "hazard" if family in HAZARD else family
