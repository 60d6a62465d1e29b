"""What all tests stand on: an odd time zone, one compiled gazetteer, how much is tried, the installed commands."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from gazetteer import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

    from geomap.events.context.encoder import Encoder, ReadPlace
    from geomap.events.context.passages import Passage

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

THOROUGH = os.environ.get("GEOMAP_THOROUGH") == "1"  # .ci/run sets it; see docs/explanation/testing.md


def tries(examples: int) -> int:
    """Return how many examples a property test tries: a third of those that .ci/run tries, but not fewer than ten."""
    return examples if THOROUGH else min(examples, max(10, examples // 3))


# a busy machine fails no deadline, and no check of how quickly examples are made
settings.register_profile("geomap", deadline=None, max_examples=tries(100), suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("geomap")

os.environ["TZ"] = "Pacific/Chatham"  # 12:45 or 13:45 ahead: a machine's own zone must never show
time.tzset()

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what runs in its background, and programs under test inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer that ships."""
    return Gazetteer.open()


@pytest.fixture(scope="session")
def read_passages() -> dict[object, dict[int, ReadPlace]]:
    """What the encoder said of the passages that it has read."""
    return {}


@pytest.fixture(scope="module")
def encoder_memory(read_passages: dict[object, dict[int, ReadPlace]]) -> Iterator[None]:
    """Let the encoder read passages once, for tests of what is done with events: they read the same sample page again and again.

    What it says depends on the passages that it reads together, and on nothing else.
    """
    from geomap.events.context import encoder  # noqa: PLC0415 - most tests need no events

    read = encoder.Encoder.read

    def once(own: Encoder, passages: Sequence[Passage]) -> dict[int, ReadPlace]:
        key = (own, *((*one.pieces, *one.context, *one.marks, *one.asked) for one in passages))
        if key not in read_passages:
            read_passages[key] = read(own, passages)
        return dict(read_passages[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoder.Encoder, "read", once)
        yield


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
