"""The page shared: base maps online, a picture of the map, the frame in another site."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from geomap.render import PageExtras, page_bytes, tiles_named
from tests.render import factory
from tests.render.conftest import Open
from tests.render.test_browser_access import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
ADDRESS = "https://news.example/map.html"


@pytest.fixture
def published(browser: Browser) -> Iterator[tuple[Page, list[tuple[str, str | None]]]]:
    """A page that came over https, and what it asks of other servers, with the referrer it gives."""
    body = page_bytes(factory.sample(), extras=PageExtras(tiles=tiles_named(["all"]), public_url=ADDRESS))
    asked: list[tuple[str, str | None]] = []

    def answer(route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(body=body, content_type="text/html")
            return
        asked.append((route.request.url, route.request.headers.get("referer")))
        route.fulfill(body=PIXEL, content_type="image/png")

    context = browser.new_context(viewport={"width": 900, "height": 700})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.route("**/*", answer)
    page.goto(ADDRESS)
    page.wait_for_selector(".gm-ready")
    yield page, asked
    context.close()


def test_base_maps_online_are_asked_for_only_when_chosen(published: tuple[Page, list[tuple[str, str | None]]]) -> None:
    page, asked = published
    page.get_by_role("tab", name="Layers").click()
    choice = page.get_by_label("Base map")
    assert choice.locator("option").all_inner_texts()[1:] == ["OpenStreetMap", "CARTO Positron", "CARTO Dark Matter"]
    assert asked == []
    choice.select_option("OpenStreetMap")
    page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert {(url.rsplit("/", 3)[0], referrer) for url, referrer in asked} == {("https://tile.openstreetmap.org", "https://news.example/")}
    assert "© OpenStreetMap contributors" in page.locator(".gm-credit").inner_text()
    assert page.locator(".leaflet-names-pane").is_hidden()
    assert violations(page) == []
    page.wait_for_function("() => history.state && history.state.online")
    page.reload()  # the reader's own choice stays; a copied address does not bear it
    page.wait_for_selector(".gm-ready")
    page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert choice.input_value() == "0"
    choice.select_option("drawn")
    assert page.locator("img.leaflet-tile").count() == 0
    assert "OpenStreetMap" not in page.locator(".gm-credit").inner_text()
    assert "OpenStreetMap" not in page.url


def test_a_file_offers_no_base_map_online(open_page: Open) -> None:
    opened = open_page(page_bytes(factory.sample(), extras=PageExtras(tiles=tiles_named(["all"]))))
    opened.page.get_by_role("tab", name="Layers").click()
    assert opened.page.get_by_label("Base map").count() == 0
    assert opened.page.get_by_role("button", name="Copy embed code").count() == 0  # there is no address to embed
    opened.assert_quiet()


def test_the_code_for_other_sites_shows_map_and_time_alone(published: tuple[Page, list[tuple[str, str | None]]]) -> None:
    page, _ = published
    page.get_by_role("tab", name="Layers").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin="https://news.example")
    page.locator('[data-layer="Protests"]').uncheck()
    page.get_by_role("button", name="Copy embed code").click()
    page.get_by_role("button", name="Copied").wait_for()
    code = page.evaluate("navigator.clipboard.readText()")
    assert code.startswith(f'<iframe src="{ADDRESS}#at=')
    assert code.endswith("</iframe>")
    page.set_viewport_size({"width": 600, "height": 480})
    page.goto("about:blank")
    page.goto(code.split('"')[1].replace("&amp;", "&"))
    page.wait_for_selector(".gm-ready.gm-embed")
    assert page.locator(".gm-side").is_hidden()
    assert page.locator(".gm-head h1").is_visible()
    assert page.locator(".gm-sub").is_hidden()
    assert page.get_by_label("End of the time shown").is_visible()
    assert page.locator(".gm-main").bounding_box()["height"] > 250  # type: ignore[index]
    assert page.get_by_role("button", name="Kharkiv: 1 event").count() == 1  # the protest there is off
    whole = page.get_by_role("link", name="Open the whole map")
    whole.focus()
    assert whole.get_attribute("href").startswith(f"{ADDRESS}#at=")  # type: ignore[union-attr]
    assert "embed" not in whole.get_attribute("href")  # type: ignore[operator]
    assert violations(page) == []


CANNOT = "The frame around this map may not let it save files"


def test_a_sandboxed_frame_says_what_the_map_cannot_do_there(published: tuple[Page, list[tuple[str, str | None]]]) -> None:
    page, _ = published
    frames = {"all": ' sandbox="allow-scripts"', "some": ' sandbox="allow-scripts allow-same-origin allow-modals allow-popups"', "none": ""}
    shown = "".join(f'<iframe id="{name}" width="280" height="400" src="{ADDRESS}#embed"{how}></iframe>' for name, how in frames.items())
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/article", lambda route: route.fulfill(body=f"<!DOCTYPE html>{shown}", content_type="text/html"))
    page.goto("https://news.example/article")
    said = {}
    for name in frames:
        frame = page.frame_locator(f"#{name}")
        frame.locator(".gm-ready .gm-dot").first.wait_for(timeout=60_000)
        notes = frame.locator(".gm-strip .gm-sandbox")
        said[name] = notes.text_content() if notes.count() else None
    assert said["all"] == f"{CANNOT}, print, or open other pages. The whole map: {ADDRESS}"
    assert said["some"] == f"{CANNOT}. The whole map: {ADDRESS}"
    assert said["none"] is None
    assert [each for each in complaints if "escape its sandboxing" not in each] == []  # that is Chromium's, of the article's own frame


def test_what_a_sandbox_keeps_from_the_clipboard_is_offered_on_the_page(browser: Browser) -> None:
    source = page_bytes(factory.sample()).decode().replace("&", "&amp;").replace('"', "&quot;")
    page = browser.new_context(offline=True).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_content(f'<!DOCTYPE html><iframe width="900" height="600" sandbox="allow-scripts" srcdoc="{source}"></iframe>')
    frame = page.frame_locator("iframe")
    frame.locator(".gm-row", has_text="Izium").click(timeout=60_000)
    frame.get_by_role("button", name="Copy citation").click()
    assert "Example Wire" in frame.locator(".gm-offer").input_value()
    frame.get_by_role("tab", name="Layers").press("Enter")
    assert frame.locator(".gm-downloads .gm-sandbox").text_content() == f"{CANNOT}, print, or open other pages."
    assert complaints == []
    page.context.close()


def test_the_map_can_be_had_as_a_picture(open_page: Open) -> None:
    opened = open_page(factory.sample(), reduced_motion="reduce")
    page = opened.page
    page.get_by_role("tab", name="Layers").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Picture (PNG)").click()
    assert waiting.value.suggested_filename == "map.png"
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\x89PNG")
    seen = page.evaluate(
        """async (address) => {
          const { map } = await geomap.ready;
          const image = new Image();
          image.src = address;
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [image.width, image.height];
          const context = canvas.getContext("2d", { willReadFrequently: true });
          context.drawImage(image, 0, 0);
          const { x, y } = map.latLngToContainerPoint([49.84, 36.69]);
          const at = (left, top) => [...context.getImageData(left, top, 1, 1).data].slice(0, 3).join(" ");
          const size = [image.width, image.height > 2 * (map.getSize().y + 54)];
          return { size, symbol: at(2 * x, 2 * (y + 56)), beside: at(2 * x, 2 * (y + 100)) };
        }""",
        "data:image/png;base64," + b64encode(content).decode(),
    )
    assert seen["size"] == [2 * page.locator(".gm-main").bounding_box()["width"], True]  # type: ignore[index]
    assert seen["symbol"] == "138 90 43"  # the brown of what is humanitarian, where Chuhuiv is
    assert seen["beside"] != seen["symbol"]
    opened.assert_quiet()
