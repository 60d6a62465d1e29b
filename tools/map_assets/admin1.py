"""Lines between the first-level regions of a country, and their names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.ops import linemerge

Edge = tuple[tuple[float, float], tuple[float, float]]

# Natural Earth files Crimea and Sevastopol under Russia; by ISO 3166-2 they are UA-43 and UA-40.
CRIMEAN = {"UA-43", "UA-40"}


# English names that the press no longer writes.
PRESS = {"Odessa": "Odesa", "Kiev": "Kyiv", "Autonomous Republic of Crimea": "Crimea"}


@dataclass(frozen=True, slots=True)
class Region:
    """A region's name where it is written on the map."""

    name_en: str
    name_uk: str
    lat: float
    lon: float
    country: str
    area: float


def country_of(properties: dict[str, Any]) -> str:
    """The region's country, ISO 3166-1 alpha-2, with Crimea in Ukraine."""
    code = str(properties.get("iso_3166_2") or "")
    return "UA" if code in CRIMEAN or code.startswith("UA-") else str(properties.get("iso_a2") or "")


def inner_lines(features: list[dict[str, Any]], tolerance: float) -> list[LineString]:
    """Lines that two regions of one country share, simplified by ``tolerance`` degrees."""
    by_country: dict[str, Counter[Edge]] = {}
    for feature in features:
        by_country.setdefault(country_of(feature["properties"]), Counter()).update(_edges(feature["geometry"]))
    found: list[LineString] = []
    for country, edges in sorted(by_country.items()):
        if country and country != "-1":
            found += _merged([edge for edge, count in edges.items() if count > 1], tolerance)
    return found


def regions(features: list[dict[str, Any]]) -> list[Region]:
    """Names of regions that are large enough to be written, each at its label point."""
    found = []
    for feature in features:
        properties = feature["properties"]
        name = str(properties.get("name_en") or properties.get("name") or "").strip()
        if name and properties.get("latitude") is not None:
            shape: Any = shapely.geometry.shape(feature["geometry"])
            point = shapely.maximum_inscribed_circle(shape, tolerance=0.05).coords[0]
            found.append(
                Region(
                    PRESS.get(name, name), str(properties.get("name_uk") or name), point[1], point[0], country_of(properties), shape.area
                )
            )
    return found


def _edges(geometry: dict[str, Any]) -> set[Edge]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    found = set()
    for polygon in polygons:
        for ring in polygon:
            points = [(round(x, 4), round(y, 4)) for x, y in ring]
            found |= {(min(a, b), max(a, b)) for a, b in pairwise(points) if a != b}
    return found


def _merged(edges: list[Edge], tolerance: float) -> list[LineString]:
    if not edges:
        return []
    merged = linemerge(MultiLineString(sorted(edges)))
    lines = getattr(merged, "geoms", [merged])
    return sorted((line.simplify(tolerance) for line in lines if line.length > tolerance), key=lambda line: line.wkb)
