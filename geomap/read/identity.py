"""Ids made unique, and one post told by two inputs taken once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from geomap.model import PartKind, Post, Problem
from geomap.read.items import LinePost

_OPENING_LENGTH = 60  # letters; a feed often has only the start of a post
_NOT_WORD = re.compile(r"\W+")


def settle(items: Iterable[Post | Problem]) -> list[Post | Problem]:
    """Return the items with unique post ids; the same post read twice, as from a feed and its page, stays once.

    It stays at its first place, in its fuller form (with an address, then with more text). Lines of JSON Lines are never merged.
    """
    settled: list[Post | Problem] = []
    seen: dict[tuple[str, ...], int] = {}
    for item in items:
        if not isinstance(item, Post) or isinstance(item, LinePost):
            settled.append(item)
            continue
        keys = _keys(item)
        at = next((seen[key] for key in keys if key in seen and _is_same(_post_at(settled, seen[key]), item)), None)
        if at is None:
            at = len(settled)
            settled.append(item)
        else:
            settled[at] = max(_post_at(settled, at), item, key=_fullness)
        seen.update(dict.fromkeys(keys, at))
    return _with_unique_ids(settled)


def _post_at(settled: list[Post | Problem], at: int) -> Post:
    post = settled[at]
    if not isinstance(post, Post):
        raise TypeError(f"item {at} is no post")
    return post


def _keys(post: Post) -> list[tuple[str, ...]]:
    title = _NOT_WORD.sub(" ", post.title or "").strip().lower()
    when = post.published_at.strftime("%Y-%m-%dT%H:%M") if post.published_at else post.text
    return [("id", post.id), ("title", title, when)]


def _is_same(one: Post, other: Post) -> bool:
    """Say whether two posts of one title and minute are one: of one publisher, or with the same first words."""
    return one.id == other.id or one.source == other.source or _opening(one) == _opening(other)


def _opening(post: Post) -> str:
    body = next((part for part in post.parts if part.kind is not PartKind.HEADLINE), None)
    return post.text[body.start : body.start + _OPENING_LENGTH] if body else ""


def _fullness(post: Post) -> tuple[bool, int, str]:
    return post.url is not None, len(post.text), post.id


def _with_unique_ids(items: list[Post | Problem]) -> list[Post | Problem]:
    taken: set[str] = set()
    counts: dict[str, int] = {}
    unique: list[Post | Problem] = []
    for item in items:
        if isinstance(item, Post):
            name = item.id
            while name in taken:
                counts[item.id] = counts.get(item.id, 1) + 1
                name = f"{item.id}~{counts[item.id]}"
            taken.add(name)
            unique.append(item if name == item.id else replace(item, id=name))
        else:
            unique.append(item)
    return unique
