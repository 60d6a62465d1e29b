"""URLs and hosts: which addresses may be requested, and whether a host is in the public internet or a local network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from gazetteer.address_ranges import is_public
from gazetteer.errors import DownloadError

Resolve = Callable[[str, int], Sequence[str]]

PORTS = {"http": 80, "https": 443}
_KEPT = "%/:@!$&'()*+,;=~-._?[]"  # what may stand in a path or query as it is
_QUOTED = 200  # characters of what came from outside that a message quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parts of an http(s) URL; ``host`` is in ASCII, ``target`` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """Scheme, host and port (the origin of RFC 6454), for which a robots.txt holds."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The URL as text, without the fragment."""
        return self.site + self.target


def parse(url: str) -> Address:
    """Return the parts of ``url``.

    Raises:
        DownloadError: It is not an http(s) URL, or it contains a user name or password.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except (ValueError, UnicodeError) as error:
        raise DownloadError(f"{url[:_QUOTED]}: it is not a valid address; give one such as https://example.org/live") from error
    if parts.scheme not in PORTS or not host:
        raise DownloadError(f"{url}: only http:// and https:// addresses can be fetched")
    if parts.username is not None or parts.password is not None:
        raise DownloadError(f"{parts.scheme}://{host}: the address contains a user name or password; give it without")
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Address(scheme=parts.scheme, host=host, port=port or PORTS[parts.scheme], target=target)


def redirected(address: Address, location: str) -> Address:
    """Return the address to which a redirect leads.

    Args:
        address: The address that answered with the redirect.
        location: Its ``Location`` header, absolute or relative.

    Raises:
        DownloadError: The redirect leaves http(s), or leads from https to http.
    """
    try:
        joined = urljoin(address.url, location)
    except ValueError as error:
        raise DownloadError(f"{address.url}: it redirects to what is no address ({location[:_QUOTED]})") from error
    there = parse(joined)
    if address.scheme == "https" and there.scheme == "http":
        raise DownloadError(f"{address.url}: it redirects from https to http ({there.url}), which is not followed")
    return there


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of ``host`` by the system's resolver; OSError where it has none."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def checked_ips(address: Address, resolve: Resolve, *, allow_local: bool) -> Sequence[str]:
    """Return the IP addresses of the host, resolved once.

    Connect to these and to no other: a host name that resolves to something else at the second look-up (DNS rebinding) gains nothing.

    Raises:
        DownloadError: The name is unknown, or one of its addresses is not public and ``allow_local`` is not set.
    """
    try:
        ips = resolve(address.host, address.port)
    except (OSError, UnicodeError) as error:
        raise DownloadError(
            f"{address.url}: the host {address.host} cannot be found; check the spelling and the network", again=True
        ) from error
    if not ips:
        raise DownloadError(f"{address.url}: the host {address.host} has no address", again=True)
    local = next((ip for ip in ips if not is_public(ip)), None)
    if local is not None and not allow_local:
        raise DownloadError(f"{address.url}: {local} is a local address, which has to be allowed explicitly", parameter="allow_local")
    return ips


def _ascii_host(host: str) -> str:
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    return host if host.isascii() else host.encode("idna").decode("ascii")
