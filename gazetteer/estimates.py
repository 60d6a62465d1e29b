"""Estimates of what sources do not say: how well known a place is, and how large.

Prominence is about the logarithm of a place's population, a weak guess that context should overrule. A settlement has
log10(100 + population); places of other kinds have what is usual for their kind, so that a country comes before a city of its name.
To both log10(1 + number of names) is added: what many languages name is known to many.

A place with an outline has the radius of the circle of equal area. A settlement of p people has 0.25 * p ** 0.3 km, and never
less than 2.5 km: cities grow denser as they grow (3,000 people: 2.8 km; 300,000: 11 km; 3 million: 22 km), and coordinates of
one village differ by that much between sources. Of incidents that name a settlement about one in ten lies farther off;
benchmarks/gazetteer_geocode_cir.py prints the share. Everything else has the typical size of its kind.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import shapely

from gazetteer.arrays import AnyArray
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.sphere import KM_PER_DEGREE
from gazetteer.spool import Spool

_PROMINENCE_OF_KIND = {
    PlaceKind.COUNTRY: 9.0,
    PlaceKind.REGION: 6.0,
    PlaceKind.DISTRICT: 4.0,
    PlaceKind.SETTLEMENT: 2.0,
    PlaceKind.NEIGHBORHOOD: 2.5,
    PlaceKind.FACILITY: 3.0,
    PlaceKind.WATER: 3.5,
    PlaceKind.TERRAIN: 3.0,
    PlaceKind.AREA: 4.5,
}
_ONE_PERSON_M, _GROWTH = 250.0, 0.3
_LEAST_SETTLEMENT_M = 2500.0
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


def prominences(kinds: AnyArray, people: AnyArray, name_counts: AnyArray) -> npt.NDArray[np.float32]:
    """Return the prominence of each row."""
    base = np.array([_PROMINENCE_OF_KIND[kind] for kind in KINDS])[kinds]
    towns = kinds == KINDS.index(PlaceKind.SETTLEMENT)
    base[towns] = np.log10(100 + np.maximum(people[towns].astype(np.float64), 0))
    return (base + np.log10(1 + name_counts.astype(np.float64))).astype(np.float32)


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
    km2 = shape.area * KM_PER_DEGREE**2 * math.cos(math.radians((south + north) / 2))
    return 1000 * math.sqrt(max(km2, 0.0) / math.pi)
