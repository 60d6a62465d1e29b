"""Regions and districts that a text calls by the name of a town in them, which sources call by another spelling: "Hasakah province".

Sources have the province as Al-Hasakah and the town as Hasakah too, the governorate as Khan Yunis and the town as Khan Younis. Where words
say that a unit is meant and no unit bears the name, it is the unit of the town, if it is called like the name or like the town in any
spelling: "Sidon district" is Caza de Saida, for Saida is a name of the town Sidon.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np

from gazetteer.codes import KINDS, STATUSES, Form
from gazetteer.index import Index
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import DISTRICT_UNIT, REGION_UNIT, core, in_other_script, key, without_leading_unit
from geomap.resolve.features import NameEntries, Postings
from geomap.similarity import dice_similarity

_LEAST_ALIKE = 0.6
_LEAST_ALIKE_OF_TOWN = 0.8  # of any two of many spellings, of which some are alike by chance
_MOST_TOWNS = 5  # the largest
_SETTLEMENT, _REGION, _DISTRICT, _AREA = (
    KINDS.index(kind) for kind in (PlaceKind.SETTLEMENT, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA)
)
_SAID = {REGION_UNIT: PlaceKind.REGION, DISTRICT_UNIT: PlaceKind.DISTRICT}
_WORDS = {kind: word for word, kind in _SAID.items()}
_FITTING = {PlaceKind.REGION: (_REGION, _DISTRICT, _AREA), PlaceKind.DISTRICT: (_DISTRICT,)}
_ARTICLE = re.compile(r"^(?:al|ar|as|ash|at|ad|an|az|el) ")
_UNIT_AFTER = re.compile(r" (?:cercle|territory|township|locality|local government area|zone|department|commune|municipality|regency)$")
_STATUS = STATUSES.index(NameStatus.OFFICIAL)


def unit_in(name: str) -> PlaceKind | None:
    """Return which unit the last word of a name says, "Khan Younis Governorate"; None where it says none."""
    return _SAID.get(core(key(name))[1] or "")


class UnitsOfTowns:
    """Finds the units of the towns of a name."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def with_units(self, found: NameEntries, kind: PlaceKind, *, only: bool) -> NameEntries:
        """Return the entries of a name with those units of its towns that are called like it, in countries where it has no unit of its own.

        Args:
            found: The entries.
            kind: Region or district, as the text says.
            only: The name itself says that it is a unit: towns are left out where there is one.
        """
        columns = self._index.columns
        rows = found.postings[0]
        kinds = columns.kind[rows]
        fits = np.isin(kinds, _FITTING.get(kind, ()))
        if not fits.any():
            named = self.named(found.name_key, kind)
            if named is not None:
                return named if only else _joined(found, named.postings)
        countries = columns.country[rows]
        towns = np.unique(rows[(kinds == _SETTLEMENT) & ~np.isin(countries, countries[fits])])
        largest = towns[np.argsort(-columns.population[towns], kind="stable")][:_MOST_TOWNS].tolist()
        units = sorted({unit for town in largest for unit in self._units(town, kind, found.name_key)})
        if not units:
            return found
        own = [np.array(part, dtype=np.int64) for part in zip(*map(self._entry, units), strict=True)]
        if only and not fits.any():
            return NameEntries(tuple(own), found.name_key, stripped=False)
        return _joined(found, own)

    def named(self, name_key: str, kind: PlaceKind) -> NameEntries | None:
        """Return the units of a kind that bear a name with the word for a unit, "Chouf" and a district; None without any."""
        unit = _WORDS.get(kind)
        key_id = -1 if unit is None else self._index.key_id(f"{name_key} {unit}")
        return NameEntries(self._index.postings(key_id), name_key, stripped=False) if key_id >= 0 else None

    def _entry(self, row: int) -> tuple[int, int, int, int]:
        return row, self._index.names_of(row)[0], int(Form.UNIT_DROPPED), _STATUS

    def _units(self, town: int, kind: PlaceKind, name: str) -> Iterator[int]:
        """Yield the smallest unit of the town that is called like the name, of the larger ones where a region is meant."""
        columns = self._index.columns
        units = [int(columns.admin1[town]), int(columns.admin2[town])]
        for unit in units if kind is PlaceKind.REGION else reversed(units):
            if unit >= 0 and (self._is_alike(unit, name) or self._is_named_after(unit, town)):
                yield unit
                return
        if kind is PlaceKind.DISTRICT and units[0] >= 0 and units[1] < 0:  # sources do not say in which district of its region it is
            of_town = self._spellings(town)
            districts = np.flatnonzero((columns.kind == _DISTRICT) & (columns.admin1 == units[0])).tolist()
            yield from itertools.islice((row for row in districts if self._spellings(row) & of_town), 1)

    def _is_alike(self, unit: int, name: str) -> bool:
        return dice_similarity(_bare(key(self._index.name_of(unit))), _bare(name)) >= _LEAST_ALIKE

    def _is_named_after(self, unit: int, town: int) -> bool:
        of_unit, of_town = self._spellings(unit), self._spellings(town)
        return bool(of_unit & of_town) or any(
            dice_similarity(one, other) >= _LEAST_ALIKE_OF_TOWN for one in of_unit for other in of_town if one[:1] == other[:1]
        )

    def _spellings(self, row: int) -> set[str]:
        """Return the keys of the names of a place, those of its unit without the word for it."""
        texts = [self._index.name_of(row), *map(self._index.name_text, self._index.names_of(row))]
        return {_bare(key(text)) for text in texts if not in_other_script(text)} - {""}


def _joined(found: NameEntries, added: Postings) -> NameEntries:
    parts = zip(found.postings, added, strict=True)
    return NameEntries(tuple(np.concatenate([given, more]) for given, more in parts), found.name_key, found.stripped)


def _bare(name_key: str) -> str:
    """Return a key without article and unit: "caza de saida" gives "saida"."""
    bare = core(name_key)[0]
    return _ARTICLE.sub("", _UNIT_AFTER.sub("", without_leading_unit(bare) or bare))
