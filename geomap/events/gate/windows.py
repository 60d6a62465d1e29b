"""Weighted means of word vectors over stretches of text around a place: what the words there mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
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

Weighted = list[tuple[int, float]]  # rows of vectors, with weights


@dataclass(frozen=True, slots=True)
class SentenceRows:
    """The vectors of a sentence's tokens: rows (``NOTHING`` for names, numbers, marks) and how much each word says."""

    rows: Sequence[int]
    weights: Sequence[float]
    all: Weighted  # of the words that have a vector


def rows_of(sentence: Sentence, vectors: WordVectors) -> SentenceRows:
    """Return the rows of a sentence's tokens."""
    names = {token for name in sentence.names for token in range(name.start, name.end)}
    rows = [vectors.row(token.low) if at not in names and token.is_word else NOTHING for at, token in enumerate(sentence.tokens)]
    weights = [vectors.weight(row) if row != NOTHING else 0.0 for row in rows]
    return SentenceRows(rows, weights, [pair for pair in zip(rows, weights, strict=True) if pair[0] != NOTHING])


def own_windows(sentence: Sentence, one: NamedPlace, own: SentenceRows) -> list[Weighted]:
    """Return the windows that belong to one place."""
    start, end, count = one.name.start, one.name.end, len(sentence.tokens)
    left = [(own.rows[at], own.weights[at] * math.exp((at + 1 - start) / FADES)) for at in range(max(0, start - NEAR), start)]
    right = [(own.rows[at], own.weights[at] * math.exp((end - at) / FADES)) for at in range(end, min(count, end + NEAR))]
    before = [(own.rows[at], 1.0) for at in range(max(0, start - BESIDE), start)]
    after = [(own.rows[at], 1.0) for at in range(end, min(count, end + BESIDE))]
    segment = [(own.rows[at], own.weights[at]) for at in _segment(sentence, start, end)]
    return [[pair for pair in window if pair[0] != NOTHING] for window in (left, right, before, after, segment)]


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
        nothing = np.zeros(self._vectors.size, np.float32)
        headline = self._mean(0) if number else nothing
        before = self._mean(number - 1) if number else nothing
        after = self._mean(number + 1) if number + 1 < len(self._sums) else nothing
        return np.stack([self._mean(number), self._of_post, headline, before, after])

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
