"""The layers of an analysis, as every format with layers has them: events, areas, mentions, posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from geomap.export.features import CONFIDENCE_DIGITS, event_area, event_cells
from geomap.export.ogr import Layer
from geomap.export.table import EVENT_TYPES, INTEGER, REAL, TIME, cells_of, columns_of
from geomap.model import Analysis, Event, Post, Resolution

MENTION_TYPES = {
    "start": INTEGER,
    "end": INTEGER,
    "mention_confidence": REAL,
    "confidence": REAL,
    "radius_m": INTEGER,
    "published_time": TIME,
}
MENTION_COLUMNS = (
    *("post_id", "published_time", "title", "mention", "start", "end", "role", "mention_confidence", "sentence"),
    *("place_name", "kind", "gazetteer_id", "admin1", "country", "radius_m", "confidence"),
)
POST_TYPES = {"published_time": TIME, "updated_time": TIME}
POST_COLUMNS = ("post_id", "source", "title", "published_time", "updated_time", "text", "lang", "author", "url", "origin")

CONTEXT_CHARS = 80  # on either side of a mention


def events_layer(analysis: Analysis) -> Layer:
    """Give every event as a point (inside its area for an area), with no shape where it has no place."""
    wheres = [event.where for event in analysis.events]
    return Layer(
        name="events",
        title="Events",
        columns=columns_of(event_cells(analysis.events), EVENT_TYPES),
        shapes=_points([where.lon for where in wheres], [where.lat for where in wheres]),
    )


def areas_layer(analysis: Analysis) -> Layer:
    """Give the outlines of the events that are areas."""
    drawn = [event for event in analysis.events if event_area(event.where) is not None]
    return Layer(
        name="areas",
        title="Areas",
        columns=columns_of(event_cells(drawn), EVENT_TYPES),
        shapes=[_multipolygon(event) for event in drawn],
        geometry_type="MultiPolygon",
    )


def mentions_layer(analysis: Analysis) -> Layer:
    """Give every name that was recognized, at its place where one was found."""
    told = list(_told(analysis))
    places = [resolution.place for _, resolution in told]
    return Layer(
        name="mentions",
        title="Place mentions",
        columns=columns_of(cells_of([_mention_row(post, resolution) for post, resolution in told], MENTION_COLUMNS), MENTION_TYPES),
        shapes=_points([place.lon if place else None for place in places], [place.lat if place else None for place in places]),
    )


def posts_layer(analysis: Analysis) -> Layer:
    """Give the posts as a table without shapes."""
    return Layer(
        name="posts",
        title="Posts",
        columns=columns_of(cells_of([_post_row(post) for post in analysis.posts], POST_COLUMNS), POST_TYPES),
        geometry_type=None,
    )


def all_layers(analysis: Analysis) -> Sequence[Layer]:
    """Give the layers in the order in which a file lists them."""
    return (events_layer(analysis), areas_layer(analysis), mentions_layer(analysis), posts_layer(analysis))


def _told(analysis: Analysis) -> Iterator[tuple[Post, Resolution]]:
    for post, group in zip(analysis.posts, analysis.resolutions, strict=True):
        for resolution in group or ():
            yield post, resolution


def _mention_row(post: Post, resolution: Resolution) -> dict[str, Any]:
    mention, place = resolution.mention, resolution.place
    around = post.text[max(0, mention.start - CONTEXT_CHARS) : mention.end + CONTEXT_CHARS]
    return {
        "post_id": post.id,
        "published_time": post.published_at,
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
        "confidence": None if resolution.confidence is None else round(resolution.confidence, CONFIDENCE_DIGITS),
    }


def _post_row(post: Post) -> dict[str, Any]:
    return {
        "post_id": post.id,
        "source": post.source,
        "title": post.title,
        "published_time": post.published_at,
        "updated_time": post.updated_at,
        "text": post.text,
        "lang": post.language,
        "author": post.author,
        "url": post.url,
        "origin": post.origin,
    }


def _points(lons: Sequence[float | None], lats: Sequence[float | None]) -> np.ndarray:
    """Give points, None where there is no position."""
    made = np.full(len(lons), None, dtype=object)
    known = np.array([lon is not None and lat is not None for lon, lat in zip(lons, lats, strict=True)], dtype=bool)
    xy = [(lon, lat) for lon, lat in zip(lons, lats, strict=True) if lon is not None and lat is not None]
    if xy:
        made[known] = shapely.points(xy)
    return made


def _multipolygon(event: Event) -> shapely.MultiPolygon:
    area = shapely.orient_polygons(event_area(event.where))
    if isinstance(area, shapely.MultiPolygon):
        return area
    return shapely.MultiPolygon([part for part in shapely.get_parts(area) if isinstance(part, shapely.Polygon)])
