"""Fetching from a server of our own: what is followed, refused, tried again and kept."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gazetteer.wire import Wire
from geomap.errors import FetchError, InputError, InputTooLargeError
from geomap.fetch import Fetcher, FetchSettings
from tests.fetch.server import Asked, Reply, Site

PAGE = b"<html><body><p>Shelling in Vovchansk.</p></body></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}
NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
Make = Callable[..., Fetcher]


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def make(tmp_path: Path, waits: list[float]) -> Make:
    moments = iter(NOW + timedelta(minutes=n) for n in range(100))

    def fetcher(*, wire: Wire | None = None, **settings: object) -> Fetcher:
        told = FetchSettings(**{"cache": tmp_path / "cache", "allow_local": True, "timeout_s": 2.0, **settings})  # type: ignore[arg-type]
        return Fetcher(told, wire=wire, clock=lambda: next(moments), sleep=waits.append)

    return fetcher


def test_a_page_comes_with_its_address_time_and_type(site: Site, make: Make) -> None:
    site.replies["/live"] = Reply(PAGE, headers=HTML)
    document = make()(site.url + "/live#latest")
    assert document.content == PAGE
    assert document.origin == site.url + "/live#latest"
    assert document.media_type == "text/html"
    assert document.retrieved_at == NOW
    assert site.asked[-1][1]["user-agent"].startswith("geomap/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, make: Make, status: int) -> None:
    site.replies["/old"] = Reply(status=status, headers={"Location": "new?a=1"})
    site.replies["/new?a=1"] = Reply(PAGE)
    assert make().fetch(site.url + "/old").url == site.url + "/new?a=1"


def test_redirects_end_somewhere(site: Site, make: Make) -> None:
    site.replies["/a"] = Reply(status=302, headers={"Location": "/b"})
    site.replies["/b"] = Reply(status=302, headers={"Location": "/a"})
    with pytest.raises(FetchError, match="circle"):
        make()(site.url + "/a")
    for number in range(9):
        site.replies[f"/{number}"] = Reply(status=302, headers={"Location": f"/{number + 1}"})
    with pytest.raises(FetchError, match="more than 4 times"):
        make(hops=4)(site.url + "/0")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/x", "gopher://127.0.0.1/"])
def test_redirects_stay_on_the_web(site: Site, make: Make, location: str) -> None:
    site.replies["/a"] = Reply(status=302, headers={"Location": location})
    with pytest.raises(FetchError, match="only http"):
        make()(site.url + "/a")


def test_a_public_page_cannot_lead_into_the_local_network(site: Site, make: Make) -> None:
    """The first host looks public and is reached; where it leads is checked again."""
    site.replies["/"] = Reply(status=302, headers={"Location": "http://inside.test/secret"})
    port = int(site.url.rpartition(":")[2])
    wire = Wire(
        resolve=lambda host, _: ["93.184.216.34"] if host == "outside.test" else ["192.168.1.1"],
        connect=lambda _, timeout: socket.create_connection(("127.0.0.1", port), timeout),
    )
    with pytest.raises(FetchError, match=r"192\.168\.1\.1 is a local address"):
        make(wire=wire, allow_local=False)("http://outside.test/")
    assert site.paths() == ["/"]


def test_a_name_that_changes_its_address_is_not_believed_twice(site: Site, make: Make) -> None:
    """The socket goes to the very address that was checked, so a second answer of the resolver changes nothing."""
    site.replies["/"] = Reply(PAGE)
    port = int(site.url.rpartition(":")[2])
    reached: list[str] = []

    def connect(where: tuple[str, int], timeout: float) -> socket.socket:
        reached.append(where[0])
        return socket.create_connection(("127.0.0.1", port), timeout)

    make(wire=Wire(resolve=lambda *_: ["93.184.216.34"], connect=connect), allow_local=False)("http://news.test/")
    assert set(reached) == {"93.184.216.34"}
    rebound = iter([["93.184.216.34"], ["127.0.0.1"]])
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 is a local address"):
        make(wire=Wire(resolve=lambda *_: next(rebound), connect=connect), allow_local=False)("http://news.test/")


def test_loopback_is_refused_unless_allowed(site: Site, make: Make) -> None:
    with pytest.raises(FetchError, match=r"allow_local: .* is a local address"):
        make(allow_local=False)(site.url)
    assert not site.asked


def test_robots_are_heeded_also_after_a_redirect(site: Site, make: Make) -> None:
    site.replies["/robots.txt"] = Reply(b"User-agent: geomap\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n")
    site.replies["/live"] = Reply(status=302, headers={"Location": "/private/live"})
    site.replies["/open"] = Reply(PAGE)
    fetch = make()
    assert fetch(site.url + "/open").content == PAGE
    for path in ("/private/x", "/live"):
        with pytest.raises(FetchError, match=r"robots\.txt"):
            fetch(site.url + path)
    assert site.paths() == ["/open", "/live"]
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_robots_that_cannot_be_had_stop_the_fetch(site: Site, make: Make) -> None:
    site.replies["/robots.txt"] = Reply(status=503)
    with pytest.raises(FetchError, match=r"robots\.txt of 127\.0\.0\.1 cannot be read"):
        make()(site.url + "/live")
    assert site.paths() == []


def test_tries_again_with_growing_pauses(site: Site, make: Make, waits: list[float]) -> None:
    answers = iter([Reply(status=503), Reply(status=429, headers={"Retry-After": "7"}), Reply(PAGE)])
    site.replies["/live"] = lambda _: next(answers)
    assert make()(site.url + "/live").content == PAGE
    assert waits == [1.0, 7.0]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500, 503])
def test_a_refusal_is_one_sentence(site: Site, make: Make, status: int) -> None:
    site.replies["/live"] = Reply(status=status)
    with pytest.raises(FetchError, match=str(status)) as told:
        make()(site.url + "/live")
    assert "\n" not in str(told.value)
    assert told.value.again is (status >= 500)


def test_a_server_that_is_away_or_breaks_off(site: Site, make: Make, waits: list[float]) -> None:
    site.replies["/live"] = Reply(PAGE, length=len(PAGE) + 10)
    with pytest.raises(FetchError, match="broke off"):
        make()(site.url + "/live")
    assert waits == [1.0, 2.0]
    with pytest.raises(FetchError, match="could not be reached"):
        make(tries=1)("http://127.0.0.1:9/")


def test_a_server_that_drips_is_given_up(site: Site, make: Make) -> None:
    site.replies["/live"] = Reply(PAGE)
    seconds = iter(range(0, 10_000, 60))
    with pytest.raises(FetchError, match="too slowly"):
        make(wire=Wire(clock_s=lambda: float(next(seconds))), total_s=30, tries=1)(site.url + "/live")


@pytest.mark.parametrize("packing", [{"Content-Encoding": "gzip"}, {}])
def test_what_is_too_large_is_refused(site: Site, make: Make, packing: dict[str, str]) -> None:
    body = b"a" * 5_000_000
    site.replies["/live"] = Reply(gzip.compress(body) if packing else body, headers=packing)
    with pytest.raises(InputTooLargeError, match=r"max_bytes: .* over the limit of 0\.1 MB"):
        make(max_bytes=100_000)(site.url + "/live")


def test_packed_pages_are_unpacked_and_damaged_ones_told(site: Site, make: Make) -> None:
    packed = gzip.compress(PAGE * 5000)
    site.replies["/live"] = Reply(packed, headers={"Content-Encoding": "gzip"})
    site.replies["/cut"] = Reply(packed[:-20], headers={"Content-Encoding": "gzip"})
    site.replies["/odd"] = Reply(packed, headers={"Content-Encoding": "br"})
    assert make()(site.url + "/live").content == PAGE * 5000
    for path in ("/cut", "/odd"):
        with pytest.raises(FetchError, match="packed"):
            make(tries=1)(site.url + path)


def changing(body: Callable[[], bytes]) -> Callable[[Asked], Reply]:
    def reply(asked: Asked) -> Reply:
        tag = f'"{len(body())}"'
        return Reply(status=304) if asked.get("if-none-match") == tag else Reply(body(), headers={"ETag": tag, **HTML})

    return reply


def test_the_cache_is_revalidated_and_serves_without_a_network(site: Site, make: Make, tmp_path: Path) -> None:
    body = PAGE
    site.replies["/live"] = changing(lambda: body)
    address = site.url + "/live"
    first, second = make()(address), make()(address)
    assert first.content == second.content == PAGE
    assert second.media_type == "text/html"
    assert site.asked[-1][1]["if-none-match"] == f'"{len(PAGE)}"'
    body = PAGE + b"<p>More.</p>"
    assert make()(address).content == body
    count = len(site.asked)
    offline = [make(offline=True)(address) for _ in range(2)]
    assert offline[0] == offline[1]
    assert offline[0].content == body
    assert len(site.asked) == count
    with pytest.raises(FetchError, match=r"offline: .* is not in the cache"):
        make(offline=True)(site.url + "/other")
    for path in (tmp_path / "cache").glob("*.body"):
        path.write_bytes(b"damaged")
    with pytest.raises(FetchError, match="not in the cache"):
        make(offline=True)(address)


@pytest.mark.parametrize(
    "url", ["http://", "https://:80/", "http://[::1", "http://a:b@example.org/", "http://example.org:99999/", "http://\ud800/"]
)
def test_odd_addresses_are_told_in_one_sentence(make: Make, url: str) -> None:
    with pytest.raises(InputError) as told:
        make()(url)
    assert "\n" not in str(told.value)
    assert "b@" not in str(told.value)
