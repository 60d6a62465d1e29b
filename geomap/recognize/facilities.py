"""Facilities that are called by the adjective of their town, in Ukrainian and Russian: "на Кременчугском НПЗ", "в одесском порту".

The models take such adjectives for those of regions, or for a village of that spelling. Here the phrase is a name: the resolver knows the
landmark or the town (`gazetteer.adjectives`). Before such a noun an adjective of no town is the name of no place either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gazetteer import Gazetteer
from gazetteer.adjectives import TownAdjectives
from geomap.lang.facilities import FacilityWords, agrees, is_adjective
from geomap.lang.tokens import Tokens
from geomap.recognize.features import TextFeatures
from geomap.recognize.words import Cache

_MOST_BETWEEN = 3  # adjectives between that of the town and the noun: "Одесский морской торговый порт"
_PEOPLE_OF_SMALL = 50_000  # of the town of an adjective in small letters, unless a region is called by it too
_MOST_WORDS = 1 << 16
_NEITHER, _OF_TOWN, _NAMED = range(3)


@dataclass(frozen=True, slots=True)
class FacilityPhrase:
    """Tokens ``[first, last)``: the name of a facility of a town, or an adjective with a noun that is no name of a place."""

    first: int
    last: int
    is_place: bool


class FacilityPhrases:
    """Finds such phrases in texts of one language."""

    def __init__(self, gazetteer: Gazetteer, words: FacilityWords) -> None:
        self._words = words
        self._towns = TownAdjectives(gazetteer.index)
        self._sorts = Cache(self._sort, most=_MOST_WORDS)

    def is_noun(self, lower: str) -> bool:
        """Return whether a word in small letters is a noun for a facility or a site."""
        return lower in self._words.of_towns or lower in self._words.named

    def find(self, reading: TextFeatures) -> Iterator[FacilityPhrase]:
        """Yield the phrases of a text in its order."""
        tokens = reading.tokens
        for at, sort in enumerate(map(self._sorts.__getitem__, tokens.words)):
            if sort:
                found = self._before(tokens, at, is_of_town=sort == _OF_TOWN)
                if found is not None and not self._is_company(reading, found):
                    yield found

    def _is_company(self, reading: TextFeatures, phrase: FacilityPhrase) -> bool:
        """Return whether a works with a longer name, "Ижевский мотоциклетный завод", does not stand where a place does: after "на"."""
        words, first = reading.words, phrase.first
        is_works = phrase.last - first > 2 and words[phrase.last - 1].lower in self._words.works  # noqa: PLR2004 - an adjective and the noun
        return is_works and (first == 0 or "at" not in (words[first - 1].word_class or "").split("+"))

    def _sort(self, word: str) -> int:
        low = word.lower()
        return _OF_TOWN if low in self._words.of_towns else _NAMED if low in self._words.named else _NEITHER

    def _before(self, tokens: Tokens, noun: int, *, is_of_town: bool) -> FacilityPhrase | None:
        """Return the phrase that ends in the noun at ``noun``; None where no adjective that may name something stands before it."""
        nearest: int | None = None
        for at in range(noun - 1, max(-1, noun - 2 - _MOST_BETWEEN), -1):
            word = tokens.words[at]
            if not is_adjective(word.lower()) or not agrees(word.lower(), tokens.words[noun]):
                break
            first = _first_part(tokens, at)
            if tokens.capital[first] and nearest is None:
                nearest = first
            if is_of_town and self._is_of_town(tokens.text[tokens.starts[first] : tokens.ends[at]]):
                return FacilityPhrase(first, noun + 1, is_place=True)
        return None if nearest is None else FacilityPhrase(nearest, noun + 1, is_place=False)

    def _is_of_town(self, adjective: str) -> bool:
        if not self._words.may_be_of_town(adjective.lower()):
            return False
        towns = self._towns.find(adjective)
        return towns is not None and (adjective[0].isupper() or towns.names_region or towns.people >= _PEOPLE_OF_SMALL)


def _first_part(tokens: Tokens, at: int) -> int:
    """Return where the word at ``at`` begins: at its first part, "Усть-Лужский"."""
    while (
        at > 1 and tokens.words[at - 1] == "-" and tokens.starts[at] == tokens.ends[at - 1] and tokens.starts[at - 1] == tokens.ends[at - 2]
    ):
        at -= 2
    return at
