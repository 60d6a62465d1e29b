"""The readers of tables with typed cells: Excel workbooks (needs openpyxl) and Parquet (needs pyarrow).

They are read as the CSV that they would be saved as, so that columns are recognized in one place.
"""

from __future__ import annotations

import csv
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from gazetteer.errors import listed
from gazetteer.zips import DAMAGED_ZIP
from geomap.errors import InputTooLargeError, UnreadableError
from geomap.model import Document, Event, Post, Problem
from geomap.read.tables.events import CodedTableReader
from geomap.read.tables.posts import TableReader
from geomap.settings import ReadSettings


def csv_text(cell: object) -> str:
    """Return a cell as CSV would contain it: days and times in ISO 8601, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() and cell.tzinfo is None else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def read_rows(rows: Iterable[Iterable[str]], document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
    """Read the posts, or the events, of a table.

    Args:
        rows: The rows; the first is the header.
        document: The table, for its origin.
        settings: Names of columns, and values for what the rows do not state.

    Yields:
        Posts or events in the order of the table, then problems.

    Raises:
        UnreadableError: None of the columns contains texts.
    """
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(row for row in map(list, rows) if any(row))
    table = replace(document, content=out.getvalue().encode("utf-8", "replace"))
    coded = CodedTableReader()
    is_coded = coded.sniff(table) and not TableReader().has_columns(table, settings.columns)
    yield from coded.read(table, settings) if is_coded else TableReader().read(table, settings)


_SURE_EXCEL = 0.95
_ZIP, _PART = b"PK\x03\x04", b"xl/workbook"
_DIRECTORY_BYTES = 1_000_000  # the names of what is inside stand at the end
_EXCEL_ERRORS = (
    *DAMAGED_ZIP,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    SyntaxError,
    OSError,
    ArithmeticError,
    struct.error,
    zlib.error,
)


# A cell over several rows of one column: its column, first row and last row.
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):\1(\d{1,7})"')
MOST_FILLED = 100  # columns in which merged cells are filled


class Sheet(NamedTuple):
    """One sheet of a workbook: its name and its rows."""

    name: str
    rows: list[list[str]]


class ExcelReader:
    """Excel workbooks (.xlsx)."""

    name = "excel"

    def sniff(self, document: Document) -> float:
        """Return 0.95 for a ZIP archive that contains a workbook."""
        is_workbook = document.content.startswith(_ZIP) and _PART in document.content[-_DIRECTORY_BYTES:]
        return _SURE_EXCEL if is_workbook else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Read the posts, or the events, of the sheets that hold a table.

        Args:
            document: The workbook.
            settings: Names of columns, and values for what the rows do not state; ``max_bytes`` also limits the unpacked size.

        Yields:
            Posts or events in the order of the sheets, and problems.

        Raises:
            UnreadableError: The workbook is broken or empty, or openpyxl is not installed.
            InputTooLargeError: The workbook unpacks to more than ``max_bytes``.
        """
        yield from read_sheets(_sheets(document, settings), document, settings)


def read_sheets(sheets: Sequence[Sheet], document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
    """Read the posts, or the events, of the first sheet that holds a table and of those with the same header; the others are named.

    Args:
        sheets: The sheets, in order.
        document: The workbook, for its origin.
        settings: Names of columns, and values for what the rows do not state.

    Yields:
        Posts or events in the order of the sheets, and problems.

    Raises:
        UnreadableError: No sheet holds a table of posts or events.
    """
    tables = [sheet for sheet in sheets if len(sheet.rows) > 1 and any(sum(map(bool, row)) > 1 for row in sheet.rows)]
    first = next(iter(tables or sheets), Sheet("", []))
    alike = [sheet for sheet in tables if sheet is first or sheet.rows[0] == first.rows[0]]
    others = [sheet.name for sheet in sheets if sheet is not first and all(sheet is not one for one in alike)]
    if others:
        one = "the first sheet" if first is sheets[0] else f"the sheet {first.name!r}"
        read = f"only {one} is read" if len(alike) <= 1 else f"{len(alike)} sheets with the same header are read"
        text = f"{document.origin}: {read}; {len(others)} more are ignored: {listed(others)}"
        yield Problem(origin=document.origin, text=text, skipped=tuple(f"sheet {name}" for name in others))
    yield from read_rows([*first.rows, *(row for sheet in alike if sheet is not first for row in sheet.rows[1:])], document, settings)


def _sheets(document: Document, settings: ReadSettings) -> list[Sheet]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra, loaded where a workbook is read
    except ImportError as error:
        raise UnreadableError(
            f"{document.origin}: reading Excel needs openpyxl; install it with: pip install 'geomap[excel]', or save the sheet as CSV"
        ) from error
    try:
        check_unpacked_size(document, settings.max_bytes)
        with warnings.catch_warnings(action="ignore"):  # styles and extensions that openpyxl does not know
            book = load_workbook(BytesIO(document.content), read_only=True, data_only=True, keep_links=False)
            return [_sheet(document, sheet) for sheet in book.worksheets]
    except _EXCEL_ERRORS as error:
        if isinstance(error, InputTooLargeError):
            raise
        raise UnreadableError(f"{document.origin}: this Excel file is broken; open and save it again, or save the sheet as CSV") from error


def _sheet(document: Document, sheet: Any) -> Sheet:  # noqa: ANN401 - openpyxl brings no types
    if sheet.sheet_state != "visible":
        return Sheet(f"{sheet.title} (hidden)", [])
    rows = [[csv_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    with zipfile.ZipFile(BytesIO(document.content)) as archive:
        path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
        content = archive.read(path) if path in archive.NameToInfo else b""
    merged = {(column_number(one[0].decode()), int(one[1]) - 1, int(one[2])) for one in _MERGED.findall(content)}
    filled: dict[int, int] = {}  # by column, the end of what is merged in it: in a sound file nothing overlaps
    for column, start, end in sorted(merged):
        if column < MOST_FILLED and start >= filled.get(column, 0):
            fill_down(rows, column, start, end)
            filled[column] = end
    return Sheet(str(sheet.title), rows)


def fill_down(rows: list[list[str]], column: int, first: int, end: int) -> None:
    """Give the rows below the first of a cell that is merged over several what it says: a day over all reports of that day.

    Args:
        rows: The rows of a sheet, which are changed.
        column: Number of the column, from 0.
        first: Number of the row that holds the cell, from 0.
        end: Number of the row after the merged ones.
    """
    said = rows[first][column] if first < len(rows) and column < len(rows[first]) else ""
    for row in rows[first + 1 : end] if said else ():
        row.extend([""] * (column + 1 - len(row)))
        row[column] = row[column] or said


def column_number(letters: str) -> int:
    """Return the number of a column that spreadsheets call by letters, from 0: "A" is 0, "AA" 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def check_unpacked_size(document: Document, max_bytes: int) -> None:
    """Refuse a small file that unpacks to a very large one."""
    with zipfile.ZipFile(BytesIO(document.content)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > max_bytes:
        raise InputTooLargeError(f"{document.origin}: it unpacks to {size / 1e6:.6g} MB, more than `max_bytes`, {max_bytes / 1e6:.6g} MB")


_SURE_PARQUET = 0.95
_MAGIC = b"PAR1"
_BATCH_ROWS = 10_000
_LONGEST_NAME, _MOST_ENTRIES = 100_000_000, 1_000_000  # pyarrow's own limits: a broken footer asks for no more memory
_INSTALL = "reading Parquet needs pyarrow; install it with: pip install 'geomap[parquet]', or save the table as CSV"


class ParquetReader:
    """Parquet and GeoParquet tables."""

    name = "parquet"

    def sniff(self, document: Document) -> float:
        """Return 0.95 where the document starts with Parquet's magic number."""
        return _SURE_PARQUET if document.content.startswith(_MAGIC) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Read the posts, or the events, of the rows.

        Args:
            document: The Parquet file.
            settings: Names of columns, and values for what the rows do not state; ``max_bytes`` also limits the unpacked size.

        Yields:
            Posts or events in the order of the table, and problems.

        Raises:
            UnreadableError: The file is broken or empty, none of its columns can be used, or pyarrow is not installed.
            InputTooLargeError: The table unpacks to more than ``max_bytes``.
        """
        yield from read_rows(_parquet_rows(document, settings.max_bytes), document, settings)


def _parquet_rows(document: Document, max_bytes: int) -> list[list[str]]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, loaded where such a table is read
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError(f"{document.origin}: {_INSTALL}") from error
    try:
        table = parquet.ParquetFile(
            BytesIO(document.content), thrift_string_size_limit=_LONGEST_NAME, thrift_container_size_limit=_MOST_ENTRIES
        )
        _check_table_size(table, document.origin, max_bytes)
        return _table_cells(table, document.origin, max_bytes)
    except InputTooLargeError:
        raise
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise UnreadableError(
            f"{document.origin}: this Parquet file is broken or incomplete; write it again, or save the table as CSV"
        ) from error


def _check_table_size(table: Any, origin: str, max_bytes: int) -> None:  # noqa: ANN401 - pyarrow brings no types
    size = sum(table.metadata.row_group(at).total_byte_size for at in range(table.metadata.num_row_groups))
    if size > max_bytes:
        raise _over_limit(origin, max_bytes)


def _over_limit(origin: str, max_bytes: int) -> InputTooLargeError:
    return InputTooLargeError(
        f"{origin}: it unpacks to more than `max_bytes`, {max_bytes / 1e6:.6g} MB; raise the limit or split the table"
    )


def _table_cells(table: Any, origin: str, max_bytes: int) -> list[list[str]]:  # noqa: ANN401
    """Return the header and the rows without columns of geometries and lists, which contain no text.

    The metadata count packed dictionaries: what the rows hold is counted as they are read.
    """
    columns = [field.name for field in table.schema_arrow if not _is_not_text(str(field.type))]
    rows = [columns]
    left = max_bytes
    for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=columns, use_threads=False):
        cells = [[csv_text(cell) for cell in row] for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
        left -= sum(len(cell) + 1 for row in cells for cell in row)
        if left < 0:
            raise _over_limit(origin, max_bytes)
        rows.extend(cells)
    return rows


def _is_not_text(kind: str) -> bool:
    return kind.startswith(
        ("binary", "large_binary", "fixed_size_binary", "list", "large_list", "fixed_size_list", "struct", "map", "extension")
    )
