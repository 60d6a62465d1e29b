"""Tables as people make them: titles and merged cells above the header, and OpenDocument spreadsheets."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO, StringIO

import pytest

from tests.read.conftest import Reading, times
from tests.read.test_excel import workbook

HEADER = ["Date", "Place", "Description"]
TEXTS = ("Two people were hurt by shells that hit a mill in Izium.", "A road near Lyman was closed by the army until the evening.")
ROWS = [["2024-05-12", "Izium", TEXTS[0]], ["2024-05-11", "Lyman", TEXTS[1]]]
ABOVE = {
    "a title": [["Incident log of the district"]],
    "a title, a day and a blank row": [["Incident log of the district", "", ""], ["Updated 14 May 2024", "", ""], ["", "", ""]],
    "merged cells": [["When", "Where and what", ""]],
    "a title with the mark that parts cells": [["Incidents, May, 2024", "", ""]],
}


def as_csv(rows: list[list[str]], delimiter: str = ",", ends: str = "\n") -> str:
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ends).writerows(rows)
    return out.getvalue()


def as_ods(rows: list[list[str]], *, sheets: int = 1, repeat: int = 1) -> bytes:
    def cell(text: str, column: int) -> str:
        if column == 0 and text[:2] == "20":
            return f'<table:table-cell office:value-type="date" office:date-value="{text}T00:00:00"><text:p>any</text:p></table:table-cell>'
        return (
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            if text
            else "<table:covered-table-cell/>"
        )

    body = "".join(f"<table:table-row>{''.join(cell(text, at) for at, text in enumerate(row))}</table:table-row>" for row in rows)
    empty = f'<table:table-cell table:number-columns-repeated="{repeat}"/>'
    filler = f'<table:table-row table:number-rows-repeated="1048576">{empty}</table:table-row>'
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    tables = f'<table:table table:name="Log">{body}{filler}</table:table>' + '<table:table table:name="x"/>' * (sheets - 1)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


@pytest.mark.parametrize("form", ["csv", "tab", "carriage returns", "excel", "ods"])
@pytest.mark.parametrize("above", ABOVE)
def test_what_stands_above_the_header_is_no_row(reading: Reading, above: str, form: str) -> None:
    rows = [*ABOVE[above], HEADER, *ROWS]
    content: str | bytes = {
        "csv": lambda: as_csv(rows), "tab": lambda: as_csv(rows, "\t"), "carriage returns": lambda: as_csv(rows, ends="\r"),
        "excel": lambda: workbook(*rows), "ods": lambda: as_ods(rows),
    }[form]()  # fmt: skip
    found = reading(content)
    assert times(found) == ["2024-05-12 00:00", "2024-05-11 00:00"]
    assert [text in post.text for text, post in zip(TEXTS, found.posts, strict=True)] == [True, True]
    assert found.problems == ()


def test_events_below_a_title(reading: Reading) -> None:
    rows = [["Strikes of May", "", "", ""], ["Date", "Latitude", "Longitude", "Location"], ["2024-05-12", "49.2", "37.3", "Izium"]]
    (event,) = reading(as_csv(rows)).events
    assert (event.where.name, event.where.lat) == ("Izium", 49.2)


def test_rows_keep_their_numbers_below_a_title(reading: Reading) -> None:
    found = reading(as_csv([["Incident log"], HEADER, ROWS[0], ["2024-05-12", "", ""], ROWS[1]]))
    assert [problem.skipped for problem in found.problems] == [("row 4",)]


def test_a_first_row_that_is_a_header_stays_one(reading: Reading) -> None:
    found = reading(as_csv([["when", "what happened"], ["2024-05-12", TEXTS[0]], ["date", "text"], ["2024-05-11", TEXTS[1]]]))
    assert any(TEXTS[0] in post.text for post in found.posts)


def test_a_line_of_names_in_prose_makes_no_table(reading: Reading) -> None:
    found = reading(f"Notes of the day\n12 May 2024\n\nEach row has date, place, text\n\n{TEXTS[0]} {TEXTS[1]}\n")
    assert len(found.posts) == 1
    assert TEXTS[0] in found.posts[0].text


def test_sheets_and_repeated_cells(reading: Reading) -> None:
    found = reading(as_ods([HEADER, *ROWS], sheets=3, repeat=16384))
    assert len(found.posts) == len(ROWS)
    assert [problem.text.split(": ")[1] for problem in found.problems] == ["only the first sheet is read; 2 more are ignored"]


@pytest.mark.parametrize(
    "damage", [lambda whole: whole[:200], lambda whole: whole.replace(b"table-row", b"table-r<w"), lambda whole: whole[:-30]]
)
def test_damaged_spreadsheets_are_refused_in_a_sentence(reading: Reading, damage: object) -> None:
    (problem,) = reading(damage(as_ods([HEADER, *ROWS]))).problems  # type: ignore[operator]
    assert problem.fatal
    assert "broken" in problem.text


def test_a_spreadsheet_that_unpacks_to_too_much(reading: Reading) -> None:
    (problem,) = reading(as_ods([HEADER, *ROWS]), max_bytes=1_500).problems
    assert "max_bytes" in problem.text or "larger" in problem.text


DAY_OVER_ROWS = [["Date", "Description"], ["2024-05-12", TEXTS[0]], [None, TEXTS[1]]]


def test_a_cell_over_several_rows_of_excel_holds_for_each(reading: Reading) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in DAY_OVER_ROWS:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    out = BytesIO()
    book.save(out)
    assert times(reading(out.getvalue())) == ["2024-05-12 00:00", "2024-05-12 00:00"]


def test_a_cell_over_several_rows_of_opendocument_holds_for_each(reading: Reading) -> None:
    with zipfile.ZipFile(BytesIO(as_ods([[cell or "" for cell in row] for row in DAY_OVER_ROWS]))) as archive:
        content = archive.read("content.xml").decode()
    spanning = content.replace('office:value-type="date"', 'table:number-rows-spanned="2" office:value-type="date"')
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", spanning)
    assert times(reading(out.getvalue())) == ["2024-05-12 00:00", "2024-05-12 00:00"]


def test_sheets_with_one_header_are_read_together_and_others_named(reading: Reading) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["How to fill in this form"])
    for name, row in (("May", ROWS[0]), ("June", ROWS[1])):
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    found = reading(out.getvalue())
    assert times(found) == ["2024-05-12 00:00", "2024-05-11 00:00"]
    assert [part for problem in found.problems for part in problem.skipped] == ["sheet Read me"]
