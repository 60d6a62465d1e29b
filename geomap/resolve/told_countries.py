"""Which countries a text names, by the place where it names them: by name, by an adjective in Cyrillic, or by their towns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from gazetteer.codes import KINDS
from gazetteer.index import Index
from gazetteer.languages import languages_of
from gazetteer.model import PlaceKind
from gazetteer.normalize import key

_COUNTRY = KINDS.index(PlaceKind.COUNTRY)
_ADJECTIVE = re.compile(
    r"\b(?P<stem>[а-яіїєґ'’ʼ-]{3,}?)[сцз]ь?к"
    r"(?:ий|ого|ому|им|ім|ій|а|ої|у|ою|е|і|их|ими|ой|ом|ая|ую|ое|ие|ые|ых|ыми)\b"
)
_LEAST_SHARED = 4  # letters that the stem of the adjective and the name of the country begin with
_MOST_UNLIKE = 2  # letters at the end of the stem that the name lacks: "французьк-" has "француз", "Франція" has "франц"

At = tuple[int, int]
"""Where a text names a country, and the number of the country in the index."""


class CountryAdjectives:
    """The adjectives of countries in Ukrainian and Russian, made from the names of countries that the gazetteer has."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, text: str) -> list[At]:
        """Return where adjectives of countries stand in ``text``: "в йеменском порту" names Yemen."""
        return [(found.start(), country) for found in _ADJECTIVE.finditer(text.lower()) for country in self._of_stem(found["stem"])]

    def _of_stem(self, stem: str) -> set[int]:
        shared: dict[int, int] = {}
        for name, country in self._by_letters.get(stem[:_LEAST_SHARED], ()):
            length = next((at for at, (one, other) in enumerate(zip(stem, name, strict=False)) if one != other), min(len(stem), len(name)))
            if length >= max(_LEAST_SHARED, len(stem) - _MOST_UNLIKE):
                shared[country] = max(length, shared.get(country, 0))
        longest = max(shared.values(), default=0)
        return {country for country, length in shared.items() if length == longest}

    @cached_property
    def _by_letters(self) -> dict[str, list[tuple[str, int]]]:
        index, known = self._index, defaultdict(list)
        for row in (index.columns.kind == _COUNTRY).nonzero()[0].tolist():
            for name in index.names_of(row):
                own = key(index.name_text(name))
                if languages_of(own) and " " not in own:  # "Французька Гвіана" is not meant
                    known[own[:_LEAST_SHARED].lower()].append((own.lower(), int(index.columns.country[row])))
        return known


def nearest_countries(named: Sequence[At], position: int, most: int) -> list[int]:
    """Return the countries named nearest to a position of the text, the nearest first, at most ``most``."""
    ordered = sorted(named, key=lambda at: (abs(at[0] - position), at))
    return list(dict.fromkeys(country for _, country in ordered))[:most]
