"""Checks of a gazetteer: duplicates, impossible positions, places outside the outline of their region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from gazetteer.codes import NOTHING
from gazetteer.index import KIND_NUMBER, Index
from gazetteer.model import PlaceKind
from gazetteer.sphere import haversine_km

_TWICE_KM = 2.0
_TOLERANCE_DEG = 0.25
"""Outlines that ship are simplified to 0.02 degrees and leave out small islands; a quarter of a degree is a wrong region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that may be wrong with a place."""

    kind: str
    place_id: str
    text: str


def check_index(index: Index) -> Iterator[Finding]:
    """Yield all findings of an index, kind by kind."""
    yield from _impossible(index)
    yield from _twice(index)
    yield from _outside(index)


def _impossible(index: Index) -> Iterator[Finding]:
    lats, lons = index.columns.lat, index.columns.lon
    for row in np.flatnonzero(np.isnan(lats)).tolist():
        yield _finding(index, "no position", row, "has no position, and nothing near it has one")
    wrong = (np.abs(lats) > 90) | (np.abs(lons) > 180) | ((lats == 0) & (lons == 0))  # noqa: PLR2004 -- degrees
    for row in np.flatnonzero(wrong).tolist():
        yield _finding(index, "impossible position", row, f"has position {lats[row]}, {lons[row]}")


def _twice(index: Index) -> Iterator[Finding]:
    """Compare neighbours of one kind and name in the order of positions."""
    columns = index.columns
    rows = np.flatnonzero((columns.kind == KIND_NUMBER[PlaceKind.SETTLEMENT]) & ~columns.approximate & ~np.isnan(columns.lat))
    by_name: dict[str, list[int]] = {}
    for row in rows.tolist():
        by_name.setdefault(index.name_of(row), []).append(row)
    for name, homonyms in by_name.items():
        for at, row in enumerate(homonyms[:-1]):
            others = np.array(homonyms[at + 1 :])
            away = haversine_km(columns.lat[row], columns.lon[row], columns.lat[others], columns.lon[others])
            for other in others[away < _TWICE_KM].tolist():
                yield _finding(index, "duplicate", row, f"{name} is within {_TWICE_KM:.0f} km of {index.id_of(other)} of the same name")


def _outside(index: Index) -> Iterator[Finding]:
    columns = index.columns
    for region in index.arrays["outline_row"].tolist():
        wkb = index.outline_wkb(region)
        members = np.flatnonzero((columns.admin1 == region) & ~np.isnan(columns.lat))
        if columns.kind[region] != KIND_NUMBER[PlaceKind.REGION] or wkb is None or not len(members):
            continue
        outline = shapely.make_valid(shapely.from_wkb(wkb)).buffer(_TOLERANCE_DEG)
        shapely.prepare(outline)
        inside = shapely.contains_xy(outline, columns.lon[members], columns.lat[members])
        for row in members[~inside].tolist():
            if columns.admin1[row] != NOTHING and row != region:
                yield _finding(index, "outside its region", row, f"is outside the outline of {index.name_of(region)}")


def _finding(index: Index, kind: str, row: int, text: str) -> Finding:
    return Finding(
        kind=kind, place_id=index.id_of(row), text=f"{index.name_of(row)} {text}" if not text.startswith(index.name_of(row)) else text
    )
