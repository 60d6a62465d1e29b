"""Damaged and hostile inputs: each gives output or one sentence, never a traceback, and does not stop what stands beside it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done

Geomap = Callable[..., Done]
NEWS = "Shells hit Vovchansk on Monday, the mayor said."
NINE = "2023-05-02T09:00:00Z"


def lines(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{record if isinstance(record, str) else json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def printed(done: Done) -> list[dict[str, object]]:
    assert done.status in (0, 1), done.err
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.mark.parametrize(
    "address", ["https://[no address", "https://[x]/", "https://exa\u2100mple.org/", "http://e.org:port/", "http://[::1"]
)
def test_an_odd_address_is_kept_as_text(geomap: Geomap, tmp_path: Path, address: str) -> None:
    posts = printed(geomap("geoparse", lines(tmp_path / "a.jsonl", {"id": 1, "text": NEWS, "url": address, "published_at": NINE})))
    assert [(post["url"], bool(post["mentions"])) for post in posts] == [(address, True)]


@pytest.mark.parametrize(
    "stamp", ["0001-01-01T00:00:00", "9999-12-31T23:30:00Z", "1970-01-01T00:00:00Z", "1970-01-01 00:00", "0000-00-00 00:00:00"]
)
def test_a_time_that_programs_write_for_none_is_none(geomap: Geomap, tmp_path: Path, stamp: str) -> None:
    page = lines(tmp_path / "a.jsonl", {"id": 1, "text": NEWS, "published_at": stamp}, {"id": 2, "text": NEWS, "published_at": NINE})
    assert [post["published_at"] for post in printed(geomap("geoparse", page))] == [None, NINE]
    items = [{"id": at, "text": f"{NEWS} {at}", "published_at": time} for at, time in enumerate((stamp, NINE))]
    (tmp_path / "b.json").write_text(json.dumps(items))
    assert [post["published_at"] for post in printed(geomap("geoparse", tmp_path / "b.json"))] == [None, NINE]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_beyond_all_news_is_refused(geomap: Geomap, tmp_path: Path, day: str) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    done = geomap("map", tmp_path / "a.txt", "--date", day, "-o", tmp_path / "o")
    assert (done.status, "give one from 1800 to 2100" in done.err) == (2, True)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_an_id_that_is_no_number_of_json_is_an_error_of_its_line(geomap: Geomap, tmp_path: Path, value: str) -> None:
    page = lines(tmp_path / "a.jsonl", f'{{"id": {value}, "text": "One."}}', {"id": 2, "text": NEWS})
    first, second = printed(geomap("geoparse", page))
    assert (first["id"], "error" in first, second["id"]) == (None, True, 2)


@pytest.mark.parametrize("charset", ["idna", "punycode", "undefined", "unicode_escape", "zip", "no-such-thing"])
def test_a_charset_that_no_page_has_is_as_good_as_none(geomap: Geomap, tmp_path: Path, charset: str) -> None:
    body = f"<html><head><meta charset={charset}></head><body><p>{NEWS} ".encode() + b"\xe9\xe8" * 40 + b"</p></body></html>"
    (tmp_path / "a.html").write_bytes(body)
    done = geomap("geoparse", tmp_path / "a.html")
    assert (done.status, "is not UTF-8" in done.err) == (2, True)


def test_unpaired_surrogates_are_replaced(geomap: Geomap, tmp_path: Path) -> None:
    update = {"@type": "BlogPosting", "@id": "#\ud800", "headline": "Hit \udc00", "articleBody": "Shells hit Izium.", "datePublished": NINE}
    (tmp_path / "a.json").write_text(json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": [update]}))
    (post,) = printed(geomap("geoparse", tmp_path / "a.json"))
    assert post["title"] == "Hit \ufffd"
    feed = (
        f"<rss><channel><item><title>&#xD800;Hit</title><description>{NEWS}</description><pubDate>&#55296;</pubDate></item></channel></rss>"
    )
    (tmp_path / "a.xml").write_text(feed)
    (post,) = printed(geomap("geoparse", tmp_path / "a.xml"))
    assert (post["title"], post["published_at"]) == ("\ufffdHit", None)
    escaped = json.dumps([{"id": 1, "text": r"C:\ud800 is a path. " + NEWS}, {"id": 2, "text": "A sign \U0001f600 in Izium."}])
    (tmp_path / "b.json").write_text(escaped)
    assert len(printed(geomap("geoparse", tmp_path / "b.json"))) == 2


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "²", ""])
def test_a_web_archive_with_an_impossible_length_is_broken(geomap: Geomap, tmp_path: Path, length: str) -> None:
    (tmp_path / "a.warc").write_text(
        f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {length}\r\n\r\nx"
    )
    done = geomap("geoparse", tmp_path / "a.warc")
    assert (done.status, done.err.count("\n")) == (2, 1)


def test_a_small_archive_of_a_huge_page_is_refused(geomap: Geomap, tmp_path: Path) -> None:
    packed = gzip.compress(b"a" * 60_000_000)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + packed
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
    (tmp_path / "a.warc").write_bytes(head + answer)
    done = geomap("geoparse", tmp_path / "a.warc")
    assert (done.status, "unpacks to more than 100 times" in done.err) == (2, True)


def test_a_small_table_of_huge_repeated_cells_is_refused(geomap: Geomap, tmp_path: Path) -> None:
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pa.table({"text": pa.array(["a" * 1000] * 20_000).dictionary_encode()}), tmp_path / "a.parquet")
    done = geomap("geoparse", tmp_path / "a.parquet", "--max-size", "5MB")
    assert (done.status, "unpacks to more than --max-size" in done.err) == (2, True)


EVENT = {
    "event_id": "1", "event_type": "Battles", "sub_event_type": "Armed clash", "place_name": "Izium", "modality": "reported", "quote": "x",
    "source": "s", "post_id": "p", "geo_method": "gazetteer", "confidence": 0.9,
}  # fmt: skip


@pytest.mark.parametrize(
    "feature",
    [
        {"type": "Feature", "properties": EVENT, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}},
        {"type": "Feature", "properties": EVENT | {"quote": "\ud800"}, "geometry": None},
        {"type": "Feature", "properties": EVENT, "geometry": {"type": "Nothing"}},
        '{"a":' * 100_000,
    ],
)
def test_a_damaged_file_of_events_is_refused(geomap: Geomap, tmp_path: Path, feature: object) -> None:
    text = feature if isinstance(feature, str) else json.dumps({"type": "FeatureCollection", "features": [feature]})
    (tmp_path / "a.geojson").write_text(text)
    done = geomap("export", tmp_path / "a.geojson", "--to", tmp_path / "b.geojson")
    assert (done.status, "is not as geomap writes it" in done.err, done.err.count("\n")) == (2, True, 1)


@pytest.mark.parametrize("name", ["a.fgb", "a.gpkg", "a.parquet", "a.kml", "a.geojsonl", "a.shp"])
@pytest.mark.parametrize(
    "content", [b"", b"fgb\x03fgb\x00" + b"\x00" * 40, b"SQLite format 3\x00" + b"\x07" * 4000, b"PAR1", b"[" * 50_000]
)
def test_a_file_of_events_that_is_none_is_refused(geomap: Geomap, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = geomap("export", tmp_path / name, "--to", tmp_path / "b.csv")
    assert done.status in (0, 2)
    assert "Traceback" not in done.err
    assert (tmp_path / "b.csv").exists() == (done.status == 0)


def test_an_address_that_is_none_and_a_name_that_is_too_long(geomap: Geomap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert geomap("map", "http://[x").status == 2
    (tmp_path / "a.txt").write_text(NEWS)
    done = geomap("map", tmp_path / "a.txt", "-o", tmp_path / ("n" * 300))
    assert (done.status, "the name is too long" in done.err) == (2, True)


@pytest.mark.parametrize("count", ["9" * 20, "9" * 30, "5,000,000,000"])
def test_counts_beyond_mankind_are_left_out_everywhere(geomap: Geomap, tmp_path: Path, count: str) -> None:
    pytest.importorskip("matplotlib")
    text = f"Shelling killed {count} people and injured 2,000,000,000 in Kharkiv on Monday."
    page = lines(tmp_path / "a.jsonl", *({"id": at, "text": f"{text} {at}", "published_at": NINE} for at in range(2)))
    out = tmp_path / "o"
    done = geomap("map", page, "-o", out, "--formats", "geojson,csv,gpkg,fgb,shp,kml,parquet")
    assert done.status == 0, done.err
    (event,) = json.loads((out / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert (event["properties"]["fatalities"], event["properties"]["injured"]) == (None, 2_000_000_000)
    for words in (
        ("report", page, "-o", tmp_path / "report"),
        ("report", out / "events.gpkg", "-o", tmp_path / "again"),
        ("store", "add", tmp_path / "s.gpkg", page),
        ("store", "query", tmp_path / "s.gpkg"),
        ("store", "export", tmp_path / "s.gpkg", "--to", tmp_path / "s.shp"),
        *(
            ("export", out / f"events.{suffix}", "--to", tmp_path / "b.csv")
            for suffix in ("geojson", "gpkg", "fgb", "shp", "kml", "parquet")
        ),
    ):
        done = geomap(*words)
        assert (done.status, "Traceback" in done.err) == (0, False), (words, done.err)


def test_a_title_that_became_a_source_is_left_out_of_a_coarse_map(geomap: Geomap, tmp_path: Path) -> None:
    page = "Live: strike on Vovchansk\n\n11:49 a.m. ET, May 2, 2023\nMissile hits clinic\n\nA missile hit a clinic in Vovchansk.\n"
    (tmp_path / "a.txt").write_text(page)
    assert geomap("map", tmp_path / "a.txt", "-o", tmp_path / "o", "--coarsen", "20km", "--formats", "geojson,csv").status == 0
    for name in ("events.geojson", "events.csv", "report.json", "map.html"):
        assert "strike on Vovchansk" not in (tmp_path / "o" / name).read_text(encoding="utf-8")
