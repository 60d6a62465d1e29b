"""What the page tells of changes since an earlier run, in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from geomap.change import Aspect, Before, ChangeKind, Since
from geomap.model import Event

KINDS = (ChangeKind.SAME, ChangeKind.NEW, ChangeKind.REVISED, ChangeKind.WITHDRAWN)  # the page has their numbers
_FIRST_DAY = date(1970, 1, 1).toordinal()
_SECONDS = 60


def changes_payload(since: Since, events: Mapping[int, Event]) -> dict[str, Any]:
    """Return what ``events`` are compared with, and by their numbers what was said before of those that are revised."""
    told = ((number, event.change) for number, event in events.items())
    return {
        "newest": None if since.newest_time is None else int(since.newest_time.timestamp() // _SECONDS),
        "joined": since.joined,
        "before": {str(number): dict(map(_value, change.before)) for number, change in told if change is not None and change.before},
    }


def _value(before: Before) -> tuple[str, Any]:
    """Return an aspect with its value: days as numbers, counts by their names, all else as text; None for nothing."""
    aspect, said = before
    if aspect is Aspect.DATE:
        return aspect, [date.fromisoformat(day).toordinal() - _FIRST_DAY for day in said.split("/")] if said else None
    if aspect is Aspect.TOLL:
        counts = (part.rpartition(" ") for part in said.split(", ") if part)
        return aspect, {name: int(count) for name, _, count in counts}
    return aspect, said or None
