"""The lines of one post to a draft: headline, author, paragraphs, headings and list items."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise, repeat

from geomap.model import PartKind
from geomap.read.compose import PostDraft
from geomap.read.dates import TimeExpression, parse_line
from geomap.read.text.boilerplate import is_alt_text, is_bare_name
from geomap.read.text.layout import Layout
from geomap.read.text.lines import BLANK, BYLINE, CAPTION, DESK, PROMPT, PROSE, SIGNATURE, TEXT, TIME, LineKind, LineKinds
from geomap.read.text.time_lines import find_dateline

_BULLET = re.compile(r"\s*(?:[•◦▪‣●○■►▶➤→⁃∙·*]|[-–—](?=\s))\s*(?=\S)")
_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s+(?=\S)")
_INDENT = "  "
_HEADLINE_LENGTH = 200
_SHORT_SENTENCE = 100  # letters; a headline may be a whole sentence, but not a long one
_HEADING_LENGTH = 80
_ENDS = (".", "!", "?", ":", ";", ",", '"', "”", "’", "…", ")", "]", "»")
_SENTENCE_ENDS = (".", "!", "?", '"', "”", ")", "]")
_OMITTED = frozenset({BLANK, PROMPT, CAPTION})
_LAYOUTS_WITH_BARE_NAMES = ("The Guardian", "BBC News")


def draft_from_lines(
    lines: list[str], kinds: LineKinds | Layout, *, headline: str | None = None, titled: Callable[[], bool] = bool
) -> tuple[PostDraft, TimeExpression | None]:
    """Return the draft of one post.

    Args:
        lines: The lines between its time line and the next; without blank ones if ``kinds`` is not a layout.
        kinds: The kinds of the lines of the page, or the layout that determines them.
        headline: The headline where it is known; None: the first line if it looks like one.
        titled: Returns whether the other posts of the page have headlines, so that even a short sentence at the top is one.

    Returns:
        The draft, and the time of the last edit that the post states ("Updated at 17.50 GMT"), or None.
    """
    if isinstance(kinds, Layout):
        kinds, lines = LineKinds(kinds), [line for line in lines if line and not line.isspace()]
    draft = PostDraft(headline=headline)
    updated = None
    body: list[str] = []
    for line in _without_alt_texts(lines):
        kind = kinds[line]
        if kind is PROSE:
            body.append(line)
        elif kind is TEXT:
            body.append(_without_dateline(line) if "(" in line else line)
        elif kind is TIME:
            moment = parse_line(line.strip())
            updated = moment if moment is not None and moment.label == "updated" else updated
        elif kind not in _OMITTED:
            if _is_byline_here(kind, draft, body, first=not body and headline is None):
                _take_byline(draft, body, line.strip())
            else:
                body.append(_without_dateline(line))
    _take_headline(draft, list(filter(None, body)), kinds.layout, titled=titled)
    return draft, updated


def _without_alt_texts(lines: list[str]) -> list[str]:
    """Return the lines without captions that are printed twice: as alternative text of a picture, and below it."""
    words = [line.strip() for line in lines]
    if not any(below.startswith(above) for above, below in pairwise(words)):
        return lines
    remaining: list[str] = []
    skip = False
    if words[0] == words[1] and not words[0].endswith(_SENTENCE_ENDS):
        lines, words = lines[1:], words[1:]  # a headline that is printed twice
    for line, own, following in zip(lines, words, [*words[1:], ""], strict=True):
        if skip:
            skip = False
        elif following.startswith(own) and is_alt_text(own, following):
            skip = True
        else:
            remaining.append(line)
    return remaining


def _is_byline_here(kind: LineKind, draft: PostDraft, body: list[str], *, first: bool) -> bool:
    if kind is SIGNATURE or (kind is BYLINE and not first):
        return True
    return kind is DESK and _is_below_headline(draft, body)


def _take_headline(draft: PostDraft, body: list[str], layout: Layout, *, titled: Callable[[], bool]) -> None:
    """Set the headline of a draft, the author's name right above or below it, and the rest as its blocks."""
    knows_names = layout.publisher is not None and layout.publisher.name in _LAYOUTS_WITH_BARE_NAMES
    if knows_names and draft.author is None and body and is_bare_name(body[0]):
        draft.author = body.pop(0).strip()
    if draft.headline is None and _is_headline(body, titled=titled):
        draft.headline = body.pop(0).strip()
        if knows_names and draft.author is None and body and is_bare_name(body[0]):
            draft.author = body.pop(0).strip()
    draft.blocks = _blocks(body)


def _take_byline(draft: PostDraft, body: list[str], byline: str) -> None:
    """Set the author; a single line above is the headline, or the name that "BBC News, Kyiv" continues."""
    draft.author = draft.author or byline
    if body and is_bare_name(body[-1]) and not byline.startswith(("By ", "by ", "From ")):
        draft.author = body.pop().strip()
    if draft.headline is None and len(body) == 1:
        draft.headline = body.pop().strip()


def _without_dateline(line: str) -> str:
    dateline = find_dateline(line)
    return line[dateline.end :] if dateline else line


def looks_like_headline(line: str) -> bool:
    """Return whether a line could be the headline of a post: short, not a list item, and not a long sentence."""
    text = line.strip()
    if not text or len(text) > _HEADLINE_LENGTH or (not text[0].isalnum() and _BULLET.match(line)) or text.endswith((",", ";", ":")):
        return False
    return len(text) <= _SHORT_SENTENCE or not text.endswith((".", ".”", '."'))


def _is_below_headline(draft: PostDraft, body: list[str]) -> bool:
    """Return whether the next line is right below the headline."""
    if draft.author is not None:
        return False
    return not body if draft.headline is not None else len(body) == 1 and looks_like_headline(body[0])


def _is_headline(body: list[str], *, titled: Callable[[], bool]) -> bool:
    if not body or not looks_like_headline(body[0]) or body[0].startswith(_INDENT):
        return False
    ends_as_sentence = body[0].rstrip().endswith((".", '."', ".”"))
    return not ends_as_sentence or (len(body) > 1 and titled())


def _blocks(body: list[str]) -> list[tuple[PartKind, str]]:
    indented = sum(map(str.startswith, body, repeat(_INDENT)))
    list_by_indent = 0 < indented < len(body) or (indented == len(body) and indented > 1)
    return [
        (PartKind.PARAGRAPH, line) if len(line) > _HEADING_LENGTH and line[0].isalpha() else _block(line, list_by_indent=list_by_indent)
        for line in body
    ]


def _block(line: str, *, list_by_indent: bool) -> tuple[PartKind, str]:
    """Return the kind of a line, and its text without a bullet; the number of a numbered item is remaining."""
    if line[0].isalpha():
        return _kind(line), line
    bullet, text = _BULLET.match(line), line.strip()
    if bullet:
        return PartKind.ITEM, line[bullet.end() :]
    if _NUMBERED.match(line) or (list_by_indent and line.startswith(_INDENT)):
        return PartKind.ITEM, text
    return _kind(text), text


def _kind(text: str) -> PartKind:
    is_heading = len(text) <= _HEADING_LENGTH and text[0].isupper() and not text.endswith(_ENDS)
    return PartKind.HEADING if is_heading else PartKind.PARAGRAPH
