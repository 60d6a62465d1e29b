"""What is written on the map is whole and legible at every size: names lie in the view and clear of controls, symbols and each other."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations

import pytest
import shapely

from gazetteer.model import PlaceKind
from geomap.model import Analysis, Where
from tests.render import factory
from tests.render.conftest import Open, Opened
from tests.render.test_page import ASSETS, decoded

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


def areas() -> Analysis:
    """Areas of all sizes with places in and around them, so that their names have little room; two stand at one point."""
    outlines = {
        "Wide Oblast": (35.0, 48.2, 37.6, 50.2),
        "Narrow District": (36.9, 49.0, 37.1, 49.4),
        "Same Point": (36.95, 49.1, 37.05, 49.3),
        "Small District": (36.1, 49.6, 36.3, 49.7),
    }
    towns = [factory.where(factory.place(f"Town {n}", 48.4 + n // 6 * 0.3, 35.2 + n % 6 * 0.4)) for n in range(36)]
    wheres = [_area(name, shapely.box(*box)) for name, box in outlines.items()]
    circle = factory.where(factory.place("Between two towns", 49.9, 37.2, PlaceKind.AREA, 20_000.0))
    return factory.analysis(tuple(factory.event(number, where) for number, where in enumerate((*towns, *wheres, circle), 1)))


def _area(name: str, outline: shapely.Polygon) -> Where:
    middle = outline.centroid
    return factory.where(factory.place(name, middle.y, middle.x, PlaceKind.REGION, 40_000.0), area=outline)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_names_of_areas_stand_in_their_area_or_on_a_line_to_it(open_page: Open, width: int, height: int) -> None:
    analysis = areas()
    opened = open_page(analysis, viewport={"width": width, "height": height}, reduced_motion="reduce")
    (view,) = boxes(opened, ".folium-map")
    chips = boxes(opened, ".gm-chip")
    assert len(chips) == 5
    lines = boxes(opened, "path.gm-leader")
    for chip in chips:
        assert view[1] <= chip[1] and chip[3] <= view[3] and view[2] <= chip[2] and chip[4] <= view[4], chip  # noqa: PT018 - where it lies
        where = next(event.where for event in analysis.events if event.where.name in chip[0])
        held = where.area or shapely.Point(where.lon, where.lat).buffer(0.25)
        assert held.contains(shapely.Point(position(opened, chip))) or any(meet(chip, line) for line in lines), chip
    for one, other in combinations(chips, 2):
        assert not meet(one, other), (one, other)
    taken = boxes(opened, ".gm-zoom, .gm-views, .gm-credit, .leaflet-control-scale, .gm-dot svg, .gm-dot-name, .gm-name")
    for chip in chips:
        assert not [other for other in taken if meet(chip, other)], chip
    opened.assert_quiet()


def position(opened: Opened, box: Box) -> list[float]:
    """Longitude and latitude of the middle of a box."""
    found: list[float] = opened.page.evaluate(
        """([x, y]) => geomap.ready.then(({ map }) => {
          const frame = map.getContainer().getBoundingClientRect();
          const { lat, lng } = map.containerPointToLatLng([x - frame.left, y - frame.top]);
          return [lng, lat]; })""",
        [(box[1] + box[3]) / 2, (box[2] + box[4]) / 2],
    )
    return found


def borders() -> shapely.MultiLineString:
    """The borders that the page draws around the events."""
    asset = json.loads((ASSETS / "detail.json").read_text(encoding="utf-8"))
    near = [cell["border"] for key, cell in asset["cells"].items() if key.split(",")[1] in ("9", "10") and key.split(",")[0] in "4567"]
    return shapely.MultiLineString([decoded(line, asset["units"]) for lines in near for line in lines])


@pytest.mark.parametrize("zoom", [5, 6.5, 8])
def test_the_name_of_a_country_stands_in_the_country(open_page: Open, zoom: int) -> None:
    opened = open_page(two_countries(), fragment=f"#at={zoom},51.6,34.2", viewport={"width": 844, "height": 390}, reduced_motion="reduce")
    middle = {name[0]: position(opened, name) for name in boxes(opened, ".gm-name-country")}
    nearest = {"Ukraine": (33.5, 51.9), "Russia": (35.3, 51.2)}
    for country, (lon, lat) in nearest.items():
        away = abs(middle[country][0] - lon) + abs(middle[country][1] - lat)
        other = nearest["Russia" if country == "Ukraine" else "Ukraine"]
        assert away < abs(middle[country][0] - other[0]) + abs(middle[country][1] - other[1]), (country, middle)
    for name in boxes(opened, ".gm-name-country"):
        (west, north), (east, south) = position(opened, ("", *name[1:3], *name[1:3])), position(opened, ("", *name[3:], *name[3:]))
        assert not shapely.box(west, south, east, north).intersects(borders()), name


def test_the_name_of_a_country_stays_in_view_as_the_map_moves(open_page: Open) -> None:
    opened = open_page(two_countries(), fragment="#at=10,51.68,33.9", reduced_motion="reduce")
    assert "Ukraine" in {name[0] for name in boxes(opened, ".gm-name")}
    assert "Russia" not in {name[0] for name in boxes(opened, ".gm-name")}
    opened.page.evaluate("geomap.ready.then(({ map }) => map.setView([51.57, 34.68], 10, { animate: false }))")
    names = {name[0] for name in boxes(opened, ".gm-name")}
    assert "Russia" in names
    opened.page.evaluate("geomap.ready.then(({ map }) => map.setView([51.57, 34.68], 2, { animate: false }))")
    for name in boxes(opened, ".gm-name-country"):  # with no room in the country it is not named, rather than in another
        lon, lat = position(opened, name)
        assert name[0] != "Ukraine" or shapely.box(20, 43, 42, 54).contains(shapely.Point(lon, lat)), (lon, lat)
    opened.assert_quiet()
