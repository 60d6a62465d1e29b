"""`geomap report` from outside: of a file, of a map's folder, of a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.export import exporter_for
from tests.cli.conftest import Done
from tests.export.factory import analysis, event

Geomap = Callable[..., Done]

SAMPLE = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"


@pytest.mark.parametrize("given", ["map/events.gpkg", "map"])
def test_of_a_file_or_its_folder(tmp_path: Path, geomap: Geomap, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map").mkdir()
    exporter_for("gpkg").write(analysis((event(), event(1))), tmp_path / "map" / "events.gpkg")
    done = geomap("report", given, "-o", "out", "--title", "Two <b>")
    assert done.status == 0, done.err
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"report.html", "report.md", "report.png"}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<h1>Two &lt;b&gt;</h1>" in page
    assert "<td>2</td>" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_of_a_page(tmp_path: Path, geomap: Geomap) -> None:
    done = geomap("report", SAMPLE, "-o", tmp_path / "out")
    assert done.status == 0, done.err
    assert "Donetsk Oblast, UA" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_a_missing_file_is_one_sentence(tmp_path: Path, geomap: Geomap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = geomap("report", "none.gpkg")
    assert done.status == 2
    assert "none.gpkg" in done.err
    assert not (tmp_path / "none-report").exists()
