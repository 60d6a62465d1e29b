from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.address_ranges import EMBEDDING, is_public
from gazetteer.addresses import checked_ips, parse, redirected
from gazetteer.errors import DownloadError
from tests.conftest import tries

LOCAL = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "::1",  # noqa: S104 - an example
    "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:192.168.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "::",
    "odd", "", "127.1",
]  # fmt: skip
RANGES = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
    "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "::/96", "::1/128", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/32", "2001:2::/48", "2001:10::/28", "2001:20::/28",
    "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
]  # fmt: skip


@pytest.mark.parametrize("ip", LOCAL)
def test_local_addresses_in_every_dress(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("text", RANGES)
def test_no_end_of_a_special_range_is_public(text: str) -> None:
    network = ipaddress.ip_network(text)
    assert [is_public(str(network[at])) for at in (0, network.num_addresses // 2, -1)] == [False] * 3


@pytest.mark.parametrize(
    "ip",
    [
        "93.184.216.34", "1.0.0.0", "9.255.255.255", "100.63.255.255", "100.128.0.0", "172.32.0.0", "192.0.1.0", "198.17.255.255",
        "223.255.255.255", "2606:2800:220:1:248:1893:25c8:1946", "2001:200::1", "2a00:1450:4001::1", "::ffff:93.184.216.34",
        "64:ff9b::5db8:d822", "2002:5db8:d822::1",
    ],
)  # fmt: skip
def test_public_addresses(ip: str) -> None:
    assert is_public(ip)


@settings(deadline=None, max_examples=tries(300))
@given(st.ip_addresses())
def test_nothing_is_public_that_python_holds_for_local(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    embeds = ip.version == 6 and any(ip in ipaddress.ip_network(text) for text, _ in EMBEDDING)
    assert embeds or ip.is_global or not is_public(str(ip))


@pytest.mark.parametrize("ip", ["192.0.0.8", "fec0::1", "::7f00:1", "64:ff9b:1::7f00:1", "3fff::1", "5f00::1"])
def test_a_host_that_resolves_to_a_special_range_is_refused_unless_allowed(ip: str) -> None:
    address = parse("https://news.example/a")
    with pytest.raises(DownloadError, match="local address"):
        checked_ips(address, lambda *_: ["93.184.216.34", ip], allow_local=False)
    assert checked_ips(address, lambda *_: [ip], allow_local=True) == [ip]


@settings(deadline=None, max_examples=tries(100))
@given(st.ip_addresses(v=4))
def test_wrapping_changes_nothing(ip: ipaddress.IPv4Address) -> None:
    assert is_public(f"::ffff:{ip}") == is_public(str(ip))


def test_no_fall_from_https() -> None:
    with pytest.raises(DownloadError, match="from https to http"):
        redirected(parse("https://example.org/a"), "http://example.org/a")
    assert redirected(parse("http://example.org/a"), "https://example.org/b").url == "https://example.org/b"


@pytest.mark.parametrize(
    ("given_url", "url"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a b?q=ж", "https://example.org/a%20b?q=%D0%B6"),
        ("http://новини.укр/", "http://xn--b1amarcd.xn--j1amh/"),
        ("http://[::1]:8080/x#y", "http://[::1]:8080/x"),
        ("http://example.org/a%20b", "http://example.org/a%20b"),
    ],
)
def test_addresses_are_put_in_one_form(given_url: str, url: str) -> None:
    assert parse(given_url).url == url


@settings(deadline=None, max_examples=tries(200))
@given(st.text(max_size=40))
def test_any_text_is_an_address_or_one_error(text: str) -> None:
    try:
        address = parse("http://" + text)
    except DownloadError:
        return
    assert parse(address.url) == address
