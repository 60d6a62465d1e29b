"""Which rows a look-up may return: of some kinds, of a country, inside certain places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from gazetteer.index import KIND_NUMBER, Index
from gazetteer.model import PlaceKind
from gazetteer.sphere import point_haversine_km

_UNKNOWN_COUNTRY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A filter over rows. ``within`` are sets of rows: one of each set must hold the row."""

    kinds: frozenset[int] | None = None
    country: int | None = None
    within: tuple[frozenset[int], ...] = field(default=())

    @classmethod
    def of(cls, index: Index, kinds: Collection[PlaceKind] | None, country: str | None) -> Self:
        """Make a scope of the given kinds and country; a country that the gazetteer does not know admits nothing."""
        number = None
        if country is not None:
            code = country.upper()
            number = index.strings.index(code) if code in index.strings else _UNKNOWN_COUNTRY
        return cls(kinds=None if kinds is None else frozenset(KIND_NUMBER[kind] for kind in kinds), country=number)

    def narrowed(self, holders: Collection[int]) -> Self:
        """Return this scope, and inside one of ``holders`` too."""
        return replace(self, within=(*self.within, frozenset(holders)))

    @property
    def is_open(self) -> bool:
        """Whether it admits every row."""
        return self.kinds is None and self.country is None and not self.within

    def admits(self, index: Index, row: int) -> bool:
        """Tell whether ``row`` passes."""
        columns = index.columns
        if self.kinds is not None and int(columns.kind[row]) not in self.kinds:
            return False
        if self.country is not None and int(columns.country[row]) != self.country:
            return False
        return all(_lies_in(index, row, holders) for holders in self.within)


ANYWHERE = Scope()


def _lies_in(index: Index, row: int, holders: frozenset[int]) -> bool:
    if not holders.isdisjoint(index.ancestors_of(row)):
        return True
    areas = [holder for holder in holders if holder != row and index.kind_of(holder) is PlaceKind.AREA]
    return any(_covers(index, area, row) for area in areas)


def _covers(index: Index, area: int, row: int) -> bool:
    """Tell whether an area without members of its own (Donbas) covers a row: by its outline, else by its radius."""
    lat, lon = index.columns.lat, index.columns.lon
    if np.isnan(lat[row]) or np.isnan(lat[area]):
        return False
    wkb = index.outline_wkb(area)
    if wkb is None:
        return bool(point_haversine_km(lat[area], lon[area], lat[row], lon[row]) * 1000 <= index.columns.radius_m[area])
    import shapely  # noqa: PLC0415 -- 30 ms that most look-ups do not need

    return bool(shapely.from_wkb(wkb).covers(shapely.Point(lon[row], lat[row])))
