"""The administrative unit that a point lies in, where no place of the gazetteer says it: points that phrases and tables give.

The nearest settlement names district, region and country; the outline of the region confirms it, or another region's outline holds the
point. Outlines are simplified, so that a point up to ``SLACK_DEG`` beyond a coast still lies in its region.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gazetteer.model import Place, PlaceKind
from geomap.model import Where

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

    from gazetteer.lookup import Gazetteer

Point = tuple[float, float]
"""Latitude and longitude in degrees."""
Chain = tuple[Place, ...]
"""The units around a point, the smallest first; none at sea."""

# What codes a location that lies in no unit, or that no unit holds most of.
NOWHERE = Place(id="geomap:nowhere", name="", kind=PlaceKind.AREA, lat=None, lon=None, radius_m=0.0)
UNITS = frozenset({PlaceKind.DISTRICT, PlaceKind.REGION, PlaceKind.COUNTRY})
OUTLINED = frozenset({PlaceKind.REGION, PlaceKind.COUNTRY})
SLACK_DEG = 0.1
DISTRICT_KM = 15.0  # a settlement further away says nothing of the district of a point
MOST = 0.75  # of what a location may be lies in the unit that codes it
RINGS, SPOKES = 3, 12  # by which a circle is sampled
GRID = 7  # by which an area is sampled, in each direction
KM_PER_DEGREE = 111.32


def unit_of(where: Where, gazetteer: Gazetteer) -> Place | None:
    """Return the unit that a derived location lies in.

    Args:
        where: A location with a point; what it may be is its area, else its circle.
        gazetteer: Where units and their outlines are.

    Returns:
        The smallest unit that holds the point and most of the location, or ``NOWHERE``; None where that is the unit around its place.
    """
    if where.lat is None or where.lon is None:
        return None
    point = (where.lat, where.lon)
    samples = _circle(point, where.radius_m or 0.0) if where.area is None else _grid(where.area)
    own, *others = units_at([point, *samples], gazetteer)
    held = [own, *(chain for chain in others if chain)]  # what lies at sea lies in no other unit
    found = next((unit for unit in own if sum(unit in chain for chain in held) >= MOST * len(held)), NOWHERE)
    around = () if where.place is None else (where.place.id, *where.place.within)
    return None if around and found.id in around[:2] else found


def units_at(points: Sequence[Point], gazetteer: Gazetteer) -> list[Chain]:
    """Return the units around each point.

    Args:
        points: Any number of points.
        gazetteer: Where units and their outlines are.

    Returns:
        For each point the district (where a settlement near it has one), region and country that hold it.
    """
    chains = _chains_of_nearest(points, gazetteer)
    groups: dict[Chain, list[int]] = {}
    for number, chain in enumerate(chains):
        groups.setdefault(_outlined(chain), []).append(number)
    beyond: list[int] = []
    for chain, numbers in groups.items():
        outline = gazetteer.outline(chain[0].id) if chain else None
        if outline is not None:
            inside = _covers(outline, [points[number] for number in numbers])
            beyond += [number for number, is_inside in zip(numbers, inside, strict=True) if not is_inside]
        elif not chain:
            beyond += numbers
    for number, chain in zip(beyond, _held_elsewhere([points[number] for number in beyond], gazetteer), strict=True):
        chains[number] = chains[number] if chain and chain == _outlined(chains[number]) else chain
    return chains


def _chains_of_nearest(points: Sequence[Point], gazetteer: Gazetteer) -> list[Chain]:
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    rows, distances = gazetteer.nearest(lats, lons, kinds={PlaceKind.SETTLEMENT}, located=True)
    known: dict[tuple[int, bool], Chain] = {}
    found = []
    for row, is_near in zip(rows.tolist(), (distances <= DISTRICT_KM).tolist(), strict=True):
        if (row, is_near) not in known:
            around = gazetteer.ancestors(gazetteer.place_at(row).id) if row >= 0 else ()
            known[row, is_near] = tuple(unit for unit in around if unit.kind in (UNITS if is_near else OUTLINED))
        found.append(known[row, is_near])
    return found


def _outlined(chain: Chain) -> Chain:
    """Return region and country of a chain."""
    return tuple(unit for unit in chain if unit.kind in OUTLINED)


def _covers(outline: BaseGeometry, points: Sequence[Point]) -> npt.NDArray[np.bool_]:
    import shapely  # noqa: PLC0415 - it takes long to load, and few texts need it

    shapely.prepare(outline)
    inside: npt.NDArray[np.bool_] = shapely.intersects_xy(outline, [lon for _, lon in points], [lat for lat, _ in points])
    return inside


def _held_elsewhere(points: Sequence[Point], gazetteer: Gazetteer) -> list[Chain]:
    """Return region and country of points that lie outside the region of their nearest settlement."""
    import shapely  # noqa: PLC0415 - as above

    found: list[Chain] = [()] * len(points)
    for kind in (PlaceKind.REGION, PlaceKind.COUNTRY):
        left = [number for number, chain in enumerate(found) if not chain]
        if not left:
            break
        rows, tree = _outlines(gazetteer, kind)
        spots = shapely.points([(points[number][1], points[number][0]) for number in left])
        for at, index in zip(*tree.query_nearest(spots, max_distance=SLACK_DEG, all_matches=False).tolist(), strict=True):
            unit = gazetteer.place_at(rows[index])
            found[left[at]] = _outlined((unit, *gazetteer.ancestors(unit.id)))
    return found


@lru_cache(maxsize=4)
def _outlines(gazetteer: Gazetteer, kind: PlaceKind) -> tuple[list[int], STRtree]:
    """Return the rows of the units of a kind and a tree of their outlines."""
    from shapely import STRtree  # noqa: PLC0415 - as above

    found = ((row, gazetteer.outline(gazetteer.place_at(row).id)) for row in gazetteer.outlined(kind).tolist())
    outlines = {row: outline for row, outline in found if outline is not None}
    return list(outlines), STRtree(list(outlines.values()))


def _circle(point: Point, radius_m: float) -> list[Point]:
    return [spoke for ring in range(1, RINGS + 1) for spoke in _ring(point, radius_m / 1000 * ring / RINGS, SPOKES)]


def _ring(point: Point, km: float, spokes: int) -> Iterable[Point]:
    lat, lon = point
    up = km / KM_PER_DEGREE
    across = up / max(math.cos(math.radians(lat)), up)
    for number in range(spokes):
        angle = math.tau * number / spokes
        yield max(-90.0, min(90.0, lat + up * math.cos(angle))), (lon + across * math.sin(angle) + 180.0) % 360.0 - 180.0


def _grid(area: BaseGeometry) -> list[Point]:
    west, south, east, north = area.bounds
    lats = [south + (north - south) * (row + 0.5) / GRID for row in range(GRID)]
    points = [(lat, west + (east - west) * (column + 0.5) / GRID) for lat in lats for column in range(GRID)]
    return [point for point, is_inside in zip(points, _covers(area, points), strict=True) if is_inside]
