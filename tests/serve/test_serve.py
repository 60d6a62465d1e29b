"""Maps on loopback: what is given, what is refused, with which headers; and a browser whose view outlives a new map."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from geomap.errors import InputMissingError, SettingsError
from geomap.watch.server import MapServer, inside

MAP = b"<!DOCTYPE html><title>One</title><p>first</p>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "maps"
    (folder / "week <1>").mkdir(parents=True)
    (folder / "map.html").write_bytes(MAP)
    (folder / "events.geojson").write_text("{}")
    (folder / "page.svg").write_text("<svg/>")
    (folder / ".secret").write_text("no")
    (folder / "week <1>" / "map.html").write_bytes(MAP)
    (tmp_path / "outside.txt").write_text("no")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "here.html").symlink_to(folder / "map.html")
    os.mkfifo(folder / "pipe.txt")
    return folder


@pytest.fixture
def server(folder: Path) -> Iterator[MapServer]:
    with MapServer(folder, port=0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server: MapServer, path: str, method: str = "GET", host: str | None = None) -> tuple[http.client.HTTPResponse, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=30)) as connection:
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", f"127.0.0.1:{server.server_address[1]}" if host is None else host)
        connection.endheaders()
        answer = connection.getresponse()
        return answer, answer.read()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/map.html", "text/html; charset=utf-8"),
        ("/events.geojson", "application/geo+json"),
        ("/here.html", "text/html; charset=utf-8"),
        ("/-/follow.js", "text/javascript; charset=utf-8"),
        ("/week%20%3C1%3E/", "text/html; charset=utf-8"),
    ],
)
def test_every_answer_has_its_headers(server: MapServer, path: str, media_type: str) -> None:
    answer, body = ask(server, path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert int(answer.headers["Content-Length"]) == len(body)
    head, nothing = ask(server, path, method="HEAD")
    assert (head.status, nothing) == (200, b"")
    assert head.headers["Content-Length"] == answer.headers["Content-Length"]


@pytest.mark.parametrize(
    "path",
    [
        "/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/link.txt", "/up/outside.txt", "/up/", "/.secret", "/pipe.txt",
        "/gone", "//etc/passwd", "/%00", "/a\\..\\b", "/map.html/x", "/%c0%ae%c0%ae/outside.txt", "/" + "a" * 3000,
    ],
)  # fmt: skip
def test_nothing_outside_is_given(server: MapServer, path: str) -> None:
    answer, body = ask(server, path)
    assert answer.status == 404
    assert b"no\n" not in body
    assert body.startswith(b"404")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80", "10.0.0.1", "localhost:80:80"])
def test_other_hosts_names_are_refused(server: MapServer, host: str) -> None:
    assert ask(server, "/map.html", host=host)[0].status == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "[::1]:8000"])
def test_own_names_are_not(server: MapServer, host: str) -> None:
    assert ask(server, "/map.html", host=host)[0].status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_is_known(server: MapServer, folder: Path, method: str) -> None:
    assert ask(server, "/map.html", method=method)[0].status == 501
    assert (folder / "map.html").read_bytes() == MAP


def test_a_new_map_has_a_new_tag(server: MapServer, folder: Path) -> None:
    first = ask(server, "/map.html", method="HEAD")[0].headers["ETag"]
    assert ask(server, "/map.html", method="HEAD")[0].headers["ETag"] == first
    (folder / "new").write_bytes(MAP.replace(b"first", b"later"))
    (folder / "new").replace(folder / "map.html")
    assert ask(server, "/map.html", method="HEAD")[0].headers["ETag"] != first


def test_folders_lead_to_their_maps(server: MapServer, folder: Path) -> None:
    answer, _ = ask(server, "/week%20%3C1%3E")
    assert (answer.status, answer.headers["Location"]) == (302, "/week%20%3C1%3E/")
    assert b"iframe" in ask(server, "/")[1]
    (folder / "map.html").unlink()
    _, body = ask(server, "/")
    assert b'<a href="week%20%3C1%3E/">week &lt;1&gt;</a>' in body
    assert b"up" not in re.sub(rb"<[^>]*>", b"", body)


def test_a_folder_whose_name_is_no_text_does_not_keep_the_others_from_the_list(server: MapServer, folder: Path) -> None:
    (folder / "map.html").unlink()
    odd = os.fsencode(folder) + b"/bad\xff"
    os.mkdir(odd)  # noqa: PTH102 - a Path has no such name
    Path(os.fsdecode(odd), "map.html").write_bytes(MAP)
    answer, body = ask(server, "/")
    assert (answer.status, b"week%20%3C1%3E/" in body) == (200, True)


def test_it_listens_on_loopback_and_says_when_it_cannot(server: MapServer, folder: Path) -> None:
    assert server.server_address[0] == "127.0.0.1"
    with pytest.raises(InputMissingError, match="no such folder"):
        MapServer(folder / "gone")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        with pytest.raises(SettingsError, match="another program uses it"):
            MapServer(folder, port=held.getsockname()[1])


def test_inside_knows_its_folder(folder: Path) -> None:
    assert inside(folder.resolve(), "/") == folder.resolve()
    assert inside(folder.resolve(), "/map.html") == (folder / "map.html").resolve()
    assert inside(folder.resolve(), "/up") is None


def test_nothing_is_written(server: MapServer, folder: Path) -> None:
    before = sorted((str(path), path.lstat().st_mtime_ns) for path in folder.rglob("*"))
    for path in ("/", "/map.html", "/gone", "/-/follow.js"):
        ask(server, path)
    assert sorted((str(path), path.lstat().st_mtime_ns) for path in folder.rglob("*")) == before


def test_the_command_says_what_to_open(folder: Path, program_path: str) -> None:
    words = ["geomap", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(words, env={**os.environ, "PATH": program_path}, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        assert re.match(r"Open http://127\.0\.0\.1:\d+/ ", program.stderr.readline())
        program.terminate()
