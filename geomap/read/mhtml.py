"""Pages saved as one file (MHTML, .mhtml or .mht): the page's own part of it. Pictures and styles are left."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from geomap.errors import UnreadableError
from geomap.model import Document, Post, Problem
from geomap.read.decode import head
from geomap.read.html import HtmlReader
from geomap.settings import ReadSettings

_SURE = 0.96
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}:")
_RELATED = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_ENDS = re.compile(r"\r?\n\r?\n")


class MhtmlReader:
    """Web archives of browsers."""

    name = "mhtml"

    def sniff(self, document: Document) -> float:
        """Look for a mail's header that announces related parts."""
        start = head(document)
        return _SURE if _HEADER.match(start) and _RELATED.search(_ENDS.split(start, 1)[0]) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Problem]:
        """Yield the posts of the page.

        Raises:
            UnreadableError: it holds no page, or one with no text.
        """
        page, address = _page(document)
        inner = replace(document, content=page, sha256=hashlib.sha256(page).hexdigest(), media_type="text/html")
        yield from HtmlReader().read_page(inner, settings, address=address)


def _page(document: Document) -> tuple[bytes, str | None]:
    """Give the page's bytes in UTF-8, and where it was saved from."""
    try:
        message = message_from_bytes(document.content.lstrip())
        address = _address(message.get("Snapshot-Content-Location"))
        pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        main = next((part for part in pages if address and _address(part.get("Content-Location")) == address), pages[0] if pages else None)
        content = main.get_payload(decode=True) if main is not None else None
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:  # broken headers, parts nested in parts
        raise UnreadableError(f"{document.origin}: this MHTML file is broken; save the page again") from error
    if main is None or not isinstance(content, bytes) or not content.strip():
        raise UnreadableError(f"{document.origin}: this MHTML file holds no page; save it again, or save the page as HTML")
    return _in_utf8(content, main), address or _address(main.get("Content-Location"))


def _in_utf8(content: bytes, part: Message) -> bytes:
    charset = part.get_content_charset("utf-8")
    try:
        return content if charset in ("utf-8", "us-ascii") else content.decode(charset, "replace").encode()
    except LookupError:
        return content


def _address(told: object) -> str | None:
    text = str(told or "").strip()
    return text if text.startswith(("http://", "https://")) else None
