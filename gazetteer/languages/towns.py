"""From an adjective in -ский or -ський to the names that its town may have, by rules of word formation read backwards.

Forwards the rules lose letters, so that several names may give one adjective: "павловский" is of Павловск, Павлов, Павлово or Павловка.
All are returned, also names that no place has; who asks looks them up. Adjectives and names are keys (see ``normalize``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gazetteer.languages.declension import Language


class TownNames:
    """The rules of one language."""

    def __init__(self, language: Language) -> None:
        self._adjective = re.compile(language.TOWN_ADJECTIVE)
        self._rules = [(end, tuple(names)) for end, *names in map(str.split, language.TOWNS.strip().split("\n"))]
        self._compounds = [(start, tuple(words)) for start, *words in map(str.split, language.COMPOUNDS.strip().split("\n"))]
        self._others = language.TOWNS_OF_OTHERS

    def of(self, adjective_key: str) -> Iterator[str]:
        """Yield the names that the town of an adjective, in any case of the singular, may have; none where it is no such adjective."""
        found = self._adjective.fullmatch(adjective_key)
        if found is None:
            return
        stem = found["stem"]
        if stem in self._others:
            yield self._others[stem]
        yield from self._by_rules(stem)
        head, _, last = stem.rpartition(" ")
        if head.endswith("о"):  # Середино-Будський
            yield from (f"{head.removesuffix('о')}а {name}" for name in self._by_rules(last))
        for start, words in self._compounds:
            if stem.startswith(start):
                yield from (f"{word} {name}" for name in self._by_rules(stem.removeprefix(start)) for word in words)

    def _by_rules(self, stem: str) -> Iterator[str]:
        for end, names in self._rules:
            if stem.endswith(end) and len(stem) > len(end) + 1:
                base = stem.removesuffix(end)
                yield from (base + name.removeprefix("-") for name in names)
