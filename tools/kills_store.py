"""Kills of `geomap store add`: what the store holds after the next run."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.watch.feed import TOWNS
from tools.kill_bench import Bench, Tally

NEW_DURATION = 20  # kills after which the duration is measured anew: other programs share the machine
_ASKED = (
    "SELECT post_id, text FROM posts",
    "SELECT telling_id, event_id, post_id FROM tellings",
    "SELECT event_id, place_name, fatalities FROM events",
    "SELECT post_id, mention FROM mentions",
)

Rows = list[list[tuple[Any, ...]]]


def stored(path: Path) -> Rows:
    """Return the rows of a store; AssertionError where SQLite finds it unsound."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)  # noqa: S101 - a check
        rows = [sorted(database.execute(asked)) for asked in _ASKED]
    return rows if any(rows) else []


def kill_store(bench: Bench, kills: int) -> Tally:
    """Kill the addition of a page to a store again and again; every fourth time the store is to be made."""
    tally = Tally()
    home = bench.folder / "store"
    home.mkdir(exist_ok=True)
    path = home / "war.gpkg"
    command = ("geomap", "store", "add", str(path), str(bench.folder / "new.jsonl"))
    bench.run("geomap", "store", "add", str(path), str(bench.folder / "old.jsonl"))
    kept = bench.folder / "kept.gpkg"
    shutil.copy(path, kept)
    old = stored(path)
    bench.run(*command)
    new = stored(path)
    if [len(rows) for rows in new] != [len(TOWNS)] * len(_ASKED):
        tally.faults.append(f"a run that was left alone gives {[len(rows) for rows in new]} rows for {len(TOWNS)} posts")
    number, duration_s = 0, 0.0
    while sum(tally.kills.values()) < kills:
        shutil.rmtree(home)
        home.mkdir()
        is_fresh = number % 4 == 3  # noqa: PLR2004 - every fourth
        if not is_fresh:
            shutil.copy(kept, path)
        if number % NEW_DURATION == 0:
            started = time.monotonic()
            bench.run(*command)
            duration_s = time.monotonic() - started
        else:
            bench.kill(command, duration_s, tally)
            _look_after(bench, path, {"before": [] if is_fresh else old, "after": new}, tally)
        number += 1
    return tally


def _look_after(bench: Bench, path: Path, known: dict[str, Rows], tally: Tally) -> None:
    """Ask the store, add the page once more, and tell what is lost, doubled or left over."""
    if path.exists():
        bench.run("geomap", "store", "query", str(path))
    found = stored(path)
    tally.put_in_place += found == known["after"]
    if found not in known.values():
        tally.faults.append(f"neither before nor after: {[len(rows) for rows in found]} rows")
    bench.run("geomap", "store", "add", str(path), str(bench.folder / "new.jsonl"))
    if stored(path) != known["after"]:
        tally.faults.append(f"after the next run: {[len(rows) for rows in stored(path)]} rows")
    if left := sorted(one.name for one in path.parent.iterdir() if one != path) + bench.left_over():
        tally.faults.append(f"left over: {left}")
