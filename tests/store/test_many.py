"""Tables of many events in a store: what is written at once is what is written one by one."""

from __future__ import annotations

import csv
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geomap.store import Store, addition
from geomap.store.geopackage import GeoPackageDatabase
from geomap.store.packed import pack
from tests.cli.conftest import Done
from tests.edits.pages import cells, opened

Geomap = Callable[..., Done]
INDEX = "rtree_events_geom"


def write_table(path: Path, rows: int, *, seed: int = 1, killed: int = 0) -> Path:
    """Write a table of coded events, some of which go on for days."""
    chance = random.Random(seed)  # noqa: S311 - the same rows each time
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "event_date", "end_date", "latitude", "longitude", "location", "event_type", "fatalities", "notes"])
        for number in range(rows):
            day = date(2023, 1, 1) + timedelta(days=chance.randrange(300))
            last = day + timedelta(days=chance.choice([0, 0, 0, 40]))
            lat, lon = 45 + chance.random() * 7, chance.choice([24, 178]) + chance.random() * 1.9
            words = [
                f"e{seed}-{number}",
                day,
                last,
                f"{lat:.4f}",
                f"{lon:.4f}",
                f"Town {number % 50}",
                "Battles",
                killed,
                f"Fight {number}.",
            ]
            writer.writerow(words)
    return path


def count(path: Path, asked: str, *values: Any) -> int:
    with opened(path) as database:
        return int(database.execute(asked, values).fetchone()[0])


def sound(path: Path) -> bool:
    """Say whether the spatial index is whole and holds each event."""
    with opened(path) as database:
        told = database.execute("SELECT rtreecheck(?)", (INDEX,)).fetchone()
        missing = f"SELECT count(*) FROM events WHERE geom IS NOT NULL AND fid NOT IN (SELECT id FROM {INDEX})"  # noqa: S608
        counts = "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'events'"
        return (told, database.execute(missing).fetchone()[0], database.execute(counts).fetchone()) == (
            ("ok",), 0, database.execute("SELECT count(*) FROM events").fetchone()
        )  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 2,300 events, not to be changed."""
    folder = tmp_path_factory.mktemp("many")
    assert len(Store(folder / "war.gpkg").add(write_table(folder / "a.csv", 2300)).new) == 2300
    return folder / "war.gpkg"


@pytest.fixture
def store(kept: Path, tmp_path: Path) -> Path:
    shutil.copy(kept.parent / "a.csv", tmp_path)
    return Path(shutil.copy(kept, tmp_path))


def test_many_at_once_are_as_one_by_one(geomap: Geomap, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (count(store, "SELECT count(*) FROM events"), sound(store)) == (2300, True)
    monkeypatch.setattr(addition, "MANY", 10**9)
    monkeypatch.setattr(addition, "BATCH", 300)
    geomap("store", "add", tmp_path / "other.gpkg", tmp_path / "a.csv")
    asked = "SELECT * FROM geomap_written ORDER BY event_id"
    with opened(store) as first, opened(tmp_path / "other.gpkg") as second:
        assert first.execute(asked).fetchall() == second.execute(asked).fetchall()
    assert cells(store) == cells(tmp_path / "other.gpkg")
    box = ("--bbox", "25,47,25.5,50", "--since", "2023-03-01", "--until", "2023-04-20")
    found = geomap("store", "query", store, *box).out
    assert found == geomap("store", "query", tmp_path / "other.gpkg", *box).out
    assert found.count("\n") > 5


@pytest.mark.parametrize("more", [1100, 400])
def test_rows_that_come_later_are_found(geomap: Geomap, store: Path, tmp_path: Path, more: int) -> None:
    with opened(store) as database:  # as GDAL may write it, with its bounds
        database.execute("UPDATE events SET geom = (SELECT geom FROM events WHERE fid = 2) WHERE fid = 1")
        database.execute("DELETE FROM geomap_written WHERE event_id = (SELECT event_id FROM events WHERE fid = 1)")
    geomap("store", "add", store, write_table(tmp_path / "b.csv", more, seed=2))
    assert (count(store, "SELECT count(*) FROM events"), sound(store)) == (2300 + more, True)
    geomap("store", "add", store, write_table(tmp_path / "b.csv", more, seed=2, killed=3))
    assert count(store, "SELECT count(*) FROM events WHERE fatalities = 3") == more
    assert (count(store, "SELECT count(*) FROM events"), sound(store)) == (2300 + more, True)


def test_the_same_table_again_changes_no_row(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    before = store.read_bytes()
    assert "0 new, 0 changed, 0 removed" in geomap("store", "add", store, tmp_path / "a.csv").out
    assert store.read_bytes() == before


def test_a_cell_that_became_empty_is_emptied() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE told (name TEXT PRIMARY KEY, killed INTEGER, is_listed BOOLEAN)")
        database = GeoPackageDatabase(connection)
        database.put("told", {"name": ["first", "second"], "killed": [1, None], "is_listed": [True, None]}, key="name")
        database.put("told", {"name": ["first"], "killed": [None], "is_listed": [False]}, key="name")
        rows = connection.execute("SELECT * FROM told ORDER BY name").fetchall()
        assert rows == [("first", None, 0), ("second", None, None)]


def test_a_count_of_zero_stays(kept: Path) -> None:
    assert count(kept, "SELECT count(*) FROM events WHERE fatalities = 0") == 2300


@pytest.mark.parametrize(("since", "until"), [("2023-03-01", "2023-03-02"), ("2023-03-01", "2023-06-20"), ("2023-11-01", "2023-11-30")])
def test_events_that_go_on_within_days_are_found(geomap: Geomap, kept: Path, since: str, until: str) -> None:
    found = geomap("store", "query", kept, "--since", since, "--until", until, "--bbox", "179,40,-179,60").out.count("\n")
    days = "event_date_end >= ? AND event_date <= ? AND longitude BETWEEN 179 AND 180"
    assert found == count(kept, f"SELECT count(*) FROM events WHERE {days}", since, until) > 0  # noqa: S608


@pytest.mark.parametrize("points", [0, 1, 40, 51, 52, 5000])
def test_a_packed_index_finds_what_a_search_finds(points: int) -> None:
    chance = np.random.default_rng(points)
    lon, lat = chance.uniform(-180, 180, points), chance.uniform(-90, 90, points)
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE tree USING rtree(id, minx, maxx, miny, maxy)")
        database.execute("INSERT INTO tree VALUES (7, 1, 1, 1, 1)")
        pack(database, "tree", np.arange(points) + 10, lon, lat)
        assert database.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)
        box = "maxx >= 10 AND minx <= 90 AND maxy >= -20 AND miny <= 30"
        found = {one for (one,) in database.execute(f"SELECT id FROM tree WHERE {box}")}  # noqa: S608
        assert found == {number + 10 for number in range(points) if 10 <= lon[number] <= 90 and -20 <= lat[number] <= 30}
        database.execute("INSERT INTO tree VALUES (7, 50, 50, 10, 10)")
        database.execute("DELETE FROM tree WHERE id = 10")
        assert database.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)
