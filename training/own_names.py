"""The place names of our own annotated posts: JSON Lines of {"id", "lang", "names"}, the names as they stand in the text, in its order.

Every name of a post is listed, each time again. The texts stand in the files of posts of the same folder (`POSTS`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.corpus import GoldName, GoldText

POSTS = ("own_posts", "own_short_posts", "own_more_posts", "own_notes", "own_wide_posts")


class UnknownNameError(ValueError):
    """A listed name does not stand in its post, or there is no such post."""


def read_own_names(path: Path, languages: Sequence[str]) -> dict[str, list[GoldText]]:
    """Return the posts of a file by language, with their names; the "newspaper" of a post is its source.

    Raises:
        UnknownNameError: A name does not stand in its post, or there is no such post.
    """
    posts = {post["id"]: post for name in POSTS for post in _rows(path.with_name(f"{name}.jsonl"))}
    texts: dict[str, list[GoldText]] = {language: [] for language in languages}
    for row in _rows(path):
        if row["lang"] not in texts:
            continue
        if row["id"] not in posts:
            raise UnknownNameError(f"{path}: there is no post {row['id']}")
        post = posts[row["id"]]
        texts[row["lang"]].append(GoldText(text=_text(post), newspaper=f"own {post['source']}", names=tuple(_found(row, _text(post)))))
    return texts


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _text(post: Mapping[str, Any]) -> str:
    return f"{post['title']}\n\n{post['text']}" if post.get("title") else str(post["text"])


def _found(row: Mapping[str, Any], text: str) -> Iterator[GoldName]:
    at = 0
    for name in row["names"]:
        found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").search(text, at)
        if found is None:
            raise UnknownNameError(f"post {row['id']}: {name!r} does not stand there after the names before it")
        yield GoldName(start=found.start(), end=found.end())
        at = found.end()
