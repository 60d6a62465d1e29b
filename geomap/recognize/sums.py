"""Sums of weights that are needed again and again, made once: of bundles of features, and of words as features of their neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest

import numpy as np

from geomap.recognize.crf import Crf, Floats, checksum
from geomap.recognize.features import EDGE, OFFSETS, PREFIXES

_MOST_SUMS = 1 << 15  # of bundles; at some 150 bytes each this bounds memory
_STARTS = tuple(map(checksum, PREFIXES))
_NOTHING = (0,) * len(OFFSETS)


class BundleSums:
    """A table of sums: a row for each feature that training saw, then one for each bundle of several that was met."""

    def __init__(self, crf: Crf) -> None:
        self._crf = crf
        self._first = self._count = len(crf.weights)
        self._rows: dict[tuple[int, ...], int] = {}
        self._table = np.concatenate([crf.weights, np.zeros((1024, crf.weights.shape[1]), np.float32)])

    def row_of(self, features: Sequence[str]) -> int:
        """Give the row where the sum of the weights of ``features`` stands."""
        if len(features) == 1:  # as most bundles are; it has its row already
            return self._crf.row_of(features[0])
        known = self._crf.rows_of(features)
        if len(known) < 2:  # noqa: PLR2004 - the row of one feature, or the first, all zeros
            return known[0] if known else 0
        row = self._rows.get(known)
        if row is None:
            row = self._rows[known] = self._add(self._crf.weights[list(known)].sum(axis=0))
        return row

    def _add(self, total: Floats) -> int:
        if self._count == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table[self._first :])])
        self._table[self._count] = total
        self._count += 1
        return self._count - 1

    def is_full(self) -> bool:
        """Tell whether it is time to begin anew."""
        return len(self._rows) > _MOST_SUMS

    def sum_rows(self, sorts: Sequence[Sequence[int]]) -> Floats:
        """Sum the rows of each sort, one of each at a time."""
        total: Floats = self._table[np.array(sorts[0], dtype=np.intp)]
        for rows in sorts[1:]:
            total += self._table[np.array(rows, dtype=np.intp)]
        return total


class WordSums:
    """A table of what words add to the tokens around them: by column, offset and weight. Column 0 is that of the text's edge.

    Words that differ only in what training did not see share a column.
    """

    def __init__(self, crf: Crf) -> None:
        self._crf = crf
        self._rows: dict[tuple[int, ...], int] = {_NOTHING: 0}  # rows of an attribute's features by offset -> its number
        self._numbers: dict[str, int] = {}  # of the attributes that have one: most words have some of their own that training never saw
        self._columns: dict[tuple[int, ...], int] = {}  # numbers of a word's attributes -> its column
        self._table: Floats = np.zeros((0, len(OFFSETS), crf.weights.shape[1]), np.float32)
        self.column_of(EDGE)

    def column_of(self, attributes: Iterable[str]) -> int:
        """Give the column of a word of these attributes."""
        known = tuple([number for attribute in attributes if (number := self._numbers.get(attribute) or self._number_of(attribute))])
        return self._columns.setdefault(known, len(self._columns))

    def _number_of(self, attribute: str) -> int:
        """Number the rows of the features that ``attribute`` makes at each offset; 0: training saw none of them."""
        rows = self._crf.rows_after(_STARTS, attribute)
        if rows == _NOTHING:
            return 0
        number = self._numbers[attribute] = self._rows.setdefault(rows, len(self._rows))
        return number

    def __len__(self) -> int:
        return len(self._columns)

    def table(self) -> Floats:
        """Give the table with all columns that were asked for."""
        new = [numbers or (0,) for numbers in islice(self._columns, len(self._table), None)]
        if new:
            self._table = np.concatenate([self._table, self._sums_of(new)])
        return self._table

    def _sums_of(self, columns: Sequence[Sequence[int]]) -> Floats:
        """Sum the weights of columns given by the numbers of their attributes: all first attributes, then all second ones, and so on."""
        weights = self._crf.weights[np.array([*self._rows], dtype=np.intp)]
        order = sorted(range(len(columns)), key=lambda at: -len(columns[at]))
        sums = np.zeros((len(columns), *weights.shape[1:]), np.float32)
        for numbers in zip_longest(*(columns[at] for at in order)):
            there = [number for number in numbers if number is not None]
            sums[: len(there)] += weights[there]
        return sums[np.argsort(order)]
