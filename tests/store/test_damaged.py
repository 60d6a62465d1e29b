"""A store that a program or an accident changed is refused in a sentence, and what a killed run left beside it goes away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.edits.pages import opened, write_posts

Geomap = Callable[..., Done]


@pytest.fixture
def store(geomap: Geomap, tmp_path: Path) -> Path:
    write_posts(tmp_path / "monday.jsonl", days=1)
    assert geomap("store", "add", tmp_path / "war.gpkg", tmp_path / "monday.jsonl").status == 0
    return tmp_path / "war.gpkg"


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ("UPDATE tellings SET content = '{'", "map"),
        ("UPDATE tellings SET content = '{}'", "map"),
        ("UPDATE tellings SET content = x'00ff'", "map"),
        ("UPDATE tellings SET content = replace(content, 'toll\":{', 'toll\":{\"x\":1,')", "export"),
        ("UPDATE posts SET state = NULL", "map"),
        ("UPDATE posts SET text = NULL", "map"),
        ("UPDATE posts SET published_time = 'noon'", "map"),
        ("UPDATE events SET quote = x'00ff'", "query"),
        ("UPDATE events SET latitude = 9e999", "query"),
        ("UPDATE geomap_store SET value = 'x'", "query"),
        ("DELETE FROM geomap_store", "query"),
        ("DROP TABLE tellings", "map"),
        ("UPDATE geomap_written SET cells = '5'", "add"),
        ("INSERT INTO corrections (digest, event_id, type) VALUES ('x', 'e', 'no type')", "add"),
    ],
)
def test_a_store_that_was_changed_is_refused(geomap: Geomap, store: Path, tmp_path: Path, change: str, asked: str) -> None:
    with opened(store) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(change)
    more = write_posts(tmp_path / "more.jsonl", days=2)
    words = {"map": ("-o", tmp_path / "map"), "export": ("--to", tmp_path / "a.csv"), "query": (), "add": (more,)}[asked]
    done = geomap("store", asked, store, *words)
    assert (done.status, done.err.count("\n"), str(store) in done.err) == (2, 1, True), done.err
    assert not (tmp_path / "map").exists()


def test_words_are_found_beside_cells_that_are_no_text(geomap: Geomap, store: Path) -> None:
    with opened(store) as database, database:
        database.execute("UPDATE events SET place_name = 7 WHERE fid = 1")
    assert geomap("store", "query", store, "--place", "y").status == 0


def test_what_a_killed_run_left_is_removed(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    left = tmp_path / "moved" / ".geomap.aaaaaaaa.part"  # in a folder that this process has not looked through yet
    (left / "new").mkdir(parents=True)
    assert geomap("store", "query", store.rename(tmp_path / "moved" / "war.gpkg")).status == 0
    assert not left.exists()
