"""What an event rests on, on its card: words that tell facts, reports that disagree, citations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from geomap.model import Analysis, Event, Modality, Toll
from geomap.span import Fact, Span
from tests.render import factory, hostile
from tests.render.conftest import Open
from tests.render.test_browser_access import violations

pytestmark = pytest.mark.browser

FIRST = "🚒 Shells killed three people in Izium at dawn, the army said."
LATER = "Five died in Izium."


def spans(text: str, **words: str) -> tuple[Span, ...]:
    return tuple(Span(Fact(fact), text.index(told), text.index(told) + len(told)) for fact, told in words.items())


def told_twice() -> Analysis:
    where = factory.where(factory.place("Izium", 49.21, 37.26))
    marked = spans(FIRST, type="Shells killed", killed="killed three people", place="Izium", date="at dawn", actor="the army")
    first = factory.event(1, where, quote=FIRST, id="one", toll=Toll(fatalities=3), modality=Modality.CLAIMED, when=factory.when(0))
    later = factory.event(2, where, quote=LATER, id="one", toll=Toll(fatalities=5), when=factory.when(0))
    one = replace(first.evidence[0], toll=Toll(fatalities=3), spans=marked)
    two = replace(
        later.evidence[0], toll=Toll(fatalities=5), spans=spans(LATER, killed="Five died", place="Izium"), source="Other Agency",
        retrieved_at=datetime(2024, 5, 4, 8, 30, tzinfo=UTC),
    )  # fmt: skip
    incident = replace(later, evidence=(one, two))
    return factory.analysis((incident,), tellings=((replace(first, evidence=(one,)), replace(later, evidence=(two,))),))


def test_the_words_of_each_fact_are_marked(open_page: Open) -> None:
    opened = open_page(told_twice(), reduced_motion="reduce")
    page = opened.page
    page.locator(".gm-row").click()
    card = page.locator(".gm-dialog .gm-card")
    assert card.locator("> .gm-quote").inner_text() == LATER  # the newest report, which files quote as well
    older = card.locator(".gm-quotes .gm-quote").first
    assert older.inner_text() == FIRST
    assert older.locator("mark").all_inner_texts() == ["Shells ", "killed", " three people", "Izium", "at dawn", "the army"]
    assert older.locator(".gm-told-killed").all_inner_texts() == ["killed", " three people"]
    assert older.locator(".gm-told-place").get_attribute("title") == "Where"
    card.locator(".gm-fact-when").hover()
    lit = "getComputedStyle(document.querySelector('.gm-told-date')).backgroundColor"
    assert page.evaluate(lit) != "rgba(0, 0, 0, 0)"
    assert violations(page) == []
    opened.assert_quiet()


def test_reports_that_disagree_stand_side_by_side(open_page: Open) -> None:
    opened = open_page(told_twice(), reduced_motion="reduce")
    page = opened.page
    page.locator(".gm-row").click()
    rows = page.locator(".gm-disagree tr")
    assert [row.locator("th, td").all_inner_texts() for row in rows.all()][1:] == [["Status", "Claimed", "Reported"], ["Killed", "3", "5"]]
    assert "Other Agency" in rows.first.inner_text()
    page.keyboard.press("Escape")
    same = factory.sample()
    opened = open_page(same, reduced_motion="reduce")
    opened.page.locator(".gm-row").first.click()
    expect(opened.page.locator(".gm-disagree")).to_have_count(0)
    opened.assert_quiet()


def test_a_citation_is_copied_with_all_that_it_needs(open_page: Open) -> None:
    opened = open_page(told_twice(), reduced_motion="reduce")
    page = opened.page
    page.evaluate("geomap.copy = (text, label, button) => { window.copied = text; }")
    page.locator(".gm-row").click()
    page.get_by_role("button", name="Copy citation").first.click()
    assert page.evaluate("window.copied") == (
        "“Five died in Izium.” Other Agency. Report 2 from Izium. 3 May 2024 at 02:00 UTC. https://news.example/2. "
        "Fetched 4 May 2024 at 08:30 UTC."
    )
    page.get_by_role("button", name="Copy citation").nth(1).click()
    assert "Accessed " in page.evaluate("window.copied")
    opened.assert_quiet()


def test_the_download_quotes_what_the_card_shows_first(open_page: Open) -> None:
    opened = open_page(told_twice())
    text = opened.page.evaluate("geomap.ready.then(({ model }) => geomap.geojson(model, model.order))")
    assert '"quote":"Five died in Izium."' in text
    assert '"source":"Other Agency"' in text


def test_hostile_words_stay_text(open_page: Open) -> None:
    def hostile_spans(event: Event) -> Event:
        told = event.evidence[0]
        wrong = (Span(Fact.KILLED, 0, len(told.quote)), Span(Fact.PLACE, 0, 10**6))
        return replace(event, evidence=(replace(told, spans=wrong, toll_quote=told.quote, toll_spans=wrong), told))

    analysis = hostile.analysis()
    opened = open_page(replace(analysis, events=tuple(map(hostile_spans, analysis.events))))
    page = opened.page
    page.locator(".gm-list").focus()
    for _ in range(5):
        page.keyboard.press("Enter")
        page.locator(".gm-dialog, .gm-modal").first.wait_for()
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowDown")
    opened.assert_quiet()
