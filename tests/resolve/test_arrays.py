"""Stretches in one array: the laws that batches stand on."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geomap.resolve.arrays import blocks, ends_of, is_among, positions

_SIZES = st.lists(st.integers(0, 9), max_size=20)
_NUMBERS = st.lists(st.integers(-5, 20), max_size=30)


@given(sizes=_SIZES)
def test_stretches_end_where_the_next_begin(sizes: list[int]) -> None:
    ends = ends_of(np.array(sizes, np.int64))
    assert np.diff(ends).tolist() == sizes
    assert (int(ends[0]), int(ends[-1])) == (0, sum(sizes))


@given(stretches=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6)), max_size=15))
def test_positions_are_those_of_each_stretch_in_turn(stretches: list[tuple[int, int]]) -> None:
    starts, sizes = np.array(stretches, np.int64).reshape(-1, 2).T
    assert positions(starts, sizes).tolist() == [start + i for start, size in stretches for i in range(size)]


@given(wanted=_NUMBERS, among=_NUMBERS)
def test_is_among_is_membership(wanted: list[int], among: list[int]) -> None:
    found = is_among(np.array(wanted, np.int64), np.array(sorted(among), np.int64))
    assert found.tolist() == [number in among for number in wanted]


@given(sizes=_SIZES, most=st.integers(1, 20))
def test_blocks_hold_each_item_once_and_no_more_than_allowed(sizes: list[int], most: int) -> None:
    runs = list(blocks(np.array(sizes, np.int64), most))
    assert [i for first, last in runs for i in range(first, last)] == list(range(len(sizes)))
    assert all(sum(sizes[first:last]) <= most or last - first == 1 for first, last in runs)
