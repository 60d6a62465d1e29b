"""Streets that the page bears: drawn with no network, chosen and left, in light and dark, whatever is in the archive."""

from __future__ import annotations

import gzip
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geomap.render import PageExtras, page_bytes
from geomap.render.streets import Archive
from geomap.render.streets.protobuf import number_field, part_field
from tests.render import factory, hostile, tiles
from tests.render.conftest import Open
from tests.render.test_browser_access import violations
from tests.render.test_streets import IZIUM, pyramid
from tests.render.tiles import WHOLE, vector_tile

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FOREST = [(0, 2048), (4096, 2048), (4096, 4096), (0, 4096)]
TILE = vector_tile(
    earth=[(3, WHOLE, {"kind": "earth"})],
    landuse=[(3, FOREST, {"kind": "forest"})],
    roads=[(2, [(0, 1024), (4096, 1024)], {"kind": "highway", "name": "Long Road"})],
    places=[(1, [(1000, 3000)], {"kind": "locality", "kind_detail": "city", "name": "Sometown"})],
)
# What share of the drawn tiles has about a colour.
SHARE = """async (wanted) => {
  await geomap.ready;
  let [hit, all] = [0, 0];
  for (const canvas of document.querySelectorAll("canvas.gm-street")) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) {
      all += 1;
      if (Math.abs(data[at] - wanted[0]) + Math.abs(data[at + 1] - wanted[1]) + Math.abs(data[at + 2] - wanted[2]) < 12) hit += 1;
    }
  }
  return all && hit / all;
}"""
GREEN, ROAD, DARK_GREEN = [0xDB, 0xE7, 0xCF], [0xF6, 0xD2, 0x8D], [0x24, 0x33, 0x2A]


def page_with(archive: Archive, **options: str) -> bytes:
    event = factory.event(1, factory.where(factory.place("Izium", *IZIUM)))
    return page_bytes(factory.analysis((event,)), extras=PageExtras(basemap=archive, **options))  # type: ignore[arg-type]


def share(page: Page, colour: list[int]) -> float:
    page.locator("canvas.gm-street.leaflet-tile-loaded").first.wait_for()
    page.wait_for_function("() => !document.querySelector('canvas.gm-street:not(.leaflet-tile-loaded)')")
    found: float = page.evaluate(SHARE, colour)
    return found


def test_vector_streets_are_drawn_named_and_can_be_left(open_page: Open, tmp_path: Path) -> None:
    metadata = {"name": "Own map", "attribution": "<a href='https://x.example'>© Us</a>"}
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", pyramid(TILE, 11), metadata=metadata))
    opened = open_page(page_with(archive), reduced_motion="reduce")
    page = opened.page
    assert 0.3 < share(page, GREEN) <= 0.51
    assert page.locator(".gm-name", has_text="Sometown").count() >= 1
    assert page.locator(".gm-credit").inner_text().endswith("· © Us")
    assert violations(page) == []
    page.get_by_role("tab", name="Layers").click()
    choice = page.get_by_label("Base map")
    assert choice.input_value() == "streets"
    assert "to zoom 12" in page.locator(".gm-tiles").inner_text()
    choice.select_option("drawn")
    assert page.locator("canvas.gm-street").count() == 0
    assert page.locator(".gm-name", has_text="Sometown").count() == 0
    page.wait_for_function("() => location.hash.includes('base=drawn')")
    page.reload()
    page.wait_for_selector(".gm-ready")
    assert page.locator("canvas.gm-street").count() == 0
    page.get_by_label("Base map").select_option("streets")
    assert share(page, GREEN) > 0.3
    opened.assert_quiet()


def test_nearer_than_the_finest_tiles_they_are_drawn_anew(open_page: Open, tmp_path: Path) -> None:
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", pyramid(TILE, 11)))
    opened = open_page(page_with(archive), fragment=f"#at=16,{IZIUM[0]},{IZIUM[1]}", reduced_motion="reduce")
    page = opened.page
    assert page.evaluate("geomap.ready.then(({ map }) => map.getZoom())") == 16
    share(page, GREEN)
    opened.assert_quiet()


def test_dark_streets_on_a_dark_page(open_page: Open, tmp_path: Path) -> None:
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", pyramid(TILE, 9)))
    opened = open_page(page_with(archive), color_scheme="dark", reduced_motion="reduce")
    assert share(opened.page, DARK_GREEN) > 0.3
    assert violations(opened.page) == []
    opened.assert_quiet()


def test_pictures_are_streets_too_and_in_the_picture_of_the_map(open_page: Open, tmp_path: Path) -> None:
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", pyramid(tiles.png((10, 200, 30)), 9, ring=3), picture=True))
    opened = open_page(page_with(archive), reduced_motion="reduce")
    page = opened.page
    assert share(page, [10, 200, 30]) > 0.9
    assert page.locator(".leaflet-names-pane").is_hidden()  # pictures have their names in them
    drawn = page.evaluate("""geomap.ready.then(async ({ map, model }) => {
        const canvas = await geomap.picture(map, model);
        return [...canvas.getContext("2d").getImageData(200, 300, 1, 1).data].slice(0, 3); })""")
    assert drawn == [10, 200, 30]
    opened.assert_quiet()


def test_hostile_names_are_text_and_broken_shapes_end(open_page: Open, tmp_path: Path) -> None:
    text = "".join(hostile.TEXTS[:6])
    broken = part_field(
        3,
        number_field(15, 2) + part_field(1, b"roads") + part_field(2, number_field(3, 2) + part_field(4, b"\x09\xff\xff\xff\xff\x7f\xff")),
    )
    named = vector_tile(
        earth=[(3, WHOLE, {})],
        places=[
            (1, [(n * 500, n * 500)], {"kind": "locality", "kind_detail": "city", "name": each[:60]})
            for n, each in enumerate(hostile.TEXTS[:8])
        ],
    )
    metadata = {"name": text, "attribution": text + "&lt;img src=x onerror=window.ran=1&gt;"}
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", pyramid(named + broken, 9), metadata=metadata))
    opened = open_page(page_with(archive), reduced_motion="reduce")
    page = opened.page
    share(page, GREEN)
    assert page.locator(".gm-credit", has_text="<img src=x onerror=window.ran=1>").count() == 1
    assert page.evaluate("window.ran") is None
    assert page.locator("#geomap img").count() == 0
    opened.assert_quiet()


def test_a_tile_that_cannot_be_unpacked_leaves_the_drawn_map(open_page: Open, tmp_path: Path) -> None:
    archive = Archive(tiles.archive(tmp_path / "a.pmtiles", pyramid(TILE, 6)))
    whole = page_with(archive)
    data = whole.split(b'"data":["', 1)[1].split(b'"', 1)[0] if whole.count(b'"data":["') else b""
    assert data
    damaged = whole.replace(data, b64encode(gzip.compress(b"x" * 99, mtime=0)[:40]))
    opened = open_page(damaged, reduced_motion="reduce")
    assert share(opened.page, GREEN) == 0
    opened.assert_quiet()
