"""Pairs of events that may be one incident, as lines to read, as CSV and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.export.csv import table_bytes
from geomap.files import write_atomically

if TYPE_CHECKING:
    from geomap.model import Event
    from geomap.store import Pair

SHARE_DIGITS = 3
KM_DIGITS = 1
_LONGEST = 300  # characters of a quotation on a terminal


def pair_lines(pair: Pair) -> Iterator[str]:
    """Yield the lines that show a pair on a terminal."""
    far = "distance unknown" if pair.distance_km is None else f"{pair.distance_km:.{KM_DIGITS}f} km"
    apart = "days unknown" if pair.days_apart is None else f"{pair.days_apart} {'day' if pair.days_apart == 1 else 'days'} apart"
    yield f"{pair.score:.2f}  {far}, {apart}"
    for event in (pair.first, pair.second):
        told = event.evidence[0]
        quote = told.quote if len(told.quote) <= _LONGEST else told.quote[:_LONGEST] + "…"
        yield f"  {event.id}  {_day(event) or 'no day'}  {event.where.name}  {event.sub_type}{_counts(event)}"
        yield f"    “{' '.join(quote.split())}” {told.source}"


def _counts(event: Event) -> str:
    told = [f"{count} {name}" for name, count in (("killed", event.toll.fatalities), ("injured", event.toll.injured)) if count is not None]
    return f", {', '.join(told)}" if told else ""


def _day(event: Event) -> str | None:
    return None if event.when is None else event.when.first_day.isoformat()


def pair_row(pair: Pair) -> dict[str, Any]:
    """Return the columns of a pair: those of a line of corrections that joins both events, rejected until a person decides otherwise."""
    row: dict[str, Any] = {
        "event_id": pair.second.id,
        "same_as": pair.first.id,
        "status": "rejected",
        "score": round(pair.score, SHARE_DIGITS),
        "distance_km": None if pair.distance_km is None else round(pair.distance_km, KM_DIGITS),
        "days_apart": pair.days_apart,
    }
    for prefix, event in (("", pair.second), ("other_", pair.first)):
        told = event.evidence[0]
        row |= {
            f"{prefix}event_date": _day(event),
            f"{prefix}place_name": event.where.name,
            f"{prefix}sub_event_type": event.sub_type,
            f"{prefix}fatalities": event.toll.fatalities,
            f"{prefix}quoted": told.quote,  # not "quote", "source" and "url", which are columns of corrections
            f"{prefix}quoted_from": told.source,
            f"{prefix}address": told.url,
        }
    return row


def written(pairs: Sequence[Pair], target: Path) -> None:
    """Write pairs to a file, CSV or JSON by its suffix.

    Raises:
        OutputError: The file cannot be written.
    """
    rows = [pair_row(pair) for pair in pairs]
    if target.suffix.lower() == ".json":
        content = (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")
    else:
        names = list(rows[0]) if rows else ["event_id", "same_as", "status", "score", "distance_km", "days_apart"]
        content = table_bytes([names, *([row[name] for name in names] for row in rows)])
    write_atomically(target, content)
