"""Outlines of countries and regions from Natural Earth's first-level units.

Natural Earth and GeoNames cut some countries differently (England is one unit of GeoNames and a hundred of Natural Earth). A
polygon is given to the unit whose GeoNames id it bears; where that id is none of GeoNames' units now, to the unit in which most
of the settlements inside it lie. A unit's outline is the union of what it got.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from upstream import City, Unit

TOLERANCE_DEG = 0.02  # about 2 km: what a country-wide map shows; finer doubles the size
SMALLEST_ISLAND_DEG2 = 0.0005  # about 5 km2; smaller ones ship only where a unit has nothing larger
UKRAINIAN = {"UA-43", "UA-40"}  # Crimea and Sevastopol, which this edition of Natural Earth draws in Russia
_KM_PER_DEGREE = 111.195
_ROUNDS = 5  # rounding can make a ring cross itself, mending can unround it: two rounds were ever needed


@dataclass(slots=True)
class Outlines:
    """Outline and names by GeoNames id of the unit, outline by ISO code of the country."""

    units: dict[str, BaseGeometry] = field(default_factory=dict)
    countries: dict[str, BaseGeometry] = field(default_factory=dict)
    names: dict[str, dict[str, Any]] = field(default_factory=dict)  # properties of a polygon that is a unit by itself


def draw(features: Sequence[dict[str, Any]], units: dict[str, Unit], cities: Iterable[City]) -> Outlines:
    """Assign Natural Earth's ``features`` to units and countries and unite them."""
    shapes = np.array([shapely.make_valid(shapely.geometry.shape(feature["geometry"])) for feature in features])
    votes = _votes(shapes, cities)
    by_id = {unit.geonameid: unit for unit in units.values()}
    simple = shapely.coverage_simplify(shapes, TOLERANCE_DEG)
    outlines = Outlines()
    of_unit: dict[str, list[BaseGeometry]] = defaultdict(list)
    of_country: dict[str, list[BaseGeometry]] = defaultdict(list)
    for feature, shape, vote in zip(features, simple, votes, strict=True):
        properties = feature["properties"]
        own = _own_unit(properties, by_id)
        first_level = _first_level(own, vote, units)
        country = "UA" if properties["iso_3166_2"] in UKRAINIAN else _country(properties, first_level)
        if country:
            of_country[country].append(shape)
        for unit in {unit.geonameid: unit for unit in (own, first_level) if unit is not None}.values():
            of_unit[unit.geonameid].append(shape)
        if own is not None:
            outlines.names.setdefault(own.geonameid, properties)
    outlines.units = {key: unite(shapes) for key, shapes in sorted(of_unit.items())}
    outlines.countries = {key: unite(shapes) for key, shapes in sorted(of_country.items())}
    return outlines


def unite(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Unite simplified neighbours, drop islands too small to see, and round to the precision of the file, still valid."""
    parts = _polygons(shapely.unary_union([shapely.make_valid(shape) for shape in shapes]))
    large = [part for part in parts if part.area >= SMALLEST_ISLAND_DEG2]
    shape = shapely.multipolygons(large or [max(parts, key=lambda part: part.area)])
    for _ in range(_ROUNDS):
        shape = shapely.transform(shape, lambda points: np.round(points, 3))
        if shapely.is_valid(shape):
            return shape
        shape = shapely.multipolygons(_polygons(shapely.make_valid(shape)))
    raise ValueError("an outline cannot be rounded")


def _polygons(shape: BaseGeometry) -> list[BaseGeometry]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def label_point(shape: BaseGeometry) -> tuple[float, float]:
    """Lat and lon of the point farthest from the border of the largest part: where a label stands well inside."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.01)
    lon, lat = shapely.get_coordinates(circle)[0]
    return float(lat), float(lon)


def radius_m(shape: BaseGeometry, lat: float) -> float:
    """The radius of a circle of the same area, metres."""
    km2 = shape.area * _KM_PER_DEGREE**2 * float(np.cos(np.radians(lat)))
    return float(np.sqrt(km2 / np.pi)) * 1000


def rings(shape: BaseGeometry) -> list[list[list[tuple[float, float]]]]:
    """Polygons as lists of rings of lon, lat, for the file."""
    return [
        [[(float(x), float(y)) for x, y in shapely.get_coordinates(ring)] for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(shape)
    ]


def _votes(shapes: Any, cities: Iterable[City]) -> list[Counter[str]]:  # noqa: ANN401 -- an array of geometries
    """How many settlements of each first-level unit ("UA.05") lie in each shape."""
    listed = list(cities)
    tree = shapely.STRtree(shapes)
    points = shapely.points([city.lon for city in listed], [city.lat for city in listed])
    votes: list[Counter[str]] = [Counter() for _ in shapes]
    for at_city, at_shape in zip(*tree.query(points, predicate="within"), strict=True):
        votes[at_shape][f"{listed[at_city].country}.{listed[at_city].admin1}"] += 1
    return votes


def _own_unit(properties: dict[str, Any], by_id: dict[str, Unit]) -> Unit | None:
    return by_id.get(str(properties.get("gn_id")))


def _first_level(own: Unit | None, vote: Counter[str], units: dict[str, Unit]) -> Unit | None:
    if own is not None and own.code.count(".") == 1:
        return own
    if vote:
        return units.get(min(vote, key=lambda code: (-vote[code], code)))
    return units.get(own.code.rsplit(".", 1)[0]) if own is not None else None


def _country(properties: dict[str, Any], first_level: Unit | None) -> str | None:
    if first_level is not None:
        return first_level.country
    iso = str(properties["iso_a2"])
    return iso if len(iso) == 2 and iso.isalpha() else None  # noqa: PLR2004
