"""What all tests stand on: an odd time zone, one compiled gazetteer, the installed commands."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from gazetteer import Gazetteer

SHARED = Path(__file__).parents[2] / "shared"

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
