"""Which posts belong together: those of one page, wherever they stand in the input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from geomap.model import Post

_Key = tuple[str, ...]


def whole_pages(posts: Sequence[Post], least: int) -> Iterator[list[int]]:
    """Yield the numbers of posts in groups that part no page.

    Args:
        posts: Posts in any order.
        least: How many posts a group has at least, except the last one.

    Yields:
        Numbers in ascending order; the groups in the order of their first posts.
    """
    group: list[int] = []
    for page in _pages(posts):
        group += page
        if len(group) >= least:
            yield sorted(group)
            group = []
    if group:
        yield sorted(group)


def following_pages(posts: Iterable[Post], least: int) -> Iterator[list[Post]]:
    """Yield posts in batches that never part the posts of one page which follow each other.

    Args:
        posts: Posts, which are read as far as batches are asked for.
        least: How many posts a batch has at least, except the last one.

    Yields:
        The posts, in their order.
    """
    batch: list[Post] = []
    for post in posts:
        if len(batch) >= least and batch[-1].page_key != post.page_key:
            yield batch
            batch = []
        batch.append(post)
    if batch:
        yield batch


def _pages(posts: Sequence[Post]) -> Iterator[list[int]]:
    """Yield the posts of each page, also where an input has several keys of pages under one title."""
    parent: dict[_Key, _Key] = {}
    keys: list[_Key] = []
    for post in posts:
        first, *others = _keys(post)
        keys.append(first)
        for key in others:
            one, other = _root(parent, first), _root(parent, key)
            if one != other:
                parent[other] = one
    pages: dict[_Key, list[int]] = {}
    for number, key in enumerate(keys):
        pages.setdefault(_root(parent, key), []).append(number)
    yield from pages.values()


def _keys(post: Post) -> tuple[_Key, ...]:
    """Return what a post shares with others of its page: its key, and the title that its input gives the page."""
    return (("key", post.page_key),) if post.page_title is None else (("key", post.page_key), ("title", post.origin, post.page_title))


def _root(parent: dict[_Key, _Key], key: _Key) -> _Key:
    while key in parent:
        above = parent[key]
        if above in parent:
            parent[key] = parent[above]  # shortens the way for the next one
        key = above
    return key
