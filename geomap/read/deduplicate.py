"""One post that several inputs contain, as a feed and its page, is kept once and the other named; ids are made unique."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from geomap.model import Merged, Post, Problem
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


_DISTINCTIVE_LENGTH = 60  # characters; shorter texts ("Air raid alert in Kyiv") recur in different posts
_NO_TIME, _MINUTE, _HOUR = timedelta(0), timedelta(minutes=1), timedelta(hours=1)
_NOT_WORD = re.compile(r"\W+")
_Key = tuple[str, ...]


@dataclass(slots=True)
class Deduplicated:
    """Posts and problems with each post once, and the posts that are left out."""

    items: list[Post | Problem] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)


def deduplicate(items: Sequence[Post | Problem]) -> Deduplicated:
    """Return the items with duplicates merged and unique post ids.

    Posts are the same by what their publisher calls them, by an address that is the post's own, or by equal text; never by title, time
    and source, which different reports share.

    Args:
        items: Posts and problems of all inputs. Posts that came as JSON Lines are never merged.

    Returns:
        The items in their order, and what was left out. Merged posts stand at the place of the first; the more complete one is kept (one
        with an address, then the one with more text), completed by what only the other states.
    """
    merging = _Merging(_page_addresses(items))
    for item in items:
        if isinstance(item, Post) and not isinstance(item, LinePost):
            merging.add(item)
        else:
            merging.result.append(item)
    return merging.finish()


class _Merging:
    """The posts found so far, by what makes a post the same."""

    def __init__(self, page_addresses: AbstractSet[str]) -> None:
        self.result: list[Post | Problem] = []
        self._page_addresses = page_addresses
        self._places: dict[_Key, int] = {}
        self._dropped: list[tuple[int, str, Post]] = []

    def add(self, post: Post) -> None:
        """Add a post, or merge it with the one that it is the same as."""
        keys = self._keys(post)
        at, alike = next(((at, key[0]) for key in keys if (at := self._same(key, post)) is not None), (len(self.result), ""))
        if at == len(self.result):
            self.result.append(post)
        else:
            best, rest = sorted((self._post(at), post), key=_fullness, reverse=True)
            self.result[at] = _completed(best, rest)
            self._dropped.append((at, "text" if alike in ("opening", "short text") else alike, rest))
        self._places.update(dict.fromkeys(keys, at))

    def finish(self) -> Deduplicated:
        """Return the items with unique ids, and what is left out under the id of the post that stands for it."""
        items = with_unique_ids(self.result)
        merged = [
            Merged(kept_id=getattr(items[at], "id", ""), alike=alike, origin=post.origin, title=post.title, published_at=post.published_at)
            for at, alike, post in self._dropped
        ]
        return Deduplicated(items, merged)

    def _keys(self, post: Post) -> list[_Key]:
        """Return the keys that duplicates share, the surest first."""
        keys: list[_Key] = [("id", post.id)] if post.is_keyed else []
        address = canonical_address(post.url) if post.url else None
        if address is not None and address not in self._page_addresses:
            keys.append(("link", address))
        words = _normalized_words(post.text)
        if len(post.text) < _DISTINCTIVE_LENGTH:
            return [*keys, ("short text", words, f"{post.published_at:%Y-%m-%dT%H:%M}" if post.published_at else "")]
        days = {f"{post.published_at + apart:%Y-%m-%d}" for apart in (-_HOUR, _NO_TIME, _HOUR)} if post.published_at else {""}
        return [*keys, *(("text", words, day) for day in sorted({*days, ""})), ("opening", words[:_DISTINCTIVE_LENGTH])]

    def _same(self, key: _Key, post: Post) -> int | None:
        """Return the index of the post that is the same as one with this key."""
        at = self._places.get(key)
        return at if at is not None and _is_same(key[0], self._post(at), post) else None

    def _post(self, at: int) -> Post:
        post = self.result[at]
        if not isinstance(post, Post):
            raise TypeError(f"item {at} is not a post")
        return post


def _page_addresses(items: Iterable[Post | Problem]) -> frozenset[str]:
    """Return the addresses that several posts of one input share: they are those of a page, and make no post the same as another."""
    counts = Counter((item.origin, canonical_address(item.url)) for item in items if isinstance(item, Post) and item.url)
    return frozenset(address for (_, address), count in counts.items() if count > 1)


def _is_same(kind: str, one: Post, other: Post) -> bool:
    """Return whether two posts that share a key of this kind are the same post."""
    if kind == "id":  # a column called id may hold something else: of one input, two texts of two times are two posts
        return one.origin != other.origin or _normalized_words(one.text) == _normalized_words(other.text) or _is_near(one, other, _MINUTE)
    if kind == "link":
        return one.title == other.title or _contains(one, other)
    if kind == "opening":
        return one.origin != other.origin and _is_near(one, other, _HOUR) and _contains(one, other)
    if kind == "text" and one.published_at is not None and other.published_at is not None:
        return one.published_at.date() == other.published_at.date() or _is_near(one, other, _HOUR)
    return True


def _is_near(one: Post, other: Post, most: timedelta) -> bool:
    return one.published_at is None or other.published_at is None or abs(one.published_at - other.published_at) <= most


def _contains(one: Post, other: Post) -> bool:
    """Return whether the text of one post begins with the whole text of the other, as feeds give the beginning of an article."""
    shorter, longer = sorted((_normalized_words(one.text), _normalized_words(other.text)), key=len)
    return longer.startswith(shorter)


def _completed(best: Post, rest: Post) -> Post:
    """Return the more complete of two posts, completed by what only the other states."""
    if best.published_at is not None and best.author is not None:
        return best
    return replace(best, published_at=best.published_at or rest.published_at, author=best.author or rest.author)


def _normalized_words(text: str) -> str:
    return _NOT_WORD.sub(" ", text).strip().lower()


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
