"""What lies near a point, and what lies nearest.

Rows in Morton order (see ``sphere``) are cut into blocks; a block is a ball around its members. A search first rules out
blocks by their balls, then looks at the rows of the rest. Points are searched in groups of neighbours, so that the first
step is shared: 100,000 points take well under a second, on land or at sea, at the poles and across the antimeridian.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gazetteer.index import Index
from gazetteer.sphere import chord, grid, haversine_km, morton, unit_vectors
from gazetteer.spool import NOTHING

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_BLOCK_ROWS = 128
"""Found by trial at 235,000 rows: 64 to 256 differ by less than a tenth; re-run benchmarks/gazetteer_speed.py to change it."""
_GROUP_POINTS = 32
_MOST_PAIRS = 1 << 18
_ROUNDING = 1e-6  # chords of f4 vectors are this exact, some 6 m


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
        order = np.argsort(morton(grid(vectors)), kind="stable")
        for start in range(0, len(order), _GROUP_POINTS):
            self._nearest_of_group(vectors, order[start : start + _GROUP_POINTS], best)
        return best, haversine_km(lats, lons, self._lats[best], self._lons[best])

    def _nearest_of_group(self, vectors: Floats, group: Rows, best: Rows) -> None:
        points = vectors[group]
        middle = points.mean(axis=0)
        spread = float(np.sqrt(((points - middle) ** 2).sum(axis=1).max()))
        away = np.sqrt(((self._centres - middle) ** 2).sum(axis=1))
        members = self._members(away - self._radii <= (away + self._radii).min() + 2 * spread + _ROUNDING)
        if len(members) * len(group) > _MOST_PAIRS and len(group) > 1:
            half = len(group) // 2
            self._nearest_of_group(vectors, group[:half], best)
            self._nearest_of_group(vectors, group[half:], best)
            return
        near = self._vectors[members]
        to_middle = np.sqrt(((near - middle) ** 2).sum(axis=1))
        kept = to_middle <= to_middle.min() + 2 * spread + _ROUNDING
        members, near = members[kept], near[kept]
        best[group] = self._rows[members[np.argmax(points @ near.T, axis=1)]]

    def _members(self, chosen: npt.NDArray[np.bool_]) -> Rows:
        """Return the positions of all rows in the chosen blocks."""
        starts = self._starts[chosen]
        members = (starts[:, None] + np.arange(_BLOCK_ROWS)).ravel()
        return members[members < len(self._rows)]
