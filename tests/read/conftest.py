"""Helpers of the reading tests: text in, posts out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from geomap.model import Post
from geomap.read import ReadResult, read_inputs
from geomap.settings import ReadSettings

Reading = Callable[..., ReadResult]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Read a text or bytes as one file."""

    def read(content: str | bytes, *, name: str = "page", **settings: object) -> ReadResult:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_inputs([str(path)], ReadSettings(**settings))  # type: ignore[arg-type]

    return read


def times(result: ReadResult) -> list[str | None]:
    """The times of the posts, short."""
    return [_short(post.published_at) for post in result.posts]


def titles(result: ReadResult) -> list[str | None]:
    """The titles of the posts."""
    return [post.title for post in result.posts]


def parts(post: Post) -> list[tuple[str, str]]:
    """The parts of a post as (kind, words)."""
    return [(part.kind.value, post.text[part.start : part.end]) for part in post.parts]


def _short(moment: datetime | None) -> str | None:
    return moment and moment.strftime("%Y-%m-%d %H:%M")
