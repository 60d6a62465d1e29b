"""A browser shows a served map, and keeps its view when the map is replaced."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geomap.render import write_page
from geomap.watch.server import MapServer
from tests.render import factory

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
WAIT_MS = 60_000


def test_a_new_map_comes_with_the_same_view(browser: Browser, tmp_path: Path) -> None:
    analysis = factory.sample()
    write_page(replace(analysis, events=analysis.events[:4]), tmp_path / "map.html", title="Live")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    with MapServer(tmp_path, port=0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(server.url + "#at=9,49.500,36.500&q=a")
        frame = page.frame_locator("iframe")
        found = frame.locator(".gm-found")
        found.filter(has_text="4 events").wait_for(timeout=WAIT_MS)
        assert frame.get_by_role("searchbox").input_value() == "a"
        page.wait_for_timeout(2_500)  # the first look at the map's tag
        write_page(analysis, tmp_path / "map.html", title="Live")
        found.filter(has_text="7 events").wait_for(timeout=WAIT_MS)
        assert frame.get_by_role("searchbox").input_value() == "a"
        page.wait_for_timeout(800)
        assert re.search(r"at=9%2C49\.(500|499|501)%2C36\.(500|499|501)&q=a", page.url), page.url
        assert page.title() == "Live"
        server.shutdown()
    context.close()
    assert complaints == []
