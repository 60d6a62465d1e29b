"""Words that tell what the name beside them is, for the recognizer of English; the lists stand in ``geomap/lang/en/cues.toml``."""

from __future__ import annotations

from geomap.lang import language

_LISTS = language("en").table("cues")

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
