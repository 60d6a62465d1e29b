"""Every event is traced to the words, the document and the run that it comes from."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.cli.conftest import Done

Geomap = Callable[..., Done]
PAGE = Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt"
SENTENCE = "Shelling killed two people in Vovchansk on Monday."


def properties(path: Path) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in json.loads(path.read_bytes())["features"]]


def posts_of(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as database:
        return dict(database.execute("SELECT post_id, text FROM posts"))


def test_each_event_names_its_words_and_its_document(geomap: Geomap, tmp_path: Path) -> None:
    assert geomap("map", PAGE, "-o", tmp_path / "map", "--formats", "geojson,gpkg").status == 0
    rows = properties(tmp_path / "map" / "events.geojson")
    texts = posts_of(tmp_path / "map" / "events.gpkg")
    assert len(rows) > 10
    for row in rows:
        assert texts[row["post_id"]][row["quote_start"] : row["quote_end"]] == row["quote"]
        assert row["document_sha256"] == hashlib.sha256(PAGE.read_bytes()).hexdigest()
        assert row["retrieved_time"] is None  # nobody knows when a file was fetched


def fetched(folder: Path) -> Path:
    """A page as `geomap fetch` saves it."""
    folder.mkdir()
    content = f"<html><body><article><h1>News</h1><p>{SENTENCE}</p></article></body></html>".encode()
    digest = hashlib.sha256(content).hexdigest()
    told = {"origin": "https://example.org/live", "retrieved_at": "2024-03-05T09:00:00.250000+00:00", "media_type": "text/html"}
    (folder / "live.html").write_bytes(content)
    (folder / "live.html.fetch.json").write_text(json.dumps({**told, "sha256": digest}))
    return folder


def test_a_fetched_page_tells_when_it_was_captured(geomap: Geomap, tmp_path: Path) -> None:
    assert geomap("map", fetched(tmp_path / "pages"), "-o", tmp_path / "map", "--date", "2024-03-05").status == 0
    (row,) = properties(tmp_path / "map" / "events.geojson")
    assert row["retrieved_time"] == "2024-03-05T09:00:00Z"
    report = json.loads((tmp_path / "map" / "report.json").read_bytes())
    assert report["documents"][0]["retrieved_at"] == "2024-03-05T09:00:00Z"
    assert report["documents"][0]["sha256"] == row["document_sha256"]


def test_a_web_archive_tells_when_its_page_was_captured(geomap: Geomap, tmp_path: Path) -> None:
    page = f"<html><body><article><h1>News</h1><p>{SENTENCE}</p></article></body></html>".encode()
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    for date, told in (("2024-03-05T10:11:12Z", "2024-03-05T10:11:12Z"), ("yesterday", None), ("0001-01-01T00:00:00+14:00", None)):
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/live\r\nWARC-Date: {date}\r\n"
        head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
        (tmp_path / "page.warc").write_bytes(head.encode() + body + b"\r\n\r\n")
        assert geomap("map", tmp_path / "page.warc", "-o", tmp_path / "map", "--date", "2024-03-05").status == 0
        (row,) = properties(tmp_path / "map" / "events.geojson")
        assert row["retrieved_time"] == told


def test_the_report_tells_what_made_it(geomap: Geomap, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(SENTENCE)
    words = ("map", page, "--date", "2024-03-05", "-q")
    accounts = []
    for folder, further in (("one", ()), ("two", ("--operator", "A. Analyst")), ("three", ("--min-confidence", "0.1"))):
        assert geomap(*words, "-o", tmp_path / folder, *further).status == 0
        accounts.append(json.loads((tmp_path / folder / "report.json").read_bytes())["run"])
    one, two, three = accounts
    assert "operator" not in one
    assert two == {**one, "operator": "A. Analyst"}  # who made it does not change what it is
    assert three["id"] != one["id"]
    assert (one["settings"]["date"], three["settings"]["min_confidence"]) == ("2024-03-05", 0.1)
    assert all(len(one[name]) == 64 for name in ("models_sha256",))
    assert len(one["gazetteer"]["sha256"]) == 64
    page.write_text(SENTENCE + " It rained.")
    assert geomap(*words, "-o", tmp_path / "four").status == 0
    assert json.loads((tmp_path / "four" / "report.json").read_bytes())["run"]["id"] != one["id"]


def test_what_hides_places_tells_no_document(geomap: Geomap, tmp_path: Path) -> None:
    lines = tmp_path / "Vovchansk.csv"
    lines.write_text("post,mention,place\nnone,Vovchansk,none\n")
    words = ("--coarsen", "5km", "--date", "2024-03-05", "--corrections", lines)
    assert geomap("map", fetched(tmp_path / "pages"), "-o", tmp_path / "map", *words).status in {0, 1}
    for row in properties(tmp_path / "map" / "events.geojson"):
        assert [row[name] for name in ("quote_start", "quote_end", "document_sha256", "retrieved_time")] == [None] * 4
    run = json.loads((tmp_path / "map" / "report.json").read_bytes())["run"]
    assert "Vovchansk" not in json.dumps(run)
    assert run["settings"]["corrections"]["sha256"]


def test_a_store_tells_of_each_run(geomap: Geomap, tmp_path: Path) -> None:
    store = tmp_path / "war.gpkg"
    assert geomap("store", "add", store, fetched(tmp_path / "pages"), "--date", "2024-03-05", "--operator", "A. Analyst").status == 0
    with closing(sqlite3.connect(store)) as database:
        ((run_id, operator, version, models),) = database.execute("SELECT run_id, operator, version, models FROM runs")
        ((quote, start, end, digest, moment, post_id),) = database.execute(
            "SELECT quote, quote_start, quote_end, document_sha256, retrieved_time, post_id FROM events"
        )
        ((text, of_post),) = database.execute("SELECT text, document_sha256 FROM posts WHERE post_id = ?", (post_id,))
    assert operator == "A. Analyst"
    assert run_id
    assert version
    assert len(models) == 64
    assert text[start:end] == quote == SENTENCE
    assert digest == of_post == hashlib.sha256((tmp_path / "pages" / "live.html").read_bytes()).hexdigest()
    assert moment.startswith("2024-03-05T09:00:00")


def test_a_store_of_an_earlier_version_gets_the_columns(geomap: Geomap, tmp_path: Path) -> None:
    store = tmp_path / "war.gpkg"
    page = tmp_path / "page.txt"
    page.write_text(SENTENCE)
    assert geomap("store", "add", store, page, "--date", "2024-03-05").status == 0
    with closing(sqlite3.connect(store)) as database, database:
        for table in ("events", "areas"):
            for name in ("quote_start", "quote_end", "document_sha256", "retrieved_time"):
                database.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        for name in ("document_sha256", "retrieved_time"):
            database.execute(f"ALTER TABLE posts DROP COLUMN {name}")
        for name in ("run_id", "operator"):
            database.execute(f"ALTER TABLE runs DROP COLUMN {name}")
        database.execute("UPDATE geomap_store SET value = '1' WHERE key = 'schema_version'")
    assert len(geomap("store", "query", store).out.splitlines()) == 1
    assert geomap("store", "add", store, fetched(tmp_path / "pages"), "--date", "2024-03-05", "--operator", "B").status == 0
    with closing(sqlite3.connect(store)) as database:
        assert database.execute("SELECT operator FROM runs ORDER BY fid").fetchall() == [(None,), ("B",)]
        assert database.execute("SELECT count(document_sha256) FROM posts").fetchone() == (1,)


def test_a_line_of_geoparse_counts_in_the_text_as_it_was_given(geomap: Geomap, tmp_path: Path) -> None:
    text = "Cafe\u0301 news. " + SENTENCE  # one character more than in NFC
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps({"id": "a", "text": text, "published_at": "2024-03-05T09:00:00Z"}) + "\n")
    done = geomap("geoparse", lines)
    told = json.loads(done.out)
    row = told["events"][0]["properties"]
    assert text[row["quote_start"] : row["quote_end"]] == SENTENCE
    assert row["document_sha256"] is None  # of the whole file, which other lines change
