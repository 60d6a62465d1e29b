"""Map, list, counts, time line and address go together."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, expect

from tests.render import factory
from tests.render.conftest import Open, Opened

pytestmark = pytest.mark.browser


def rows(opened: Opened) -> Locator:
    """Give the places of the list, which draws its rows once it is seen: expectations wait for them."""
    return opened.page.locator(".gm-row b")


def places(opened: Opened) -> list[str]:
    """Give the names of a list that has been drawn."""
    expect(rows(opened)).not_to_have_count(0)
    return rows(opened).all_inner_texts()


def expect_places(opened: Opened, names: list[str]) -> None:
    expect(rows(opened)).to_have_text(names)


def symbols(opened: Opened) -> set[str]:
    return {text.split(":")[0] for text in opened.page.locator(".gm-marker .gm-hidden").all_text_contents()}


def view(at: str) -> list[float]:
    return [float(part) for part in unquote(at).removeprefix("#at=").split(",")]


def test_search_narrows_map_list_and_count(open_page: Open) -> None:
    opened = open_page(factory.sample())
    opened.page.get_by_role("searchbox").fill("chuhúiv")
    expect_places(opened, ["Chuhuiv"])
    assert symbols(opened) == {"Chuhuiv"}
    assert opened.page.locator(".gm-found").inner_text() == "1 of 7 events shown"
    opened.page.get_by_role("searchbox").fill("general staff")
    expect_places(opened, ["Izium"])
    opened.page.get_by_role("searchbox").fill("no such thing")
    expect_places(opened, [])
    opened.assert_quiet()


def test_the_time_line_moves_everything(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    end = page.get_by_label("End of the time shown")
    end.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    assert page.locator(".gm-time-label").inner_text() in ("3 – 4 May 2024", "3–4 May 2024")
    expect_places(opened, ["Kharkiv region", "Kharkiv"])
    assert symbols(opened) == {"Kharkiv region", "Kharkiv"}
    page.get_by_role("button", name="Whole time").click()
    expect(rows(opened)).to_have_count(7)
    opened.assert_quiet()


def test_playing_ends_with_the_last_day(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    page.get_by_label("Window or growing").select_option("cumulative")
    page.get_by_role("button", name="Play").click()
    page.evaluate("geomap.ready.then(({ timeline }) => { timeline.advance(1); timeline.advance(1); })")
    expect(rows(opened).filter(has_text="Nowhereville").first).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    assert page.get_by_role("button", name="Play").count() == 1
    opened.assert_quiet()


def test_an_address_opens_the_same_view(open_page: Open) -> None:
    opened = open_page(factory.sample(), reduced_motion="reduce")  # nothing glides while the address is read
    page = opened.page
    page.get_by_role("tab", name="Layers").click()
    page.locator('[data-layer="Protests"]').uncheck()
    page.locator('[data-group="hiddenDays"] [data-layer="none"]').uncheck()
    page.get_by_role("tab", name="Events").click()
    page.get_by_label("End of the time shown").press("ArrowLeft")
    page.locator(".gm-row", has_text="Izium").click()
    page.wait_for_function("() => location.hash.includes('event=event-000003')")
    fragment = page.evaluate("location.hash")
    again = open_page(factory.sample(), fragment=fragment, reduced_motion="reduce")
    expect_places(again, places(opened))
    assert again.page.locator(".gm-dialog h2").inner_text() == page.locator(".gm-dialog h2").inner_text()
    again.page.wait_for_timeout(400)
    at, rest = again.page.evaluate("location.hash").split("&", 1)
    assert rest == fragment.split("&", 1)[1]
    assert view(at) == pytest.approx(view(fragment.split("&", 1)[0]), abs=0.01)  # the map stands on whole pixels
    again.assert_quiet()


def test_a_link_to_one_event_opens_it(open_page: Open) -> None:
    opened = open_page(factory.sample(), fragment="#event=event-000004")
    assert opened.page.locator(".gm-dialog h3").inner_text() == "Report 4 from Chuhuiv"
    opened.assert_quiet()


def test_the_list_can_be_put_in_order(open_page: Open) -> None:
    opened = open_page(factory.sample())
    opened.page.get_by_label("Order").select_option("place")
    expect_places(opened, ["Chuhuiv", "Izium", "Kharkiv", "Kharkiv", "Kharkiv region", "Nowhereville", "Ukraine"])
    opened.page.get_by_label("Order").select_option("newest")
    expect(rows(opened).last).to_have_text("Kharkiv region")
    opened.assert_quiet()


def test_filters_by_toll_and_certainty(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    page.get_by_role("tab", name="Layers").click()
    page.get_by_role("combobox", name="People killed", exact=True).select_option("1")
    page.get_by_label("Confidence").select_option("70")
    page.get_by_role("tab", name="Events").click()
    names = page.locator(".gm-row b")  # the list draws its rows once it is seen: wait for them
    expect(names.filter(has_text=re.compile("^Chuhuiv$")).first).to_be_visible()
    expect(names.filter(has_text=re.compile("^Kharkiv$"))).to_have_count(1)  # the protest tells no toll
    opened.assert_quiet()


def downloaded(opened: Opened, name: str) -> str:
    page = opened.page
    page.get_by_role("tab", name="Layers").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    return waiting.value.path().read_text(encoding="utf-8-sig")


def test_what_is_shown_can_be_had_as_geojson(open_page: Open) -> None:
    opened = open_page(factory.sample())
    opened.page.get_by_role("searchbox").fill("ukraine")
    collection: dict[str, Any] = json.loads(downloaded(opened, "GeoJSON"))
    by_id = {feature["properties"]["event_id"]: feature for feature in collection["features"]}
    assert by_id["event-000003"]["geometry"] == {"type": "Point", "coordinates": [37.26, 49.21]}
    assert by_id["event-000003"]["properties"]["start_time"] == "2024-05-05T21:00:00Z"
    assert by_id["event-000003"]["properties"]["event_date"] == "2024-05-06"
    assert "event-000007" not in by_id


def test_a_cell_of_the_table_is_no_formula(open_page: Open) -> None:
    event = factory.event(1, factory.where(factory.place("Izium", 49.2, 37.2)), quote='=HYPERLINK("x"), said\nthe mayor')
    opened = open_page(factory.analysis((event,)))
    rows = list(csv.DictReader(io.StringIO(downloaded(opened, "CSV"), newline="")))
    assert rows[0]["quote"] == '\'=HYPERLINK("x"), said\nthe mayor'
    assert rows[0]["fatalities"] == "2"
    assert rows[0]["fatalities_low"] == ""


def test_a_list_of_thousands_draws_only_what_is_seen(open_page: Open) -> None:
    opened = open_page(factory.many(3000))
    page = opened.page
    assert page.locator(".gm-row").count() < 30
    page.locator(".gm-list").focus()
    page.keyboard.press("End")
    assert page.locator('.gm-row[aria-selected="true"]').get_attribute("aria-posinset") == "3000"
    opened.assert_quiet()


def test_symbols_and_rows_that_stay_show_what_they_would_if_drawn_anew(open_page: Open) -> None:
    opened = open_page(factory.many(3000), reduced_motion="reduce")
    compared = opened.page.evaluate("""geomap.ready.then(({ timeline, markers, panel }) => {
      const inner = panel.list.inner;
      const seen = [];
      const html = (nodes) => [...nodes].map((node) => node.outerHTML);
      for (const [from, to] of [[0, 300], [0, 301], [0, 200], [4, 30], [5, 31], [0, 365]]) {
        timeline.setPosition(from, to);
        const drawn = [...markers.wanted].map(([key, group]) => [markers.drawn.get(key).getElement().firstChild, markers.icon(group)]);
        const rows = html(inner.children).join();
        inner.replaceChildren();
        panel.list.draw();
        const same = drawn.every(([one, other]) => one.outerHTML === other.outerHTML);
        seen.push([drawn.length, same, html(inner.children).join() === rows]);
      }
      return seen; })""")
    assert all(count > 10 and symbols and rows for count, symbols, rows in compared), compared
    opened.assert_quiet()


def test_a_group_of_places_opens_by_coming_nearer(open_page: Open) -> None:
    opened = open_page(factory.many(3000))
    page = opened.page
    before = page.evaluate("geomap.ready.then(({ map }) => map.getZoom())")
    page.locator(".gm-dot").first.click()
    page.wait_for_function("before => geomap.ready.then(({ map }) => map.getZoom() > before)", arg=before)
    opened.assert_quiet()


def test_printing_shows_the_list_and_hides_the_controls(open_page: Open) -> None:
    opened = open_page(factory.sample())
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".gm-tabs").is_hidden()
    expect(opened.page.locator(".gm-row").first).to_be_visible()
    tops = [opened.page.locator(name).bounding_box()["y"] for name in (".gm-head", ".gm-main", ".gm-time", ".gm-side")]  # type: ignore[index]
    assert tops == sorted(tops)  # the map stands before the list
    opened.assert_quiet()


def test_a_print_holds_every_event_that_is_shown_with_its_words(open_page: Open, tmp_path: Path) -> None:
    opened = open_page(factory.many(98, spots=60))
    page = opened.page
    page.evaluate(
        """() => {
            window.printed = null;
            window.addEventListener("beforeprint", () => { window.printed = document.querySelectorAll(".gm-paper .gm-quote").length; });
        }"""
    )
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    assert page.evaluate("window.printed") == 98
    assert page.locator(".gm-paper-event").count() == 0  # the page on the screen is as before
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".gm-row").first.is_hidden()
    entry = page.locator(".gm-paper-event").first
    assert re.search(r"Town \d+, Kharkiv, Ukraine · .*3 May 2024", entry.locator("h3").inner_text())
    assert "2 killed; 5 injured" in entry.inner_text()
    assert "Report number" in entry.inner_text()
    opened.assert_quiet()


def test_a_print_follows_the_filters(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    page.get_by_role("searchbox").fill("Izium")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".gm-paper-event").count() == 1
    assert "Claimed" in page.locator(".gm-paper-event").inner_text()
    opened.assert_quiet()


def test_a_page_of_very_many_events_leaves_out_their_words_and_says_so(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.render.payload.MAX_WITH_WORDS", 6)
    opened = open_page(factory.sample())
    page = opened.page
    expect(rows(opened).filter(has_text=re.compile("^Kharkiv$"))).to_have_count(2)
    page.locator(".gm-row", has_text="Izium").click()
    text = page.locator(".gm-dialog").inner_text()
    assert "2 killed; 5 injured" in text
    assert "Example Wire" in text
    assert "Shells fell" not in text
    assert page.locator(".gm-dialog h3").inner_text() == "Battles"
    page.get_by_role("tab", name="Legend and data").click()
    assert "leaves out their sentences" in page.locator("#gm-panel-about").inner_text()
    opened.assert_quiet()


def test_every_part_of_the_view_is_in_the_address(open_page: Open) -> None:
    opened = open_page(factory.sample())
    page = opened.page
    page.get_by_label("Clock").select_option("utc")
    page.get_by_label("Step").select_option("60")
    page.get_by_label("Window or growing").select_option("cumulative")
    page.get_by_label("End of the time shown").press("ArrowLeft")
    label = page.locator(".gm-time-label").inner_text()
    assert label.endswith("20:00")
    page.get_by_label("Order").select_option("newest")
    page.get_by_role("button", name="Heat map").click()
    page.get_by_role("tab", name="Layers").click()
    page.get_by_label("Confidence").select_option("50")
    page.wait_for_function("() => location.hash.includes('sure=50')")
    fragment = page.evaluate("location.hash")
    page.reload()
    page.wait_for_selector(".gm-ready")
    for shown in (opened, open_page(factory.sample(), fragment=fragment)):
        again = shown.page
        assert again.get_by_role("tab", selected=True).inner_text() == "Layers"
        assert again.get_by_label("Confidence").input_value() == "50"
        assert again.get_by_role("button", name="Heat map").get_attribute("aria-pressed") == "true"
        assert again.get_by_label("Clock").input_value() == "utc"
        assert again.get_by_label("Step").input_value() == "60"
        assert again.get_by_label("Window or growing").input_value() == "cumulative"
        assert again.get_by_label("Start of the time shown").is_disabled()  # what grows grows from the beginning
        again.get_by_role("tab", name="Events").click()
        assert again.get_by_label("Order").input_value() == "newest"
        assert again.locator(".gm-time-label").inner_text() == label
    opened.assert_quiet()


def test_an_event_without_a_place_is_in_the_address_too(open_page: Open) -> None:
    opened = open_page(factory.sample(), fragment="#event=event-000007")
    page = opened.page
    assert "Nowhereville" in page.locator(".gm-modal").inner_text()
    page.wait_for_function("() => location.hash.includes('event=event-000007')")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.hash.includes('event=')")
    opened.assert_quiet()


def test_an_address_that_makes_no_sense_opens_the_page_as_it_is(open_page: Open) -> None:
    opened = open_page(
        factory.sample(), fragment="#at=x,1,2&time=9&mode=shrinking&step=7&panel=regions&sort=worst&clock=mine&base=drawn&view=x&event=none"
    )
    page = opened.page
    expect(rows(opened)).to_have_count(7)
    assert page.get_by_role("tab", selected=True).inner_text() == "Events"
    assert page.get_by_label("Step").input_value() == "1440"
    opened.assert_quiet()


def test_a_year_can_be_walked_by_the_hour(open_page: Open) -> None:
    opened = open_page(factory.many(400))
    page = opened.page
    page.get_by_label("Clock").select_option("utc")
    page.get_by_label("Step").select_option("60")
    start, end = page.get_by_label("Start of the time shown"), page.get_by_label("End of the time shown")
    last = end.get_attribute("aria-valuetext")
    end.press("ArrowLeft")
    assert end.get_attribute("aria-valuetext") != last
    end.evaluate("node => { node.value = Number(node.min) + 4; node.dispatchEvent(new Event('input')); }")
    start.press("ArrowRight")
    first = page.evaluate("geomap.ready.then(({ filters }) => filters.window)")
    assert first[1] - first[0] == 180
    page.evaluate("geomap.ready.then(({ timeline }) => timeline.advance(timeline.width))")
    assert page.evaluate("geomap.ready.then(({ filters }) => filters.window)") == [first[0] + 60, first[1] + 60]
    page.get_by_label("Step").select_option("1440")  # the window opens to whole days
    day = page.evaluate("geomap.ready.then(({ filters }) => filters.window)")
    assert day[0] <= first[0] + 60
    assert day[1] >= first[1] + 60
    opened.assert_quiet()
