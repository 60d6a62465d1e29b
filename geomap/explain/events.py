"""Events to what is told of why they are there: each telling with its words, and what was made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from geomap.errors import InputError
from geomap.explain.mentions import listed
from geomap.export.features import CONFIDENCE_DIGITS, event_row, published
from geomap.model import Event, Evidence, Toll, When, Where
from geomap.pipeline import Pipeline
from geomap.read import ReadResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedEvent:
    """An incident, as the map shows it, and what each post tells of it, the oldest first."""

    event: Event
    tellings: tuple[Event, ...]

    def as_object(self) -> dict[str, Any]:
        """Return it as plain values: the columns of the event files, with reasons and tellings."""
        return {
            **event_row(self.event),
            "attribution": self.event.attribution,
            "reasons": _reasons(self.event),
            "tellings": [_telling(event) for event in self.tellings],
        }


def explain_events(read: ReadResult, pipeline: Pipeline, event_id: str) -> tuple[ExplainedEvent, ...]:
    """Explain the events of every modality whose id begins with ``event_id``.

    Raises:
        InputError: there is none.
    """
    listed_events, _ = pipeline.corrections.correct_listed(read.events)
    settled = pipeline.settle(pipeline.interpret(read.posts), across_pages=True)
    told = (*(one.tellings for one in settled.results), tuple(listed_events))
    events = pipeline.extractor.merge(told)
    found = [event for event in events if event.id.startswith(event_id.strip().lower())]
    if not found:
        raise InputError(
            f"no event has an id that begins with {event_id!r}; the events are {listed([event.id for event in events])}",
            parameter="event_id",
        )
    return tuple(ExplainedEvent(event=event, tellings=_tellings(event, told)) for event in found)


def _tellings(event: Event, told: Sequence[Sequence[Event]]) -> tuple[Event, ...]:
    """Return the tellings of an incident in the order of its evidence; an event of a table tells itself."""
    order = {(one.post_id, one.start, one.quote): number for number, one in enumerate(event.evidence)}
    mine = [one for group in told for one in group if one.id == event.id]
    return tuple(sorted(mine, key=lambda one: order[_key(one.evidence[0])])) or (event,)


def _key(evidence: Evidence) -> tuple[str, int, str]:
    return (evidence.post_id, evidence.start, evidence.quote)


def event_lines(explained: ExplainedEvent) -> Iterator[str]:
    """Yield an event as text to read."""
    event = explained.event
    yield f"event {event.id}: {_kind(event)}, {event.modality.value}, confidence {event.confidence:.2f}"
    yield f"  where  {_where(event.where)}"
    yield f"  when   {_when(event.when)}"
    if event.actors or event.attribution:
        said = f"; said by {event.attribution}" if event.attribution else ""
        yield f"  who    {', '.join(event.actors) or 'no actor named'}{said}"
    yield f"  toll   {_toll(event.toll)}"
    count = len(explained.tellings)
    yield "  posts  " + (
        "1 post tells it"
        if count == 1
        else f"{count} posts tell it, oldest first; the event has the newest figures and the most certain date"
    )
    for number, telling in enumerate(explained.tellings, 1):
        yield ""
        yield from _telling_lines(number, telling)


def _telling_lines(number: int, telling: Event) -> Iterator[str]:
    for evidence in telling.evidence:
        time = published(evidence.published_at, evidence.published_precision) or "no time"
        yield f"  {number}. {evidence.source}, {time}, post {evidence.post_id}, characters {evidence.start} to {evidence.end}"
        if evidence.title:
            yield f"     {evidence.title}"
        yield f"     “{' '.join(evidence.quote.split())}”"
        if evidence.url:
            yield f"     {evidence.url}"
    kind = f"{_kind(telling)}, {telling.modality.value}, confidence {telling.confidence:.2f}"
    yield f"     {kind}; {_when(telling.when)}; {_toll(telling.toll)}"
    yield f"     {_where(telling.where)}"
    for reason in telling.reasons:
        yield f"     {reason.weight:+6.1f}  {reason.text}" if reason.weight else f"             {reason.text}"


def _kind(event: Event) -> str:
    words = event.type if event.type == event.sub_type else f"{event.type}, {event.sub_type}"
    return f"{words} ({event.code})" if event.code else words


def _where(where: Where) -> str:
    if where.lat is None or where.lon is None:
        return f"{where.name}: no place found"
    unit = where.unit
    held = ", ".join(filter(None, (where.name, unit.admin1, unit.country))) if unit else where.name
    named = f" (“{where.resolution.mention.text}” in the text)" if where.resolution and where.resolution.mention.text else ""
    reach = f" within {where.radius_m / 1000:.1f} km" if where.radius_m else ""
    derived = f" of “{where.relation}”" if where.relation else ""
    codes = f"geo_precision {where.geo_precision}, where_prec {where.where_prec}"
    return f"{held}{named}: {where.lat:.4f} {where.lon:.4f}{reach}, by {where.method.value}{derived}, {codes}"


def _when(when: When | None) -> str:
    if when is None:
        return "no date"
    days = f"{when.first_day}" if when.first_day == when.last_day else f"{when.first_day} to {when.last_day}"
    return f"{days} ({when.basis.value}, time precision {when.precision})"


def _toll(toll: Toll) -> str:
    told = [f"{field.name} {value}" for field in fields(toll) if (value := getattr(toll, field.name)) is not None and value is not False]
    return ", ".join(told).replace(" True", "") or "no figures"


def _telling(event: Event) -> dict[str, Any]:
    evidence = event.evidence[0]
    return {
        **{name: value for name, value in event_row(event).items() if name != "event_id"},
        "start": evidence.start,
        "end": evidence.end,
        "title": evidence.title,
        "trigger": evidence.trigger,
        "time_basis": event.when.basis.value if event.when else None,
        "relation": event.where.relation,
        "attribution": event.attribution,
        "reasons": _reasons(event),
    }


def _reasons(event: Event) -> list[dict[str, Any]]:
    return [{"text": reason.text, "weight": round(reason.weight, CONFIDENCE_DIGITS)} for reason in event.reasons]
