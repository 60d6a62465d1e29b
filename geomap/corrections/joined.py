"""Events that lines with ``same_as`` say are one incident."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from geomap.corrections.lines import Correction
from geomap.events.coreference import merge
from geomap.model import BY_HAND, Event, Reason, Toll

JOINED = Reason(text=f"what is one incident is {BY_HAND}", weight=1.0)


def joined(
    lines: Sequence[Correction], tellings: Sequence[tuple[Event, ...]], incidents: Mapping[str, str]
) -> tuple[list[tuple[Event, ...]], frozenset[int]]:
    """Return event mentions of which those that lines join to another event have its id and say what it says.

    Place, type, days, modality and counts are those of the event that a line names in ``same_as``; the others give their evidence.

    Args:
        lines: The lines of the file; only those with ``same_as`` count.
        tellings: Groups of event mentions with the ids of their incidents.
        incidents: The id of the incident of each id that lines may use.

    Returns:
        The groups, and the numbers of the lines that joined something. What is joined to an event that is "not an event" is left out.
    """
    targets: dict[str, str] = {}
    met: set[int] = set()
    for one in lines:
        name, target = incidents.get(one.event_id or ""), incidents.get(one.same_as or "")
        if name is None or target is None or _head(target, targets) == name:  # else two events would each be the other
            continue
        targets[name] = target
        met.add(one.line)
    if not targets:
        return list(tellings), frozenset()
    heads = {name: _head(name, targets) for name in targets}
    kept: dict[str, list[Event]] = {head: [] for head in heads.values()}
    for event in (event for told in tellings for event in told):
        if event.id in kept:
            kept[event.id].append(event)
    merged = {head: merge([events])[0] for head, events in kept.items() if events}
    return [tuple(_with_heads(told, heads, merged)) for told in tellings], frozenset(met)


def together(pairs: Sequence[Sequence[str]], ids: set[str]) -> set[str]:
    """Return ``ids`` with those that ``pairs`` of ids join to them, directly or through others."""
    found = set(ids)
    while more := {name for pair in pairs if found & set(pair) for name in pair} - found:
        found |= more
    return found


def _head(name: str, targets: Mapping[str, str]) -> str:
    while name in targets:
        name = targets[name]
    return name


def _with_heads(told: Sequence[Event], heads: Mapping[str, str], merged: Mapping[str, Event]) -> Iterator[Event]:
    for event in told:
        head = heads.get(event.id)
        if head is None:
            yield event
        elif head in merged:
            of = merged[head]
            # Counts are those of the head alone: in an incident the newest report would count before it.
            yield replace(of, evidence=event.evidence, toll=Toll(), language=event.language, reasons=(*of.reasons, JOINED))
