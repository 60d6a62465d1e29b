"""Everyone can use the page: what axe-core finds, every control by keyboard, in two languages."""

from __future__ import annotations

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
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)  # through the debugger, which the page's policy does not bind
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [(each["id"], [node["html"][:160] for node in each["nodes"]][:4]) for each in found["violations"]]


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
