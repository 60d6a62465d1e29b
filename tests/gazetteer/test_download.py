"""Downloads from a server on this machine that does everything wrong, and once everything right."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gazetteer import DownloadError
from gazetteer.download import DownloadLimits, check_archive, download_country

LIMITS = DownloadLimits(max_bytes=200_000, max_unpacked_bytes=2_000_000, timeout_s=5.0, tries=3, first_wait_s=0.0)


def archive(member: str = "XA.txt", text: bytes = b"1\tBelgor\n", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as file:
        file.writestr(member, text)
        file.writestr("readme.txt", b"read me")
    return content.getvalue()


GOOD = archive(text=bytes(range(256)) * 200, method=zipfile.ZIP_STORED)
Answer = Callable[[BaseHTTPRequestHandler, int], None]


class Server:
    """Serves whatever ``answer`` says; counts requests and remembers what ranges were asked for."""

    def __init__(self) -> None:
        self.answer: Answer = whole
        self.ranges: list[str | None] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.ranges.append(self.headers.get("Range"))
                outer.answer(self, len(outer.ranges))
                self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name in the base class
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._stop = threading.Event()
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content_Length": str(len(body)), "ETag": '"1"', **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
    handler.wfile.flush()


def whole(handler: BaseHTTPRequestHandler, _: int) -> None:
    send(handler, GOOD)


def cut_off(handler: BaseHTTPRequestHandler, request: int) -> None:
    """Break off in the middle, then give the rest as asked."""
    wanted = handler.headers.get("Range")
    if request == 1:
        send(handler, GOOD[:20_000], Content_Length=str(len(GOOD)))
    else:
        assert wanted is not None
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        send(handler, GOOD[start:], 206, Content_Range=f"bytes {start}-{len(GOOD) - 1}/{len(GOOD)}")


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def fetch(server: Server, folder: Path, limits: DownloadLimits = LIMITS) -> Path:
    return download_country("XA", folder, address=server.address, limits=limits)


def test_a_whole_file_arrives_under_its_name_and_nothing_else_does(server: Server, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    path = download_country("xa", tmp_path, address=server.address + "/", limits=LIMITS, progress=lambda *facts: told.append(facts))
    assert path.read_bytes() == GOOD
    assert [one.name for one in tmp_path.iterdir()] == ["XA.zip"]
    assert told[-1] == ("XA.zip", len(GOOD), len(GOOD))


def test_a_broken_download_goes_on_where_it_was(server: Server, tmp_path: Path) -> None:
    server.answer = cut_off
    assert fetch(server, tmp_path).read_bytes() == GOOD
    assert server.ranges == [None, "bytes=20000-"]


def test_a_download_that_never_ends_well_is_kept_for_the_next_try(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, _: send(handler, GOOD[:20_000], Content_Length=str(len(GOOD)))
    with pytest.raises(DownloadError, match="goes on from it"):
        fetch(server, tmp_path)
    assert not (tmp_path / "XA.zip").exists()
    assert (tmp_path / "XA.zip.part").exists()
    server.answer = whole  # a server that knows no ranges gives all of it again
    assert fetch(server, tmp_path).read_bytes() == GOOD


def test_another_edition_is_not_joined_to_the_first_part(server: Server, tmp_path: Path) -> None:
    (tmp_path / "XA.zip.part").write_bytes(b"old edition")
    (tmp_path / "XA.zip.part.tag").write_text('"0"', encoding="utf-8")
    assert fetch(server, tmp_path).read_bytes() == GOOD


def test_a_stalling_server_is_given_up(server: Server, tmp_path: Path) -> None:
    stop = threading.Event()

    def stall(handler: BaseHTTPRequestHandler, _: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(GOOD)))
        handler.end_headers()
        stop.wait(5)

    server.answer = stall
    with pytest.raises(DownloadError, match="3 times"):
        fetch(server, tmp_path, replace(LIMITS, timeout_s=0.3))
    stop.set()
    assert len(server.ranges) == 3


def test_a_length_that_is_too_long_is_refused_before_anything_is_read(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, _: send(handler, GOOD, Content_Length="999999999")
    with pytest.raises(DownloadError, match=r"over the limit of 0\.2 MB"):
        fetch(server, tmp_path)
    assert list(tmp_path.glob("XA.zip")) == []


def test_a_body_without_end_is_cut(server: Server, tmp_path: Path) -> None:
    def pour(handler: BaseHTTPRequestHandler, _: int) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"x" * 400_000)

    server.answer = pour
    with pytest.raises(DownloadError, match="over the limit"):
        fetch(server, tmp_path)


def test_a_length_that_is_too_short_is_found_out(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, _: send(handler, GOOD, Content_Length="30000")
    with pytest.raises(DownloadError, match="not a whole zip"):
        fetch(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_elsewhere_is_refused(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, _: send(handler, b"", 302, Location="http://localhost:9/XA.zip")
    with pytest.raises(DownloadError, match="another server"):
        fetch(server, tmp_path)


def test_a_redirect_on_the_same_server_is_followed(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, request: send(handler, b"", 302, Location="/other/XA.zip") if request == 1 else whole(handler, request)
    assert fetch(server, tmp_path).read_bytes() == GOOD


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (archive(text=b"0" * 1_500_000), "far more"),
        (archive(member="XB.txt"), "does not contain XA.txt"),
        (b"<html>busy</html>", "not a whole zip"),
        (GOOD[:300] + b"\xff" * 50 + GOOD[350:], "not a whole zip"),
    ],
    ids=["bomb", "another country", "a page", "a flipped byte"],
)
def test_what_is_not_the_file_is_thrown_away(server: Server, tmp_path: Path, content: bytes, message: str) -> None:
    server.answer = lambda handler, _: send(handler, content)
    with pytest.raises(DownloadError, match=message):
        fetch(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("status", "message"), [(404, "does not exist"), (403, "403")])
def test_refusals_are_told_at_once(server: Server, tmp_path: Path, status: int, message: str) -> None:
    server.answer = lambda handler, _: send(handler, b"", status)
    with pytest.raises(DownloadError, match=message):
        fetch(server, tmp_path)
    assert len(server.ranges) == 1


def test_a_server_that_recovers_is_asked_again(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, request: send(handler, b"", 503) if request == 1 else whole(handler, request)
    assert fetch(server, tmp_path).read_bytes() == GOOD


@pytest.mark.parametrize("code", ["UKR", "..", "U/", "", "Я1"])
def test_what_is_no_country_code_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(DownloadError, match="country code"):
        download_country(code, tmp_path)


def test_only_http_is_spoken(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="http"):
        download_country("XA", tmp_path, address="file:///etc")


def test_an_archive_that_lies_about_its_sizes_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "XA.zip"
    path.write_bytes(archive(text=b"ab" * 100_000))
    with pytest.raises(DownloadError, match="far more"):
        check_archive(path, "XA.txt", DownloadLimits(max_unpacked_bytes=1000))
