"""A Chromium without network, and pages opened from file://."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geomap.model import Analysis
from geomap.render import write_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page


@dataclass
class Opened:
    """A page in the browser, with all that it complained of or asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        assert self.complaints == []
        assert self.requests == []


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    contexts: list[BrowserContext] = []

    def open_(
        analysis: Analysis | bytes, *, title: str | None = None, language: str = "en", fragment: str = "", **options: object
    ) -> Opened:
        path = tmp_path / f"map-{len(contexts)}.html"
        if isinstance(analysis, bytes):
            path.write_bytes(analysis)
        else:
            write_page(analysis, path, title=title, language=language)
        context = browser.new_context(offline=True, **{"viewport": {"width": 1280, "height": 800}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        opened = Opened(context.new_page())
        _listen(opened)
        opened.page.goto(path.as_uri() + fragment, timeout=60_000)
        opened.page.wait_for_selector(".gm-ready", timeout=60_000)
        return opened

    yield open_
    for context in contexts:
        context.close()


def _listen(opened: Opened) -> None:
    page = opened.page
    page.set_default_timeout(20_000)
    page.on("console", lambda message: opened.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))

    def refuse(dialog: Dialog) -> None:
        opened.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def asked(url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            opened.requests.append(url)

    page.on("dialog", refuse)
    page.on("request", lambda request: asked(request.url))
