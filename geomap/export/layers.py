"""The layers of an analysis that hold one row for each event, mention and post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.export.features import CONFIDENCE_DIGITS, event_cells
from geomap.export.gdal import Layer, points_of
from geomap.export.geometry import event_areas, split_at_antimeridian
from geomap.export.table import EVENT_TYPES, INTEGER, REAL, TIME, cells_of, columns_of, each_once
from geomap.model import Analysis, Post, Resolution

MENTION_TYPES = {
    "start": INTEGER,
    "end": INTEGER,
    "mention_confidence": REAL,
    "confidence": REAL,
    "radius_m": INTEGER,
    "published_time": TIME,
}
MENTION_COLUMNS = (
    *("post_id", "published_time", "published_precision", "title", "mention", "start", "end", "role", "mention_confidence", "sentence"),
    *("place_name", "kind", "gazetteer_id", "admin1", "country", "radius_m", "confidence"),
)
POST_TYPES = {"published_time": TIME, "updated_time": TIME, "retrieved_time": TIME}
POST_COLUMNS = (
    *("post_id", "source", "title", "published_time", "published_precision", "updated_time", "updated_precision", "text", "lang"),
    *("author", "url", "origin", "document_sha256", "retrieved_time"),
)

CONTEXT_CHARS = 80  # on either side of a mention


def events_layer(analysis: Analysis) -> Layer:
    """Return every event as a point (inside its area for an area), with no shape where it has no place."""
    wheres = [event.where for event in analysis.filed]
    return Layer(
        name="events",
        title="Events",
        columns=columns_of(event_cells(analysis.filed), EVENT_TYPES),
        shapes=points_of([where.lon for where in wheres], [where.lat for where in wheres]),
    )


def areas_layer(analysis: Analysis) -> Layer:
    """Return the outlines of the events that are areas."""
    areas = event_areas([event.where for event in analysis.filed])
    drawn = [(event, area) for event, area in zip(analysis.filed, areas, strict=True) if area is not None]
    shapes = each_once(polygons_of, [area for _, area in drawn], key=id)  # the events of a region share its outline
    return Layer(
        name="areas",
        title="Areas",
        columns=columns_of(event_cells([event for event, _ in drawn]), EVENT_TYPES),
        shapes=shapes,
        geometry_type="MultiPolygon",
    )


def mentions_layer(analysis: Analysis) -> Layer:
    """Return every name that was recognized, at its place where one was found."""
    told = list(_told(analysis))
    places = [resolution.place for _, resolution in told]
    return Layer(
        name="mentions",
        title="Place mentions",
        columns=columns_of(cells_of([mention_row(post, resolution) for post, resolution in told], MENTION_COLUMNS), MENTION_TYPES),
        shapes=points_of([place.lon if place else None for place in places], [place.lat if place else None for place in places]),
    )


def posts_layer(analysis: Analysis) -> Layer:
    """Return the posts as a table without shapes."""
    return Layer(
        name="posts",
        title="Posts",
        columns=columns_of(cells_of([post_row(post) for post in analysis.posts], POST_COLUMNS), POST_TYPES),
        geometry_type=None,
    )


def _told(analysis: Analysis) -> Iterator[tuple[Post, Resolution]]:
    for post, group in zip(analysis.posts, analysis.resolutions, strict=True):
        for resolution in group or ():
            yield post, resolution


def mention_row(post: Post, resolution: Resolution) -> dict[str, Any]:
    """Return the columns of the layer mentions, a time as an object."""
    mention, place = resolution.mention, resolution.place
    around = post.text[max(0, mention.start - CONTEXT_CHARS) : mention.end + CONTEXT_CHARS]
    return {
        "post_id": post.id,
        "published_time": post.published_at,
        "published_precision": None if post.precision is None else post.precision.value,
        "title": post.title,
        "mention": mention.text,
        "start": mention.start,
        "end": mention.end,
        "role": mention.role.value,
        "mention_confidence": round(mention.confidence, CONFIDENCE_DIGITS),
        "sentence": " ".join(around.split()),
        "place_name": place.name if place else None,
        "kind": place.kind.value if place else None,
        "gazetteer_id": place.id if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "radius_m": round(place.radius_m) if place else None,
        "confidence": None if resolution.place_confidence is None else round(resolution.place_confidence, CONFIDENCE_DIGITS),
    }


def post_row(post: Post) -> dict[str, Any]:
    """Return the columns of the layer posts, times as objects."""
    return {
        "post_id": post.id,
        "source": post.source,
        "title": post.title,
        "published_time": post.published_at,
        "published_precision": post.precision,
        "updated_time": post.updated_at,
        "updated_precision": None if post.updated_at is None else post.updated_precision.value,
        "text": post.text,
        "lang": post.language,
        "author": post.author,
        "url": post.url,
        "origin": post.origin,
        "document_sha256": post.document_sha256,
        "retrieved_time": post.retrieved_at,
    }


def polygons_of(area: BaseGeometry) -> shapely.MultiPolygon:
    """Return the polygons of an area, cut at the antimeridian and right-handed."""
    turned = shapely.orient_polygons(split_at_antimeridian(area))
    return shapely.MultiPolygon([part for part in shapely.get_parts(turned) if isinstance(part, shapely.Polygon)])
