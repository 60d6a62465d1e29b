"""The annotated pages beside the project: every post, with its exact time, and no other."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from geomap.read import read_inputs
from geomap.settings import ReadSettings

CASES = Path(__file__).parents[3] / "shared" / "cases"
GOLD = sorted(CASES.glob("*.gold.json")) or [None]


def plain(text: str | None) -> str:
    return re.sub(r"\W+", " ", text or "").strip().lower()


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem if path else "absent")
def test_posts_of_the_annotated_pages(gold: Path | None) -> None:
    if gold is None:
        pytest.skip("the annotated pages beside the project are not here")
    told = json.loads(gold.read_text(encoding="utf-8"))
    result = read_inputs([str(CASES / told["document"])], ReadSettings())
    assert len(result.posts) == len(told["posts"])
    assert not result.problems
    for post, expected in zip(result.posts, told["posts"], strict=True):
        assert plain(post.title).startswith(plain(expected["title_starts"]))
        assert post.published_at == datetime.fromisoformat(expected["published_at"])
