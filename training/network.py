"""Fits the recognizer's network: features of tokens in chains to weights, by Adam on the likelihood of the labelling.

Much is done against learning corpora by heart, for there are few: features and hidden units are left out at random in every
step (dropout), and weights are drawn to zero. Kingma and Ba (2015) for the optimizer; the gradient of a chain's likelihood
by its emissions is what is expected of each label less what is true. The same chains and seed give the same weights on the
same machine; products of matrices may round otherwise on another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from geomap.recognize.crf import LABELS, Floats, Ints, Lattice, Weights, checksum, constrain

Chain = tuple[list[list[str]], list[str]]
_MOMENTUM, _SPREAD, _SMALL = 0.9, 0.999, 1e-8  # Adam's usual ones


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSettings:
    """How the network is fitted; found by cross-validation by newspaper over two corpora."""

    hidden: int = 32  # units
    epochs: int = 12
    rate: float = 0.01  # of the first step; it falls to 0
    decay: float = 3e-4  # pull of a weight to zero
    features_left_out: float = 0.3
    units_left_out: float = 0.3
    tokens: int = 3000  # in one step
    seed: int = 20230131


class Chains:
    """Chains as a sparse matrix of tokens by features, and their labels."""

    def __init__(self, chains: Sequence[Chain], features: Sequence[str]) -> None:
        from scipy.sparse import csr_matrix  # noqa: PLC0415 - needed for training only

        column = {name: i for i, name in enumerate(features)}
        tokens = [[column[f] for f in token if f in column] for token, _ in _tokens(chains)]
        ends = np.cumsum([0, *map(len, tokens)])
        indices = np.fromiter(chain.from_iterable(tokens), np.int32, count=int(ends[-1]))
        self.matrix = csr_matrix((np.ones(len(indices), np.float32), indices, ends), shape=(len(tokens), len(features)))
        self.labels = np.array([LABELS.index(label) for _, label in _tokens(chains)], dtype=np.intp)
        self.lengths: Ints = np.array([len(labels) for _, labels in chains], dtype=np.intp)
        self._starts: Ints = np.cumsum(self.lengths) - self.lengths

    def tokens_of(self, chosen: Ints) -> Ints:
        """Return the rows of the chains ``chosen``, one chain after another."""
        lengths = self.lengths[chosen]
        shift = self._starts[chosen] - (np.cumsum(lengths) - lengths)
        tokens: Ints = np.arange(int(lengths.sum())) + np.repeat(shift, lengths)
        return tokens


def _tokens(chains: Sequence[Chain]) -> Iterator[tuple[list[str], str]]:
    return (pair for features, labels in chains for pair in zip(features, labels, strict=True))


def fit_network(chains: Sequence[Chain], features: Sequence[str], settings: NetworkSettings) -> Weights:
    """Fit the weights of ``features``, in single precision."""
    data = Chains(chains, features)
    network = _Network(len(features), settings)
    for epoch in range(settings.epochs):
        rate = settings.rate * (1 - epoch / settings.epochs)
        for chosen in _batches(data.lengths, settings.tokens, network.random):
            network.step(data, chosen, rate)
    rows, hidden_rows, bias, hidden, transitions = network.parameters
    return Weights(
        hashes=np.array([checksum(name) for name in features], dtype=np.uint32),
        rows=np.hstack([rows, hidden_rows]),
        bias=bias,
        hidden=hidden,
        transitions=transitions,
    )


def _batches(lengths: Ints, tokens: int, random: np.random.Generator) -> Iterator[Ints]:
    order = random.permutation(len(lengths))
    reached = np.cumsum(lengths[order])
    cuts = np.searchsorted(reached, np.arange(tokens, int(reached[-1]), tokens))
    yield from (part for part in np.split(order, cuts) if len(part))


class _Network:
    """The weights while they are fitted, and Adam's memory of their gradients."""

    def __init__(self, features: int, settings: NetworkSettings) -> None:
        self.random = np.random.default_rng(settings.seed)
        self._settings = settings
        shapes = ((features, len(LABELS)), (features, settings.hidden), (settings.hidden,), (settings.hidden, len(LABELS)))
        self.parameters: list[Floats] = [np.zeros(shape, np.float32) for shape in (*shapes, (len(LABELS), len(LABELS)))]
        for i in (1, 3):  # the layers beside the direct weights: units that begin alike would stay alike
            self.parameters[i] += self.random.normal(0.0, 0.1, self.parameters[i].shape).astype(np.float32)
        self._mean = [np.zeros_like(p) for p in self.parameters]
        self._square = [np.zeros_like(p) for p in self.parameters]
        self._steps = 0

    def step(self, data: Chains, chosen: Ints, rate: float) -> None:
        """Improve the weights by one batch of chains."""
        tokens = data.tokens_of(chosen)
        gradients = self._gradients(self._thinned(data.matrix[tokens]), data.labels[tokens], data.lengths[chosen])
        self._steps += 1
        scale = rate * np.sqrt(1 - _SPREAD**self._steps) / (1 - _MOMENTUM**self._steps)
        for own, gradient, mean, square in zip(self.parameters, gradients, self._mean, self._square, strict=True):
            mean[...] += (1 - _MOMENTUM) * (gradient - mean)
            square[...] += (1 - _SPREAD) * (gradient * gradient - square)
            own[...] -= (scale * mean / (np.sqrt(square) + _SMALL)).astype(np.float32)

    def _thinned(self, matrix: Any) -> Any:  # noqa: ANN401 - scipy's matrices have no types
        share = self._settings.features_left_out
        matrix.data *= (self.random.random(len(matrix.data)) >= share).astype(np.float32) / np.float32(1 - share)
        return matrix

    def _gradients(self, matrix: Any, labels: Ints, lengths: Ints) -> list[Floats]:  # noqa: ANN401
        rows, hidden_rows, bias, hidden, transitions = self.parameters
        share, decay, count = self._settings.units_left_out, np.float32(self._settings.decay), np.float32(len(labels))
        sums = matrix @ hidden_rows + bias
        kept = (self.random.random(sums.shape) >= share).astype(np.float32) / np.float32(1 - share)
        units = np.maximum(sums, 0) * kept
        expected, follow = Lattice(matrix @ rows + units @ hidden, lengths, constrain(transitions)).marginals()
        missed: Floats = (expected - np.eye(len(LABELS), dtype=np.float32)[labels]) / count
        back = (missed @ hidden.T) * kept * (sums > 0)
        return [
            matrix.T @ missed + decay * rows,
            matrix.T @ back + decay * hidden_rows,
            back.sum(axis=0),
            units.T @ missed + decay * hidden,
            _of_transitions(follow, labels, lengths) / count,
        ]


def _of_transitions(expected: Floats, labels: Ints, lengths: Ints) -> Floats:
    true = np.zeros_like(expected)
    inner = np.ones(len(labels), dtype=bool)
    inner[np.cumsum(lengths) - lengths] = False
    at = np.flatnonzero(inner)
    np.add.at(true, (labels[at - 1], labels[at]), 1)
    return expected - true


def stored(weights: Weights) -> dict[str, npt.NDArray[np.generic]]:
    """Return the arrays to store: rounded to half precision, sorted by checksum."""
    order = np.argsort(weights.hashes, kind="stable")
    half = {name: getattr(weights, name).astype(np.float16) for name in ("bias", "hidden", "transitions")}
    return {"hashes": weights.hashes[order], "rows": weights.rows[order].astype(np.float16), **half}
