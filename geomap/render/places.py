"""Where events stand on the page: each place once with its outline or circle, and the region that it lies in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.model import PlaceKind
from geomap.basemap import encode
from geomap.model import Event, GeoMethod, Region, Where

AREA_UNITS = 1000
# An outline is drawn no finer than 1/400 of its size: at the zoom where it fills a screen that is two to three pixels.
OUTLINE_SHARE = 1 / 400
# Regions are filled, not measured: coarser than an outline that an event is known by.
REGION_SHARE = 1 / 200
AREA_KINDS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA, PlaceKind.WATER, PlaceKind.TERRAIN})
# A place wider than this is drawn as an area, whatever its kind: a pin would say too much.
WIDE_M = 25_000.0

_told_of = attrgetter("name", "lat", "lon", "radius_m", "relation", "geo_precision", "method")
# What many places have in common stands once, as a row of these columns.
SHARED = ("radius", "kind", "area", "precision", "method", "relation", "within", "country", "zone", "outline")
_WITHIN = SHARED.index("within")

Key = tuple[object, ...]
PlaceRow = tuple[str, float | None, float | None, int]  # name, latitude, longitude, and which row of what is shared


@dataclass(slots=True)
class PlaceTable:
    """A growing table of places; ``rows_of`` gives each its row.

    ``spellings`` are all names by id, ``names`` those of the page's language, ``regions`` those of regions by country and English name.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[tuple[str | None, str | None], str] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    outlines: list[list[str]] = field(default_factory=list)
    _row_of: dict[PlaceRow, int] = field(default_factory=dict)  # in the order of the rows
    _shared: dict[Key, int] = field(default_factory=dict)
    _outline_of: dict[bytes, int] = field(default_factory=dict)
    _spelled: dict[str, list[str]] = field(default_factory=dict)
    _local: list[tuple[str, str | None]] = field(default_factory=list)

    def rows_of(self, wheres: Sequence[Where]) -> list[int]:
        """Return the row of each place; the same place told twice has one row."""
        known: dict[Key, int] = {}
        rows: list[int] = []
        for where in wheres:
            # The analysis holds place and area all the while, so their identities stand for them.
            resolution = where.resolution
            key = (*_told_of(where), None if resolution is None else id(resolution.place), id(where.area))
            row = known.get(key)
            if row is None:
                row = known[key] = self._new(where)
            rows.append(row)
        return rows

    def _new(self, where: Where) -> int:
        shared = self._shared_of(where)
        lat, lon = where.lat, where.lon
        row = (
            where.name,
            None if lat is None else round(lat, 5),
            None if lon is None else round(lon, 5),
            self._shared.setdefault(shared, len(self._shared)),
        )
        number = len(self._row_of)
        known = self._row_of.setdefault(row, number)
        if known == number:
            self._name(where, str(number), shared[_WITHIN])
        return known

    def _name(self, where: Where, number: str, within: object) -> None:
        """Keep the further names of a new place."""
        if self.spellings and where.place is not None and where.place.id in self.spellings:
            self._spelled[number] = self.spellings[where.place.id].split("\n")
        if self.names:
            self._local.append(self._local_names(where, within))

    def columns(self) -> Iterator[tuple[str, Any]]:
        """Yield the table column by column, each made when its turn comes."""
        for index, name in enumerate(("name", "lat", "lon")):
            yield name, [row[index] for row in self._row_of]
        shared = list(self._shared)
        for index, name in enumerate(SHARED):
            yield name, [shared[row[-1]][index] for row in self._row_of]
        yield from self.beside()

    def rows(self) -> tuple[list[PlaceRow], list[Key]]:
        """Return the rows, and those of what they share."""
        return list(self._row_of), list(self._shared)

    def beside(self) -> Iterator[tuple[str, Any]]:
        """Yield outlines and further names, which stand beside the columns."""
        yield "outlines", self.outlines
        yield "spellings", self._spelled
        if self.names:
            yield "local", {"name": [name for name, _ in self._local], "within": [within for _, within in self._local]}

    def _local_names(self, where: Where, within: object) -> tuple[str, str | None]:
        """Return name and region as the page's language has them; the row keeps those that files bear."""
        place, unit = where.place, where.unit
        name = where.name if place is None or where.name != place.name else self.names.get(place.id, where.name)
        region = None if within is None or unit is None else self.regions.get((unit.country, unit.admin1), str(within))
        return name, None if region == name else region

    def _shared_of(self, where: Where) -> Key:
        resolution, radius_m = where.resolution, where.radius_m
        place = None if resolution is None else resolution.place
        unit = where.lies_in or place  # as `Where.unit`, which would look the place up once more
        kind = place.kind if place else None
        outline = None if where.area is None else self._outline(where.area)
        wide = (radius_m or 0.0) > WIDE_M or where.geo_precision == 3  # noqa: PLR2004 - ACLED's code for a region
        return (
            None if radius_m is None else round(radius_m),
            kind,
            int(where.lat is not None and (outline is not None or wide or kind in AREA_KINDS)),
            where.geo_precision,
            where.method,
            where.relation,
            unit.admin1 if unit and unit.admin1 != where.name else None,
            unit.country if unit else None,
            place.timezone if place else None,
            outline,
        )

    def _outline(self, area: BaseGeometry) -> int | None:
        """Keep an outline once, however many events it holds."""
        if area.is_empty:
            return None
        key: bytes = area.wkb
        if key not in self._outline_of:
            rings = encoded(area)
            if not rings:
                return None
            self._outline_of[key] = len(self.outlines)
            self.outlines.append(rings)
        return self._outline_of[key]


def encoded(area: BaseGeometry, share: float = OUTLINE_SHARE) -> list[str]:
    """Return an outline's rings as text, no finer than ``share`` of its size and without what is smaller than that."""
    west, south, east, north = area.bounds
    finest = max(east - west, north - south) * share
    simple = area.simplify(finest)
    parts = [part for part in getattr(simple, "geoms", [simple]) if isinstance(part, Polygon | MultiPolygon)]
    polygons = [polygon for part in parts for polygon in getattr(part, "geoms", [part])]
    big = [polygon for polygon in polygons if polygon.area > finest**2] or polygons
    return [encode(ring.coords, AREA_UNITS) for polygon in big for ring in (polygon.exterior, *polygon.interiors)]


class RegionTable:
    """The regions of a page; ``rows_of`` gives those of the places of events."""

    def __init__(self, regions: Sequence[Region], events: Sequence[Event], names: Mapping[str, str] = MappingProxyType({})) -> None:
        self._outlines = {region.id: region.area for region in regions if region.admin1 is not None and region.area is not None}
        self._names = {region.id: (names.get(region.id, region.name), region.country) for region in regions}
        self._rows: dict[str, int] = {}  # of those that hold an event
        self._by_point = self._contained(events)

    def rows_of(self, wheres: Sequence[Where]) -> list[int | None]:
        """Return the row of the region that holds each place; None for a country, or where no region is known."""
        if not self._outlines:
            return [None] * len(wheres)
        return [self._row(self._region_of(where)) for where in wheres]

    def _region_of(self, where: Where) -> str | None:
        unit = where.unit
        if unit is None:
            return self._by_point.get((where.lat, where.lon))
        return next((id_ for id_ in (unit.id, *unit.within) if id_ in self._outlines), None)

    def _row(self, held: str | None) -> int | None:
        return None if held is None else self._rows.setdefault(held, len(self._rows))

    def columns(self) -> dict[str, Any]:
        """Return the table column by column."""
        return {
            "name": [self._names[id_][0] for id_ in self._rows],
            "country": [self._names[id_][1] for id_ in self._rows],
            "outline": [encoded(self._outlines[id_], REGION_SHARE) for id_ in self._rows],
        }

    def _contained(self, events: Sequence[Event]) -> dict[tuple[float | None, float | None], str]:
        """Look up the points that tables give without a place, in the outlines themselves."""
        if not self._outlines:
            return {}
        tabled = (event.where for event in events if event.where.unit is None and event.where.method is GeoMethod.TABLE)
        points = list({(where.lat, where.lon): None for where in tabled if where.lat is not None})
        if not points:
            return {}
        ids = list(self._outlines)
        tree = shapely.STRtree(list(self._outlines.values()))
        held = tree.query(shapely.points([(lon or 0.0, lat or 0.0) for lat, lon in points]), predicate="within")
        return {points[at]: ids[row] for at, row in sorted(zip(*held.tolist(), strict=True), reverse=True)}
