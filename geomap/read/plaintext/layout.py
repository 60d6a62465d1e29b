"""What makes one publisher's pages look as they do. Each publisher's file holds one ``Layout``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from geomap.read.plaintext.openings import Openings
from geomap.read.publishers import Publisher


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """How to tell a publisher's pages and what to leave out of their posts.

    ``signs`` are patterns of lines found on its pages only; the layout with most of them is taken. Each begins with "^" or with
    letters of its own, by which a line without them is passed over quickly. ``byline`` and ``noise`` tell whole lines by their
    first word, beside those that hold for all pages (see noise.py); ``offices`` are words that bylines hold anywhere, and
    ``office`` matches the whole of such a line. ``joins`` undo a line break too many, anywhere in a text that holds their word.
    ``rewrites`` put a line break where copying lost one, in lines that hold one of their words and
    are not wholly ``whole``, as most of those are.
    """

    publisher: Publisher | None
    signs: tuple[re.Pattern[str], ...] = ()
    byline: Openings = field(default_factory=dict)
    noise: Openings = field(default_factory=dict)
    offices: tuple[str, ...] = ()
    office: re.Pattern[str] | None = None
    joins: tuple[tuple[str, re.Pattern[str], str], ...] = ()
    rewrites: tuple[tuple[re.Pattern[str], str], ...] = ()
    rewrite_words: tuple[str, ...] = ()
    whole: re.Pattern[str] = re.compile("(?!)")

    def score(self, lines: list[str], opened: list[str]) -> int:
        """Count the lines that bear this layout's signs; ``opened`` are those that open with a sign of any layout."""
        opening, inner = _compiled(self.signs)
        found = set(filter(opening.match, opened))
        for sign in inner:
            found.update(filter(sign.search, lines))
        return sum(map(lines.count, found))

    def lines(self, text: str, lines: list[str]) -> list[str]:
        """Give the ``lines`` of a page's ``text`` without what copying did to this publisher's."""
        for word, pattern, new in self.joins:
            if word in text and pattern.search(text):
                text = pattern.sub(new, text)
                lines = text.split("\n")
        for word in self.rewrite_words:
            if word in text:
                lines = [piece for line in lines for piece in (self._rewritten(line) if word in line else (line,))]
        return lines

    def _rewritten(self, line: str) -> list[str]:
        if self.whole.fullmatch(line):
            return [line]
        for pattern, new in self.rewrites:
            line = pattern.sub(new, line)
        return line.split("\n")


def choose_layout(layouts: tuple[Layout, ...], lines: list[str], *, least: int) -> Layout | None:
    """Choose the layout most of whose signs the lines bear; None where that are fewer than ``least``."""
    opened = list(filter(_opening_of_any(layouts).match, lines))
    best, layout = max(((layout.score(lines, opened), layout) for layout in layouts), key=lambda pair: pair[0])
    return layout if best >= least else None


@lru_cache
def _opening_of_any(layouts: tuple[Layout, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_compiled(layout.signs)[0].pattern for layout in layouts))


@lru_cache
def _compiled(signs: tuple[re.Pattern[str], ...]) -> tuple[re.Pattern[str], list[re.Pattern[str]]]:
    """Part the signs into one pattern of all that stand at a line's start, and those that stand anywhere."""
    opening = [sign.pattern for sign in signs if sign.pattern.startswith("^")]
    return re.compile("|".join(opening) or "(?!)"), [sign for sign in signs if not sign.pattern.startswith("^")]
