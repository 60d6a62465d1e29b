"""Web archives: what was asked and answered, byte by byte, with digests of all and of the archive before; read back and verified."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geomap.archives import packed
from tests.cli.conftest import Done, geomap
from tests.fetch.conftest import site
from tests.fetch.server import Reply, Site

__all__ = ["geomap", "site"]

Geomap = Callable[..., Done]
TOWNS = ("Sumy", "Kherson", "Nikopol", "Chuhuiv", "Izium", "Vovchansk", "Orikhiv", "Kupiansk", "Bakhmut", "Lyman")
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(day: int) -> bytes:
    posts = []
    for number, town in enumerate(TOWNS):
        time = f"2024-03-1{day}T{8 + number:02}:00:00Z"
        words = f"Shelling killed {number + 2} people in {town} on 1{day} March. It rained all day."
        posts.append(f'<article><h2>News from {town}, day {day}</h2><time datetime="{time}">{time}</time><p>{words}</p></article>')
    return f"<html><head><title>Live, day {day}</title></head><body>{''.join(posts)}</body></html>".encode()


@pytest.fixture
def news(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Site:
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_: str(tmp_path / "kept"))
    monkeypatch.setattr("time.sleep", lambda _: None)
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /no", headers={"Content-Type": "text/plain"})
    site.replies["/1"] = Reply(page(1), headers={**HTML, "ETag": '"1"'})
    site.replies["/2"] = Reply(gzip.compress(page(2), mtime=0), headers={**HTML, "Content-Encoding": "gzip"})
    site.replies["/old"] = Reply(status=301, headers={"Location": "/1"})
    return site


def fetched(geomap: Geomap, site: Site, folder: Path, *paths: str, words: tuple[str, ...] = ()) -> Done:
    return geomap("fetch", *(site.url + path for path in paths), "-o", folder, "--wacz", "--allow-local", *words)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def records(warc: bytes) -> list[tuple[dict[str, str], bytes]]:
    """Return the records of a WARC file, each with its headers."""
    made, stream = [], io.BytesIO(gzip.decompress(warc))
    while stream.readline().startswith(b"WARC/1.1"):
        headers = {}
        while line := stream.readline().decode().strip():
            name, _, value = line.partition(": ")
            headers[name] = value
        made.append((headers, stream.read(int(headers["Content-Length"]))))
        assert stream.read(4) == b"\r\n\r\n"
    return made


def digest(content: bytes) -> str:
    return f"sha256:{base64.b32encode(hashlib.sha256(content).digest()).decode().rstrip('=')}"


def told(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.out.splitlines()]


def test_requests_and_answers_are_kept_byte_by_byte_with_their_digests(geomap: Geomap, news: Site, tmp_path: Path) -> None:
    done = fetched(geomap, news, tmp_path / "evidence", "/old", "/2", words=("--operator", "A. Analyst"))
    assert done.status == 0, done.err
    (path,) = (tmp_path / "evidence").iterdir()
    assert done.out.startswith(f"{path}: 2 of 2 pages, ")
    held = members(path)
    assert list(held) == [
        "archive/data.warc.gz",
        "indexes/index.cdx",
        "pages/pages.jsonl",
        "datapackage.json",
        "datapackage-digest.json",
    ]
    all_records = records(held["archive/data.warc.gz"])
    answers = {headers["WARC-Target-URI"]: (headers, block) for headers, block in all_records if headers["WARC-Type"] == "response"}
    asked = [(headers, block) for headers, block in all_records if headers["WARC-Type"] == "request"]
    assert set(answers) == {news.url + path for path in ("/robots.txt", "/old", "/1", "/2")}
    for headers, block in answers.values():
        head, _, body = block.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.")
        assert (headers["WARC-Block-Digest"], headers["WARC-Payload-Digest"]) == (digest(block), digest(body))
    assert answers[f"{news.url}/2"][1].endswith(gzip.compress(page(2), mtime=0))
    assert [headers["WARC-Concurrent-To"] for headers, _ in asked] == [headers["WARC-Record-ID"] for headers, _ in answers.values()]
    assert all(block.startswith(b"GET /") and b"User-Agent: geomap/" in block for _, block in asked)
    assert all(headers["WARC-Block-Digest"] == digest(block) for headers, block in asked)
    package = json.loads(held["datapackage.json"])
    assert {one["path"]: one["hash"] for one in package["resources"]} == {
        name: f"sha256:{hashlib.sha256(held[name]).hexdigest()}" for name in list(held)[:3]
    }
    assert json.loads(held["datapackage-digest.json"])["hash"] == f"sha256:{hashlib.sha256(held['datapackage.json']).hexdigest()}"
    assert (package["contributors"], "previous" in package) == ([{"title": "A. Analyst", "role": "operator"}], False)
    pages = [json.loads(line) for line in held["pages/pages.jsonl"].splitlines()]
    assert [one["url"] for one in pages[1:]] == [f"{news.url}/1", f"{news.url}/2"]


def test_the_index_leads_to_the_records(geomap: Geomap, news: Site, tmp_path: Path) -> None:
    fetched(geomap, news, tmp_path / "evidence", "/1")
    (path,) = (tmp_path / "evidence").iterdir()
    held = members(path)
    lines = held["indexes/index.cdx"].decode().splitlines()
    assert lines == sorted(lines)
    for line in lines:
        key, time, cells = line.split(" ", 2)
        told = json.loads(cells)
        start = int(told["offset"])
        record = gzip.decompress(held["archive/data.warc.gz"][start : start + int(told["length"])])
        assert f"WARC-Target-URI: {told['url']}\r\n".encode() in record
        assert (key.startswith("1,0,0,127:"), len(time), told["status"]) == (True, 14, "200")


def test_a_map_of_an_archive_is_verified_and_edits_are_named(geomap: Geomap, news: Site, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    assert fetched(geomap, news, evidence, "/1", "/2").status == 0
    done = geomap("map", evidence, "-o", tmp_path / "map", "--formats", "geojson", "--min-confidence", 0)
    assert "20 posts" in done.out, done.out + done.err
    events = told(geomap("verify", tmp_path / "map", "--documents", evidence, "--json"))
    assert len(events) >= 18
    assert all(one["standing"] == "found" and one["same_document"] for one in events)
    properties = json.loads((tmp_path / "map" / "events.geojson").read_bytes())["features"][0]["properties"]
    (path,) = evidence.iterdir()
    assert properties["document_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert properties["retrieved_time"] is not None

    held = members(path)
    warc = gzip.decompress(held["archive/data.warc.gz"]).replace(b"people in Sumy", b"cattle in Sumy")
    held["archive/data.warc.gz"] = gzip.compress(warc)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    done = geomap("verify", tmp_path / "map", "--documents", evidence, "--json")
    changed = [one for one in told(done) if one["standing"] != "found"]
    assert done.status == 1
    assert [one["standing"] for one in changed] == ["changed"] * len(changed)
    assert {one["quote"] for one in changed} == {"Shelling killed 2 people in Sumy on 11 March."}
    assert done.err.count("this archive is not as it was made: archive/data.warc.gz was changed") == 1


def test_archives_of_a_folder_are_a_chain(geomap: Geomap, news: Site, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    for _ in range(3):
        assert fetched(geomap, news, evidence, "/1").status == 0
    first, second, third = sorted(evidence.iterdir())
    assert [path for path, headers in news.asked if "if-none-match" in headers] == []
    links = [json.loads(members(path)["datapackage.json"]).get("previous") for path in (first, second, third)]
    assert links[0] is None
    assert [(one["path"], one["hash"]) for one in links[1:]] == [
        (path.name, f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}") for path in (first, second)
    ]
    geomap("map", evidence, "-o", tmp_path / "map", "--formats", "geojson", "-q")
    assert geomap("verify", tmp_path / "map", "--documents", evidence).status == 0
    second.unlink()
    done = geomap("verify", tmp_path / "map", "--documents", evidence)
    assert (done.status, f"the archive before it, {second.name}, is not there" in done.err) == (1, True)
    first.write_bytes(packed({"archive/data.warc.gz": b""}, {}))
    second.write_bytes(first.read_bytes())
    assert f"the archive before it, {second.name}, was changed" in geomap("verify", tmp_path / "map", "--documents", evidence).err


def test_one_page_of_several_that_fails_is_told(geomap: Geomap, news: Site, tmp_path: Path) -> None:
    done = fetched(geomap, news, tmp_path / "evidence", "/1", "/gone")
    assert done.status == 1
    assert ": 1 of 2 pages, " in done.out
    assert "404" in done.err
    assert fetched(geomap, news, tmp_path / "none", "/gone").status == 2
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--wacz", "--offline"), "an archive holds what a server answers"), (("--operator", "A"), "only an archive names who fetched")],
)
def test_options_that_do_not_go_together(geomap: Geomap, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = geomap("fetch", "https://example.org", "-o", tmp_path / "pages", *words)
    assert (done.status, len(done.err.splitlines()), said in done.err) == (2, 1, True)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", packed({"archive/data.warc.gz": b"no gzip"}, {}), packed({"archive/data.warc": b""}, {})]
)
def test_damaged_archives_are_one_sentence(geomap: Geomap, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.wacz"
    path.write_bytes(content)
    done = geomap("map", path, "-o", tmp_path / "map", "-q")
    assert (done.status, len(done.err.splitlines())) == (2, 1)
