"""What readers do with the page: filter, let the list follow the map, size symbols, play, embed, take pictures, do without scripts."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from geomap.model import Analysis, Modality
from geomap.regions import ALL_SPELLINGS
from geomap.render import page_bytes
from geomap.render.plain import MOST_LISTED
from tests.render import factory, hostile
from tests.render.conftest import Open
from tests.render.test_browser_access import violations

pytestmark = pytest.mark.browser


def rows(page: Page) -> list[str]:
    return page.locator(".gm-row-head b").all_inner_texts()


def test_filters_by_name_and_the_address(open_page: Open) -> None:
    opened = open_page(factory.sample(), reduced_motion="reduce")
    page = opened.page
    page.locator("#gm-tab-layers").click()
    page.locator("summary", has_text="What happened").click()
    page.locator('[data-group="hiddenSubTypes"] [data-layer="Armed clash"]').uncheck()
    page.locator("summary", has_text="Actor").click()
    page.locator('[data-group="hiddenActors"] [data-layer="Army of Somewhere"]').uncheck()
    page.locator("#gm-tab-events").click()
    assert len(rows(page)) == 1
    assert "nou=Armed" in page.evaluate("geomap.wholeAddress()")
    opened = open_page(factory.sample(), fragment="#noa=Army+of+Somewhere&size=toll")
    assert len(rows(opened.page)) == 1
    assert opened.page.locator(".gm-key").inner_text().startswith("People killed")
    opened.assert_quiet()


def test_the_list_follows_the_map_and_search_knows_other_spellings(open_page: Open) -> None:
    analysis = replace(factory.sample(), names={ALL_SPELLINGS: {"test:Izium": "Izium\nIzyum\nІзюм"}})
    opened = open_page(analysis, reduced_motion="reduce")
    page = opened.page
    page.get_by_label("Only what the map shows").check()
    page.evaluate("geomap.ready.then(({ map }) => map.setView([49.21, 37.26], 10, { animate: false }))")
    assert rows(page) == ["Izium"]
    page.get_by_label("Only what the map shows").uncheck()
    expect(page.locator(".gm-row")).to_have_count(7)
    for spelling in ("izyum", "Ізюм"):
        page.locator(".gm-search").fill(spelling)
        assert rows(page) == ["Izium"]
    assert violations(page) == []
    opened.assert_quiet()


def test_what_is_claimed_is_hollow_on_map_list_and_card(open_page: Open) -> None:
    opened = open_page(factory.sample(), reduced_motion="reduce")
    page = opened.page
    claimed = page.locator(".gm-row", has_text="Izium")
    expect(claimed.locator(".gm-hollow")).to_have_count(1)
    expect(claimed.locator(".gm-said")).to_have_text("Claimed")
    expect(page.locator(".gm-row", has_text="Chuhuiv").locator(".gm-hollow, .gm-said")).to_have_count(0)
    expect(page.locator(".gm-dot .gm-hollow")).to_have_count(1)
    claimed.click()
    expect(page.locator(".gm-kicker .gm-said")).to_have_text("Claimed")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.querySelector('.gm-list')")
    opened.assert_quiet()


def test_playing_skips_empty_time(open_page: Open) -> None:
    where = factory.where(factory.place("Izium", 49.21, 37.26))
    analysis = factory.analysis((factory.event(1, where, when=factory.when(0)), factory.event(2, where, when=factory.when(60))))
    opened = open_page(analysis, reduced_motion="reduce")
    seen = opened.page.evaluate("""geomap.ready.then(({ timeline, filters }) => {
        timeline.setPosition(0, 1);
        timeline.advance(1);
        return [filters.shown.length, ...filters.window.map((minutes) => minutes / 1440)]; })""")
    assert seen[0] == 1
    assert seen[1] == factory.day_number(60)
    opened.assert_quiet()


@pytest.mark.parametrize("width", [360, 900])
def test_a_frame_shows_title_and_legend_and_lets_the_article_scroll(open_page: Open, width: int) -> None:
    opened = open_page(factory.sample(), title="A week in events", fragment="#embed", viewport={"width": width, "height": 500})
    page = opened.page
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".gm-strip li")).to_have_count(7)
    corner = "node => { const box = node.getBoundingClientRect(); return document.elementFromPoint(box.left + 2, box.top + 2) === node; }"
    assert page.locator(".gm-whole").evaluate(corner)
    assert page.locator(".gm-main").evaluate("node => node.clientHeight") >= 200
    zoom = "geomap.ready.then(({ map }) => map.getZoom())"
    before = page.evaluate(zoom)
    page.locator(".gm-main").hover()
    page.mouse.wheel(0, -300)
    assert page.evaluate(zoom) == before
    wheel = "new WheelEvent('wheel', { deltaY: -100, ctrlKey: true, bubbles: true, cancelable: true, clientX: 100, clientY: 200 })"
    assert page.evaluate(f"!document.querySelector('.leaflet-container').dispatchEvent({wheel})")
    page.wait_for_timeout(500)
    assert page.evaluate(zoom) > before
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []
    opened.assert_quiet()


def test_pictures_have_title_legend_scale_and_sources(open_page: Open) -> None:
    opened = open_page(factory.sample(), title="A week in events", reduced_motion="reduce")
    page = opened.page
    drawing = page.evaluate("geomap.ready.then(({ map, model }) => geomap.vector(map, model))")
    for said in ("A week in events", "Battles", "Claimed", "km", "Natural Earth", "Example Wire", "GeoNames", "Izium"):
        assert said in drawing
    assert ET.fromstring(drawing).tag.endswith("svg")  # noqa: S314 - the page's own
    width = page.evaluate("geomap.ready.then(async ({ map, model }) => (await geomap.picture(map, model)).width / map.getSize().x)")
    assert width == 2
    opened.assert_quiet()


def test_a_region_lists_its_events(open_page: Open, regional: Analysis) -> None:
    opened = open_page(regional, reduced_motion="reduce")
    page = opened.page
    page.locator("#gm-tab-regions").click()
    page.locator(".gm-regions .gm-link").first.click()
    expect(page.locator(".gm-dialog .gm-card, .gm-dialog .gm-folded").first).to_be_visible()
    opened.assert_quiet()


@pytest.fixture
def regional() -> Analysis:
    import shapely  # noqa: PLC0415 - only this test draws a region

    from geomap.model import Region  # noqa: PLC0415

    area = shapely.box(35.0, 48.5, 38.5, 50.5)
    towns = (
        replace(factory.place(name, lat, lon), within=("test:oblast",)) for name, lat, lon in (("Izium", 49.2, 37.2), ("Balta", 49.5, 36.0))
    )
    events = tuple(factory.event(number, factory.where(town)) for number, town in enumerate(towns, 1))
    return factory.analysis(events, regions=(Region(id="test:oblast", name="Oblast", country="UA", admin1="Oblast", area=area),))


def test_fingers_find_targets_of_44_pixels(open_page: Open) -> None:
    opened = open_page(factory.sample(), viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    small = opened.page.evaluate("""[...document.querySelectorAll('button, select, input[type=search], summary')]
        .filter(node => node.checkVisibility() && !node.matches('.gm-dot, .gm-chip'))
        .filter(node => node.getBoundingClientRect().height < 43.5).map(node => node.outerHTML.slice(0, 80))""")
    assert small == []


def test_colours_that_the_reader_forces(open_page: Open) -> None:
    opened = open_page(factory.sample(), forced_colors="active")
    assert opened.page.evaluate("getComputedStyle(document.querySelector('.gm-row svg')).forcedColorAdjust") == "none"
    assert violations(opened.page) == []


def test_without_scripts_the_events_are_a_list(browser: Browser) -> None:
    for analysis in (factory.sample(), hostile.analysis()):
        page = browser.new_context(java_script_enabled=False, offline=True).new_page()
        page.set_content(page_bytes(analysis).decode())
        assert page.locator(".gm-plain li").count() == len(analysis.events)
    assert page_bytes(factory.many(300)).count(b"<q dir") == MOST_LISTED
    text = page_bytes(factory.sample()).decode()
    assert f"· {Modality.CLAIMED.value.capitalize()}" in text
