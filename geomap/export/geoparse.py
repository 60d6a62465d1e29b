"""What `geomap geoparse` prints: one JSON object for each post, by the contract that measuring goes through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geomap.export.features import CONFIDENCE_DIGITS, DEGREE_DIGITS, utc
from geomap.export.geojson import feature
from geomap.model import Event, Post, Resolution

Span = tuple[int, int]
GivenId = str | int | float | bool | None


def post_line(post: Post, mentions: Sequence[dict[str, Any]] | None, tellings: Sequence[Event], *, given_id: GivenId) -> dict[str, Any]:
    """Return one post with its mentions and events.

    ``mentions`` is None where the post's language cannot be read: the line then has none and says so with "read": false.
    ``given_id`` is what the input called the post.
    """
    return {
        "id": given_id,
        "title": post.title,
        "published_at": utc(post.published_at),
        "published_precision": post.precision,
        "url": post.url,
        "lang": post.language,
        "read": mentions is not None,
        "mentions": list(mentions or ()),
        "events": [_feature_of_row(event) for event in tellings],
    }


def _feature_of_row(event: Event) -> dict[str, Any]:
    """Return an event of a row; the digest of the file is left out, for a line depends on its row alone and not on its neighbours."""
    made = feature(event)
    return {**made, "properties": {**made["properties"], "document_sha256": None}}


def mention_object(resolution: Resolution, span: Span, text: str) -> dict[str, Any]:
    """Return a mention and the place it means, null where nothing fits; ``span`` cuts ``text`` out of the text as it was given."""
    mention = resolution.mention
    return {
        "start": span[0],
        "end": span[1],
        "text": text,
        "confidence": round(mention.confidence, CONFIDENCE_DIGITS),
        "role": mention.role.value,
        "place": _place(resolution),
        "reasons": [{"text": reason.text, "weight": round(reason.weight, CONFIDENCE_DIGITS)} for reason in resolution.reasons],
    }


def _place(resolution: Resolution) -> dict[str, Any] | None:
    place = resolution.place
    if place is None or resolution.place_confidence is None:
        return None
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind.value,
        "lat": None if place.lat is None else round(place.lat, DEGREE_DIGITS),
        "lon": None if place.lon is None else round(place.lon, DEGREE_DIGITS),
        "radius_m": round(place.radius_m),
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "confidence": round(resolution.place_confidence, CONFIDENCE_DIGITS),
    }
