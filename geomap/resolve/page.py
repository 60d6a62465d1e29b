"""One name, one place on one page: a live blog that says once which Bilohorivka it means goes on meaning it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.model import Post, Reason, Resolution

CERTAIN = 0.98  # a post this sure has said itself which place it means
LEAST = 0.9  # how sure the post must be from which others learn

_Key = tuple[str, str | None, str]


def agree_within_pages(posts: Sequence[Post], resolutions: Sequence[tuple[Resolution, ...]]) -> list[tuple[Resolution, ...]]:
    """Give the resolutions with each name of a page at the place that the surest of its posts found for it.

    Only posts of one page are joined (``page_title`` tells; lines of a corpus have none), only places that were candidates are
    taken, and a post that is certain itself keeps its own.
    """
    surest: dict[_Key, Resolution] = {}
    for post, group in zip(posts, resolutions, strict=True):
        for found in group:
            best = surest.get(_key(post, found))
            if found.confidence is not None and (best is None or (best.confidence or 0) < found.confidence):
                surest[_key(post, found)] = found
    return [
        group if post.page_title is None else tuple(_agreed(found, surest.get(_key(post, found))) for found in group)
        for post, group in zip(posts, resolutions, strict=True)
    ]


def _key(post: Post, found: Resolution) -> _Key:
    return post.origin, post.page_title, found.mention.text


def _agreed(found: Resolution, surest: Resolution | None) -> Resolution:
    if surest is None or surest.place is None or found.place is None or found.place.id == surest.place.id:
        return found
    if found.place.kind is not surest.place.kind:  # a town and its region share a name, and one page means now this, now that
        return found
    if (found.confidence or 0) >= CERTAIN or (surest.confidence or 0) < LEAST:
        return found
    if surest.place.id not in {candidate.place.id for candidate in found.candidates}:
        return found
    told = Reason(text="another post of the page tells which one is meant", weight=1.0)
    return replace(found, place=surest.place, reasons=(told, *found.reasons))
