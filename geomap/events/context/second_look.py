"""Joins what the gate and the encoder say of the named places that the gate is unsure of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geomap.events.context.encoder import Encoder, Floats, ReadPlace
from geomap.events.context.passages import PassageWriter
from geomap.events.gate.view import PostView

LEAST_UNSURE, MOST_UNSURE = 0.1, 0.9  # probabilities between which the gate asks: beyond them, decisions on folds did not change
OF_GATE, OF_ENCODER, BIAS = 0.4, 0.5, 0.0  # weights of both log odds, fitted on the answers for held-out folds
KINDS_OF_GATE = 0.6  # weight of the gate's logarithms of probabilities of kinds; the encoder's have the rest
_SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Looked:
    """A named place after the second look."""

    probability: float
    added: float  # log odds that the encoder added or took
    kinds: Floats  # the encoder's probabilities of kinds

    def joined_kinds(self, of_gate: Floats) -> Floats:
        """Return the probabilities of kinds from both: a weighted geometric mean."""
        logs = KINDS_OF_GATE * np.log(of_gate + _SMALL) + (1 - KINDS_OF_GATE) * np.log(self.kinds + _SMALL)
        raised = np.exp(logs - logs.max())
        return np.asarray(raised / raised.sum(), np.float32)


class SecondLook:
    """Reads the sentences of unsure places in their context."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def look(self, view: PostView, probabilities: Sequence[float]) -> Mapping[int, Looked]:
        """Return the named places of a post that were looked at again, by number.

        Args:
            view: The post.
            probabilities: What the gate gives each named place, in their order.
        """
        unsure = [number for number, probability in enumerate(probabilities) if LEAST_UNSURE <= probability <= MOST_UNSURE]
        if not unsure:
            return {}
        writer = PassageWriter(view, self._encoder.subwords)
        sentences = sorted({view.places[number].reading for number in unsure})
        read = self._encoder.read([writer.passage(sentence, sentence) for sentence in sentences])
        return {number: _joined(probabilities[number], read[number]) for number in unsure if number in read}


def _joined(probability: float, read: ReadPlace) -> Looked:
    first = math.log(probability / (1 - probability))
    both = OF_GATE * first + OF_ENCODER * read.log_odds + BIAS
    return Looked(1 / (1 + math.exp(-both)), both - first, read.kinds)
