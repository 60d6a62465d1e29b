"""How well known a place is, about the logarithm of its people: a weak guess that context should overrule.

A settlement has log10(100 + people); places of other kinds have what their kind usually has, so that a country comes before a
city of its name. To both log10(1 + number of names) is added: what many languages name is known to many.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gazetteer.arrays import AnyArray
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind

_OF_KIND = {
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


def prominences(kinds: AnyArray, people: AnyArray, name_counts: AnyArray) -> npt.NDArray[np.float32]:
    """Return the prominence of each row."""
    base = np.array([_OF_KIND[kind] for kind in KINDS])[kinds]
    towns = kinds == KINDS.index(PlaceKind.SETTLEMENT)
    base[towns] = np.log10(100 + np.maximum(people[towns].astype(np.float64), 0))
    return (base + np.log10(1 + name_counts.astype(np.float64))).astype(np.float32)
