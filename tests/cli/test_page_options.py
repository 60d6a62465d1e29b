"""What a page's maker adds by options: it reaches the page, and nonsense is one sentence before anything is read or written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.render import tiles
from tests.render.test_page import block

Geomap = Callable[..., Done]
PAGE = "Shelling hit Vovchansk on 3 May 2024, killing two people, the regional governor said.\n"


def test_layers_base_maps_and_address_reach_the_page(geomap: Geomap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE)
    line = {"type": "LineString", "coordinates": [[38.0, 48.4], [38.1, 48.9]]}
    (tmp_path / "front.geojson").write_text(json.dumps(line))
    done = geomap(
        *("map", "page.txt", "-o", "out", "--overlay", "front.geojson"),
        *("--tiles", "osm", "--tiles", "https://tiles.example.org/{z}/{x}/{y}.png © Survey", "--public-url", "https://news.example/"),
    )
    assert done.status == 0, done.err
    added = block((tmp_path / "out" / "map.html").read_bytes(), "extras")
    assert added["overlays"] == [{"name": "front", "features": [[line, {}]]}]
    assert [(tiles["name"], tiles["credit"]) for tiles in added["tiles"]] == [
        ("OpenStreetMap", "© OpenStreetMap contributors"),
        ("tiles.example.org", "© Survey"),
    ]
    assert added["public"] == "https://news.example/"


def test_streets_and_a_picture_come_with_the_page_and_what_fitted_is_said(
    geomap: Geomap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE)
    tiles.archive(tmp_path / "own.pmtiles", {(0, 0, 0): tiles.vector_tile(earth=[(3, tiles.WHOLE, {})])}, metadata={"name": "Own"})
    done = geomap("map", "page.txt", "-o", "out", "--basemap", "own.pmtiles", "--basemap-size", "1MB", "--preview")
    assert done.status == 0, done.err
    assert "note: own.pmtiles: zooms up to 0 of 0 are in the page, 0.0 MB" in done.err
    assert block((tmp_path / "out" / "map.html").read_bytes(), "streets")["name"] == "Own"
    assert (tmp_path / "out" / "preview.png").read_bytes().startswith(b"\x89PNG")
    again = geomap("map", "page.txt", "-o", "out", "--basemap", "own.pmtiles", "--quiet", "--date", "2024-03-05")
    assert again.err == ""


def test_an_editing_page_has_candidates_and_the_lines_that_were_applied(
    geomap: Geomap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "fixes.csv").write_text("post,mention,killed\nVovchansk,Vovchansk,3\n")
    done = geomap("map", "page.txt", "-o", "out", "--desk", "--corrections", "fixes.csv")
    assert done.status == 0, done.err
    page = (tmp_path / "out" / "map.html").read_bytes()
    known = block(page, "desk")
    assert known["lines"] == [{"post": "Vovchansk", "mention": "Vovchansk", "killed": "3"}]
    assert known["events"]["mention"] == ["Vovchansk"]
    (own,) = known["events"]["place"]
    assert known["places"]["name"][own] == "Vovchansk"
    assert own in known["events"]["candidates"][0]
    geomap("map", "page.txt", "-o", "plain", "--corrections", "fixes.csv")
    assert b"geomap-desk" not in (tmp_path / "plain" / "map.html").read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--overlay", "none.geojson"), "--overlay: none.geojson: there is no such file"),
        (("--overlay", "page.txt"), "--overlay: page.txt: it is not JSON"),
        (("--basemap", "none.pmtiles"), "--basemap: none.pmtiles: there is no such file"),
        (("--basemap", "page.txt"), "--basemap: page.txt: it is not a PMTiles archive"),
        (("--basemap", "damaged.pmtiles"), "--basemap: damaged.pmtiles: tile 0/0/0 is damaged"),
        (("--tiles", "streets"), "--tiles: streets: give osm, light, dark, all"),
        (("--public-url", "news"), "--public-url: news: give the address"),
        (("--desk", "--coarsen", "5km"), "--desk: an editing page shows exact places"),
        (("--desk", "--corrections", "none.csv"), "none.csv: there is no such file of corrections"),
    ],
)
def test_nonsense_is_one_sentence(
    geomap: Geomap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE)
    tiles.archive(tmp_path / "damaged.pmtiles", {(0, 0, 0): b"\xff" * 40})
    done = geomap("map", "page.txt", "-o", "out", *options)
    assert done.status == 2
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()
