"""Thirty states of the page, of the editing page, of a story and of frames: axe-core finds nothing, no complaint, no request.

Few pages are opened; each goes from state to state as a reader would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import shapely

from geomap.corrections.desk import desk_with
from geomap.model import Analysis, Event, Region
from geomap.render import PageExtras, Step, Story, page_bytes
from tests.render.conftest import Open
from tests.render.test_browser_access import violations
from tests.render.test_browser_changes import changed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LEAST_STATES = 25
EDITED = PageExtras(desk=desk_with())
TOLD = PageExtras(story=Story(title="A week", name="story.json", steps=(Step(text="It began."), Step(text="Then.", event="event-000003"))))


def everything() -> Analysis:
    """The sample with regions, and compared with an earlier run."""
    analysis = changed()
    oblast = Region(id="test:oblast", name="Oblast", country="UA", admin1="Oblast", area=shapely.box(35.0, 48.5, 38.5, 50.5))

    def placed(event: Event) -> Event:
        resolution = event.where.resolution
        if resolution is None or resolution.place is None:
            return event
        place = replace(resolution.place, within=("test:oblast",))
        return replace(event, where=replace(event.where, resolution=replace(resolution, place=place)))

    return replace(analysis, events=tuple(placed(event) for event in analysis.events), regions=(oblast,))


def click(name: str, role: str = "button", *, exact: bool = False) -> Callable[[Page], None]:
    return lambda page: page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]


def tab(name: str) -> Callable[[Page], None]:
    def choose(page: Page) -> None:
        page.keyboard.press("Escape")
        page.locator(f"#gm-tab-{name}").click()
        page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")

    return choose


def row(place: str) -> Callable[[Page], None]:
    def choose(page: Page) -> None:
        page.keyboard.press("Escape")
        page.locator("#gm-tab-events").click()
        page.locator(".gm-row", has_text=place).first.click()

    return choose


def switched(page: Page) -> None:
    page.locator('[data-group="hiddenTypes"] [data-layer="Protests"]').uncheck()
    page.get_by_label("Size of symbols").select_option("toll")


def region_opened(page: Page) -> None:
    page.locator(".gm-regions .gm-link").first.click()
    page.locator(".gm-dialog").wait_for()


def search(text: str) -> Callable[[Page], None]:
    def fill(page: Page) -> None:
        page.keyboard.press("Escape")
        page.locator("#gm-tab-events").click()
        page.get_by_role("searchbox").fill(text)

    return fill


def media(**values: str) -> Callable[[Page], None]:
    return lambda page: page.emulate_media(**values)  # type: ignore[arg-type]


def size(width: int, height: int) -> Callable[[Page], None]:
    return lambda page: page.set_viewport_size({"width": width, "height": height})


def printed(page: Page) -> None:
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")


def as_it_opens(page: Page) -> None:
    page.locator(".gm-ready").wait_for()


READING = (
    as_it_opens,
    tab("layers"),
    switched,
    tab("about"),
    tab("regions"),
    click("Regions"),
    region_opened,
    click("Heat map"),
    click("Symbols"),
    row("Izium"),
    row("Kharkiv"),
    media(color_scheme="dark"),
    media(forced_colors="active"),
    media(color_scheme="light", forced_colors="none"),
    row("Nowhereville"),
    search("no such thing"),
    search(""),
    click("withdrawn"),
    size(820, 1180),
    size(390, 844),
    size(360, 640),
    size(844, 390),
    printed,
)
EDITING = (
    row("Izium"),
    click("Split off a second event"),
    click("Hide: not an event"),
    row("Chuhuiv"),
    click("Add to the story"),
    click("Choose on the map"),
    media(color_scheme="dark"),
)
TELLING = (as_it_opens, click("Next"), media(color_scheme="dark"), size(390, 844), click("All events", exact=True))
FRAMED = (as_it_opens, media(color_scheme="dark"))


@pytest.mark.parametrize(
    ("extras", "fragment", "viewport", "states"),
    [
        (PageExtras(), "", (1280, 800), READING),
        (EDITED, "", (1400, 900), EDITING),
        (TOLD, "", (1280, 800), TELLING),
        (PageExtras(), "#embed", (360, 500), FRAMED),
        (TOLD, "#embed", (600, 480), FRAMED),
    ],
    ids=["reading", "editing", "telling", "framed", "framed story"],
)
def test_axe_finds_nothing(
    open_page: Open, extras: PageExtras, fragment: str, viewport: tuple[int, int], states: tuple[Callable[[Page], None], ...]
) -> None:
    page = page_bytes(everything(), title="A week in events", extras=extras)
    opened = open_page(page, fragment=fragment, viewport={"width": viewport[0], "height": viewport[1]}, reduced_motion="reduce")
    for number, state in enumerate(states):
        state(opened.page)
        assert violations(opened.page) == [], number
    opened.assert_quiet()


def test_axe_finds_nothing_without_scripts(browser: Browser) -> None:
    # A browser without scripts cannot run axe either: it is shown what such a browser shows.
    shown = page_bytes(everything(), title="A week in events").decode().replace("<noscript>", "<div>").replace("</noscript>", "</div>")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.set_content(shown.split("<script", 1)[0] + shown[shown.index("</head>") :].split("<script", 1)[0])
    assert page.locator(".gm-plain li").count() == 7
    assert violations(page) == []
    context.close()


def test_there_are_states_enough() -> None:
    assert len(READING) + len(EDITING) + len(TELLING) + 2 * len(FRAMED) + 1 >= LEAST_STATES
