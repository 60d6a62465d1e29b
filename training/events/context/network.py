"""The encoder as a torch network, and its arrays as they ship."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from geomap.events.context.encoder import EPSILON, HEADS, from_blocks, to_bytes
from geomap.events.context.passages import MARKS, Passage
from training.events.context.source import SourceModel

LAYERS = 6  # of the source's twelve; the others are left out
LOW = 3  # layers that stay as they are
DROPOUT, HEAD_DROPOUT = 0.1, 0.2
ANSWERS = 3  # no site, site, site of an event that is not to be shown
POSITIONS = 400
_NARROW = 0.01  # spread of the first weights of marks

_NAMES = (("attended", ("q", "k", "v")), ("joined", ("ao",)), ("wider", ("fi",)), ("narrower", ("fo",)))
_NORMS = (("first_norm", "aln"), ("second_norm", "oln"))


@dataclass(frozen=True, slots=True)
class Batch:
    """Passages side by side: what the frozen layers made of them (N, L, H), and where the asked places stand."""

    states: torch.Tensor
    real: torch.Tensor
    context: torch.Tensor
    marks: torch.Tensor
    rows: torch.Tensor
    at: torch.Tensor
    start: torch.Tensor
    end: torch.Tensor


class Layer(nn.Module):
    """One layer of the encoder, with the weights of the source."""

    def __init__(self, source: SourceModel, number: int, dropout: float) -> None:
        super().__init__()
        width, inner = source.width, source.inner
        self.attended = nn.Linear(width, 3 * width)
        self.joined = nn.Linear(width, width)
        self.wider = nn.Linear(width, inner)
        self.narrower = nn.Linear(inner, width)
        self.first_norm, self.second_norm = nn.LayerNorm(width, eps=EPSILON), nn.LayerNorm(width, eps=EPSILON)
        for own, parts in _NAMES:
            linear = getattr(self, own)
            blocks = [source.blocks(f"l{number}.{part}.w", linear.in_features) for part in parts]
            linear.weight.data = torch.tensor(from_blocks(np.concatenate(blocks)))
            linear.bias.data = torch.tensor(np.concatenate([source.floats(f"l{number}.{part}.b") for part in parts]))
        for own, part in _NORMS:
            _set_norm(getattr(self, own), source, f"l{number}.{part}")
        self.dropout = dropout

    def forward(self, states: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        """Return the states (N, L, H) after this layer; ``real`` (N, L) says which pieces are none of the padding."""
        count, length, width = states.shape
        parts = self.attended(states).view(count, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        dropout = self.dropout if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(*parts, attn_mask=real[:, None, None, :], dropout_p=dropout)
        states = self.first_norm(states + self._drop(self.joined(mixed.transpose(1, 2).reshape(count, length, width))))
        inner = functional.gelu(self.wider(states), approximate="tanh")
        return self.second_norm(states + self._drop(self.narrower(inner)))

    def _drop(self, states: torch.Tensor) -> torch.Tensor:
        return functional.dropout(states, self.dropout, self.training)


class Bottom(nn.Module):
    """The vectors of pieces and the layers that stay as they are: reckoned once for each passage."""

    def __init__(self, source: SourceModel, kept: Sequence[int]) -> None:
        super().__init__()
        self.blocks = np.ascontiguousarray(source.blocks("emb.word", source.width)[list(kept)])
        self.vectors = torch.tensor(from_blocks(self.blocks))
        self.positions = torch.tensor(source.positions[:POSITIONS])
        self.norm = nn.LayerNorm(source.width, eps=EPSILON)
        _set_norm(self.norm, source, "emb.ln")
        self.layers = nn.ModuleList(Layer(source, number, 0.0) for number in range(LOW))
        self.eval()

    @torch.no_grad()
    def forward(self, passages: Sequence[Passage]) -> list[torch.Tensor]:
        """Return the states of each passage in half precision."""
        pieces, real = _padded([passage.pieces for passage in passages], 1)
        states = self.norm(self.vectors[pieces] + self.positions[: pieces.shape[1]])
        for layer in self.layers:
            states = layer(states, real)
        return [states[row, : len(passage.pieces)].half() for row, passage in enumerate(passages)]


class Top(nn.Module):
    """The layers that are trained, and the heads."""

    def __init__(self, source: SourceModel, kinds: int) -> None:
        super().__init__()
        width = source.width
        self.marks, self.context = nn.Embedding(MARKS, width), nn.Embedding(2, width)
        for table in (self.marks, self.context):
            nn.init.normal_(table.weight, std=_NARROW)
        self.layers = nn.ModuleList(Layer(source, number, DROPOUT) for number in range(LOW, LAYERS))
        self.hidden, self.site, self.kind = nn.Linear(3 * width, width), nn.Linear(width, ANSWERS), nn.Linear(width, kinds)
        self.words = nn.Linear(width, ANSWERS)  # helps training only: it does not ship

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the scores of answers (A, 3) and of kinds (A, K) for the asked places, and of the answers for each piece (N, L, 3)."""
        states = batch.states + self.context(batch.context) + self.marks(batch.marks) * (batch.marks > 0)[..., None]
        states = functional.dropout(states, DROPOUT, self.training)
        for layer in self.layers:
            states = layer(states, batch.real)
        sums = functional.pad(states.cumsum(1), (0, 0, 1, 0))
        sentence = (sums[batch.rows, batch.end] - sums[batch.rows, batch.start]) / (batch.end - batch.start).clamp(min=1)[:, None]
        seen = torch.cat([states[batch.rows, batch.at], sentence, states[batch.rows, 0]], 1)
        hidden = functional.dropout(torch.tanh(self.hidden(seen)), HEAD_DROPOUT, self.training)
        return self.site(hidden), self.kind(hidden), self.words(states)


def batch_of(passages: Sequence[Passage], states: Sequence[torch.Tensor]) -> Batch:
    """Return passages side by side, with what the frozen layers made of each."""
    _, real = _padded([passage.pieces for passage in passages], 1)
    joined = torch.zeros(*real.shape, states[0].shape[1])
    for row, own in enumerate(states):
        joined[row, : len(own)] = own.float()
    asked = [(row, one) for row, passage in enumerate(passages) for one in passage.asked]
    return Batch(
        states=joined,
        real=real,
        context=_padded([passage.context for passage in passages], 0)[0],
        marks=_padded([passage.marks for passage in passages], 0)[0],
        rows=torch.tensor([row for row, _ in asked]),
        at=torch.tensor([one.at for _, one in asked]),
        start=torch.tensor([one.start for _, one in asked]),
        end=torch.tensor([one.end for _, one in asked]),
    )


def arrays_of(source: SourceModel, kept: Sequence[int], bottom: Bottom, top: Top) -> dict[str, npt.NDArray[np.generic]]:
    """Return the arrays of the encoder as they ship: what was not trained in 4 bits, what was in 8."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "pieces": np.frombuffer("\n".join(source.pieces[row] for row in kept).encode(), np.uint8),
        "scores": np.asarray([source.scores[row] for row in kept], np.float16),
        "vectors": bottom.blocks,
        "positions": bottom.positions.numpy().astype(np.float16),
        "marks": _numbers(top.marks.weight).astype(np.float16),
        "context": _numbers(top.context.weight).astype(np.float16),
        "low": np.asarray([LOW], np.int32),
        "layers": np.asarray([LAYERS], np.int32),
        **_norm_arrays("norm", bottom.norm),
    }
    for number in range(LOW):
        for own, parts in _NAMES:
            width = getattr(bottom.layers[number], own).in_features
            blocks = [source.blocks(f"l{number}.{part}.w", width) for part in parts]
            arrays[f"layer{number}.{own}.weights"] = np.concatenate(blocks)
            arrays[f"layer{number}.{own}.bias"] = _numbers(getattr(bottom.layers[number], own).bias).astype(np.float16)
    for number, layer in enumerate([*bottom.layers, *top.layers]):
        for own, _ in _NORMS:
            arrays |= _norm_arrays(f"layer{number}.{own}", getattr(layer, own))
    trained: Mapping[str, Any] = {
        **{f"layer{LOW + number}.{own}": getattr(layer, own) for number, layer in enumerate(top.layers) for own, _ in _NAMES},
        **{name: getattr(top, name) for name in ("hidden", "site", "kind")},
    }
    for name, linear in trained.items():
        arrays[f"{name}.weights"], arrays[f"{name}.scales"] = to_bytes(_numbers(linear.weight))
        arrays[f"{name}.bias"] = _numbers(linear.bias).astype(np.float16)
    return arrays


def _numbers(parameter: torch.Tensor) -> npt.NDArray[np.float32]:
    return np.asarray(parameter.detach().numpy(), np.float32)


def _norm_arrays(name: str, norm: nn.LayerNorm) -> dict[str, npt.NDArray[np.generic]]:
    return {f"{name}.weights": _numbers(norm.weight).astype(np.float16), f"{name}.bias": _numbers(norm.bias).astype(np.float16)}


def _set_norm(norm: nn.LayerNorm, source: SourceModel, name: str) -> None:
    norm.weight.data, norm.bias.data = torch.tensor(source.floats(f"{name}.w")), torch.tensor(source.floats(f"{name}.b"))


def _padded(rows: Sequence[Sequence[int]], filler: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return rows of different lengths as (N, L), and which of it is real."""
    longest = min(POSITIONS, max(map(len, rows)))
    padded = torch.full((len(rows), longest), filler, dtype=torch.long)
    real = torch.zeros(len(rows), longest, dtype=torch.bool)
    for number, row in enumerate(rows):
        size = min(longest, len(row))
        padded[number, :size] = torch.tensor(list(row[:size]))
        real[number, :size] = True
    return padded, real
