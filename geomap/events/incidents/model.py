"""The weights by which two events are found to be one incident."""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from geomap.events.incidents.features import Features

PARAMETERS = Path(__file__).parent / "parameters"
INCIDENTS_FILE = "incidents.toml"


class PairModel:
    """A logistic model of named features."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = dict(weights)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the weights from the TOML file that training wrote."""
        return cls(tomllib.loads(path.read_text(encoding="utf-8"))["weights"])

    def probability(self, features: Features) -> float:
        """Return how likely two events with these features are one incident."""
        score = sum(self._weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-score))


@functools.cache
def shipped_pairs() -> PairModel:
    """Return the model with the weights that ship."""
    return PairModel.load(PARAMETERS / INCIDENTS_FILE)
