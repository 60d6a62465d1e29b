"""Work in several processes: its order, and that no process outlives the one that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from geomap.workers import Workers

ROOT = Path(__file__).parents[1]
PROGRAM = """
import multiprocessing, time
from geomap.workers import Workers
if __name__ == "__main__":
    with Workers(time.sleep, 2) as workers:
        workers.do(60)
        workers.do(60)
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        workers.next()
"""


def test_one_process_works_when_it_is_asked_and_in_order() -> None:
    done: list[int] = []
    with Workers(done.append, 1) as workers:
        assert workers.is_idle
        workers.start()
        for item in (3, 1):
            workers.do(item)
            assert workers.is_full
            workers.next()
        assert workers.is_idle
    assert done == [3, 1]


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(program)], env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        children = [int(word) for word in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert len(children) == 2
    deadline = time.monotonic() + 60
    while any(_is_running(child) for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
