"""Requests through a proxy, and answers that are not as they should be; tests/fetch and test_download.py have the rest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gazetteer.addresses import parse
from gazetteer.errors import DownloadError
from gazetteer.transport import Answer, RequestLimits, request, retried
from gazetteer.wire import Wire

LIMITS = RequestLimits(max_bytes=1000, timeout_s=2.0, total_s=5.0, tries=3, first_wait_s=1.0, use_proxy=True)
Asked = list[tuple[str, str, str | None]]


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    asked: Asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.command, self.path, self.headers.get("Proxy-Authorization")))
            self.send_response(403 if self.command == "CONNECT" else 200)
            self.end_headers()
            self.wfile.write(b"page")

        do_CONNECT = do_GET  # noqa: N815 -- as the base class wants it

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name in the base class
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://user:pass%20word@127.0.0.1:{server.server_port}")
    monkeypatch.setenv("no_proxy", "inside.test")
    yield asked
    server.shutdown()
    server.server_close()


def fetched(url: str, limits: RequestLimits = LIMITS, wire: Wire | None = None) -> Answer:
    with request(parse(url), {}, limits, wire or Wire()) as response:
        return response.read()


def test_a_proxy_of_the_environment_is_asked_for_the_whole_address(proxy: Asked) -> None:
    assert fetched("http://outside.test/a?b=1").body == b"page"
    assert proxy == [("GET", "http://outside.test/a?b=1", "Basic dXNlcjpwYXNzIHdvcmQ=")]


def test_a_proxy_is_asked_for_a_tunnel_to_https(proxy: Asked) -> None:
    with pytest.raises(DownloadError, match=r"outside\.test/: the proxy refuses the connection \(403"):
        fetched("https://outside.test/")
    assert proxy == [("CONNECT", "outside.test:443", "Basic dXNlcjpwYXNzIHdvcmQ=")]


def test_no_proxy_where_the_environment_excludes_the_host(proxy: Asked) -> None:
    with pytest.raises(DownloadError, match="local address") as error:
        fetched("http://inside.test/", wire=Wire(resolve=lambda *_: ["10.0.0.1"]))
    assert error.value.parameter == "allow_local"
    assert proxy == []


@pytest.mark.parametrize(
    ("statuses", "waits"), [((503, 200), [1.0]), ((503, 503, 503, 200), [1.0, 2.0]), ((404, 200), [])], ids=["passes", "stays", "final"]
)
def test_temporary_failures_are_tried_again_with_growing_pauses(statuses: tuple[int, ...], waits: list[float]) -> None:
    answers = iter([Answer(address=parse("http://a.test/"), status=status, reason="", headers={}) for status in statuses])
    waited: list[float] = []
    assert retried(lambda: next(answers), LIMITS, waited.append).status == statuses[len(waits)]
    assert waited == waits
