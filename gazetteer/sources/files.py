"""Lines of text files: plain, gzip, or the only one in a zip file; with limits of size.

Sizes in headers may be wrong, so the bytes read are counted.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gazetteer.errors import SourceError
from gazetteer.zips import DAMAGED_ZIP

MAX_BYTES = 8_000_000_000  # four times the largest file that GeoNames publishes
MAX_RATIO = 60  # tables of places shrink four- to tenfold; a zip bomb a thousandfold
_RATIO_COUNTS_FROM = 50_000_000  # small files may shrink as they like
_LONGEST_LINE = 4_000_000


def read_lines(path: Path, *, member: str | None = None, max_bytes: int = MAX_BYTES) -> Iterator[str]:
    """Yield the lines of ``path`` without their ends.

    Args:
        path: A text file in UTF-8, as it is, gzipped, or in a zip.
        member: The name of the file in a zip file; by default the only text file in it that is not a readme.
        max_bytes: The most that is read.

    Raises:
        SourceError: There is no such file, or it is empty, damaged, too large, or not text in UTF-8.
    """
    size = _size(path)
    try:
        with _open(path, member) as stream:
            yield from _lines(stream, path, min(max_bytes, max(size * MAX_RATIO, _RATIO_COUNTS_FROM)))
    except (*DAMAGED_ZIP, gzip.BadGzipFile) as error:
        raise SourceError(f"{path} is damaged or not readable as {path.suffix or 'a file'}; fetch it again") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SourceError(f"{path}: there is no such file") from error
    if path.is_dir():
        raise SourceError(f"{path} is a folder; give a file")
    if size == 0:
        raise SourceError(f"{path} is empty")
    return size


def _lines(stream: IO[bytes], path: Path, limit: int) -> Iterator[str]:
    read = 0
    for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), start=1):
        read += len(line)
        if read > limit:
            raise SourceError(f"{path} unpacks to more than {limit:,} bytes, which no table of places does")
        if b"\0" in line:
            raise SourceError(f"{path} is not text: line {number} holds a zero byte")
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise SourceError(f"{path} is not text in UTF-8: line {number} cannot be read") from error
        yield text.rstrip("\r\n")


@contextmanager
def _open(path: Path, member: str | None) -> Iterator[IO[bytes]]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive, archive.open(_member(path, archive, member)) as stream:
            yield stream
    elif path.suffix == ".zip":
        raise zipfile.BadZipFile
    elif _is_gzip(path):
        with gzip.open(path) as stream:
            yield io.BufferedReader(stream)
    else:
        with path.open("rb") as stream:
            yield stream


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def _member(path: Path, archive: zipfile.ZipFile, wanted: str | None) -> str:
    texts = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
    if wanted is not None and wanted in archive.namelist():
        return wanted
    stem = [name for name in texts if Path(name).stem == path.stem]
    if len(stem or texts) != 1:
        raise SourceError(f"{path} should hold one table as a .txt file; it holds {len(texts)}")
    return (stem or texts)[0]
