"""Servers that send without end, a little at a time: given up after the time for one whole answer, wherever in it they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Self, cast

import pytest

from gazetteer.addresses import parse
from gazetteer.errors import DownloadError, DownloadTooLargeError
from gazetteer.transport import Answer, RequestLimits, request, retried
from gazetteer.wire import Wire

LIMITS = RequestLimits(max_bytes=1_000_000, timeout_s=20.0, total_s=30.0, tries=1)
OK = b"HTTP/1.1 200 OK\r\n"


class Dripping:
    """A socket from which one piece comes each second."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.now_s = 0.0
        self._pieces = pieces

    def settimeout(self, timeout_s: float) -> None:
        assert 0 < timeout_s <= LIMITS.timeout_s

    def sendall(self, _: bytes) -> None:
        pass

    def recv_into(self, buffer: bytearray) -> int:
        self.now_s += 1
        piece = next(self._pieces, b"")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def answered(pieces: Iterator[bytes]) -> tuple[Answer, float]:
    server = Dripping(pieces)
    wire = Wire(resolve=lambda *_: ["93.184.216.34"], connect=cast("Any", lambda *_: server), clock_s=lambda: server.now_s)
    try:
        with request(parse("http://a.test/"), {}, LIMITS, wire) as response:
            return response.read(), server.now_s
    finally:
        assert server.now_s <= LIMITS.total_s + 1


@pytest.mark.parametrize(
    ("start", "endless"),
    [
        (b"", b"H"),
        (OK + b"X: ", b"a"),
        (OK, b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 100 Continue\r\n", b"X: y\r\n"),
        (OK + b"Content-Length: 900000\r\n\r\n", b"a"),
        (OK + b"\r\n", b"a"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", b"X: y\r\n"),
    ],
    ids=["status", "header", "headers", "continue", "continue-headers", "body", "body-to-the-end", "chunks", "chunk-extension", "trailers"],
)
def test_an_answer_without_end_is_given_up(start: bytes, endless: bytes) -> None:
    with pytest.raises(DownloadError, match=r"a\.test/: (the answer comes too slowly|the server's answer broke off)"):
        answered(itertools.chain([start] if start else [], itertools.repeat(endless)))


def test_an_answer_that_comes_in_time_is_read() -> None:
    answer, took_s = answered(
        iter([b"HTTP/1.1 100 Continue\r\n\r\n", OK, b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n", b"0\r\n\r\n"])
    )
    assert (answer.body, took_s <= 6) == (b"hello", True)


def test_a_length_of_thousands_of_digits_is_too_large() -> None:
    with pytest.raises(DownloadTooLargeError, match="over the limit"):
        answered(iter([OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nhello"]))


def test_a_redirect_to_what_is_no_address_is_refused_and_quoted_in_part() -> None:
    with pytest.raises(DownloadError, match="what is no address") as error:
        answered(iter([b"HTTP/1.1 302 F\r\nLocation: http://[" + b":" * 3000 + b"\r\nContent-Length: 0\r\n\r\n"]))
    assert len(error.value.text) < 400


def test_a_server_that_took_all_the_time_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = itertools.count(0, LIMITS.total_s)
    monkeypatch.setattr("gazetteer.transport.time.monotonic", lambda: next(seconds))
    asked: list[int] = []

    def attempt() -> Answer:
        asked.append(1)
        raise DownloadError("the answer comes too slowly", again=True)

    with pytest.raises(DownloadError, match="too slowly"):
        retried(attempt, replace(LIMITS, tries=3), lambda _seconds: None)
    assert len(asked) == 1
