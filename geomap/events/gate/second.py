"""What a second look at the named places of a post gives, and what may take one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from geomap.events.gate.vectors import Floats
from geomap.events.gate.view import PostView

KINDS_OF_GATE = 0.5  # weight of the gate's logarithms of probabilities of kinds; those of the second look have the rest
_SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Looked:
    """A named place after the second look."""

    probability: float
    added: float  # log odds that the second look added or took
    kinds: Floats  # its probabilities of kinds

    def joined_kinds(self, of_gate: Floats) -> Floats:
        """Return the probabilities of kinds from both: a weighted geometric mean."""
        logs = KINDS_OF_GATE * np.log(of_gate + _SMALL) + (1 - KINDS_OF_GATE) * np.log(self.kinds + _SMALL)
        raised = np.exp(logs - logs.max())
        return np.asarray(raised / raised.sum(), np.float32)


class SecondLook(Protocol):
    """Looks again at the named places of a post that the gate is unsure of."""

    def look(self, view: PostView, probabilities: Sequence[float]) -> Mapping[int, Looked]:
        """Return the named places that were looked at again, by number.

        Args:
            view: The post.
            probabilities: What the gate gives each named place, in their order.
        """
        ...
