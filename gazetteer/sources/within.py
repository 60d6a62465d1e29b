"""Which country and first-level unit a point lies in, by the outlines that ship: for rows whose source tells no codes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import shapely

from gazetteer.model import PlaceKind
from gazetteer.sources.base import SourcePlace
from gazetteer.sources.shipped import DATA, ShippedSource

_NEAR_DEG = 0.05  # outlines are simplified to 0.02 degrees; beyond that a point off the coast belongs to nobody
_BATCH = 2_000


class _Unit(NamedTuple):
    country: str
    admin1_code: str


class UnitFinder:
    """The outlines of first-level units, searchable by point."""

    def __init__(self, folder: Path = DATA) -> None:
        regions = [place for place in ShippedSource(folder).units() if place.kind is PlaceKind.REGION and place.outline_wkb]
        self._units = [_Unit(place.country or "", place.admin1_code or "") for place in regions]
        self._shapes = shapely.from_wkb([place.outline_wkb for place in regions])
        self._tree = shapely.STRtree(self._shapes)

    def completed(self, places: Iterator[SourcePlace]) -> Iterator[SourcePlace]:
        """Yield ``places`` with country and first-level code filled in where they were not told."""
        while batch := list(itertools.islice(places, _BATCH)):
            spots = [(at, place.lon, place.lat) for at, place in enumerate(batch) if place.admin1_code is None]
            located = [(at, lon, lat) for at, lon, lat in spots if lon is not None and lat is not None]
            points = shapely.points([lon for _, lon, _ in located], [lat for _, _, lat in located])
            found = self._tree.query_nearest(points, max_distance=_NEAR_DEG, all_matches=False)
            for at_point, at_shape in zip(*found.tolist(), strict=True):
                at = located[at_point][0]
                batch[at] = _filled(batch[at], self._units[at_shape])
            yield from batch


@cache
def shipped_units() -> UnitFinder:
    """The finder for the outlines that ship, read once."""
    return UnitFinder()


def _filled(place: SourcePlace, unit: _Unit) -> SourcePlace:
    if place.country not in (None, unit.country):
        return place
    return replace(place, country=unit.country, admin1_code=unit.admin1_code)
