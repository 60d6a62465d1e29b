"""Bytes to text: the encoding of an input, or the reason why it is not text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from weakref import ref

from geomap.errors import UnreadableError
from geomap.model import Document
from geomap.read.legacy import legacy_encoding

_NOT_OF_FILES = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw-unicode-escape", "unicode-escape", "mbcs", "oem"})
HEAD_BYTES = 16_384  # enough for a file's own declaration of its form and encoding
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF file: copy its text into a .txt file"),
    (b"PK\x03\x04", "a ZIP archive or an Office file: unpack it, or save it as text or CSV"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"),
    (b"BZh", "compressed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "compressed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd: unpack it first"),
    (b"\x89PNG", "a PNG picture, not text"),
    (b"\xff\xd8\xff", "a JPEG picture, not text"),
    (b"GIF8", "a GIF picture, not text"),
    (b"SQLite format 3", "an SQLite database: export what you need as CSV"),
    (b"\x7fELF", "a program, not text"),
    (b"{\\rtf", "a Rich Text file: save it as plain text"),
    (b"BEGIN:VCALENDAR", "a calendar: save it as CSV"),
)
_DECLARED = re.compile(rb"""(?:<\?xml[^>]{0,200}?encoding|<meta[^>]{0,200}?charset)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_MOJIBAKE = re.compile("[ÂÃÐÑ][\x80-\xbf\u0152-\u2122]|â€")  # of letters and marks that were encoded twice
_LEAST_TWICE = 3  # letters; no text has them by chance
_CONTROL_SHARE = 0.01  # text has next to none; any binary format tried has over 5 %


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a document, and a sentence about irregularities of its encoding or None."""

    text: str
    remark: str | None = None


def head(document: Document) -> str:
    """Return the start of a document as text, for sniffing.

    Args:
        document: Any document.

    Returns:
        The first 16 kB decoded; "" where the document is not text. Never raises.
    """
    return _HEADS.of(document)


class _Heads:
    """The start of the document that was asked for last: every reader asks for the same one. It does not keep the document alive."""

    def __init__(self) -> None:
        self._last: tuple[Callable[[], Document | None], str] = (lambda: None, "")

    def of(self, document: Document) -> str:
        """Return the start of ``document``."""
        known, start = self._last
        if known() is not document:
            start = _head(document.content[:HEAD_BYTES])
            self._last = (ref(document), start)
        return start


_HEADS = _Heads()


def _head(start: bytes) -> str:
    if _magic(start):
        return ""
    text = start.decode(_marked_encoding(start) or "utf-8", errors="replace")
    if ("\ufffd" in text and not _is_damaged(text) and not _DECLARED.search(start)) or "\x00" in text:
        text = start.decode(legacy_encoding(start) or "utf-8", errors="replace")
    return "" if _is_binary(text) else text.lstrip("\ufeff \t\r\n")


def decode(document: Document) -> Decoded:
    """Decode a document: by its byte order mark, as UTF-8, as it declares itself (HTML, XML), or in the encoding that its words prove.

    Args:
        document: Any document.

    Returns:
        Its text and a remark on irregularities.

    Raises:
        UnreadableError: The document is empty, binary, or text in an encoding that it does not declare and that nothing proves.
    """
    content = document.content
    if not content or content.isspace():
        raise UnreadableError(f"{document.origin}: the file is empty; give a page, a feed or a table with text")
    magic = _magic(content)
    if magic:
        raise UnreadableError(f"{document.origin}: this is {magic}")
    decoded = _decode_marked(document) or _decode_utf8(document) or _decode_declared(content) or _decode_damaged(document)
    if _is_binary(decoded.text[:HEAD_BYTES]):
        raise UnreadableError(f"{document.origin}: this is a binary file; give text, HTML, a feed, JSON or CSV")
    return decoded


def _magic(content: bytes) -> str | None:
    return next((what for start, what in _MAGIC if content.startswith(start)), None)


def _marked_encoding(content: bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), None)


def _is_binary(text: str) -> bool:
    if "\x00" in text:
        return True
    given = text.encode("utf-8", "surrogatepass")  # bytes are counted five times as fast as letters
    return len(given) - len(given.translate(None, _CONTROLS)) > _CONTROL_SHARE * len(text)


def _decode_marked(document: Document) -> Decoded | None:
    name = _marked_encoding(document.content)
    if name is None:
        return None
    text = document.content.decode(name, errors="replace")
    if "\ufffd" in text:
        return Decoded(
            text, f"{document.origin}: its byte order mark says {name.upper()}, but some bytes are not valid; they are read as \ufffd"
        )
    return Decoded(text)


def _decode_utf8(document: Document) -> Decoded | None:
    try:
        text = document.content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\x00" in text[:HEAD_BYTES]:
        return _decode_legacy(document)
    found = _MOJIBAKE.search(text)
    once = _decoded_twice(text) if found else None
    return Decoded(text) if once is None else Decoded(once, f"{document.origin}: it was encoded as UTF-8 twice; it is read as it was meant")


def _decoded_twice(text: str) -> str | None:
    """Return a text whose bytes were taken for letters of windows-1252 before they were encoded, as it was; None for any other text."""
    try:
        given = b"".join(letter.encode("latin-1" if letter <= "\xff" else "cp1252") for letter in text)
        once = given.decode("utf-8")
    except UnicodeError:
        return None
    return once if sum(letter > "\x7f" for letter in once) >= _LEAST_TWICE else None


def _decode_legacy(document: Document) -> Decoded | None:
    name = legacy_encoding(document.content)
    if name is None:
        return None
    told = f"{document.origin}: it does not say its encoding; it is read as {name}, in which its words make sense"
    return Decoded(document.content.decode(name, errors="replace"), told)


def _decode_declared(content: bytes) -> Decoded | None:
    found = _DECLARED.search(content[:HEAD_BYTES])
    if not found:
        return None
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
    except LookupError:
        return None
    if codec.name.startswith("utf") or codec.name in _NOT_OF_FILES or not getattr(codec, "_is_text_encoding", True):
        return None  # it declares UTF-8 and is not; or a codec that is not of text, such as "zip"
    try:
        return Decoded(content.decode(codec.name, errors="replace"))
    except UnicodeError:  # a codec that replaces nothing
        return None


def _is_damaged(text: str) -> bool:
    """Return whether a text decoded from UTF-8 is in UTF-8 but for a few broken bytes, as in a truncated file."""
    broken = text.count("\ufffd")
    sound = sum(1 for letter in text if letter > "\x7f") - broken
    cut_at_end = broken == 1 and text.endswith("\ufffd")
    return cut_at_end or broken * 4 <= sound


def _decode_damaged(document: Document) -> Decoded:
    """Decode UTF-8 with a few broken bytes, or what its words prove; any other encoding is refused: to guess it would corrupt letters."""
    text = document.content.decode("utf-8", errors="replace")
    if _is_damaged(text):
        broken = text.count("\ufffd")
        return Decoded(text, f"{document.origin}: {broken} places are not valid UTF-8; they are read as \ufffd")
    decoded = _decode_legacy(document)
    if decoded is not None:
        return decoded
    if _is_binary(text[:HEAD_BYTES]):
        raise UnreadableError(f"{document.origin}: this is a binary file; give text, HTML, a feed, JSON or CSV")
    raise UnreadableError(
        f"{document.origin}: the text is not UTF-8, and nothing in it tells what else; save it as UTF-8, for example with: "
        "iconv -f windows-1252 -t utf-8"
    )
