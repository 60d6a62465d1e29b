"""Weighted means of word vectors over stretches of text around a place: what the words there mean."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from geomap.events.gate.vectors import NOTHING, Floats, WordVectors
from geomap.events.gate.view import NamedPlace, PostView
from geomap.events.sentence import Sentence

NEAR = 10  # tokens of the windows on each side
FADES = 4.0  # tokens over which a word's weight falls by e
BESIDE = 2
LONGEST_SEGMENT = 25
MARKS = frozenset({";", ":", "—", "–", ".", "|"})
NORM = 0.7  # between a mean (1), which hides how much was said, and a sum (0)

WINDOWS = ("left", "right", "beside left", "beside right", "segment", "sentence", "post", "headline", "sentence before")
OF_PLACE = 5  # the first windows are the place's own, the others are shared by all places of its sentence

Weighted = list[tuple[int, float]]  # rows of vectors, with weights


@dataclass(frozen=True, slots=True)
class SentenceRows:
    """The vectors of a sentence's tokens: rows (``NOTHING`` for names, numbers, marks) and how much each word says."""

    rows: Sequence[int]
    weights: Sequence[float]

    @property
    def all(self) -> Weighted:
        """All words of the sentence."""
        return [pair for pair in zip(self.rows, self.weights, strict=True) if pair[0] != NOTHING]


def rows_of(sentence: Sentence, vectors: WordVectors) -> SentenceRows:
    """Return the rows of a sentence's tokens."""
    names = {token for name in sentence.names for token in range(name.start, name.end)}
    rows = [vectors.row(token.low) if at not in names and token.is_word else NOTHING for at, token in enumerate(sentence.tokens)]
    return SentenceRows(rows, [vectors.weight(row) if row != NOTHING else 0.0 for row in rows])


def windows_of(view: PostView, one: NamedPlace, rows: Sequence[SentenceRows]) -> list[Weighted]:
    """Return the windows of one place, in the order of `WINDOWS`; ``rows`` are those of the post's sentences."""
    return [*own_windows(view.readings[one.reading].sentence, one, rows[one.reading]), *shared_windows(one.reading, rows)]


def own_windows(sentence: Sentence, one: NamedPlace, own: SentenceRows) -> list[Weighted]:
    """Return the windows that belong to one place."""
    start, end, count = one.name.start, one.name.end, len(sentence.tokens)
    left = [(own.rows[at], own.weights[at] * math.exp((at + 1 - start) / FADES)) for at in range(max(0, start - NEAR), start)]
    right = [(own.rows[at], own.weights[at] * math.exp((end - at) / FADES)) for at in range(end, min(count, end + NEAR))]
    before = [(own.rows[at], 1.0) for at in range(max(0, start - BESIDE), start)]
    after = [(own.rows[at], 1.0) for at in range(end, min(count, end + BESIDE))]
    segment = [(own.rows[at], own.weights[at]) for at in _segment(sentence, start, end)]
    return [[pair for pair in window if pair[0] != NOTHING] for window in (left, right, before, after, segment)]


def shared_windows(number: int, rows: Sequence[SentenceRows]) -> list[Weighted]:
    """Return the windows that the places of a sentence share."""
    headline = rows[0].all if number else []
    return [rows[number].all, [pair for other in rows for pair in other.all], headline, rows[number - 1].all if number else []]


def _segment(sentence: Sentence, start: int, end: int) -> range:
    first = start
    while first > 0 and sentence.low(first - 1) not in MARKS and start - first < LONGEST_SEGMENT:
        first -= 1
    last = end
    while last < len(sentence.tokens) and sentence.low(last) not in MARKS and last - end < LONGEST_SEGMENT:
        last += 1
    return range(first, last)


def mean(window: Weighted, vectors: WordVectors) -> Floats:
    """Return the weighted mean of the vectors of a window."""
    if not window:
        return np.zeros(vectors.size, np.float32)
    rows, weights = zip(*window, strict=True)
    matrix = vectors.vectors(np.asarray(rows, np.intp))
    given = np.asarray(weights, np.float32)
    return np.asarray(given @ matrix / norm(weights), np.float32)


def norm(weights: Iterable[float]) -> float:
    """Return what the weighted sum of a window is divided by."""
    total = sum(weights)
    return float(total**NORM) if total > 0 else 1.0
