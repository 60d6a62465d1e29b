"""Posts of a page's data completed by what the page itself shows: bodies that the data leave out, and posts that they do not list."""

from __future__ import annotations

from collections.abc import Callable

from geomap.read.compose import Draft
from geomap.read.html.markup import Element


def completed(drafts: list[Draft], root: Element, marked: Callable[[], list[Draft]]) -> list[Draft]:
    """Give the posts of the data, and those that the page ``marked`` beside them; their headlines tell which are the same.

    Posts are added only where the page shows all those of the data too, so that its rules are known to fit.
    """
    is_partial = any(not draft.blocks for draft in drafts) or sum(1 for _ in root.iter("time")) > len(drafts)
    shown = {draft.headline: draft for draft in (marked() if is_partial else []) if draft.headline}
    for draft in drafts:
        same = shown.get(draft.headline or "")
        if same is not None:
            draft.blocks = draft.blocks or same.blocks
            draft.published_at = draft.published_at or same.published_at
    listed = {draft.headline: draft for draft in drafts}
    if len(listed) < len(drafts) or not listed.keys() <= shown.keys():
        return drafts
    return [listed.get(headline, draft) for headline, draft in shown.items()]
