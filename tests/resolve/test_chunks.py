"""Recognition and resolution treat each post alone: neither the order of the posts nor their division into calls changes anything.

A sample of the corpus is enough here: `tests/api/test_chunks.py` passes all of it through the whole pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from gazetteer import Gazetteer
from geomap.model import Mention, Post, Resolution
from geomap.read import read_inputs
from geomap.recognize import default_recognizer
from geomap.resolve import default_resolver
from geomap.settings import ReadSettings

_CORPUS = Path(__file__).parents[1] / "golden" / "corpus.jsonl"
_EACH = 5  # every fifth document
_Found = tuple[Mention, ...] | None
_Answer = TypeVar("_Answer")


@pytest.fixture(scope="module")
def posts() -> list[Post]:
    return list(read_inputs([str(_CORPUS)], ReadSettings()).posts)[::_EACH]


@pytest.fixture(scope="module")
def mentions(gazetteer: Gazetteer, posts: list[Post]) -> list[_Found]:
    return default_recognizer(gazetteer).recognize(posts)


def _in_chunks(call: Callable[[list[int]], Sequence[_Answer]], order: Sequence[int], size: int) -> list[_Answer]:
    """Return the answers of ``call`` for the posts numbered in ``order``, ``size`` at a time, in the order of the posts."""
    answers: dict[int, _Answer] = {}
    for first in range(0, len(order), size):
        chunk = list(order[first : first + size])
        answers.update(zip(chunk, call(chunk), strict=True))
    return [answers[number] for number in sorted(answers)]


def _orders(count: int) -> list[tuple[list[int], int]]:
    plain = list(range(count))
    shuffled = sorted(plain, key=lambda number: number * 7919 % 1009)
    return [(plain, 1), (plain[::-1], count), (shuffled, 10)]


def test_mentions_do_not_depend_on_chunks_or_order(gazetteer: Gazetteer, posts: list[Post], mentions: list[_Found]) -> None:
    for order, size in _orders(len(posts)):
        recognizer = default_recognizer(gazetteer)
        found = _in_chunks(lambda chunk, of=recognizer: of.recognize([posts[n] for n in chunk]), order, size)
        assert found == mentions


@pytest.mark.parametrize("home", [None, "UA"])
def test_resolutions_do_not_depend_on_chunks_or_order(
    gazetteer: Gazetteer, posts: list[Post], mentions: list[_Found], home: str | None
) -> None:
    names = [found or () for found in mentions]
    whole: list[tuple[Resolution, ...]] = default_resolver(gazetteer, home=home).resolve(posts, names)
    assert sum(map(len, whole)) > 200
    for order, size in _orders(len(posts)):
        resolver = default_resolver(gazetteer, home=home)
        found = _in_chunks(lambda chunk, of=resolver: of.resolve([posts[n] for n in chunk], [names[n] for n in chunk]), order, size)
        assert found == whole
