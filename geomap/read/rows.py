"""JSON Lines read row by row: a file of any length needs the memory of its longest row.

A file is passed over twice. `RowFiles.scan` finds which rows name a source, since rows of one source are one page and only the end of the
file tells that a page is complete; then `RowFiles.rows` reads the posts. Only what is plainly JSON Lines in UTF-8 is read this way, and
gives the same posts as `geomap.read.read_inputs`; for anything else `open_rows` returns None.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Self
from zoneinfo import ZoneInfo

from geomap.errors import GeomapError, InputError, UnreadableError
from geomap.files import output_error
from geomap.model import Document, Post
from geomap.read.base import choose_reader
from geomap.read.dates import Moment
from geomap.read.inputs import STDIN, printable_name
from geomap.read.items import LinePost, LineProblem
from geomap.read.jsonl import JsonLinesReader, read_line, source_of
from geomap.saved import has_metadata, is_address
from geomap.settings import ReadSettings

_HEAD_BYTES = 4_200_000  # the longest first line that is recognized, and what is looked at behind it
_COPY_BYTES = 1 << 20
_NAMES_SOURCE = b'"source"'
_ESCAPED = b"\\u00"  # how a key could hide: JSON may write any letter so


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: the post or problem that it is, and the page that it may share with other rows; None where it is a page of its own."""

    item: Post | LineProblem
    page: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    origin: str
    stream: BinaryIO
    size: int  # what is added to it later is left out
    sha256: str


class RowFiles:
    """Open files of JSON Lines.

    Attributes:
        digest: The SHA-256 of the names and contents of all files.
    """

    def __init__(self, files: Sequence[_File], settings: ReadSettings, opened: ExitStack) -> None:
        """Hold files open; see `open_rows`."""
        self._files = files
        self._zone = ZoneInfo(settings.timezone) if settings.timezone else None
        self._day = None if settings.date is None else Moment.of_day(settings.date)
        self._opened = opened
        self.digest = hashlib.sha256("".join(f"{file.origin}\0{file.sha256}\n" for file in files).encode()).hexdigest()

    def __enter__(self) -> Self:
        """Return the files; they are closed when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def scan(self) -> Iterator[str | None]:
        """Yield for each row its page, which is the source that it names, without reading the rest of it."""
        for file in self._files:
            yield from (_source(line, text) for line, text in _lines(file) if text.strip())

    def rows(self) -> Iterator[Row]:
        """Yield the rows, in the same order."""
        for file in self._files:
            for number, (line, text) in enumerate(_lines(file), start=1):
                if text.strip():
                    item = self._traced(read_line(text, number, file.origin, self._zone), file)
                    yield Row(item=item, page=_source(line, text))

    def _traced(self, item: LinePost | LineProblem, file: _File) -> LinePost | LineProblem:
        if not isinstance(item, LinePost):
            return item
        item = replace(item, document_sha256=file.sha256)
        if self._day is None or item.published_at is not None:
            return item
        return replace(item, published_at=self._day.at, published_precision=self._day.precision)


def open_rows(origins: Sequence[str], settings: ReadSettings, *, stdin: BinaryIO | None = None) -> RowFiles | None:
    """Open inputs that are all JSON Lines in UTF-8, to be read row by row.

    Args:
        origins: Files, and "-" for standard input, which has to be a file that can be read twice (see `copy_of`).
        settings: As for `geomap.read.read_inputs`.
        stdin: What "-" reads.

    Returns:
        The open files; None where one of the inputs is anything else, or cannot be read: `geomap.read.read_inputs` says what it is.
    """
    with ExitStack() as opened:
        files: list[_File] = []
        for origin in origins:
            stream = _opened(origin, settings, stdin)
            if stream is None:
                return None
            if stream is not stdin:
                opened.enter_context(stream)
            file = _checked(origin, stream)
            if file is None:
                return None
            files.append(file)
        return RowFiles(files, settings, opened.pop_all())


def copy_of(stream: BinaryIO, max_bytes: int) -> BinaryIO:
    """Return a temporary file with all that standard input gives, up to one byte more than is allowed; it goes when it is closed.

    Args:
        stream: Standard input.
        max_bytes: The largest size that is allowed.

    Returns:
        The file, at its beginning.

    Raises:
        UnreadableError: Standard input cannot be read.
        OutputError: The temporary file cannot be written.
    """
    folder = Path(tempfile.gettempdir())
    try:
        copy = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
        left = max_bytes + 1
        while left > 0 and (piece := _piece(stream, left)):
            copy.write(piece)
            left -= len(piece)
        copy.seek(0)
    except OSError as error:
        raise (error if isinstance(error, GeomapError) else output_error(folder, error)) from error
    return copy


def _piece(stream: BinaryIO, most: int) -> bytes:
    try:
        return stream.read(min(most, _COPY_BYTES))
    except OSError as error:
        raise UnreadableError(f"-: standard input cannot be read: {(error.strerror or str(error)).lower()}") from error


def _opened(origin: str, settings: ReadSettings, stdin: BinaryIO | None) -> BinaryIO | None:
    """Return a plain file that begins like JSON Lines, opened; None for anything else."""
    if is_address(origin) or (origin == STDIN and stdin is None):
        return None
    try:
        if origin == STDIN and stdin is not None:
            return stdin if _is_small(stdin, settings) and _begins_with_rows(origin, stdin, settings) else None
        if not stat.S_ISREG(os.stat(origin).st_mode) or has_metadata(Path(origin)):  # noqa: PTH116 - a Path cannot hold every name
            return None
        with ExitStack() as opened:
            file = opened.enter_context(Path(origin).open("rb"))
            if _is_small(file, settings) and _begins_with_rows(origin, file, settings):
                opened.pop_all()
                return file
    except (OSError, ValueError, InputError):  # whoever reads it whole says what is wrong
        return None
    return None


def _is_small(file: BinaryIO, settings: ReadSettings) -> bool:
    return os.fstat(file.fileno()).st_size <= settings.max_bytes


def _begins_with_rows(origin: str, file: BinaryIO, settings: ReadSettings) -> bool:
    file.seek(0)
    start = Document(origin=printable_name(origin), content=file.read(_HEAD_BYTES), sha256="")
    return isinstance(choose_reader(start, settings.columns), JsonLinesReader)


def _checked(origin: str, stream: BinaryIO) -> _File | None:
    """Return a file with its size and digest; None where it is not all UTF-8 and so has to be decoded as a whole."""
    digest, decoder, size = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), 0
    stream.seek(0)
    try:
        while piece := stream.read(_COPY_BYTES):
            digest.update(piece)
            decoder.decode(piece)
            size += len(piece)
        decoder.decode(b"", final=True)
    except (OSError, UnicodeDecodeError):
        return None
    return _File(origin=printable_name(origin), stream=stream, size=size, sha256=digest.hexdigest())


def _lines(file: _File) -> Iterator[tuple[bytes, str]]:
    """Yield the lines of a file, as bytes and as text without a byte order mark."""
    file.stream.seek(0)
    at = 0
    for whole in file.stream:
        line = whole[: file.size - at]
        if not line:
            return
        text = line.decode("utf-8")
        yield line, text.removeprefix("\ufeff") if at == 0 else text
        at += len(line)


def _source(line: bytes, text: str) -> str | None:
    return source_of(text) if _NAMES_SOURCE in line or _ESCAPED in line else None
