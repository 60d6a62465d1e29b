"""A page that tells a story: scrolling, keys, links to steps, frames, paper; and the making of one on an editing page."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geomap.corrections.desk import desk_with
from geomap.render import PageExtras, Step, Story, page_bytes
from tests.render import factory, hostile
from tests.render.conftest import Open, Opened
from tests.render.test_browser_access import violations

pytestmark = pytest.mark.browser
MOST_BYTES = 25_000  # that a story's script, style and words may add


def story() -> Story:
    long = "A sentence that is long enough to fill some lines of the panel in which the steps are read. " * 6
    steps = (
        Step(text="Where it began.\nA second paragraph.", headline="The week"),
        Step(text=long, event="event-000003"),
        Step(text=long, event="event-000001", at=(9.0, 50.0, 36.3), link="https://a.example/picture.jpg"),
        Step(text=long, event="event-000005"),
        Step(text="It is on no map.", event="gone", date="May", at=(5.0, 48.0, 31.0)),
    )
    return Story(steps=steps, title="A week in May", name="story.json")


def told(language: str = "en") -> bytes:
    return page_bytes(factory.sample(), language=language, extras=PageExtras(story=story()))


def opened_story(open_page: Open, fragment: str = "", **options: Any) -> Opened:
    opened = open_page(told(), fragment=fragment, **{"reduced_motion": "reduce", **options})
    opened.page.locator(".gm-step").first.wait_for(state="attached")
    return opened


def current(page: Page) -> str | None:
    return page.locator(".gm-step[aria-current]").get_attribute("id")


def middle(page: Page) -> list[float]:
    found: list[float] = page.evaluate("geomap.ready.then(({ map }) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()])")
    return found


def test_a_story_adds_little_and_nothing_to_other_pages() -> None:
    plain = page_bytes(factory.sample())
    assert len(told()) - len(plain) <= MOST_BYTES
    assert b"gm-tale" not in plain


def test_buttons_keys_and_scrolling_lead_through_the_steps(open_page: Open) -> None:
    opened = opened_story(open_page)
    page = opened.page
    assert current(page) == "gm-step-1"
    page.get_by_role("button", name="Next").click()
    assert current(page) == "gm-step-2"
    assert middle(page)[:2] == pytest.approx([49.21, 37.26], abs=0.01)
    page.locator(".gm-steps").focus()
    page.keyboard.press("ArrowDown")
    assert current(page) == "gm-step-3"
    assert middle(page) == pytest.approx([50.0, 36.3, 9], abs=0.01)
    page.keyboard.press("End")
    assert current(page) == "gm-step-5"
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.keyboard.press("Home")
    page.wait_for_timeout(800)
    page.locator(".gm-steps").hover()
    page.mouse.wheel(0, 650)
    expect(page.locator("#gm-step-1")).not_to_have_attribute("aria-current", "step")
    opened.assert_quiet()


def test_a_link_opens_its_step_and_the_card_opens_from_it(open_page: Open) -> None:
    opened = opened_story(open_page, "#step=3")
    page = opened.page
    assert current(page) == "gm-step-3"
    assert "step=3" in page.evaluate("geomap.wholeAddress()")
    page.locator(".gm-step[aria-current]").get_by_role("button", name="All that is known").click()
    expect(page.locator(".gm-dialog .gm-card").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="All events", exact=True).click()
    expect(page.locator(".gm-row")).to_have_count(7)
    assert "story=off" in page.evaluate("geomap.wholeAddress()")
    page.get_by_role("button", name="Read the story").click()
    assert current(page) == "gm-step-3"
    opened = opened_story(open_page, "#story=off")
    expect(opened.page.locator(".gm-tale")).to_be_hidden()
    opened.assert_quiet()


def test_a_step_is_saved_as_a_picture_with_its_words(open_page: Open, tmp_path: Path) -> None:
    opened = opened_story(open_page, "#step=3")
    page = opened.page
    page.evaluate("""() => {
        window.drawn = [];
        const { fillText } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.fillText = function (words, ...rest) {
            window.drawn.push(words);
            return fillText.call(this, words, ...rest);
        };
    }""")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Picture of this step (PNG)").click()
    saving.value.save_as(tmp_path / "step.png")
    assert saving.value.suggested_filename == "step-3.png"
    head = (tmp_path / "step.png").read_bytes()[:24]
    width = page.evaluate("document.querySelector('.leaflet-container').getBoundingClientRect().width")
    assert head.startswith(b"\x89PNG")
    assert int.from_bytes(head[16:20], "big") == pytest.approx(2 * width, abs=2)
    drawn = page.evaluate("window.drawn")
    name = page.locator(".gm-step[aria-current] h3").inner_text()
    assert drawn[0] == name
    assert any(line.startswith("A sentence that is long enough") for line in drawn)
    opened.assert_quiet()


@pytest.mark.parametrize("size", [(1280, 800), (820, 1000), (390, 844), (844, 390), (360, 600)])
def test_the_map_keeps_its_height_and_nothing_runs_out_of_the_page(open_page: Open, size: tuple[int, int]) -> None:
    for fragment in ("", "#embed"):
        opened = opened_story(open_page, fragment, viewport={"width": size[0], "height": size[1]})
        page = opened.page
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(".gm-main").evaluate("node => node.clientHeight") >= 150
        expect(page.locator(".gm-step[aria-current] h3")).to_be_in_viewport()
        assert page.evaluate("document.querySelector('.gm-tale-tools').getBoundingClientRect().bottom <= innerHeight + 1")


def test_a_step_shows_the_events_of_its_time(open_page: Open) -> None:
    second_day = (datetime(2024, 5, 4), datetime(2024, 5, 5))  # noqa: DTZ001 - local
    steps = (Step(text="All"), Step(text="One day", time=second_day), Step(text="All again"))
    opened = open_page(page_bytes(factory.sample(), extras=PageExtras(story=Story(steps=steps))), reduced_motion="reduce")
    page = opened.page
    shown = "geomap.ready.then(({ filters }) => filters.shown.length)"
    assert page.evaluate(shown) == 7
    page.get_by_role("button", name="Next").click()
    assert page.evaluate(shown) == 2  # what happened on the day, and what took a week
    assert page.locator(".gm-time-label").inner_text() == "4 May 2024"
    page.get_by_role("button", name="Next").click()
    assert page.evaluate(shown) == 7
    opened.assert_quiet()


def test_all_steps_are_on_paper(open_page: Open) -> None:
    opened = opened_story(open_page)
    page = opened.page
    page.emulate_media(media="print")
    for step in page.locator(".gm-step").all():
        assert step.is_visible()
    assert page.locator(".gm-tale-tools").is_hidden()


def test_hostile_text_stays_text(open_page: Open) -> None:
    analysis = hostile.analysis()
    steps = tuple(
        Step(text=text, headline=text, date=text, event=analysis.events[number % len(analysis.events)].id, link=text)
        for number, text in enumerate(hostile.TEXTS)
    )
    opened = open_page(page_bytes(analysis, extras=PageExtras(story=Story(steps=steps, title=hostile.TEXTS[0]))))
    page = opened.page
    for _ in steps[1:]:
        page.get_by_role("button", name="Next").click()
    opened.assert_quiet()


def test_a_story_is_made_saved_and_loaded_on_an_editing_page(open_page: Open, tmp_path: Path) -> None:
    opened = open_page(page_bytes(factory.sample(), extras=PageExtras(desk=desk_with())), reduced_motion="reduce")
    page = opened.page
    page.locator(".gm-desk-story").wait_for()
    for place in ("Izium", "Chuhuiv"):
        page.locator(".gm-row", has_text=place).click()
        page.locator(".gm-dialog").get_by_role("button", name="Add to the story").click()
        page.locator(".gm-desk-story textarea").last.fill(f"It happened in {place}.")
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Move up 2").click()
    page.evaluate("geomap.ready.then(({ map }) => map.setView([50, 36], 6, { animate: false }))")
    page.get_by_label("End of the time shown").press("ArrowLeft")
    page.get_by_role("button", name="Use this view 1").click()
    page.locator('[name="story-title"]').fill("Two towns")
    assert violations(page) == []
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save story").click()
    saving.value.save_as(tmp_path / "story.json")
    saved = json.loads((tmp_path / "story.json").read_text(encoding="utf-8"))
    assert (saved["format"], saved["title"]) == ("geomap-story", "Two towns")
    assert [(step["event"], step["text"]) for step in saved["steps"]] == [
        ("event-000004", "It happened in Chuhuiv."),
        ("event-000003", "It happened in Izium."),
    ]
    assert saved["steps"][0]["at"] == [6, 50, 36]
    assert saved["steps"][0]["time"] == ["2024-05-03T00:00", "2024-05-09T00:00"]
    assert saved["steps"][1]["time"] is None
    page.get_by_role("button", name="Remove 1").click()
    page.locator(".gm-desk-story input[type=file]").set_input_files(tmp_path / "story.json")
    expect(page.locator(".gm-desk-story textarea")).to_have_count(2)
    page.locator(".gm-desk-story input[type=file]").set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": b"[1]"})
    expect(page.locator(".gm-desk-story .gm-desk-status")).to_have_text("x.json is not a story that this page saved.")
    opened.assert_quiet()
