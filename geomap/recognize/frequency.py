"""How frequent a word is: "Так", "Коли" and "Durante" are towns somewhere, but words first.

Of the two tables, one of Ukrainian and Russian, one of Spanish and French, each holds checksums and classes of frequent words, no words;
tools/word_frequencies.py makes them. Their source and licence (CC BY-SA 4.0) stand in the records beside them.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from pathlib import Path

import numpy as np
import numpy.typing as npt

TABLE = Path(__file__).parent / "parameters" / "frequency.npy"
LATIN_TABLE = TABLE.with_name("frequency_latin.npy")
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
    def shipped(cls, table: Path = TABLE) -> WordFrequencies:
        """Read a table that ships."""
        return cls(np.load(table, allow_pickle=False))

    def __call__(self, word: str) -> int:
        """Return the class of a word in small letters: 0 for a rare one, then one more for each half unit of Zipf value."""
        checksum = zlib.crc32(word.translate(_APOSTROPHES).encode())
        at = bisect_left(self._checksums, checksum)
        return self._classes[at] if at < len(self._checksums) and self._checksums[at] == checksum else 0
