"""Lines told by their first word: one look in a table passes over nearly every line of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from geomap.read.lazily import LazyPattern

Openings = Mapping[str, LazyPattern]

NO_WORD = ""  # the first word of a line that begins with a number or holds no words
_FIRST_WORD = re.compile(r"\W{0,3}([^\W\d_][\w-]*)")


def openings(patterns: Mapping[str, str], *, end: str = "$") -> Openings:
    """Keep what may follow each first word (several, parted by spaces, may share it) up to the end of the line, whatever its case."""
    known: dict[str, LazyPattern] = {}
    for words, rest in patterns.items():
        known |= dict.fromkeys(words.split() or [NO_WORD], LazyPattern(f"(?:{rest}){end}", re.IGNORECASE))
    return known


def first_word(line: str) -> tuple[str, int]:
    """Give the first word of a line in lower case, and where it ends; quotation marks and the like may stand before it."""
    found = _FIRST_WORD.match(line)
    return (found[1].lower(), found.end()) if found else (NO_WORD, 0)


def opens(line: str, known: Openings, word: str, end: int) -> bool:
    """Say whether ``known`` tells the line, whose first word ``word`` ends at ``end``."""
    pattern = known.get(word)
    return pattern is not None and pattern.match(line, end) is not None
