"""What a page calls itself becomes the map's title; what a table calls its columns can be said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.api import run
from tests.cli.conftest import Done

Geomap = Callable[..., Done]
LIVE = """Floods along the river: {day} June

Updated 18:30 GMT, {day} June 2023

18:00 GMT
Water in Kherson

Homes were flooded in Kherson.
"""
TABLE = "when;what;ref;where\n2023-06-07T12:00:00Z;Two people were killed in Kherson on Tuesday.;a;x\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def heading(folder: Path) -> str:
    page = (folder / "map.html").read_text(encoding="utf-8")
    return page.partition("<title>")[2].partition("</title>")[0]


def test_the_map_bears_the_title_of_the_page(geomap: Geomap, tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt", LIVE.format(day=7))
    assert geomap("map", page, "-o", tmp_path / "out").status == 0
    assert heading(tmp_path / "out") == "Floods along the river: 7 June"


def test_a_title_that_is_given_goes_before(geomap: Geomap, tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt", LIVE.format(day=7))
    geomap("map", page, "-o", tmp_path / "out", "--title", "My map")
    assert heading(tmp_path / "out") == "My map"


def test_two_pages_have_no_title_in_common(geomap: Geomap, tmp_path: Path) -> None:
    pages = [write(tmp_path / f"{day}.txt", LIVE.format(day=day)) for day in (7, 8)]
    geomap("map", *pages, "-o", tmp_path / "out")
    assert "Floods along" not in heading(tmp_path / "out")


def test_the_python_call_has_the_same_title(tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt", LIVE.format(day=7))
    assert run(page).title == "Floods along the river: 7 June"
    assert run(page, title="Mine").title == "Mine"


def test_columns_by_name(geomap: Geomap, tmp_path: Path) -> None:
    table = write(tmp_path / "rows.csv", TABLE)
    done = geomap("geoparse", table, "--text-col", "what", "--time-col", "When", "--id-col", "ref")
    (line,) = map(json.loads, done.out.splitlines())
    assert [mention["text"] for mention in line["mentions"]] == ["Kherson"]
    assert line["events"][0]["properties"]["published_time"] == "2023-06-07T12:00:00Z"


@pytest.mark.parametrize("option", ["--text-col", "--lang-col", "--title-col", "--url-col"])
def test_a_column_that_is_not_there(geomap: Geomap, tmp_path: Path, option: str) -> None:
    table = write(tmp_path / "rows.csv", TABLE)
    done = geomap("map", table, "-o", tmp_path / "out", "--time-col", "when", option, "nowhere")
    assert done.status == 2
    assert "nowhere" in done.err
    assert "when, what, ref, where" in done.err


def test_columns_leave_other_inputs_alone(geomap: Geomap, tmp_path: Path) -> None:
    page, table = write(tmp_path / "a.txt", LIVE.format(day=7)), write(tmp_path / "rows.csv", TABLE)
    done = geomap("geoparse", page, table, "--text-col", "what")
    assert done.status == 0, done.err
    assert len(done.out.splitlines()) == 2
