"""Subwords of a unigram language model (Kudo 2018): a word becomes the pieces of the vocabulary that are likeliest together."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

BEGIN, END, UNKNOWN = 0, 2, 3  # rows of the pieces that are no text, as in the model's own vocabulary
SPACE = "▁"
_SPECIAL = 4
_LONGEST_WORD = 60  # characters; longer runs are links and codes
_KEPT = 1 << 15
_PENALTY = 10.0  # by which an unknown character is less likely than the rarest piece

Hole = tuple[int, int, int]  # start and end in the text, and the piece that stands there instead


class Subwords:
    """The pieces of a vocabulary and their log probabilities."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._rows = {piece: (row, score) for row, (piece, score) in enumerate(zip(pieces, scores, strict=True)) if row >= _SPECIAL}
        self._longest = max(map(len, self._rows), default=1)
        self._unknown = min(scores, default=0.0) - _PENALTY
        self._of_word = lru_cache(maxsize=_KEPT)(self._pieces)

    def encode(self, text: str, holes: Sequence[Hole] = ()) -> tuple[list[int], list[int]]:
        """Return the rows of the pieces of a text, and where among them the pieces of its holes stand.

        Args:
            text: The text.
            holes: Stretches that a piece takes the place of, by start and without overlap.
        """
        rows: list[int] = []
        places: list[int] = []
        cursor = 0
        for start, end, piece in holes:
            self._add(rows, text[cursor:start], glued=cursor > 0)
            places.append(len(rows))
            rows.append(piece)
            cursor = end
        self._add(rows, text[cursor:], glued=cursor > 0)
        return rows, places

    def row(self, word: str) -> int:
        """Return the row of a word that is one piece, ``UNKNOWN`` where it is none."""
        return self._rows.get(SPACE + word, (UNKNOWN, 0.0))[0]

    def _add(self, rows: list[int], stretch: str, *, glued: bool) -> None:
        words = stretch.split()
        for number, word in enumerate(words):
            begins = number > 0 or not glued or stretch[0].isspace()
            rows.extend(self._of_word(word[:_LONGEST_WORD], begins))

    def _pieces(self, word: str, begins: bool) -> tuple[int, ...]:  # noqa: FBT001 - the key of a cache
        """Return the likeliest pieces of a word (Viterbi)."""
        text = (SPACE if begins else "") + unicodedata.normalize("NFKC", word)
        best: list[tuple[float, int, int]] = [(0.0, 0, UNKNOWN)]  # of each prefix: score, where its last piece starts, that piece's row
        for end in range(1, len(text) + 1):
            choices = [(best[end - 1][0] + self._unknown, end - 1, UNKNOWN)]
            for start in range(max(0, end - self._longest), end):
                known = self._rows.get(text[start:end])
                if known is not None:
                    choices.append((best[start][0] + known[1], start, known[0]))
            best.append(max(choices))
        rows = []
        end = len(text)
        while end > 0:
            _, start, row = best[end]
            rows.append(row)
            end = start
        return tuple(reversed(rows))
