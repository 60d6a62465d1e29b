"""The decoder agrees with trying every labelling."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geomap.recognize.crf import LABELS, Crf, Floats, Weights
from tests.conftest import tries

Halves = npt.NDArray[np.float16]

_ALLOWED = {"O": "OBS", "B": "IE", "I": "IE", "E": "OBS", "S": "OBS"}


def _crf(transitions: Floats) -> Crf:
    nothing = np.zeros((0, 5), np.float32)
    return Crf(Weights(hashes=np.zeros(0, np.uint32), rows=nothing, bias=nothing[:, 0], hidden=nothing, transitions=transitions))


def _legal(path: tuple[str, ...]) -> bool:
    return path[0] in "OBS" and path[-1] in "OES" and all(b in _ALLOWED[a] for a, b in pairwise(path))


def _score(path: tuple[str, ...], emissions: Floats, transitions: Floats) -> float:
    steps = [LABELS.index(label) for label in path]
    total = sum(float(emissions[t, label]) for t, label in enumerate(steps))
    return total + sum(float(transitions[a, b]) for a, b in pairwise(steps))


def _spans(path: tuple[str, ...]) -> list[tuple[int, int]]:
    found, first = [], 0
    for t, label in enumerate(path):
        if label in "BS":
            first = t
        if label in "ES":
            found.append((first, t + 1))
    return found


_NUMBERS = st.integers(-30, 30).map(lambda n: n / 10)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.data())
@settings(deadline=None, max_examples=tries(40))
def test_the_best_labelling_and_its_probability(lengths: list[int], data: st.DataObject) -> None:
    emissions = data.draw(arrays(np.float32, (sum(lengths), 5), elements=_NUMBERS.map(np.float32)))
    transitions = data.draw(arrays(np.float32, (5, 5), elements=_NUMBERS.map(np.float32)))
    crf = _crf(transitions)
    found = crf.spans(emissions, lengths)
    at = 0
    for chain, length in enumerate(lengths):
        own = emissions[at : at + length]
        at += length
        scores = {path: _score(path, own, transitions) for path in product(LABELS, repeat=length) if _legal(path)}
        total = np.logaddexp.reduce(np.array(list(scores.values())))
        mine = [span for span in found if span.chain == chain]
        best = max(scores.values())
        assert any(_spans(path) == [(s.first, s.last) for s in mine] for path, score in scores.items() if score > best - 1e-3)
        for span in mine:
            p = sum(np.exp(score - total) for path, score in scores.items() if (span.first, span.last) in _spans(path))
            assert abs(p - span.probability) < 1e-3


def test_weights_kept_as_halves_are_the_same_as_singles() -> None:
    rows = np.arange(13_000 * 5, dtype=np.uint16).view(np.float16).reshape(-1, 5)  # nearly all halves that there are
    nothing = np.zeros((0, 5), np.float32)
    hashes = np.arange(len(rows), dtype=np.uint32)
    crf = Crf(Weights(hashes=hashes, rows=rows, bias=nothing[:, 0], hidden=nothing, transitions=np.zeros((5, 5), np.float32)))
    np.testing.assert_array_equal(crf.weights, np.vstack([np.zeros((1, 5)), rows]))
