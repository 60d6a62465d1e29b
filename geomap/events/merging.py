"""Incidents from tellings: all their evidence, the newest toll, the history kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from geomap.model import BY_HAND, Event, Evidence, GeoMethod, Modality, TimeBasis, Toll, When

EPOCH = datetime(1, 1, 1, tzinfo=UTC)
BASES = (TimeBasis.CORRECTED, TimeBasis.STATED, TimeBasis.RELATIVE, TimeBasis.PUBLISHED)


def merge(tellings: Sequence[Sequence[Event]]) -> tuple[Event, ...]:
    """Join the tellings that share an id, by time and id."""
    incidents: dict[str, list[Event]] = {}
    for told in tellings:
        for event in told:
            incidents.setdefault(event.id, []).append(event)
    return tuple(sorted((_incident(events) for events in incidents.values()), key=_by_time))


def _by_time(event: Event) -> tuple[datetime, str]:
    return (event.when.start if event.when is not None else EPOCH, event.id)


def _incident(events: Sequence[Event]) -> Event:
    ordered = sorted(events, key=lambda event: _told(event.evidence[0]))
    if len(ordered) == 1:
        return ordered[0]
    first = ordered[0]
    surest = max(ordered, key=lambda event: event.confidence)
    by_hand = [reason for event in ordered for reason in event.reasons if BY_HAND in reason.text]
    return replace(
        first,
        when=_when(ordered),
        where=min(ordered, key=_vagueness).where,
        evidence=tuple(evidence for event in ordered for evidence in event.evidence),
        modality=Modality.REPORTED if any(event.modality is Modality.REPORTED for event in ordered) else first.modality,
        confidence=surest.confidence,
        actors=tuple(dict.fromkeys(actor for event in ordered for actor in event.actors))[:2],
        toll=_toll(ordered),
        attribution=next((event.attribution for event in ordered if event.attribution), None),
        reasons=tuple(dict.fromkeys((*surest.reasons, *by_hand))),
    )


def _vagueness(event: Event) -> tuple[bool, float]:
    """What was put right by hand wins, then what is known most exactly."""
    radius_m = event.where.radius_m
    return (event.where.method is not GeoMethod.CORRECTION, float("inf") if radius_m is None else radius_m)


def _told(evidence: Evidence) -> tuple[datetime, str, int]:
    return (evidence.published_at or EPOCH, evidence.post_id, evidence.start)


def _when(ordered: Sequence[Event]) -> When | None:
    """The time of the firmest basis; the first telling's among equals."""
    known = [event.when for event in ordered if event.when is not None]
    return min(known, key=lambda when: (BASES.index(when.basis), when.last_day - when.first_day), default=None)


def _toll(ordered: Sequence[Event]) -> Toll:
    """Updates win: the newest telling that gives a figure; earlier ones stay with their evidence."""
    killed = next((event.toll for event in reversed(ordered) if event.toll.fatalities is not None), Toll())
    hurt = next((event.toll for event in reversed(ordered) if event.toll.injured is not None), Toll())
    return Toll(
        fatalities=killed.fatalities,
        fatalities_low=killed.fatalities_low,
        fatalities_high=killed.fatalities_high,
        fatalities_civilian=killed.fatalities_civilian,
        injured=hurt.injured,
        injured_civilian=hurt.injured_civilian,
        losses_claimed=killed.losses_claimed or hurt.losses_claimed,
    )
