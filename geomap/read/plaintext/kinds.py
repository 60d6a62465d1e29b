"""What each line of a page is: told once for each line, however often it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto
from functools import lru_cache

from geomap.read.plaintext.layout import Layout
from geomap.read.plaintext.noise import LONG, OPENERS, has_credit, is_analyst, is_byline, is_caption, is_desk_line, prompts, prose_of
from geomap.read.plaintext.openings import first_word, opens
from geomap.read.times import MAX_LINE, parse_line

_LONGEST_ASIDE = 300  # letters; whatever is longer is told by the post itself
_SENTENCE_ENDS = frozenset('.!?"”')
_TELLING_MARKS = re.compile(r"[\d/:()\[\]]")  # of times, credits and captions
_TELLING_ASCII = re.compile(r"[0-9/:()\[\]]")  # the same, three times as fast
_TELLING_WORDS = frozenset({"and", "&", "contributed", "reported"})  # of bylines


class LineKind(Enum):
    """What a line is, by itself."""

    __hash__ = object.__hash__  # each is one object; Enum's own is written in Python, and every line is looked up in sets

    BLANK = auto()
    PROSE = auto()  # a long sentence, surely told by the post
    TEXT = auto()
    CAPTION = auto()
    PROMPT = auto()  # a button, a link, a word of the page about itself
    TIME = auto()
    SIGNATURE = auto()  # a byline wherever it stands
    BYLINE = auto()  # a byline unless it stands first
    DESK = auto()  # a byline right below a headline


BLANK, PROSE, TEXT, CAPTION, PROMPT, TIME, SIGNATURE, BYLINE, DESK = LineKind  # names that are looked up ten times as fast
TOLD = frozenset({PROSE, TEXT, SIGNATURE, BYLINE, DESK})


class LineKinds(dict[str, LineKind]):
    """The kinds of a page's lines: ``kinds[line]``."""

    def __init__(self, layout: Layout, lines: Iterable[str] = ()) -> None:
        super().__init__(dict.fromkeys(prose_of(lines), PROSE))
        self.layout = layout
        self._openers = _openers(layout)

    def __missing__(self, line: str) -> LineKind:
        """Tell the kind of a line that is asked for the first time."""
        if len(line) > LONG:
            kind = PROSE if prose_of((line,)) else self._tell(line.strip())
        else:
            kind = TEXT if self._is_plainly_text(line) else self._tell(line.strip())
        self[line] = kind
        return kind

    def _is_plainly_text(self, line: str) -> bool:
        """Say whether nothing in a line could make it anything but text: one look that spares most headlines all others."""
        lower = line.lower()
        words = lower.split()
        return (
            bool(words)
            and words[0].isalpha()
            and words[0] not in self._openers
            and _TELLING_WORDS.isdisjoint(words)
            and (_TELLING_ASCII if line.isascii() else _TELLING_MARKS).search(line) is None
            and not ("ing by " in lower or "getty" in lower or "pa m" in lower)
            and not (self.layout.offices and any(map(lower.__contains__, self.layout.offices)))
        )

    def _tell(self, text: str) -> LineKind:
        if not text:
            return BLANK
        if text[-1] not in _SENTENCE_ENDS and is_caption(text):
            return CAPTION
        return TEXT if len(text) > _LONGEST_ASIDE else self._tell_short(text)

    def _tell_short(self, text: str) -> LineKind:
        word, end = first_word(text)
        opener = word in self._openers  # most lines begin with none
        if (opener or has_credit(text)) and (prompts(text, word, end) or opens(text, self.layout.noise, word, end)):
            return PROMPT
        if len(text) <= MAX_LINE and parse_line(text) is not None:
            return TIME
        if self._is_signature(text, word, end):
            return SIGNATURE
        if is_byline(text, word):
            return SIGNATURE if word == "by" else BYLINE
        return DESK if opener and is_desk_line(text, word) else TEXT

    def _is_signature(self, text: str, word: str, end: int) -> bool:
        if word in self._openers and (opens(text, self.layout.byline, word, end) or is_analyst(text, word)):
            return True
        return self.layout.office is not None and self._is_of_office(text, self.layout.office)

    def _is_of_office(self, text: str, office: re.Pattern[str]) -> bool:
        lower = text.lower()
        return any(word in lower for word in self.layout.offices) and office.match(text) is not None


@lru_cache
def _openers(layout: Layout) -> frozenset[str]:
    """Give the first words of lines that are not told by the post."""
    return OPENERS.union(layout.byline, layout.noise)
