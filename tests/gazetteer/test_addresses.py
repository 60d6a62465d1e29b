from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.addresses import is_public, parse, redirected
from gazetteer.errors import DownloadError

LOCAL = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "::1",  # noqa: S104 - an example
    "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:192.168.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "::",
    "odd",
]  # fmt: skip


@pytest.mark.parametrize("ip", LOCAL)
def test_local_addresses_in_every_dress(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_public_addresses(ip: str) -> None:
    assert is_public(ip)


@settings(deadline=None, max_examples=100)
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


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40))
def test_any_text_is_an_address_or_one_error(text: str) -> None:
    try:
        address = parse("http://" + text)
    except DownloadError:
        return
    assert parse(address.url) == address
