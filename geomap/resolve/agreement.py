"""One name, one place on one page: a live blog that says once which Bilohorivka it means goes on meaning it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from geomap.model import Post, Reason, Resolution

CERTAIN = 0.98  # a post this sure needs nobody to tell it
LEAST_TOLD = 0.8  # how sure a post must be whose words say which place is meant
LEAST = 0.9  # how sure the post must be from which others learn

_Key = tuple[str, str | None, str]
_AnyKey = TypeVar("_AnyKey")


def agree_within_pages(posts: Sequence[Post], resolutions: Sequence[tuple[Resolution, ...]]) -> list[tuple[Resolution, ...]]:
    """Return the resolutions with each name of a page at the place that the surest of its posts found for it.

    Only posts of one page are joined (``page_title`` tells; lines of a corpus have none), only places that were candidates are
    taken. A post whose words say which place is meant ("in Luhansk region", "X, Y region": ``is_stated``) speaks, for places of that
    country, before one that only has places near it, and keeps its own, as does one that is certain.
    """
    surest: dict[_Key, Resolution] = {}
    told: dict[tuple[_Key, str | None], Resolution] = {}
    for post, group in zip(posts, resolutions, strict=True):
        for found in group:
            if found.place is not None:
                key = _key(post, found)
                _keep_surer(surest, key, found)
                if found.is_stated:
                    _keep_surer(told, (key, found.place.country), found)
    return [
        group
        if post.page_title is None
        else tuple(
            found
            if found.is_stated or found.place is None
            else _agreed(found, told.get((_key(post, found), found.place.country)), surest[_key(post, found)])
            for found in group
        )
        for post, group in zip(posts, resolutions, strict=True)
    ]


def _keep_surer(best: dict[_AnyKey, Resolution], key: _AnyKey, found: Resolution) -> None:
    if key not in best or _confidence(best[key]) < _confidence(found):
        best[key] = found


def _confidence(found: Resolution) -> float:
    return found.confidence or 0.0


def _key(post: Post, found: Resolution) -> _Key:
    return post.origin, post.page_title, found.mention.text


def _agreed(found: Resolution, told: Resolution | None, surest: Resolution) -> Resolution:
    """Return ``found`` at the place of a post that says which one is meant, else of the surest post, where it should follow."""
    if told is not None and _confidence(told) >= LEAST_TOLD:
        return _moved(found, told)
    # "Moscow, Idaho" in one post says nothing of the Moscow of the others.
    is_other = surest.is_stated and found.place is not None and surest.place is not None and surest.place.country != found.place.country
    if _confidence(found) >= (LEAST_TOLD if is_other else CERTAIN) or _confidence(surest) < LEAST:
        return found
    return _moved(found, surest)


def _moved(found: Resolution, model: Resolution) -> Resolution:
    if found.place is None or model.place is None or found.place.id == model.place.id:
        return found
    if found.place.kind is not model.place.kind:  # a town and its region share a name, and one page means now this, now that
        return found
    if model.place.id not in {candidate.place.id for candidate in found.candidates}:
        return found
    why = Reason(text="another post of the page says which one is meant", weight=1.0)
    return replace(found, place=model.place, reasons=(why, *found.reasons))
