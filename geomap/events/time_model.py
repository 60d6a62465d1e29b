"""What an expression of time in a sentence says, and the kinds of expressions that count from another day."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.events.ontology import TimeKind

CALENDAR = frozenset({TimeKind.DATE, TimeKind.MONTH, TimeKind.YEAR})
# What counts from another day that the text names, or from that of the post.
BEFORE = frozenset({TimeKind.DAY_BEFORE, TimeKind.NIGHT_BEFORE, TimeKind.DAYS_EARLIER, TimeKind.WEEKS_EARLIER})
# What says nothing without a day that the text names.
ONLY_RELATED = frozenset({TimeKind.SAME_DAY, TimeKind.DAYS_LATER, TimeKind.WEEKS_LATER})
RELATED = BEFORE | ONLY_RELATED
ANCHORS = frozenset({TimeKind.DATE, TimeKind.WEEKDAY, TimeKind.YESTERDAY, TimeKind.TODAY, TimeKind.OVERNIGHT, TimeKind.DAYS_AGO, *RELATED})
AFTER = frozenset({TimeKind.DAYS_AFTER, TimeKind.WEEKS_AFTER, TimeKind.LONG_AFTER})


@dataclass(frozen=True, slots=True)
class TimeRef:
    """A time expression over tokens ``[start, end)``.

    ``of_speech``: it dates what was said and not what happened. ``first_day`` and ``first_month`` are where several days begin, of which
    ``day`` and ``month`` are the last: "March 5 and 6", "from 30 March to 2 April".
    """

    kind: TimeKind
    start: int
    end: int
    number: int | None = None  # a weekday (0 Monday), a count of days or weeks
    day: int | None = None
    month: int | None = None
    year: int | None = None
    first_day: int | None = None
    first_month: int | None = None
    night: bool = False  # "Monday night": into the next day
    eve: bool = False  # "the night to Monday": from the day before
    previous: bool = False  # "last Monday", "last September"
    coming: bool = False  # "next Monday"
    near: bool = False  # "this Monday": before or after the post
    last_week: bool = False  # "Monday of last week"
    since: bool = False
    genitive: bool = False  # "Monday's blasts"
    of_speech: bool = False
    anchor: TimeRef | None = None  # the day from which it counts: "On 5 March A was hit, and two days earlier B"
