"""Workbooks: posts, coded events, and files that are broken."""

from __future__ import annotations

import sys
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from tests.read.conftest import Reading, times


def workbook(*rows: list[Any], sheets: int = 1) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for _ in range(sheets - 1):
        book.create_sheet()
    out = BytesIO()
    book.save(out)
    return out.getvalue()


POSTS = [["Date", "Text", "ID"], [datetime(2023, 6, 7, 12, 0), "Двоє людей загинули в Херсоні, \nсказав мер.", 7.0], [None, None, None]]  # noqa: DTZ001 - Excel knows no zones


def test_posts(reading: Reading) -> None:
    result = reading(workbook(*POSTS), timezone="Europe/Kyiv")
    assert times(result) == ["2023-06-07 09:00"]
    assert result.posts[0].language == "uk"
    assert not result.problems


def test_coded_events(reading: Reading) -> None:
    rows = [["name", "date", "lat", "lon"], ["March", datetime(2023, 1, 31), 46.5, 30.7]]  # noqa: DTZ001
    (event,) = reading(workbook(*rows)).events
    assert (event.where.lat, event.where.name) == (46.5, "March")
    assert event.when is not None
    assert event.when.first_day.isoformat() == "2023-01-31"


def test_other_sheets_are_told(reading: Reading) -> None:
    result = reading(workbook(*POSTS, sheets=3))
    assert any("2 more are ignored" in problem.text for problem in result.problems)


def test_an_empty_workbook(reading: Reading) -> None:
    assert [problem.fatal for problem in reading(workbook()).problems] == [True]


def test_a_cut_workbook(reading: Reading) -> None:
    whole = workbook(*POSTS)
    for end in (len(whole) - 30, len(whole) // 2, 40):
        assert [problem.fatal for problem in reading(whole[:end]).problems] == [True]


def test_a_sheet_that_is_no_xml(reading: Reading) -> None:
    broken = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook(*POSTS))) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<a" if "sheet1" in name else old.read(name))
    assert ["broken" in problem.text for problem in reading(broken.getvalue()).problems] == [True]


def test_what_unpacks_to_too_much(reading: Reading) -> None:
    content = workbook(["text"], *[["a" * 1000]] * 300)
    (problem,) = reading(content, max_bytes=50_000).problems
    assert "`max_bytes`" in problem.text


def test_without_openpyxl_it_says_what_to_install(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook(*POSTS)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (problem,) = reading(content).problems
    assert "geomap[excel]" in problem.text


def test_a_zip_archive_is_no_workbook(reading: Reading) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "text")
    assert ["ZIP archive" in problem.text for problem in reading(out.getvalue()).problems] == [True]
