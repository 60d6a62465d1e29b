"""What makes one publisher's pages look as they do. Each publisher's file holds one ``Layout``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from geomap.read.publishers import Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How to tell a publisher's pages and what to leave out of their posts.

    ``signs`` are patterns of lines found on its pages only; the layout with most of them is taken. Each begins with "^" or with
    letters of its own, by which a line without them is passed over quickly. ``byline`` and ``noise``
    match whole lines, beside those that hold for all pages (see noise.py). ``rewrites`` put a line break where copying lost one.
    """

    publisher: Publisher | None
    signs: tuple[re.Pattern[str], ...] = ()
    byline: re.Pattern[str] | None = None
    noise: re.Pattern[str] | None = None
    rewrites: tuple[tuple[re.Pattern[str], str], ...] = field(default=())

    def score(self, lines: list[str]) -> int:
        """Count the lines that bear this layout's signs."""
        opening, inner = _compiled(self.signs)
        found = set(filter(opening.match, lines))
        for sign in inner:
            found.update(filter(sign.search, lines))
        return sum(map(lines.count, found))

    def rewrite(self, text: str) -> str:
        """Undo what copying did to this publisher's lines."""
        for pattern, new in self.rewrites:
            text = pattern.sub(new, text)
        return text


@lru_cache
def _compiled(signs: tuple[re.Pattern[str], ...]) -> tuple[re.Pattern[str], list[re.Pattern[str]]]:
    """Part the signs into one pattern of all that stand at a line's start, and those that stand anywhere."""
    opening = [sign.pattern for sign in signs if sign.pattern.startswith("^")]
    return re.compile("|".join(opening) or "(?!)"), [sign for sign in signs if not sign.pattern.startswith("^")]


def lines_like(*patterns: str) -> re.Pattern[str]:
    """Compile a pattern of whole lines, whatever their case."""
    return re.compile(rf"(?:{'|'.join(patterns)})$", re.IGNORECASE)
