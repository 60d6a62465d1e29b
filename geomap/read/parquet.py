"""Parquet and GeoParquet tables as the CSV that they would be saved as. Needs pyarrow, the extra geomap[parquet]."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from geomap.errors import InputTooLargeError, UnreadableError
from geomap.model import Document, Event, Post, Problem
from geomap.read.cells import read_rows, written
from geomap.settings import ReadSettings

_SURE = 0.95
_MAGIC = b"PAR1"
_BATCH_ROWS = 10_000
_LONGEST_NAME, _MOST_ENTRIES = 100_000_000, 1_000_000  # pyarrow's own limits: a broken footer asks for no more memory
_INSTALL = "reading Parquet needs pyarrow; install it with: pip install 'geomap[parquet]', or save the table as CSV"


class ParquetReader:
    """Parquet tables."""

    name = "parquet"

    def sniff(self, document: Document) -> float:
        """Look for the mark at the start."""
        return _SURE if document.content.startswith(_MAGIC) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Yield the posts, or the events, of the rows.

        Raises:
            UnreadableError: it is broken or empty, none of its columns can be used, or pyarrow is missing.
            InputTooLargeError: it unpacks to more than the settings allow.
        """
        yield from read_rows(_rows(document, settings.max_bytes), document, settings)


def _rows(document: Document, max_bytes: int) -> list[list[str]]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, loaded where such a table is read
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError(f"{document.origin}: {_INSTALL}") from error
    try:
        table = parquet.ParquetFile(
            BytesIO(document.content), thrift_string_size_limit=_LONGEST_NAME, thrift_container_size_limit=_MOST_ENTRIES
        )
        _check_size(table, document.origin, max_bytes)
        return _written(table)
    except InputTooLargeError:
        raise
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise UnreadableError(
            f"{document.origin}: this Parquet file is broken or cut off; write it again, or save the table as CSV"
        ) from error


def _check_size(table: Any, origin: str, max_bytes: int) -> None:  # noqa: ANN401 - pyarrow brings no types
    size = sum(table.metadata.row_group(at).total_byte_size for at in range(table.metadata.num_row_groups))
    if size > max_bytes:
        limit = f"{size / 1e6:.6g} MB, over --max-size of {max_bytes / 1e6:.6g} MB"
        raise InputTooLargeError(f"{origin}: it unpacks to {limit}; raise it or split the table")


def _written(table: Any) -> list[list[str]]:  # noqa: ANN401
    """Give the header and the rows; geometry and columns of lists hold no text."""
    columns = [field.name for field in table.schema_arrow if not _is_opaque(str(field.type))]
    rows = [columns]
    for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=columns, use_threads=False):
        rows.extend([written(cell) for cell in row] for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    return rows


def _is_opaque(kind: str) -> bool:
    return kind.startswith(
        ("binary", "large_binary", "fixed_size_binary", "list", "large_list", "fixed_size_list", "struct", "map", "extension")
    )
