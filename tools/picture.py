"""Take the pictures of the documentation: the sample map as a browser shows it.

    python tools/picture.py

Writes docs/images/map.png and the others there, and beside it the hash of the page they show, by which a test knows whether
they are current.
Needs Chromium at /usr/bin/chromium (Debian: chromium) or where CHROMIUM says.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "maps" / "ukraine-2023-01-31" / "map.html"
IMAGES = ROOT / "docs" / "images"
DESKTOP, PHONE = (1280, 800), (390, 844)
OPENED = "Vovchansk"  # the event that some pictures show opened
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SETTLE_MS = 1500


def main() -> None:
    """Open the page without a network, let it settle, save what it shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        shoot(browser, "map.png", DESKTOP)
        shoot(browser, "map-1280.png", DESKTOP, opened=OPENED)
        shoot(browser, "map-dark-1280.png", DESKTOP, opened=OPENED, dark=True)
        shoot(browser, "map-390.png", PHONE)
        browser.close()
    (IMAGES / "map.sha256").write_text(hashlib.sha256(PAGE.read_bytes()).hexdigest() + "\n", encoding="ascii")


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
