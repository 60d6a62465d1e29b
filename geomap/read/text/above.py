"""What a live blog tells above its first time: an introduction is a post of the page's own time, shorter sentences are counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geomap.model import Problem
from geomap.read.dates import opens_with_time
from geomap.read.text.boilerplate import tells_of_picture
from geomap.read.text.lines import CONTENT_KINDS, SIGNATURE, LineKinds
from geomap.read.text.time_lines import SENTENCE_ENDS

_TOLD = CONTENT_KINDS - {SIGNATURE}
_SHORTEST, _LONG = 40, 120  # letters of a sentence that tells something, and of a paragraph
_TWO_SENTENCES = re.compile(r"[^\W\d_]{2}[.!?…]\W{0,2}\s+[A-ZÀ-ÞА-ЯҐЄІЇ\"“«]")
_MOST_LISTED = 10


def told_above(header: Sequence[str], kinds: LineKinds, *, title: str | None) -> list[str]:
    """Return the sentences above the first time of a page whose layout is not known: a known one has its summary there, told below too.

    Args:
        header: The lines above the first time.
        kinds: The kinds of these lines.
        title: The title of the page.
    """
    if kinds.layout.publisher is not None:
        return []
    return [line for line in header if kinds[line] in _TOLD and line.strip() != title and _is_told(line.strip())]


def is_introduction(lines: Sequence[str]) -> bool:
    """Return whether sentences are more than a subtitle: a paragraph of several is among them."""
    return any(len(line) >= _LONG and _TWO_SENTENCES.search(line) is not None for line in lines)


def left_out_above(lines: Sequence[str], page: Sequence[str], origin: str) -> Problem:
    """Return the problem that sentences above the first time are not read, with the numbers of their lines.

    Args:
        lines: The sentences.
        page: All lines of the page.
        origin: The page.
    """
    words = frozenset(line.strip() for line in lines)
    numbers = [number for number, line in enumerate(page, start=1) if line.strip() in words]
    parts = tuple(f"line {number}" for number in numbers)
    named = ", ".join(parts[:_MOST_LISTED]) + (" and so on" if len(parts) > _MOST_LISTED else "")
    text = f"{origin}: what stands above the first time has no time of its own and is left out ({named or 'the introduction'})"
    return Problem(origin=origin, text=f"{text}; write a time above it to have it read", skipped=parts or ("the introduction",))


def _is_told(line: str) -> bool:
    return len(line) >= _SHORTEST and line.endswith(SENTENCE_ENDS) and not opens_with_time(line) and not tells_of_picture(line)
