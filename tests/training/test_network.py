"""The network learns what a sum of weights cannot, alike from the same seed."""

from __future__ import annotations

from itertools import product

import numpy as np

from geomap.recognize.crf import LABELS, OUTSIDE, SINGLE, BundleSums, Crf, Floats
from training.network import Chain, NetworkSettings, fit_network, stored

_SETTINGS = NetworkSettings(hidden=8, epochs=60, tokens=40, features_left_out=0.0, units_left_out=0.0, decay=0.0)
_FEATURES = ("bias", "first", "second")


def _either_or() -> list[Chain]:
    """One of two features makes a name, both or none do not."""
    chains: list[Chain] = []
    for first, second in product((False, True), repeat=2):
        seen = [name for name, is_there in (("first", first), ("second", second)) if is_there]
        chains.append(([["bias", *seen]], ["S" if first != second else "O"]))
    return chains * 20


def _sums(crf: Crf, features: list[list[str]]) -> Floats:
    sums = BundleSums(crf)
    return sums.sum_rows([[sums.row_of(own) for own in features]])


def test_features_speak_together() -> None:
    crf = Crf(fit_network(_either_or(), _FEATURES, _SETTINGS))
    told = crf.emissions(_sums(crf, [tokens[0] for tokens, _ in _either_or()[:4]]))
    assert [LABELS[i] for i in told[:, [OUTSIDE, SINGLE]].argmax(axis=1) * SINGLE] == ["O", "S", "S", "O"]


def test_the_same_seed_gives_the_same_weights() -> None:
    one, other = (stored(fit_network(_either_or(), _FEATURES, _SETTINGS)) for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_labels_that_follow_each_other_are_learned() -> None:
    chains: list[Chain] = [([["bias"], ["bias"]], ["B", "E"])] * 40
    crf = Crf(fit_network(chains, ["bias"], _SETTINGS))
    found = crf.spans(crf.emissions(_sums(crf, [["bias"], ["bias"]])), [2])
    assert [(span.first, span.last) for span in found] == [(0, 2)]
