"""The lines of a page: the kind of each, and lines that were broken or joined by copying."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto
from itertools import pairwise

from geomap.lang import cached
from geomap.read.dates import MAX_LINE, ZONE_PATTERN, parse_line
from geomap.read.text.boilerplate import (
    LONG,
    boilerplate_words,
    has_credit,
    is_analysis_credit,
    is_byline,
    is_caption,
    is_desk_line,
    is_short_prompt,
    long_sentences,
)
from geomap.read.text.layout import Layout, first_word, matches_phrase

_LONGEST_ASIDE = 300  # characters; longer lines are text
_SENTENCE_ENDS = frozenset('.!?"”')
_DECISIVE_MARKS = re.compile(r"[\d/:()\[\]]")  # of times, credits and captions
_DECISIVE_WORDS = frozenset({"and", "&", "contributed", "reported"})  # of bylines


class LineKind(Enum):
    """The kind of a line, determined by the line alone."""

    BLANK = auto()
    PROSE = auto()  # a long sentence, certainly text
    TEXT = auto()
    CAPTION = auto()
    PROMPT = auto()  # a button, a link, a phrase of the page about itself
    TIME = auto()
    SIGNATURE = auto()  # a byline wherever it stands
    BYLINE = auto()  # a byline unless it stands first
    DESK = auto()  # a byline right below a headline


BLANK, PROSE, TEXT, CAPTION, PROMPT, TIME, SIGNATURE, BYLINE, DESK = LineKind
CONTENT_KINDS = frozenset({PROSE, TEXT, SIGNATURE, BYLINE, DESK})


class LineKinds(dict[str, LineKind]):
    """The kinds of the lines of a page, ``kinds[line]``, each determined once."""

    def __init__(self, layout: Layout, lines: Iterable[str] = ()) -> None:
        super().__init__(dict.fromkeys(long_sentences(lines), PROSE))
        self.layout = layout
        self._openers = _first_words(layout)

    def __missing__(self, line: str) -> LineKind:
        """Determine the kind of a line that is asked for the first time."""
        if len(line) > LONG:
            kind = PROSE if long_sentences((line,)) else self._classify(line.strip())
        else:
            kind = TEXT if self._is_plainly_text(line) else self._classify(line.strip())
        self[line] = kind
        return kind

    def _is_plainly_text(self, line: str) -> bool:
        """Return whether a line certainly is text: one fast test that saves most headlines all others."""
        lower = line.lower()
        words = lower.split()
        return (
            bool(words)
            and words[0].isalpha()
            and words[0] not in self._openers
            and _DECISIVE_WORDS.isdisjoint(words)
            and _DECISIVE_MARKS.search(line) is None
            and not ("ing by " in lower or "getty" in lower or "pa m" in lower)
            and not (self.layout.offices and any(map(lower.__contains__, self.layout.offices)))
        )

    def _classify(self, text: str) -> LineKind:
        if not text:
            return BLANK
        if text[-1] not in _SENTENCE_ENDS and is_caption(text):
            return CAPTION
        return TEXT if len(text) > _LONGEST_ASIDE else self._classify_short(text)

    def _classify_short(self, text: str) -> LineKind:
        word, end = first_word(text)
        opener = word in self._openers  # most lines begin with none
        if (opener or has_credit(text)) and (is_short_prompt(text, word, end) or matches_phrase(text, self.layout.noise, word, end)):
            return PROMPT
        if len(text) <= MAX_LINE and parse_line(text) is not None:
            return TIME
        if self._is_signature(text, word, end):
            return SIGNATURE
        if is_byline(text, word):
            return SIGNATURE if word == "by" else BYLINE
        return DESK if opener and is_desk_line(text, word) else TEXT

    def _is_signature(self, text: str, word: str, end: int) -> bool:
        if word in self._openers and (matches_phrase(text, self.layout.byline, word, end) or is_analysis_credit(text, word)):
            return True
        return self.layout.office is not None and self._is_of_office(text, self.layout.office)

    def _is_of_office(self, text: str, office: re.Pattern[str]) -> bool:
        lower = text.lower()
        return any(word in lower for word in self.layout.offices) and office.match(text) is not None


@cached
def _first_words(layout: Layout) -> frozenset[str]:
    """Return the first words of lines that are not text."""
    return boilerplate_words().union(layout.byline, layout.noise)


_NARROW, _WRAP_WIDTH = 40, 100  # characters; the longest line of wrapped text is between these
_WRAPPED_LENGTH = 0.6  # of the longest line: a shorter one ends its paragraph
_WRAP_SHARE = 0.5  # of its lines that are long and continue in the next
_MIN_WRAPPED = 6
_INLINE_TIME = re.compile(
    rf"[\[(]?(\d{{1,2}}\s?[:.h]\s?\d{{2}}(?:[ ]?[aApP]\.?[mM]\b\.?)?(?:[ ]{ZONE_PATTERN})?)[\])]?"
    r"(?:[ ]?[-–—:|.])?[ \t]+(?=[^\W\d_\s]{2}|(?:[^\W\d_\s]|\d[\d.,]*)[ ][^\W\d_\s]{2}|[\"“«])"  # "A drone", "У Києві", "12 drones"
)
_CAPITAL = r"[A-ZÀ-Þ][\w.'’-]*[^\W\d]"
_GLUED = re.compile(rf"({_CAPITAL}(?: {_CAPITAL}){{1,3}})(\d{{1,2}} [A-Z][a-z]{{2,8}} (?:19|20)\d{{2}},? \d{{1,2}}:\d{{2}})$")
_NUMERALS = frozenset("0123456789")
_TIME_STARTS = frozenset("0123456789[(")
_MIN_INLINE = 3
_WITH_DOT, _MONTHS = re.compile(r"\d{1,2}\.(\d{2})"), 12


def join_wrapped_lines(lines: list[str]) -> list[str]:
    """Return the lines of a text with paragraphs joined if it was wrapped at some width; any other text is unchanged."""
    if any(len(line) > _WRAP_WIDTH for line in lines):
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


def are_days(times: Iterable[str]) -> bool:
    """Return whether times are rather the days of one month: "12.03", "13.03"."""
    pairs = [_WITH_DOT.fullmatch(time) for time in times]
    last = {pair[1] for pair in pairs if pair is not None}
    return all(pairs) and len(last) == 1 and 1 <= int(next(iter(last))) <= _MONTHS


def split_inline_times(lines: list[str]) -> list[str]:
    """Return the lines with the time of "17:42 Explosions in Kharkiv" on a line of its own, if most times of the page are so.

    Times that copying joined to names are split too: "Ann Lee26 January 2023 17:00".
    """
    if any(map(_GLUED.match, [line for line in lines if len(line) <= MAX_LINE and line[-1] in _NUMERALS])):
        lines = [piece for line in lines for piece in (_GLUED.sub(r"\1\n\2", line).split("\n") if line[-1] in _NUMERALS else (line,))]
    starting = [line for line in lines if line[0] in _TIME_STARTS]
    inline = {line for line in starting if parse_line(line) is None and _INLINE_TIME.match(line)}
    if len(inline) < _MIN_INLINE or are_days(_INLINE_TIME.match(line)[1] for line in inline):  # type: ignore[index]  # they match
        return lines
    matching = sum(1 for line in starting if _INLINE_TIME.match(line))
    if len(inline) < matching - len(inline):
        return lines
    return [piece for line in lines for piece in (_INLINE_TIME.sub(r"\1\n", line, count=1).split("\n") if line in inline else (line,))]
