"""Arrays that hold many stretches one after another: the candidates of names, the names of documents.

numpy's cost is by the call, not by the value, for stretches as short as these: what would be a loop over them is one call here.
A row gets the same bytes whatever rows stand beside it, so that results do not depend on how posts are batched.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def ends_of(sizes: Ints) -> Ints:
    """Return where stretches of these ``sizes`` begin, and the end of the last."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])


def positions(starts: Ints, sizes: Ints) -> Ints:
    """Return all positions in the stretches that begin at ``starts``, one stretch after another."""
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes), np.int64)


def is_among(wanted: Ints, given: Ints) -> Bools:
    """Return which of ``wanted`` are among ``given``, which is sorted; several times as fast as np.isin, which sorts both."""
    if not len(given):
        return np.zeros(len(wanted), bool)
    at = np.minimum(np.searchsorted(given, wanted), len(given) - 1)
    found: Bools = given[at] == wanted
    return found


def blocks(sizes: Ints, most: int) -> Iterator[tuple[int, int]]:
    """Cut items of these ``sizes`` into runs ``[first, last)`` of at most ``most`` together, one item at least: memory stays bounded."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + most, "right")))
        yield first, last
        first = last


def weighed(table: Floats, weights: Floats) -> Floats:
    """Return ``table @ weights`` with each row summed alike, wherever it stands: a product of matrices rounds by place."""
    return np.asarray(np.einsum("ij,j->i", table, weights), np.float32)


def softmax(scores: Floats, starts: Ints) -> Floats:
    """Return the softmax of ``scores`` within the stretches that begin at ``starts`` (whose last entry is the end)."""
    sizes = np.diff(starts)
    top = np.maximum.reduceat(scores, starts[:-1])
    grown = np.exp(scores - np.repeat(top, sizes))
    return np.asarray(grown / np.repeat(np.add.reduceat(grown, starts[:-1]), sizes), np.float32)


def best_of(p: Floats, starts: Ints) -> Ints:
    """Return the position of the likeliest candidate of each group, the first of equals."""
    top = np.maximum.reduceat(p, starts[:-1])
    is_top = p >= np.repeat(top, np.diff(starts))
    at = np.flatnonzero(is_top)
    return at[np.searchsorted(at, starts[:-1])]
