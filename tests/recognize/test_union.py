"""A union keeps the first recognizer's word where two overlap."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.model import Mention, Post
from geomap.recognize.union import Union


class _Fixed:
    def __init__(self, *spans: tuple[int, int]) -> None:
        self.spans = spans

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        return [tuple(Mention(post_id=p.id, start=a, end=b, text=p.text[a:b], confidence=0.5) for a, b in self.spans) for p in posts]


class _Blind:
    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        return [None for _ in posts]


_POST = Post(id="1", source="test", text="New York City and Kyiv")


def _spans(*recognizers: _Fixed | _Blind) -> list[tuple[int, int]] | None:
    found = Union(*recognizers).recognize([_POST])[0]
    return None if found is None else [(m.start, m.end) for m in found]


def test_the_earlier_one_wins_where_they_overlap() -> None:
    assert _spans(_Fixed((0, 8)), _Fixed((0, 13), (18, 22))) == [(0, 8), (18, 22)]


def test_none_reads_it_is_not_nothing_found() -> None:
    assert _spans(_Blind(), _Blind()) is None
    assert _spans(_Blind(), _Fixed()) == []
