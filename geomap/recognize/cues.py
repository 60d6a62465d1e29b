"""Words that tell what the name beside them is, for the recognizer of English; the lists stand in ``geomap/lang/en/cues.toml``."""

from __future__ import annotations

from geomap.lang import language

_LISTS = language("en").table("cues")

_PERSONS = {name: frozenset(words.split()) for name, words in _LISTS["persons"].items()}
GIVEN = _PERSONS["given"]
GIVEN_OF_PLACES = _PERSONS["given_of_places"]
KIN, OWNERS, NAMED, NAMED_PERSONS, ACTS, PERSONAL = (
    _PERSONS[name] for name in ("kin", "owners", "named", "named_persons", "acts", "personal")
)
NAME_ENDINGS: tuple[str, ...] = tuple(_LISTS["names"]["endings"].split())


def _by_word() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, words in _LISTS["classes"].items():
        for word in words.split():
            table[word] = f"{table[word]}+{name}" if word in table else name
    return table


CLASS_OF = _by_word()
"""A word in lower case -> its class, or its classes joined by "+"."""
