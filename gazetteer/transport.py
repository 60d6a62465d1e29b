"""HTTP requests with limits of time, size and destination: the one place in which geomap and the gazetteer open connections.

``request`` follows redirects and yields an answer whose body is still to be read; ``retried`` repeats what failed for a passing reason.
What is asked for (headers, robots.txt, ranges) and what is kept (caches, files) is up to the callers.
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import unquote

from gazetteer.addresses import PORTS, Address, checked_ips, parse, redirected
from gazetteer.errors import DownloadError, DownloadTooLargeError, quoted
from gazetteer.wire import Exchange, TimedSocket, Wire, too_slow

Approve = Callable[[Address], None]

CHUNK_BYTES = 1 << 16
_MOST_DIGITS = 18  # of a length; Python refuses to read a number of over 4,300
LONGEST_WAIT_S = 30.0  # a server that asks for a longer pause is not asked again in the same run
TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed later."""
_MOVED = frozenset({301, 302, 303, 307, 308})
_NO_BODY = frozenset({204, 304})
_UNREACHABLE = "the server could not be reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """What a request may cost.

    Attributes:
        max_bytes: Largest body, as sent and unpacked.
        timeout_s: Longest wait for the server, in seconds.
        total_s: Longest duration of one whole answer in seconds, so that a server that sends byte by byte cannot hold a run.
        tries: How often a request is made in all.
        first_wait_s: The pause after the first try in seconds; it doubles with each further one.
        hops: How many redirects are followed.
        allow_local: Whether hosts that are not in the public internet may be asked.
        use_proxy: Whether the proxies of the environment (``https_proxy``, ``no_proxy``) are used. A proxy resolves names itself, so
            that addresses are not checked then.
    """

    max_bytes: int
    timeout_s: float
    total_s: float
    tries: int
    first_wait_s: float = 1.0
    hops: int = 10
    allow_local: bool = False
    use_proxy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer read to its end; header names are in lower case, of repeated headers the last one counts."""

    address: Address
    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer whose body is read from ``chunks``, unpacked and within the limits; ``head`` has everything else."""

    head: Answer
    chunks: Iterator[bytes]

    def read(self) -> Answer:
        """Return the answer with its body; errors as in `request`."""
        return replace(self.head, body=b"".join(self.chunks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proxy:
    """A proxy and the headers by which it knows its user."""

    address: Address
    headers: Mapping[str, str]


class _Connection(http.client.HTTPConnection):
    """A connection over a socket that is already open, so that it leads to no other address than the checked one."""

    def __init__(self, address: Address, opened: TimedSocket) -> None:
        super().__init__(address.host, address.port)
        self.default_port = PORTS[address.scheme]
        self.sock = opened


@contextmanager
def request(
    address: Address, headers: Mapping[str, str], limits: RequestLimits, wire: Wire, *, approve: Approve | None = None
) -> Iterator[Response]:
    """Request ``address``, follow redirects, and yield the last answer, whose body has not been read yet.

    Args:
        address: Where to begin.
        headers: Sent with every request.
        limits: What the request may cost; ``tries`` is for `retried`.
        wire: How connections are made.
        approve: Called with each address before it is requested; raises an error for one that may not be.

    Raises:
        DownloadError: The address may not be requested, or no whole answer came; ``again`` says whether trying later may help.
            Reading ``chunks`` raises it too.
        DownloadTooLargeError: The answer is over the size limit.
    """
    seen = set()
    there = address
    for _ in range(limits.hops + 1):
        if approve is not None:
            approve(there)
        ends_s = wire.clock_s() + limits.total_s
        proxy = _proxy_for(there) if limits.use_proxy else None
        with _opened(there, proxy, limits, wire) as opened:
            timed = TimedSocket(there, opened, wire, limits.timeout_s, ends_s)
            raw = _asked(there, timed, proxy, headers, limits)
            response = _response(there, raw, limits, partial(_is_over, wire, ends_s))
            location = response.head.headers.get("location")
            if response.head.status not in _MOVED or location is None:
                yield response
                _record(wire, there, timed)
                return
            _record(wire, there, timed)
        seen.add(there.url)
        there = redirected(there, location)
        if there.url in seen:
            raise DownloadError(f"{address.url}: it redirects in a circle")
    raise DownloadError(f"{address.url}: it redirects more than {limits.hops} times")


def _record(wire: Wire, address: Address, timed: TimedSocket) -> None:
    if wire.record is not None:
        wire.record(Exchange(url=address.url, sent=bytes(timed.sent), received=bytes(timed.received)))


def retried(attempt: Callable[[], Answer], limits: RequestLimits, sleep: Callable[[float], None]) -> Answer:
    """Return the answer of ``attempt``, repeated after growing pauses while it fails for a reason that may pass.

    Returns:
        The first answer whose status is not in TEMPORARY; the last answer where all are, or where the server asks in ``Retry-After`` for
        a pause of more than LONGEST_WAIT_S.

    Raises:
        DownloadError: The last try raised it, or one that trying again cannot help: a server that took ``total_s`` once would again.
    """
    number, ends_s = 1, time.monotonic() + limits.total_s
    while True:
        wait_s = limits.first_wait_s * 2 ** (number - 1)
        try:
            answer = attempt()
        except DownloadError as error:
            if not error.again or number == limits.tries or time.monotonic() >= ends_s:
                raise
        else:
            asked = answer.headers.get("retry-after", "")
            wait_s = max(wait_s, float(asked)) if asked.isdecimal() else wait_s
            if answer.status not in TEMPORARY or number == limits.tries or wait_s > LONGEST_WAIT_S:
                return answer
        sleep(wait_s)
        number += 1


@contextmanager
def _opened(address: Address, proxy: _Proxy | None, limits: RequestLimits, wire: Wire) -> Iterator[socket.socket]:
    """Yield a connected socket, with TLS where the scheme asks for it."""
    with _told_as_download_errors(address, limits):
        if proxy is None:
            opened = _connected(checked_ips(address, wire.resolve, allow_local=limits.allow_local), address.port, limits, wire)
        else:
            opened = _connected(wire.resolve(proxy.address.host, proxy.address.port), proxy.address.port, limits, wire)
    with opened:
        if address.scheme == "https":
            with _told_as_download_errors(address, limits):
                if proxy is not None:
                    _open_tunnel(address, opened, proxy)
                opened = ssl.create_default_context().wrap_socket(opened, server_hostname=address.host)
        with opened:
            yield opened


def _is_over(wire: Wire, ends_s: float) -> bool:
    return wire.clock_s() > ends_s


def _connected(ips: Sequence[str], port: int, limits: RequestLimits, wire: Wire) -> socket.socket:
    failed: OSError = OSError(_UNREACHABLE)
    for ip in ips:
        try:
            return wire.connect((ip, port), limits.timeout_s)
        except OSError as error:
            failed = error
    raise failed


def _proxy_for(address: Address) -> _Proxy | None:
    """Return the proxy that the environment names for ``address``."""
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 -- reads the environment as other programs do; 30 ms

    named = getproxies().get(address.scheme)
    if not named or proxy_bypass(address.host):
        return None
    scheme, _, rest = named.rpartition("://")
    user, _, host = rest.rpartition("@")
    code = base64.b64encode(unquote(user).encode()).decode("ascii")
    return _Proxy(address=parse(f"{scheme or 'http'}://{host}"), headers={"Proxy-Authorization": f"Basic {code}"} if user else {})


def _open_tunnel(address: Address, opened: socket.socket, proxy: _Proxy) -> None:
    """Ask the proxy at the other end of ``opened`` for a connection to ``address`` (RFC 9110, 9.3.6)."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    lines = [f"CONNECT {host}:{address.port} HTTP/1.1", f"Host: {host}:{address.port}"]
    lines += [f"{name}: {value}" for name, value in proxy.headers.items()]
    opened.sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode("ascii"))
    with http.client.HTTPResponse(opened, method="CONNECT") as answer:
        answer.begin()
        if answer.status != http.client.OK:
            raise DownloadError(f"{address.url}: the proxy refuses the connection ({answer.status} {quoted(answer.reason)})")


def _asked(
    address: Address, opened: TimedSocket, proxy: _Proxy | None, headers: Mapping[str, str], limits: RequestLimits
) -> http.client.HTTPResponse:
    """Send the request and return the answer, of which the head has been read."""
    through_proxy = proxy.headers if proxy is not None and address.scheme == "http" else None
    with _told_as_download_errors(address, limits):
        connection = _Connection(address, opened)
        connection.request("GET", address.target if through_proxy is None else address.url, headers={**headers, **(through_proxy or {})})
        return connection.getresponse()


def _response(address: Address, raw: http.client.HTTPResponse, limits: RequestLimits, is_over: Callable[[], bool]) -> Response:
    told = {name.lower(): value for name, value in raw.getheaders()}
    head = Answer(address=address, status=raw.status, reason=raw.reason, headers=told)
    if raw.status in _NO_BODY:
        return Response(head=head, chunks=iter(()))
    length = told.get("content-length", "")
    if length.isdecimal() and len(length) > _MOST_DIGITS:
        raise _too_large(address, limits)
    expected = int(length) if length.isdecimal() and not raw.chunked else None
    if expected is not None and expected > limits.max_bytes:
        raise _too_large(address, limits)
    unpacked = _unpacked(address, _received(address, raw, limits, is_over, expected), told.get("content-encoding", ""))
    return Response(head=head, chunks=_bounded(address, unpacked, limits))


def _received(
    address: Address, raw: http.client.HTTPResponse, limits: RequestLimits, is_over: Callable[[], bool], expected: int | None
) -> Iterator[bytes]:
    """Yield the body as it comes; DownloadError where it is too slow or ends before its ``expected`` length."""
    came = 0
    while True:
        with _told_as_download_errors(address, limits):
            chunk = raw.read1(CHUNK_BYTES)
        if not chunk:
            break
        came += len(chunk)
        yield chunk
        if is_over():
            raise too_slow(address)
    if expected is not None and came < expected:
        raise DownloadError(f"{address.url}: the answer broke off after {came:,} of {expected:,} bytes", again=True)


def _unpacked(address: Address, chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Unpack in pieces of bounded size, so that a small answer cannot fill the memory."""
    if encoding.strip().lower() in ("", "identity"):
        yield from chunks
        return
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        raise DownloadError(f"{address.url}: the answer is packed as {encoding!r}, which was not asked for")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    came = False
    try:
        for chunk in chunks:
            came, waiting = True, chunk
            while waiting:
                yield unpacker.decompress(waiting, CHUNK_BYTES)
                waiting = unpacker.unconsumed_tail
        while piece := unpacker.flush(CHUNK_BYTES):
            yield piece
    except zlib.error as error:
        raise DownloadError(f"{address.url}: the packed answer is damaged", again=True) from error
    if came and not unpacker.eof:
        raise DownloadError(f"{address.url}: the packed answer broke off", again=True)


def _bounded(address: Address, pieces: Iterator[bytes], limits: RequestLimits) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limits.max_bytes:
            raise _too_large(address, limits)
        yield piece


def _too_large(address: Address, limits: RequestLimits) -> DownloadTooLargeError:
    return DownloadTooLargeError(f"{address.url}: the answer is over the limit of {limits.max_bytes / 1e6:g} MB", parameter="max_bytes")


@contextmanager
def _told_as_download_errors(address: Address, limits: RequestLimits) -> Iterator[None]:
    """Turn the errors of sockets, TLS and HTTP into DownloadError; only for blocks that do nothing but speak to the server."""
    try:
        yield
    except DownloadError:
        raise  # an OSError too
    except TimeoutError as error:
        raise DownloadError(f"{address.url}: the server took over {limits.timeout_s:g} s to answer", again=True) from error
    except ssl.SSLCertVerificationError as error:
        raise DownloadError(f"{address.url}: its certificate is not valid: {error.verify_message}") from error
    except http.client.HTTPException as error:
        raise DownloadError(f"{address.url}: the server's answer broke off or is not valid HTTP", again=True) from error
    except OSError as error:
        raise DownloadError(f"{address.url}: {_UNREACHABLE}: {(error.strerror or str(error)).lower()}", again=True) from error
