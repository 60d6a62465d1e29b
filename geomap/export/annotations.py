"""The evidence of events as annotations of the posts (W3C Web Annotation Data Model, 2017), in JSON-LD.

Each report of each event is an annotation: its target is the quotation in the page, its body the event.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geomap.export.features import CONFIDENCE_DIGITS, DEGREE_DIGITS, utc
from geomap.files import write_atomically
from geomap.model import Analysis, Event, Evidence

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND_CHARS = 40  # of text before and after a quotation, by which it is told from an equal one


class AnnotationsExporter:
    """Writes an annotation page with all evidence of the events."""

    suffix = ".annotations.jsonld"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write the annotations to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, _page(analysis))


def _page(analysis: Analysis) -> Iterator[bytes]:
    """Yield the page, an annotation a line."""
    texts = {post.id: post.text for post in analysis.posts}
    head = json.dumps({"@context": CONTEXT, "id": "urn:geomap:annotations", "type": "AnnotationPage"})
    yield f'{head[:-1]}, "items": ['.encode()
    before = "\n"
    for event in analysis.events:
        for number, told in enumerate(event.evidence, 1):
            made = json.dumps(annotation(event, told, number, texts), ensure_ascii=False)
            yield f"{before}{made}".encode()
            before = ",\n"
    yield b"\n]}\n"


def annotation(event: Event, told: Evidence, number: int, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a report of an event as an annotation.

    Args:
        event: The event.
        told: The evidence of the report.
        number: Its number among those of the event, from 1.
        texts: Texts of posts by their ids, as far as they are known.
    """
    made: dict[str, Any] = {
        "id": f"urn:geomap:event:{event.id}:{number}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": event.sub_type, "format": "text/plain"},
            {"type": "TextualBody", "purpose": "describing", "value": json.dumps(_event(event)), "format": "application/json"},
        ],
        "target": _target(told, texts.get(told.post_id)),
    }
    return made if told.published_at is None else {**made, "created": utc(told.published_at)}


def _event(event: Event) -> dict[str, Any]:
    where, when = event.where, event.when
    told = {
        "event_id": event.id,
        "event_type": event.type,
        "event_date": None if when is None else when.first_day.isoformat(),
        "event_date_end": None if when is None else when.last_day.isoformat(),
        "place_name": where.name,
        "gazetteer_id": None if where.place is None else where.place.id,
        "latitude": None if where.lat is None else round(where.lat, DEGREE_DIGITS),
        "longitude": None if where.lon is None else round(where.lon, DEGREE_DIGITS),
        "modality": event.modality.value,
        "confidence": round(event.confidence, CONFIDENCE_DIGITS),
    }
    return {name: value for name, value in told.items() if value is not None}


def _target(told: Evidence, text: str | None) -> dict[str, Any]:
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": told.quote}
    selectors = [quote]
    if told.offsets is not None:
        start, end = told.offsets
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
        if text is not None:
            around = {"prefix": text[max(0, start - AROUND_CHARS) : start], "suffix": text[end : end + AROUND_CHARS]}
            quote |= {name: words for name, words in around.items() if words}
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": told.url or f"urn:geomap:post:{told.post_id}",
        "selector": selectors,
    }
    if told.retrieved_at is not None:
        target["state"] = {"type": "TimeState", "sourceDate": utc(told.retrieved_at)}
    return target if told.document_sha256 is None else {**target, "scope": f"urn:sha256:{told.document_sha256}"}
