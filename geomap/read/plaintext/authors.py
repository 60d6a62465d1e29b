"""Names that stand alone on lines of their own: on pages where most posts have one beside their time, those of authors."""

from __future__ import annotations

from collections import Counter

from geomap.read.plaintext.kinds import SIGNATURE, TOLD, LineKinds
from geomap.read.plaintext.noise import LONGEST_NAME, is_bare_name
from geomap.read.plaintext.pieces import Page

_SHARE = 0.5  # of the posts
_MIN_POSTS = 2
_NEAR = 2  # lines below a time: the name may stand below the headline


def find_authors(page: Page, kinds: LineKinds) -> None:
    """Mark the names beside the times of a page as signatures; those above a time become the first line of the post below it."""
    least = max(_MIN_POSTS, _SHARE * len(page.entries))
    stretches = [page.header, *(entry.lines for entry in page.entries)]
    above = _likely([_name_among(lines[-1:]) for lines in stretches[:-1]])
    below = _likely([_name_among(lines[:_NEAR]) for lines in stretches[1:]])
    if sum(map(bool, above)) >= least:
        _sign(above, kinds)
        is_last_told = any(kinds[line] in TOLD for line in stretches[-1])  # else the times stand below their posts
        for lines, following, name in zip(stretches, stretches[1:], above, strict=False):
            if name and is_last_told:
                following.insert(0, lines.pop())
    elif sum(map(bool, below)) >= least:
        _sign(below, kinds)


def _name_among(lines: list[str]) -> str:
    for line in lines:
        if len(line) <= LONGEST_NAME and is_bare_name(line):  # asked here too: most lines are long
            return line
    return ""


def _likely(names: list[str]) -> list[str]:
    """Keep those of two words, and longer ones that come again: "Missile Hits Kyiv" is a headline."""
    if not any(names):
        return names
    counts = Counter(names)
    return [name if counts[name] > 1 or name.partition(" in ")[0].count(" ") == 1 else "" for name in names]


def _sign(names: list[str], kinds: LineKinds) -> None:
    kinds.update(dict.fromkeys(filter(None, names), SIGNATURE))
