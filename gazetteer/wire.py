"""Sockets of requests: how they are opened, how long a whole answer may take, and what goes over them."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gazetteer.addresses import Address, Resolve, resolve_host
from gazetteer.errors import DownloadError

Connect = Callable[[tuple[str, int], float], socket.socket]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer, byte by byte as they were sent."""

    url: str
    sent: bytes
    received: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """How names are resolved, sockets opened and time is told, which tests replace; ``record`` is told of each request and its answer."""

    resolve: Resolve = resolve_host
    connect: Connect = socket.create_connection
    clock_s: Callable[[], float] = time.monotonic
    record: Callable[[Exchange], None] | None = None


class TimedSocket:
    """A socket as `http.client` uses it, whose whole answer has to come before a moment: headers, ``100 Continue`` and trailers too."""

    def __init__(self, address: Address, opened: socket.socket, wire: Wire, timeout_s: float, ends_s: float) -> None:
        self._opened = opened
        self.sent, self.received = bytearray(), bytearray()
        self._stream = _TimedStream(address, opened, wire, timeout_s, ends_s, self.received if wire.record is not None else None)

    def sendall(self, content: bytes) -> None:
        """Send all of ``content``."""
        self._opened.sendall(content)
        self.sent += content

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return what is received as a stream."""
        return io.BufferedReader(self._stream)

    def close(self) -> None:
        """Leave the socket to whoever opened it: the body may be still to come."""


class _TimedStream(io.RawIOBase):
    """What a socket receives, each wait no longer than the time that is left."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a socket is and how long it may take
        self, address: Address, opened: socket.socket, wire: Wire, timeout_s: float, ends_s: float, kept: bytearray | None
    ) -> None:
        super().__init__()
        self._kept = kept
        self._address, self._opened, self._wire, self._timeout_s, self._ends_s = address, opened, wire, timeout_s, ends_s

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as in its base class
        """Receive into ``buffer``; raise DownloadError where the answer takes too long as a whole."""
        left_s = self._ends_s - self._wire.clock_s()
        if left_s <= 0:
            raise too_slow(self._address)
        self._opened.settimeout(min(self._timeout_s, left_s))
        try:
            came = self._opened.recv_into(buffer)
        except TimeoutError as error:
            if left_s < self._timeout_s:
                raise too_slow(self._address) from error
            raise
        if self._kept is not None:
            self._kept += memoryview(buffer)[:came]
        return came


def too_slow(address: Address) -> DownloadError:
    """Return the error of an answer that takes longer than a whole answer may."""
    return DownloadError(f"{address.url}: the answer comes too slowly and was given up", again=True)
