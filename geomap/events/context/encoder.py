"""The contextual encoder: the lower half of multilingual-e5-small (Wang et al. 2024), its upper layers trained on annotated posts.

A BERT encoder (Devlin et al. 2019) in NumPy. The layers that training left alone and the vectors of pieces keep the 4-bit blocks of
their source; the trained layers have 8 bits with a scale for each row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from geomap.events.context.passages import Passage
from geomap.events.context.subwords import Subwords

Floats = npt.NDArray[np.float32]

HEADS = 12
EPSILON = 1e-12
BLOCK = 32  # weights that share a scale in the 4-bit form
SMALLEST_SCALE = 1e-6  # of a row of zeros; half precision has no much smaller numbers
NEITHER, SITE, UNMAPPED = range(3)  # what a named place is: no site, the site of an event, the site of one that is not to be shown
_HALF = np.float32(0.5)
_GELU = np.float32(math.sqrt(2 / math.pi))
_GELU_CUBE = np.float32(0.044715 * math.sqrt(2 / math.pi))


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """What the encoder says of a named place: the log odds that it is a site, and the probability of each kind."""

    log_odds: float
    kinds: Floats


def from_blocks(blocks: npt.NDArray[np.uint8]) -> Floats:
    """Return weights (N, M) from 4-bit blocks (N, M / 32, 18): a scale in half precision, then 32 numbers, low halves of bytes first."""
    scales = np.ascontiguousarray(blocks[:, :, :2]).view(np.float16).astype(np.float32)
    halves = blocks[:, :, 2:]
    numbers = np.concatenate([halves & 15, halves >> 4], axis=2).astype(np.float32) - 8
    return np.asarray((numbers * scales).reshape(len(blocks), -1), np.float32)


def to_bytes(weights: Floats) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """Return weights (N, M) as 8-bit numbers and a scale for each row."""
    scales = np.maximum(np.abs(weights).max(1) / 127, SMALLEST_SCALE).astype(np.float16)
    return np.clip(np.round(weights / scales.astype(np.float32)[:, None]), -127, 127).astype(np.int8), scales


class Encoder:
    """Weights and what can be asked of them."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self.subwords = Subwords(bytes(arrays["pieces"]).decode("utf-8").split("\n"), arrays["scores"].astype(float).tolist())
        self._vectors = np.asarray(arrays["vectors"], np.uint8)
        self._positions = arrays["positions"].astype(np.float32)
        self._norm = _norm_of(arrays, "norm")
        self._marks = arrays["marks"].astype(np.float32)
        self._context = arrays["context"].astype(np.float32)
        self._low = int(arrays["low"][0])
        count = int(arrays["layers"][0])
        self._layers = [_layer_of(arrays, f"layer{number}.") for number in range(count)]
        self._hidden = _linear_of(arrays, "hidden")
        self._site = _linear_of(arrays, "site")
        self._kind = _linear_of(arrays, "kind")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read parameters from the ``.npz`` file that training wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(stored)

    def read(self, passages: Sequence[Passage]) -> dict[int, ReadPlace]:
        """Return what the passages of a post say of the places that they ask about, by the places' numbers."""
        return {number: told for passage in passages if passage.asked for number, told in self._read(passage)}

    def _read(self, passage: Passage) -> Iterator[tuple[int, ReadPlace]]:
        states = self._states(passage)
        seen = np.stack([_seen(states, asked.at, asked.start, asked.end) for asked in passage.asked])
        hidden = np.tanh(_apply(self._hidden, seen))
        sites, kinds = _softmax(_apply(self._site, hidden)), _softmax(_apply(self._kind, hidden))
        odds = np.log(sites[:, SITE] + 1e-9) - np.log(1 - sites[:, SITE] + 1e-9)
        for asked, odd, kind in zip(passage.asked, odds, kinds, strict=True):
            yield asked.number, ReadPlace(float(odd), kind)

    def _states(self, passage: Passage) -> Floats:
        """Return the last states (L, H) of the pieces of a passage."""
        size = min(len(self._positions), len(passage.pieces))
        states = from_blocks(self._vectors[np.asarray(passage.pieces[:size])]) + self._positions[:size]
        states = _normalize(states, self._norm)
        marks = np.asarray(passage.marks[:size])
        added = self._context[np.asarray(passage.context[:size])] + np.where(marks[:, None] > 0, self._marks[marks], 0)
        for number, layer in enumerate(self._layers):
            if number == self._low:
                states = states + added
            states = layer.apply(states)
        return states


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear map: weights (N, M) and bias (N,)."""

    weights: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class _Layer:
    attended: Linear  # queries, keys and values, one after the other
    joined: Linear
    first_norm: Linear
    wider: Linear
    narrower: Linear
    second_norm: Linear

    def apply(self, states: Floats) -> Floats:
        """Return the states (L, H) after this layer."""
        length, size = states.shape
        queries, keys, values = _apply(self.attended, states).reshape(length, 3, HEADS, size // HEADS).transpose(1, 2, 0, 3)
        scores = queries @ keys.swapaxes(1, 2) / np.float32(math.sqrt(size // HEADS))
        mixed = (_softmax(scores) @ values).transpose(1, 0, 2).reshape(length, size)
        states = _normalize(states + _apply(self.joined, mixed), self.first_norm)
        return _normalize(states + _apply(self.narrower, _gelu(_apply(self.wider, states))), self.second_norm)


def _seen(states: Floats, at: int, start: int, end: int) -> Floats:
    """Return what the heads see of a named place: its own state, the mean of its sentence, and the state of the whole passage."""
    last = len(states)
    return np.concatenate([states[min(at, last - 1)], states[min(start, last - 1) : max(start + 1, end)].mean(0), states[0]])


def _apply(linear: Linear, states: Floats) -> Floats:
    return np.asarray(states @ linear.weights.T + linear.bias, np.float32)


def _gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear units of values (Hendrycks and Gimpel 2016), by their approximation with tanh."""
    inner = values * values
    inner *= _GELU_CUBE
    inner += _GELU
    inner *= values
    np.tanh(inner, out=inner)
    inner += 1
    inner *= values
    inner *= _HALF
    return inner


def _softmax(scores: Floats) -> Floats:
    raised: Floats = np.exp(scores - scores.max(-1, keepdims=True))
    raised /= raised.sum(-1, keepdims=True)
    return raised


def _normalize(states: Floats, norm: Linear) -> Floats:
    centred = states - states.mean(-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(EPSILON))
    return np.asarray(centred / spread * norm.weights + norm.bias, np.float32)


def _norm_of(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Linear:
    return Linear(arrays[f"{name}.weights"].astype(np.float32), arrays[f"{name}.bias"].astype(np.float32))


def _linear_of(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Linear:
    weights, bias = arrays[f"{name}.weights"], arrays[f"{name}.bias"].astype(np.float32)
    if weights.dtype == np.uint8:
        return Linear(from_blocks(np.asarray(weights, np.uint8)), bias)
    return Linear(weights.astype(np.float32) * arrays[f"{name}.scales"].astype(np.float32)[:, None], bias)


def _layer_of(arrays: Mapping[str, npt.NDArray[np.generic]], prefix: str) -> _Layer:
    return _Layer(
        attended=_linear_of(arrays, prefix + "attended"),
        joined=_linear_of(arrays, prefix + "joined"),
        first_norm=_norm_of(arrays, prefix + "first_norm"),
        wider=_linear_of(arrays, prefix + "wider"),
        narrower=_linear_of(arrays, prefix + "narrower"),
        second_norm=_norm_of(arrays, prefix + "second_norm"),
    )
