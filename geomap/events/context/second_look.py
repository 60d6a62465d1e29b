"""Joins what the gate and the encoder say of the named places that the gate is unsure of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from geomap.events.context.encoder import Encoder, ReadPlace
from geomap.events.context.passages import PassageWriter
from geomap.events.gate.second import Looked
from geomap.events.gate.view import PostView

# Probabilities between which the encoder is asked. Below it changes little. Above it would lower some false sites (F1 on a held-out fold
# is .005 higher with 0.95), but also short plain sentences such as "Rockets struck Izium.", of which annotated posts have few.
LEAST_UNSURE, MOST_UNSURE = 0.1, 0.75
LONGEST_RUN = 150  # pieces of neighbouring sentences that are read as one passage, as in training
OF_GATE, OF_ENCODER, BIAS = 0.22, 0.74, 0.05  # weights of both log odds: logistic regression on the answers for held-out folds


class EncoderLook:
    """Reads the sentences of unsure places in their context."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def look(self, view: PostView, probabilities: Sequence[float]) -> Mapping[int, Looked]:
        """Return the named places that were looked at again, by number; see `geomap.events.gate.second.SecondLook`."""
        sentences = sorted({view.places[number].reading for number in _likeliest(view, probabilities) if _is_unsure(probabilities[number])})
        if not sentences:
            return {}
        writer = PassageWriter(view, self._encoder.subwords)
        read = self._encoder.read([writer.passage(first, last) for first, last in _runs(sentences, writer)])
        return {number: _joined(probabilities[number], told) for number, told in read.items() if _is_unsure(probabilities[number])}


def _runs(sentences: Sequence[int], writer: PassageWriter) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of sentences that follow each other and are read together: what stands around them is read once."""
    first, last, length = sentences[0], sentences[0], writer.length(sentences[0])
    for sentence in sentences[1:]:
        own = writer.length(sentence)
        if sentence == last + 1 and length + own <= LONGEST_RUN:
            last, length = sentence, length + own
        else:
            yield first, last
            first, last, length = sentence, sentence, own
    yield first, last


def _is_unsure(probability: float) -> bool:
    return LEAST_UNSURE <= probability <= MOST_UNSURE


def _likeliest(view: PostView, probabilities: Sequence[float]) -> Iterable[int]:
    """Return for each place the number of the mention that is likeliest to be a site: it decides for the place."""
    best: dict[str, int] = {}
    for number, one in enumerate(view.places):
        known = best.get(one.place.id)
        if known is None or probabilities[number] > probabilities[known]:
            best[one.place.id] = number
    return best.values()


def _joined(probability: float, read: ReadPlace) -> Looked:
    first = math.log(probability / (1 - probability))
    both = OF_GATE * first + OF_ENCODER * read.log_odds + BIAS
    return Looked(1 / (1 + math.exp(-both)), both - first, read.kinds)
