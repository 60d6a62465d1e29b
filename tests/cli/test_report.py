"""`geomap report` from outside: of a file, of a map's folder, of a page."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from geomap.export import exporter_for
from tests.export.factory import analysis, event

SAMPLE = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"


def report(folder: Path, program_path: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PATH": program_path}
    return subprocess.run(["geomap", "report", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("given", ["map/events.gpkg", "map"])
def test_of_a_file_or_its_folder(tmp_path: Path, program_path: str, given: str) -> None:
    (tmp_path / "map").mkdir()
    exporter_for("gpkg").write(analysis((event(), event(1))), tmp_path / "map" / "events.gpkg")
    done = report(tmp_path, program_path, given, "-o", "out", "--title", "Two <b>")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"report.html", "report.md", "report.png"}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<h1>Two &lt;b&gt;</h1>" in page
    assert "<td>2</td>" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_of_a_page(tmp_path: Path, program_path: str) -> None:
    done = report(tmp_path, program_path, str(SAMPLE), "-o", "out")
    assert done.returncode == 0, done.stderr
    assert "Donetsk Oblast, UA" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_a_missing_file_is_one_sentence(tmp_path: Path, program_path: str) -> None:
    done = report(tmp_path, program_path, "none.gpkg")
    assert done.returncode == 2
    assert "none.gpkg" in done.stderr
    assert not (tmp_path / "none-report").exists()
