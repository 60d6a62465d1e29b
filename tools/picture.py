"""Take the README's picture: the sample map as a browser shows it.

    python tools/picture.py

Writes docs/images/map.png, and beside it the hash of the page it shows, by which a test knows whether the picture is current.
Needs Chromium at /usr/bin/chromium (Debian: chromium) or where CHROMIUM says.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "maps" / "ukraine-2023-01-31" / "map.html"
PICTURE = ROOT / "docs" / "images" / "map.png"
WIDTH, HEIGHT = 1280, 800
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SETTLE_MS = 1500


def main() -> None:
    """Open the page without a network, let it settle, save what it shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True, reduced_motion="reduce").new_page()
        page.goto(PAGE.as_uri())
        page.wait_for_timeout(SETTLE_MS)
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()
    PICTURE.with_suffix(".sha256").write_text(hashlib.sha256(PAGE.read_bytes()).hexdigest() + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
