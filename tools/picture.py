"""Take the pictures of the documentation: the sample map as a browser shows it.

    python tools/picture.py

Writes docs/images/map.png and the others there, and beside it the hash of the page they show, by which a test knows whether
they are current; docs/images/screens has the page at five sizes in light and dark, and the editing page.
Needs Pillow, and Chromium at /usr/bin/chromium (Debian: chromium) or where CHROMIUM says.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import geomap
from geomap.corrections.desk import desk_with
from geomap.render import PageExtras, write_page

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "maps" / "ukraine-2023-01-31" / "map.html"
IMAGES = ROOT / "docs" / "images"
DESKTOP, PHONE = (1280, 800), (390, 844)
SCREENS = [(1440, 900), (1280, 800), (820, 1180), (390, 844), (844, 390)]
TOUCH_UP_TO = 900  # pixels of width of screens that are touched
TITLE = "January 31, 2023: the war in Ukraine, as it was reported"
TEXT = ROOT / "data" / "ukraine-2023-01-31.txt"
OPENED = "Vovchansk"  # the event that some pictures show opened
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SETTLE_MS = 1500


def main() -> None:
    """Open the pages without a network, let them settle, save what they show."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        shoot(browser, "map.png", DESKTOP)
        shoot(browser, "map-1280.png", DESKTOP, opened=OPENED)
        shoot(browser, "map-dark-1280.png", DESKTOP, opened=OPENED, dark=True)
        shoot(browser, "map-390.png", PHONE)
        for dark in (False, True):
            for size in SCREENS:
                keep(opened_page(browser, PAGE, size, dark=dark), "-".join([f"{size[0]}x{size[1]}", "dark" if dark else "light"]))
        keep(desk_page(browser, Path(folder) / "desk.html"), "desk")
        browser.close()
    (IMAGES / "map.sha256").write_text(hashlib.sha256(PAGE.read_bytes()).hexdigest() + "\n", encoding="ascii")


def desk_page(browser: Browser, path: Path) -> Page:
    """Make the editing page of the sample at ``path`` and open one of its events."""
    write_page(geomap.run([TEXT]).analysis, path, title=TITLE, extras=PageExtras(desk=desk_with()))
    page = opened_page(browser, path, DESKTOP)
    page.locator(".gm-row", has_text=OPENED).click()
    page.wait_for_timeout(SETTLE_MS)
    page.keyboard.press("Escape")
    return page


def keep(page: Page, name: str) -> None:
    """Save what a page shows as a small picture."""
    (IMAGES / "screens").mkdir(exist_ok=True)
    Image.open(io.BytesIO(page.screenshot())).save(IMAGES / "screens" / f"{name}.webp", quality=70, method=6)
    page.context.close()


def opened_page(browser: Browser, path: Path, size: tuple[int, int], *, dark: bool = False) -> Page:
    """Open a page as a screen of this size shows it."""
    width, height = size
    touched = width <= TOUCH_UP_TO
    context = browser.new_context(
        viewport={"width": width, "height": height},
        offline=True,
        reduced_motion="reduce",
        color_scheme="dark" if dark else "light",
        has_touch=touched,
        is_mobile=touched,
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector(".gm-ready")
    page.wait_for_timeout(SETTLE_MS)
    return page


def shoot(browser: Browser, name: str, size: tuple[int, int], *, opened: str | None = None, dark: bool = False) -> None:
    """Save one picture of the page, with the event at the place ``opened`` open."""
    width, height = size
    page = browser.new_context(
        viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce", color_scheme="dark" if dark else "light"
    ).new_page()
    page.goto(PAGE.as_uri())
    page.wait_for_timeout(SETTLE_MS)
    if opened is not None:
        page.get_by_text(opened).first.click()
        page.wait_for_timeout(SETTLE_MS)
    IMAGES.mkdir(exist_ok=True)
    page.screenshot(path=IMAGES / name)


if __name__ == "__main__":
    main()
