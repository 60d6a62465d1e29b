"""A few of the kills of `python -m tools.kills`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_killed_builds_leave_the_old_index_or_the_new_one() -> None:
    words = [sys.executable, str(ROOT / "tools" / "kills.py"), "--kills", "6", "--command", "build"]
    changed = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(words, env=changed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("6 kills, 0 faults\n")
