"""Tables of typed cells (workbooks, Parquet) as the CSV that they would be saved as, so that columns are told in one place."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from io import StringIO

from geomap.model import Document, Event, Post, Problem
from geomap.read.coded import CodedTableReader
from geomap.read.table import TableReader
from geomap.settings import ReadSettings


def written(cell: object) -> str:
    """Write a cell as CSV would have it: days and times in ISO 8601, whole numbers without a point."""
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
    """Yield the posts, or the events, of a table's rows, the first of which is its header.

    Raises:
        UnreadableError: none of its columns holds texts.
    """
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(row for row in map(list, rows) if any(row))
    table = replace(document, content=out.getvalue().encode("utf-8", "replace"))
    coded = CodedTableReader()
    is_coded = coded.sniff(table) and not TableReader().has_columns(table, settings.columns)
    yield from coded.read(table, settings) if is_coded else TableReader().read(table, settings)
