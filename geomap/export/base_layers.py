"""The base map of a GeoPackage: land, coasts, borders and names from Natural Earth and GeoNames, in detail where the events are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.sources.shipped import ShippedSource
from geomap.basemap import asset, chosen_cells, decode
from geomap.export.gdal import Layer, points_of
from geomap.export.table import INTEGER, cells_of, columns_of
from geomap.model import Analysis

LAND, LINES, NAMES = "base_land", "base_lines", "base_names"
COAST, BORDER, REGION = "coast", "border", "region"
COUNTRY, CITY = "country", "city"
DETAIL_BYTES = 320_000  # of packed lines, about 25 cells of 5 degrees: 2 MB in the file
WORLD_CITIES = 400  # the largest, also far from the events
NEAR_DEG = 0.1  # a name of the base map this near a place of events with the same name would be written twice
SMALLEST_RING = 4  # points, the last being the first
Cells = dict[str, dict[str, list[str]]]


def base_layers(analysis: Analysis, named: Iterable[tuple[str, float, float]]) -> tuple[Layer, Layer, Layer]:
    """Return land, lines and names.

    Args:
        analysis: Whose events say where detail is wanted.
        named: Names that other layers write, with longitude and latitude: the base map leaves these out.

    Returns:
        The layers.
    """
    points = [
        (event.where.lat, event.where.lon) for event in analysis.events if event.where.lat is not None and event.where.lon is not None
    ]
    detail = asset("detail.json")
    cells = chosen_cells(points, detail, DETAIL_BYTES) if points else {}
    boxes = shapely.union_all([_box(key, detail["degrees"]) for key in cells])
    return _land(cells, boxes), _lines(cells, boxes), _names(cells, detail["degrees"], list(named))


def _box(key: str, degrees: int) -> BaseGeometry:
    column, row = (int(part) * degrees for part in key.split(","))
    return shapely.box(column, row, column + degrees, row + degrees)


def _land(cells: Cells, boxes: BaseGeometry) -> Layer:
    units = asset("detail.json")["units"]
    near = [_filled(cell["land"], units) for cell in cells.values()]
    far = shapely.difference(_world_land(), boxes)
    shapes = [_polygons(shape) for shape in [*far.tolist(), *near] if not shape.is_empty]
    rows = [{"name": "land"} for _ in shapes]
    columns = columns_of(cells_of(rows, ("name",)), {})
    return Layer(name=LAND, title="Base map: land", columns=columns, shapes=shapes, geometry_type="MultiPolygon")


@cache
def _world_land() -> np.ndarray:
    world = asset("world.json")
    return shapely.get_parts(_filled(world["land"], world["units"]))


def _filled(texts: Sequence[str], units: int) -> BaseGeometry:
    """Return what rings enclose; what lies within an odd number of others is water."""
    rings = [points for text in texts if len(points := decode(text, units)) >= SMALLEST_RING]
    polygons = sorted((shapely.make_valid(shapely.Polygon(ring)) for ring in rings), key=lambda polygon: -polygon.area)
    if not polygons:
        return shapely.MultiPolygon()
    inner, outer = shapely.STRtree(polygons).query(shapely.point_on_surface(polygons), predicate="intersects")
    depths = Counter(inner[outer < inner].tolist())
    made: BaseGeometry = shapely.MultiPolygon()
    for depth in range(max(depths.values(), default=0) + 1):
        level = shapely.union_all([polygon for row, polygon in enumerate(polygons) if depths[row] == depth])
        made = shapely.difference(made, level) if depth % 2 else shapely.union(made, level)
    return made


def _polygons(shape: BaseGeometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def _lines(cells: Cells, boxes: BaseGeometry) -> Layer:
    """Return lines of each kind: those of the chosen cells, and of the world beyond them."""
    world, units = asset("world.json"), asset("detail.json")["units"]
    found = [(kind, _multi_line(cell[kind], units)) for cell in cells.values() for kind in (COAST, BORDER, REGION)]
    borders = shapely.difference(_multi_line(world["border"], world["units"]), boxes)
    coast = shapely.difference(shapely.union_all(shapely.boundary(_world_land())), boxes)
    found += [(BORDER, borders), (COAST, coast)]
    kept = [(kind, lines) for kind, shape in found if (lines := _line_parts(shape)) is not None]
    columns = columns_of(cells_of([{"kind": kind} for kind, _ in kept], ("kind",)), {})
    shapes = [lines for _, lines in kept]
    return Layer(name=LINES, title="Base map: coasts and borders", columns=columns, shapes=shapes, geometry_type="MultiLineString")


def _multi_line(texts: Iterable[str], units: int) -> BaseGeometry:
    return shapely.MultiLineString([points for text in texts if len(points := decode(text, units)) > 1])


def _line_parts(shape: BaseGeometry) -> shapely.MultiLineString | None:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    return shapely.MultiLineString(parts) if parts else None


def _names(cells: Cells, degrees: int, named: Sequence[tuple[str, float, float]]) -> Layer:
    taken: dict[str, list[tuple[float, float]]] = {}
    for name, lon, lat in named:
        taken.setdefault(name.casefold(), []).append((lon, lat))
    rows = [row for row in _name_rows(cells, degrees) if not _is_taken(row, taken)]
    columns = ("name", "kind", "country", "population", "extent")
    return Layer(
        name=NAMES,
        title="Base map: names",
        columns=columns_of({name: [row.get(name) for row in rows] for name in columns}, {"population": INTEGER, "extent": INTEGER}),
        shapes=points_of([row["lon"] for row in rows], [row["lat"] for row in rows]),
    )


def _name_rows(cells: Cells, degrees: int) -> Iterator[dict[str, Any]]:
    """Yield all countries and the world's largest cities; regions and cities of the chosen cells. ``extent`` is square degrees."""
    labels = asset("labels.json")

    def inside(lat: float, lon: float) -> bool:
        return f"{math.floor(lon / degrees)},{math.floor(lat / degrees)}" in cells

    countries = _country_names()
    for code, lat, lon, size in labels["countries"]:
        yield {"name": countries.get(code, code), "kind": COUNTRY, "country": code, "lat": lat, "lon": lon, "extent": round(size)}
    for name, _, lat, lon, code, size in labels["regions"]:
        if inside(lat, lon):
            yield {"name": name, "kind": REGION, "country": code, "lat": lat, "lon": lon, "extent": round(size)}
    for number, (name, _, lat, lon, people) in enumerate(labels["cities"]):
        if number < WORLD_CITIES or inside(lat, lon):
            yield {"name": name, "kind": CITY, "lat": lat, "lon": lon, "population": people}


@cache
def _country_names() -> dict[str, str]:
    return ShippedSource().country_names()


def _is_taken(row: dict[str, Any], taken: dict[str, list[tuple[float, float]]]) -> bool:
    near = taken.get(row["name"].casefold(), ())
    return any(row["kind"] != CITY or max(abs(lon - row["lon"]), abs(lat - row["lat"])) < NEAR_DEG for lon, lat in near)
