"""The lines of one post made into a draft: headline, author, paragraphs, bullets."""

from __future__ import annotations

import re

from geomap.model import PartKind
from geomap.read.compose import Draft
from geomap.read.plaintext.dateline import find_dateline
from geomap.read.plaintext.layout import Layout
from geomap.read.plaintext.noise import is_analyst, is_byline, is_desk_line, is_prompt, is_prose, without_captions
from geomap.read.times import MAX_LINE, TimeExpression, parse_line

_BULLET = re.compile(r"\s*(?:[•◦▪‣●○■►▶➤→⁃∙·*]|[-–—](?=\s))\s*(?=\S)")
_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s+(?=\S)")
_INDENT = "  "
_LONGEST_ASIDE = 300  # letters; whatever is longer is told by the post itself
_HEADLINE_LENGTH = 200
_SHORT_SENTENCE = 100  # letters; a headline may be a whole sentence, but not a long one
_HEADING_LENGTH = 80
_ENDS = (".", "!", "?", ":", ";", ",", '"', "”", "’", "…", ")", "»")
_NAME = re.compile(r"\s*(?:[A-ZÀ-Þ][\w.'’-]+)(?: (?:[A-ZÀ-Þ][\w.'’-]+|de|van|von|el|al|bin)){1,3}\s*$")
_LAYOUTS_WITH_BARE_NAMES = ("The Guardian", "BBC News")


def draft_from_lines(
    lines: list[str], layout: Layout, *, headline: str | None = None, titled: bool = False
) -> tuple[Draft, TimeExpression | None]:
    """Make a draft of one post's lines.

    Args:
        lines: The lines between its time line and the next.
        layout: Whose page it is.
        headline: The headline where it is known; None: it is the first line that looks like one.
        titled: The page's other posts have headlines, so that a short sentence at the top is one too.

    Returns:
        The draft, and what the post says of its last edit ("Updated at 17.50 GMT"), or None.
    """
    draft = Draft(headline=headline)
    updated = None
    body: list[str] = []
    for line in without_captions(lines):
        if is_prose(line):
            body.append(line)
            continue
        text = line.strip()
        if len(text) > _LONGEST_ASIDE:
            body.append(_without_dateline(line))
        elif is_prompt(text) or (layout.noise and layout.noise.match(text)):
            continue
        elif len(text) <= MAX_LINE and (moment := parse_line(text)) is not None:
            updated = moment if moment.label == "updated" else updated
        elif _is_byline(text, layout, first=not body and headline is None) or (_is_below_headline(draft, body) and is_desk_line(text)):
            _take_byline(draft, body, text)
        else:
            body.append(_without_dateline(line))
    body = [line for line in body if not line.isspace() and line]
    if draft.author is None and body and _is_bare_name(body[0], layout):
        draft.author = body.pop(0).strip()
    if draft.headline is None and _is_headline(body, titled=titled):
        draft.headline = body.pop(0).strip()
        if draft.author is None and body and _is_bare_name(body[0], layout):
            draft.author = body.pop(0).strip()
    draft.blocks = _blocks(body)
    return draft, updated


def _take_byline(draft: Draft, body: list[str], byline: str) -> None:
    """Take a byline; a single line above it is the headline, or the name to which "BBC News, Kyiv" is the rest."""
    draft.author = draft.author or byline
    if body and _NAME.match(body[-1]) and not byline.startswith(("By ", "by ", "From ")):
        draft.author = body.pop().strip()
    if draft.headline is None and len(body) == 1:
        draft.headline = body.pop().strip()


def _without_dateline(line: str) -> str:
    dateline = find_dateline(line)
    return line[dateline.end :] if dateline else line


def looks_like_headline(line: str) -> bool:
    """Say whether a line could stand over a post: short, no bullet, and not a sentence of length."""
    text = line.strip()
    if not text or len(text) > _HEADLINE_LENGTH or _BULLET.match(line) or text.endswith((",", ";", ":")):
        return False
    return len(text) <= _SHORT_SENTENCE or not text.endswith((".", ".”", '."'))


def _is_byline(text: str, layout: Layout, *, first: bool) -> bool:
    if layout.byline and layout.byline.match(text):
        return True
    return (not first and is_byline(text)) or is_analyst(text)


def _is_below_headline(draft: Draft, body: list[str]) -> bool:
    """Say whether the next line stands right below the headline."""
    if draft.author is not None:
        return False
    return not body if draft.headline is not None else len(body) == 1 and looks_like_headline(body[0])


def _is_bare_name(line: str, layout: Layout) -> bool:
    known = layout.publisher is not None and layout.publisher.name in _LAYOUTS_WITH_BARE_NAMES
    return known and bool(_NAME.match(line))


def _is_headline(body: list[str], *, titled: bool) -> bool:
    if not body or not looks_like_headline(body[0]) or body[0].startswith(_INDENT):
        return False
    ends_as_sentence = body[0].rstrip().endswith((".", '."', ".”"))
    return not ends_as_sentence or (titled and len(body) > 1)


def _blocks(body: list[str]) -> list[tuple[PartKind, str]]:
    indented = len([line for line in body if line[:2] == _INDENT])
    list_by_indent = 0 < indented < len(body) or (indented == len(body) and indented > 1)
    return [
        (PartKind.PARAGRAPH, line) if len(line) > _HEADING_LENGTH and line[0].isalpha() else _block(line, list_by_indent=list_by_indent)
        for line in body
    ]


def _block(line: str, *, list_by_indent: bool) -> tuple[PartKind, str]:
    """Say what a line is, and give it without its bullet; the number of a numbered item stays."""
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
