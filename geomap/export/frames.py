"""Posts, mentions and events as pandas data frames, events also as a GeoDataFrame; types do not depend on the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import geopandas
import pandas as pd

from geomap.event_types import CODE_COLUMNS
from geomap.export.features import event_cells
from geomap.export.geometry import event_shapes
from geomap.export.table import DATE, EVENT_TYPES, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.model import Analysis, Event, Post, Resolution

_TIMES = "datetime64[us, UTC]"
_DAYS = "datetime64[us]"

POST_TYPES = {
    "post_id": "string",
    "source": "category",
    "published_at": _TIMES,
    "title": "string",
    "text": "string",
    "language": "category",
    "url": "string",
    "n_mentions": "Int64",
    "n_events": "Int64",
}
MENTION_TYPES = {
    "post_id": "string",
    "start": "Int64",
    "end": "Int64",
    "text": "string",
    "role": "category",
    "confidence": "Float64",
    "place_id": "string",
    "place_name": "string",
    "kind": "category",
    "latitude": "Float64",
    "longitude": "Float64",
    "country": "category",
    "admin1": "string",
    "place_confidence": "Float64",
}
_DTYPES = {INTEGER: "Int64", REAL: "Float64", FLAG: "boolean", DATE: _DAYS, TIME: _TIMES}
_CATEGORIES = frozenset(
    {"event_type", "sub_event_type", "event_code", *CODE_COLUMNS, "geo_method", "country", "iso3", "iso3166_2", "pcode", "modality", "lang"}
)


class Frames(NamedTuple):
    """Three data frames; ``post_id`` joins mentions and events to posts."""

    posts: pd.DataFrame
    mentions: pd.DataFrame
    events: pd.DataFrame


def to_frames(analysis: Analysis) -> Frames:
    """Return posts, mentions and events as data frames.

    Args:
        analysis: What a run found.

    Returns:
        The frames. Types are the same whatever the rows, also where there are none: times in UTC, days as dates, types and modalities as
        categories, counts as integers that can be missing.
    """
    return Frames(
        posts=_frame(POST_TYPES, _post_rows(analysis)),
        mentions=_frame(MENTION_TYPES, (_mention_row(found) for group in analysis.resolutions for found in group or ())),
        events=events_frame(analysis.events),
    )


def events_frame(events: Sequence[Event]) -> pd.DataFrame:
    """Return one row for each event, with the columns that files have.

    Args:
        events: The events.

    Returns:
        The data frame.
    """
    cells = event_cells(events)
    return pd.DataFrame({name: _column(values, _event_dtype(name)) for name, values in cells.items()})


def to_geodataframe(events: Sequence[Event]) -> geopandas.GeoDataFrame:
    """Return `events_frame` with a geometry for each event.

    Args:
        events: The events.

    Returns:
        The frame in EPSG:4326 (WGS 84): points, outlines of regions, None for an event without a place.
    """
    return geopandas.GeoDataFrame(events_frame(events), geometry=event_shapes([event.where for event in events]), crs="EPSG:4326")


def _event_dtype(name: str) -> str:
    return "category" if name in _CATEGORIES else _DTYPES.get(EVENT_TYPES.get(name, TEXT), "string")


def _frame(types: dict[str, str], rows: Iterator[Sequence[Any]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    return pd.DataFrame({name: _column(values, kind) for (name, kind), values in zip(types.items(), columns, strict=True)})


def _column(values: Sequence[Any], kind: str) -> pd.Series[Any]:
    """Return a column of one type; None becomes a missing value."""
    if kind == "category":
        return pd.Series(pd.Categorical([None if value is None else str(value) for value in values]))
    dtype: Any = kind  # one of many literals for the type checker
    column: pd.Series[Any] = pd.Series(list(values), dtype=dtype)
    return column


def _post_rows(analysis: Analysis) -> Iterator[Sequence[Any]]:
    for post, group, told in zip(analysis.posts, analysis.resolutions, analysis.tellings, strict=True):
        yield _post_row(post, None if group is None else len(group), len(told))


def _post_row(post: Post, n_mentions: int | None, n_events: int) -> Sequence[Any]:
    return (post.id, post.source, post.published_at, post.title, post.text, post.language, post.url, n_mentions, n_events)


def _mention_row(found: Resolution) -> Sequence[Any]:
    mention, place = found.mention, found.place
    named = (mention.post_id, mention.start, mention.end, mention.text, mention.role, mention.confidence)
    if place is None:
        return (*named, None, None, None, None, None, None, None, None)
    return (*named, place.id, place.name, place.kind, place.lat, place.lon, place.country, place.admin1, found.place_confidence)
