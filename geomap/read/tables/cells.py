"""Rows of tables as people save them: numbered, without HXL's row of tags, and without the marks of missing values."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from geomap.model import Problem
from geomap.read.tables.header import lines_above_header

_TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*")
_MIN_TAGS = 2
_MOST_LISTED = 10  # numbers of rows that a message names
_SAMPLE, _SAMPLE_ROWS = 20_000, 5  # characters and rows that show how cells are quoted
_RULE = re.compile(r":?-{2,}:?")  # below the header of a table in Markdown
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
    mark = "'" if _has_single_quotes(text, delimiter) else '"'
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, quotechar=mark)  # type: ignore[arg-type]
    for number, cells in enumerate(reader, start=1):
        if number > above and any(cells) and not is_tag_row(cells) and not _is_rule(cells):
            yield (1 if number == above + 1 else number), cells


def is_tag_row(cells: Sequence[str]) -> bool:
    """Return whether a row holds nothing but tags of HXL (#date+start, #geo+lat)."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) >= _MIN_TAGS and all(map(_TAG.fullmatch, filled))


def fit_row(cells: list[str], width: int, delimiter: str) -> list[str]:
    """Return the cells of a row with those beyond the header joined to the last: a text with an unquoted delimiter was cut there."""
    return cells if len(cells) <= width or not any(cells[width:]) else [*cells[: width - 1], delimiter.join(cells[width - 1 :])]


def overfull_rows(origin: str, numbers: Sequence[int]) -> Problem:
    """Return the problem of rows with more cells than the header."""
    more = " and so on" if len(numbers) > _MOST_LISTED else ""
    rows = f"row{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:_MOST_LISTED]))}{more}"
    text = f"{rows} {'have' if len(numbers) > 1 else 'has'} more cells than the header; put texts that hold a delimiter in quotation marks"
    return Problem(origin=origin, text=f"{origin}: {text}")


def _has_single_quotes(text: str, delimiter: str) -> bool:
    """Return whether cells stand in single quotation marks: in each of the first rows, and no double one is there."""
    lines = [line for line in text[:_SAMPLE].splitlines()[1 : 1 + _SAMPLE_ROWS] if line]
    opens, closes = re.compile(rf"(?:^|{re.escape(delimiter)})'"), re.compile(rf"'(?:$|{re.escape(delimiter)})")
    return bool(lines) and all('"' not in line and opens.search(line) and closes.search(line) for line in lines)


def _is_rule(cells: Sequence[str]) -> bool:
    """Return whether a row is the line below the header of a table in Markdown."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(map(_RULE.fullmatch, filled))


def known_cell(column: str, cell: str) -> str:
    """Return a cell, "" where it says that nothing is known."""
    return "" if cell in _MISSING and column not in _OF_COUNTRIES else cell


def first_line(text: str) -> str:
    """Return the first line of a table that is no title, however its lines end."""
    above = lines_above_header(text)
    return re.split(r"\r\n|\r|\n", text.lstrip("\ufeff"), maxsplit=above + 1)[above]
