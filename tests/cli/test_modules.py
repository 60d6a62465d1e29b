"""The programs as modules of Python: ``python -m geomap`` and ``python -m gazetteer``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["geomap", "gazetteer"])
def test_a_module_is_run_as_its_program(name: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", name, *words], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )

    asked, wrong = run("--version"), run("no-such-command")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "version" in asked.stdout
    assert (wrong.returncode, wrong.stdout, "Traceback" in wrong.stderr) == (2, "", False)
    assert "no-such-command" in wrong.stderr


def test_geoparse_loads_neither_pages_nor_the_network(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Shells hit a school in Nikopol on Tuesday.")
    text = (
        "import sys; from geomap.cli.program import run_program; status = run_program(); "
        "loaded = [name for name in sys.modules if name.startswith(('geomap.render', 'geomap.fetch', 'http.', 'folium', 'geopandas'))]; "
        "sys.exit(', '.join(loaded) or status)"
    )
    words = [sys.executable, "-c", text, "geoparse", str(tmp_path / "a.txt"), "--date", "2023-05-02"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
