"""The layer of regions: countries and first-level regions with events, their codes, counts by type, and outlines that hold the events."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.iso3166 import alpha_3
from gazetteer.unit_codes import codes_of_units, pcode_of_country
from geomap.export.gdal import Layer
from geomap.export.layers import polygons_of
from geomap.export.spans import SPAN_COLUMNS, span_cells
from geomap.export.table import INTEGER, cells_of, columns_of
from geomap.model import Analysis, Event, Region
from geomap.symbology import LOOKS

COUNTRY, ADMIN1 = "country", "admin1"
OTHER_TYPES = "other"
TYPE_COLUMNS = {kind: re.sub(r"\W+", "_", kind.lower()) for kind in (*LOOKS, OTHER_TYPES)}  # "Battles": "battles"
_COUNTS = ("events", "fatalities", "injured", *TYPE_COLUMNS.values())
REGION_COLUMNS = ("gazetteer_id", "name", "level", "country", "iso3", "iso3166_2", "pcode", *_COUNTS, *SPAN_COLUMNS)
REGION_TYPES = dict.fromkeys(_COUNTS, INTEGER)

# Outlines are simplified to 0.02 degrees, some 2 km, and a town at a river or a coast can lie just beyond: a strip this wide in degrees,
# 200 m, then joins it to its region. A point further away is no matter of simplification.
STRIP_DEG = 0.002
FARTHEST_DEG = 0.1
_Key = tuple[str, str | None]
_Shapes = dict[_Key, BaseGeometry]


def regions_layer(analysis: Analysis) -> Layer:
    """Return the countries and first-level regions that hold events, with how many of each type and the deaths told.

    An event counts in the region and in the country that code it; those of unknown place count nowhere. A point that was derived from a
    place ("90 km southeast of Minsk") counts where it lies, which may be another region than that of the place.
    """
    regions = {(region.country, region.admin1): region for region in analysis.regions}
    held: dict[_Key, list[Event]] = {}
    for event in analysis.events if regions else ():
        for key in _keys_of(event, regions):
            held.setdefault(key, []).append(event)
    shown = [(region, held[key]) for key, region in regions.items() if key in held]
    shapes = _holding({key: region.area for key, region in regions.items() if key in held and region.area is not None}, held)
    rows = [_region_row(region, events) for region, events in shown]
    outlines = [shapes.get((region.country, region.admin1)) for region, _ in shown]
    return Layer(
        name="regions",
        title="Regions",
        columns=columns_of(cells_of(rows, REGION_COLUMNS), REGION_TYPES),
        shapes=np.array([None if outline is None else polygons_of(outline) for outline in outlines], dtype=object),
        geometry_type="MultiPolygon",
    )


def _keys_of(event: Event, regions: dict[_Key, Region]) -> set[_Key]:
    unit = event.where.unit
    return set() if unit is None or unit.country is None else {(unit.country, unit.admin1), (unit.country, None)} & regions.keys()


def _point(event: Event) -> shapely.Point | None:
    lat, lon = event.where.lat, event.where.lon
    return None if lat is None or lon is None else shapely.Point(lon, lat)


def _holding(shapes: _Shapes, held: dict[_Key, list[Event]]) -> _Shapes:
    """Return outlines that hold the points of their events, so that a join by location finds what a join by code finds."""
    found = {key: _points_of(held[key]) for key in shapes}
    strips = {key: _strip(shape, found[key]) for key, shape in shapes.items()}
    made: _Shapes = {}
    for key, shape in shapes.items():
        foreign = [
            strip for other, strip in strips.items() if strip is not None and other != key and (other[1] is None) == (key[1] is None)
        ]
        own = strips[key]
        whole = shape if own is None else shapely.union(shape, own)
        rest = shapely.difference(whole, shapely.union_all(foreign)) if foreign else whole
        lost = shapely.covers(whole, found[key]) & ~shapely.covers(rest, found[key])
        made[key] = whole if lost.any() else rest
    return made


def _points_of(events: Sequence[Event]) -> np.ndarray:
    return np.array([point for event in events if (point := _point(event)) is not None], dtype=object)


def _strip(shape: BaseGeometry, points: np.ndarray) -> BaseGeometry | None:
    """Return what joins to a region those of its points that lie just beyond its outline; None where there are none."""
    gaps = shapely.distance(shape, points)
    beyond = points[(gaps <= FARTHEST_DEG) & ~shapely.covers(shape, points)]
    return shapely.union_all(shapely.buffer(shapely.shortest_line(shape, beyond), STRIP_DEG)) if len(beyond) else None


def _region_row(region: Region, events: Sequence[Event]) -> dict[str, Any]:
    kinds = Counter(event.type if event.type in LOOKS else OTHER_TYPES for event in events)
    codes = codes_of_units().get(region.id)
    return {
        "gazetteer_id": region.id,
        "name": region.name,
        "level": COUNTRY if region.admin1 is None else ADMIN1,
        "country": region.country,
        "iso3": alpha_3(region.country),
        "iso3166_2": codes.iso3166_2 if codes else None,
        "pcode": codes.pcode if codes else pcode_of_country(region.country) if region.admin1 is None else None,
        "events": len(events),
        "fatalities": total([event.toll.fatalities for event in events]),
        "injured": total([event.toll.injured for event in events]),
        **{column: kinds[kind] for kind, column in TYPE_COLUMNS.items()},
        **span_cells(events),
    }


def total(counts: Sequence[int | None]) -> int | None:
    """Return the sum of the counts that are known; None where none is."""
    told = [count for count in counts if count is not None]
    return sum(told) if told else None
