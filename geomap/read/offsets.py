"""Positions in a text as given and in its NFC form: each to the other.

A letter with its accents is one unit: an offset into the middle of one moves to its edge, outward.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

_JAMO = ("\u1160", "\u11ff")  # Hangul vowels and finals compose with what stands before them, though they are no marks


class OffsetMap:
    """The map between ``given`` and ``unicodedata.normalize("NFC", given)``."""

    __slots__ = ("_given_edges", "_nfc_edges", "nfc")

    def __init__(self, given: str) -> None:
        given_edges, nfc_edges, pieces = [0], [0], []
        for unit in _units(given):
            composed = unit if unit.isascii() else unicodedata.normalize("NFC", unit)
            pieces.append(composed)
            given_edges.append(given_edges[-1] + len(unit))
            nfc_edges.append(nfc_edges[-1] + len(composed))
        self.nfc = "".join(pieces)
        self._given_edges, self._nfc_edges = given_edges, nfc_edges

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the given text that ``[start, end)`` of the NFC text came from."""
        return _across(self._nfc_edges, self._given_edges, start, end)

    def to_nfc(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the NFC text that ``[start, end)`` of the given text became."""
        return _across(self._given_edges, self._nfc_edges, start, end)


def _units(text: str) -> Iterator[str]:
    """Cut before every letter that cannot compose with what stands before it."""
    start = 0
    for at, letter in enumerate(text):
        if at > start and not _joins_back(letter):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _joins_back(letter: str) -> bool:
    if letter < "\u0300":
        return False
    return unicodedata.combining(letter) != 0 or unicodedata.category(letter).startswith("M") or _JAMO[0] <= letter <= _JAMO[1]


def _across(source: list[int], target: list[int], start: int, end: int) -> tuple[int, int]:
    return target[bisect_right(source, start) - 1], target[bisect_left(source, end)]
