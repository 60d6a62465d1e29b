"""From a place and a phrase to a geometry, with how far off it may be."""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.model import Place, PlaceKind
from geomap.events.candidates import ArgumentCandidate
from geomap.events.spatial import WIDE_KINDS, Relation, RelationKind
from geomap.model import GeoMethod, Where
from geomap.units import unit_of

if TYPE_CHECKING:
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

    from gazetteer.lookup import Gazetteer

# ACLED's geo_precision (1 the town, 2 near it or a small area, 3 a region) and UCDP's where_prec (1 exact ... 6 country, 7 at sea)
PRECISION = {
    PlaceKind.COUNTRY: (3, 6),
    PlaceKind.REGION: (3, 4),
    PlaceKind.DISTRICT: (2, 3),
    PlaceKind.SETTLEMENT: (1, 1),
    PlaceKind.NEIGHBORHOOD: (1, 1),
    PlaceKind.FACILITY: (1, 1),
    PlaceKind.WATER: (2, 5),
    PlaceKind.TERRAIN: (2, 5),
    PlaceKind.AREA: (3, 5),
}
RELATION_PRECISION = {
    RelationKind.DISTANCE: (2, 2),
    RelationKind.BEARING: (2, 2),
    RelationKind.RADIUS: (2, 2),
    RelationKind.NEAR: (2, 2),
    RelationKind.OUTSKIRTS: (1, 2),
    RelationKind.BETWEEN: (2, 5),
    RelationKind.SECTOR: (2, 5),
    RelationKind.AREA: (2, 2),
    RelationKind.BORDER: (3, 5),
}
NEAR_M = 10_000.0  # "near X" rarely means more; UCDP's where_prec 2 allows 25 km
OUTSKIRTS_M = 3_000.0
SECTOR_M = 25_000.0  # a front sector named after a town is as wide as a raion
BEARING_KM = 5.0  # "north of X" with no distance: outside it, yet in its reach
ROUNDING = 0.15  # press distances are rounded
APART_M = 150_000.0  # places "between" which something happened are neighbours; farther apart, one of them is another of its name
CORRIDOR = 0.25  # width to length of "between X and Y"
KM_PER_DEGREE = 111.32
# How far texts that tell where a place lies are from the map: distances by road, round numbers, eight winds.
LEAST_MISS_KM, MISS, MOST_TURNED = 8.0, 0.3, 50.0
FARTHEST_BEARING_M = 40_000.0  # what lies "west of X" with no distance is a neighbour of it


# Phrases whose point, or the circle around it, may lie in other units than the place that they name.
ELSEWHERE = frozenset({RelationKind.DISTANCE, RelationKind.BEARING, RelationKind.RADIUS, RelationKind.BETWEEN})


def where_of(candidate: ArgumentCandidate, gazetteer: Gazetteer | None) -> Where:
    """Return the position of a mention's site; without coordinates where its place is not resolved."""
    where, relation = _where(candidate, gazetteer), candidate.relation
    if gazetteer is None or relation is None or relation.kind not in ELSEWHERE or where.place is None or where.place.kind in WIDE_KINDS:
        return where
    unit = unit_of(where, gazetteer)
    return where if unit is None else replace(where, lies_in=unit)


def _where(candidate: ArgumentCandidate, gazetteer: Gazetteer | None) -> Where:  # noqa: PLR0911 - one kind of phrase a line
    place = candidate.place
    if place is None or place.lat is None or place.lon is None:
        return _placed(candidate, None, None, None)
    relation = candidate.relation
    if relation is None:
        return _whole(candidate, place, gazetteer)
    if relation.kind is RelationKind.BETWEEN and relation.other is not None and relation.other.place is not None:
        return _between(candidate, place, relation.other.place)
    if relation.kind is RelationKind.DISTANCE and relation.bearing is not None and relation.distance_km is not None:
        return _moved(candidate, place, relation.distance_km, 1000.0 + relation.distance_km * 1000.0 * ROUNDING)
    if relation.kind is RelationKind.BEARING and place.kind not in WIDE_KINDS:
        return _moved(candidate, place, BEARING_KM, NEAR_M)
    if relation.kind in {RelationKind.PART, RelationKind.BEARING}:
        return _part(candidate, place, relation, gazetteer)
    return _placed(candidate, place.lat, place.lon, _radius(place, relation))


def _whole(candidate: ArgumentCandidate, place: Place, gazetteer: Gazetteer | None) -> Where:
    area = gazetteer.outline(place.id) if gazetteer is not None and place.kind in WIDE_KINDS else None
    return _placed(candidate, place.lat, place.lon, place.radius_m, area)


def _radius(place: Place, relation: Relation) -> float:
    if relation.kind is RelationKind.RADIUS and relation.distance_km is not None:
        return relation.distance_km * 1000.0
    if relation.kind is RelationKind.OUTSKIRTS:
        return max(place.radius_m, OUTSKIRTS_M)
    if relation.kind is RelationKind.SECTOR:
        return max(place.radius_m, SECTOR_M)
    return max(place.radius_m, NEAR_M)


def _moved(candidate: ArgumentCandidate, place: Place, km: float, radius_m: float) -> Where:
    bearing = candidate.relation.bearing if candidate.relation is not None else None
    lat, lon = _destination(place, bearing or 0.0, km)
    return _placed(candidate, lat, lon, radius_m)


def points_at(candidate: ArgumentCandidate, place: Place) -> bool:
    """Return whether a text that says "80 km west of X", or "west of X", leads from X to another place."""
    start, relation = candidate.place, candidate.relation
    if relation is None or start is None or start.id == place.id or None in (start.lat, start.lon, place.lat, place.lon):
        return False
    bearing, _, metres = _ellipsoid().inv(start.lon, start.lat, place.lon, place.lat)
    turned = 0.0 if relation.bearing is None else abs((bearing - relation.bearing + 180.0) % 360.0 - 180.0)
    if turned > MOST_TURNED:
        return False
    if relation.kind is RelationKind.DISTANCE and relation.distance_km is not None:
        return bool(abs(metres / 1000.0 - relation.distance_km) <= max(LEAST_MISS_KM, MISS * relation.distance_km))
    return relation.kind is RelationKind.BEARING and relation.bearing is not None and metres <= FARTHEST_BEARING_M


def _destination(place: Place, bearing: float, km: float) -> tuple[float, float]:
    """Return latitude and longitude of what lies ``km`` from a place in the direction ``bearing``, in degrees from north."""
    lon, lat, _ = _ellipsoid().fwd(place.lon, place.lat, bearing, km * 1000.0)
    return lat, lon


@functools.cache
def _ellipsoid() -> Geod:
    """Return the ellipsoid of WGS 84, on which distances are measured (Karney 2013, https://doi.org/10.1007/s00190-012-0578-z)."""
    from pyproj import Geod  # noqa: PLC0415 - few texts state a distance, and pyproj takes 0.1 s to load

    return Geod(ellps="WGS84")


def _part(candidate: ArgumentCandidate, place: Place, relation: Relation, gazetteer: Gazetteer | None) -> Where:
    if place.kind not in WIDE_KINDS or relation.bearing is None:
        return _whole(candidate, place, gazetteer if relation.bearing is None else None)
    lat, lon = _destination(place, relation.bearing, place.radius_m / 2 / 1000.0)
    outline = gazetteer.outline(place.id) if gazetteer is not None else None
    if outline is not None:
        lat, lon = _inside(outline, place, (lat, lon))
    return _placed(candidate, lat, lon, place.radius_m / 2)


def _inside(outline: BaseGeometry, place: Place, point: tuple[float, float]) -> tuple[float, float]:
    """Return latitude and longitude of a point of a unit: ``point``, or one in the part of the unit where that lies beside it."""
    from shapely.geometry import Point, Polygon  # noqa: PLC0415 - as below

    lat, lon = point
    if place.lat is None or place.lon is None or outline.intersects(Point(lon, lat)):
        return point
    across, up = (lon - place.lon) / 2, (lat - place.lat) / 2  # the part begins half the way to the point
    far = 360.0 / math.hypot(across, up)
    sides = [(-up * far, across * far), (up * far, -across * far)]
    ahead = [(east + across * far, north + up * far) for east, north in reversed(sides)]
    part = outline.intersection(Polygon([(place.lon + across + east, place.lat + up + north) for east, north in (*sides, *ahead)]))
    found = (outline if part.is_empty else part).representative_point()
    return found.y, found.x


def _between(candidate: ArgumentCandidate, first: Place, second: Place) -> Where:
    if second.lat is None or second.lon is None or first.lat is None or first.lon is None:
        return _placed(candidate, first.lat, first.lon, NEAR_M)
    _, _, length_m = _ellipsoid().inv(first.lon, first.lat, second.lon, second.lat)
    if length_m > APART_M:
        return _placed(candidate, first.lat, first.lon, max(NEAR_M, first.radius_m) if first.kind in WIDE_KINDS else NEAR_M)
    lat, lon = (first.lat + second.lat) / 2, (first.lon + second.lon) / 2
    return _placed(candidate, lat, lon, max(length_m / 2, OUTSKIRTS_M), _corridor(first, second, length_m))


def _corridor(first: Place, second: Place, length_m: float) -> BaseGeometry | None:
    """Draw the corridor between two places, a quarter as wide as long; None where they are one."""
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None or length_m <= 0:
        return None
    from shapely.affinity import scale  # noqa: PLC0415 - few texts tell of corridors, and shapely takes long to load
    from shapely.geometry import LineString  # noqa: PLC0415

    squeeze = math.cos(math.radians((first.lat + second.lat) / 2))
    line = LineString([(first.lon * squeeze, first.lat), (second.lon * squeeze, second.lat)])
    flat = line.buffer(length_m / 1000 * CORRIDOR / 2 / KM_PER_DEGREE, quad_segs=4)
    return scale(flat, xfact=1 / squeeze, yfact=1.0, origin=(0, 0))


def _placed(
    candidate: ArgumentCandidate, lat: float | None, lon: float | None, radius_m: float | None, area: BaseGeometry | None = None
) -> Where:
    place, relation = candidate.place, candidate.relation
    geo, prec = PRECISION[place.kind] if place is not None else (None, None)
    if relation is not None and relation.kind in RELATION_PRECISION and place is not None and place.kind not in WIDE_KINDS:
        geo, prec = RELATION_PRECISION[relation.kind]
    plain = relation is None or lat is None
    return Where(
        resolution=candidate.name.resolution,
        lat=lat,
        lon=lon,
        radius_m=radius_m,
        geo_precision=geo,
        where_prec=prec,
        method=GeoMethod.GAZETTEER if plain else GeoMethod.RELATION,
        name=place.name if place is not None else candidate.name.resolution.mention.text,
        relation=None if relation is None else relation.phrase,
        area=area,
    )
