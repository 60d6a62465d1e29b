"""Posts composed of their parts: text with its paragraphs, title and stable id. Every reader of pages, feeds and tables uses this."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from geomap.lang import detect_language
from geomap.model import Part, PartKind, Post
from geomap.read.dates import Moment
from geomap.read.normalize import clean_text, collapse_spaces
from geomap.saved import shown_origin
from geomap.vocabulary import Precision

_FIRST_SENTENCE = re.compile(r".{20,}?[.!?…](?=[\"”’')\]]?\s|$)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_WORLDWIDE = re.compile(r"[a-z]+://|tag:|urn:")  # keys that mean the same whoever uses them
_TITLE_LENGTH = 160
_ID_DIGITS = 16


@dataclass(slots=True, kw_only=True)
class PostDraft:
    """A post while it is being read.

    Attributes:
        headline: Its headline, None where it has none.
        blocks: Paragraphs, headings and list items in page order, each one line of text.
        author: Who wrote it.
        url: Its address.
        key: The publisher's own identifier of it (an anchor, a guid).
        published: When it was published, as exactly as that is stated.
        updated: When it was last edited, as exactly as that is stated.
        language: ISO 639-1 code, None where it has to be detected.
        page_title: The title of its page.
        cleaner: What is enough to clean its lines, where the page is known to need no more; None: everything is cleaned.
    """

    headline: str | None = None
    blocks: list[tuple[PartKind, str]] = field(default_factory=list)
    author: str | None = None
    url: str | None = None
    key: str | None = None  # what its publisher calls it (an anchor, a guid), where known
    published: Moment | None = None
    updated: Moment | None = None
    language: str | None = None
    page_title: str | None = None
    cleaner: Callable[[str], str] | None = None  # what is enough to clean its lines, where that is known of the page

    @property
    def is_empty(self) -> bool:
        """Whether it has no text."""
        return not self.headline and not self.blocks


def compose(draft: PostDraft, *, source: str, origin: str) -> Post:
    """Return the post that a draft describes.

    Args:
        draft: What is known of the post.
        source: Who published it.
        origin: The document it was read from.

    Returns:
        The post; its id stays the same when its text is edited.
    """
    shown = shown_origin(source) if source == origin else source  # a page that names no publisher is called by its file
    text, parts = _assemble(draft)
    published = draft.published
    title = text[: parts[0].end] if parts and parts[0].kind is PartKind.HEADLINE else _first_sentence(text)
    return Post(
        id=_stable_id(draft, shown, title),
        source=shown,
        text=text,
        parts=parts,
        title=title or None,
        page_title=_page_title(draft.page_title) if draft.page_title else None,
        url=draft.url,
        published_at=published.at if published else None,
        published_precision=published.precision if published else Precision.TIME,
        updated_at=draft.updated.at if draft.updated else None,
        updated_precision=draft.updated.precision if draft.updated else Precision.TIME,
        language=draft.language or detect_language(text),
        author=draft.author,
        origin=origin,
        page=None if shown == source else origin,
        is_keyed=draft.key is not None and (draft.key != draft.url or "#" in draft.key),  # an address may be that of a page
    )


def _assemble(draft: PostDraft) -> tuple[str, tuple[Part, ...]]:
    """Return the text of a draft and its parts: list items are joined by line breaks, all other blocks by blank lines."""
    clean = draft.cleaner or _clean
    headline = clean(draft.headline) if draft.headline else ""
    text, parts, last = headline, [Part(PartKind.HEADLINE, 0, len(headline))] if headline else [], PartKind.HEADLINE
    texts = [text]
    at = len(text)
    for kind, raw in draft.blocks:
        block = clean(raw)
        if not block:
            continue
        if at:
            gap = "\n" if kind is PartKind.ITEM and last is PartKind.ITEM else "\n\n"
            texts.append(gap)
            at += len(gap)
        texts.append(block)
        end = at + len(block)
        parts.append(Part(kind, at, end))
        at, last = end, kind
    return "".join(texts), tuple(parts)


def _is_clean(text: str) -> bool:
    """Return whether a line is in NFC and contains only printable characters and single spaces."""
    return text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text)


@lru_cache(maxsize=16)  # all posts of a page have the same
def _page_title(title: str) -> str | None:
    return _clean(title) or None


def _clean(text: str) -> str:
    """Return a block as one clean line in NFC; most blocks are that already."""
    if _is_clean(text):
        return text.strip()
    if not text.isprintable():  # odd spaces, soft hyphens and controls that came as entities or escapes
        text = _CONTROL.sub("", clean_text(text))
    line = collapse_spaces(text)
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def _first_sentence(text: str) -> str:
    line = text.partition("\n")[0]
    found = _FIRST_SENTENCE.match(line[: 4 * _TITLE_LENGTH])
    sentence = found[0] if found else line
    return sentence if len(sentence) <= _TITLE_LENGTH else sentence[: _TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _stable_id(draft: PostDraft, source: str, title: str) -> str:
    """Return an id that survives edits of the text: a hash of the publisher's own key, else of source, time and title."""
    if draft.key:
        identity = f"key\x1f{draft.key}" if _WORLDWIDE.match(draft.key) else f"key\x1f{source}\x1f{draft.key}"
    else:
        identity = f"{source}\x1f{draft.published.at.isoformat() if draft.published else ''}\x1f{title}"
    return hashlib.sha256(identity.encode()).hexdigest()[:_ID_DIGITS]
