"""Downloading GeoNames' country files: resumed after a break, within limits of size, and checked before use.

The server is not trusted: it may stall, break off, announce a wrong length, redirect elsewhere or send a zip bomb. A file
appears under its name only when it is whole and has the expected content; what has come so far is kept beside it in
``NAME.part``, with the server's ETag in ``NAME.part.tag``, so that a second try goes on and never joins two editions.
"""

from __future__ import annotations

import http.client
import os
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gazetteer.addresses import Address, parse
from gazetteer.errors import DownloadError, DownloadTooLargeError, quoted
from gazetteer.transport import TEMPORARY, Answer, RequestLimits, Response, request, retried
from gazetteer.wire import Wire
from gazetteer.zips import DAMAGED_ZIP

GEONAMES_ADDRESS = "https://download.geonames.org/export/dump"
Progress = Callable[[str, int, int | None], None]
"""Called with a file's name, the bytes that have come, and the bytes expected (None: the server does not say)."""

_CHUNK_BYTES = 1 << 16
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
_HEADERS = {"User-Agent": "geomap-gazetteer", "Accept-Encoding": "identity", "Connection": "close"}
_WITH_CONTENT = frozenset({http.client.OK, http.client.PARTIAL_CONTENT})
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadLimits:
    """What a download may cost.

    The largest country file is the United States' with 75 MB, 300 MB unpacked; all countries together are 400 MB, 1.7 GB
    unpacked. Text of this kind packs to a fifth; a file that unpacks to fifty times its size is a zip bomb.

    Attributes:
        max_bytes: Largest file as sent.
        max_unpacked_bytes: Largest content, unpacked.
        max_ratio: Largest ratio of the sizes unpacked and packed.
        timeout_s: Longest wait for the server, in seconds.
        total_s: Longest duration of one try, in seconds; the next one goes on where it stopped.
        tries: How often the rest of the file is asked for in all.
        first_wait_s: The pause after the first try in seconds; it doubles with each further one.
    """

    max_bytes: int = 1_000_000_000
    max_unpacked_bytes: int = 4_000_000_000
    max_ratio: float = 50.0
    timeout_s: float = 30.0
    total_s: float = 3600.0
    tries: int = 4
    first_wait_s: float = 1.0

    def of_request(self, *, allow_local: bool) -> RequestLimits:
        """Return the part that concerns requests."""
        return RequestLimits(
            max_bytes=self.max_bytes,
            timeout_s=self.timeout_s,
            total_s=self.total_s,
            tries=self.tries,
            first_wait_s=self.first_wait_s,
            allow_local=allow_local,
            use_proxy=True,
        )


def download_country(
    code: str, folder: Path, *, address: str = GEONAMES_ADDRESS, limits: DownloadLimits | None = None, progress: Progress | None = None
) -> Path:
    """Download GeoNames' file of one country into ``folder``.

    Args:
        code: ISO 3166-1 alpha-2, such as "UA".
        folder: Where to put the file; a file of that name is replaced.
        address: The server's folder, http or https.
        limits: What the download may cost.
        progress: Called with the file's name, the bytes that have come, and the bytes expected (None: the server does not say).

    Returns:
        The path of the file.

    Raises:
        DownloadError: The file could not be fetched, or is not what it should be.
    """
    code = code.strip().upper()
    if not _COUNTRY_CODE.fullmatch(code):
        raise DownloadError(f"{code!r} is not a country code; give ISO 3166-1 codes of two letters, such as UA")
    limits = limits or DownloadLimits()
    url = parse(f"{address.rstrip('/')}/{code}.zip")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{code}.zip"
    part = target.with_name(f"{target.name}.part")
    _fetch(url, part, limits, progress)
    try:
        check_archive(part, f"{code}.txt", limits)
    except DownloadError:
        _forget(part)
        raise
    part.replace(target)
    _forget(part)
    return target


def check_archive(path: Path, member: str, limits: DownloadLimits) -> None:
    """Check that ``path`` is a whole zip file that contains ``member`` and unpacks to no more than the limits allow.

    Sizes are counted while unpacking, not read from the archive's own table; each member's CRC is compared.

    Raises:
        DownloadError: It is not.
    """
    try:
        _unpack_all(path, member, limits)
    except DownloadError:
        raise  # an OSError too, but one that says what is wrong
    except (*DAMAGED_ZIP, OSError) as error:
        raise DownloadError(f"the downloaded file is not a whole zip archive ({quoted(str(error))}); try again") from error


def _unpack_all(path: Path, member: str, limits: DownloadLimits) -> None:
    with zipfile.ZipFile(path) as archive:
        if member not in archive.namelist():
            raise DownloadError(f"the downloaded file does not contain {member}; the address serves something else than GeoNames' files")
        budget = min(limits.max_unpacked_bytes, int(limits.max_ratio * path.stat().st_size) + _CHUNK_BYTES)
        for entry in archive.infolist():
            budget = _unpack(archive, entry, budget)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> int:
    with archive.open(entry) as content:
        while chunk := content.read(_CHUNK_BYTES):
            budget -= len(chunk)
            if budget < 0:
                raise DownloadError("the downloaded file unpacks to far more than a table of places and was deleted")
    return budget


def _fetch(address: Address, part: Path, limits: DownloadLimits, progress: Progress | None) -> None:
    allow_local = not address.url.startswith(GEONAMES_ADDRESS)  # whoever names a server of their own may have it in their own network
    of_request = limits.of_request(allow_local=allow_local)
    try:
        answer = retried(lambda: _fetch_once(address, part, of_request, progress), of_request, time.sleep)
    except DownloadError as error:
        if not error.again:
            raise
        raise DownloadError(f"{error.text} (tried {limits.tries} times); what has come is kept, and a new try goes on from it") from error
    if answer.status == http.client.NOT_FOUND:
        raise DownloadError(f"{address.url} does not exist: is the country code right?")
    if answer.status not in _WITH_CONTENT:
        raise DownloadError(
            f"{address.url}: the server answers {answer.status} {quoted(answer.reason)}".rstrip(), again=answer.status in TEMPORARY
        )


def _fetch_once(address: Address, part: Path, limits: RequestLimits, progress: Progress | None) -> Answer:
    """Request what is missing of ``part`` and append it; return the head of the answer."""

    def approve(there: Address) -> None:
        if there.site != address.site:
            raise DownloadError(f"{address.url}: it redirects to another server, {there.site}; give that address if you trust it")

    have = part.stat().st_size if part.exists() else 0
    tag = _tag_path(part).read_text(encoding="utf-8") if have and _tag_path(part).exists() else ""
    rest = {"Range": f"bytes={have}-", "If-Range": tag} if tag else {}
    with request(address, {**_HEADERS, **rest}, limits, Wire(), approve=approve) as response:
        head = response.head
        if head.status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            _forget(part)
            raise DownloadError(f"{address.url}: the server does not have the rest of the file", again=True)
        if head.status in _WITH_CONTENT:
            start, total = _extent(head, have)
            if total is not None and total > limits.max_bytes:
                raise DownloadTooLargeError(
                    f"{address.url}: the file is over the limit of {limits.max_bytes / 1e6:g} MB", parameter="max_bytes"
                )
            _tag_path(part).write_text(head.headers.get("etag") or head.headers.get("last-modified") or "", encoding="utf-8")
            name = address.target.rpartition("/")[2]
            _append(response, part, start, lambda size: progress(name, size, total) if progress else None)
        return head


def _append(response: Response, part: Path, start: int, tell: Callable[[int], None]) -> None:
    """Write the body into ``part`` from ``start`` on; what came before an error stays."""
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        try:
            for chunk in response.chunks:
                file.write(chunk)
                tell(file.tell())
        finally:
            file.flush()
            os.fsync(file.fileno())


def _extent(head: Answer, have: int) -> tuple[int, int | None]:
    """Return where the answer's bytes go and how many the whole file has, None where the server does not say."""
    if head.status == http.client.PARTIAL_CONTENT:
        told = _RANGE.fullmatch(head.headers.get("content-range", ""))
        if told is None or int(told[1]) != have:
            raise DownloadError(f"{head.address.url}: the server answers with another part than was asked for")
        return have, None if told[2] == "*" else int(told[2])
    length = head.headers.get("content-length", "")
    return 0, int(length) if length.isdecimal() else None


def _tag_path(part: Path) -> Path:
    return part.with_name(f"{part.name}.tag")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _tag_path(part).unlink(missing_ok=True)
