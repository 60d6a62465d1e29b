"""Names of facilities and sites that the gazetteer has, read by its entries alone: "на Каховской ГЭС", "на «Азовстали»", "Saky air base".

Models of recognition learn from names in capitals. The noun in such a name is often written small, and so is its first word where that
is the noun: "в порту Измаил".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gazetteer.normalize import key
from geomap.recognize.features import TextFeatures
from geomap.recognize.gazetteer_names import GazetteerNames
from geomap.recognize.words import Cache, NameFacts

_LONGEST = 6  # tokens, quotation marks among them
_QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"'}
_MOST_WORDS = 1 << 16
_OF_SITES = frozenset(("facility", "nature"))
_OF_OTHERS = frozenset(("settlement", "small", "region", "district", "country", "area", "nature"))


class SiteNames:
    """Finds the names of facilities and sites in texts of one language."""

    def __init__(self, names: GazetteerNames, is_noun: Callable[[str], bool], *, is_inflected: bool) -> None:
        """Look names up in ``names``; ``is_noun`` knows the nouns, in small letters, that name facilities and sites.

        Without ``is_inflected`` only names that end in such a noun in small letters, of landmarks, are looked for: "Saky air base".
        """
        self._names = names
        self._is_inflected = is_inflected
        self._is_noun: Cache[str, bool] = Cache(lambda word: word[0].isalpha() and is_noun(word.lower()), most=_MOST_WORDS)
        self._begins: Cache[str, bool] = Cache(lambda word: names.goes_on(f"{key(word)} "), most=_MOST_WORDS)

    def find(self, reading: TextFeatures) -> Iterator[tuple[int, int]]:
        """Yield the tokens ``[first, last)`` of each such name, from the left, without overlap."""
        tokens, is_noun = reading.tokens, self._is_noun
        end = 0
        for i, capital in enumerate(tokens.capital):
            if i < end or not (capital or (self._is_inflected and tokens.kinds[i] == "word" and is_noun[tokens.words[i]])):
                continue
            last = self._end(reading, i)
            if last:
                end = last
                yield i, last

    def _end(self, reading: TextFeatures, first: int) -> int:
        """Return where the longest such name that begins at ``first`` ends; 0 where none does."""
        tokens = reading.tokens
        if self._begins[tokens.words[first]]:
            for last in range(min(first + _LONGEST, len(tokens)), first + 1, -1):
                if self._may_end(reading, first, last):
                    facts = self._names(tokens.text[tokens.starts[first] : tokens.ends[last - 1]])
                    if facts is not None and self._is_site(reading, facts, first, last):
                        return last
        facts = reading.words[first].facts
        if not self._is_inflected or facts is None or "facility" not in facts.labels or not _OF_OTHERS.isdisjoint(facts.labels):
            return 0
        return first + 1 if tokens.words[first].isupper() or self._follows_preposition(reading, first) else 0

    def _may_end(self, reading: TextFeatures, first: int, last: int) -> bool:
        tokens = reading.tokens
        if "line" in tokens.kinds[first:last]:
            return False
        opened = [_QUOTES[word] for word in tokens.words[first + 1 : last - 1] if word in _QUOTES]
        if opened:
            return tokens.words[last - 1] == opened[0]
        noun = self._is_noun[tokens.words[last - 1]] and not tokens.capital[last - 1]
        return noun or (self._is_inflected and tokens.capital[last - 1])

    def _is_site(self, reading: TextFeatures, facts: NameFacts, first: int, last: int) -> bool:
        if not self._is_inflected:
            return facts.landmark
        if any(map(self._is_noun.__getitem__, reading.tokens.words[first:last])):
            return not _OF_SITES.isdisjoint(facts.labels)
        is_body = any("org" in (word.word_class or "") for word in reading.words[first:last])  # "Верховна Рада" is a parliament first
        return "facility" in facts.labels and not is_body and self._follows_preposition(reading, first)

    @staticmethod
    def _follows_preposition(reading: TextFeatures, first: int) -> bool:
        """Return whether a name without a noun stands where a place does, "на «Азовстали»", and not for the company of that name."""
        before = first - 2 if first and reading.tokens.words[first - 1] in _QUOTES else first - 1
        return before >= 0 and "at" in (reading.words[before].word_class or "").split("+")
