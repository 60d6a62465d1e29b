"""Which IP addresses are in the public internet: one table of the ranges that are not.

Written down here because the answer must not depend on the version of Python: `ipaddress.is_global` changed in 3.11.10 and 3.12.4, and
has never known some ranges (fec0::/10, ::/96, 64:ff9b:1::/48, 3fff::/20). The ranges are those of the IANA registries of special-purpose
addresses (https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry) and of
multicast. Ranges that are formally global but lead to no host of a publisher (relays, anycast of protocols) are refused too.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import chain

NOT_PUBLIC_V4 = (
    "0.0.0.0/8",  # this network
    "10.0.0.0/8",  # private
    "100.64.0.0/10",  # shared by customers of a provider
    "127.0.0.0/8",  # loopback
    "169.254.0.0/16",  # link-local, and the metadata of clouds
    "172.16.0.0/12",  # private
    "192.0.0.0/24",  # protocol assignments
    "192.0.2.0/24",  # documentation
    "192.31.196.0/24",  # AS112
    "192.52.193.0/24",  # AMT
    "192.88.99.0/24",  # relays of 6to4
    "192.168.0.0/16",  # private
    "192.175.48.0/24",  # AS112
    "198.18.0.0/15",  # benchmarks
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, and broadcast
)
PUBLIC_V6 = "2000::/3"  # global unicast: all else (loopback, unique local, fec0::/10, 5f00::/16, multicast ...) is not public
NOT_PUBLIC_V6 = (
    "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID, DRIP
    "2001:db8::/32",  # documentation
    "2620:4f:8000::/48",  # AS112
    "3fff::/20",  # documentation
)
EMBEDDING = (("::ffff:0:0/96", 0), ("64:ff9b::/96", 0), ("2002::/16", 80))
"""Ranges of IPv6 that lead to an IPv4 address (mapped, NAT64, 6to4), and by how many bits it is shifted to the left."""

_BARRED = tuple(ip_network(text) for text in chain(NOT_PUBLIC_V4, NOT_PUBLIC_V6))
_GLOBAL_UNICAST = ip_network(PUBLIC_V6)
_EMBEDDING = tuple((ip_network(text), shift) for text, shift in EMBEDDING)


def is_public(ip: str) -> bool:
    """Return whether ``ip`` is in the public internet; an IPv6 address that leads to an IPv4 address is judged as that.

    Args:
        ip: An address as text; what is none is not public. A zone ("%eth0") is left aside.
    """
    try:
        found = ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = _embedded(found)
        if inner is not None:
            return is_public(str(inner))
        if found not in _GLOBAL_UNICAST:
            return False
    return not any(found in network for network in _BARRED if network.version == found.version)


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    for network, shift in _EMBEDDING:
        if ip in network:
            return IPv4Address(int(ip) >> shift & 0xFFFFFFFF)
    return None
