"""One request and its answer, within limits of time and size. Nothing here follows, retries or remembers."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from geomap.errors import FetchError, InputTooLargeError
from geomap.fetch.addresses import Address, Resolve, checked_ips, resolve_host
from geomap.fetch.settings import FetchSettings

Connect = Callable[[tuple[str, int], float], socket.socket]

CHUNK = 65_536
_NO_BODY = frozenset({204, 304})
_REFUSED = "the server could not be reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said; header names are in lower case, of repeated ones the last stands."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """How names are resolved and sockets opened; tests put their own in."""

    resolve: Resolve = resolve_host
    connect: Connect = socket.create_connection
    clock_s: Callable[[], float] = time.monotonic


class _Connection(http.client.HTTPConnection):
    """A connection over a socket that is already open, so that it can lead to no other address than the checked one."""

    def __init__(self, address: Address, opened: socket.socket) -> None:
        super().__init__(address.host, address.port)
        self.default_port = 443 if address.scheme == "https" else 80
        self.sock = opened


def exchange(address: Address, headers: Mapping[str, str], settings: FetchSettings, wire: Wire) -> Answer:
    """Ask for ``address`` once.

    Raises:
        FetchError: The address may not be read, or no whole answer came; ``again`` says whether trying later may help.
        InputTooLargeError: The answer is over the size limit, as sent or unpacked.
    """
    ends_s = wire.clock_s() + settings.total_s
    try:
        opened = _open(address, settings, wire)
        with opened:
            connection = _Connection(address, opened)
            connection.request("GET", address.target, headers=dict(headers))
            return _answer(address, connection.getresponse(), settings, lambda: wire.clock_s() > ends_s)
    except TimeoutError as error:
        raise FetchError(f"{address.url}: the server took over {settings.timeout_s:g} s to answer", again=True) from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError(f"{address.url}: its certificate is not valid: {error.verify_message}") from error
    except FetchError:
        raise
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(f"{address.url}: {_reason(error)}", again=True) from error


def _open(address: Address, settings: FetchSettings, wire: Wire) -> socket.socket:
    opened = _connected(checked_ips(address, wire.resolve, allow_local=settings.allow_local), address.port, settings, wire)
    if address.scheme == "http":
        return opened
    try:
        return ssl.create_default_context().wrap_socket(opened, server_hostname=address.host)
    except BaseException:
        opened.close()
        raise


def _connected(ips: Sequence[str], port: int, settings: FetchSettings, wire: Wire) -> socket.socket:
    failed: OSError = OSError(_REFUSED)
    for ip in ips:
        try:
            return wire.connect((ip, port), settings.timeout_s)
        except OSError as error:
            failed = error
    raise failed


def _answer(address: Address, response: http.client.HTTPResponse, settings: FetchSettings, is_over: Callable[[], bool]) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    body = b""
    if response.status not in _NO_BODY:
        told = headers.get("content-length", "")
        if told.isdecimal() and int(told) > settings.max_bytes:
            raise _too_large(address, settings)
        chunks = _chunks(address, response, is_over, int(told) if told.isdecimal() and not response.chunked else None)
        body = _bounded(address, _unpacked(address, chunks, headers.get("content-encoding", "")), settings)
    return Answer(status=response.status, reason=response.reason, headers=headers, body=body)


def _chunks(address: Address, response: http.client.HTTPResponse, is_over: Callable[[], bool], told: int | None) -> Iterator[bytes]:
    came = 0
    while chunk := response.read1(CHUNK):
        came += len(chunk)
        yield chunk
        if is_over():
            raise FetchError(f"{address.url}: the answer comes too slowly and was given up", again=True)
    if told is not None and came < told:
        raise FetchError(f"{address.url}: the answer broke off after {came:,} of {told:,} bytes", again=True)


def _unpacked(address: Address, chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Unpack in pieces of bounded size, so that a small answer cannot fill the memory."""
    if encoding.strip().lower() in ("", "identity"):
        yield from chunks
        return
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"{address.url}: the answer is packed as {encoding!r}, which was not asked for")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    came = False
    try:
        for chunk in chunks:
            came, waiting = True, chunk
            while waiting:
                yield unpacker.decompress(waiting, CHUNK)
                waiting = unpacker.unconsumed_tail
        while piece := unpacker.flush(CHUNK):
            yield piece
    except zlib.error as error:
        raise FetchError(f"{address.url}: the packed answer is damaged", again=True) from error
    if came and not unpacker.eof:
        raise FetchError(f"{address.url}: the packed answer broke off", again=True)


def _bounded(address: Address, pieces: Iterator[bytes], settings: FetchSettings) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > settings.max_bytes:
            raise _too_large(address, settings)
    return bytes(body)


def _too_large(address: Address, settings: FetchSettings) -> InputTooLargeError:
    return InputTooLargeError(f"{address.url}: the answer is over --max-size of {settings.max_bytes / 1e6:g} MB")


def _reason(error: Exception) -> str:
    if isinstance(error, http.client.HTTPException):
        return "the server's answer makes no sense or broke off"
    if isinstance(error, OSError) and error.strerror:
        return f"{_REFUSED}: {error.strerror.lower()}"
    return f"{_REFUSED}: {error}"
