"""Sentences whose names are marked with brackets: "in [Paris], [Texas]"; with "<" before the name it is an adjective: "[<Polish]"."""

from __future__ import annotations

import re

from geomap.model import Mention, Post, Role

_MARK = re.compile(r"\[(<?)([^\]]+)\]")


def read_marked(marked: str, post_id: str = "1") -> tuple[Post, list[Mention]]:
    """Return the post without its marks, and the mentions that they mark."""
    text, mentions, done = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        role = Role.DEMONYM if mark[1] else Role.LITERAL
        mentions.append(Mention(post_id=post_id, start=len(text), end=len(text) + len(mark[2]), text=mark[2], confidence=1.0, role=role))
        text += mark[2]
        done = mark.end()
    return Post(id=post_id, source="test", text=text + marked[done:]), mentions
