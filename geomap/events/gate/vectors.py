"""Vectors of frequent words of several languages in one space, so that what is learned of English words holds for others.

They are made by ``python -m training vectors`` from multilingual-e5-small (Wang et al. 2024, MIT) and stored as small whole numbers under
checksums of the words; the record beside the file says from what and how.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

NOTHING = -1  # the row of a word without a vector
STEM_LENGTHS = (8, 7, 6, 5)  # letters by which an unknown form is taken for a known one of the same beginning
_SCALE = np.float32(1 / 127)
_KEPT = 1 << 16


def checksum(word: str) -> int:
    """Return the number under which a word in lower case is kept: CRC-32 of its UTF-8 bytes."""
    return zlib.crc32(word.encode())


class WordVectors:
    """The vectors of words; unknown words take that of the most frequent word of the same beginning."""

    def __init__(
        self, matrix: npt.NDArray[np.int8], weights: npt.NDArray[np.uint8], words: Mapping[int, int], stems: Mapping[int, int]
    ) -> None:
        """Hold the table.

        Args:
            matrix: (W, D) vectors of length 1, in 127ths.
            weights: (W,) how much a word says, from 0 for the most frequent to 255.
            words: The row of each word by its checksum.
            stems: The row of each beginning by its checksum.
        """
        self.matrix = matrix
        self._weights = weights
        self._words = words
        self._stems = stems
        self._known: dict[str, int] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the ``.npz`` file that training wrote."""
        with np.load(path, allow_pickle=False) as stored:
            words = dict(zip(stored["words"].tolist(), range(len(stored["words"])), strict=True))
            stems = dict(zip(stored["stems"].tolist(), stored["stem_rows"].tolist(), strict=True))
            return cls(stored["matrix"], stored["weights"], words, stems)

    @property
    def size(self) -> int:
        """Number of dimensions."""
        return int(self.matrix.shape[1])

    def row(self, low: str) -> int:
        """Return the row of a word in lower case, ``NOTHING`` where it has none."""
        known = self._known.get(low)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[low] = self._row(low)
        return known

    def _row(self, low: str) -> int:
        row = self._words.get(checksum(low))
        if row is not None:
            return row
        for length in STEM_LENGTHS:
            if len(low) > length:
                row = self._stems.get(checksum(low[:length]))
                if row is not None:
                    return row
        return NOTHING

    def weight(self, row: int) -> float:
        """Return how much the word of a row says, from 0 to 1."""
        return float(self._weights[row]) / 255

    def project(self, directions: Floats) -> Floats:
        """Return the products of all vectors with ``directions`` (D, K) as (W, K)."""
        return np.asarray((self.matrix.astype(np.float32) * _SCALE) @ directions, np.float32)

    def vectors(self, rows: npt.NDArray[np.intp]) -> Floats:
        """Return the vectors of rows as (N, D)."""
        return np.asarray(self.matrix[rows].astype(np.float32) * _SCALE, np.float32)
