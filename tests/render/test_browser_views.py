"""The same events as symbols, as warmth and by region: all follow filters, time and address, and the keyboard reaches them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
import shapely
from playwright.sync_api import expect

from geomap.model import Analysis, GeoMethod, Region, Toll
from tests.render import factory
from tests.render.conftest import Open, Opened
from tests.render.test_browser_access import violations

pytestmark = pytest.mark.browser

WARM = """geomap.ready.then(({ views }) => views.parts.heat.canvas.getContext('2d').getImageData(0, 0, 900, 700).data
  .filter((value, at) => at % 4 === 3 && value).length)"""


def regional() -> Analysis:
    """Three events in the east, one in the west, one at coordinates of a table, one in no region."""
    east = Region(id="r:east", name="East", country="UA", admin1="East", area=shapely.box(36, 48, 39, 50))
    west = Region(id="r:west", name="<b>West", country="UA", admin1="West", area=shapely.box(23, 48, 26, 50))
    empty = Region(id="r:no", name="Unseen", country="UA", admin1="Unseen", area=shapely.box(30, 48, 31, 50))

    def at(name: str, lat: float, lon: float, region: str) -> object:
        return factory.where(replace(factory.place(name, lat, lon), within=(region, "c:UA")))

    table = replace(factory.where(None, name="cell"), lat=49.0, lon=24.0, method=GeoMethod.TABLE, radius_m=100.0, geo_precision=1)
    events = (
        factory.event(1, at("Kharkiv", 49.9, 36.3, "r:east")),
        factory.event(2, at("Izium", 49.2, 37.3, "r:east"), type="Protests", sub_type="Peaceful protest", toll=Toll()),
        factory.event(3, at("Chuhuiv", 49.8, 36.7, "r:east"), toll=Toll(fatalities_low=3)),
        factory.event(4, at("Lviv", 49.8, 24.0, "r:west")),
        factory.event(5, table),
        factory.event(6, at("Rivne", 50.6, 26.2, "r:none")),
    )
    return factory.analysis(events, regions=(east, west, empty))


def rows(opened: Opened) -> list[list[str]]:
    lines = opened.page.locator(".gm-regions tbody tr")
    return [lines.nth(n).locator("th, td").all_inner_texts() for n in range(lines.count())]


def test_events_are_counted_by_region(open_page: Open) -> None:
    opened = open_page(regional())
    page = opened.page
    page.get_by_role("tab", name="Regions").click()
    assert rows(opened) == [["East Ukraine", "3", "5"], ["<b>West Ukraine", "2", "4"], ["No region known", "1", "2"]]
    assert violations(page) == []
    page.get_by_role("searchbox", include_hidden=True).evaluate("node => { node.value = 'Izium'; node.dispatchEvent(new Event('input')); }")
    assert rows(opened) == [["East Ukraine", "1", "–"]]
    assert page.locator("#geomap th b").count() == 0
    opened.assert_quiet()


def test_regions_are_shaded_and_open_by_mouse_and_keyboard(open_page: Open) -> None:
    opened = open_page(regional(), reduced_motion="reduce")
    page = opened.page
    page.get_by_role("button", name="Regions").click()
    assert page.locator("path.gm-region").count() == 2
    assert page.locator("path.gm-region-5").count() == 1
    assert page.locator(".gm-key").inner_text().split() == ["1", "2", "3+"]
    assert not page.locator(".gm-dot").first.is_visible()
    assert violations(page) == []
    page.locator("path.gm-region-5").click()
    assert page.locator(".gm-dialog-body").inner_text().splitlines()[0] == "3 events; 5 killed, as reported"
    page.keyboard.press("Escape")
    page.locator(".gm-dialog").wait_for(state="detached")
    page.get_by_role("button", name="Symbols").click()
    page.get_by_role("tab", name="Regions").click()
    page.get_by_role("button", name="<b>West Ukraine").press("Enter")
    assert page.locator(".gm-dialog h2").inner_text() == "<b>West"
    assert page.get_by_role("button", name="Regions").get_attribute("aria-pressed") == "true"
    opened.assert_quiet()


def test_the_heat_map_follows_time_and_address(open_page: Open) -> None:
    opened = open_page(regional(), fragment="#view=heat", reduced_motion="reduce")
    page = opened.page
    assert page.get_by_role("button", name="Heat map").get_attribute("aria-pressed") == "true"
    assert not page.locator(".gm-dot").first.is_visible()
    whole = page.evaluate(WARM)
    page.get_by_label("End of the time shown").press("ArrowLeft")
    assert 0 < page.evaluate(WARM) < whole
    assert violations(page) == []
    page.get_by_role("button", name="Symbols").press("Enter")
    page.locator(".gm-dot").first.wait_for()
    page.get_by_role("button", name="Heat map").press("Enter")
    page.wait_for_function("() => location.hash.includes('view=heat')")
    opened.assert_quiet()


def test_a_page_that_knows_no_regions_offers_none(open_page: Open) -> None:
    opened = open_page(factory.sample(), fragment="#view=regions")
    assert opened.page.get_by_role("button", name="Regions").count() == 0
    assert opened.page.get_by_role("tab").all_inner_texts() == ["Events", "Layers", "Legend and data"]
    assert opened.page.locator(".gm-dot").first.is_visible()
    opened.assert_quiet()


def test_names_in_the_language_of_the_page_are_shown_found_and_left_out_of_files(open_page: Open) -> None:
    analysis = replace(regional(), names={"uk": {"test:Izium": "Ізюм", "r:east": "Східна область"}})
    opened = open_page(analysis, language="uk")
    page = opened.page
    for needle in ("ізюм", "izium"):
        page.get_by_role("searchbox").fill(needle)
        expect(page.locator(".gm-row b")).to_have_text(["Ізюм"])
    page.get_by_role("tab", name="Області").click()
    assert rows(opened)[0][0] == "Східна область Україна"
    page.get_by_role("tab", name="Шари").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    lines = csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig")))
    assert [line["place_name"] for line in lines] == ["Izium"]
    opened.assert_quiet()
