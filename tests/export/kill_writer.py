"""Kill a writer again and again at random moments, and look each time at what stands there.

    python kill_writer.py FOLDER ROUNDS FORMAT...

Run as a process of its own, so that each writer is a cheap fork of one that has everything loaded.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from gazetteer.staging import recover
from gazetteer.unfinished import is_unfinished
from geomap.export import exporter_for
from geomap.model import Analysis
from tests.export.factory import analysis, event

OLD, NEW = 20, 60  # events
WRITTEN_AGAIN = 5  # every so many rounds a writer puts the old file back over what was left; in the others it is copied, which is quicker


def main(folder: Path, rounds: int, names: list[str]) -> None:
    for name in names:
        (folder / name).mkdir()
        try:
            print(f"{name}: {kill_writers(name, folder / name, rounds)} of {rounds} writers had finished")
        except NotWholeError as error:
            print(f"{name}: {error}")


class NotWholeError(Exception):
    """A file is neither the old one nor the new one."""


def kill_writers(name: str, folder: Path, rounds: int) -> int:
    """Kill as many writers as there are rounds; return how many had finished."""
    path = folder / f"events.{name}"
    old, new = analysis(tuple(map(event, range(OLD)))), analysis(tuple(map(event, range(NEW))))
    for kept in ("old", "new"):
        (folder / kept).mkdir()
    exporter_for(name).write(old, folder / "old" / path.name)  # loads what writing needs
    started = time.perf_counter()
    exporter_for(name).write(new, folder / "new" / path.name)
    longest = 1.2 * (time.perf_counter() - started)
    chance = random.Random(name)  # noqa: S311 - moments, not secrets
    finished = 0
    for number in range(rounds):
        if number % WRITTEN_AGAIN == 0:
            exporter_for(name).write(old, path)
        else:
            shutil.copytree(folder / "old", folder, dirs_exist_ok=True)
        writer = fork_writer(name, new, path)
        time.sleep(chance.uniform(0, longest))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        finished += check_whole(name, path)
    return finished


def fork_writer(name: str, made: Analysis, path: Path) -> int:
    child = os.fork()
    if child == 0:
        exporter_for(name).write(made, path)
        os._exit(0)
    return child


def check_whole(name: str, path: Path) -> bool:
    """Check that the file is the old one or the new one, whole, and all that there is; say whether it is the new one."""
    recover(path.parent)  # as whoever of geomap writes or reads it next
    if left := [one.name for one in path.parent.iterdir() if is_unfinished(one.name)]:
        sys.exit(f"{path.name}: {left} is left")
    if name in {"gpkg", "qgz", "qlr"}:
        finished = check_geopackage(path.with_suffix(".gpkg"))
        if name == "gpkg":
            return finished
    files = sorted(file.name for file in (path.parent / "new").iterdir() if file.suffix != ".gpkg")
    held = [(path.parent / file).read_bytes() for file in files]
    known = {kept: [(path.parent / kept / file).read_bytes() for file in files] for kept in ("old", "new")}
    if held not in known.values():
        raise NotWholeError(f"{sum(map(len, held))} bytes that are neither the old file nor the new one")
    return held == known["new"]


def check_geopackage(path: Path) -> bool:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
        (count,) = database.execute("SELECT count(*) FROM events").fetchone()
        (styles,) = database.execute("SELECT count(*) FROM layer_styles").fetchone()
    if sound != "ok" or count not in {OLD, NEW} or not styles:
        raise NotWholeError(f"{sound}, {count} events, {styles} styles")
    return bool(count == NEW)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
