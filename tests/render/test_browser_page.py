"""The page as a reader meets it: in Chromium, from file://, with no network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import folium
import pytest
from playwright.sync_api import expect

from geomap.model import GeoMethod, Precision, Reason, Toll
from geomap.render import render_map, write_page
from tests.render import factory
from tests.render.conftest import Open, Opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def expect_rows(opened: Opened, count: int) -> None:
    """Wait for the list to show so many events: it draws its rows once it is seen."""
    expect(opened.page.locator(".gm-row")).to_have_count(count)


def test_opens_without_a_complaint_or_a_request(open_page: Open) -> None:
    opened = open_page(factory.sample(), title="A week in events")
    page = opened.page
    assert page.title() == "A week in events"
    assert page.locator("h1").inner_text() == "A week in events"
    assert page.locator(".gm-sub").inner_text().startswith("7 events · 3 – 9 May 2024")
    assert page.locator(".leaflet-tile-loaded").count() > 0
    opened.assert_quiet()


def test_switching_a_type_takes_its_events_from_map_and_list(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    assert page.get_by_role("button", name="Izium: 1 event, Battles").count() == 1
    page.get_by_role("tab", name="Layers").click()
    page.locator('[data-group="hiddenTypes"] [data-layer="Battles"]').uncheck()
    assert page.get_by_role("button", name="Izium: 1 event, Battles").count() == 0
    page.get_by_role("tab", name="Events").click()
    expect_rows(opened, 6)
    assert page.get_by_role("status").inner_text() == "6 of 7 events shown"
    page.get_by_role("button", name="Show all", exact=True).click()
    expect_rows(opened, 7)
    opened.assert_quiet()


def test_switching_a_day_takes_only_what_happened_on_it(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    page.get_by_role("tab", name="Layers").click()
    days = page.locator('[data-group="hiddenDays"] input[data-layer]')
    assert days.count() == 8  # the seven days of the week-long event, and one for what has no day
    for index in range(days.count()):
        if days.nth(index).get_attribute("data-layer") != str(factory.day_number(3)):
            days.nth(index).uncheck()
    page.get_by_role("tab", name="Events").click()
    expect(page.locator(".gm-row b")).to_have_text(["Kharkiv region", "Izium"])
    opened.assert_quiet()


def test_a_click_tells_all_that_is_known(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    page.get_by_role("button", name="Izium: 1 event, Battles").click()
    popup = page.locator(".gm-dialog")
    text = popup.inner_text()
    assert popup.locator("h3").inner_text() == "Report 3 from Izium"
    assert popup.locator("blockquote").inner_text() == "Shells fell on Izium at dawn, the mayor said (3)."
    assert popup.locator("mark").inner_text() == "Izium"
    for words in (
        "within about 3 km",
        "6 May 2024",
        "UTC: 5 May 2024, 21:00 to 6 May 2024, 21:00",
        "known to the day; date stated in the text",
        "Army of Somewhere",
        "2 killed; 5 injured",
        "Claimed – general staff",
        "High (86 %)",
        "Example Wire · 3 May 2024 at 03:00 UTC",
    ):
        assert words in text
    link = popup.get_by_role("link", name="Open the post")
    assert link.get_attribute("href") == "https://news.example/3"
    assert "noopener" in (link.get_attribute("rel") or "")
    opened.assert_quiet()


def test_a_report_of_which_only_the_day_is_known_shows_no_clock(open_page: Open) -> None:
    analysis = factory.sample()
    events = tuple(
        replace(event, evidence=tuple(replace(one, published_precision=Precision.DAY) for one in event.evidence))
        for event in analysis.events
    )
    page = open_page(replace(analysis, events=events)).page
    page.get_by_role("button", name="Izium: 1 event, Battles").click()
    lines = page.locator(".gm-dialog .gm-source").all_inner_texts()
    assert any("Example Wire · 3 May 2024" in line and "UTC" not in line for line in lines), lines


def test_the_card_counts_everybody_that_the_event_touched(open_page: Open) -> None:
    toll = Toll(injured=1, missing=2, displaced=1200, rescued=3, arrested=1, ill=40)
    opened = open_page(factory.analysis((factory.event(1, factory.where(factory.place("Izium", 49.21, 37.26)), toll=toll),)))
    opened.page.get_by_role("button", name="Izium: 1 event").click()
    told = "1 injured; 2 missing; 1,200 displaced; 3 rescued; 1 arrested; 40 ill"
    assert told in opened.page.locator(".gm-dialog").inner_text()
    opened.assert_quiet()


def test_events_at_one_place_are_listed_together(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    page.get_by_role("button", name="Kharkiv: 2 events").click()
    assert page.locator(".gm-folded").count() == 2
    page.locator(".gm-folded summary").nth(1).click()
    assert page.locator(".gm-folded h3").nth(1).inner_text() == "Report 2 from Kharkiv"
    opened.assert_quiet()


def test_a_symbol_opens_its_own_events_after_the_map_has_moved(open_page: Open) -> None:
    # Those of the north are numbered first, and leave the view.
    events = [factory.event(n, factory.where(factory.place(f"Town {n}", 51 - n * 0.3, 36.0))) for n in range(8)]
    page = open_page(factory.analysis((*events, factory.event(9, events[7].where))), reduced_motion="reduce").page
    page.evaluate("geomap.ready.then(({ map }) => map.panBy([0, 250], { animate: false }))")
    page.get_by_role("button", name="Town 7: 2 events").click()
    assert page.locator(".gm-dialog h2").inner_text() == "Town 7, Kharkiv, Ukraine"
    assert page.locator(".gm-folded").count() == 2
    assert "Town 7" in page.locator(".gm-folded").first.inner_text()


def test_a_region_is_an_area_and_an_approximate_place_has_its_circle(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    assert page.locator("path.gm-area").count() == 2  # the region's outline and the country's circle
    assert page.locator("path.gm-radius").count() >= 1
    assert page.get_by_role("button", name="Kharkiv region: 1 event").locator("bdi").inner_text() == "Kharkiv region"
    opened.assert_quiet()


def test_the_last_tab_says_what_is_left_open_and_whose_data_it_is(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    page.get_by_role("tab", name="Legend and data").click()
    text = page.locator("#gm-panel-about").inner_text()
    assert "1 mention of a place got no place." in text
    assert "1 event has no place and is in the list only." in text
    assert "bad.txt is not text" in text
    assert "© GeoNames" in text
    assert "CC BY 4.0" in text
    assert "Crimea is shown in Ukraine" in text
    page.get_by_text("Names and reasons").click()
    assert "Lostville – no place of this name is known" in page.locator("#gm-panel-about").inner_text()
    opened.assert_quiet()


def test_the_keyboard_alone_reaches_an_event_and_comes_back(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    for _ in range(5):  # tab, search, order, whether it follows the map, list
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "gm-dialog"
    assert "Kharkiv" in page.locator(".gm-dialog h2").inner_text()
    page.keyboard.press("Escape")
    page.locator(".gm-dialog").wait_for(state="detached")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"
    opened.assert_quiet()


def test_the_keyboard_opens_a_symbol_on_the_map(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    symbol = page.get_by_role("button", name="Chuhuiv: 1 event, Humanitarian")
    symbol.focus()
    page.keyboard.press("Enter")
    assert "at least 3 killed" in page.locator(".gm-dialog").inner_text()
    page.keyboard.press("Escape")
    page.locator(".gm-dialog").wait_for(state="detached")
    assert symbol.evaluate("node => node === document.activeElement")
    opened.assert_quiet()


def test_an_event_without_a_place_opens_from_the_list(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    page.locator(".gm-row", has_text="Nowhereville").click()
    assert "No place found" in page.locator("dialog").inner_text()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    opened.assert_quiet()


def test_events_far_from_most_are_counted_and_one_click_away(open_page: Open) -> None:
    near = tuple(factory.event(n, factory.where(factory.place(f"Town {n}", 49 + n / 10, 36.0))) for n in range(4))
    far = factory.event(9, factory.where(factory.place("Tokyo", 35.7, 139.7)))
    opened = open_page(factory.analysis((*near, far)))
    page = opened.page
    assert page.get_by_role("heading", level=1).inner_text() == "Events in Ukraine"
    page.get_by_role("button", name="1 event lies outside this view: Tokyo").click()
    page.get_by_role("button", name="Tokyo: 1 event").wait_for()
    page.locator(".gm-outside").wait_for(state="hidden")
    opened.assert_quiet()


def test_years_are_told_where_events_span_a_new_year(open_page: Open) -> None:
    where = factory.where(factory.place("Izium", 49.21, 37.26))
    events = (factory.event(1, where, when=factory.when(-130)), factory.event(2, where, when=factory.when(3)))
    page = open_page(factory.analysis(events), viewport={"width": 844, "height": 390}).page
    assert page.locator(".gm-row-date").all_inner_texts() == ["25 Dec 2023", "6 May 2024"]
    assert page.locator(".gm-time-edges span").all_text_contents() == ["25 Dec 2023", "6 May 2024"]
    whole, track = page.get_by_role("button", name="Whole time").bounding_box(), page.locator(".gm-time-track").bounding_box()
    assert whole
    assert track
    assert whole["x"] + whole["width"] <= track["x"]
    page = open_page(factory.sample()).page
    assert page.locator(".gm-row-date").first.inner_text() == "3 – 9 May"


def test_no_events_is_a_page_too(open_page: Open) -> None:
    opened = open_page(factory.analysis(()))
    assert opened.page.get_by_role("status").inner_text() == "0 events"
    opened.assert_quiet()


def test_layers_of_folium_can_be_added(open_page: Open) -> None:
    drawn = render_map(factory.sample())
    folium.CircleMarker([49.5, 36.9], radius=9, tooltip="Added").add_to(drawn)
    opened = open_page(drawn.get_root().render().encode())
    assert opened.page.locator(".leaflet-overlay-pane path.leaflet-interactive").count() == 1
    opened.assert_quiet()


def test_shows_itself_inside_a_notebook(browser: Browser) -> None:
    frame = render_map(factory.sample())._repr_html_()
    page = browser.new_context(offline=True).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(f"<!DOCTYPE html><html><body>{frame}</body></html>")
    inner = page.frame_locator("iframe")
    inner.locator(".gm-ready").wait_for()
    inner.locator(".gm-row").first.click()
    assert inner.locator(".gm-dialog").count() == 1
    assert errors == []
    page.context.close()


def test_a_browser_that_cannot_read_the_page_says_so(browser: Browser, tmp_path: Path) -> None:
    write_page(factory.many(4000), tmp_path / "map.html")
    page = browser.new_context(offline=True).new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto((tmp_path / "map.html").as_uri())
    assert "not older than 2023" in page.get_by_role("alert").inner_text()
    page.context.close()


def test_what_was_put_right_or_blurred_says_so(open_page: Open) -> None:
    town = factory.where(factory.place("Izium", 49.21, 37.26))
    blurred = replace(factory.where(factory.place("Chuhuiv", 49.84, 36.69, radius_m=5000.0)), method=GeoMethod.COARSENED)
    why = (Reason(text="type is corrected by hand", weight=1.0),)
    opened = open_page(factory.analysis((factory.event(1, town, reasons=why), factory.event(2, blurred))))
    page = opened.page
    page.locator(".gm-row", has_text="Izium").click()
    assert page.locator(".gm-note").inner_text() == "Corrected by hand"
    page.keyboard.press("Escape")
    page.locator(".gm-dialog").wait_for(state="detached")
    page.locator(".gm-row", has_text="Chuhuiv").click()
    assert "blurred: within about 5 km" in page.locator(".gm-dialog").inner_text()
    assert page.locator(".gm-note").count() == 0
    page.get_by_role("tab", name="Legend and data").click()
    assert "Places on this page are blurred on purpose" in page.locator("#gm-panel-about").inner_text()
    opened.assert_quiet()


def test_names_of_places_lie_on_no_symbol_and_on_no_other_name(open_page: Open) -> None:
    opened = open_page(factory.analysis(factory.many(300).events[:60]), reduced_motion="reduce")
    page = opened.page
    overlapping = page.evaluate("""() => {
      const box = (node) => node.getBoundingClientRect();
      const dots = [...document.querySelectorAll(".gm-dot")];
      const names = dots.map((dot) => dot.querySelector(".gm-dot-name")).filter((name) => name && name.checkVisibility());
      const meets = (a, b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 5 && b.top < a.bottom - 5;
      const found = [];
      for (const name of names) {
        for (const dot of dots) if (!dot.contains(name) && meets(box(name), box(dot.querySelector("svg")))) found.push(name.textContent);
        for (const other of names) if (other !== name && meets(box(name), box(other))) found.push(name.textContent + other.textContent);
      }
      return [names.length, found];
    }""")
    assert overlapping[0] > 10
    assert overlapping[1] == []
    bare = page.locator(".gm-bare").first
    assert bare.locator(".gm-dot-name").is_hidden()
    bare.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert bare.locator(".gm-dot-name").is_visible()
    opened.assert_quiet()


def test_a_box_that_an_address_opens_is_whole_on_any_screen(open_page: Open) -> None:
    opened = open_page(
        factory.sample(), fragment="#at=9,49.21,37.26&event=event-000003", viewport={"width": 1100, "height": 640}, reduced_motion="reduce"
    )
    page = opened.page
    box, frame = page.locator(".gm-dialog").bounding_box(), page.locator(".gm-main").bounding_box()
    assert box
    assert frame
    assert box["y"] >= frame["y"]
    assert page.get_by_role("button", name="Close").is_visible()
    opened.assert_quiet()


def test_unsure_events_are_listed_with_their_words_and_not_drawn(open_page: Open) -> None:
    known = factory.sample()
    unsure = tuple(
        factory.event(20 + number, factory.where(factory.place(f"Village {number}", 49.0 + number, 37.0)), confidence=confidence)
        for number, confidence in enumerate((0.35, 0.55, 0.1))
    )
    opened = open_page(replace(known, unsure=unsure))
    page = opened.page
    expect_rows(opened, len(known.events))
    assert page.get_by_role("button", name="Village").count() == 0
    page.get_by_role("tab", name="Legend and data").click()
    section = page.locator('[data-section="unsure"]')
    assert section.locator("p").first.inner_text().startswith("2 possible events are listed here")
    assert not section.locator("li").first.is_visible()
    section.locator("summary").click()
    first = section.locator("li").first
    assert "Village 1" in first.inner_text()
    assert "(55 %)" in first.inner_text()
    assert "Shells fell on Village 1 at dawn" in first.inner_text()
    assert first.locator("a").get_attribute("href") == "https://news.example/21"
    opened.assert_quiet()


def test_a_page_without_unsure_events_does_not_speak_of_them(open_page: Open) -> None:
    opened = open_page(factory.sample())
    opened.page.get_by_role("tab", name="Legend and data").click()
    assert opened.page.locator('[data-section="unsure"]').count() == 0


def test_a_card_quotes_the_sentence_that_tells_its_numbers(open_page: Open) -> None:
    known = factory.event(1, factory.where(factory.place("Izium", 49.21, 37.26)), quote="Shells hit Izium.")
    told = replace(known.evidence[0], toll=known.toll, toll_quote="Two people were killed and five injured, doctors said.")
    opened = open_page(factory.analysis((replace(known, evidence=(told,)),)))
    page = opened.page
    page.locator(".gm-row").first.click()
    card = page.locator(".gm-card")
    expect(card.locator(".gm-figures blockquote")).to_have_text("Two people were killed and five injured, doctors said.")
    opened.assert_quiet()
