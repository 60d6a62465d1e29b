"""Hostile text stays text, whatever field it stands in and whatever the reader opens."""

from __future__ import annotations

import pytest

from tests.render import hostile
from tests.render.conftest import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("title", [hostile.TEXTS[1], hostile.TEXTS[6], hostile.TEXTS[9]])
def test_a_hostile_title_is_shown_as_it_is(open_page: Open, title: str) -> None:
    opened = open_page(hostile.analysis(), title=title)
    assert opened.page.locator("h1").text_content() == title
    assert opened.page.title() == " ".join(title.split())
    assert opened.page.evaluate("window.ran") is None
    opened.assert_quiet()


def test_opening_everything_runs_nothing(open_page: Open) -> None:
    opened = open_page(hostile.analysis())
    page = opened.page
    for tab in ("layers", "about", "events"):
        page.locator(f"#gm-tab-{tab}").click()
        page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true })")
    page.locator(".gm-list").focus()
    for number in range(len(hostile.TEXTS)):
        page.keyboard.press("Enter")
        page.locator(".gm-dialog").first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true })")
        assert page.locator(".gm-dialog .gm-card").count() > 0, number
        page.keyboard.press("Escape")
        page.locator(".gm-dialog").wait_for(state="detached")
        page.keyboard.press("ArrowDown")
    assert page.evaluate("window.ran") is None
    assert page.locator("#geomap img, #geomap script, #geomap [onerror], #geomap [onload], #geomap [onmouseover]").count() == 0
    opened.assert_quiet()


def test_only_web_addresses_are_links(open_page: Open) -> None:
    opened = open_page(hostile.analysis())
    page = opened.page
    page.locator("#gm-tab-about").click()
    page.evaluate("geomap.ready.then(({ markers, model }) => model.order.forEach((event) => markers.reveal(event)))")
    links = page.evaluate("[...document.querySelectorAll('a')].map((node) => node.protocol + node.rel)")
    assert links
    assert set(links) <= {"https:noopener noreferrer nofollow", "http:noopener noreferrer nofollow"}


def test_the_hostile_text_is_all_there(open_page: Open) -> None:
    opened = open_page(hostile.analysis())
    quotes = opened.page.evaluate("geomap.ready.then(({ model }) => model.evidence.quote)")
    for number, text in enumerate(hostile.TEXTS):
        assert f"before {text} after" in quotes, number


def test_a_hostile_address_is_ignored(open_page: Open) -> None:
    fragment = "#at=NaN,x,9e9&time=a,b&not=%3Cimg%20src=x%20onerror=window.ran=1%3E&event=__proto__&q=%3Cscript%3E&clock=constructor&nod=x"
    opened = open_page(hostile.analysis(), fragment=fragment)
    assert opened.page.evaluate("window.ran") is None
    opened.assert_quiet()


def test_a_narrow_screen_is_not_pushed_wide(open_page: Open) -> None:
    opened = open_page(hostile.analysis(), title="W" * 10_000, viewport={"width": 390, "height": 800})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
    opened.assert_quiet()
