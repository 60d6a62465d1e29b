"""The one sentence splitter: sentences never cross the parts of a post, and do not end after the abbreviations of its language."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from geomap.lang.language import Language
from geomap.model import Part, PartKind, Post

LONGEST = 1200  # characters; what has no full stop for longer is a list or noise, and is read in pieces
LAST_WORD = re.compile(r"(\S+)$")
_LAST_WITH_CASE = 0x0587  # the last letter of Armenian; scripts beyond have no capitals
_LONGEST_ABBREVIATION = 24  # characters


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """One sentence of a post: ``text[start:end]``, the kind and the number of the part that holds it."""

    start: int
    end: int
    kind: PartKind
    part: int


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    """After ``all`` a sentence goes on, after ``closing`` ones only before a small letter."""

    all: frozenset[str]
    closing: frozenset[str]


def sentences(post: Post, language: Language) -> Iterator[SentenceSpan]:
    """Yield the sentences of ``post`` in text order; a post without parts is one paragraph after its headline."""
    for number, part in enumerate(post.parts or _lines(post)):
        for start, end in split(post.text, part.start, part.end, language):
            yield SentenceSpan(start, end, part.kind, number)


def split(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of the sentences within ``text[start:end]``, without the white space around them."""
    abbreviations = _abbreviations(language)
    begin = start
    for found in _end_pattern().finditer(text, start, end):
        if found.group()[0] != "\n" and _goes_on(text, begin, found.end(), abbreviations):
            continue
        yield from _trimmed(text, begin, found.end())
        begin = found.end()
    yield from _trimmed(text, begin, end)


@functools.cache
def _capitals() -> str:
    """Return the capital letters of Latin, Greek, Cyrillic and Armenian."""
    return "".join(letter for code in range(ord("A"), _LAST_WITH_CASE) if unicodedata.category(letter := chr(code)) in ("Lu", "Lt"))


@functools.cache
def _end_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![.!?…])[.!?…]++[\"”’»)\]]*+(?=\s+[\"“«‘'(\[]*[{_capitals()}\d—–-])|\n+")


@functools.cache
def _initial_pattern() -> re.Pattern[str]:
    return re.compile(rf"[\"“«(]?[{_capitals()}]\.$")


@functools.cache
def _abbreviations(language: Language) -> _Abbreviations:
    return _Abbreviations(frozenset(language.words("abbreviations")), frozenset(language.words("closing_abbreviations")))


def _goes_on(text: str, begin: int, end: int, abbreviations: _Abbreviations) -> bool:
    last = LAST_WORD.search(text[max(begin, end - _LONGEST_ABBREVIATION) : end])
    if last is None or not last.group().endswith("."):
        return False
    if _initial_pattern().match(last.group()):
        return True
    word = last.group().lstrip('"“«(').lower()
    if word in abbreviations.closing:
        return not text[end : end + 8].lstrip()[:1].isupper()
    return word in abbreviations.all


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _lines(post: Post) -> Iterator[Part]:
    first = True
    for found in re.finditer(r"[^\n]+", post.text):
        headline = first and post.title is not None and found.group().strip() == post.title.strip()
        yield Part(kind=PartKind.HEADLINE if headline else PartKind.PARAGRAPH, start=found.start(), end=found.end())
        first = False
