"""The posts and place mentions of a GeoPackage, read back, so that one GeoPackage made from another holds them too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gazetteer.model import Place, PlaceKind
from geomap.export.layers import MENTION_COLUMNS, MENTION_TYPES, POST_COLUMNS, POST_TYPES
from geomap.export.rows import layer_rows
from geomap.export.table import TEXT
from geomap.export.values import held_row
from geomap.model import Mention, Post, Resolution, Role

_POSTS = {name: POST_TYPES.get(name, TEXT) for name in POST_COLUMNS}
_MENTIONS = {name: MENTION_TYPES.get(name, TEXT) for name in MENTION_COLUMNS}

Kept = tuple[tuple[Post, ...], tuple[tuple[Resolution, ...], ...]]


def posts_of(path: Path) -> Kept:
    """Give the posts of a GeoPackage with the mentions of each; none where it has no such layers."""
    import pyogrio  # noqa: PLC0415 - heavy

    if not {"posts", "mentions"} <= {name for name, _ in pyogrio.list_layers(path)}:
        return (), ()
    posts = []
    for row, _ in layer_rows(path, "posts"):
        cells = held_row(row, _POSTS)
        named = {"id": "post_id", "published_at": "published_time", "updated_at": "updated_time", "language": "lang"}
        plain = {name: cells[name] for name in ("source", "title", "text", "author", "url")}
        posts.append(Post(**plain, **{name: cells[column] for name, column in named.items()}, origin=cells["origin"] or ""))
    told: dict[str, list[Resolution]] = {post.id: [] for post in posts}
    for row, shape in layer_rows(path, "mentions"):
        cells = held_row(row, _MENTIONS)
        told[cells["post_id"]].append(_resolution(cells, shape))
    return tuple(posts), tuple(tuple(told.pop(post.id, ())) for post in posts)


def _resolution(cells: dict[str, Any], shape: Any) -> Resolution:  # noqa: ANN401 - a shape
    mention = Mention(
        post_id=cells["post_id"],
        start=cells["start"],
        end=cells["end"],
        text=cells["mention"] or "",
        confidence=cells["mention_confidence"],
        role=Role(cells["role"]),
    )
    if cells["gazetteer_id"] is None:
        return Resolution(mention=mention, place=None, confidence=None)
    place = Place(
        id=cells["gazetteer_id"],
        name=cells["place_name"],
        kind=PlaceKind(cells["kind"]),
        lat=None if shape is None else shape.y,
        lon=None if shape is None else shape.x,
        radius_m=float(cells["radius_m"]),
        country=cells["country"],
        admin1=cells["admin1"],
    )
    return Resolution(mention=mention, place=place, confidence=cells["confidence"])
