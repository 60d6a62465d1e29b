"""Natural Earth as GeoJSON: countries, first-level units, seas, rivers, lakes, and the regions and ranges it names.

Rows have a GeoNames id where Natural Earth has one, so that their outline and names are added to that place. Crimea and Sevastopol,
which some editions draw in Russia, are always assigned to Ukraine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import SourceError
from gazetteer.model import PlaceKind, PlaceName, SourceInfo
from gazetteer.sources.base import SourcePlace, SourceReport
from gazetteer.sources.files import read_lines
from gazetteer.sphere import KM_PER_DEGREE

SOURCE = "natural_earth"
UKRAINIAN = frozenset({"UA-43", "UA-40"})
_MAX_BYTES = 500_000_000
_LANGUAGES = ("en", "uk", "ru")
_WATERS = ("ocean", "sea", "bay", "gulf", "strait", "sound", "channel", "river", "lake", "lagoon", "reservoir")
_TERRAINS = ("range", "island", "peninsula", "isthmus", "desert", "plateau", "valley", "cape", "delta")
_KINDS = (
    ("admin-0", PlaceKind.COUNTRY),
    ("admin-1", PlaceKind.REGION),
    ("populated", PlaceKind.SETTLEMENT),
    *((word, PlaceKind.WATER) for word in _WATERS),
    *((word, PlaceKind.TERRAIN) for word in _TERRAINS),
)


class NaturalEarthSource:
    """One layer of Natural Earth."""

    name = SOURCE

    def __init__(self, path: Path) -> None:
        self.path = path
        self.report = SourceReport()
        self.infos = (
            SourceInfo(
                name="Natural Earth",
                edition=path.name,
                licence="public domain",
                attribution="Made with Natural Earth",
                url="https://www.naturalearthdata.com/",
            ),
        )

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the named features of the layer; SourceError where the file has none."""
        for number, feature in enumerate(self._features(), start=1):
            try:
                place = _place(feature)
            except (ValueError, ShapelyError) as error:
                self.report.reject(number, str(error))
                continue
            self.report.accepted += 1
            yield place
        if not self.report.accepted:
            raise SourceError(f"{self.path} holds no named feature of Natural Earth")

    def _features(self) -> list[Any]:
        try:
            content = json.loads("\n".join(read_lines(self.path, max_bytes=_MAX_BYTES)))
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{self.path} is not GeoJSON: {error}") from error
        features = content.get("features") if isinstance(content, dict) else None
        if not isinstance(features, list):
            raise SourceError(f"{self.path} is not GeoJSON: it has no list of features")
        return features


def _place(feature: object) -> SourcePlace:
    found = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(found, dict) or not isinstance(feature, dict):
        raise ValueError("it has no properties")  # noqa: TRY004 -- the file is wrong, not the call
    properties = {str(key).lower(): value for key, value in found.items()}
    name = str(properties.get("name_en") or properties.get("name") or "").strip()
    if not name:
        raise ValueError("it has no name")
    shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
    if shape is None or shape.is_empty:
        raise ValueError("it has no geometry")
    lon, lat = shapely.get_coordinates(shapely.point_on_surface(shape))[0].tolist()
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 -- degrees
        raise ValueError(f"its position {lat}, {lon} is out of range")
    return SourcePlace(
        id=_id(properties),
        name=name,
        kind=_kind(properties),
        lat=lat,
        lon=lon,
        country=_country(properties),
        source=SOURCE,
        radius_m=_radius_m(shape, lat),
        names=tuple(_names(properties, name)),
        outline_wkb=shapely.to_wkb(shape) if shape.geom_type in ("Polygon", "MultiPolygon") else None,
    )


def _id(properties: Mapping[str, Any]) -> str:
    geonameid = properties.get("gn_id")
    if isinstance(geonameid, int | float) and geonameid > 0:
        return f"geonames:{int(geonameid)}"
    key = properties.get("ne_id") or properties.get("adm1_code") or properties.get("iso_a3")
    if not key:
        raise ValueError("it has no id")
    return f"{SOURCE}:{key}"


def _kind(properties: Mapping[str, Any]) -> PlaceKind:
    feature_class = str(properties.get("featurecla") or "").lower()
    return next((kind for word, kind in _KINDS if word in feature_class), PlaceKind.AREA)


def _country(properties: Mapping[str, Any]) -> str | None:
    if properties.get("iso_3166_2") in UKRAINIAN:
        return "UA"
    codes = (str(properties.get(key) or "") for key in ("iso_a2_eh", "iso_a2"))
    return next((code for code in codes if len(code) == 2 and code.isalpha()), None)  # noqa: PLR2004


def _names(properties: Mapping[str, Any], name: str) -> Iterator[PlaceName]:
    for language in _LANGUAGES:
        text = str(properties.get(f"name_{language}") or "").strip()
        if text and text != name:
            yield PlaceName(text=text, language=language)
    local = str(properties.get("name") or "").strip()
    if local and local != name:
        yield PlaceName(text=local)


def _radius_m(shape: BaseGeometry, lat: float) -> float | None:
    """Return the radius of the circle of the same area; None for a shape without area."""
    area_km2 = shape.area * KM_PER_DEGREE**2 * math.cos(math.radians(lat))
    return 1000 * math.sqrt(area_km2 / math.pi) if area_km2 > 0 else None
