"""Text in Unicode normalization form C (NFC) and without what browsers leave in it; offsets between a given text and its NFC form.

NFC is defined in Unicode Standard Annex #15.
"""

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
# Characters of Latin and Cyrillic that make up texts in NFC only, and plain spaces: nearly every page has no others.
_CLEAN = re.compile("[\n\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u205e]*")
_CLEAN_ASCII = bytes([0x0A, *range(0x20, 0x7F)])


def clean_text(text: str) -> str:
    """Return ``text`` in NFC with plain line ends and spaces, without invisible characters.

    Done once for each document, before any offset is counted.
    """
    if is_clean(text):
        return text
    for old, new in _REPLACED:
        if old in text:
            text = text.replace(old, new)
    return text if text.isascii() else unicodedata.normalize("NFC", replace_surrogates(text))


def is_clean(text: str) -> bool:
    """Return whether ``text`` certainly is in NFC and has no tabs, control characters and unusual spaces.

    A fast test: False does not mean that there is anything to clean.
    """
    if text.isascii():
        return not text.encode("ascii").translate(None, _CLEAN_ASCII)  # a third of the time that a pattern takes
    return _CLEAN.fullmatch(text) is not None


def collapse_spaces(text: str) -> str:
    """Return ``text`` as one line, with every run of white space as one space."""
    is_even = "  " not in text and "\n" not in text and "\t" not in text
    return text.strip() if is_even else " ".join(text.split())


def replace_surrogates(text: str) -> str:
    """Return ``text`` with unpaired surrogates, which no encoding can represent, as U+FFFD; the length does not change."""
    try:
        text.encode("utf-8")  # five times as fast as a search
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


_SURROGATE_REFERENCE = re.compile(
    r"&#(?:x0{0,20}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,20}5(?:5(?:29[6-9]|[3-9]\d\d)|6\d{3}|7(?:[0-2]\d\d|3[0-3]\d|34[0-3])));?"
)


def without_surrogates(markup: str) -> str:
    """Return markup with U+FFFD in place of character references to surrogates, which are no characters."""
    return _SURROGATE_REFERENCE.sub("\ufffd", markup) if "&#" in markup else markup


_JAMO = ("\u1160", "\u11ff")  # Hangul vowels and finals compose with the character before them although they are not marks


class OffsetMap:
    """Offsets in a given text and in its NFC form, each converted to the other.

    A letter with its combining marks is one unit: an offset into the middle of one is moved outward to its edge.

    Attributes:
        nfc: The given text in NFC.
    """

    __slots__ = ("_given_edges", "_nfc_edges", "nfc")

    def __init__(self, given: str) -> None:
        given_edges, nfc_edges, composed_units = [0], [0], []
        for unit in _units(given):
            composed = unit if unit.isascii() else unicodedata.normalize("NFC", unit)
            composed_units.append(composed)
            given_edges.append(given_edges[-1] + len(unit))
            nfc_edges.append(nfc_edges[-1] + len(composed))
        self.nfc = "".join(composed_units)
        self._given_edges, self._nfc_edges = given_edges, nfc_edges

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the given text that a span of the NFC text came from.

        Args:
            start: First code point of the span in the NFC text.
            end: Code point after the span.

        Returns:
            Start and end in code points of the given text.
        """
        return _across(self._nfc_edges, self._given_edges, start, end)

    def to_nfc(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the NFC text that a span of the given text became.

        Args:
            start: First code point of the span in the given text.
            end: Code point after the span.

        Returns:
            Start and end in code points of the NFC text.
        """
        return _across(self._given_edges, self._nfc_edges, start, end)


def _units(text: str) -> Iterator[str]:
    """Yield the text in units, cut before every character that cannot compose with the one before it."""
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
