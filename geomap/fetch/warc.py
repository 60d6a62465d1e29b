"""What was sent and received while pages were fetched, as WARC records (ISO 28500, WARC 1.1) in a WACZ file."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gazetteer.wire import Exchange
from geomap.archives import SUFFIX, WARCS, link_to, packed
from geomap.files import output_error, write_atomically

_DATA = "data.warc.gz"
_END = b"\r\n\r\n"
_REQUEST, _RESPONSE = "application/http; msgtype=request", "application/http; msgtype=response"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One request and its answer, byte by byte, and when it was made."""

    exchange: Exchange
    at: datetime

    @property
    def head(self) -> list[str]:
        """The lines of the head of the answer."""
        return self.exchange.received.partition(_END)[0].decode("latin-1").split("\r\n")

    @property
    def body(self) -> bytes:
        """The body of the answer as it was sent."""
        return self.exchange.received.partition(_END)[2]

    @property
    def status(self) -> str:
        """The status of the answer."""
        return [*self.head[0].split(), "", ""][1]

    @property
    def media_type(self) -> str:
        """The media type of the answer."""
        told = (line.partition(":") for line in self.head[1:])
        return next((value.partition(";")[0].strip().lower() for name, _, value in told if name.lower() == "content-type"), "")


@dataclass(slots=True)
class Recorder:
    """Keeps what is sent and received; pass `keep` to `gazetteer.transport.Wire` as ``record``."""

    clock: Callable[[], datetime]
    captures: list[Capture] = field(default_factory=list)

    def keep(self, exchange: Exchange) -> None:
        """Keep a request and its answer."""
        self.captures.append(Capture(exchange=exchange, at=self.clock()))

    def save(self, folder: Path, pages: Sequence[str], *, operator: str | None = None) -> Path:
        """Write all that was kept into a new archive.

        Args:
            folder: Where to write; it is made if it is missing.
            pages: The addresses that were asked for.
            operator: Who asked; nobody is named without it.

        Returns:
            The archive.

        Raises:
            OutputError: The folder cannot be made or written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(folder, error) from error
        moment = max(capture.at for capture in self.captures)
        path = _free(folder, f"{moment:%Y%m%dT%H%M%SZ}")
        warc, lines = _warc(self.captures)
        listed = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}, *_pages(self.captures, pages)]
        members = {
            f"{WARCS}{_DATA}": warc,
            "indexes/index.cdx": "".join(sorted(lines)).encode(),
            "pages/pages.jsonl": "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in listed).encode(),
        }
        package: dict[str, Any] = {"created": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "software": _software()}
        if operator is not None:
            package["contributors"] = [{"title": operator, "role": "operator"}]
        if (link := link_to(folder)) is not None:
            package["previous"] = link
        write_atomically(path, packed(members, package))
        return path


def _free(folder: Path, name: str) -> Path:
    """Return a path that is free and sorts after those that are there."""
    paths = (folder / f"{name}-{number:03}{SUFFIX}" for number in count(1))
    return next(path for path in paths if not path.exists())


def _pages(captures: Iterable[Capture], pages: Sequence[str]) -> list[dict[str, str]]:
    asked = set(pages)
    told = [capture for capture in captures if capture.exchange.url in asked]
    return [{"id": _record_id("page", one)[10:-1], "url": one.exchange.url, "ts": _date(one)} for one in told]


def _warc(captures: Sequence[Capture]) -> tuple[bytes, list[str]]:
    """Return the records, each a member of gzip, and a line of the index for each answer."""
    about = f"software: {_software()}\r\nformat: WARC File Format 1.1\r\n".encode()
    first = {"WARC-Type": "warcinfo", "WARC-Date": _date(captures[0]), "WARC-Record-ID": _record_id("info", captures[0])}
    made = _record({**first, "Content-Type": "application/warc-fields"}, about)
    lines = []
    for capture in captures:
        answer, asked = _record_id("response", capture), _record_id("request", capture)
        common = {"WARC-Target-URI": capture.exchange.url, "WARC-Date": _date(capture)}
        digests = {"WARC-Block-Digest": _digest(capture.exchange.received), "WARC-Payload-Digest": _digest(capture.body)}
        head = {"WARC-Type": "response", "WARC-Record-ID": answer, **common, **digests, "Content-Type": _RESPONSE}
        record = _record(head, capture.exchange.received)
        lines.append(_index_line(capture, len(made), len(record)))
        made += record
        sent = {"WARC-Block-Digest": _digest(capture.exchange.sent), "WARC-Concurrent-To": answer, "Content-Type": _REQUEST}
        made += _record({"WARC-Type": "request", "WARC-Record-ID": asked, **common, **sent}, capture.exchange.sent)
    return made, lines


def _record(headers: dict[str, str], block: bytes) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**headers, "Content-Length": str(len(block))}.items())
    return gzip.compress(b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + _END, mtime=0)


def _index_line(capture: Capture, offset: int, length: int) -> str:
    """Return a line of CDXJ: a key that sorts by host and path, the time, and where the record is."""
    told = {
        "url": capture.exchange.url,
        "mime": capture.media_type,
        "status": capture.status,
        "digest": _digest(capture.body),
        "filename": _DATA,
        "offset": str(offset),
        "length": str(length),
    }
    return f"{_sort_key(capture.exchange.url)} {capture.at:%Y%m%d%H%M%S} {json.dumps(told)}\n"


def _sort_key(url: str) -> str:
    """Return an address as "org,example)/path?query", which indexes of web archives sort by."""
    parts = urlsplit(url)
    host = ",".join(reversed((parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}".lower().replace(" ", "%20")


def _record_id(kind: str, capture: Capture) -> str:
    """Return an id that the same exchange at the same time has again."""
    digest = hashlib.sha256(capture.exchange.sent + capture.exchange.received).hexdigest()
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {capture.exchange.url} {capture.at.isoformat()} {digest}')}>"


def _digest(content: bytes) -> str:
    return f"sha256:{base64.b32encode(hashlib.sha256(content).digest()).decode().rstrip('=')}"


def _date(capture: Capture) -> str:
    return f"{capture.at:%Y-%m-%dT%H:%M:%SZ}"


def _software() -> str:
    return f"geomap/{version('geomap')}"
