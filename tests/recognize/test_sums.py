"""Sums that are remembered are the sums of the weights that they stand for."""

from __future__ import annotations

from itertools import count

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.recognize.crf import LABELS, BundleSums, Crf, Floats, Weights, WordSums, checksum
from geomap.recognize.features import EDGE, OFFSETS
from tests.conftest import tries

_WORDS = ("edge", "s:Cap", "s:lower", "w:of", "g:none")
_SEEN = [f"{offset}{word}" for offset in OFFSETS for word in _WORDS]
_ANY = st.lists(st.sampled_from([*_WORDS, "unheard of", "W:also"]), unique=True, max_size=5)


def _crf() -> Crf:
    numbers = count(1)
    rows = np.array([[next(numbers) for _ in LABELS] for _ in _SEEN], np.float32)
    none = np.zeros((0, len(LABELS)), np.float32)
    hashes = np.array([*map(checksum, _SEEN)], np.uint32)
    return Crf(Weights(hashes=hashes, rows=rows, bias=none[:, 0], hidden=none, transitions=np.zeros((5, 5), np.float32)))


def _expected(crf: Crf, features: list[str]) -> Floats:
    total: Floats = crf.weights[[_SEEN.index(feature) + 1 if feature in _SEEN else 0 for feature in features]].sum(axis=0)
    return total


def test_features_that_training_did_not_see_weigh_nothing() -> None:
    sums = BundleSums(_crf())
    assert not sums.sum_rows([[sums.row_of(["unheard of", "also"]), sums.row_of(["new"]), sums.row_of([])]]).any()


@given(st.lists(st.lists(st.sampled_from([*_SEEN, "unheard of"]), unique=True, max_size=6), min_size=1, max_size=30))
@settings(deadline=None, max_examples=tries(40))
def test_a_bundle_is_the_sum_of_its_features(bundles: list[list[str]]) -> None:
    crf = _crf()
    sums = BundleSums(crf)
    rows = [sums.row_of(bundle) for bundle in bundles]
    assert np.array_equal(sums.sum_rows([rows]), [_expected(crf, bundle) for bundle in bundles])
    assert np.array_equal(sums.sum_rows([rows, rows[::-1]]), sums.sum_rows([rows]) + sums.sum_rows([rows[::-1]]))
    assert rows == [sums.row_of(bundle) for bundle in bundles]


@given(st.lists(st.lists(_ANY, max_size=8), min_size=1, max_size=4))
@settings(deadline=None, max_examples=tries(40))
def test_a_word_is_the_sum_of_its_attributes_at_each_offset(batches: list[list[list[str]]]) -> None:
    crf = _crf()
    sums = WordSums(crf)
    for words in batches:
        columns = [sums.column_of(attributes) for attributes in words]
        for attributes, column in zip([EDGE, *words], [0, *columns], strict=True):
            for at, offset in enumerate(OFFSETS):
                assert np.array_equal(sums.table()[column, at], _expected(crf, [f"{offset}{attribute}" for attribute in attributes]))
