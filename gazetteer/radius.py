"""How large a place is when its source does not say.

A place with an outline has the radius of the circle of equal area. A settlement of p people has 0.25 * p ** 0.3 km, and never
less than 2.5 km: cities grow denser as they grow (3,000 people: 2.8 km; 300,000: 11 km; 3 million: 22 km), and coordinates of
one village differ by that much between sources. Of incidents that name a settlement about one in ten lies farther off;
benchmarks/gazetteer_geocode_cir.py prints the share. Everything else has the typical size of its kind.
"""

from __future__ import annotations

import math

import numpy as np
import shapely

from gazetteer.arrays import AnyArray
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.spool import Spool

_ONE_PERSON_M, _GROWTH = 250.0, 0.3
_LEAST_SETTLEMENT_M = 2500.0
_KM_PER_DEGREE = 111.195
_TYPICAL_M = {
    PlaceKind.COUNTRY: 250_000.0,
    PlaceKind.REGION: 80_000.0,
    PlaceKind.DISTRICT: 25_000.0,
    PlaceKind.SETTLEMENT: _LEAST_SETTLEMENT_M,
    PlaceKind.NEIGHBORHOOD: 3000.0,
    PlaceKind.FACILITY: 1000.0,
    PlaceKind.WATER: 20_000.0,
    PlaceKind.TERRAIN: 10_000.0,
    PlaceKind.AREA: 100_000.0,
}


def radii_m(spool: Spool, rows: AnyArray, outlines: dict[int, tuple[int, int]]) -> AnyArray:
    """Return the radius in metres of each of ``rows``: given, from the outline, from the population, or typical of the kind."""
    given = spool.column(spool.rows, "radius_m")[rows].astype(np.float64)
    kinds, people = spool.column(spool.rows, "kind")[rows], spool.column(spool.rows, "population")[rows]
    estimated = np.array([_TYPICAL_M[kind] for kind in KINDS])[kinds]
    towns = (kinds == KINDS.index(PlaceKind.SETTLEMENT)) & (people > 0)
    estimated[towns] = np.maximum(_LEAST_SETTLEMENT_M, _ONE_PERSON_M * people[towns].astype(np.float64) ** _GROWTH)
    position = {int(row): at for at, row in enumerate(rows.tolist()) if row in outlines} if outlines else {}
    content = (spool.folder / "outlines").read_bytes() if position else b""
    for row, at in position.items():
        start, end = outlines[row]
        estimated[at] = _outline_radius_m(content[start:end])
    return np.where(np.isnan(given), estimated, given)


def _outline_radius_m(wkb: bytes) -> float:
    """Return the radius of the circle with the outline's area, the degrees scaled at the outline's middle latitude."""
    shape = shapely.from_wkb(wkb)
    west, south, east, north = shape.bounds
    del west, east
    km2 = shape.area * _KM_PER_DEGREE**2 * math.cos(math.radians((south + north) / 2))
    return 1000 * math.sqrt(max(km2, 0.0) / math.pi)
