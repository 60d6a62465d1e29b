"""Lists that a line with a colon opens; they are read with that line as one sentence.

    Shelling was recorded in the following settlements:
    • Vovchansk
    • Lyptsi

The items tell nothing by themselves, and the line above them names no place. What tells an event of its own ("Lyptsi: two dead") stays
a sentence of its own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.lang.sentences import LONGEST, SentenceSpan
from geomap.model import PartKind

BULLETS = ("-", "–", "—", "•", "*", "·", "▪", "●")
_NUMBERED = re.compile(r"\d{1,2}[.)](?!\S)")
_WORD = re.compile(r"[^\W\d]+")
_LEAST_WORDS = 2  # of the line that opens a list
_LONGEST_ITEM = 160  # characters
_LONGEST_LINE = 60  # of an item without a mark
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")


@dataclass(frozen=True, slots=True)
class ListFound:
    """A line that opens a list, and its items."""

    lead: SentenceSpan
    items: tuple[SentenceSpan, ...]
    marked: bool  # the items have marks; others are short lines that may be anything

    @property
    def span(self) -> SentenceSpan:
        """The whole list as one sentence."""
        return SentenceSpan(self.lead.start, self.items[-1].end, self.lead.kind, self.lead.part)


def is_item(text: str, span: SentenceSpan) -> bool:
    """Whether a sentence is an item of a list: one that the page marks so, or one that begins with a bullet."""
    return span.kind is PartKind.ITEM or text.startswith(BULLETS, span.start) or _NUMBERED.match(text, span.start) is not None


def with_lists(text: str, spans: Sequence[SentenceSpan]) -> Iterator[SentenceSpan | ListFound]:
    """Yield the sentences of a post, each list with the line that opens it as one.

    Args:
        text: The text of the post.
        spans: Its sentences, in order.
    """
    if ":" not in text:
        yield from spans
        return
    parts = [tuple(group) for _, group in itertools.groupby(spans, key=lambda span: span.part)]
    at = 0
    while at < len(parts):
        found = _list_at(text, parts, at)
        if found is None:
            yield from parts[at]
            at += 1
        else:
            yield from parts[at][:-1]
            yield found
            at += 1 + len(found.items)


def _list_at(text: str, parts: Sequence[tuple[SentenceSpan, ...]], at: int) -> ListFound | None:
    """Return the list that the last sentence of a part opens, None where it opens none."""
    lead = parts[at][-1]
    words = text[lead.start : lead.end]
    if not words.endswith(":") or is_item(text, lead) or len(_WORD.findall(words)) < _LEAST_WORDS:
        return None
    marked = at + 1 < len(parts) and is_item(text, parts[at + 1][0])
    items: list[SentenceSpan] = []
    for number in range(at + 1, len(parts)):
        part = parts[number]
        fits = part[-1].end - lead.start <= LONGEST
        if is_item(text, part[0]) is not marked or not fits or (not marked and not _is_short_line(text, part)):
            break
        told = part[1:] if len(part) > 1 and _NUMBERED.fullmatch(text, part[0].start, part[0].end) else part
        if len(told) > 1 or told[0].end - told[0].start > _LONGEST_ITEM:
            return None  # an item of several sentences tells its own story
        items.append(told[0])
    return ListFound(lead, tuple(items), marked) if len(items) > (not marked) else None


def starts_of(text: str, found: ListFound) -> tuple[int, ...]:
    """Return where the words of each item of a list begin, behind its bullet."""
    starts = []
    for item in found.items:
        start = item.start
        while start + 1 < item.end and (text[start] in BULLETS or text[start].isspace()):
            start += 1
        starts.append(start)
    return tuple(starts)


def _is_short_line(text: str, part: tuple[SentenceSpan, ...]) -> bool:
    span = part[0]
    is_line = len(part) == 1 and span.end - span.start <= _LONGEST_LINE and span.kind is not PartKind.HEADLINE
    return is_line and not text[span.start : span.end].endswith(_SENTENCE_ENDS)


def joined_text(text: str, lists: Sequence[ListFound]) -> str:
    """Return the text of a post with marks of a sentence between the items of its lists, of the same length."""
    pieces, end = [], 0
    for found in lists:
        mark = ";" if any("," in text[item.start : item.end] for item in found.items) else ","
        starts = starts_of(text, found)
        pieces += [text[end : found.lead.end], " " * (starts[0] - found.lead.end)]  # without its bullet or number
        end = starts[0]
        for before, start in zip(found.items, starts[1:], strict=False):
            glued = start - before.end == 1 and text[before.end - 1].isdigit() and text[start].isdigit()  # "21,58" is one number
            pieces += [text[end : before.end], ";" if glued else mark, " " * (start - before.end - 1)]
            end = start
    return "".join([*pieces, text[end:]])
