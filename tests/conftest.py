"""What all tests stand on: an odd time zone, one compiled gazetteer, the installed commands."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gazetteer import Gazetteer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHARED = Path(__file__).parents[2] / "shared"

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--no-first-run",
]

os.environ["TZ"] = "Pacific/Chatham"  # 12:45 or 13:45 ahead: a machine's own zone must never show
time.tzset()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer that ships."""
    return Gazetteer.open()


@pytest.fixture(scope="session")
def program_path() -> str:
    """A PATH on which the commands of this environment come first."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold data beside the project; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the gold data in {SHARED.name}/ beside the project is not here")
    return SHARED


def _unavailable(reason: str) -> None:
    if os.environ.get("GEOMAP_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; one for all tests, since Playwright runs once in a process."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        _unavailable("no Chromium on this machine; on Debian: apt-get install chromium")
    with api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield launched
        launched.close()
