"""Weighted means of word vectors over stretches of text around a place: what the words there mean."""

from __future__ import annotations

import math
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

WINDOWS = ("left", "right", "beside left", "beside right", "segment", "sentence", "post", "headline", "sentence before", "sentence after")
OF_PLACE = 5  # the first windows are the place's own, the others are shared by all places of its sentence

_FADED = [math.exp(-gap / FADES) for gap in range(NEAR)]

Weighted = list[tuple[int, float]]  # rows of vectors, with weights


@dataclass(frozen=True, slots=True)
class SentenceRows:
    """The vectors of a sentence's tokens: rows (``NOTHING`` for names, numbers, marks) and how much each word says."""

    rows: list[int]
    weights: list[float]
    all: Weighted  # of the words that have a vector


def rows_of(sentence: Sentence, vectors: WordVectors) -> SentenceRows:
    """Return the rows of a sentence's tokens."""
    rows = vectors.rows([token.low for token in sentence.tokens])
    for name in sentence.names:
        rows[name.start : name.end] = [NOTHING] * (name.end - name.start)
    weights = vectors.weights(rows)
    return SentenceRows(rows, weights, [pair for pair in zip(rows, weights, strict=True) if pair[0] != NOTHING])


def own_windows(sentence: Sentence, one: NamedPlace, own: SentenceRows) -> list[Weighted]:
    """Return the windows that belong to one place."""
    start, end = one.name.start, one.name.end
    rows, weights = own.rows, own.weights
    near = slice(max(0, start - NEAR), start)
    left = [
        (row, weight * fade)
        for row, weight, fade in zip(rows[near], weights[near], _FADED[near.stop - near.start - 1 :: -1] if start else (), strict=True)
        if row != NOTHING
    ]
    right = [(row, weight * fade) for row, weight, fade in zip(rows[end:], weights[end:], _FADED, strict=False) if row != NOTHING]
    before = [(row, 1.0) for row in rows[max(0, start - BESIDE) : start] if row != NOTHING]
    after = [(row, 1.0) for row in rows[end : end + BESIDE] if row != NOTHING]
    first, last = _segment(sentence, start, end)
    segment = [(row, weight) for row, weight in zip(rows[first:last], weights[first:last], strict=True) if row != NOTHING]
    return [left, right, before, after, segment]


def _segment(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    tokens = sentence.tokens
    first = start
    while first > 0 and tokens[first - 1].low not in MARKS and start - first < LONGEST_SEGMENT:
        first -= 1
    last = end
    while last < len(tokens) and tokens[last].low not in MARKS and last - end < LONGEST_SEGMENT:
        last += 1
    return first, last


def mean(window: Weighted, vectors: WordVectors) -> Floats:
    """Return the weighted mean of the vectors of a window."""
    total, weight = _sum(window, vectors)
    return total / norm(weight)


def _sum(window: Weighted, vectors: WordVectors) -> tuple[Floats, float]:
    if not window:
        return np.zeros(vectors.size, np.float32), 0.0
    rows, weights = zip(*window, strict=True)
    return np.asarray(np.asarray(weights, np.float32) @ vectors.vectors(np.asarray(rows, np.intp)), np.float32), sum(weights)


def norm(weight: float) -> float:
    """Return what a weighted sum is divided by, from the sum of its weights."""
    return float(weight**NORM) if weight > 0 else 1.0


class PostWindows:
    """The windows of one post; what its sentences share is reckoned once."""

    def __init__(self, view: PostView, vectors: WordVectors) -> None:
        self._view = view
        self._vectors = vectors
        self.rows = [rows_of(reading.sentence, vectors) for reading in view.readings]
        self._sums = [_sum(row.all, vectors) for row in self.rows]
        self._post = sum(weight for _, weight in self._sums)
        self._of_post = sum((total for total, _ in self._sums), np.zeros(vectors.size, np.float32)) / norm(self._post)

    def shared(self, number: int) -> Floats:
        """Return the means of the windows that the places of a sentence share, as (W - OF_PLACE, D)."""
        shared = np.zeros((len(WINDOWS) - OF_PLACE, self._vectors.size), np.float32)
        shared[0], shared[1] = self._mean(number), self._of_post
        if number:
            shared[2], shared[3] = self._mean(0), self._mean(number - 1)
        if number + 1 < len(self._sums):
            shared[4] = self._mean(number + 1)
        return shared

    def _mean(self, number: int) -> Floats:
        total, weight = self._sums[number]
        return total / norm(weight)

    def own(self, one: NamedPlace) -> list[Weighted]:
        """Return the windows that belong to one place."""
        return own_windows(self._view.readings[one.reading].sentence, one, self.rows[one.reading])

    def all(self, one: NamedPlace) -> Floats:
        """Return the means of all windows of a place, as (W, D) in the order of `WINDOWS`."""
        own = np.stack([mean(window, self._vectors) for window in self.own(one)])
        return np.concatenate([own, self.shared(one.reading)])
