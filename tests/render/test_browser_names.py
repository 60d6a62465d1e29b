"""What is written on the map is whole and legible at every size: names lie in the view and clear of controls, symbols and each other."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from geomap.model import Analysis
from tests.render import factory
from tests.render.conftest import Open, Opened

pytestmark = pytest.mark.browser

SIZES = [(1440, 900), (1280, 800), (820, 1180), (390, 844), (844, 390)]
LEAST_HEIGHT = 200  # pixels of the map
SLACK = 2  # pixels: a box is estimated from the number of letters
BOXES = """selector => [...document.querySelectorAll(selector)].filter(node => node.getClientRects().length).map(node => {
  const box = node.getBoundingClientRect();
  return [node.textContent, box.left, box.top, box.right, box.bottom];
})"""
Box = tuple[str, float, float, float, float]


def two_countries() -> Analysis:
    """Events beside a border, far from where the names of both countries have their place."""
    towns = (("Shostka", 51.87, 33.48, "UA"), ("Rylsk", 51.57, 34.68, "RU"), ("Hlukhiv", 51.68, 33.9, "UA"), ("Sudzha", 51.19, 35.27, "RU"))
    return factory.analysis(
        tuple(
            factory.event(number, factory.where(replace(factory.place(name, lat, lon), country=country)))
            for number, (name, lat, lon, country) in enumerate(towns, 1)
        )
    )


def boxes(opened: Opened, selector: str) -> list[Box]:
    found: list[Box] = opened.page.evaluate(BOXES, selector)
    return found


def meet(one: Box, other: Box) -> bool:
    _, left, top, right, bottom = one
    _, other_left, other_top, other_right, other_bottom = other
    return left + SLACK < other_right and other_left + SLACK < right and top + SLACK < other_bottom and other_top + SLACK < bottom


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_names_are_whole_and_clear_of_symbols_and_controls(open_page: Open, width: int, height: int) -> None:
    opened = open_page(two_countries(), viewport={"width": width, "height": height}, reduced_motion="reduce")
    (view,) = boxes(opened, ".folium-map")
    names = boxes(opened, ".gm-name")
    assert view[4] - view[2] >= LEAST_HEIGHT
    assert {"Ukraine", "Russia"} <= {name[0] for name in names}
    for name in [*names, *boxes(opened, ".gm-dot-name")]:
        assert view[1] - SLACK <= name[1] and name[3] <= view[3] + SLACK, name  # noqa: PT018 - one statement of where it lies
        assert view[2] - SLACK <= name[2] and name[4] <= view[4] + SLACK, name  # noqa: PT018
    for one, other in combinations(names, 2):
        assert not meet(one, other), (one, other)
    taken = boxes(opened, ".gm-zoom, .gm-views, .gm-credit, .leaflet-control-scale, .gm-dot svg, .gm-dot-name")
    for name in names:
        assert not [other for other in taken if meet(name, other)], name
    opened.assert_quiet()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_first_view_holds_the_events(open_page: Open, width: int, height: int) -> None:
    opened = open_page(two_countries(), viewport={"width": width, "height": height}, reduced_motion="reduce")
    (view,) = boxes(opened, ".folium-map")
    dots = boxes(opened, ".gm-dot svg")
    assert sum(int(count) for count in opened.page.locator(".gm-dot").evaluate_all("nodes => nodes.map(node => node.dataset.count)")) == 4
    for dot in dots:
        assert view[1] <= dot[1] and dot[3] <= view[3] and view[2] <= dot[2] and dot[4] <= view[4]  # noqa: PT018
    assert not opened.page.locator(".gm-outside").is_visible()
    opened.assert_quiet()


def test_the_name_of_a_country_stays_in_view_as_the_map_moves(open_page: Open) -> None:
    opened = open_page(two_countries(), fragment="#at=10,51.68,33.9", reduced_motion="reduce")
    assert "Ukraine" in {name[0] for name in boxes(opened, ".gm-name")}
    assert "Russia" not in {name[0] for name in boxes(opened, ".gm-name")}
    opened.page.evaluate("geomap.ready.then(({ map }) => map.setView([51.57, 34.68], 10, { animate: false }))")
    names = {name[0] for name in boxes(opened, ".gm-name")}
    assert "Russia" in names
    opened.assert_quiet()
