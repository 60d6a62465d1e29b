"""The reader of OpenDocument spreadsheets (.ods), as LibreOffice and Google Sheets save them.

Format: OpenDocument 1.3, part 3 (OASIS): ``content.xml`` in a ZIP archive.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from lxml import etree

from gazetteer.zips import DAMAGED_ZIP
from geomap.errors import InputTooLargeError, UnreadableError
from geomap.model import Document, Event, Post, Problem
from geomap.read.html.markup import Element
from geomap.read.tables.typed import MOST_FILLED, Sheet, check_unpacked_size, read_sheets
from geomap.settings import ReadSettings

_SURE = 0.95
_ZIP, _MEDIA_TYPE = b"PK\x03\x04", b"application/vnd.oasis.opendocument.spreadsheet"
_HEAD_BYTES = 400  # the media type is the first file of the archive, and not packed
_TABLE, _TEXT, _OFFICE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{part}:1.0}}" for part in ("table", "text", "office"))
_SHEET, _ROW, _CELLS = f"{_TABLE}table", f"{_TABLE}table-row", (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_TYPED = ("date-value", "time-value", "value")
_MIDNIGHT = "T00:00:00"
_MOST_COLUMNS, _MOST_REPEATED = 1_000, 1_000  # of a row, and of equal rows that hold anything
_LONGEST_COUNT = 10  # digits


class OdsReader:
    """OpenDocument spreadsheets."""

    name = "ods"

    def sniff(self, document: Document) -> float:
        """Return 0.95 for a ZIP archive that calls itself a spreadsheet of OpenDocument."""
        start = document.content[:_HEAD_BYTES]
        return _SURE if start.startswith(_ZIP) and _MEDIA_TYPE in start else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Read the posts, or the events, of the sheets that hold a table.

        Args:
            document: The spreadsheet.
            settings: Names of columns, and values for what the rows do not state; ``max_bytes`` also limits the unpacked size.

        Yields:
            Posts or events in the order of the sheets, and problems.

        Raises:
            UnreadableError: The spreadsheet is broken or empty, or has no column that can be used.
            InputTooLargeError: The spreadsheet unpacks to more than ``max_bytes``.
        """
        try:
            check_unpacked_size(document, settings.max_bytes)
            with zipfile.ZipFile(BytesIO(document.content)) as archive, archive.open("content.xml") as content:
                sheets = _sheets(content)
        except InputTooLargeError:
            raise
        except (*DAMAGED_ZIP, KeyError, ValueError, OSError, etree.XMLSyntaxError) as error:
            text = f"{document.origin}: this spreadsheet is broken; open and save it again, or save the sheet as CSV"
            raise UnreadableError(text) from error
        yield from read_sheets(sheets, document, settings)


def _sheets(content: IO[bytes]) -> list[Sheet]:
    """Return the sheets with their rows; what a cell over several rows says stands in each of them."""
    sheets: list[Sheet] = []
    above: dict[int, tuple[int, str]] = {}  # by column, in how many further rows a cell goes on, and what it says
    events = etree.iterparse(content, events=("start", "end"), tag=(_SHEET, _ROW), resolve_entities=False, no_network=True)
    for event, element in events:
        if element.tag == _SHEET:
            above = {}
            sheets += [Sheet(element.get(f"{_TABLE}name") or f"{len(sheets) + 1}", [])] if event == "start" else []
        elif event == "end":
            cells = list(_row_cells(element))
            if any(cells) and sheets:
                for column, (_, said) in above.items():
                    cells.extend([""] * (column + 1 - len(cells)))
                    cells[column] = cells[column] or said
                sheets[-1].rows.extend([*cells] for _ in range(min(_count(element, "number-rows-repeated"), _MOST_REPEATED)))
            above = {column: (left - 1, said) for column, (left, said) in above.items() if left > 1} | _going_on(element)
            element.clear()
    return sheets


def _going_on(row: Element) -> dict[int, tuple[int, str]]:
    """Return the cells of a row that go on in the rows below: by column, in how many, and what they say."""
    found: dict[int, tuple[int, str]] = {}
    column = 0
    for cell in row.iterchildren(*_CELLS):
        height = _count(cell, "number-rows-spanned")
        if height > 1 and _count(cell, "number-columns-spanned") == 1 and (said := _cell(cell)):
            found[column] = height - 1, said
        column += _count(cell, "number-columns-repeated")
        if column >= MOST_FILLED:
            break
    return found


def _row_cells(row: Element) -> Iterator[str]:
    found: list[str] = []
    for cell in row.iterchildren(*_CELLS):
        said = _cell(cell)
        repeated = _count(cell, "number-columns-repeated")
        found += [said] * min(repeated, _MOST_COLUMNS - len(found))
        if len(found) >= _MOST_COLUMNS:
            break
    while found and not found[-1]:
        found.pop()
    yield from found


def _cell(cell: Element) -> str:
    """Return a cell as CSV would contain it: dates in ISO 8601, numbers without their format, else the lines of its text."""
    kind = cell.get(f"{_OFFICE}value-type")
    typed = next((value for name in _TYPED if (value := cell.get(f"{_OFFICE}{name}"))), None)
    if typed and kind == "date":
        return str(typed).removesuffix(_MIDNIGHT)
    if typed and kind in ("float", "currency"):
        return str(typed).removesuffix(".0")
    return "\n".join("".join(line.itertext()) for line in cell.iterchildren(f"{_TEXT}p"))


def _count(element: Element, name: str) -> int:
    written = element.get(f"{_TABLE}{name}") or "1"
    return int(written) if written.isascii() and written.isdigit() and len(written) < _LONGEST_COUNT else 1
