"""The two heads of the gate: is a named place the site of an event, and of which kind.

The site is decided by logistic regression over named features and the meanings of the windows around the place; the kind by a
conditional logit (McFadden 1974): features of each kind with weights that all kinds share, and features of the place with weights for
each kind. Weights are kept under checksums of the features' names, so the file holds numbers only.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from geomap.events.gate.features import Features
from geomap.events.gate.vectors import Floats, WordVectors, checksum
from geomap.events.gate.windows import OF_PLACE, WINDOWS, Weighted, norm

KIND_WINDOWS = tuple(WINDOWS.index(name) for name in ("left", "right", "segment", "sentence", "post"))
KIND_FEATURES = ("rules tell", "rules find", "nearest is", "sentence tells", "post tells", "headline tells", "kind ")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateWeights:
    """What training finds: F named features, W windows of D dimensions, K kinds, S features of a kind, N features named for kinds."""

    site_hashes: npt.NDArray[np.uint32]  # (F,) checksums of names
    site_weights: npt.NDArray[np.floating]  # (F,)
    site_windows: npt.NDArray[np.floating]  # (W, D)
    site_bias: npt.NDArray[np.floating]  # (1,)
    kind_shared: npt.NDArray[np.floating]  # (S,)
    kind_windows: npt.NDArray[np.floating]  # (len(KIND_WINDOWS), D, K)
    kind_hashes: npt.NDArray[np.uint32]  # (N,)
    kind_weights: npt.NDArray[np.floating]  # (N, K)
    kind_bias: npt.NDArray[np.floating]  # (K,)


_KEPT = 1 << 16


def is_kind_feature(name: str) -> bool:
    """Whether a named feature also speaks for kinds."""
    return name.startswith(KIND_FEATURES)


class Gate:
    """Weights and what can be asked of them."""

    def __init__(self, weights: GateWeights, vectors: WordVectors) -> None:
        self.vectors = vectors
        self._site: dict[int, float] = dict(zip(weights.site_hashes.tolist(), weights.site_weights.astype(float).tolist(), strict=True))
        self._bias = float(weights.site_bias[0])
        directions = weights.site_windows.astype(np.float32)
        self._shared = directions[OF_PLACE:]
        self._each_word = vectors.project(directions[:OF_PLACE].T).ravel().data  # what each word adds to each own window
        self._kind_bias = weights.kind_bias.astype(np.float32)
        self._kind_shared = weights.kind_shared.astype(np.float32)
        self._kind_windows = weights.kind_windows.astype(np.float32).reshape(-1, len(weights.kind_bias))
        self._kind_weights = weights.kind_weights.astype(np.float32)
        self._kind_rows = dict(zip(weights.kind_hashes.tolist(), range(len(weights.kind_hashes)), strict=True))
        self._memo: dict[str, float] = {}
        self._memo_rows: dict[str, int | None] = {}

    @classmethod
    def load(cls, path: Path, vectors: WordVectors) -> Self:
        """Read parameters from the ``.npz`` file that training wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(GateWeights(**{field.name: stored[field.name] for field in fields(GateWeights)}), vectors)

    def weigh(self, features: Features) -> float:
        """Return what named features add to the score of a site."""
        memo = self._memo
        total = 0.0
        for name, value in features.items():
            weight = memo.get(name)
            if weight is None:
                weight = self._look_up(name)
            total += weight * value
        return total

    def _look_up(self, name: str) -> float:
        if len(self._memo) >= _KEPT:  # marks of the text are part of names, so their number has no end
            self._memo.clear()
        weight = self._memo[name] = self._site.get(checksum(name), 0.0)
        return weight

    def heaviest(self, features: Features, most: int) -> list[tuple[str, float]]:
        """Return the named features that weigh most for or against a site, heaviest first."""
        memo = self._memo
        weighed = [((memo[name] if name in memo else self._look_up(name)) * value, name) for name, value in features.items()]
        return [(name, weight) for _, name, weight in heapq.nsmallest(most, [(-abs(weight), name, weight) for weight, name in weighed])]

    def weigh_own(self, windows: Sequence[Weighted]) -> float:
        """Return what a place's own windows, the first of `WINDOWS`, add to the score of a site."""
        each = self._each_word
        total = 0.0
        for number, window in enumerate(windows):
            weight = added = 0.0
            for row, share in window:
                weight += share
                added += share * each[row * OF_PLACE + number]
            total += added / norm(weight)
        return total

    def weigh_shared(self, windows: Floats) -> float:
        """Return what the windows that the places of a sentence share add, from their means (W - OF_PLACE, D)."""
        return float(np.vdot(windows, self._shared))

    def probability(self, score: float) -> float:
        """Return the probability of a site from the sum of what speaks for it."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score + self._bias))))

    def kinds(self, features: Features, windows: Floats, of_kind: Floats) -> Floats:
        """Return the probability of each kind.

        Args:
            features: The named features of the place.
            windows: (W, D) the meanings of its windows.
            of_kind: (K, S) the features of each kind.
        """
        scores = of_kind @ self._kind_shared + self._kind_bias
        scores = scores + windows[list(KIND_WINDOWS)].ravel() @ self._kind_windows
        named = [(row, value) for name, value in features.items() if (row := self._kind_row(name)) is not None]
        if named:
            rows, values = zip(*named, strict=True)
            scores = scores + np.asarray(values, np.float32) @ self._kind_weights[list(rows)]
        raised = np.exp(scores - scores.max())
        return np.asarray(raised / raised.sum(), np.float32)

    def _kind_row(self, name: str) -> int | None:
        """Return the row of a named feature in the weights of kinds, None where it says nothing of kinds."""
        memo = self._memo_rows
        if name not in memo:
            if len(memo) >= _KEPT:
                memo.clear()
            memo[name] = self._kind_rows.get(checksum(name)) if is_kind_feature(name) else None
        return memo[name]


def stored(weights: GateWeights) -> Mapping[str, npt.NDArray[np.generic]]:
    """Return the arrays to store, in half precision where they are weights."""
    return {
        field.name: value if value.dtype == np.uint32 else value.astype(np.float16)
        for field in fields(GateWeights)
        if (value := getattr(weights, field.name)) is not None
    }
