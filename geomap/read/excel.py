"""Excel workbooks (.xlsx): the first sheet as the CSV that it would be saved as. Needs openpyxl, the extra geomap[excel]."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from geomap.errors import InputTooLargeError, UnreadableError
from geomap.model import Document, Event, Post, Problem
from geomap.read.cells import read_rows, written
from geomap.settings import ReadSettings

_SURE = 0.95
_ZIP, _PART = b"PK\x03\x04", b"xl/workbook"
_DIRECTORY_BYTES = 1_000_000  # the names of what is inside stand at the end
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    SyntaxError,
    OSError,
    EOFError,
    RuntimeError,  # a password
    ArithmeticError,
    struct.error,
    zlib.error,
)


class ExcelReader:
    """Workbooks."""

    name = "excel"

    def sniff(self, document: Document) -> float:
        """Look for a ZIP archive with a workbook in it."""
        is_workbook = document.content.startswith(_ZIP) and _PART in document.content[-_DIRECTORY_BYTES:]
        return _SURE if is_workbook else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Yield the posts, or the events, of the first sheet.

        Raises:
            UnreadableError: it is broken or empty, or openpyxl is missing.
            InputTooLargeError: it unpacks to more than the settings allow.
        """
        rows, other_sheets = _first_sheet(document, settings)
        if other_sheets:
            yield Problem(origin=document.origin, text=f"{document.origin}: only the first sheet is read; {other_sheets} more are left out")
        yield from read_rows(rows, document, settings)


def _first_sheet(document: Document, settings: ReadSettings) -> tuple[list[list[str]], int]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra, loaded where a workbook is read
    except ImportError as error:
        raise UnreadableError(
            f"{document.origin}: reading Excel needs openpyxl; install it with: pip install 'geomap[excel]', or save the sheet as CSV"
        ) from error
    try:
        _check_size(document, settings.max_bytes)
        with warnings.catch_warnings(action="ignore"):  # styles and extensions that openpyxl does not know
            book = load_workbook(BytesIO(document.content), read_only=True, data_only=True, keep_links=False)
            sheets = book.worksheets
            rows = [[written(cell) for cell in row] for row in sheets[0].iter_rows(values_only=True)]
    except _BROKEN as error:
        if isinstance(error, InputTooLargeError):
            raise
        raise UnreadableError(f"{document.origin}: this Excel file is broken; open and save it again, or save the sheet as CSV") from error
    return rows, len(sheets) - 1


def _check_size(document: Document, max_bytes: int) -> None:
    """Refuse a small file that unpacks to a huge one."""
    with zipfile.ZipFile(BytesIO(document.content)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > max_bytes:
        raise InputTooLargeError(f"{document.origin}: it unpacks to {size / 1e6:.6g} MB, over --max-size of {max_bytes / 1e6:.6g} MB")
