"""Arrays that hold many stretches one after another: the candidates of names, the names of documents.

numpy's cost is by the call, not by the value, for stretches as short as these: what would be a loop over them is one call here.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def ends_of(sizes: Ints) -> Ints:
    """Give where stretches of these ``sizes`` begin, and the end of the last."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])


def positions(starts: Ints, sizes: Ints) -> Ints:
    """Give all positions in the stretches that begin at ``starts``, one stretch after another."""
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes), np.int64)


def is_among(wanted: Ints, given: Ints) -> npt.NDArray[np.bool_]:
    """Tell which of ``wanted`` are among ``given``, which is sorted; several times as fast as np.isin, which sorts both."""
    if not len(given):
        return np.zeros(len(wanted), bool)
    at = np.minimum(np.searchsorted(given, wanted), len(given) - 1)
    found: npt.NDArray[np.bool_] = given[at] == wanted
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
