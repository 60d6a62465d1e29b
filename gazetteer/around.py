"""The settlements around many points at once, the most important first: what a map of these points needs names for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from gazetteer.index import KIND_NUMBER, Columns, Index
from gazetteer.model import PlaceKind

Rows = npt.NDArray[np.int64]

CELL_DEGREES = 0.1
_COLUMNS = 3600  # cells around the Earth
_ROWS = 1802  # from pole to pole, with one beyond each
# How many cells away a settlement of so many people still helps to find one's way; the smallest stand close by only.
_REACHES = ((0, 4), (1_000, 6))
_FARTHEST = _REACHES[-1][1]
_CODED_M = 3_000.0  # what a place known by its postal code is given as its radius, and a little more


def rows_around(index: Index, lats: npt.NDArray[np.float64], lons: npt.NDArray[np.float64], limit: int) -> Rows:
    """Return the rows of settlements around points, those in nearer cells first and of these the largest, at most ``limit``.

    Of those whose own position is not known, such are among them as have one by their postal code that they share with no other.
    """
    columns = index.columns
    rows = np.flatnonzero((columns.kind == KIND_NUMBER[PlaceKind.SETTLEMENT]) & ~np.isnan(columns.lat))
    rows = np.sort(np.concatenate([rows[~columns.approximate[rows]], _by_code(columns, rows[columns.approximate[rows]])]))
    cells = _cells(columns.lat[rows], columns.lon[rows])
    away = np.full(len(rows), _FARTHEST + 1, np.int64)
    for ring, held in enumerate(_rings(_cells(lats, lons))):
        away[(away > ring) & np.isin(cells, held)] = ring
    population = np.maximum(columns.population[rows], 0)
    reach = np.zeros(len(rows), np.int64)
    for least, cells_away in _REACHES:
        reach[population >= least] = cells_away
    near = np.flatnonzero(away <= reach)
    order = np.lexsort((rows[near], -population[near].astype(np.int64), away[near]))
    return rows[near[order[:limit]]]


def _by_code(columns: Columns, rows: Rows) -> Rows:
    """Return those of ``rows`` that are known to some kilometres and stand where no other does."""
    _, which, counts = np.unique(columns.lat[rows] + 1j * columns.lon[rows], return_inverse=True, return_counts=True)
    alone: Rows = rows[(counts[which] == 1) & (columns.radius_m[rows] <= _CODED_M)]
    return alone


def _cells(lats: npt.NDArray[np.float64], lons: npt.NDArray[np.float64]) -> Rows:
    row = np.floor((np.asarray(lats) + 90.0) / CELL_DEGREES).astype(np.int64) + 1
    column = np.floor((np.asarray(lons) + 180.0) / CELL_DEGREES).astype(np.int64) % _COLUMNS
    return row * _COLUMNS + column


def _rings(cells: Rows) -> Iterator[Rows]:
    """Yield the cells, then these with the cells around them, then with those around these, and so on."""
    held = np.unique(cells)
    for ring in range(_FARTHEST + 1):
        if ring:
            row, column = held // _COLUMNS, held % _COLUMNS
            spread = [np.clip(row + up, 0, _ROWS) * _COLUMNS + (column + right) % _COLUMNS for up in (-1, 0, 1) for right in (-1, 0, 1)]
            held = np.unique(np.concatenate(spread))
        yield held
