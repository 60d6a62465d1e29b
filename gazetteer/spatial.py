"""Search by position: the places within a radius, and the nearest place.

The rows are kept in the order of cubes (see ``sphere``), so that a cube of any size is a run of rows; cubes of three sizes,
each with the ball around its members, make a tree. A search rules out cubes by their balls before it looks at rows. For many
points at once the small cubes around each are looked at first; only points that have nothing near, those at sea and in
deserts, go down the tree. Nothing is special at the poles or the antimeridian.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gazetteer.codes import NOTHING
from gazetteer.index import Index
from gazetteer.sphere import BITS, Codes, chord, grid, haversine_km, morton, unit_vectors

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Found by trial at 300,000 rows; benchmarks/gazetteer_speed.py shows what a change does.
_TREE_LEVELS = (4, 7, 9)  # cubes of 800, 100 and 25 km
_CUBE_LEVELS = (11, 9, 7)  # cubes of 6, 25 and 100 km, which hold all within 3, 12 and 50 km of a point between them
_BATCH_POINTS = 25_000
_BATCH_PAIRS = 1 << 19
_ROUNDING = 1e-6  # positions kept as f4 vectors are this exact, some 6 m

_CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=bool)


@dataclass(frozen=True, slots=True)
class _Balls:
    """The cubes of one size, each a ball around its members; the children of cube i are ``child[i]`` up to ``child[i + 1]``."""

    centres: Floats
    radii: Floats
    child: Rows


class SpatialIndex:
    """Some rows of an index, searchable by position."""

    def __init__(self, index: Index, allowed: npt.NDArray[np.bool_] | None = None) -> None:
        rows = index.arrays["sphere_row"]
        vectors = np.stack([index.arrays[f"sphere_{axis}"] for axis in "xyz"], axis=1)
        if allowed is not None:
            kept = allowed[rows]
            rows, vectors = rows[kept], vectors[kept]
        codes = morton(grid(vectors.astype(np.float64)))
        order = np.argsort(codes, kind="stable")  # rounding to f4 has moved some across the sides of cubes
        self._lats, self._lons = index.columns.lat, index.columns.lon
        self._rows, self._vectors, self._codes = rows[order], vectors[order], codes[order]
        self._cubes = lru_cache(maxsize=8)(self._find_cubes)
        self._tree = self._make_tree() if len(rows) else []

    def _make_tree(self) -> list[_Balls]:
        starts = [self._cubes(level)[1] for level in _TREE_LEVELS]
        below = [*starts[1:], np.arange(len(self._rows) + 1)]
        return [self._make_balls(own, np.searchsorted(next_ones, own)) for own, next_ones in zip(starts, below, strict=True)]

    def _make_balls(self, starts: Rows, child: Rows) -> _Balls:
        sizes = np.diff(starts)
        centres = np.add.reduceat(self._vectors.astype(np.float64), starts[:-1], axis=0) / sizes[:, None]
        away = _lengths(self._vectors - np.repeat(centres, sizes, axis=0))
        return _Balls(centres, np.maximum.reduceat(away, starts[:-1]), child)

    def near(self, lat: float, lon: float, radius_km: float) -> tuple[Rows, Floats]:
        """Return the rows within ``radius_km`` of a point and their great-circle distances in km, nearest first."""
        if not len(self._rows):
            return np.zeros(0, np.int64), np.zeros(0)
        point = unit_vectors(np.array([lat]), np.array([lon]))
        reach = chord(radius_km) + _ROUNDING
        members = np.arange(len(self._tree[0].radii))
        for balls in self._tree:
            members = members[_lengths(balls.centres[members] - point) - balls.radii[members] <= reach]
            _, members = _expanded(members, members, balls.child)
        rows = self._rows[members].astype(np.int64)
        away = haversine_km(lat, lon, self._lats[rows], self._lons[rows])
        inside = away <= radius_km
        rows, away = rows[inside], away[inside]
        order = np.lexsort((rows, away))
        return rows[order], away[order]

    def nearest(self, lats: Floats, lons: Floats) -> tuple[Rows, Floats]:
        """Return the nearest row to each point and its distance in km; NOTHING and infinity where there are no rows."""
        best = np.full(len(lats), NOTHING, np.int64)
        if not len(self._rows) or not len(lats):
            return best, np.full(len(lats), np.inf)
        vectors = unit_vectors(lats, lons)
        left = np.argsort(morton(grid(vectors)), kind="stable")
        for level in _CUBE_LEVELS if len(lats) > 1 else ():
            batches = range(0, len(left), _BATCH_POINTS)
            left = np.concatenate([self._search_cubes(vectors, left[at : at + _BATCH_POINTS], best, level) for at in batches] or [left])
        batch = max(1, _BATCH_PAIRS // len(self._tree[0].radii))
        for at in range(0, len(left), batch):
            self._search_tree(vectors, left[at : at + batch], best)
        return best, haversine_km(lats, lons, self._lats[best], self._lons[best])

    def _search_cubes(self, vectors: Floats, chosen: Rows, best: Rows, level: int) -> Rows:
        """Find the nearest of the rows in the cubes around each chosen point; return the points that this leaves open."""
        reach, shift = 1.0 / (1 << level), BITS - level
        points = vectors[chosen]
        low, high = (grid(np.clip(points + offset, -1.0, 1.0)) >> shift for offset in (-reach, reach))
        owners, begins, sizes = [], [], []
        for corner in _CORNERS:
            asked = np.flatnonzero(~(corner & (low == high)).any(axis=1))  # corners that fall into one cube are asked once
            begin, end = self._runs(morton(np.where(corner, high[asked], low[asked])), level)
            owners.append(asked)
            begins.append(begin)
            sizes.append(end - begin)
        owner, begin, size = (np.concatenate(column) for column in (owners, begins, sizes))
        found = np.flatnonzero(size)
        order = found[np.argsort(owner[found], kind="stable")]
        owner, begin, size = owner[order], begin[order], size[order]
        member = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size - begin, size)
        owner = np.repeat(owner, size)
        if not len(owner):
            return chosen
        apart = self._vectors[member] - points[owner]
        squares = np.einsum("ij,ij->i", apart, apart)
        starts = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
        least = np.minimum.reduceat(squares, starts)
        at_least = np.flatnonzero(squares == np.repeat(least, np.diff(np.append(starts, len(owner)))))
        closed = least <= (reach - _ROUNDING) ** 2
        best[chosen[owner[at_least[::-1]]]] = self._rows[member[at_least[::-1]]]
        is_open = np.ones(len(chosen), bool)
        is_open[owner[starts[closed]]] = False
        return chosen[is_open]

    def _runs(self, codes: Codes, level: int) -> tuple[Rows, Rows]:
        """Return where the members of cubes begin and end in the order of cubes; empty cubes begin where they end."""
        cubes, starts = self._cubes(level)
        at = np.minimum(np.searchsorted(cubes, codes), len(cubes) - 1)
        begin = starts[at]
        return begin, np.where(cubes[at] == codes, starts[at + 1], begin)

    def _find_cubes(self, level: int) -> tuple[Codes, Rows]:
        cubes, starts = np.unique(self._codes >> np.uint64(3 * (BITS - level)), return_index=True)
        return cubes, np.append(starts, len(self._codes))

    def _search_tree(self, vectors: Floats, chosen: Rows, best: Rows) -> None:
        """Find the nearest row to each chosen point: rule out large cubes, then smaller ones, then compare rows."""
        points = vectors[chosen]
        top = self._tree[0]
        squares = (points**2).sum(axis=1)[:, None] + (top.centres**2).sum(axis=1) - 2 * (points @ top.centres.T)
        away = np.sqrt(np.maximum(squares, 0.0))
        bound = (away + top.radii).min(axis=1) + _ROUNDING
        owner, member = np.nonzero(away - top.radii <= bound[:, None])
        owner, member = _expanded(owner, member, top.child)
        for balls in self._tree[1:]:
            away = _lengths(balls.centres[member] - points[owner])
            bound = np.minimum.reduceat(away + balls.radii[member], _firsts(owner)) + _ROUNDING
            kept = away - balls.radii[member] <= bound[owner]
            owner, member = _expanded(owner[kept], member[kept], balls.child)
        away = _lengths(self._vectors[member] - points[owner])
        is_nearest = np.flatnonzero(away == np.minimum.reduceat(away, _firsts(owner))[owner])[::-1]
        best[chosen[owner[is_nearest]]] = self._rows[member[is_nearest]]


def _expanded(owner: Rows, parent: Rows, child: Rows) -> tuple[Rows, Rows]:
    """Return for each pair of an owner and a parent the pairs of the owner and each of the parent's children."""
    begin, size = child[parent], child[parent + 1] - child[parent]
    return np.repeat(owner, size), np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size - begin, size)


def _firsts(owner: Rows) -> Rows:
    """Return where each run of equal owners begins."""
    starts = np.ones(len(owner), bool)
    starts[1:] = owner[1:] != owner[:-1]
    return np.flatnonzero(starts)


def _lengths(vectors: Floats) -> Floats:
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", vectors, vectors)))
