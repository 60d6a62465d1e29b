"""One event as a line of corrections changes it, and events that users add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gazetteer.model import Place
from geomap.corrections.lines import COUNTS, NO_COUNT, Correction
from geomap.corrections.places import BY_POSITION, where_by_hand
from geomap.events.ontology import event_types
from geomap.events.temporal import Days, interval, zone_of
from geomap.model import BY_HAND, Event, Evidence, GeoMethod, Modality, Reason, TimeBasis, Toll, When

PLACE_BY_HAND = Reason(text=f"the place is {BY_HAND}", weight=1.0)


def told_place(event: Event) -> str:
    """Return the name by which lines find the event: as the text spells its place."""
    return event.where.resolution.mention.text if event.where.resolution is not None else event.where.name


def marked(event: Event) -> Event:
    """Return the event marked as corrected where its place was corrected before events were read."""
    resolution = event.where.resolution
    if resolution is None or all(reason.text != BY_HAND for reason in resolution.reasons):
        return event
    where = replace(event.where, method=GeoMethod.CORRECTION) if event.where.relation is None else event.where
    return replace(event, where=where, reasons=(*event.reasons, PLACE_BY_HAND))


def relocated(event: Event, place: Place | None, name: str | None) -> Event:
    """Return the event at another place; one moved to a position keeps the name of its place where the line gives none."""
    if place is None:
        return event if name is None else replace(event, where=replace(event.where, name=name), reasons=_once(event, PLACE_BY_HAND))
    where = where_by_hand(place)
    if where.resolution is not None and event.where.resolution is not None:
        mention = event.where.resolution.mention
        where = replace(where, resolution=replace(where.resolution, mention=mention))
    kept = event.where.name if place.id.startswith(BY_POSITION) else place.name
    return replace(event, where=replace(where, name=name or kept), reasons=_once(event, PLACE_BY_HAND))


def _once(event: Event, reason: Reason) -> tuple[Reason, ...]:
    return event.reasons if reason in event.reasons else (*event.reasons, reason)


def corrected_event(event: Event, one: Correction) -> Event:
    """Return the event with the type, days and counts of a line."""
    if not one.corrects_event:
        return event
    kind = event_types()[one.type] if one.type is not None else None
    toll = replace(event.toll, **one.of_toll(event.toll))
    return replace(
        event,
        type=kind.type if kind else event.type,
        sub_type=kind.sub_type if kind else event.sub_type,
        code=kind.code if kind else event.code,
        when=_when(one, event.where.place) or event.when,
        modality=one.modality or event.modality,
        toll=toll,
        evidence=tuple(_with_toll(evidence, toll) for evidence in event.evidence),
        reasons=(*event.reasons, Reason(text=f"{_what(one)} {BY_HAND}", weight=1.0)),
    )


def _when(one: Correction, place: Place | None) -> When | None:
    return None if one.days is None else interval(Days(*one.days, basis=TimeBasis.CORRECTED), zone_of(place))


def _what(one: Correction) -> str:
    told = {"type": one.type, "date": one.days, "modality": one.modality, **one.counts}
    names = [name.replace("_", " ") for name, value in told.items() if value is not None]
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"


def _with_toll(evidence: Evidence, toll: Toll) -> Evidence:
    return evidence if evidence.toll == toll else replace(evidence, toll=toll)


def added_event(lines: Sequence[tuple[Correction, Place | None]]) -> Event | None:
    """Return the event that lines with one id add, of which later ones change what earlier ones say.

    Returns:
        The event, which rests on the words and the address that the lines give; None where no line gives a type and a place.
    """
    said: dict[str, str] = {}
    place: Place | None = None
    days: Correction | None = None
    modality = Modality.REPORTED
    counts: dict[str, int] = {}
    for one, found in lines:
        given = {name: getattr(one, name) for name in ("event_id", "type", "name", "quote", "source", "url")}
        said |= {name: value for name, value in given.items() if value is not None}
        place, days = found or place, one if one.days is not None else days
        modality = one.modality or modality
        counts |= one.counts
    kind = event_types().get(said.get("type", ""))
    if kind is None or place is None:
        return None
    told: dict[str, Any] = {COUNTS[name]: count for name, count in counts.items() if count != NO_COUNT}
    toll = Toll(**told)
    where = where_by_hand(place)
    quote = said.get("quote", "")
    evidence = Evidence(
        post_id=said["event_id"],
        start=0,
        end=len(quote),
        quote=quote,
        source=said.get("source", "corrections"),
        url=said.get("url"),
        toll=toll,
    )
    return Event(
        id=said["event_id"],
        type=kind.type,
        sub_type=kind.sub_type,
        code=kind.code,
        when=None if days is None else _when(days, place),
        where=replace(where, name=said.get("name") or where.name),
        evidence=(evidence,),
        modality=modality,
        confidence=1.0,
        toll=toll,
        reasons=(Reason(text=f"the event is added by hand, and {BY_HAND}", weight=1.0),),
    )
