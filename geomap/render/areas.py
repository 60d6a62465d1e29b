"""Which region each event stands in, and the regions' outlines for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import shapely

from geomap.model import Event, GeoMethod, Region, Where
from geomap.render.spots import encoded

# Regions are filled, not measured: coarser than an outline that an event is known by.
REGION_SHARE = 1 / 200


class Areas:
    """The regions of a page; ``rows_of`` gives those of the places of events."""

    def __init__(self, regions: Sequence[Region], events: Sequence[Event], names: Mapping[str, str] = MappingProxyType({})) -> None:
        self._outlines = {region.id: region.area for region in regions if region.admin1 is not None and region.area is not None}
        self._names = {region.id: (names.get(region.id, region.name), region.country) for region in regions}
        self._rows: dict[str, int] = {}  # of those that hold an event
        self._by_point = self._contained(events)

    def rows_of(self, wheres: Sequence[Where]) -> list[int | None]:
        """Give the row of the region that holds each place; None for a country, or where no region is known."""
        known: dict[int, int | None] = {}  # by the identity of a place, which the analysis holds all the while
        rows: list[int | None] = []
        for where in wheres:
            place = None if where.resolution is None else where.resolution.place
            if place is None:
                rows.append(self._row(self._by_point.get((where.lat, where.lon))))
            elif id(place) in known:
                rows.append(known[id(place)])
            else:
                held = next((id_ for id_ in (place.id, *place.within) if id_ in self._outlines), None)
                rows.append(known.setdefault(id(place), self._row(held)))
        return rows

    def _row(self, held: str | None) -> int | None:
        return None if held is None else self._rows.setdefault(held, len(self._rows))

    def columns(self) -> dict[str, Any]:
        """Give the table column by column."""
        return {
            "name": [self._names[id_][0] for id_ in self._rows],
            "country": [self._names[id_][1] for id_ in self._rows],
            "outline": [encoded(self._outlines[id_], REGION_SHARE) for id_ in self._rows],
        }

    def _contained(self, events: Sequence[Event]) -> dict[tuple[float | None, float | None], str]:
        """Look up the points that tables give without a place, in the outlines themselves."""
        tabled = (event.where for event in events if event.where.place is None and event.where.method is GeoMethod.TABLE)
        points = list({(where.lat, where.lon): None for where in tabled if where.lat is not None})
        if not points or not self._outlines:
            return {}
        ids = list(self._outlines)
        tree = shapely.STRtree(list(self._outlines.values()))
        held = tree.query(shapely.points([(lon or 0.0, lat or 0.0) for lat, lon in points]), predicate="within")
        return {points[at]: ids[row] for at, row in sorted(zip(*held.tolist(), strict=True), reverse=True)}
