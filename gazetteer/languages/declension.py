"""Place names of inflected languages in their other cases, by tables of endings.

A table maps the ending of a nominative to one or more paradigms; the longest ending that fits decides. A paradigm lists genitive, dative,
accusative, instrumental and locative, separated by "|"; "," separates variants, "-" is the bare stem, "=" the nominative itself, ";"
separates paradigms. The rules do not know the stress, so they give more forms than are right; benchmarks/gazetteer_inflection.py
measures how many right ones are among them.

Names are keys (see ``normalize``): small letters, no apostrophes, words separated by spaces, ґ and ё written г and е.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from typing import Protocol

Paradigm = tuple[tuple[str, ...], ...]

_VOWELS = frozenset("аеиоуюяєіїыэ")
_UNITS = frozenset(("область", "район"))
_PREPOSITIONS = frozenset(("на", "над", "під", "под", "при", "за", "у", "в", "біля", "де", "ла", "ель"))
_MOST_FORMS = 8


class Language(Protocol):
    """The tables of a language; ``uk`` and ``ru`` are such modules."""

    ENDINGS: str
    BARE_ENDINGS: str
    ADJECTIVE_ENDINGS: Mapping[str, str]
    UNIT_ADJECTIVES: tuple[tuple[str, str], ...]
    UNIT_ADJECTIVE_ENDINGS: str
    INFORMAL_REGIONS: tuple[tuple[str, str], ...]
    TOWN_ADJECTIVE: str
    TOWNS: str
    COMPOUNDS: str
    TOWNS_OF_OTHERS: Mapping[str, str]


class Declension:
    """The declension of the names of one language."""

    def __init__(self, language: Language) -> None:
        self._paradigms = _read(language.ENDINGS)
        self._bare = [_paradigm(language.BARE_ENDINGS, "")]
        self._adjectives = {end: [_paradigm(text, end)] for end, text in language.ADJECTIVE_ENDINGS.items()}
        self._other_endings = {end: _other_endings(end, ways) for end, ways in self._paradigms.items()}
        self._other_bare_endings = _other_endings("", self._bare)
        self._longest = max(map(len, self._paradigms))
        self._declined = lru_cache(maxsize=1 << 14)(self._decline)

    def inflected(self, name_key: str) -> frozenset[str]:
        """Return the other cases of a name given as its key; empty where it has none."""
        if " " not in name_key:
            return self._word_forms(name_key)
        forms = {form for _, form in self.cases(name_key)}
        return frozenset(forms - {name_key})

    def cases(self, name_key: str) -> Iterator[tuple[int, str]]:
        """Yield the number of each case, 1 for the genitive, and a form that the name has in it."""
        words = name_key.split(" ")
        fixed = len(words) if words[-1] not in _UNITS else len(words) - 1
        for at, word in enumerate(words[1:], start=1):
            if word in _PREPOSITIONS:
                fixed = at
                break
        tail = words[fixed:]
        choices = [self._declined(word, is_last=at == len(words) - 1) for at, word in enumerate(words[:fixed])]
        for case, heads in _agreeing(choices):
            yield case, " ".join((*heads, *tail))

    def _word_forms(self, word: str) -> frozenset[str]:
        """Return the other cases of a name of one word, the most frequent sort by far."""
        for length in range(min(self._longest, len(word)), 0, -1):
            endings = self._other_endings.get(word[-length:])
            if endings is not None:
                stem = word[:-length]
                return frozenset([stem + ending for ending in endings])
        if not word or word[-1] in _VOWELS or not word[-1].isalpha():
            return frozenset()
        return frozenset([word + ending for ending in self._other_bare_endings])

    def _decline(self, word: str, *, is_last: bool) -> list[Paradigm]:
        """Return whole forms instead of endings, one paradigm for each way in which the word may be declined."""
        if not is_last:
            if word.endswith("о"):
                return [((word,),) * 5]  # Івано-Франківськ
            for length in (2, 1):
                adjectival = self._adjectives.get(word[-length:])
                if adjectival and not word.endswith("ія"):
                    ways = [_applied(word[:-length], paradigm) for paradigm in adjectival]
                    return [*ways, *(way for way in self._as_noun(word) if way not in ways)]
        return self._as_noun(word)

    def _as_noun(self, word: str) -> list[Paradigm]:
        """Return the forms of a word by its ending: a noun, or an adjective that is a name by itself."""
        for length in range(min(self._longest, len(word)), 0, -1):
            paradigms = self._paradigms.get(word[-length:])
            if paradigms is not None:
                return [_applied(word[:-length], paradigm) for paradigm in paradigms]
        if not word or word[-1] in _VOWELS or not word[-1].isalpha():
            return [((word,),) * 5]
        return [_applied(word, paradigm) for paradigm in self._bare]


def _read(table: str) -> dict[str, list[Paradigm]]:
    paradigms: dict[str, list[Paradigm]] = {}
    for line in table.split("\n"):
        if line:
            ending, _, rest = line.partition(" ")
            paradigms[ending] = [_paradigm(text, ending) for text in rest.split(";")]
    return paradigms


def _paradigm(text: str, ending: str) -> Paradigm:
    return tuple(tuple(_ending(form, ending) for form in case.split(",")) for case in text.strip().split("|"))


def _ending(form: str, ending: str) -> str:
    if form == "=":
        return ending
    return form.removeprefix("-")


def _other_endings(ending: str, ways: list[Paradigm]) -> frozenset[str]:
    return frozenset(form for way in ways for case in way for form in case) - {ending}


def _applied(stem: str, paradigm: Paradigm) -> Paradigm:
    return tuple(tuple(stem + ending for ending in case) for case in paradigm)


def _agreeing(choices: list[list[Paradigm]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the number of a case, from 1, and the words in it together, for every case and way to decline them."""
    for ways in product(*choices):
        for case in range(5):
            for words in islice(product(*(way[case] for way in ways)), _MOST_FORMS):
                yield case + 1, words
