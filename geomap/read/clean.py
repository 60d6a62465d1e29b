"""The text of a page without what a browser leaves in it: line ends, soft hyphens, odd spaces, invisible marks."""

from __future__ import annotations

import re
import unicodedata

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
_EVEN = re.compile("[\n\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u205e]*")
_EVEN_ASCII = bytes([0x0A, *range(0x20, 0x7F)])


def clean_page(text: str) -> str:
    """Return ``text`` in NFC with plain line ends and spaces. Done once, before any offset is counted."""
    if is_even(text):
        return text
    for old, new in _REPLACED:
        if old in text:
            text = text.replace(old, new)
    return text if text.isascii() else unicodedata.normalize("NFC", without_surrogates(text))


def is_even(text: str) -> bool:
    """Say whether ``text`` surely is in NFC and has no odd spaces, tabs and controls; cheaper than to look for each."""
    if text.isascii():
        return not text.encode("ascii").translate(None, _EVEN_ASCII)  # a third of the time that a pattern takes
    return _EVEN.fullmatch(text) is not None


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    is_even = "  " not in text and "\n" not in text and "\t" not in text
    return text.strip() if is_even else " ".join(text.split())


def without_surrogates(text: str) -> str:
    """Return ``text`` with halves of surrogate pairs, which no encoding can hold, as U+FFFD; the length stays."""
    try:
        text.encode("utf-8")  # five times as fast as a search
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text
