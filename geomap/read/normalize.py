"""The text of a page without what a browser leaves in it: line ends, soft hyphens, odd spaces, invisible marks."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

_REPLACED = (
    ("\r\n", "\n"),
    ("\r", "\n"),
    ("\u2028", "\n"),
    ("\u2029", "\n"),
    ("\u0085", "\n"),
    ("\u00ad", ""),  # soft hyphen
    ("\u200b", ""),  # zero width space
    ("\u2060", ""),  # word joiner
    ("\ufeff", ""),  # byte order mark, wherever pages were glued together
    ("\u200e", ""),  # direction marks
    ("\u200f", ""),
    ("\u00a0", " "),
    ("\u202f", " "),
    ("\u2002", " "),
    ("\u2003", " "),
    ("\u2007", " "),
    ("\u2009", " "),
    ("\u200a", " "),
    ("\u3000", " "),
    ("\x00", ""),
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Letters and marks of Latin and Cyrillic, of which any text is in NFC, and plain spaces: nearly every page has no others.
_CLEAN = re.compile("[\n\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u205e]*")
_CLEAN_ASCII = bytes([0x0A, *range(0x20, 0x7F)])


def clean_text(text: str) -> str:
    """Return ``text`` in NFC with plain line ends and spaces. Done once, before any offset is counted."""
    if is_clean(text):
        return text
    for old, new in _REPLACED:
        if old in text:
            text = text.replace(old, new)
    return text if text.isascii() else unicodedata.normalize("NFC", replace_surrogates(text))


def is_clean(text: str) -> bool:
    """Say whether ``text`` surely is in NFC and has no odd spaces, tabs and controls; cheaper than to look for each."""
    if text.isascii():
        return not text.encode("ascii").translate(None, _CLEAN_ASCII)  # a third of the time that a pattern takes
    return _CLEAN.fullmatch(text) is not None


def collapse_spaces(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    is_even = "  " not in text and "\n" not in text and "\t" not in text
    return text.strip() if is_even else " ".join(text.split())


def replace_surrogates(text: str) -> str:
    """Return ``text`` with halves of surrogate pairs, which no encoding can hold, as U+FFFD; the length stays."""
    try:
        text.encode("utf-8")  # five times as fast as a search
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


_JAMO = ("\u1160", "\u11ff")  # Hangul vowels and finals compose with what stands before them, though they are no marks


class OffsetMap:
    """The map between ``given`` and ``unicodedata.normalize("NFC", given)``."""

    __slots__ = ("_given_edges", "_nfc_edges", "nfc")

    def __init__(self, given: str) -> None:
        given_edges, nfc_edges, pieces = [0], [0], []
        for unit in _units(given):
            composed = unit if unit.isascii() else unicodedata.normalize("NFC", unit)
            pieces.append(composed)
            given_edges.append(given_edges[-1] + len(unit))
            nfc_edges.append(nfc_edges[-1] + len(composed))
        self.nfc = "".join(pieces)
        self._given_edges, self._nfc_edges = given_edges, nfc_edges

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the given text that ``[start, end)`` of the NFC text came from."""
        return _across(self._nfc_edges, self._given_edges, start, end)

    def to_nfc(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the NFC text that ``[start, end)`` of the given text became."""
        return _across(self._given_edges, self._nfc_edges, start, end)


def _units(text: str) -> Iterator[str]:
    """Cut before every letter that cannot compose with what stands before it."""
    start = 0
    for at, letter in enumerate(text):
        if at > start and not _joins_back(letter):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _joins_back(letter: str) -> bool:
    if letter < "\u0300":
        return False
    return unicodedata.combining(letter) != 0 or unicodedata.category(letter).startswith("M") or _JAMO[0] <= letter <= _JAMO[1]


def _across(source: list[int], target: list[int], start: int, end: int) -> tuple[int, int]:
    return target[bisect_right(source, start) - 1], target[bisect_left(source, end)]
