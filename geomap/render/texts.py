"""The words on the page, by language."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from geomap.errors import SettingsError

LANGUAGES = ("en", "uk")


def texts_in(language: str) -> dict[str, Any]:
    """Read the page's texts in ``language`` ("en", "uk").

    Raises:
        SettingsError: There is no translation.
    """
    if language not in LANGUAGES:
        raise SettingsError(f"language {language}: the page is written in {' or '.join(LANGUAGES)}")
    found: dict[str, Any] = json.loads((files("geomap.render") / "assets" / f"texts.{language}.json").read_text(encoding="utf-8"))
    return found
