"""The README's picture shows the sample map as it is now."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_picture_is_of_the_current_map() -> None:
    page = ROOT / "maps" / "ukraine-2023-01-31" / "map.html"
    shown = (ROOT / "docs" / "images" / "map.sha256").read_text(encoding="ascii").strip()
    assert hashlib.sha256(page.read_bytes()).hexdigest() == shown, "run: python tools/picture.py"


def test_the_readme_shows_it() -> None:
    assert "docs/images/map.png" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / "docs" / "images" / "map.png").read_bytes().startswith(b"\x89PNG")
