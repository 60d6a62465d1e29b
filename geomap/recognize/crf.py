"""A linear-chain CRF over a small network, at reading time: scores to labels and probabilities, many short chains at once.

A token's score for a label is the sum of its features' weights and what a hidden layer of rectified sums adds to it, so that
features can speak together. Weights are kept by the CRC-32 of a feature's name, so the parameters are numbers and nothing else.
The chains of a batch advance together, longest first, so numpy does the work however short each chain is. Maths: Lafferty,
McCallum and Pereira (2001), with the layer of Peng, Bo and Xu (2009); probability of a span: product of its forward and
backward messages over the partition function. Sums of weights that are needed again and again are made once: those of bundles of
features, and those of words as features of their neighbours.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import islice, zip_longest
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from geomap.recognize.features import EDGE, OFFSETS, PREFIXES

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

LABELS = "OBIES"  # outside, begin, inside, end, single
OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)
_FORBIDDEN = np.float32(-1e4)
_FOLLOWS = {
    OUTSIDE: (OUTSIDE, BEGIN, SINGLE),
    BEGIN: (INSIDE, END),
    INSIDE: (INSIDE, END),
    END: (OUTSIDE, BEGIN, SINGLE),
    SINGLE: (OUTSIDE, BEGIN, SINGLE),
}
_FIRST = (OUTSIDE, BEGIN, SINGLE)
_LAST = (OUTSIDE, END, SINGLE)


def checksum(name: str) -> int:
    """Return the CRC-32 under which a feature's weights are kept."""
    return zlib.crc32(name.encode())


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch ``[first, last)`` of chain ``chain`` and its probability."""

    chain: int
    first: int
    last: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What training finds; F features, L labels, H hidden units."""

    hashes: npt.NDArray[np.uint32]  # (F,) checksums of the features' names
    rows: npt.NDArray[np.floating]  # (F, L + H) of each feature for the labels and for the hidden units
    bias: npt.NDArray[np.floating]  # (H,) of the hidden units
    hidden: npt.NDArray[np.floating]  # (H, L) of the hidden units for the labels
    transitions: npt.NDArray[np.floating]  # (L, L) from label to label


class Crf:
    """Weights and what can be asked of them."""

    def __init__(self, weights: Weights) -> None:
        self._rows: dict[int, int] = dict(zip(weights.hashes.tolist(), range(1, len(weights.hashes) + 1), strict=True))
        nothing = np.zeros((1, len(LABELS) + len(weights.bias)), np.float32)  # row 0: of features that training did not see
        self.weights: Floats = np.concatenate([nothing, weights.rows.astype(np.float32)])
        self._bias = weights.bias.astype(np.float32)
        self._hidden = np.ascontiguousarray(weights.hidden.T, np.float32)  # (L, H): einsum is fastest along the last axis
        self._transitions = constrain(weights.transitions)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read parameters from the ``.npz`` file that training wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(Weights(**{field.name: stored[field.name] for field in fields(Weights)}))

    def row_of(self, feature: str) -> int:
        """Return the row of ``weights`` of ``feature``; row 0, all zeros, where training did not see it."""
        return self._rows.get(checksum(feature), 0)

    def rows_of(self, features: Iterable[str]) -> tuple[int, ...]:
        """Return the rows of ``weights`` of those ``features`` that training saw."""
        return tuple(filter(None, map(self._rows.get, map(checksum, features))))

    def rows_after(self, starts: Sequence[int], rest: str) -> tuple[int, ...]:
        """Return the rows of the features whose names go on with ``rest`` after each of ``starts``, their checksums so far; 0: unseen."""
        content, rows = rest.encode(), self._rows
        return tuple([rows.get(zlib.crc32(content, start), 0) for start in starts])  # a list is quicker made than drawn from a generator

    def sum_rows(self, rows: Ints, lengths: Sequence[int]) -> Floats:
        """Sum the weights at ``rows`` by stretches of ``lengths`` (none of them 0) along the first axis."""
        starts = np.cumsum([0, *lengths[:-1]])
        return np.add.reduceat(self.weights[rows], starts, axis=0)

    def emissions(self, sums: Floats) -> Floats:
        """Turn each token's L + H sums into its scores for the labels."""
        count = len(LABELS)
        active = np.maximum(sums[:, count:] + self._bias, 0)
        # A product of matrices rounds a row by where it stands among the others; a token's scores must not depend on other texts.
        return np.asarray(sums[:, :count] + np.einsum("ij,kj->ik", active, self._hidden), np.float32)

    def spans(self, emissions: Floats, lengths: list[int]) -> list[Span]:
        """Return the spans of the best labelling of each chain; ``emissions`` hold the chains one after another."""
        if not lengths:
            return []
        lattice = Lattice(emissions, np.asarray(lengths, dtype=np.intp), self._transitions)
        return lattice.spans()


def constrain(transitions: npt.NDArray[np.floating]) -> Floats:
    """Return the scores from label to label with those forbidden that make no span."""
    full = np.full((len(LABELS), len(LABELS)), _FORBIDDEN, dtype=np.float32)
    for label, following in _FOLLOWS.items():
        for after in following:
            full[label, after] = transitions[label, after]
    return full


class Lattice:
    """The chains of one batch, longest first, padded to the longest."""

    def __init__(self, emissions: Floats, lengths: Ints, transitions: Floats) -> None:
        self._order = np.argsort(-lengths, kind="stable")
        self._lengths = lengths[self._order]
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])[self._order]
        self._longest = int(self._lengths[0])
        self._active = [int(np.searchsorted(-self._lengths, -t, side="left")) for t in range(self._longest)]
        self._scores = np.zeros((len(lengths), self._longest, len(LABELS)), dtype=np.float32)
        for t, active in enumerate(self._active):
            self._scores[:active, t] = emissions[self._starts[:active] + t]
        first = np.full(len(LABELS), _FORBIDDEN)
        first[list(_FIRST)] = 0
        self._scores[:, 0] += first
        last = np.full(len(LABELS), _FORBIDDEN)
        last[list(_LAST)] = 0
        self._scores[np.arange(len(lengths)), self._lengths - 1] += last
        self._transitions = transitions

    def spans(self) -> list[Span]:
        """Return the spans of the best labelling, by chain and place."""
        labels = self._best()
        forward, backward = self._messages()
        last_step = self._lengths - 1
        total = _log_sum(forward[np.arange(len(last_step)), last_step])
        found: list[Span] = []
        stretches = _stretches(labels, self._lengths)
        rows, firsts, lasts = np.array(stretches, dtype=np.intp).reshape(-1, 3).T
        reached = forward[rows, firsts, labels[rows, firsts]] + backward[rows, lasts, labels[rows, lasts]] - total[rows]
        for (row, first, last), ends in zip(stretches, reached, strict=True):
            log_p = ends
            for t in range(first + 1, last + 1):
                log_p += self._transitions[labels[row, t - 1], labels[row, t]] + self._scores[row, t, labels[row, t]]
            found.append(Span(int(self._order[row]), first, last + 1, float(np.exp(min(0.0, float(log_p))))))
        return sorted(found, key=lambda span: (span.chain, span.first))

    def marginals(self) -> tuple[Floats, Floats]:
        """Return each token's probabilities of labels, (T, L), and how often each label is expected to follow each, (L, L)."""
        forward, backward = self._messages()
        total = _log_sum(forward[np.arange(len(self._lengths)), self._lengths - 1])[:, None, None]
        here = np.exp(np.minimum(0.0, forward + backward - total))
        labels = np.zeros((int(self._lengths.sum()), len(LABELS)), np.float32)
        follow = np.zeros_like(self._transitions)
        for t, active in enumerate(self._active):
            labels[self._starts[:active] + t] = here[:active, t]
            if t:
                ahead = self._scores[:active, t] + backward[:active, t]
                both = forward[:active, t - 1, :, None] + self._transitions + ahead[:, None, :] - total[:active]
                follow += np.exp(np.minimum(0.0, both)).sum(axis=0)
        return labels, follow

    def _best(self) -> npt.NDArray[np.int8]:
        best = self._scores[:, 0].copy()
        back = np.zeros(self._scores.shape, dtype=np.int8)
        for t in range(1, self._longest):
            active = self._active[t]
            reached = best[:active, :, None] + self._transitions
            back[:active, t] = reached.argmax(axis=1)
            best[:active] = reached.max(axis=1) + self._scores[:active, t]
        labels = np.zeros(self._scores.shape[:2], dtype=np.int8)
        rows = np.arange(len(best))
        labels[rows, self._lengths - 1] = best.argmax(axis=1)
        for t in range(self._longest - 1, 0, -1):
            active = self._active[t]
            labels[:active, t - 1] = back[rows[:active], t, labels[:active, t]]
        return labels

    def _messages(self) -> tuple[Floats, Floats]:
        forward = self._scores.copy()
        backward = np.zeros_like(self._scores)
        for t in range(1, self._longest):
            active = self._active[t]
            forward[:active, t] += _log_sum(forward[:active, t - 1, :, None] + self._transitions, axis=1)
        for t in range(self._longest - 2, -1, -1):
            active = self._active[t + 1]
            ahead = self._scores[:active, t + 1] + backward[:active, t + 1]
            backward[:active, t] = _log_sum(self._transitions + ahead[:, None, :], axis=2)
        return forward, backward


def _log_sum(values: Floats, axis: int = -1) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    summed: Floats = np.log(np.exp(values - top).sum(axis=axis)) + np.squeeze(top, axis=axis)
    return summed


def _stretches(labels: npt.NDArray[np.int8], lengths: Ints) -> list[tuple[int, int, int]]:
    """Return row, first and last step of each stretch that is not outside."""
    found: list[tuple[int, int, int]] = []
    rows, firsts = np.nonzero((labels == BEGIN) | (labels == SINGLE))
    for row, first, label in zip(rows.tolist(), firsts.tolist(), labels[rows, firsts].tolist(), strict=True):
        last = first
        while label not in (SINGLE, END) and last + 1 < lengths[row]:
            last += 1
            label = labels[row, last]  # noqa: PLW2901 - of the step reached
        found.append((row, first, last))
    return found


_MOST_SUMS = 1 << 15  # of bundles; at some 150 bytes each this bounds memory
_STARTS = tuple(map(checksum, PREFIXES))
_NOTHING = (0,) * len(OFFSETS)


class BundleSums:
    """A table of sums: a row for each feature that training saw, then one for each bundle of several that was met."""

    def __init__(self, crf: Crf) -> None:
        self._crf = crf
        self._first = self._count = len(crf.weights)
        self._rows: dict[tuple[int, ...], int] = {}
        self._table = np.concatenate([crf.weights, np.zeros((1024, crf.weights.shape[1]), np.float32)])

    def row_of(self, features: Sequence[str]) -> int:
        """Return the row where the sum of the weights of ``features`` stands."""
        if len(features) == 1:  # as most bundles are; it has its row already
            return self._crf.row_of(features[0])
        known = self._crf.rows_of(features)
        if len(known) < 2:  # noqa: PLR2004 - the row of one feature, or the first, all zeros
            return known[0] if known else 0
        row = self._rows.get(known)
        if row is None:
            row = self._rows[known] = self._add(self._crf.weights[list(known)].sum(axis=0))
        return row

    def _add(self, total: Floats) -> int:
        if self._count == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table[self._first :])])
        self._table[self._count] = total
        self._count += 1
        return self._count - 1

    def is_full(self) -> bool:
        """Return whether it is time to begin anew."""
        return len(self._rows) > _MOST_SUMS

    def sum_rows(self, sorts: Sequence[Sequence[int]]) -> Floats:
        """Sum the rows of each sort, one of each at a time."""
        total: Floats = self._table[np.array(sorts[0], dtype=np.intp)]
        for rows in sorts[1:]:
            total += self._table[np.array(rows, dtype=np.intp)]
        return total


class WordSums:
    """A table of what words add to the tokens around them: by column, offset and weight. Column 0 is that of the text's edge.

    Words that differ only in what training did not see share a column.
    """

    def __init__(self, crf: Crf) -> None:
        self._crf = crf
        self._rows: dict[tuple[int, ...], int] = {_NOTHING: 0}  # rows of an attribute's features by offset -> its number
        self._numbers: dict[str, int] = {}  # of the attributes that have one: most words have some of their own that training never saw
        self._columns: dict[tuple[int, ...], int] = {}  # numbers of a word's attributes -> its column
        self._table: Floats = np.zeros((0, len(OFFSETS), crf.weights.shape[1]), np.float32)
        self.column_of(EDGE)

    def column_of(self, attributes: Iterable[str]) -> int:
        """Return the column of a word of these attributes."""
        known = tuple([number for attribute in attributes if (number := self._numbers.get(attribute) or self._number_of(attribute))])
        return self._columns.setdefault(known, len(self._columns))

    def _number_of(self, attribute: str) -> int:
        """Number the rows of the features that ``attribute`` makes at each offset; 0: training saw none of them."""
        rows = self._crf.rows_after(_STARTS, attribute)
        if rows == _NOTHING:
            return 0
        number = self._numbers[attribute] = self._rows.setdefault(rows, len(self._rows))
        return number

    def __len__(self) -> int:
        return len(self._columns)

    def table(self) -> Floats:
        """Return the table with all columns that were asked for."""
        new = [numbers or (0,) for numbers in islice(self._columns, len(self._table), None)]
        if new:
            self._table = np.concatenate([self._table, self._sums_of(new)])
        return self._table

    def _sums_of(self, columns: Sequence[Sequence[int]]) -> Floats:
        """Sum the weights of columns given by the numbers of their attributes: all first attributes, then all second ones, and so on."""
        weights = self._crf.weights[np.array([*self._rows], dtype=np.intp)]
        order = sorted(range(len(columns)), key=lambda at: -len(columns[at]))
        sums = np.zeros((len(columns), *weights.shape[1:]), np.float32)
        for numbers in zip_longest(*(columns[at] for at in order)):
            there = [number for number in numbers if number is not None]
            sums[: len(there)] += weights[there]
        return sums[np.argsort(order)]
