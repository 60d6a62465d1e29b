"""What each line of a page is: told once for each line, however often it is asked."""

from __future__ import annotations

import re
from enum import Enum, auto

from geomap.read.plaintext.layout import Layout
from geomap.read.plaintext.noise import OPENERS, has_credit, is_analyst, is_byline, is_caption, is_desk_line, is_prose, prompts
from geomap.read.plaintext.openings import first_word, opens
from geomap.read.times import MAX_LINE, parse_line

_LONGEST_ASIDE = 300  # letters; whatever is longer is told by the post itself
_SENTENCE_ENDS = frozenset('.!?"”')


class LineKind(Enum):
    """What a line is, by itself."""

    BLANK = auto()
    PROSE = auto()  # a long sentence, surely told by the post
    TEXT = auto()
    CAPTION = auto()
    PROMPT = auto()  # a button, a link, a word of the page about itself
    TIME = auto()
    SIGNATURE = auto()  # a byline wherever it stands
    BYLINE = auto()  # a byline unless it stands first
    DESK = auto()  # a byline right below a headline


TOLD = frozenset({LineKind.PROSE, LineKind.TEXT, LineKind.SIGNATURE, LineKind.BYLINE, LineKind.DESK})


class LineKinds(dict[str, LineKind]):
    """The kinds of a page's lines: ``kinds[line]``."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.layout = layout
        self._openers = OPENERS.union(layout.byline, layout.noise)

    def __missing__(self, line: str) -> LineKind:
        """Tell the kind of a line that is asked for the first time."""
        kind = self[line] = LineKind.PROSE if is_prose(line) else self._tell(line.strip())
        return kind

    def _tell(self, text: str) -> LineKind:
        if not text:
            return LineKind.BLANK
        if text[-1] not in _SENTENCE_ENDS and is_caption(text):
            return LineKind.CAPTION
        if len(text) > _LONGEST_ASIDE:
            return LineKind.TEXT
        word, end = first_word(text)
        opener = word in self._openers  # most lines begin with none
        if (opener or has_credit(text)) and (prompts(text, word, end) or opens(text, self.layout.noise, word, end)):
            return LineKind.PROMPT
        if len(text) <= MAX_LINE and parse_line(text) is not None:
            return LineKind.TIME
        if opener and (opens(text, self.layout.byline, word, end) or is_analyst(text, word)):
            return LineKind.SIGNATURE
        if self.layout.office is not None and self._is_of_office(text, self.layout.office):
            return LineKind.SIGNATURE
        if is_byline(text, word):
            return LineKind.BYLINE
        return LineKind.DESK if opener and is_desk_line(text, word) else LineKind.TEXT

    def _is_of_office(self, text: str, office: re.Pattern[str]) -> bool:
        lower = text.lower()
        return any(word in lower for word in self.layout.offices) and office.match(text) is not None
