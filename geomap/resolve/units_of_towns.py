"""Regions and districts that a text calls by the name of a town in them, which sources call by another spelling: "Hasakah province".

Sources have the province as Al-Hasakah and the town as Hasakah too, the governorate as Khan Yunis and the town as Khan Younis. Where words
say that a unit is meant and no unit bears the name, it is the unit of the town, if its name is like that of the town.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from gazetteer.codes import KINDS, STATUSES, Form
from gazetteer.index import Index
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import DISTRICT_UNIT, REGION_UNIT, core, key
from geomap.resolve.features import NameEntries
from geomap.similarity import dice_similarity

_LEAST_ALIKE = 0.6
_MOST_TOWNS = 5  # the largest
_SETTLEMENT, _REGION, _DISTRICT, _AREA = (
    KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA)
)
_SAID = {REGION_UNIT: PlaceKind.REGION, DISTRICT_UNIT: PlaceKind.DISTRICT}
_FITTING = {PlaceKind.REGION: (_REGION, _DISTRICT, _AREA), PlaceKind.DISTRICT: (_DISTRICT,)}
_ARTICLE = re.compile(r"^(?:al|ar|as|ash|at|ad|an|az|el) ")
_STATUS = STATUSES.index(NameStatus.OFFICIAL)


def unit_in(name: str) -> PlaceKind | None:
    """Return which unit the last word of a name says, "Khan Younis Governorate"; None where it says none."""
    return _SAID.get(core(key(name))[1] or "")


class UnitsOfTowns:
    """Finds the units of the towns of a name."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def with_units(self, found: NameEntries, kind: PlaceKind, *, only: bool) -> NameEntries:
        """Return the entries of a name with those units of its towns that are called like it, where it has no unit of its own.

        Args:
            found: The entries.
            kind: Region or district, as the text says.
            only: The name itself says that it is a unit: towns are left out where there is one.
        """
        columns = self._index.columns
        rows = found.postings[0]
        kinds = columns.kind[rows]
        if np.isin(kinds, _FITTING.get(kind, ())).any():
            return found
        towns = np.unique(rows[kinds == _SETTLEMENT])
        largest = towns[np.argsort(-columns.population[towns], kind="stable")][:_MOST_TOWNS].tolist()
        units = sorted({unit for town in largest for unit in self._units(town, kind, found.name_key)})
        if not units:
            return found
        own = [np.array(part, dtype=np.int64) for part in zip(*map(self._entry, units), strict=True)]
        if only:
            return NameEntries(tuple(own), found.name_key, stripped=False)
        parts = zip(found.postings, own, strict=True)
        return NameEntries(tuple(np.concatenate([given, added]) for given, added in parts), found.name_key, found.stripped)

    def _entry(self, row: int) -> tuple[int, int, int, int]:
        return row, self._index.names_of(row)[0], int(Form.UNIT_DROPPED), _STATUS

    def _units(self, town: int, kind: PlaceKind, name: str) -> Iterator[int]:
        """Yield the smallest unit of the town that is called like the name, of the larger ones where a region is meant."""
        columns = self._index.columns
        units = [int(columns.admin1[town]), int(columns.admin2[town])]
        for unit in units if kind is PlaceKind.REGION else reversed(units):
            if unit >= 0 and self._is_alike(unit, name):
                yield unit
                return

    def _is_alike(self, unit: int, name: str) -> bool:
        bare = _ARTICLE.sub("", core(key(self._index.name_of(unit)))[0])
        return dice_similarity(bare, _ARTICLE.sub("", core(name)[0])) >= _LEAST_ALIKE
