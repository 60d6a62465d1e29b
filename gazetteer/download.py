"""Fetching GeoNames' country files: resumed where it broke off, never longer than said, never a file that is not what it claims.

Nothing is believed of the server: it may stall, cut off, lie about the length, send us elsewhere or send a bomb. A file
appears under its name only when it is whole and reads as what it should be; what has come so far waits beside it in
``NAME.part``, with the server's tag in ``NAME.part.tag``, so that a second try goes on and never joins two editions.
"""

from __future__ import annotations

import http.client
import os
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from gazetteer.errors import DownloadError

GEONAMES_ADDRESS = "https://download.geonames.org/export/dump"
Progress = Callable[[str, int, int | None], None]
"""Told the file's name, the bytes that have come, and how many are expected (None: the server does not say)."""

_CHUNK_BYTES = 1 << 16
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a download may cost.

    The largest country file is the United States' with 75 MB, 300 MB unpacked; all countries together are 400 MB, 1.7 GB
    unpacked. Text of this sort packs to a fifth; a file that unpacks to fifty times its size is a bomb.
    """

    max_bytes: int = 1_000_000_000
    max_unpacked_bytes: int = 4_000_000_000
    max_ratio: float = 50.0
    timeout_s: float = 30.0
    tries: int = 4


def download_country(
    code: str, folder: Path, *, address: str = GEONAMES_ADDRESS, limits: Limits | None = None, progress: Progress | None = None
) -> Path:
    """Fetch GeoNames' file of one country into ``folder`` and return its path.

    Args:
        code: ISO 3166-1 alpha-2, such as "UA".
        folder: where the file shall stand; a file of that name is replaced.
        address: the server's folder, http or https.
        limits: what it may cost.
        progress: told how far it is.

    Raises:
        DownloadError: the file could not be had, or is not what it should be.
    """
    code = code.strip().upper()
    if not _COUNTRY_CODE.fullmatch(code):
        raise DownloadError(f"{code!r} is not a country code: give ISO 3166-1 codes of two letters, such as UA")
    limits = limits or Limits()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{code}.zip"
    part = target.with_name(f"{target.name}.part")
    _fetch(f"{address.rstrip('/')}/{code}.zip", part, limits, progress)
    try:
        check_archive(part, f"{code}.txt", limits)
    except DownloadError:
        _forget(part)
        raise
    part.replace(target)
    _forget(part)
    return target


def check_archive(path: Path, member: str, limits: Limits) -> None:
    """Make sure that ``path`` is a zip file that holds ``member``, whole, and unpacks to no more than the limits allow.

    Sizes are counted while unpacking, not read from the archive's own table; each member's CRC is compared.
    """
    try:
        _unpack_all(path, member, limits)
    except DownloadError:
        raise  # an OSError too, but one that says what is wrong
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise DownloadError(f"the file fetched is not a whole zip archive ({error}): try again") from error


def _unpack_all(path: Path, member: str, limits: Limits) -> None:
    with zipfile.ZipFile(path) as archive:
        if member not in archive.namelist():
            raise DownloadError(f"the file fetched holds no {member}: the address serves something else than GeoNames' files")
        budget = min(limits.max_unpacked_bytes, int(limits.max_ratio * path.stat().st_size) + _CHUNK_BYTES)
        for entry in archive.infolist():
            budget = _unpack(archive, entry, budget)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> int:
    with archive.open(entry) as content:
        while chunk := content.read(_CHUNK_BYTES):
            budget -= len(chunk)
            if budget < 0:
                raise DownloadError("the file fetched unpacks to far more than a table of places: it was thrown away")
    return budget


def _fetch(url: str, part: Path, limits: Limits, progress: Progress | None) -> None:
    failure: Exception | None = None
    for _ in range(limits.tries):
        try:
            if _fetch_once(url, part, limits, progress):
                return
            failure = None
        except DownloadError:
            raise  # an OSError too, but trying again can't help
        except urllib.error.HTTPError as error:
            error.close()
            _refuse_for_good(url, part, error)
            failure = error
        except (OSError, http.client.HTTPException) as error:
            failure = error
    reason = "the connection broke off" if failure is None else str(getattr(failure, "reason", failure)) or type(failure).__name__
    raise DownloadError(
        f"{url} could not be fetched after {limits.tries} tries ({reason}); what has come is kept and a new try goes on from it"
    )


def _refuse_for_good(url: str, part: Path, error: urllib.error.HTTPError) -> None:
    """Raise where trying again can't help; a range that the server does not have is forgotten, so that the next try starts anew."""
    if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
        _forget(part)
    elif error.code == http.client.NOT_FOUND:
        raise DownloadError(f"{url} does not exist: is the country code right?") from error
    elif error.code < http.client.INTERNAL_SERVER_ERROR:
        raise DownloadError(f"{url} was refused: {error.code} {error.reason}") from error


def _fetch_once(url: str, part: Path, limits: Limits, progress: Progress | None) -> bool:
    """Fetch what is missing of ``part``; return whether it is whole now."""
    have = part.stat().st_size if part.exists() else 0
    tag = _tag_path(part).read_text(encoding="utf-8") if have and _tag_path(part).exists() else ""
    request = urllib.request.Request(url, headers={"User-Agent": "geomap-gazetteer", "Accept-Encoding": "identity"})  # noqa: S310 -- see _opener
    if have and tag:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", tag)
    with _opener(url).open(request, timeout=limits.timeout_s) as answer:
        start, total = _extent(answer, have)
        if total is not None and total > limits.max_bytes:
            raise DownloadError(f"{url} has {total:,} bytes, more than the {limits.max_bytes:,} that are allowed")
        _tag_path(part).write_text(answer.headers.get("ETag") or answer.headers.get("Last-Modified") or "", encoding="utf-8")
        with part.open("r+b" if start else "wb") as file:
            file.seek(start)
            file.truncate()
            end = _receive(answer, file, url, limits, lambda size: progress(url.rpartition("/")[2], size, total) if progress else None)
    return end == total if total is not None else True


def _receive(answer: Any, file: IO[bytes], url: str, limits: Limits, tell: Callable[[int], None]) -> int:  # noqa: ANN401 -- what urllib opens has no public type
    size = file.tell()
    try:
        while chunk := answer.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > limits.max_bytes:
                raise DownloadError(f"{url} goes on beyond the {limits.max_bytes:,} bytes that are allowed")
            file.write(chunk)
            tell(size)
    except http.client.IncompleteRead as error:  # what came before the break counts
        file.write(error.partial)
        size += len(error.partial)
    finally:
        file.flush()
        os.fsync(file.fileno())
    return size


def _extent(answer: Any, have: int) -> tuple[int, int | None]:  # noqa: ANN401 -- as above
    """Return where the answer's bytes go and how many the whole file has."""
    if answer.status == http.client.PARTIAL_CONTENT:
        told = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if told is None or int(told[1]) != have:
            raise DownloadError(f"{answer.url} answered with another part than was asked for")
        return have, None if told[2] == "*" else int(told[2])
    length = answer.headers.get("Content-Length", "")
    return 0, int(length) if length.isdigit() else None


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects on the same host only, and never from https to http."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:  # noqa: ANN401, PLR0913, PLR0917 -- urllib's signature
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (new.hostname, new.port) != (old.hostname, old.port) or new.scheme != old.scheme:
            fp.close()
            raise DownloadError(f"{req.full_url} sends us elsewhere, to {new.scheme}://{new.netloc}: give that address if you trust it")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(url: str) -> urllib.request.OpenerDirector:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DownloadError(f"{url} is not an http or https address")
    return urllib.request.build_opener(_SameHost())


def _tag_path(part: Path) -> Path:
    return part.with_name(f"{part.name}.tag")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _tag_path(part).unlink(missing_ok=True)
