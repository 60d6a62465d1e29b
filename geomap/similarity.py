"""How much two spellings look alike, cheaply: for telling a variant of a name from another name altogether."""

from __future__ import annotations


def dice_similarity(one: str, other: str) -> float:
    """Return Dice's coefficient of the pairs of neighbouring letters, 0..1: Borodyanka and Borodianka have 0.82."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map(str.__add__, f" {text}", f"{text} "))
