"""Words that tell what the name beside them is; the lists stand in ``cues.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

_LISTS = tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))

GIVEN = frozenset(_LISTS["persons"]["given"].split())
NAME_ENDINGS: tuple[str, ...] = tuple(_LISTS["names"]["endings"].split())


def _by_word() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, words in _LISTS["classes"].items():
        for word in words.split():
            table[word] = f"{table[word]}+{name}" if word in table else name
    return table


CLASS_OF = _by_word()
"""A word in lower case -> its class, or its classes joined by "+"."""
