"""Layers of the page's maker: in the tree, on the map, by mouse and by keyboard, and as text whatever they bear."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geomap.render import PageExtras, page_bytes, read_overlay
from tests.render import factory, hostile
from tests.render.conftest import Open
from tests.render.test_browser_access import violations

pytestmark = pytest.mark.browser

SQUARE = [[36.0, 48.9], [36.0, 49.5], [36.9, 49.5], [36.9, 48.9], [36.0, 48.9]]


def overlay(folder: Path, name: str, *features: tuple[object, object]) -> Path:
    path = folder / f"{name}.geojson"
    rows = [{"type": "Feature", "geometry": geometry, "properties": properties} for geometry, properties in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


def test_layers_of_one_s_own_are_in_the_tree_and_tell_what_they_bear(open_page: Open, tmp_path: Path) -> None:
    area = overlay(tmp_path, "held", ({"type": "Polygon", "coordinates": [SQUARE]}, {"name": "Pocket", "since": 5}))
    line = overlay(tmp_path, "roads", ({"type": "LineString", "coordinates": [[35, 48.5], [35.5, 50], [37, 50.3]]}, None))
    extras = PageExtras(overlays=(read_overlay(area), read_overlay(line)))
    opened = open_page(page_bytes(factory.sample(), extras=extras))
    page = opened.page
    at = page.evaluate("""geomap.ready.then(({ map }) => {
        const { x, y } = map.latLngToContainerPoint([49.1, 36.4]); const box = map.getContainer().getBoundingClientRect();
        return [x + box.left, y + box.top]; })""")
    page.mouse.click(*at)
    assert page.locator(".gm-dialog").inner_text().split() == ["Pocket", "×", "name", "Pocket", "since", "5"]
    page.keyboard.press("Escape")
    page.locator(".gm-dialog").wait_for(state="detached")
    page.get_by_role("tab", name="Layers").click()
    page.locator('[data-group="hiddenOverlays"] [data-layer="0"]').uncheck()
    page.mouse.click(*at)
    assert page.locator(".gm-dialog").count() == 0
    page.wait_for_function("() => location.hash.includes('noo=0')")
    page.get_by_text("Features of roads").click()
    button = page.get_by_role("button", name="1 roads")
    button.press("Enter")
    assert "This feature has no properties." in page.locator(".gm-dialog").inner_text()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".gm-dialog").wait_for(state="detached")
    assert button.evaluate("node => node === document.activeElement")
    opened.assert_quiet()


def test_hostile_properties_are_text(open_page: Open, tmp_path: Path) -> None:
    rows = [({"type": "Point", "coordinates": [35 + n / 9, 49]}, {text: text, "name": text}) for n, text in enumerate(hostile.TEXTS)]
    found = read_overlay(overlay(tmp_path, "<b onclick=window.ran=1>x", *rows))
    opened = open_page(page_bytes(factory.sample(), extras=PageExtras(overlays=(found,))))
    page = opened.page
    page.get_by_role("tab", name="Layers").click()
    page.evaluate("document.querySelector('.gm-features').open = true")
    buttons = page.locator(".gm-features button")
    for number in range(buttons.count()):
        buttons.nth(number).evaluate("node => node.click()")
        assert page.locator(".gm-dialog").last.locator("dd").first.text_content() == hostile.TEXTS[number]
    assert page.evaluate("window.ran") is None
    assert page.locator("#geomap img, #geomap script, #geomap [onclick], #geomap [onerror], #geomap b[onmouseover]").count() == 0
    opened.assert_quiet()


def test_a_page_of_layers_alone_shows_them(open_page: Open, tmp_path: Path) -> None:
    found = read_overlay(overlay(tmp_path, "held", ({"type": "Polygon", "coordinates": [SQUARE]}, None)))
    opened = open_page(page_bytes(factory.analysis(()), extras=PageExtras(overlays=(found,))))
    assert opened.page.evaluate("geomap.ready.then(({ map }) => map.getZoom())") > 6
    opened.assert_quiet()
