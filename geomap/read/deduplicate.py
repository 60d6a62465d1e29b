"""Addresses as they name a page, whatever link led to it: without what campaigns and devices add."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from geomap.model import PartKind, Post, Problem
from geomap.read.items import LinePost

_HOST_PREFIX = re.compile(r"^(?:www|m|mobile|amp)\.")
_CAMPAIGN = re.compile(
    r"(?:utm_|at_|ns_|mc_|pk_|hsa_|ga_)\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|cmp|cmpid|ito|xtor|smid|smtyp|ocid|ref|referrer|ref_src|"
    r"source|via|traffic_source|share|shared|output|amp|outputtype|taid|guccounter",
    re.IGNORECASE,
)


def canonical_address(url: str) -> str:
    """Give one form for all addresses of one page: no scheme, campaign parameters or trailing slash. An anchor stays: it names a post."""
    try:
        parts = urlsplit(url.strip())
        host = _HOST_PREFIX.sub("", (parts.hostname or "").lower())
        told = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _CAMPAIGN.fullmatch(name)]
    except ValueError:
        return url
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp")
    query = f"?{urlencode(sorted(told))}" if told else ""
    return f"{host}{path}{query}{'#' + parts.fragment if parts.fragment else ''}"


_OPENING_LENGTH = 60  # letters; a feed often has only the start of a post
_DISTINCTIVE_LENGTH = 60  # letters; shorter texts ("Air raid alert in Kyiv") are told again and again
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_NOT_WORD = re.compile(r"\W+")


def deduplicate(items: Iterable[Post | Problem]) -> list[Post | Problem]:
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
            settled[at] = _merged(_post_at(settled, at), item)
        seen.update(dict.fromkeys(keys, at))
    return _with_unique_ids(settled)


def _post_at(settled: list[Post | Problem], at: int) -> Post:
    post = settled[at]
    if not isinstance(post, Post):
        raise TypeError(f"item {at} is no post")
    return post


def _keys(post: Post) -> list[tuple[str, ...]]:
    """Give what the same post would share, the surest first: its id; its title and minute; its address and title; its words."""
    title = _normalized_words(post.title or "")
    when = post.published_at.strftime("%Y-%m-%dT%H:%M") if post.published_at else post.text
    keys = [("id", post.id), ("title", title, when)]
    if post.url:
        keys.append(("url", canonical_address(post.url), title))
    if len(post.text) >= _DISTINCTIVE_LENGTH:
        keys.append(("text", _normalized_words(post.text)))
    return keys


def _is_same(one: Post, other: Post) -> bool:
    """Say whether two posts that share a key are one.

    Of one title and minute, they are of one publisher, or begin with the same words. Else they come from two inputs, and
    their times do not speak against it: a live blog has many posts of one title at one address.
    """
    if one.id == other.id:
        return True
    if one.published_at is None or other.published_at is None:
        return one.origin != other.origin or one.text == other.text
    apart = abs(one.published_at - other.published_at)
    if apart < _MINUTE:
        return one.source == other.source or _opening(one) == _opening(other)
    return one.origin != other.origin and apart <= _HOUR and _opening(one) == _opening(other)


def _merged(one: Post, other: Post) -> Post:
    """Give the fuller of the two, with what only the other tells."""
    best, rest = sorted((one, other), key=_fullness, reverse=True)
    if best.published_at is not None and best.author is not None:
        return best
    return replace(best, published_at=best.published_at or rest.published_at, author=best.author or rest.author)


def _normalized_words(text: str) -> str:
    return _NOT_WORD.sub(" ", text).strip().lower()


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
