"""A store in PostgreSQL with PostGIS: it does what one in a GeoPackage does."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import geomap as library
from geomap.store import Query
from geomap.store.schema import SCHEMA_VERSION
from tests.cli.conftest import Done
from tests.edits.pages import write_posts
from tests.store.server import Server
from tests.store.test_many import write_table
from tests.store.test_serving import check_service, served

Geomap = Callable[..., Done]


@pytest.fixture
def address(postgis_server: Server) -> str:
    return postgis_server.address()


@pytest.fixture
def ask(postgis_server: Server, address: str) -> Callable[[str], list[str]]:
    return lambda statement: postgis_server.ask(statement, schema=address.rpartition("=")[2])


def features(store: str | Path, /, **conditions: Any) -> list[dict[str, Any]]:
    return list(library.Store(store).features(Query(**conditions)))


def report(path: Path, **fields: object) -> Path:
    path.write_text(json.dumps(fields) + "\n", encoding="utf-8")
    return path


def later(folder: Path, killed: int) -> Path:
    text = f"The shelling of Sumy on Monday killed {killed} people, the regional governor said."
    return report(folder / "tuesday.jsonl", id="later", text=text, published_at="2024-03-05T09:00:00Z")


def test_it_holds_what_a_geopackage_holds(geomap: Geomap, address: str, tmp_path: Path, ask: Callable[[str], list[str]]) -> None:
    first, more = write_posts(tmp_path / "a.jsonl", days=1), write_posts(tmp_path / "b.jsonl", days=2, first=1)
    table = write_table(tmp_path / "c.csv", 300)
    cyrillic = report(
        tmp_path / "d.jsonl", id="uk", text="Обстріл Сум у вівторок: загинули 12 людей\u0000.", published_at="2024-03-05T12:00:00Z"
    )
    for inputs in ((first,), (more,), (table,), (later(tmp_path, 20),), (cyrillic,), (first, table)):
        told = {place: geomap("store", "add", place, *inputs) for place in (address, tmp_path / "war.gpkg")}
        (one, other) = told.values()
        assert (one.status, one.err) == (0, other.err)
        assert one.out.split(": ")[1:] == other.out.split(": ")[1:]
    assert "0 posts added; events: 0 new, 0 changed, 0 removed" in one.out
    week = {"since": date(2024, 3, 4), "until": date(2024, 3, 8), "bbox": (34.0, 50.0, 37.0, 51.5)}
    for conditions in (
        {},
        week,
        {"place": "sUmY"},
        {"text": "ЗАГИНУЛИ"},
        {"text": "governor"},
        {"types": ("Battles",)},
        {"until": date(2023, 2, 1)},
        {"since": date(2023, 3, 1), "until": date(2023, 3, 2)},
    ):
        here = features(address, **conditions)
        assert here == features(tmp_path / "war.gpkg", **conditions)
        assert here or conditions == {"text": "ЗАГИНУЛИ"}
    here, there = (library.Store(place).query(place="Sumy") for place in (address, tmp_path / "war.gpkg"))
    assert (here.events, here.posts, here.tellings) == (there.events, there.posts, there.tellings)
    assert ask("SELECT count(*) FROM runs") == ["5"]
    assert ask("SELECT postgis_typmod_type(atttypmod) FROM pg_attribute WHERE attname = 'geom' AND attrelid = 'events'::regclass") == [
        "Point"
    ]


def test_a_map_and_files_are_made_of_it(geomap: Geomap, address: str, tmp_path: Path) -> None:
    geomap("store", "add", address, write_posts(tmp_path / "a.jsonl", days=1))
    assert geomap("store", "map", address, "-o", tmp_path / "map").status == 0
    assert "<title>war" in (tmp_path / "map" / "map.html").read_text(encoding="utf-8")
    assert "(10 events)" in geomap("store", "export", address, "--to", tmp_path / "a.csv").out
    assert geomap("store", "duplicates", address).status == 0


def test_edits_come_back(geomap: Geomap, address: str, tmp_path: Path, ask: Callable[[str], list[str]]) -> None:
    geomap("store", "add", address, write_posts(tmp_path / "a.jsonl", days=1))
    ids = {one["properties"]["place_name"]: one["properties"]["event_id"] for one in features(address)}
    ask(f"UPDATE events SET geom = ST_SetSRID(ST_MakePoint(34.5, 50.5), 4326) WHERE event_id = '{ids['Sumy']}'")  # noqa: S608
    ask(f"DELETE FROM events WHERE event_id = '{ids['Lyman']}'")  # noqa: S608
    ask(
        "INSERT INTO events (geom, sub_event_type, event_date, place_name, quote)"
        " VALUES (ST_SetSRID(ST_MakePoint(36.5, 49.5), 4326), 'Armed clash', '2024-03-04', 'Mill', 'A fight.')"
    )
    refused = geomap("store", "add", address, later(tmp_path, 20))
    assert (refused.status, f"event {ids['Sumy']} of the store was edited" in refused.err) == (2, True)
    fixes = tmp_path / "corrections.csv"
    assert "3 new lines" in geomap("corrections", address, "-o", fixes).out
    for words in (("--corrections", fixes), (later(tmp_path, 20),), (tmp_path / "a.jsonl",)):
        done = geomap("store", "add", address, *words)
        assert (done.status, done.err) == (0, "")
    after = {one["properties"]["place_name"]: one for one in features(address)}
    assert len(after) == 10
    assert "Lyman" not in after
    assert after["Sumy"]["geometry"]["coordinates"] == [34.5, 50.5]
    assert after["Sumy"]["properties"]["fatalities"] == 20
    assert after["Mill"]["properties"]["event_id"].startswith("added:")
    assert "0 new lines" in geomap("corrections", address, "-o", tmp_path / "none.csv").out


def test_many_rows_are_copied(address: str, tmp_path: Path, ask: Callable[[str], list[str]]) -> None:
    store = library.Store(address)
    assert len(store.add(write_table(tmp_path / "a.csv", 2300)).new) == 2300
    asked = "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND tablename = '{}'"  # those made at the end among them
    assert [ask(asked.format(table)) for table in ("events", "tellings")] == [["6"], ["7"]]
    assert not store.add(tmp_path / "a.csv")
    assert len(store.add(write_table(tmp_path / "b.csv", 2300, killed=4)).changed) == 2300
    assert ask("SELECT count(*), min(fatalities), count(DISTINCT event_id) FROM events") == ["2300|4|2300"]


@pytest.mark.parametrize("wait_s", [0.0, 0.03, 0.2])
def test_a_kill_leaves_all_or_nothing(address: str, tmp_path: Path, wait_s: float, ask: Callable[[str], list[str]]) -> None:
    first, more = write_posts(tmp_path / "a.jsonl", days=1), write_posts(tmp_path / "b.jsonl", days=2, first=1)
    store = library.Store(address)
    store.add(first)
    code = (
        "import sys; from geomap.store import Store, addition\n"
        "rebuild = addition.Addition._rebuild\n"
        "def told(*words, **options):\n    print('now', flush=True); return rebuild(*words, **options)\n"
        "addition.Addition._rebuild = told\n"
        "Store(sys.argv[1]).add(sys.argv[2])"
    )
    with subprocess.Popen([sys.executable, "-c", code, address, more], stdout=subprocess.PIPE) as adding:
        assert adding.stdout is not None
        assert adding.stdout.readline() == b"now\n"
        time.sleep(wait_s)
        adding.send_signal(signal.SIGKILL)
    assert store.count() in {10, 30}
    store.add(more)
    assert [ask(f"SELECT count(*) FROM {name}") for name in ("events", "tellings", "posts")] == [["30"]] * 3  # noqa: S608


def test_it_is_served(address: str, tmp_path: Path) -> None:
    library.Store(address).add(write_posts(tmp_path / "a.jsonl", days=2))
    with served(address, tmp_path) as ask:
        check_service(ask)


def test_secrets_come_from_the_environment(geomap: Geomap, postgis_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts, address = write_posts(tmp_path / "a.jsonl", days=1), postgis_server.address("locked")
    for words in (address.replace("locked@", "locked:open%20sesame@"), address + "&password=open%20sesame"):
        shown = geomap("store", "add", words, posts)
        assert (shown.status, "PGPASSWORD" in shown.err, "sesame" in shown.err) == (2, True, False)
    assert geomap("store", "add", address, posts).status == 2
    monkeypatch.setenv("PGPASSWORD", "closed sesame")
    wrong = geomap("store", "add", address, posts)
    assert (wrong.status, "password authentication failed" in wrong.err, "sesame" in wrong.err) == (2, True, False)
    monkeypatch.setenv("PGPASSWORD", "open sesame")
    right = geomap("store", "add", address, posts)
    assert (right.status, "10 posts added" in right.out, "sesame" in right.out + right.err) == (0, True, False)
    monkeypatch.delenv("PGPASSWORD")
    (tmp_path / "pass").write_text("*:*:news:locked:open sesame\n")
    (tmp_path / "pass").chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pass"))
    assert "0 posts added" in geomap("store", "add", address, posts).out
    monkeypatch.delenv("PGPASSFILE")
    monkeypatch.setenv("WAR", address.replace("locked@", "locked:open%20sesame@"))
    asked = geomap("store", "add", "env:WAR", posts)
    assert (asked.status, "0 posts added" in asked.out, "sesame" in asked.out) == (0, True, False)
    assert "sesame" not in library.Store("env:WAR").title + repr(library.Store("env:WAR").path)
    geomap("store", "serve-config", "env:WAR", "-o", tmp_path / "pygeoapi.yml")
    assert "sesame" not in (tmp_path / "pygeoapi.yml").read_text()


def test_what_cannot_be_opened_is_told_in_a_sentence(
    geomap: Geomap, postgis_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = write_posts(tmp_path / "a.jsonl", days=1)
    address = postgis_server.address()
    assert "there is no such store" in geomap("store", "query", address).err
    for wrong, said in {
        address.replace("/news", "/none"): "does not exist",
        address.replace(str(postgis_server.folder), str(tmp_path)): "No such file",
        "postgresql://": "such as postgresql://user@host/database",
        "env:NOT_SET": "the variable should hold an address",
        postgis_server.address("reader"): "permission denied",
        address.replace("/news", "/template1"): "CREATE EXTENSION postgis",
    }.items():
        done = geomap("store", "add", wrong, posts)
        assert (done.status, done.err.count("\n"), said in done.err) == (2, 1, True), done.err
    geomap("store", "add", address, posts)
    schema = address.rpartition("=")[2]
    postgis_server.ask("UPDATE geomap_store SET value = '99'", schema=schema)
    assert "newer version" in geomap("store", "query", address).err
    monkeypatch.setenv("PGTZ", "America/New_York")
    postgis_server.ask("UPDATE geomap_store SET value = '5'; DROP INDEX events_by_last_day", schema=schema)
    assert geomap("store", "query", address).out.count('"start_time": "2024-03-0') == 10
    assert postgis_server.ask("SELECT value FROM geomap_store", schema=schema) == [str(SCHEMA_VERSION)]
