"""CSV that a spreadsheet opens as it is meant: UTF-8 known by its mark, and no text that runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from geomap.export.repeated import each_once

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take for a formula (OWASP, CSV Injection)


def table_bytes(rows: Iterable[Sequence[Any]]) -> bytes:
    """Give rows, the header among them, as CSV (RFC 4180) with a byte order mark, by which spreadsheets know UTF-8."""
    return _written([safe_cell(value) for value in row] for row in rows)


def columns_bytes(heads: Iterable[Sequence[str]], columns: Iterable[Sequence[Any]]) -> bytes:
    """Give the rows ``heads`` and below them ``columns``, as `table_bytes` does."""
    return _written(chain(heads, zip(*(each_once(safe_cell, column) for column in columns), strict=True)))


def safe_cell(value: Any) -> Any:  # noqa: ANN401 - a cell holds whatever the row does
    """Give what to write for ``value``: text that would run as a formula gets an apostrophe in front."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.lstrip("'").startswith(FORMULA_STARTS):
        return "'" + value  # also before apostrophes of its own, so that `held_text` gives back just what was there
    return value


def held_text(cell: str) -> str:
    """Give the text that `safe_cell` wrote as ``cell``."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def _written(rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
