"""A store from outside: days are added, asked for, mapped, and edits of it come back."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

import geomap as library
from geomap.errors import SettingsError, UnreadableError
from geomap.export.blobs import point_blob
from geomap.export.qgis.reframe import is_as_written
from geomap.export.readback import read_back
from geomap.export.table import TEXT
from geomap.store import Query, Store, schema
from geomap.store.database import Database
from tests.cli.conftest import Done
from tests.edits.pages import cells, opened, write_posts

Geomap = Callable[..., Done]


@pytest.fixture
def store(geomap: Geomap, tmp_path: Path) -> Path:
    write_posts(tmp_path / "monday.jsonl", days=1)
    assert geomap("store", "add", tmp_path / "war.gpkg", tmp_path / "monday.jsonl").status == 0
    return tmp_path / "war.gpkg"


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables."""
    with opened(path) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree%'")]
        return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608


def count(path: Path, table: str) -> int:
    with opened(path) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def post(path: Path, **fields: object) -> Path:
    path.write_text(json.dumps(fields) + "\n", encoding="utf-8")
    return path


def later(folder: Path, killed: int = 7) -> Path:
    """A report of the next day on what happened in Sumy on Monday."""
    text = f"The shelling of Sumy on Monday killed {killed} people, the regional governor said."
    return post(folder / "tuesday.jsonl", id="later", text=text, published_at="2024-03-05T09:00:00Z")


LAYERS = ("areas", "days", "mentions", "places", "posts", "regions", "tellings")


def asked(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line)["properties"] for line in done.out.splitlines()]


def test_a_store_has_the_events_of_a_map(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    geomap("map", tmp_path / "monday.jsonl", "-o", tmp_path / "map", "--formats", "gpkg", "-q")
    assert cells(store) == cells(tmp_path / "map" / "events.gpkg")
    geomap("store", "export", store, "--to", tmp_path / "export.gpkg")
    of_map, of_store = content(tmp_path / "map" / "events.gpkg"), content(tmp_path / "export.gpkg")
    assert {name: of_map[name] for name in LAYERS} == {name: of_store[name] for name in LAYERS}
    assert [count(store, name) for name in ("posts", "mentions", "tellings", "runs")] == [10, 10, 10, 1]
    with opened(store) as database:
        run = dict(
            zip(
                ("version", "gazetteer", "models", "inputs"),
                database.execute("SELECT version, gazetteer, models, inputs FROM runs").fetchone(),
                strict=True,
            )
        )
    assert all(run.values())
    assert json.loads(run["inputs"]) == ["monday.jsonl"]


def test_the_same_day_again_changes_no_row(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    before = content(store)
    done = geomap("store", "add", store, tmp_path / "monday.jsonl")
    assert "0 posts added; events: 0 new, 0 changed, 0 removed" in done.out
    assert content(store) == before


def test_a_later_report_extends_the_incident(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    (before,) = asked(geomap("store", "query", store, "--place", "Sumy"))
    done = geomap("store", "add", store, later(tmp_path, killed=20))
    assert "1 posts added; events: 0 new, 1 changed, 0 removed" in done.out
    (after,) = asked(geomap("store", "query", store, "--place", "Sumy"))
    assert after["event_id"] == before["event_id"]
    assert (before["fatalities"], after["fatalities"]) == (8, 20)
    with opened(store) as database:
        asked_for = "SELECT fatalities FROM tellings WHERE event_id = ? ORDER BY published_time"
        assert database.execute(asked_for, (after["event_id"],)).fetchall() == [(8,), (20,)]


def test_days_one_by_one_give_what_they_give_together(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    more = write_posts(tmp_path / "more.jsonl", days=2, first=1)
    for inputs in ((later(tmp_path, killed=20),), (more,)):
        geomap("store", "add", store, *inputs)
    together = tmp_path / "together.gpkg"
    geomap("store", "add", together, tmp_path / "monday.jsonl", more, later(tmp_path, killed=20))
    assert cells(store) == cells(together)


def test_an_edited_post_takes_the_place_of_what_it_said(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    (before,) = asked(geomap("store", "query", store, "--place", "Sumy"))
    text = "Shelling killed nine people in Sumy on Monday, the mayor said."
    geomap("store", "add", store, post(tmp_path / "edited.jsonl", id="Sumy-0", text=text, published_at="2024-03-04T15:00:00Z"))
    (after,) = asked(geomap("store", "query", store, "--place", "Sumy"))
    assert (after["event_id"], after["fatalities"]) == (before["event_id"], 9)
    assert [count(store, name) for name in ("posts", "mentions", "tellings", "events")] == [10, 10, 10, 10]
    nothing = post(tmp_path / "edited.jsonl", id="Sumy-0", text="The mayor of Sumy spoke.", published_at="2024-03-04T15:00:00Z")
    assert "1 removed" in geomap("store", "add", store, nothing).out


def test_conditions(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    geomap("store", "add", store, write_posts(tmp_path / "more.jsonl", days=1, first=1))

    def places(*words: object) -> list[str]:
        return [row["place_name"] for row in asked(geomap("store", "query", store, *words))]

    assert len(places()) == 20
    assert len(places("--since", "2024-03-06")) == 10
    assert len(places("--until", "2024-03-06")) == 10
    assert places("--bbox", "34.5,50.5,35,51", "--since", "2024-03-06") == ["Sumy"]
    assert places("--place", "sUmY", "--until", "2024-03-05") == ["Sumy"]
    assert len(places("--type", "Explosions/Remote violence")) == 20
    assert places("--type", "Battles") == []
    assert len(places("--text", "killed 3 PEOPLE")) == 2
    assert geomap("store", "query", store, "--bbox", "1,2,3").status == 2
    assert geomap("store", "query", store, "--since", "2024-03-06", "--until", "2024-03-05").status == 2


def test_maps_and_files_are_made_of_it(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    assert geomap("store", "map", store, "-o", tmp_path / "map", "--place", "Sumy").status == 0
    assert (tmp_path / "map" / "map.html").is_file()
    features = json.loads((tmp_path / "map" / "events.geojson").read_text())["features"]
    assert [one["properties"]["place_name"] for one in features] == ["Sumy"]
    assert geomap("store", "export", store, "--to", tmp_path / "all.gpkg").status == 0
    assert cells(tmp_path / "all.gpkg") == cells(store)


def test_unsure_events_are_listed_on_request(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    text = "Shelling of the city of Sumy killed three people on Monday. Reports of a blast in Poltava on Monday could not be confirmed."
    odd = post(tmp_path / "odd.jsonl", id="odd", text=text, published_at="2024-03-05T09:00:00Z")
    geomap("store", "add", store, odd, "--min-confidence", 0.97)
    told = {}
    for words in ((), ("--place", "Sumy"), ("--bbox", "0,0,1,1"), ("--text", "BLAST"), ("--since", "2024-03-06"), ("--type", "Battles")):
        assert geomap("store", "export", store, "--to", tmp_path / "some.csv", "--with-unsure", *words).status == 0
        back = read_back(tmp_path / "some.csv")
        told[words[1:]] = (len(back.events), len(back.unsure))
    assert told == {(): (10, 2), ("Sumy",): (1, 1), ("0,0,1,1",): (0, 0), ("BLAST",): (0, 2), ("2024-03-06",): (0, 0), ("Battles",): (0, 0)}
    geomap("store", "map", store, "-o", tmp_path / "map", "--with-unsure")
    features = json.loads((tmp_path / "map" / "events.geojson").read_text())["features"]
    assert [one["properties"]["shown"] for one in features].count(False) == 2
    geomap("store", "export", store, "--to", tmp_path / "sure.csv")
    assert len(read_back(tmp_path / "sure.csv").filed) == 10


def test_a_store_codes_the_points_of_tables(geomap: Geomap, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("date,latitude,longitude,event_type,country,notes\n2024-05-03,49.99,36.23,Battles,Ukraine,One\n")
    geomap("store", "add", tmp_path / "war.gpkg", tmp_path / "table.csv")
    (row,) = asked(geomap("store", "query", tmp_path / "war.gpkg"))
    assert (row["country"], row["iso3166_2"], row["pcode"]) == ("UA", "UA-63", "UA6312")


def test_edits_of_a_store_come_back(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    names = {row["place_name"]: event_id for event_id, row in cells(store).items()}
    with opened(store) as database:
        database.execute("UPDATE events SET geom = ? WHERE event_id = ?", (point_blob(34.5, 50.5), names["Sumy"]))
        database.execute("DELETE FROM events WHERE event_id = ?", (names["Lyman"],))
        database.execute(
            "INSERT INTO events (geom, sub_event_type, event_date, place_name, quote) VALUES (?, 'Armed clash', ?, 'Mill', 'A fight.')",
            (point_blob(36.5, 49.5), "2024-03-04"),
        )
    refused = geomap("store", "add", store, later(tmp_path, killed=20))
    assert refused.status == 2
    assert f"event {names['Sumy']} of the store was edited" in refused.err
    fixes = tmp_path / "corrections.csv"
    assert "3 new lines" in geomap("corrections", store, "-o", fixes).out
    for words in (("--corrections", fixes), (later(tmp_path, killed=20),), (tmp_path / "monday.jsonl",)):
        done = geomap("store", "add", store, *words)
        assert (done.status, done.err) == (0, "")
        after = cells(store)
        assert len(after) == 10
        assert names["Lyman"] not in after
        assert (after[names["Sumy"]]["longitude"], after[names["Sumy"]]["latitude"]) == (34.5, 50.5)
        (mill,) = [row for row in after.values() if row["place_name"] == "Mill"]
        assert mill["event_id"].startswith("added:")
    assert after[names["Sumy"]]["fatalities"] == 20
    assert count(store, "corrections") == 3
    assert "0 new lines" in geomap("corrections", store, "-o", tmp_path / "none.csv").out


def test_overwrite_loses_edits(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    names = {row["place_name"]: event_id for event_id, row in cells(store).items()}
    with opened(store) as database:
        database.execute("UPDATE events SET injured = 5 WHERE event_id = ?", (names["Sumy"],))
    assert geomap("store", "add", store, later(tmp_path, killed=20), "--overwrite").status == 0
    assert cells(store)[names["Sumy"]]["injured"] is None


def test_from_python(store: Path) -> None:
    found = library.Store(store).query(since=date(2024, 3, 4), place="Sumy")
    (event,) = found.events
    assert (event.where.name, [one.id for one in found.posts]) == ("Sumy", ["Sumy-0"])
    with pytest.raises(SettingsError, match="store keeps places"):
        Store(store, settings=library.Settings(coarsen_m=5000))
    with pytest.raises(SettingsError, match="bbox"):
        Query(bbox=(1, 2, 3, 0))


def test_what_is_no_store_is_refused(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    geomap("store", "export", store, "--to", tmp_path / "export.gpkg")
    assert "not a store" in geomap("store", "add", tmp_path / "export.gpkg", tmp_path / "monday.jsonl").err
    (tmp_path / "text.gpkg").write_text("no database")
    assert geomap("store", "add", tmp_path / "text.gpkg", tmp_path / "monday.jsonl").status == 2
    assert "there is no such store" in geomap("store", "query", tmp_path / "none.gpkg").err
    assert "give at least one INPUT" in geomap("store", "add", store).err
    with opened(store) as database:
        database.execute("UPDATE geomap_store SET value = '99'")
    with pytest.raises(UnreadableError, match="newer version"):
        Store(store).query()
    for version in ("0", "", "-1", "1.5", "9" * 99):  # that no geomap wrote
        with opened(store) as database:
            database.execute("UPDATE geomap_store SET value = ?", (version,))
        with pytest.raises(UnreadableError, match="does not say which version"):
            Store(store).query()


def test_a_store_keeps_the_words_of_facts_and_how_sure_places_are(tmp_path: Path) -> None:
    text = "Унаслідок обстрілу міста Суми 4 березня загинули троє людей. Унаслідок обстрілу Нікополя поранено двох людей."
    file = post(tmp_path / "monday.jsonl", id="one", text=text, published_at="2024-03-04T09:00:00Z")
    store = Store(tmp_path / "war.gpkg")
    store.add(file)
    of_store, of_run = ([_told(event) for event in found] for found in (store.query().events, library.run(file).events))
    assert of_store == of_run
    assert all(told[0] for told in of_store)
    assert len(of_store) == 2


def _told(event: library.Event) -> tuple[Any, ...]:
    first, resolution = event.evidence[0], event.where.resolution
    return first.spans, first.toll_quote, first.toll_spans, resolution and resolution.place_confidence


def test_migrations_run_once_and_in_order(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_column(database: Database) -> None:
        database.add_columns("runs", {"note": TEXT})

    monkeypatch.setitem(schema.MIGRATIONS, schema.SCHEMA_VERSION, add_column)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    for _ in range(2):
        assert Store(store).count() == 10
        with opened(store) as database:
            assert "note" in {row[1] for row in database.execute("PRAGMA table_info(runs)")}


def test_a_store_of_the_first_version_is_brought_up_to_date(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    with opened(store) as database:
        for layer in ("events", "areas", "posts"):
            database.execute(f"ALTER TABLE {layer} DROP COLUMN published_precision")
        for name in ("modality", "same_as", "previous"):
            database.execute(f"ALTER TABLE corrections DROP COLUMN {name}")
        database.execute("DELETE FROM geomap_store WHERE key = 'project_sha256'")
        database.execute("UPDATE geomap_store SET value = '1' WHERE key = 'schema_version'")
        database.commit()
    assert geomap("store", "query", store).status == 0
    assert geomap("store", "add", store, write_posts(tmp_path / "more.jsonl", days=2, first=1)).status == 0
    with opened(store) as database:
        assert {"modality", "same_as", "previous"} <= {row[1] for row in database.execute("PRAGMA table_info(corrections)")}
        assert {row[0] for row in database.execute("SELECT published_precision FROM events")} <= {None, "time", "day"}
    assert project(store).findtext("ProjectTimeSettings/TemporalRange/end") == "2024-03-11T00:00:00Z"


@pytest.mark.parametrize("wait_s", [0.0, 0.01, 0.05, 0.2])
def test_a_kill_leaves_all_or_nothing(store: Path, tmp_path: Path, wait_s: float) -> None:
    more = write_posts(tmp_path / "more.jsonl", days=2, first=1)
    code = (
        "import sys; from geomap.store import Store, addition\n"
        "rebuild = addition.Addition._rebuild\n"
        "def told(*words, **options):\n    print('now', flush=True); return rebuild(*words, **options)\n"
        "addition.Addition._rebuild = told\n"
        "Store(sys.argv[1]).add(sys.argv[2])"
    )
    before = cells(store)
    with subprocess.Popen([sys.executable, "-c", code, store, more], stdout=subprocess.PIPE) as adding:
        assert adding.stdout is not None
        assert adding.stdout.readline() == b"now\n"
        time.sleep(wait_s)
        adding.send_signal(signal.SIGKILL)
    found = cells(store)
    assert set(found) == set(before) or len(found) == 30
    Store(store).add(more)
    assert (len(cells(store)), count(store, "tellings"), count(store, "posts")) == (30, 30, 30)


def project(path: Path) -> Element:
    with opened(path) as database:
        held = database.execute("SELECT content FROM qgis_projects").fetchone()[0]
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(held.decode()))) as archive:
        return fromstring(archive.read("geomap.qgs"))  # noqa: S314 - of our own


def extent(root: Element) -> tuple[float, ...]:
    found = root.find("ProjectViewSettings/DefaultViewExtent")
    assert found is not None
    return tuple(float(found.attrib[name]) for name in ("xmin", "ymin", "xmax", "ymax"))


def test_the_project_opens_at_the_events_and_their_days(geomap: Geomap, store: Path, tmp_path: Path) -> None:
    with opened(store) as database:
        places = database.execute("SELECT longitude, latitude FROM events WHERE latitude IS NOT NULL AND geo_precision < 3").fetchall()
        first, last = database.execute("SELECT min(event_date), max(event_date_end) FROM events").fetchone()
    root = project(store)
    west, south, east, north = extent(root)
    assert all(west < lon < east and south < lat < north for lon, lat in places)
    assert (east - west < 30, north - south < 20) == (True, True)
    span = root.find("ProjectTimeSettings/TemporalRange")
    assert span is not None
    assert (span.findtext("start") or "").startswith(first)
    assert (span.findtext("end") or "") > last
    assert float(root.findtext("mapcanvas/extent/xmin") or 0) > 2_000_000  # metres: not the world

    with opened(store) as database, database:
        database.execute("UPDATE qgis_projects SET content = ?", (own := own_project(),))
    assert geomap("store", "add", store, later(tmp_path)).status == 0
    with opened(store) as database:
        assert database.execute("SELECT content FROM qgis_projects").fetchone()[0] == own  # somebody's stays
    assert [is_as_written(one) for one in (bytes.fromhex(own.decode()), b"", b"PK")] == [False] * 3


@pytest.mark.parametrize(
    "change", ["UPDATE events SET latitude = 'north'", "UPDATE events SET event_date = 7", "UPDATE qgis_projects SET content = 7"]
)
def test_cells_of_other_kinds_do_not_keep_a_store_from_growing(geomap: Geomap, store: Path, tmp_path: Path, change: str) -> None:
    with opened(store) as database, database:
        database.execute(change)
    done = geomap("store", "add", store, later(tmp_path), "--overwrite")
    assert (done.status, done.err.count("Traceback")) == (0, 0), done.err


@pytest.mark.parametrize("column", ["title", "origin"])
def test_posts_with_bytes_in_place_of_words_are_refused_in_a_sentence(geomap: Geomap, store: Path, tmp_path: Path, column: str) -> None:
    with opened(store) as database, database:
        database.execute(f"UPDATE posts SET {column} = x'c3'")  # noqa: S608 - a name of our own
    done = geomap("store", "map", store, "-o", tmp_path / "map")
    assert (done.status, len(done.err.splitlines())) == (2, 1)
    assert "is not as geomap writes it" in done.err


def own_project() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("geomap.qgs", "<qgis><title>Mine</title></qgis>")
    return made.getvalue().hex().encode()
