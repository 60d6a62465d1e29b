"""In what events differ from those of an earlier run, and which of those are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geomap.change import Aspect, Before, Change, ChangeKind, Since
from geomap.changes.earlier import Earlier
from geomap.changes.match import matched, told_by_others
from geomap.model import Analysis, Event, Toll, When

_SAME_DEGREES = 1.5e-6  # files round to the sixth digit
_NEW, _SAME = Change(kind=ChangeKind.NEW), Change(kind=ChangeKind.SAME)
_WITHDRAWN = Change(kind=ChangeKind.WITHDRAWN)


def compared(analysis: Analysis, earlier: Earlier) -> Analysis:
    """Return the analysis with what became of each event since an earlier run, and the events of that run that are gone."""
    pairs = matched(analysis.events, earlier)
    found = {event.id for event in pairs.values()}
    gone = [event for event in earlier.events if event.id not in found]
    telling: dict[str, list[Event]] = {one.post_id: [] for event in gone for one in event.evidence}
    for event in analysis.events:
        for one in event.evidence:
            if one.post_id in telling:
                telling[one.post_id].append(event)
    withdrawn = [event for event in gone if not told_by_others(event, telling[event.evidence[-1].post_id])]
    return replace(
        analysis,
        events=tuple(replace(event, change=_change(event, pairs.get(event.id))) for event in analysis.events),
        withdrawn=tuple(replace(event, change=_WITHDRAWN) for event in withdrawn),
        since=Since(name=earlier.name, newest_time=earlier.newest_time, joined=len(gone) - len(withdrawn)),
    )


def _change(event: Event, before: Event | None) -> Change:
    if before is None:
        return _NEW
    revised = tuple(_revised(event, before))
    return Change(kind=ChangeKind.REVISED, before=revised) if revised else _SAME


def _revised(event: Event, before: Event) -> Iterator[Before]:
    """Yield what differs, with what was said before."""
    if (event.type, event.sub_type) != (before.type, before.sub_type):
        yield Before(Aspect.TYPE, before.sub_type)
    if _moved(event, before):
        yield Before(Aspect.PLACE, before.where.name)
    if _days(event.when) != _days(before.when):
        yield Before(Aspect.DATE, _days(before.when))
    if _counts(event.toll) != _counts(before.toll):
        yield Before(Aspect.TOLL, _counts(before.toll))
    if event.modality is not before.modality:
        yield Before(Aspect.MODALITY, before.modality.value)


def _moved(event: Event, before: Event) -> bool:
    one, other = event.where, before.where
    if one.name != other.name or (one.lat is None) != (other.lat is None):
        return True
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return max(abs(one.lat - other.lat), abs(one.lon - other.lon)) > _SAME_DEGREES


def _days(when: When | None) -> str:
    """Write the local days of an event as ISO 8601 does: a day, or an interval of days."""
    if when is None:
        return ""
    first, last = when.first_day.isoformat(), when.last_day.isoformat()
    return first if first == last else f"{first}/{last}"


def _counts(toll: Toll) -> str:
    """Write the counts that are known, by the names of their columns."""
    known = ((name, getattr(toll, name)) for name in Toll.__dataclass_fields__ if name != "losses_claimed")
    return ", ".join(f"{name} {count}" for name, count in known if count is not None)
