"""Nouns of Ukrainian and Russian in their cases, by the stems that the tables list: "гори" of "гор*", but not "горить" or "горел"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geomap.lang.wordset import WordSet

NOUN_ENDING = re.compile(
    r"(?:ик|ок|к)?(?:[аяуюиіыеоєїьй]?|[еоєий]й|[иіїь][яюеі]|[оеєуюь]ю|[еоєії]м|[ая](?:м|ми|х)|[оеіїє]в|ією)"  # "республ-ики", "переул-ок"
    r"|н?(?:[иыії]й|ая|[ео]е|[ео]го|[ео]му|[иыі]м|ої|[иы]х|[иы]ми)"  # "набережн-ая", "автоном-ного"
)
"""What may follow the stem of a noun in its cases."""


class Nouns:
    """The nouns of word sets by their forms; ``in`` asks for a form in small letters."""

    def __init__(self, sets: Sequence[WordSet]) -> None:
        self._forms = frozenset(form for words in sets for form in words.forms)
        self._stems = tuple(dict.fromkeys(stem for words in sets for stem in words.stems))

    def __contains__(self, low: object) -> bool:
        if low in self._forms:
            return True
        if not isinstance(low, str) or not low.startswith(self._stems):
            return False
        return any(low.startswith(stem) and NOUN_ENDING.fullmatch(low, len(stem)) for stem in self._stems)
