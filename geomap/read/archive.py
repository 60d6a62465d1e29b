"""Archives of web pages: MHTML, as browsers save one page in one file, and WARC, as crawlers save many.

Each archived page, feed or text is read as if it came alone. Formats: MHTML is RFC 2557; WARC 1.0 and 1.1 are ISO 28500, plain or as
gzip members.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from io import BytesIO

from geomap.errors import InputTooLargeError, UnreadableError
from geomap.model import Document, Event, Post, Problem
from geomap.read.decode import head
from geomap.read.html.reader import HtmlReader
from geomap.settings import ReadSettings
from geomap.stages import Reader

_SURE_MHTML = 0.96
_MAIL_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}:")
_MULTIPART_RELATED = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_HEADER_END = re.compile(r"\r?\n\r?\n")


class MhtmlReader:
    """Pages that a browser saved as MHTML (.mhtml, .mht); pictures and styles are ignored."""

    name = "mhtml"

    def sniff(self, document: Document) -> float:
        """Return 0.96 where the document starts with a mail header of type multipart/related."""
        start = head(document)
        return _SURE_MHTML if _MAIL_HEADER.match(start) and _MULTIPART_RELATED.search(_HEADER_END.split(start, 1)[0]) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Problem]:
        """Read the page of the archive.

        Args:
            document: The archive.
            settings: Values for what the page does not state.

        Yields:
            The posts of the page, and problems.

        Raises:
            UnreadableError: The archive is broken, or contains no page with text.
        """
        page, address = _main_page(document)
        inner = replace(document, content=page, sha256=hashlib.sha256(page).hexdigest(), media_type="text/html")
        yield from HtmlReader().read_page(inner, settings, address=address)


def _main_page(document: Document) -> tuple[bytes, str | None]:
    """Return the bytes of the page in UTF-8, and the address that it was saved from."""
    try:
        message = message_from_bytes(document.content.lstrip())
        address = _http_address(message.get("Snapshot-Content-Location"))
        pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        main = next(
            (part for part in pages if address and _http_address(part.get("Content-Location")) == address), pages[0] if pages else None
        )
        content = main.get_payload(decode=True) if main is not None else None
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:  # broken headers, parts nested in parts
        raise UnreadableError(f"{document.origin}: this MHTML file is broken; save the page again") from error
    if main is None or not isinstance(content, bytes) or not content.strip():
        raise UnreadableError(f"{document.origin}: this MHTML file contains no page; save it again, or save the page as HTML")
    return part_in_utf8(content, main), address or _http_address(main.get("Content-Location"))


def part_in_utf8(content: bytes, part: Message) -> bytes:
    """Return the content of a part of a mail in UTF-8, as far as the encoding that it names is known."""
    charset = part.get_content_charset("utf-8")
    try:
        return content if charset in ("utf-8", "us-ascii") else content.decode(charset, "replace").encode()
    except (LookupError, UnicodeError):
        return content


def _http_address(headers: object) -> str | None:
    text = str(headers or "").strip()
    return text if text.startswith(("http://", "https://")) else None


_SURE_WARC = 0.99
_GZIP, _VERSION = b"\x1f\x8b", b"WARC/"
_SUPPORTED_CODINGS = ("gzip", "x-gzip", "deflate")
_LONGEST_LINE, _MOST_HEADERS, _MOST_DIGITS = 65_536, 500, 18
_MOST_PACKED = 100  # times its size that a body may unpack to; pages pack to a fifth, and repeated markup to a thirtieth
_PIECE = 65_536  # bytes
_ALWAYS_UNPACKED = 10_000_000  # bytes that may come out of any body
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})\b")
_DOCUMENTS = {"application/pdf": "PDF", "msword": "Word", "wordprocessingml": "Word", "opendocument.text": "OpenDocument", "rtf": "RTF"}
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_FIRST_ERROR = "400"
_OF_CRAWLER = ("metadata:", "dns:", "filedesc:", "urn:pageinfo", "urn:view", "urn:thumbnail", "screenshot:")  # its log and its settings
_ROBOTS = re.compile(r"https?://[^/]+/robots\.txt(?:\?.*)?")
_KINDS = ("html", "xml", "json", "text/plain")
_CHUNK_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\n]{0,200}\n")


class _CutOffError(Exception):
    """The archive ends within a record, or the next bytes are not a record."""


@dataclass(frozen=True, slots=True)
class _ArchivedPage:
    """The content of one record: body, media type, address, and when it was captured."""

    content: bytes
    kind: str
    address: str
    captured_at: datetime | None = None


class WarcReader:
    """Web archives; ``readers`` read the archived documents."""

    name = "warc"

    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = readers

    def sniff(self, document: Document) -> float:
        """Return 0.99 where the document, unpacked if it is compressed, starts with the version line of a WARC record."""
        return _SURE_WARC if _first_bytes(document.content).startswith(_VERSION) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Read every archived page, feed and text.

        Args:
            document: The archive.
            settings: Values for what the pages do not state; ``max_bytes`` also limits the size of the unpacked archive.

        Yields:
            The items of the archived documents in the order of the archive, and problems.

        Raises:
            UnreadableError: No record contains anything that can be read.
            InputTooLargeError: The archive unpacks to more than ``max_bytes``.
        """
        found = False
        pages = _Records(document, settings.max_bytes)
        for page in pages:
            for item in self._items(page, document, settings):
                found = found or isinstance(item, Post | Event)
                yield item
        whole = found
        if pages.cut is not None and not found:  # the only page: what there is of it is better than nothing
            for item in self._items(pages.cut, document, settings):
                found = found or isinstance(item, Post | Event)
                yield item
        for why, addresses in pages.skipped_by_reason():
            others = f" and {len(addresses) - 1:,} more" if len(addresses) > 1 else ""
            text = f"{document.origin}: {addresses[0]}{others}: {why}"
            yield Problem(origin=document.origin, text=text, skipped=tuple(addresses))
        if pages.is_cut_off:
            read = "its only page is read as far as it goes" if found and not whole else "its complete records are read"
            lost = (pages.cut.address,) if pages.cut is not None and whole else ()
            yield Problem(origin=document.origin, text=f"{document.origin}: the archive is broken or truncated; {read}", skipped=lost)
        if not found:
            raise UnreadableError(f"{document.origin}: this web archive contains no page that can be read")

    def _items(self, page: _ArchivedPage, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        name = f"{document.origin} ({page.address})"
        inner = replace(document, origin=name, content=page.content, sha256=hashlib.sha256(page.content).hexdigest(), media_type=page.kind)
        surest, at = max((reader.sniff(inner), -at) for at, reader in enumerate(self._readers))
        if surest == 0:
            text = f"{name}: it has nothing that can be read"
            yield Problem(origin=document.origin, text=text, skipped=(page.address,))
            return
        try:
            for item in _read_archived(inner, self._readers[-at], settings, page.address):
                yield _of_archive(item, document, page.captured_at)
        except UnreadableError as error:
            yield Problem(origin=document.origin, text=str(error), skipped=(page.address,))


def _of_archive(item: Post | Event | Problem, archive: Document, captured_at: datetime | None) -> Post | Event | Problem:
    if isinstance(item, Post):
        return replace(item, origin=archive.origin, retrieved_at=captured_at)
    return item if isinstance(item, Event) else replace(item, origin=archive.origin)


def _read_archived(document: Document, reader: Reader, settings: ReadSettings, address: str) -> Iterator[Post | Event | Problem]:
    if isinstance(reader, HtmlReader) and address.startswith("http"):
        return reader.read_page(document, settings, address=address)
    return reader.read(document, settings)


class _Records:
    """Iterates over the pages of an archive.

    After the iteration ``is_cut_off`` says whether the end was missing, ``cut`` holds the page at which it broke off, and
    ``skipped_by_reason`` says which pages are not read and why. What is no page, such as pictures, styles and the requests and settings of
    the crawler, is not among them.
    """

    def __init__(self, document: Document, max_bytes: int) -> None:
        self._origin = document.origin
        self._left = self._max_bytes = max_bytes
        stream = BytesIO(document.content)
        self._stream: BytesIO | gzip.GzipFile = gzip.GzipFile(fileobj=stream) if document.content.startswith(_GZIP) else stream
        self.is_cut_off = False
        self.cut: _ArchivedPage | None = None
        self._skipped: dict[str, list[str]] = {}
        self._referred: dict[str, str] = {}  # by the digest of a page that was archived before, its address
        self._digests: set[str] = set()  # of the pages that are read

    def __iter__(self) -> Iterator[_ArchivedPage]:
        try:
            while not self.is_cut_off and (version := self._line()) != b"":
                page = self._page() if version.startswith(_VERSION) else None
                if page is not None and self.is_cut_off:
                    self.cut = page
                elif page is not None:
                    yield page
        except InputTooLargeError:
            raise
        except (_CutOffError, EOFError, OSError, zlib.error):
            self.is_cut_off = True

    def skipped_by_reason(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the reasons why pages were not read, each with the addresses of these pages."""
        yield from self._skipped.items()
        elsewhere = [address for digest, address in self._referred.items() if digest not in self._digests]
        if elsewhere:
            yield "the archive only refers to the page, which another one holds; give that archive too", elsewhere

    def _skip(self, address: str, why: str) -> None:
        self._skipped.setdefault(why, []).append(address)

    def _page(self) -> _ArchivedPage | None:
        headers = self._headers()
        content = self._read(headers.get("content-length", ""))
        kind, address = headers.get("content-type", "").lower(), headers.get("warc-target-uri", "").strip("<>")
        captured_at = _capture_time(headers.get("warc-date", ""))
        if _ROBOTS.fullmatch(address):
            return None  # what programs may read, which is no news
        digest = headers.get("warc-payload-digest", "")
        if headers.get("warc-type") == "revisit" and digest and _is_page(content):
            self._referred.setdefault(digest, address)
        if headers.get("warc-type") == "response" and kind.startswith("application/http"):
            answer = self._answer(content, address)
            self._digests.update([digest] if answer is not None else [])
            return answer and replace(answer, captured_at=captured_at)
        is_page = headers.get("warc-type") in ("resource", "conversion") and _holds_text(kind)
        is_page = is_page and not address.startswith(_OF_CRAWLER)
        return _ArchivedPage(content, kind, address, captured_at) if is_page else None

    def _answer(self, content: bytes, address: str) -> _ArchivedPage | None:
        """Return the body of an HTTP response, unpacked; None for error statuses, other media types and unsupported codings."""
        start, _, body = content.partition(b"\r\n\r\n")
        headers = _parse_headers(start.split(b"\n")[1:])
        kind = headers.get("content-type", "text/html").lower()
        status = _STATUS.match(start)
        if status is None or status[1] != b"200" or not _holds_text(kind):
            self._note_unread(address, "" if status is None else status[1].decode(), kind)
            return None
        body = _join_chunks(body) if "chunked" in headers.get("transfer-encoding", "").lower() else body
        coding = headers.get("content-encoding", "identity").lower()
        if coding in _SUPPORTED_CODINGS:
            body = self._unpack(body)
        elif coding not in ("identity", ""):
            self._skip(address, f"the content coding {coding!r} is not supported; archive the page uncompressed or with gzip")
            return None
        return _ArchivedPage(_body_in_utf8(body, kind), kind, address)

    def _note_unread(self, address: str, status: str, kind: str) -> None:
        """Remember an answer that is not read, unless it is no page: a picture, or a redirection to where the page is."""
        document = next((name for sign, name in _DOCUMENTS.items() if sign in kind), None)
        if status >= _FIRST_ERROR and _holds_text(kind):
            self._skip(address, f"the server answered {status} when it was archived")
        elif status == "200" and document is not None:
            self._skip(address, f"{document} files are not read; save the text of it as a page")

    def _unpack(self, body: bytes) -> bytes:
        most = min(self._left, max(_ALWAYS_UNPACKED, _MOST_PACKED * len(body)))
        try:
            unpacked = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body, most + 1)
        except zlib.error:
            return body  # some archives say so of what they have unpacked already
        if most < self._left and len(unpacked) > most:
            times = f"{_MOST_PACKED} times its packed size"
            raise InputTooLargeError(f"{self._origin}: a page in it unpacks to more than {times}; archive the page uncompressed")
        self._take(len(unpacked))
        return unpacked

    def _headers(self) -> dict[str, str]:
        lines: list[bytes] = []
        while (line := self._line()).strip():
            lines.append(line)
            if len(lines) > _MOST_HEADERS:
                raise _CutOffError
        return _parse_headers(lines)

    def _line(self) -> bytes:
        line = self._stream.readline(_LONGEST_LINE)
        self._take(len(line))
        return line

    def _read(self, stated_length: str) -> bytes:
        length = int(stated_length) if stated_length.isdecimal() and len(stated_length) <= _MOST_DIGITS else -1
        if length < 0:
            raise _CutOffError
        content = self._read_up_to(min(length, self._left + 1))
        self._take(len(content))
        self.is_cut_off = len(content) != length
        return content

    def _read_up_to(self, length: int) -> bytes:
        """Return as many bytes as there are, also of a member of gzip that is cut off."""
        pieces: list[bytes] = []
        while length > 0:
            try:
                piece = self._stream.read1(min(length, _PIECE))
            except (EOFError, OSError, zlib.error):
                break
            if not piece:
                break
            pieces.append(piece)
            length -= len(piece)
        return b"".join(pieces)

    def _take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            limit = f"{self._max_bytes / 1e6:.6g} MB"
            raise InputTooLargeError(f"{self._origin}: it unpacks to more than `max_bytes`, {limit}; raise the limit or split the archive")


def _holds_text(kind: str) -> bool:
    """Return whether a media type is that of a page, a feed or a text."""
    return any(name in kind for name in _KINDS) and not any(sign in kind for sign in ("svg", *_DOCUMENTS))


def _is_page(answer: bytes) -> bool:
    """Return whether the head of an answer says that its body is a page, or not what it is."""
    headers = _parse_headers(answer.partition(b"\r\n\r\n")[0].split(b"\n")[1:])
    return _holds_text(headers.get("content-type", "text/html").lower())


def _capture_time(written: str) -> datetime | None:
    """Return the time of a record to the second (ISO 28500, WARC-Date); None where it is not one."""
    try:
        moment = datetime.fromisoformat(written)
        return None if moment.tzinfo is None else moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


def _first_bytes(content: bytes) -> bytes:
    if not content.startswith(_GZIP):
        return content[: len(_VERSION)]
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content[:65_536], len(_VERSION))
    except zlib.error:
        return b""


def _parse_headers(lines: Sequence[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _join_chunks(body: bytes) -> bytes:
    """Return a body that was sent in chunks (RFC 9112, section 7.1) as one; any other body is returned unchanged."""
    chunks: list[bytes] = []
    at = 0
    while found := _CHUNK_SIZE.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            break
        chunks.append(body[found.end() : found.end() + size])
        at = found.end() + size
    return b"".join(chunks) or body


def _body_in_utf8(content: bytes, kind: str) -> bytes:
    charset = _CHARSET.search(kind)
    try:
        return content.decode(charset[1], "replace").encode("utf-8", "replace") if charset and charset[1] != "utf-8" else content
    except (LookupError, UnicodeError):
        return content
