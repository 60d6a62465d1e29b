"""Everyone can use the page: what axe-core finds, every control by keyboard, in two languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geomap.corrections.desk import desk_with
from geomap.render import PageExtras, Step, Story, page_bytes
from tests.render import factory
from tests.render.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[Any]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)  # through the debugger, which the page's policy does not bind
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [(each["id"], [node["html"][:160] for node in each["nodes"]][:4]) for each in found["violations"]]


CONTROLS = """[...document.querySelectorAll('button, select, input, textarea, a[href], [tabindex="0"], summary')]
    .filter(node => node.checkVisibility({ contentVisibilityAuto: false }) && node.tabIndex >= 0 && !node.disabled)
    .map((node, index) => { node.dataset.turn = String(index); return [node.dataset.turn, node.outerHTML.slice(0, 90)]; })"""
STORY = Story(title="A week", name="story.json", steps=(Step(text="It began."), Step(text="Then.", event="event-000003")))


def unreached(page: Page) -> list[str]:
    """Go through the page by the Tab key; give the controls that had no turn."""
    wanted = dict(page.evaluate(CONTROLS))
    page.evaluate("() => { document.activeElement.blur(); window.seen = new Set(); }")
    page.evaluate("() => document.addEventListener('focusin', ({ target }) => window.seen.add(target.dataset.turn))")
    seen: set[str] = set()
    for turn in range(2 * len(wanted)):  # from where the focus was, once around
        page.keyboard.press("Tab")
        if turn % 20 == 0 or turn > len(wanted):
            seen = set(page.evaluate("[...window.seen]"))
        if set(wanted) <= seen:
            break
    return [html for turn, html in wanted.items() if turn not in seen]


@pytest.mark.parametrize(
    ("extras", "fragment", "tabs"),
    [
        (PageExtras(), "", ("events", "layers", "about")),
        (PageExtras(desk=desk_with()), "#event=event-000003", ("events",)),
        (PageExtras(story=STORY), "", ()),
        (PageExtras(), "#embed", ()),
    ],
    ids=["reading", "editing", "telling", "framed"],
)
def test_every_control_has_its_turn_by_keyboard(open_page: Open, extras: PageExtras, fragment: str, tabs: tuple[str, ...]) -> None:
    opened = open_page(page_bytes(factory.sample(), extras=extras), fragment=fragment, reduced_motion="reduce")
    page = opened.page
    assert unreached(page) == []
    for tab in tabs:
        page.locator(f"#gm-tab-{tab}").press("Enter")
        page.evaluate("() => document.querySelectorAll('.gm-side details').forEach((node) => { node.open = true; })")
        assert unreached(page) == [], tab
    opened.assert_quiet()


def test_the_page_speaks_ukrainian(open_page: Open) -> None:
    opened = open_page(factory.sample(), language="uk", reduced_motion="reduce")
    page = opened.page
    assert page.evaluate("document.documentElement.lang") == "uk"
    assert page.get_by_role("tab").all_inner_texts() == ["Події", "Шари", "Легенда і дані"]
    assert page.locator(".gm-sub").inner_text().startswith("7 подій · 3–9 травня 2024")
    page.locator(".gm-row", has_text="Izium").click()
    text = page.locator(".gm-dialog").inner_text()
    assert "у межах приблизно 3 км" in text
    assert "2 загиблі; 5 поранених" in text
    assert violations(page) == []
    opened.assert_quiet()
