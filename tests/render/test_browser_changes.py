"""What changed since an earlier run, on the page: the sentence, the list, the cards, the map and the address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from geomap.changes import Earlier, compared
from geomap.model import Analysis, Modality, Toll
from tests.render import factory, hostile
from tests.render.conftest import Open
from tests.render.test_browser_access import violations

pytestmark = pytest.mark.browser


def changed() -> Analysis:
    """The sample with a new event, one of each aspect revised, and one withdrawn."""
    analysis = factory.sample()
    first, *others = analysis.events
    gone = factory.event(20, factory.where(factory.place("Lozova", 48.89, 36.32)), quote="Shells fell on Lozova.")
    before = [replace(first, toll=Toll(fatalities=1)), *others[1:], gone]
    before[1] = replace(before[1], modality=Modality.REPORTED, when=factory.when(4))
    return compared(analysis, Earlier(name="report.json", events=tuple(before), newest_time=datetime(2024, 5, 6, 9, 30, tzinfo=UTC)))


def test_the_sentence_and_its_buttons(open_page: Open) -> None:
    opened = open_page(changed(), reduced_motion="reduce")
    page = opened.page
    strip = page.locator(".gm-since")
    assert (
        strip.inner_text()
        == (
            "Since 6 May 2024 at 09:30 UTC: 1 new event, 2 revised, 1 withdrawn. New in Kharkiv. Other numbers of people for Kharkiv. "
        ).rstrip()
    )
    expect(page.locator(".gm-row")).to_have_count(7)
    assert page.locator(".gm-found").inner_text() == "7 events"
    page.get_by_role("button", name="1 new event").click()
    expect(page.locator(".gm-row")).to_have_count(1)
    assert "changes=0.2.3" in page.evaluate("new Promise(done => setTimeout(() => done(location.hash), 600))")
    page.get_by_role("button", name="1 withdrawn").click()
    expect(page.locator(".gm-row")).to_have_count(1)
    expect(page.locator(".gm-row .gm-change-withdrawn")).to_have_text("Withdrawn")
    expect(page.locator(".gm-marked-withdrawn")).to_have_count(1)
    page.get_by_role("button", name="1 withdrawn").click()
    expect(page.locator(".gm-row")).to_have_count(7)
    expect(page.get_by_role("button", name="Show all", exact=True)).to_be_hidden()
    opened.assert_quiet()


def test_cards_say_what_was_said_before(open_page: Open) -> None:
    opened = open_page(changed(), reduced_motion="reduce")
    page = opened.page
    page.locator(".gm-row", has_text="Izium").click()
    card = page.locator(".gm-dialog .gm-card")
    expect(card.locator(".gm-change")).to_have_text("Revised")
    said = [text.strip() for text in card.locator(".gm-before").all_inner_texts()]
    assert said == ["Earlier: 7 May 2024", "Earlier: Reported"]
    assert violations(page) == []
    opened.assert_quiet()


def test_an_address_opens_what_it_shows(open_page: Open) -> None:
    opened = open_page(changed(), fragment="#changes=0.1.2")
    expect(opened.page.locator(".gm-row")).to_have_count(1)
    expect(opened.page.get_by_role("button", name="1 withdrawn")).to_have_attribute("aria-pressed", "true")
    opened = open_page(changed(), fragment="#changes=<img src=x onerror=alert(1)>.9")
    expect(opened.page.locator(".gm-row")).to_have_count(8)
    opened.assert_quiet()


def test_nothing_changed_and_nothing_compared(open_page: Open) -> None:
    analysis = factory.sample()
    opened = open_page(compared(analysis, Earlier(name="a", events=analysis.events, newest_time=None)))
    assert opened.page.locator(".gm-since").inner_text() == "Since the earlier map: nothing has changed."
    opened = open_page(analysis)
    expect(opened.page.locator(".gm-since")).to_have_count(0)
    opened.assert_quiet()


def test_hostile_names_stay_text(open_page: Open) -> None:
    analysis = hostile.analysis()
    earlier = Earlier(
        name=hostile.TEXTS[0], events=tuple(replace(event, toll=Toll(ill=1)) for event in analysis.events[1:]), newest_time=None
    )
    moved = replace(analysis, events=tuple(replace(event, id=f"other-{event.id}") for event in analysis.events))
    opened = open_page(compared(moved, earlier))
    opened.page.locator(".gm-row").first.click()
    opened.assert_quiet()
