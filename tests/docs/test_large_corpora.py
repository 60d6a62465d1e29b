"""The program with a Dask cluster in the how-to runs, in a process of its own as its readers run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gazetteer import Gazetteer

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "large-corpora.md"


def test_the_local_cluster_finds_the_events(gazetteer: Gazetteer, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed; pip install 'geomap[dask]'")
    (program,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert gazetteer.edition  # compiled, or the workers would each do it
    done = subprocess.run([sys.executable, "program.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()[1:]]
    assert [row[1:3] for row in rows] == [["1", "Kherson"], ["2", "Lviv"], ["3", "Kherson"]]
    assert rows[0][-1] == rows[2][-1] != rows[1][-1]
