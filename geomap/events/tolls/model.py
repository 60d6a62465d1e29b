"""The weights by which counts are given to events."""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from geomap.events.gate.vectors import checksum


@dataclass(frozen=True, slots=True, kw_only=True)
class TollWeights:
    """What training finds: F named features."""

    hashes: npt.NDArray[np.uint32]  # (F,) checksums of their names
    weights: npt.NDArray[np.floating]  # (F,)


class TollModel:
    """Scores a count with an event from named features; 0 is the score of a count that belongs to no event."""

    def __init__(self, weights: TollWeights) -> None:
        self._weights = dict(zip(weights.hashes.tolist(), weights.weights.astype(float).tolist(), strict=True))
        self._memo: dict[str, float] = {}  # the names of features have an end: marks and classes of words that are known

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read parameters from the ``.npz`` file that training wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(TollWeights(**{field.name: stored[field.name] for field in fields(TollWeights)}))

    def score(self, features: Mapping[str, float]) -> float:
        """Return what named features add up to."""
        return sum(self._weight(name) * value for name, value in features.items())

    def heaviest(self, features: Mapping[str, float], most: int) -> list[str]:
        """Return the names of the features that speak most for an event, heaviest first."""
        weighed = ((self._weight(name) * value, name) for name, value in features.items())
        return [name for weight, name in heapq.nsmallest(most, ((-weight, name) for weight, name in weighed)) if weight < 0]

    def _weight(self, name: str) -> float:
        weight = self._memo.get(name)
        if weight is None:
            weight = self._memo[name] = self._weights.get(checksum(name), 0.0)
        return weight


def shares(scores: Sequence[float]) -> list[float]:
    """Return the probability of each of several choices from their scores; what is left is that of none of them, whose score is 0."""
    highest = max(0.0, *scores) if scores else 0.0
    raised = [math.exp(score - highest) for score in scores]
    whole = sum(raised) + math.exp(-highest)
    return [one / whole for one in raised]


def stored(weights: TollWeights) -> Mapping[str, npt.NDArray[np.generic]]:
    """Return the arrays to store, weights in half precision."""
    return {"hashes": weights.hashes, "weights": weights.weights.astype(np.float16)}
