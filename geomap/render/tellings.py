"""What the reports of one incident tell otherwise than the incident, for the card that sets them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from geomap.model import Event, Evidence

_FIRST_DAY = date(1970, 1, 1).toordinal()

Key = tuple[str, str, int, str]


def told_otherwise(events: Sequence[Event], tellings: Sequence[Sequence[Event]]) -> dict[str, dict[str, Any]]:
    """Return by the numbers of reports their place, days, modality and type, as far as those are not the incident's.

    Args:
        events: The incidents, whose reports are numbered one after the other.
        tellings: The event mentions of each post, with the ids of their incidents.
    """
    of_report = {_key(one, one.evidence[0]): one for group in tellings for one in group}
    found: dict[str, dict[str, Any]] = {}
    row = 0
    for event in events:
        for evidence in event.evidence:
            telling = of_report.get(_key(event, evidence)) if len(event.evidence) > 1 else None
            told = {} if telling is None else _otherwise(telling, event)
            if told:
                found[str(row)] = told
            row += 1
    return found


def _key(event: Event, evidence: Evidence) -> Key:
    return event.id, evidence.post_id, evidence.start, evidence.quote


def _otherwise(telling: Event, event: Event) -> dict[str, Any]:
    own, shown = _facts(telling), _facts(event)
    return {name: value for name, value in own.items() if value is not None and value != shown[name]}


def _facts(event: Event) -> dict[str, Any]:
    when = event.when
    days = None if when is None else [day.toordinal() - _FIRST_DAY for day in (when.first_day, when.last_day)]
    return {"place": event.where.name, "date": days, "modality": event.modality.value, "type": event.sub_type}
