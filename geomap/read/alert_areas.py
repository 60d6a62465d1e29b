"""The area of an alert: its polygons and circles, or the codes of units that it names."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from gazetteer.sphere import point_haversine_km
from gazetteer.unit_codes import units_with
from geomap.model import GeoMethod, Where
from geomap.read.html.markup import Element
from geomap.read.tables.coding import GEO_PRECISION, RADIUS_M

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_LEAST_CORNERS = 3
_WIDEST = 5  # of UCDP's precisions that a radius tells
_KILOMETRE_M = 1000.0
_WIDEST_M = 5_000_000.0  # of circles: a wider one is no area that is warned


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaShape:
    """The area of an alert.

    Attributes:
        name: What it is called.
        outline: Its outline in lon, lat order; None for one circle, or where only codes are given.
        position: Latitude and longitude of a point inside it.
        radius_m: Metres from that point to its farthest end.
        unit: The country and the code of a unit that it is, where it has no outline.
    """

    name: str
    outline: BaseGeometry | None = None
    position: tuple[float, float] | None = None
    radius_m: float | None = None
    unit: tuple[str, str] | None = None

    def where(self, given: Where) -> Where:
        """Return ``given`` at this area."""
        if self.position is None:
            return given if self.unit is None else replace(given, stated=(*self.unit, None))
        lat, lon = self.position
        radius = self.radius_m or RADIUS_M[1]
        precision = next((code for code in range(1, _WIDEST) if radius <= RADIUS_M[code]), _WIDEST)
        return replace(
            given,
            lat=lat,
            lon=lon,
            radius_m=radius,
            where_prec=precision,
            geo_precision=GEO_PRECISION[precision],
            method=GeoMethod.TABLE,
            area=self.outline,
        )


def shape_of(area: Element) -> AreaShape | None:
    """Return the area that an element ``area`` describes, None where it does not say where it is.

    Args:
        area: The element, or one that has what an area has as its children.
    """
    from shapely import MultiPolygon, Polygon, get_coordinates, make_valid, union_all  # noqa: PLC0415 - keeps `import geomap` light

    name = next(_texts(area, "areaDesc"), "")
    circles = [circle for text in _texts(area, "circle") if (circle := _circle(text))]
    corners = [ring for text in _texts(area, "polygon") if len(ring := list(_positions(text))) >= _LEAST_CORNERS]
    if len(circles) == 1 and not corners:
        (position, radius_m) = circles[0]
        return AreaShape(name=name or "area of the alert", position=position, radius_m=radius_m)
    parts = [make_valid(Polygon(_unwrapped(ring))) for ring in corners]
    parts += [_round(position, radius_m) for position, radius_m in circles]
    whole = union_all([part for part in parts if part.area > 0])
    if not whole.is_empty:
        polygons = [part for part in getattr(whole, "geoms", [whole]) if isinstance(part, Polygon)]
        outline = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
        point = outline.representative_point()
        lat, lon = float(point.y), (float(point.x) + 180) % 360 - 180
        radius_m = _KILOMETRE_M * max(point_haversine_km(lat, lon, float(y), float(x)) for x, y in get_coordinates(outline))
        return AreaShape(name=name or "area of the alert", outline=outline, position=(lat, lon), radius_m=radius_m)
    unit = next((unit for code in _codes(area) if (unit := _unit(code))), None)
    return AreaShape(name=name or (unit[1] if unit else ""), unit=unit) if name or unit else None


def _texts(area: Element, name: str) -> Iterator[str]:
    for element in area.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name and element.text and element.text.strip():
            yield " ".join(element.text.split())


def _codes(area: Element) -> Iterator[str]:
    for element in area.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == "geocode":
            yield from _texts(element, "value")


def _unit(code: str) -> tuple[str, str] | None:
    """Return the country and the code of a unit that the gazetteer knows by its ISO 3166-2 code or its P-code."""
    return (code[:2], code) if units_with(iso=code, code=code) else None


def _positions(text: str) -> Iterator[tuple[float, float]]:
    """Yield the positions of "lat,lon lat,lon ..."."""
    for pair in text.split():
        lat, mark, lon = pair.partition(",")
        position = _position(lat, lon) if mark else None
        if position is not None:
            yield position


def _position(lat: str, lon: str) -> tuple[float, float] | None:
    try:
        north, east = float(lat), float(lon.partition(",")[0])
    except ValueError:
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None  # noqa: PLR2004 - the ends of the scales


def _circle(text: str) -> tuple[tuple[float, float], float] | None:
    """Return the middle and the radius in metres of "lat,lon radius", whose radius is in kilometres."""
    middle, mark, radius = text.partition(" ")
    position = next(_positions(middle), None)
    try:
        radius_m = float(radius) * _KILOMETRE_M
    except ValueError:
        return None
    return (position, radius_m) if position and mark and 0 <= radius_m <= _WIDEST_M else None


def _unwrapped(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a ring as lon, lat; one that crosses the antimeridian, by an edge of more than half a turn, goes on past 180."""
    lons = [lon for _, lon in ring]
    crosses = any(abs(one - other) > 180 for one, other in pairwise(lons))  # noqa: PLR2004 - half a turn
    return [(lon + 360 if crosses and lon < 0 else lon, lat) for lat, lon in ring]


def _round(position: tuple[float, float], radius_m: float) -> BaseGeometry:
    """Return a circle as a polygon."""
    from shapely import Polygon  # noqa: PLC0415 - keeps `import geomap` light

    lat, lon = position
    degrees = math.degrees(radius_m / 6_371_000)
    wide = degrees / max(math.cos(math.radians(lat)), 0.01)
    turns = [math.tau * step / 64 for step in range(64)]
    return Polygon([(lon + wide * math.cos(turn), max(-90.0, min(90.0, lat + degrees * math.sin(turn)))) for turn in turns])
