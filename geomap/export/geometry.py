"""What is drawn for an event: a point, an outline or a circle; cut at the antimeridian as RFC 7946 (3.1.9) asks, with its box (5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geomap.model import Where

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from shapely.geometry.base import BaseGeometry

WHOLE_REGION = 3  # ACLED's geo_precision for a region or country
CIRCLE_POINTS = 72
POLE_METRES_PER_DEGREE = 111_000  # of latitude, rounded down: a circle of this radius stays short of the pole on the ellipsoid

Box = tuple[float, float, float, float]

TURN = 360.0
HALF = 180.0


def event_geometry(where: Where) -> BaseGeometry | None:
    """Return what is drawn for a place of an event.

    Args:
        where: The place.

    Returns:
        Its area; for a region without an outline a circle of its radius; else its point; None for an unknown place. Coordinates are
        lon, lat in degrees (WGS 84).
    """
    area = event_area(where)
    if area is not None or where.lat is None or where.lon is None:
        return area
    return shapely_point(where.lon, where.lat)


def event_shapes(wheres: Sequence[Where]) -> list[BaseGeometry | None]:
    """Return what is drawn for each, as `event_geometry` does for one."""
    import numpy as np  # noqa: PLC0415 - keeps `import geomap` light
    from shapely import points  # noqa: PLC0415

    degrees = np.array([(where.lon, where.lat) for where in wheres], dtype=float).reshape(-1, 2)
    placed = ~np.isnan(degrees).any(axis=1)
    drawn = np.full(len(wheres), None, dtype=object)
    drawn[placed] = points(degrees[placed])
    return [point if area is None else area for area, point in zip(event_areas(wheres), drawn.tolist(), strict=True)]


def event_areas(wheres: Sequence[Where]) -> list[BaseGeometry | None]:
    """Return the area of each; one that many share, as the events of a region do, is made once and is the same object."""
    known: dict[object, BaseGeometry | None] = {}
    areas: list[BaseGeometry | None] = []
    for where in wheres:
        if where.area is None and where.geo_precision != WHOLE_REGION:
            areas.append(None)
            continue
        key = id(where.area) if where.area is not None else (where.lon, where.lat, where.radius_m)
        if key not in known:
            known[key] = event_area(where)
        areas.append(known[key])
    return areas


def event_area(where: Where) -> BaseGeometry | None:
    """Return the area that stands for ``where``, cut at the antimeridian; None for what is drawn as a point.

    A region is never a pin.
    """
    if where.area is not None:
        return split_at_antimeridian(where.area)
    if where.lat is None or where.lon is None or where.geo_precision != WHOLE_REGION or not where.radius_m:
        return None
    return split_at_antimeridian(circle(where.lon, where.lat, where.radius_m))


def shapely_point(lon: float, lat: float) -> BaseGeometry:
    """Return a point in lon, lat order."""
    from shapely import Point  # noqa: PLC0415 - keeps `import geomap` light

    return Point(lon, lat)


def circle(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """Return a geodesic circle on the WGS 84 ellipsoid as a polygon of 72 points.

    Args:
        lon: Longitude of the centre in degrees.
        lat: Latitude of the centre in degrees.
        radius_m: The radius in metres; it is reduced where the circle would contain a pole.

    Returns:
        The polygon. Its longitudes continue past 180 where the circle crosses the antimeridian, for the caller to cut it there.
    """
    from pyproj import Geod  # noqa: PLC0415 - keeps `import geomap` light
    from shapely import Polygon  # noqa: PLC0415

    step = 360 / CIRCLE_POINTS
    within_m = min(radius_m, (90 - abs(lat)) * POLE_METRES_PER_DEGREE)
    azimuths = [step * i for i in range(CIRCLE_POINTS)]
    lons, lats, _ = Geod(ellps="WGS84").fwd([lon] * CIRCLE_POINTS, [lat] * CIRCLE_POINTS, azimuths, [within_m] * CIRCLE_POINTS)
    return Polygon(zip([unwrapped_near(lon, edge) for edge in lons], lats, strict=True))


def unwrapped_near(middle: float, lon: float) -> float:
    """Return ``lon`` as the longitude at most half a turn away from ``middle``, beyond 180 where need be; in range it stays exact."""
    away = lon - middle
    return lon + TURN if away < -HALF else lon - TURN if away > HALF else lon


def split_at_antimeridian(shape: BaseGeometry) -> BaseGeometry:
    """Cut an area at the antimeridian, straight in degrees (RFC 7946, 3.1.1 and 3.1.9); one that does not cross it is left as it is.

    An area crosses where it goes on past 180 or where an edge of an outline jumps by more than half a turn: no border runs
    straight over half the globe. A ring around a pole, which no cut makes flat, is left.
    """
    import shapely  # noqa: PLC0415 - keeps `import geomap` light
    from shapely.affinity import translate  # noqa: PLC0415

    if shape.is_empty or "Polygon" not in shape.geom_type:
        return shape
    joined = shapely.MultiPolygon([_unwrapped(part) for part in shapely.get_parts(shape)]) if _jumps(shape) else shape
    west, _, east, _ = joined.bounds
    if west >= -HALF and east <= HALF:
        return shape if joined is shape or not joined.is_valid else joined
    turns = range(int((west + HALF) // TURN), int((east + HALF) // TURN) + 1)
    worlds = [translate(joined, xoff=-turn * TURN) for turn in turns]
    sound = [world if world.is_valid else shapely.make_valid(world) for world in worlds]
    cut = [shapely.intersection(world, shapely.box(-HALF, -90.0, HALF, 90.0)) for world in sound]
    areas = [part for piece in cut for part in shapely.get_parts(piece) if part.geom_type == "Polygon" and part.area > 0]
    return shapely.MultiPolygon(areas) if areas else shape


def smallest_box(boxes: Iterable[Box] | np.ndarray) -> list[float]:
    """Return the box that holds all ``boxes`` and spans the fewest degrees; west > east where it runs over the antimeridian.

    Raises:
        ValueError: there are none.
    """
    import numpy as np  # noqa: PLC0415 - keeps `import geomap` light

    edges = boxes if isinstance(boxes, np.ndarray) else np.array(list(boxes), dtype=float)
    south, north = edges[:, 1].min(), edges[:, 3].max()
    spans = _flat(edges[:, [0, 2]])
    reach = np.maximum.accumulate(spans[:, 1])
    gaps = spans[1:, 0] - reach[:-1]
    around = spans[0, 0] + TURN - reach[-1]  # what a box that does not run over the antimeridian leaves out
    at = int(gaps.argmax()) if len(gaps) else 0
    over = len(gaps) > 0 and gaps[at] > around
    west, east = (spans[at + 1, 0], reach[at]) if over else (spans[0, 0], reach[-1])
    return [float(west), float(south), float(east), float(north)]


def _flat(spans: np.ndarray) -> np.ndarray:
    """Return spans of longitude that do not run over the antimeridian, sorted."""
    import numpy as np  # noqa: PLC0415 - keeps `import geomap` light

    over = spans[:, 0] > spans[:, 1]
    cut = [
        spans[~over],
        np.column_stack((spans[over, 0], np.full(over.sum(), HALF))),
        np.column_stack((np.full(over.sum(), -HALF), spans[over, 1])),
    ]
    flat = np.concatenate(cut)
    return flat[np.argsort(flat[:, 0], kind="stable")]


def _jumps(shape: BaseGeometry) -> bool:
    """Whether an edge is longer than half a turn. A whole turn is none: such an edge runs along a pole."""
    import numpy as np  # noqa: PLC0415 - keeps `import geomap` light
    import shapely  # noqa: PLC0415

    west, _, east, _ = shape.bounds
    if east - west <= HALF:
        return False
    rings = shapely.get_rings(shapely.get_parts(shape))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.abs(np.diff(points[:, 0]))[np.diff(ring) == 0]
    return bool(((steps > HALF) & (steps < TURN)).any())


def _unwrapped(polygon: BaseGeometry) -> shapely.Polygon:
    """Let the longitudes of each ring go on past 180; holes move to the side on which the outer ring lies."""
    import shapely  # noqa: PLC0415 - keeps `import geomap` light

    outer, *holes = [_unwrapped_ring(shapely.get_coordinates(ring).tolist()) for ring in shapely.get_rings(polygon)]
    low, high = min(x for x, _ in outer), max(x for x, _ in outer)
    return shapely.Polygon(outer, [_moved_within(hole, low, high) for hole in holes])


def _unwrapped_ring(points: list[list[float]]) -> list[tuple[float, float]]:
    made = [(points[0][0], points[0][1])]
    for lon, lat in points[1:]:
        step = lon - points[len(made) - 1][0]
        turn = 0.0 if abs(step) <= HALF or abs(step) >= TURN else -TURN if step > 0 else TURN
        made.append((made[-1][0] + step + turn, lat))
    closed = abs(made[-1][0] - made[0][0]) < 1e-9  # noqa: PLR2004 - rounding of sums
    return [*made[:-1], made[0]] if closed else [(x, y) for x, y in points]


def _moved_within(ring: list[tuple[float, float]], low: float, high: float) -> list[tuple[float, float]]:
    middle = (min(x for x, _ in ring) + max(x for x, _ in ring)) / 2
    turn = TURN if middle < low else -TURN if middle > high else 0.0
    return [(x + turn, y) for x, y in ring]
