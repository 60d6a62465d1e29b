"""Rows of tables as people save them: numbered, without HXL's row of tags, and without the marks of missing values."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from geomap.read.tables.header import lines_above_header

_TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*")
_MIN_TAGS = 2
_MISSING = frozenset({"NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "<NA>"})  # as R, pandas and databases write it
_OF_COUNTRIES = frozenset({"country", "country_code", "iso", "iso2", "iso_2", "iso_code", "iso_a2"})  # NA is the code of Namibia


def numbered_rows(text: str, *, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything with their number, as a spreadsheet counts them; rows of HXL tags are skipped.

    The header has the number 1, also where titles stand above it, which are skipped.

    Args:
        text: The table; its lines may end in any way.
        delimiter: What parts its cells.
        quoting: One of the constants of `csv`.

    Raises:
        csv.Error: A row cannot be read.
    """
    above = lines_above_header(text)
    for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting), start=1):  # type: ignore[arg-type]
        if number > above and any(cells) and not is_tag_row(cells):
            yield (1 if number == above + 1 else number), cells


def is_tag_row(cells: Sequence[str]) -> bool:
    """Return whether a row holds nothing but tags of HXL (#date+start, #geo+lat)."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) >= _MIN_TAGS and all(map(_TAG.fullmatch, filled))


def known_cell(column: str, cell: str) -> str:
    """Return a cell, "" where it says that nothing is known."""
    return "" if cell in _MISSING and column not in _OF_COUNTRIES else cell


def first_line(text: str) -> str:
    """Return the first line of a table that is no title, however its lines end."""
    above = lines_above_header(text)
    return re.split(r"\r\n|\r|\n", text.lstrip("\ufeff"), maxsplit=above + 1)[above]
