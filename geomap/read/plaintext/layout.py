"""What makes one publisher's pages look as they do. Each publisher's file holds one ``Layout``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from geomap.read.publishers import Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How to tell a publisher's pages and what to leave out of their posts.

    ``signs`` are patterns of lines found on its pages only; the layout with most of them is taken. ``byline`` and ``noise``
    match whole lines, beside those that hold for all pages (see noise.py). ``rewrites`` put a line break where copying lost one.
    """

    publisher: Publisher | None
    signs: tuple[re.Pattern[str], ...] = ()
    byline: re.Pattern[str] | None = None
    noise: re.Pattern[str] | None = None
    rewrites: tuple[tuple[re.Pattern[str], str], ...] = field(default=())

    def score(self, lines: list[str]) -> int:
        """Count the lines that bear this layout's signs."""
        return sum(1 for line in lines if any(sign.search(line) for sign in self.signs))

    def rewrite(self, text: str) -> str:
        """Undo what copying did to this publisher's lines."""
        for pattern, new in self.rewrites:
            text = pattern.sub(new, text)
        return text


def lines_like(*patterns: str) -> re.Pattern[str]:
    """Compile a pattern of whole lines, whatever their case."""
    return re.compile(rf"(?:{'|'.join(patterns)})$", re.IGNORECASE)
