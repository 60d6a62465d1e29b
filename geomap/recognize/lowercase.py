"""Cities in small letters, "shelling in mariupol", as captions and short posts write them.

Only large cities of countries whose names are no English words, in texts too short to have a style of their own.
"""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import NameStatus, PlaceKind

CONFIDENCE = 0.7  # set by hand: a word of the language may be spelled so
_COUNTRIES = ("UA", "RU", "BY")
_LEAST_PEOPLE = 50_000
_WORD = re.compile(r"(?<![^\W_#@])(?<![-./@\w])(?<!\ba )(?<!\bthe )[a-z]{4,}(?![\w@]|[-./]\w)")
_LEAST_PEOPLE_OF_SHORT = 200_000  # of a name of four letters
_SHORT = 4
_STATUSES = frozenset((NameStatus.OFFICIAL, NameStatus.TRANSLITERATION, NameStatus.HISTORIC))


class LowercaseNames:
    """The names that are known in small letters too."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._index = gazetteer.index

    def find(self, text: str) -> list[tuple[int, int]]:
        """Give start and end of each such name in ``text``."""
        return [found.span() for found in _WORD.finditer(text) if found[0] in self._names]

    @cached_property
    def _names(self) -> frozenset[str]:
        index, columns = self._index, self._index.columns
        countries = [index.strings.index(country) for country in _COUNTRIES if country in index.strings]
        large = (columns.kind == KINDS.index(PlaceKind.SETTLEMENT)) & (columns.population >= _LEAST_PEOPLE)
        found: set[str] = set()
        for row in np.flatnonzero(large & np.isin(columns.country, countries)).tolist():
            shortest = _SHORT if columns.population[row] >= _LEAST_PEOPLE_OF_SHORT else _SHORT + 1
            for name in index.names_of(row):
                text = index.name_text(name)
                is_usual = index.name_language(name) == "en" or index.name_status(name) in _STATUSES
                if is_usual and len(text) >= shortest and text.isascii() and text.isalpha() and text.istitle():
                    found.add(text.lower())
        return frozenset(found)
