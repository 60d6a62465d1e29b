"""Sets of words as the tables write them: ``word`` is this form, ``wor*`` any word that begins so, ``word+`` an inflected English word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

VOWELS = "aeiou"


class WordSet:
    """A set of word forms and of beginnings; ``in`` asks for a form in lower case."""

    __slots__ = ("forms", "stems")

    def __init__(self, forms: Iterable[str], stems: Iterable[str] = ()) -> None:
        self.forms = frozenset(forms)
        self.stems = tuple(stems)

    def __contains__(self, low: object) -> bool:
        return low in self.forms or (bool(self.stems) and isinstance(low, str) and low.startswith(self.stems))

    def __bool__(self) -> bool:
        return bool(self.forms or self.stems)


NONE = WordSet(())  # a language may lack a kind of word: Ukrainian has no articles


def word_set(text: str, irregular: Mapping[str, Iterable[str]] | None = None) -> WordSet:
    """Return the set that ``text`` lists, its words parted by white space.

    Args:
        text: Words in lower case.
        irregular: The forms of English words that are not inflected by rule.
    """
    forms: set[str] = set()
    stems: list[str] = []
    for word in text.split():
        if word.endswith("+") and len(word) > 1:
            forms |= inflections(word[:-1], irregular or {})
        elif word.endswith("*") and len(word) > 1:
            stems.append(word[:-1])
        else:
            forms.add(word)
    return WordSet(forms, stems)


def inflections(word: str, irregular: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the forms of an English verb or noun, by rule unless ``irregular`` lists them."""
    if word in irregular:
        return frozenset({word, *irregular[word]})
    if word.endswith("e"):
        return frozenset({word, word + "s", word + "d", word[:-1] + "ing"})
    if word.endswith("y") and word[-2] not in VOWELS:
        return frozenset({word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"})
    plural = word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")
    doubled = word + word[-1] if len(word) > 2 and word[-1] not in "wxyaeiou" and word[-2] in VOWELS and word[-3] not in VOWELS else word  # noqa: PLR2004
    return frozenset({word, plural, word + "ed", word + "ing", doubled + "ed", doubled + "ing"})
