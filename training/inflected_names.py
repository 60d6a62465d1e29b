"""Names that texts in Ukrainian and Russian are filled with, by language and sort, drawn from the gazetteer."""

from __future__ import annotations

import math
import random

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.languages import informal_region, languages_of
from gazetteer.model import NameStatus, PlaceKind
from training.cases import NOMINATIVE, forms_of

_COUNTRIES = ("UA", "RU", "BY")
_PEOPLE_OF_CITY = 100_000
_FEWEST_PEOPLE = 1_000_000  # of a country that is drawn
_AFAR_SHARE = 0.15  # of cities that are drawn from all the world
_MOST_WORDS = 3
_VOWELS = "аеиоу"
_MISSPELT_SHARE = 0.15  # of settlements that are spelled as no gazetteer has them


class NamePool:
    """Names of one language to draw from, by a seed."""

    def __init__(self, gazetteer: Gazetteer, language: str, *, seed: int) -> None:
        self._index = gazetteer.index
        self._language = language
        self.random = random.Random(seed)  # noqa: S311 - reproducible training, no secret
        columns = self._index.columns
        kinds = {kind: columns.kind == KINDS.index(kind) for kind in PlaceKind}
        strings = self._index.strings
        near = np.isin(columns.country, [strings.index(code) for code in _COUNTRIES if code in strings])
        people = columns.population
        settlements = kinds[PlaceKind.SETTLEMENT]
        self._names = {
            "S": self._named(np.flatnonzero(settlements & near).tolist()),
            "C": self._named(np.flatnonzero(settlements & near & (people >= _PEOPLE_OF_CITY)).tolist()),
            "W": self._named(np.flatnonzero(settlements & (people >= 5 * _PEOPLE_OF_CITY)).tolist()),
            "R": self._named(np.flatnonzero(kinds[PlaceKind.REGION] & near).tolist(), "область"),
            "D": self._named(np.flatnonzero(kinds[PlaceKind.DISTRICT] & near).tolist(), "район"),
            "N": self._named(np.flatnonzero(kinds[PlaceKind.COUNTRY] & (people >= _FEWEST_PEOPLE)).tolist()),
            "B": self._abbreviations(np.flatnonzero(kinds[PlaceKind.COUNTRY]).tolist()),
        }
        self._weights = [1.0 + math.sqrt(max(int(people[row]), 0) / 500.0) for row, _ in self._names["S"]]

    def draw(self, sort: str, case: int) -> str:
        """Return a name of a sort, one of "SCRIDNB", in a case."""
        if sort == "B":
            return self.random.choice(self._names["B"])[1]
        if sort == "I":
            return self._form(self._informal(), case)
        return self._form(self.nominative(sort), case)

    def nominative(self, sort: str) -> str:
        """Return the nominative of a name of a sort."""
        if sort == "S":
            return self.random.choices(self._names["S"], self._weights)[0][1]
        if sort == "C" and self.random.random() < _AFAR_SHARE:
            sort = "W"
        return self.random.choice(self._names[sort])[1]

    def form(self, name: str, case: int) -> str:
        """Return ``name`` in a case, drawn where there are several forms."""
        return self._form(name, case)

    def misspelt(self, name: str) -> str:
        """Return a settlement's name with vowels exchanged, so that the gazetteer seldom has it; the news name such too."""
        vowels = [at for at, letter in enumerate(name) if at and letter in _VOWELS]
        if self.random.random() >= _MISSPELT_SHARE or not vowels:
            return name
        letters = list(name)
        for at in self.random.sample(vowels[:-1] or vowels, min(2, len(vowels[:-1] or vowels))):
            letters[at] = self.random.choice([vowel for vowel in _VOWELS if vowel != letters[at]])
        return "".join(letters)

    def is_spoken(self, name: int) -> bool:
        """Return whether a name of the gazetteer, given by its number, is one of the language."""
        own, text = self._index.name_language(name), self._index.name_text(name)
        return own == self._language or (own is None and "Ѐ" <= text[0] <= "ӿ" and self._language in languages_of(text))

    def adjective(self, case: int) -> str:
        """Return the adjective of a region, as streets are named: "Харківська"."""
        return self._form(self.nominative("R"), case).rpartition(" ")[0]

    def _form(self, name: str, case: int) -> str:
        if case == NOMINATIVE:
            return name
        forms = [form for number, form in forms_of(name, self._language) if number == case]
        return self.random.choice(forms) if forms else name

    def _informal(self) -> str:
        for _ in range(100):
            informal = informal_region(self.nominative("R").partition(" ")[0].lower())
            if informal:
                return informal.capitalize()
        return self.nominative("N")

    def _named(self, rows: list[int], unit: str | None = None) -> list[tuple[int, str]]:
        """Return the rows with a name in the language, and that name; with ``unit`` only those whose name ends with that word."""
        found: list[tuple[int, str]] = []
        for row in rows:
            for name in self._index.names_of(row):
                text = self._index.name_text(name)
                if self.is_spoken(name) and self._is_plain(text, unit):
                    found.append((row, text))
                    break
        return found

    def _abbreviations(self, rows: list[int]) -> list[tuple[int, str]]:
        return [
            (row, self._index.name_text(name))
            for row in rows
            for name in self._index.names_of(row)
            if self.is_spoken(name) and self._index.name_status(name) is NameStatus.ABBREVIATION
        ]

    @staticmethod
    def _is_plain(text: str, unit: str | None) -> bool:
        words = text.split(" ")
        if unit is not None:
            return len(words) == 2 and words[1] == unit  # noqa: PLR2004 - an adjective and the unit
        plain = text.replace("-", "").replace(" ", "").replace("'", "").replace("\u2019", "")
        return len(words) <= _MOST_WORDS and plain.isalpha() and text[0].isupper() and not text.isupper()
