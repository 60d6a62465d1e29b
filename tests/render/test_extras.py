"""What a page's maker adds: base maps online, a public address. Nothing is added unasked, and nonsense is one sentence."""

from __future__ import annotations

import re

import pytest

from geomap.errors import SettingsError
from geomap.render import PageExtras, Tiles, page_bytes, tiles_named
from tests.render import factory, hostile


def pictures_from(page: bytes) -> list[str]:
    found = re.search(rb"img-src ([^;]*);", page)
    assert found
    return found[1].decode().split()


def test_without_being_asked_a_page_may_load_no_picture() -> None:
    assert pictures_from(page_bytes(factory.sample())) == ["data:", "blob:"]


def test_a_page_with_base_maps_may_load_theirs_and_no_others() -> None:
    extras = PageExtras(tiles=tiles_named(["all", "http://127.0.0.1:8080/t/{z}/{x}/{y}.png © Our survey"]))
    assert [tiles.name for tiles in extras.tiles] == ["OpenStreetMap", "CARTO Positron", "CARTO Dark Matter", "127.0.0.1:8080"]
    assert extras.tiles[3].credit == "© Our survey"
    assert pictures_from(page_bytes(factory.sample(), extras=extras)) == [
        *("data:", "blob:", "http://127.0.0.1:8080", "https://basemaps.cartocdn.com", "https://tile.openstreetmap.org")
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("streets", "give osm, light, dark, all, or an address"),
        ("ftp://a.example/{z}/{x}/{y}", "give an address such as https://"),
        ("https://a.example/{z}/{x}.png", "{y} missing"),
        ("https://a.example;script-src/{z}/{x}/{y}", "give an address such as https://"),
        ("https://*/{z}/{x}/{y}", "give an address such as https://"),
        ("https://{s}.a.example/{z}/{x}/{y}", "give an address such as https://"),
        ("https://a.example/{z}/{x}/{y}'><script>", "give an address such as https://"),
    ],
)
def test_what_is_no_template_is_one_sentence(name: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        tiles_named([name])
    assert words in str(caught.value)


def test_a_credit_is_text() -> None:
    tiles = Tiles(name=hostile.TEXTS[1], address="https://a.example/{z}/{x}/{y}", credit=hostile.TEXTS[3])
    page = page_bytes(factory.sample(), extras=PageExtras(tiles=(tiles,)))
    assert hostile.TEXTS[1].encode() not in page
    assert hostile.TEXTS[3].encode() not in page


def test_a_page_tells_social_networks_what_it_is() -> None:
    page = page_bytes(
        factory.sample(), title='"War" & <peace>', extras=PageExtras(public_url="https://news.example/map.html?a=1&b=2")
    ).decode()
    assert '<meta property="og:title" content="&quot;War&quot; &amp; &lt;peace&gt;">' in page
    assert '<meta property="og:url" content="https://news.example/map.html?a=1&amp;b=2">' in page
    assert '<meta property="og:description" content="Map of 7 events · 2024-05-03 – 2024-05-09">' in page
    assert 'property="og:' not in page_bytes(factory.sample()).decode()
    assert 'content="Map of 0 events">' in page_bytes(factory.analysis(()), extras=PageExtras(public_url="https://a.example")).decode()


@pytest.mark.parametrize("address", ["news.example", "javascript:alert(1)", 'https://a.example/"><script>', "https://", "ftp://a.example"])
def test_what_is_no_public_address_is_one_sentence(address: str) -> None:
    with pytest.raises(SettingsError, match="public_url"):
        PageExtras(public_url=address)
