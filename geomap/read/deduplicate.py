"""One post that several inputs contain, as a feed and its page, is kept once; ids are made unique."""

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
    """Return one form of all addresses of a page: without scheme, campaign parameters and trailing slash.

    Args:
        url: Any address; its fragment is kept, since it names a post of the page.

    Returns:
        The canonical form, or ``url`` itself where it is not a valid URL.
    """
    try:
        parts = urlsplit(url.strip())
        host = _HOST_PREFIX.sub("", (parts.hostname or "").lower())
        parameters = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _CAMPAIGN.fullmatch(name)]
    except ValueError:
        return url
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp")
    query = f"?{urlencode(sorted(parameters))}" if parameters else ""
    return f"{host}{path}{query}{'#' + parts.fragment if parts.fragment else ''}"


_OPENING_LENGTH = 60  # characters; a feed often has only the start of a post
_DISTINCTIVE_LENGTH = 60  # characters; shorter texts ("Air raid alert in Kyiv") recur in different posts
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_NOT_WORD = re.compile(r"\W+")


def deduplicate(items: Iterable[Post | Problem]) -> list[Post | Problem]:
    """Return the items with duplicates merged and unique post ids.

    Args:
        items: Posts and problems of all inputs. Posts that came as JSON Lines are never merged.

    Returns:
        The items in their order. Merged posts stand at the place of the first; the more complete one is kept (one with an address,
        then the one with more text), completed by what only the other states.
    """
    result: list[Post | Problem] = []
    seen: dict[tuple[str, ...], int] = {}
    for item in items:
        if not isinstance(item, Post) or isinstance(item, LinePost):
            result.append(item)
            continue
        keys = _keys(item)
        at = next((seen[key] for key in keys if key in seen and _is_same(_post_at(result, seen[key]), item)), None)
        if at is None:
            at = len(result)
            result.append(item)
        else:
            result[at] = _merged(_post_at(result, at), item)
        seen.update(dict.fromkeys(keys, at))
    return with_unique_ids(result)


def _post_at(result: list[Post | Problem], at: int) -> Post:
    post = result[at]
    if not isinstance(post, Post):
        raise TypeError(f"item {at} is not a post")
    return post


def _keys(post: Post) -> list[tuple[str, ...]]:
    """Return the keys that duplicates share, the most reliable first: id; title and minute; address and title; text."""
    title = _normalized_words(post.title or "")
    when = post.published_at.strftime("%Y-%m-%dT%H:%M") if post.published_at else post.text
    keys = [("id", post.id), ("title", title, when)]
    if post.url:
        keys.append(("url", canonical_address(post.url), title))
    if len(post.text) >= _DISTINCTIVE_LENGTH:
        keys.append(("text", _normalized_words(post.text)))
    return keys


def _is_same(one: Post, other: Post) -> bool:
    """Return whether two posts that share a key are the same post.

    Posts of one title and minute are the same if they have one publisher, or begin with the same words. Otherwise they have to come from
    two inputs with compatible times: a live blog has many posts of one title at one address.
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
    """Return the more complete of two posts, completed by what only the other states."""
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


def with_unique_ids(items: Iterable[Post | Problem]) -> list[Post | Problem]:
    """Return the items with an id of its own for each post: where one is taken, "~2", "~3" and so on is added.

    Args:
        items: Posts and problems.

    Returns:
        The same items in the same order.
    """
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
