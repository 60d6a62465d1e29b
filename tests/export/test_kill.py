"""A writer that is killed leaves the old file or the new one, whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from geomap.export import FORMATS
from tests.conftest import THOROUGH

ROOT = Path(__file__).parents[2]
ROUNDS = 100 if THOROUGH else 20
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one: a thousand waits for a real disk take minutes


@pytest.fixture(scope="module")
def told() -> str:
    """What one process prints that kills the writers of each format in turn."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        command = [sys.executable, str(Path(__file__).with_name("kill_writer.py")), folder, str(ROUNDS), *sorted(FORMATS)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_killed_at_any_moment_the_file_is_whole(name: str, told: str) -> None:
    (line,) = [line for line in told.splitlines() if line.startswith(f"{name}: ")]
    assert line.endswith(f"of {ROUNDS} writers had finished")
