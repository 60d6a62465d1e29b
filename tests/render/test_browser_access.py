"""Everyone can use the page: axe-core finds nothing, in light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.render import factory
from tests.render.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[Any]:
    page.evaluate(AXE)  # through the debugger, which the page's policy does not bind
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [(each["id"], [node["html"][:160] for node in each["nodes"]][:4]) for each in found["violations"]]


def start(_: Page) -> None:
    """As the page opens."""


def layers(page: Page) -> None:
    page.locator("#gm-tab-layers").click()


def about(page: Page) -> None:
    page.locator("#gm-tab-about").click()
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true })")


def popup(page: Page) -> None:
    page.get_by_role("button", name="Izium: 1 event").click()
    page.locator(".gm-dialog").wait_for()


def group(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator(".gm-dialog").wait_for(state="detached")
    page.get_by_role("button", name="Kharkiv: 2 events").click()
    page.locator(".gm-dialog").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, scheme: str) -> None:
    opened = open_page(factory.sample(), title="A week in events", color_scheme=scheme, reduced_motion="reduce")
    states: list[Callable[[Page], None]] = [start, layers, about, popup, group]
    for state in states:
        state(opened.page)
        assert violations(opened.page) == [], state.__name__


def test_axe_finds_nothing_on_a_phone(open_page: Open) -> None:
    opened = open_page(factory.sample(), viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    assert violations(opened.page) == []


def test_every_control_has_its_turn_by_keyboard(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    wanted = set(
        page.evaluate("""[...document.querySelectorAll('button, select, input, [tabindex="0"], summary')]
        .filter(node => node.checkVisibility() && node.tabIndex >= 0).map((node, index) => node.dataset.turn = String(index))""")
    )
    seen = set()
    for _ in range(len(wanted) + 8):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.dataset.turn"))
    assert wanted <= seen


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
