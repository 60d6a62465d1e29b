"""The editing page: usable by everybody, hostile text stays text, undo, and nothing of it on a page that is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from geomap.corrections.desk import desk_with
from geomap.model import Analysis
from geomap.render import PageExtras, page_bytes
from tests.render import factory, hostile
from tests.render.conftest import Open, Opened
from tests.render.test_browser_access import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
MOST_BYTES = 150_000  # that editing may add to a page


def editing(analysis: Analysis, language: str = "en") -> bytes:
    return page_bytes(analysis, language=language, extras=PageExtras(desk=desk_with()))


def opened_desk(open_page: Open, page: bytes, **options: object) -> Opened:
    opened = open_page(page, **options)
    opened.page.locator(".gm-desk").wait_for()
    return opened


def open_form(page: Page) -> None:
    page.locator(".gm-row", has_text="Izium").click()
    page.locator(".gm-desk-form").wait_for()
    page.keyboard.press("Escape")


def more_counts(page: Page) -> None:
    page.locator(".gm-desk summary").click()


def corrected(page: Page) -> None:
    page.locator('.gm-desk [name="killed"]').fill("9")
    page.get_by_role("button", name="Split off a second event").click()


def picking(page: Page) -> None:
    page.get_by_role("button", name="Choose on the map").click()


def test_editing_adds_little_and_nothing_to_other_pages() -> None:
    analysis = factory.many(300)
    plain = page_bytes(analysis)
    assert len(editing(analysis)) - len(plain) <= MOST_BYTES
    assert b"desk" not in plain


@pytest.mark.parametrize("options", [{"viewport": {"width": 1000, "height": 700}}, {"viewport": {"width": 390, "height": 844}}])
def test_axe_finds_nothing(open_page: Open, options: dict[str, object]) -> None:
    opened = opened_desk(open_page, editing(factory.sample()), reduced_motion="reduce", **options)
    page = opened.page
    states: list[Callable[[Page], None]] = [open_form, more_counts, corrected, picking]
    for state in states:
        state(page)
        assert violations(page) == [], state.__name__
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    opened.assert_quiet()


def test_an_event_is_corrected_by_keyboard(open_page: Open) -> None:
    opened = opened_desk(open_page, editing(factory.sample()), reduced_motion="reduce")
    page = opened.page
    page.locator(".gm-list").focus()
    page.keyboard.press("Enter")
    page.locator(".gm-dialog").wait_for()
    correct = page.locator(".gm-dialog").get_by_role("button", name="Correct")
    for _ in range(12):
        page.keyboard.press("Tab")
        if correct.evaluate("(node) => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "gm-desk-event"
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.name || document.activeElement.textContent"))
    assert {"place", "position", "name", "type", "first", "last", "killed", "injured", "modality", "reason", "same_as"} <= seen
    page.get_by_role("button", name="Choose on the map").press("Enter")
    page.keyboard.press("ArrowUp")
    middle = page.evaluate("geomap.ready.then(({ map }) => map.getCenter().lat)")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Choose on the map"
    assert float(page.locator('.gm-desk [name="position"]').input_value().split()[0]) == pytest.approx(middle, abs=1e-4)
    opened.assert_quiet()


def test_undo_and_redo_go_through_all_changes(open_page: Open) -> None:
    opened = opened_desk(open_page, editing(factory.sample()), reduced_motion="reduce")
    page = opened.page
    said = "geomap.ready.then(({ model }) => geomap.geojson(model, model.order))"
    states = [page.evaluate(said)]
    open_form(page)
    steps: list[Callable[[], object]] = [
        lambda: page.locator('.gm-desk [name="type"]').select_option("Flood"),
        lambda: page.locator('.gm-desk [name="injured"]').fill("3"),
        lambda: page.locator('.gm-desk [name="first"]').fill("2024-05-01"),
        lambda: page.get_by_role("button", name="Split off a second event").click(),
        lambda: page.locator(".gm-desk").get_by_role("button", name="Hide: not an event").click(),
    ]
    for step in steps:
        step()
        page.locator(".gm-desk-status").first.click()
        states.append(page.evaluate(said))
    expect(page.locator(".gm-row")).to_have_count(7)
    assert len(set(states)) == len(steps)  # hiding the second event is what there was before it
    for state in reversed(states[:-1]):
        page.get_by_role("button", name="Undo").click()
        assert page.evaluate(said) == state
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    for state in states[1:]:
        page.get_by_role("button", name="Redo").click()
        assert page.evaluate(said) == state
    page.locator("#gm-tab-layers").click()
    expect(page.locator('[data-layer="natural disaster"]')).to_have_count(1)
    opened.assert_quiet()


def test_hostile_text_stays_text(open_page: Open) -> None:
    analysis = hostile.analysis()
    lines = tuple({"event_id": "gone", "reason": text, "place": "not a place"} for text in hostile.TEXTS)
    desk = replace(desk_with(), lines=lines)
    opened = opened_desk(open_page, page_bytes(analysis, extras=PageExtras(desk=desk)), reduced_motion="reduce")
    page = opened.page
    page.locator(".gm-list").focus()
    for number in range(len(hostile.TEXTS)):
        page.keyboard.press("Enter")
        page.locator(".gm-dialog").first.wait_for()
        page.evaluate("text => document.querySelector('.gm-desk [name=name]').value = text", hostile.TEXTS[number])
        page.locator('.gm-desk [name="name"]').dispatch_event("change")
        page.keyboard.press("Escape")
        page.locator(".gm-list").focus()
        page.keyboard.press("ArrowDown")
    page.locator(".gm-desk").get_by_role("button", name="Split off a second event").click()
    assert page.evaluate("window.ran") is None
    assert page.locator("#geomap img, #geomap script, #geomap [onerror], #geomap [onload], #geomap [onmouseover]").count() == 0
    opened.assert_quiet()


def test_a_file_that_holds_no_corrections_is_refused_in_a_sentence(open_page: Open, tmp_path: Path) -> None:
    opened = opened_desk(open_page, editing(factory.sample()))
    page = opened.page
    for name, text in {"a.csv": "x,y\n1,2\n", "b.csv": "", "c.csv": '"open'}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        page.locator(".gm-desk input[type=file]").first.set_input_files(tmp_path / name)
        expect(page.locator(".gm-desk-status").first).to_have_text(f"{name} is not a file of corrections")
    rows = "post;mention;place;event_id;killed;status\nPost;Izium;not a place;;;\n;;;event-000003;11;\n;;;event-000002;5;rejected\n"
    (tmp_path / "d.csv").write_text(rows, encoding="utf-8")
    page.locator(".gm-desk input[type=file]").first.set_input_files(tmp_path / "d.csv")
    expect(page.locator(".gm-desk-status").first).to_contain_text("1 correction; 2 lines of loaded files are kept but not shown here")
    page.locator(".gm-row", has_text="Izium").click()
    expect(page.locator(".gm-dialog")).to_contain_text("11 killed")
    opened.assert_quiet()


def test_the_editing_page_speaks_ukrainian(open_page: Open) -> None:
    opened = opened_desk(open_page, editing(factory.sample(), language="uk"))
    open_form(opened.page)
    assert "desk.c" not in opened.page.locator(".gm-desk").inner_text()
    assert opened.page.get_by_role("button", name="Зберегти виправлення").is_visible()
    opened.assert_quiet()
