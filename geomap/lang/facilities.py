"""Facilities that are called by the adjective of their town: "Кременчугский НПЗ", "на Одеському аеродромі".

The words are those of ``cues.toml`` in the folders of languages: nouns for facilities of towns, nouns for what has a name of its own
that may look like an adjective, and adjectives that are seldom of a town though one has the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gazetteer.languages import towns_of
from gazetteer.normalize import key
from geomap.lang.nouns import Nouns
from geomap.lang.registry import cached, language, languages
from geomap.lang.wordset import WordSet, word_set

_ADJECTIVE = re.compile(r"[^\W\d_]['’ʼ\w]+(?:[иыі]й|ая|[ое]е|ого|ому|[иыі]м|ом|ої|ой|ую|ою|на|не|ну|ька|ьке|ьку)")
_AGREEING = (
    (re.compile("(?:ий|ый|ій)$"), re.compile("[бвгджзйклмнпрстфхцчшщьії]$")),
    (re.compile("ого$"), re.compile("[аяую]$")),
    (re.compile("ому$"), re.compile("[уюіїе]$")),
    (re.compile("[иы]м$"), re.compile("[оеєи]м$")),
    (re.compile("ім$"), re.compile("[іїую]$")),
    (re.compile("ом$"), re.compile("[еиую]$")),
    (re.compile("ой$"), re.compile("[ыией]$")),
    (re.compile("ої$"), re.compile("[иії]$")),
    (re.compile("ую$|у$"), re.compile("[уюь]$")),
    (re.compile("ою$"), re.compile("[йю]$")),
    (re.compile("ая$|а$"), re.compile("[аяь]$")),
    (re.compile("е$"), re.compile("[оея]$")),
)
"""Ends of adjectives in the cases of the singular, and of nouns that may stand in the same case."""


@dataclass(frozen=True, slots=True)
class FacilityWords:
    """The words of one language."""

    of_towns: Nouns
    works: Nouns
    named: Nouns
    not_of_towns: WordSet

    def may_be_of_town(self, adjective: str) -> bool:
        """Return whether an adjective, in small letters, may be that of a town."""
        return adjective not in self.not_of_towns and bool(towns_of(key(adjective)))


@cached
def facility_words(code: str) -> FacilityWords:
    """Return the words of the language ``code``; empty sets where its folder lists none."""
    table = language(code).table("cues")
    of_towns, works, named, not_of_towns = (word_set(table.get(name, "")) for name in ("of_towns", "works", "named", "not_of_towns"))
    return FacilityWords(Nouns([of_towns, works]), Nouns([works]), Nouns([named]), not_of_towns)


def is_adjective(word: str) -> bool:
    """Return whether a word, in small letters, looks like an adjective in the singular."""
    return _ADJECTIVE.fullmatch(word) is not None


def agrees(adjective: str, noun: str) -> bool:
    """Return whether an adjective may stand before ``noun`` as it is written; before an abbreviation any may."""
    if noun.isupper():
        return True
    ending = next((nouns for adjectives, nouns in _AGREEING if adjectives.search(adjective)), None)
    return ending is not None and ending.search(noun.lower()) is not None


def adjective_of(name: str) -> str | None:
    """Return the adjective of a town with which the name of a facility begins: that of "Одесский морской порт"; None for another name."""
    first, *between, last = words if len(words := name.split()) > 1 else (name, "")  # a name may end with a space of another kind
    low, noun = first.lower(), last.lower()
    if not last or not all(map(is_adjective, map(str.lower, between))) or not agrees(low, last):
        return None
    codes = [one.code for one in languages() if one.recognizer == "inflected"]
    of_town = any(noun in words.of_towns and words.may_be_of_town(low) for words in map(facility_words, codes))
    return first if of_town else None
