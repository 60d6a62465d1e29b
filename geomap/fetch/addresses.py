"""Which addresses may be read: what a URL says, and where its host really lies."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from geomap.errors import FetchError

Resolve = Callable[[str, int], Sequence[str]]

PORTS = {"http": 80, "https": 443}
_KEPT = "%/:@!$&'()*+,;=~-._?[]"  # what may stand in a path or query as it is
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An http(s) address taken apart; ``host`` is in ASCII, ``target`` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """Scheme, host and port: what a robots.txt holds for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The address as text, without what stands behind #."""
        return self.site + self.target


def parse(url: str) -> Address:
    """Take ``url`` apart; raise FetchError where it is no http(s) address or carries a password."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except (ValueError, UnicodeError) as error:
        raise FetchError(f"{url}: this is no address; give one like https://example.org/live") from error
    if parts.scheme not in PORTS or not host:
        raise FetchError(f"{url}: only http:// and https:// addresses can be fetched")
    if parts.username is not None or parts.password is not None:
        raise FetchError(f"{parts.scheme}://{host}: the address holds a user name or password; give it without")
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Address(scheme=parts.scheme, host=host, port=port or PORTS[parts.scheme], target=target)


def redirected(address: Address, location: str) -> Address:
    """Give where a redirect leads; raise FetchError where it leaves http(s), or falls from https to http."""
    there = parse(urljoin(address.url, location))
    if address.scheme == "https" and there.scheme == "http":
        raise FetchError(f"{address.url}: it redirects from https to http ({there.url}), which is not followed")
    return there


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Ask the system for the IP addresses of ``host``."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def checked_ips(address: Address, resolve: Resolve, *, allow_local: bool) -> Sequence[str]:
    """Resolve the host once and give its IP addresses: connect to these and to no other, so that a name cannot change its mind.

    Raises:
        FetchError: The name is unknown, or one of its addresses is not a public one.
    """
    try:
        ips = resolve(address.host, address.port)
    except (OSError, UnicodeError) as error:
        raise FetchError(
            f"{address.url}: the host {address.host} cannot be found; check the spelling and the network", again=True
        ) from error
    if not ips:
        raise FetchError(f"{address.url}: the host {address.host} has no address", again=True)
    local = next((ip for ip in ips if not is_public(ip)), None)
    if local is not None and not allow_local:
        raise FetchError(f"{address.url}: {local} is a local address; --allow-local fetches from there all the same")
    return ips


def is_public(ip: str) -> bool:
    """Whether ``ip`` lies in the public internet, also when it is IPv4 wrapped in IPv6."""
    try:
        found = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _ascii_host(host: str) -> str:
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    return host if host.isascii() else host.encode("idna").decode("ascii")
