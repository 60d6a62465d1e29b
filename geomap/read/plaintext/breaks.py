"""The lines of a text as its posts need them: those broken by hand are joined, times within lines get lines of their own."""

from __future__ import annotations

import re
from itertools import pairwise

from geomap.read.lazily import LazyPattern
from geomap.read.times import MAX_LINE, ZONE_PATTERN, parse_line

_NARROW, _WRAP_WIDTH = 40, 100  # letters; the longest line of text that was broken by hand is between these
_WRAPPED_LENGTH = 0.6  # of the longest line: a shorter one ends its paragraph
_WRAP_SHARE = 0.5  # of its lines that are long and go on in the next
_MIN_WRAPPED = 6
_INLINE_TIME = LazyPattern(
    rf"[\[(]?(\d{{1,2}}\s?[:.h]\s?\d{{2}}(?:[ ]?[aApP]\.?[mM]\b\.?)?(?:[ ]{ZONE_PATTERN})?)[\])]?"
    r"(?:[ ]?[-–—:|.])?[ \t]+(?=[^\W\d_\s]{2}|[\"“«])"
)
_CAPITAL = r"[A-ZÀ-Þ][\w.'’-]*[^\W\d]"
_GLUED = re.compile(rf"({_CAPITAL}(?: {_CAPITAL}){{1,3}})(\d{{1,2}} [A-Z][a-z]{{2,8}} (?:19|20)\d{{2}},? \d{{1,2}}:\d{{2}})$")
_NUMERALS = frozenset("0123456789")
_TIME_STARTS = frozenset("0123456789[(")
_MIN_INLINE = 3


def unwrap(lines: list[str]) -> list[str]:
    """Join the lines of a text that was broken by hand to some width; those of any other text stay as they are."""
    if any(map(_WRAP_WIDTH.__lt__, map(len, lines))):  # ends at the first long line
        return lines
    longest = max(map(len, lines), default=0)
    if longest < _NARROW:
        return lines
    long = _WRAPPED_LENGTH * longest
    runs_on = [len(line) > long and bool(following.strip()) and not following.startswith(" ") for line, following in pairwise(lines)]
    filled = sum(1 for line in lines if line.strip())
    if sum(runs_on) < max(_MIN_WRAPPED, _WRAP_SHARE * filled):
        return lines
    joined = [lines[0]]
    for goes_on, line in zip(runs_on, lines[1:], strict=True):
        joined.append(f" {line.strip()}" if goes_on and parse_line(line) is None else f"\n{line}")
    return "".join(joined).split("\n")


def split_inline_times(lines: list[str]) -> list[str]:
    """Put the time of "17:42 Explosions in Kharkiv" on a line of its own, where most of a page's times stand so.

    So are the times that copying glued to names: "Ann Lee26 January 2023 17:00".
    """
    if any(map(_GLUED.match, [line for line in lines if len(line) <= MAX_LINE and line[-1] in _NUMERALS])):
        lines = [piece for line in lines for piece in (_GLUED.sub(r"\1\n\2", line).split("\n") if line[-1] in _NUMERALS else (line,))]
    starting = [line for line in lines if line[0] in _TIME_STARTS]
    inline = {line for line in starting if parse_line(line) is None and _INLINE_TIME.match(line)}
    if len(inline) < _MIN_INLINE:
        return lines
    able = sum(1 for line in starting if _INLINE_TIME.match(line))
    if len(inline) < able - len(inline):
        return lines
    return [piece for line in lines for piece in (_INLINE_TIME.sub(r"\1\n", line, count=1).split("\n") if line in inline else (line,))]
