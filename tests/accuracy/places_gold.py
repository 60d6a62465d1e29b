"""Reads the gold sentences of this folder: marked-up text to plain text with spans, roles and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.model import Role

GOLD = Path(__file__).with_name("places_gold.txt")
_MARK = re.compile(r"[\[<{]([^\]>}=]+)=([^\]>}]+)[\]>}]")
_ROLES = {"[": Role.LITERAL, "<": Role.DEMONYM, "{": Role.EMBEDDED}


@dataclass(frozen=True, slots=True)
class GoldMention:
    start: int
    end: int
    role: Role
    name: str
    within: str | None  # a region's name, or a country's code


@dataclass(frozen=True, slots=True)
class GoldPost:
    language: str
    text: str
    mentions: tuple[GoldMention, ...]


def read_gold() -> Iterator[GoldPost]:
    language = ""
    for block in re.split(r"\n\s*\n|\n(?===)", GOLD.read_text(encoding="utf-8")):
        lines = []
        for line in block.splitlines():
            if line.startswith("=="):
                language = line.removeprefix("==").strip()
            elif line and not line.startswith("#"):
                lines.append(line)
        if lines:
            yield _parse("\n".join(lines), language)


def _parse(marked: str, language: str) -> GoldPost:
    pieces: list[str] = []
    mentions: list[GoldMention] = []
    at = length = 0
    for mark in _MARK.finditer(marked):
        before = marked[at : mark.start()]
        name, _, within = mark[2].partition("/")
        start = length + len(before)
        mentions.append(GoldMention(start, start + len(mark[1]), _ROLES[mark[0][0]], name, within or None))
        pieces += [before, mark[1]]
        length = start + len(mark[1])
        at = mark.end()
    pieces.append(marked[at:])
    return GoldPost(language, "".join(pieces), tuple(mentions))
