"""Addresses on the command line: fetched, kept, mapped, mapped again."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import geomap
from geomap import cli
from geomap.cli.common import EXIT_INTERRUPTED
from geomap.errors import InputError
from geomap.fetch import Fetcher, FetchSettings
from tests.fetch.server import Reply, Site

pytestmark = pytest.mark.usefixtures("encoder_memory")

PAGE = (Path(__file__).parents[2] / "data" / "ukraine-2023-01-31.txt").read_bytes()
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_: str(tmp_path / "kept"))
    monkeypatch.setattr("time.sleep", lambda _: None)

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["geomap", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            cli.main()
        printed = capsys.readouterr()
        return int(stop.value.code or 0), printed.out, printed.err

    return run


def test_fetch_saves_a_document_that_map_reads(site: Site, call: Call, tmp_path: Path) -> None:
    site.replies["/live"] = Reply(PAGE, headers={"Content-Type": "text/plain", "ETag": '"1"'})
    address = site.url + "/live"
    status, out, err = call("fetch", address, "-o", tmp_path / "pages", "--allow-local")
    assert status == 0, err
    assert hashlib.sha256(PAGE).hexdigest() in out
    page, account = sorted((tmp_path / "pages").iterdir(), key=lambda path: len(path.name))
    assert page.read_bytes() == PAGE
    told = json.loads(account.read_text())
    assert told["headers"]["etag"] == '"1"'
    assert told["origin"] == address
    result = geomap.run(tmp_path / "pages")
    (document,) = result.analysis.documents
    assert (document.origin, document.media_type) == (address, "text/plain")
    assert document.retrieved_at is not None
    assert document.retrieved_at.isoformat() == told["retrieved_at"]
    page.write_bytes(PAGE + b"\nEdited by hand.\n")
    assert geomap.run(tmp_path / "pages").analysis.documents[0].origin == str(page)


@pytest.mark.parametrize("media_type", ["application/xml", "text/xml", "application/rss+xml"])
def test_a_feed_is_saved_as_xml(site: Site, call: Call, tmp_path: Path, media_type: str) -> None:
    site.replies["/feed"] = Reply(b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', headers={"Content-Type": media_type})
    assert call("fetch", site.url + "/feed", "-o", tmp_path / "pages", "--allow-local")[0] == 0
    assert [path.suffix for path in sorted((tmp_path / "pages").iterdir())] == [".xml", ".json"]


def test_pages_that_can_be_had_are_saved_though_others_cannot(site: Site, call: Call, tmp_path: Path) -> None:
    site.replies["/live"] = Reply(PAGE)
    status, out, err = call("fetch", site.url + "/none", site.url + "/live", "-o", tmp_path / "pages", "--allow-local")
    assert status == 1
    assert len(out.splitlines()) == 1
    assert err.startswith(f"warning: {site.url}/none: the server answers 404")
    assert len(list((tmp_path / "pages").iterdir())) == 2
    status, out, err = call("fetch", site.url + "/none", site.url + "/nix", "-o", tmp_path / "none", "--allow-local")
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "none").exists()


def test_an_address_gives_what_the_file_gives(site: Site, tmp_path: Path) -> None:
    site.replies["/live"] = Reply(PAGE)
    (tmp_path / "live").write_bytes(PAGE)
    fetch = Fetcher(FetchSettings(allow_local=True, cache=tmp_path / "cache"))
    there, here = geomap.run(site.url + "/live", fetch=fetch), geomap.run(tmp_path / "live")
    assert there.events == here.events
    assert there.events


def test_geoparse_and_map_take_addresses_and_repeat_offline(
    site: Site, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.replies["/live"] = Reply(PAGE)
    monkeypatch.chdir(tmp_path)
    status, _, err = call("map", site.url + "/live", "--allow-local", "-q")
    assert status == 0, err
    first = (tmp_path / "live-map" / "map.html").read_bytes()
    site.down = True
    status, _, err = call("map", site.url + "/live", "--offline", "-q")
    assert status == 0, err
    assert (tmp_path / "live-map" / "map.html").read_bytes() == first
    status, _, err = call("map", site.url + "/live", "--allow-local")
    assert status == 2
    assert err.count("\n") == 1


def test_a_missing_page_is_one_sentence(site: Site, call: Call, tmp_path: Path) -> None:
    status, _, err = call("fetch", site.url + "/gone", "-o", tmp_path / "pages", "--allow-local")
    assert status == 2
    assert "404" in err
    assert err.count("\n") == 1
    with pytest.raises(InputError, match="local address"):
        geomap.run(site.url + "/live")


@pytest.mark.parametrize(
    ("words", "option"),
    [((), "--allow-local"), (("--allow-local", "--offline"), "--offline"), (("--allow-local", "--max-size", "9B"), "--max-size")],
)
def test_a_refusal_names_the_option_of_the_command_line(
    site: Site, call: Call, tmp_path: Path, words: tuple[str, ...], option: str
) -> None:
    site.replies["/live"] = Reply(PAGE, headers={"Content-Type": "text/plain"})
    for command in (("fetch", site.url + "/live", "-o", tmp_path / "pages"), ("map", site.url + "/live", "-o", tmp_path / "map")):
        status, _, err = call(*command, *words)
        assert (status, err.count("\n")) == (2, 1)
        assert err.startswith(f"error: {option}: ")


def test_watch_takes_the_options_of_the_page(site: Site, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.replies["/live"] = Reply(PAGE, headers={"Content-Type": "text/plain"})
    (tmp_path / "front.geojson").write_text('{"type": "Point", "coordinates": [30, 50]}')

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", stop)
    words = ("--overlay", tmp_path / "front.geojson", "--public-url", "https://news.example/map/", "--title", "Front and floods")
    status, _, _ = call("watch", site.url + "/live", "-o", tmp_path / "live", "--allow-local", *words)
    assert status == EXIT_INTERRUPTED
    page = (tmp_path / "live" / "map.html").read_text(encoding="utf-8")
    assert '"name":"front"' in page.replace(" ", "")
    assert "https://news.example/map/" in page
    assert "Front and floods" in page
