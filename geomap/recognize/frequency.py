"""How frequent a word of Ukrainian or Russian is: "Так" and "Коли" are towns somewhere, but words first.

The table holds checksums and classes of frequent words, no words; tools/word_frequencies.py makes it. Its source and licence (CC BY-SA
4.0) stand in the record beside it.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from pathlib import Path

import numpy as np
import numpy.typing as npt

TABLE = Path(__file__).parent / "parameters" / "frequency.npy"
LEAST = 3.0
"""The Zipf value of the rarest words in the table: once in a million."""
PER_UNIT = 2
_BYTES = 5  # of each word: four of the checksum and one of the class
_APOSTROPHES = str.maketrans("\u2019\u02bc\u2018`", "''''")


class WordFrequencies:
    """Classes of words by how frequent they are."""

    def __init__(self, table: npt.NDArray[np.uint8]) -> None:
        count = len(table) // _BYTES
        self._checksums = array("I", np.frombuffer(table.tobytes(), "<u4", count).astype(np.uintc).tobytes())  # quicker asked than numpy's
        self._classes = table[-count:].tobytes()

    @classmethod
    def shipped(cls) -> WordFrequencies:
        """Read the table that ships."""
        return cls(np.load(TABLE, allow_pickle=False))

    def __call__(self, word: str) -> int:
        """Return the class of a word in small letters: 0 for a rare one, then one more for each half unit of Zipf value."""
        checksum = zlib.crc32(word.translate(_APOSTROPHES).encode())
        at = bisect_left(self._checksums, checksum)
        return self._classes[at] if at < len(self._checksums) and self._checksums[at] == checksum else 0
