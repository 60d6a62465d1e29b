"""What lies near a point, and what lies nearest.

Rows in Morton order (see ``sphere``) are cut into blocks; a block is a ball around its members, and a search rules out blocks
by their balls before it looks at rows. For many points at once the cubes around each are looked at first, small ones and then
larger ones; points that have nothing in them, those at sea and in deserts, are searched by blocks of blocks. Nothing is special
at the poles or the antimeridian.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from gazetteer.index import Index
from gazetteer.sphere import BITS, Codes, chord, grid, haversine_km, morton, unit_vectors
from gazetteer.spool import NOTHING

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Found by trial at 300,000 rows; benchmarks/gazetteer_speed.py shows what a change does.
_BLOCK_ROWS = 64
_BLOCKS_A_BLOCK = 8
_CUBE_LEVELS = (11, 9, 7)  # cubes of 6, 25 and 100 km, which hold all within 3, 12 and 50 km of a point between them
_BATCH_POINTS = 25_000
_BATCH_PAIRS = 1 << 19
_ROUNDING = 1e-6  # positions kept as f4 vectors are this exact, some 6 m

_CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=bool)


class Blocks:
    """Some rows of an index, searchable by position."""

    def __init__(self, index: Index, allowed: npt.NDArray[np.bool_] | None = None) -> None:
        rows = index.arrays["sphere_row"]
        vectors = np.stack([index.arrays[f"sphere_{axis}"] for axis in "xyz"], axis=1)
        if allowed is not None:
            kept = allowed[rows]
            rows, vectors = rows[kept], vectors[kept]
        self._lats, self._lons = index.columns.lat, index.columns.lon
        self._rows, self._vectors = rows, vectors
        self._starts = np.arange(0, len(rows), _BLOCK_ROWS)
        sizes = np.diff(np.append(self._starts, len(rows)))
        if len(rows):
            self._centres = np.add.reduceat(vectors.astype(np.float64), self._starts, axis=0) / sizes[:, None]
            away = np.linalg.norm(vectors - np.repeat(self._centres, sizes, axis=0), axis=1)
            self._radii = np.maximum.reduceat(away, self._starts)
            large = np.arange(0, len(self._radii), _BLOCKS_A_BLOCK)
            counts = np.diff(np.append(large, len(self._radii)))
            self._large_centres = np.add.reduceat(self._centres, large, axis=0) / counts[:, None]
            apart = np.linalg.norm(self._centres - np.repeat(self._large_centres, counts, axis=0), axis=1)
            self._large_radii = np.maximum.reduceat(apart + self._radii, large)
        self._cubes = lru_cache(maxsize=len(_CUBE_LEVELS))(self._find_cubes)

    def near(self, lat: float, lon: float, radius_km: float) -> tuple[Rows, Floats]:
        """Return the rows within ``radius_km`` of a point and their great-circle distances in km, nearest first."""
        if not len(self._rows):
            return np.zeros(0, np.int64), np.zeros(0)
        point = unit_vectors(np.array([lat]), np.array([lon]))[0]
        reach = chord(radius_km) + _ROUNDING
        members = self._members(np.linalg.norm(self._centres - point, axis=1) - self._radii <= reach)
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
        batch = max(1, _BATCH_PAIRS // len(self._large_radii))
        for at in range(0, len(left), batch):
            self._search_blocks(vectors, left[at : at + batch], best)
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
        member, owner = self._cube_order[member], np.repeat(owner, size)
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

    @cached_property
    def _cube_order(self) -> Rows:
        return np.argsort(morton(grid(self._vectors.astype(np.float64))), kind="stable")

    @cached_property
    def _codes(self) -> Codes:
        return morton(grid(self._vectors.astype(np.float64)))[self._cube_order]

    def _search_blocks(self, vectors: Floats, chosen: Rows, best: Rows) -> None:
        """Find the nearest row to each chosen point: rule out large blocks, then small ones, then compare rows."""
        points = vectors[chosen]
        squares = (points**2).sum(axis=1)[:, None] + (self._large_centres**2).sum(axis=1) - 2 * (points @ self._large_centres.T)
        away = np.sqrt(np.maximum(squares, 0.0))
        bound = (away + self._large_radii).min(axis=1) + _ROUNDING
        owner, large = np.nonzero(away - self._large_radii <= bound[:, None])
        owner, block = _expanded(owner, large, _BLOCKS_A_BLOCK, len(self._radii))
        away = _lengths(self._centres[block] - points[owner])
        bound = np.minimum.reduceat(away + self._radii[block], _firsts(owner)) + _ROUNDING  # every point has an owner's run
        kept = away - self._radii[block] <= bound[owner]
        owner, member = _expanded(owner[kept], block[kept], _BLOCK_ROWS, len(self._rows))
        away = _lengths(self._vectors[member] - points[owner])
        firsts = _firsts(owner)
        is_nearest = np.flatnonzero(away == np.minimum.reduceat(away, firsts)[owner])[::-1]
        best[chosen[owner[is_nearest]]] = self._rows[member[is_nearest]]

    def _members(self, chosen: npt.NDArray[np.bool_]) -> Rows:
        """Return the positions of all rows in the chosen blocks."""
        starts = self._starts[chosen]
        members = (starts[:, None] + np.arange(_BLOCK_ROWS)).ravel()
        return members[members < len(self._rows)]


def _expanded(owner: Rows, parent: Rows, width: int, count: int) -> tuple[Rows, Rows]:
    """Return for each pair of an owner and a parent the pairs of the owner and the parent's children."""
    children = parent[:, None] * width + np.arange(width)
    real = children < count
    return np.broadcast_to(owner[:, None], children.shape)[real], children[real]


def _firsts(owner: Rows) -> Rows:
    """Return where each run of equal owners begins."""
    starts = np.ones(len(owner), bool)
    starts[1:] = owner[1:] != owner[:-1]
    return np.flatnonzero(starts)


def _lengths(vectors: Floats) -> Floats:
    return np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
