"""What a robots.txt allows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.addresses import parse
from geomap.fetch.fetcher import parse_robots
from tests.conftest import tries

ROBOTS = b"""\xef\xbb\xbf# a comment
User-agent: *
Disallow: /a/   # behind
Allow: /a/open
Disallow: /*.pdf$
Disallow: /q?x=
user-agent: GeoMap
User-agent: other
Disallow: /only-us
Allow:
"""


@pytest.mark.parametrize(
    ("agent", "target", "allowed"),
    [
        ("reader", "/", True),
        ("reader", "/a/b", False),
        ("reader", "/a/open/b", True),
        ("reader", "/x/y.pdf", False),
        ("reader", "/x/y.pdf?z", True),
        ("reader", "/q?x=1", False),
        ("reader", "/%61/b", False),
        ("geomap", "/only-us/x", False),
        ("geomap", "/a/b", True),
        ("other", "/only-us", False),
        ("geomap", "/robots.txt", True),
    ],
)
def test_robots(agent: str, target: str, *, allowed: bool) -> None:
    assert parse_robots(ROBOTS).can_fetch(f"https://example.org{target}", agent) is allowed


@settings(deadline=None, max_examples=tries(200))
@given(st.binary(max_size=200), st.text(alphabet="/ab*$%", max_size=20))
def test_any_robots_are_survived(robots: bytes, target: str) -> None:
    address = parse(f"https://example.org/{target}")
    assert parse_robots(b"User-agent: *\nDisallow: " + robots).can_fetch(address.url, "geomap") in (True, False)
