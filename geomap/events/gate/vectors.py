"""Vectors of frequent words of several languages in one space, so that what is learned of English words holds for others.

They are made by ``python -m training vectors`` from multilingual-e5-small (Wang et al. 2024, MIT) and stored as small whole numbers under
checksums of the words; the record beside the file says from what and how.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

NOTHING = -1  # the row of a word without a vector
STEM_LENGTHS = (8, 7, 6, 5)  # letters by which an unknown form is taken for a known one of the same beginning
SCALE = np.float32(1 / 127)
_KEPT = 1 << 16


def checksum(word: str) -> int:
    """Return the number under which a word in lower case is kept: CRC-32 of its UTF-8 bytes."""
    return zlib.crc32(word.encode())


class SortedRows(Mapping[int, int]):
    """Rows by checksums in sorted arrays: read at once, and in a tenth of the memory of a dict."""

    def __init__(self, checksums: npt.NDArray[np.uint32], rows: npt.NDArray[np.integer]) -> None:
        """Hold the row of each checksum."""
        order = np.argsort(checksums)
        self._checksums = checksums[order].data
        self._rows = rows[order].data

    def __getitem__(self, key: int) -> int:
        """Return the row of a checksum."""
        at = bisect_left(self._checksums, key)
        if at == len(self._checksums) or self._checksums[at] != key:
            raise KeyError(key)
        row: int = self._rows[at]
        return row

    def __iter__(self) -> Iterator[int]:
        """Yield the checksums in their order."""
        return iter(self._checksums)

    def __len__(self) -> int:
        """Return the number of checksums."""
        return len(self._checksums)


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
        self._shares: list[float] = [*(weights / 255).tolist(), 0.0]  # the last is that of ``NOTHING``
        self._words = words
        self._stems = stems
        self._known: dict[str, int] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the ``.npz`` file that training wrote."""
        with np.load(path, allow_pickle=False) as stored:
            words, stems = stored["words"], stored["stems"]
            rows = np.arange(len(words))
            return cls(stored["matrix"], stored["weights"], SortedRows(words, rows), SortedRows(stems, stored["stem_rows"]))

    @property
    def size(self) -> int:
        """Number of dimensions."""
        return int(self.matrix.shape[1])

    def row(self, low: str) -> int:
        """Return the row of a word in lower case, ``NOTHING`` where it has none."""
        known = self._known.get(low)
        return self._remember(low) if known is None else known

    def rows(self, lows: Sequence[str]) -> list[int]:
        """Return the rows of tokens in lower case; ``NOTHING`` for numbers and marks too."""
        known, remember = self._known.get, self._remember
        return [remember(low) if (row := known(low)) is None else row for low in lows]

    def _remember(self, low: str) -> int:
        if len(self._known) >= _KEPT:
            self._known.clear()
        row = self._known[low] = self._row(low) if low[:1].isalpha() else NOTHING
        return row

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
        return self._shares[row]

    def weights(self, rows: Sequence[int]) -> list[float]:
        """Return how much the words of rows say; ``NOTHING`` says nothing."""
        return [*map(self._shares.__getitem__, rows)]

    def project(self, directions: Floats) -> Floats:
        """Return the products of all vectors with ``directions`` (D, K) as (W, K)."""
        return np.asarray((self.matrix.astype(np.float32) * SCALE) @ directions, np.float32)

    def vectors(self, rows: npt.NDArray[np.intp]) -> Floats:
        """Return the vectors of rows as (N, D)."""
        return self.whole(rows) * SCALE

    def whole(self, rows: npt.NDArray[np.intp]) -> Floats:
        """Return the vectors of rows in 127ths, which are whole numbers, as (N, D)."""
        return self.matrix[rows].astype(np.float32)
