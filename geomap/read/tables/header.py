"""Which line of a table is its header: people write a title, a date and merged cells above it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from geomap.lang import cached
from geomap.lang.pages import names_of_columns
from geomap.read.tables.datasets import LATITUDE_COLUMNS, LONGITUDE_COLUMNS, TIME_COLUMNS

DELIMITERS = (",", "\t", ";", "|")
_LONGEST, _LONGEST_NAME, _MOST_ABOVE = 2_000, 40, 10  # letters of a header and of a name in it; rows above it
_LEAST_KNOWN, _LEAST_ROWS = 2, 1
_OTHERS = "location place town city country admin1 region district oblast fatalities injured killed event_type type category what"
_SEPARATOR = re.compile(r"\"?sep=.\"?\s*", re.IGNORECASE)  # the first line of files for Excel
_NOT_WORD = re.compile(r"\W+")
_GROUP = re.compile(r"\w+/(?=\w)")


def comparable_name(name: str) -> str:
    """Return the name of a column in lower case, with one underscore between words."""
    return _NOT_WORD.sub("_", name.strip().lower()).strip("_")


def comparable_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the columns of a table in comparable form, without the groups that forms put before them ("site/date").

    Args:
        names: The names as they are written. A group is what at least two of them begin with.
    """
    written = [name.strip() for name in names]
    groups = Counter(found[0] for name in written if (found := _GROUP.match(name)))
    return tuple(
        comparable_name(name[found.end() :] if (found := _GROUP.match(name)) and groups[found[0]] > 1 else name) for name in written
    )


def lines_above_header(text: str) -> int:
    """Return how many lines stand above the header of a table, 0 where the first is the header or the text is no table.

    A header has more known names of columns than the first line, and rows of as many cells below it; no line above it is a row of the
    table.

    Args:
        text: The table, or its start.
    """
    lines = list(islice(_lines(text), _MOST_ABOVE + _LEAST_ROWS + 1))
    if _SEPARATOR.fullmatch(lines[0]):
        return 1
    if len(lines) <= _LEAST_ROWS + 1:
        return 0
    known = [_known_names(line) for line in lines[:-_LEAST_ROWS]]
    most = max(known)
    at = known.index(most)
    if at == 0 or most < _LEAST_KNOWN or most <= known[0]:
        return 0
    delimiter = max(DELIMITERS, key=lines[at].count)
    width = len(_cells(lines[at], delimiter))
    below = next((line for line in lines[at + 1 :] if line.strip()), "")
    is_table = below.count(delimiter) + 1 >= width and all(_is_title(line, delimiter, width) for line in lines[:at])
    return at if is_table else 0


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text.lstrip("\ufeff")[: _LONGEST * _MOST_ABOVE])


def _known_names(line: str) -> int:
    """Return how many cells of a line are called like a column of posts or events, 0 where one is no name."""
    delimiter = max(DELIMITERS, key=line.count)
    if delimiter not in line or len(line) > _LONGEST:
        return 0
    cells = _cells(line, delimiter)
    if any(len(cell) > _LONGEST_NAME for cell in cells):
        return 0
    return len({comparable_name(cell) for cell in cells} & _names())


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _is_title(line: str, delimiter: str, width: int) -> bool:
    """Return whether a line is a title or holds the merged cells of a second header: it is not full, and no cell is a number alone."""
    filled = [cell for cell in _cells(line, delimiter) if cell]
    return len(filled) < width and not any(cell.replace(".", "").isdigit() for cell in filled)


@cached
def _names() -> frozenset[str]:
    of_posts = {name for names in names_of_columns().values() for name in names}
    return frozenset(of_posts | {*LATITUDE_COLUMNS, *LONGITUDE_COLUMNS, *TIME_COLUMNS, *_OTHERS.split()} - {"by", "x", "y"})
