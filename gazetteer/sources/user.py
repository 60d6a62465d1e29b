"""A user's own places: CSV or GeoJSON with name, lat, lon and, where known, id, kind, aliases, country, admin, radius_m.

In CSV these are columns, in GeoJSON properties of a point or an area. Aliases are separated by "|". The country and region are
found by position, so words in ``admin`` are not needed; ids in it ("geonames:12189529"), the smallest unit first, separated by
"|", are those of the units that contain the place.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError

from gazetteer.errors import SourceError
from gazetteer.model import PlaceKind, PlaceName, SourceInfo
from gazetteer.sources.base import SourcePlace, SourceReport, coordinate
from gazetteer.sources.files import read_lines
from gazetteer.sources.shipped import shipped_units
from gazetteer.sphere import KM_PER_DEGREE

SOURCE = "user"
_MAX_GEOJSON_BYTES = 500_000_000
_COUNTRY = re.compile(r"[A-Z]{2}")
_ID = re.compile(r"[A-Za-z][\w.-]*:\S+")
_LAT_NAMES, _LON_NAMES, _NAME_NAMES = ("lat", "latitude", "y"), ("lon", "lng", "long", "longitude", "x"), ("name", "place", "title")


class UserSource:
    """A table or GeoJSON file of the user's own places."""

    name = SOURCE

    def __init__(self, path: Path) -> None:
        self.path = path
        self.report = SourceReport()
        self.infos = (SourceInfo(name=path.name, edition="", licence="the user's own", attribution=path.name),)

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the places of the file; SourceError where it is neither CSV nor GeoJSON of places."""
        yield from shipped_units().completed(self._told())

    def _told(self) -> Iterator[SourcePlace]:
        for number, read in enumerate(self._geojson() if self._is_json() else self._table(), start=1):
            try:
                place = _place(*read)
            except ValueError as error:
                self.report.reject(number, str(error))
                continue
            self.report.accepted += 1
            yield place
        if not self.report.accepted:
            why = f": row {self.report.rejected[0].row}, {self.report.rejected[0].reason}" if self.report.rejected else ""
            raise SourceError(f"{self.path} holds no place that can be read{why}")

    def _is_json(self) -> bool:
        for line in read_lines(self.path):
            if line.strip():
                return line.lstrip().startswith("{")
        raise SourceError(f"{self.path} is blank")

    def _table(self) -> Iterator[tuple[Mapping[str, str], None]]:
        lines = (part for line in read_lines(self.path) for part in line.split("\r") if part)  # Excel for Macintosh ends them so
        head = next(lines)
        separator = max(",;\t", key=head.count)
        try:
            columns = [column.strip().lower() for column in next(csv.reader([head], delimiter=separator))]
        except csv.Error as error:
            raise SourceError(f"{self.path}: the header cannot be read ({error}); save the table again as CSV") from error
        missing = [names[0] for names in (_NAME_NAMES, _LAT_NAMES, _LON_NAMES) if not set(names) & set(columns)]
        if missing:
            raise SourceError(f"{self.path} should have columns name, lat and lon; it has no {' or '.join(missing)}")
        rows = csv.DictReader(lines, fieldnames=columns, delimiter=separator)
        try:
            for row in rows:
                yield {key: value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}, None
        except csv.Error as error:
            raise SourceError(f"{self.path}: row {rows.line_num + 1} cannot be read ({error}); save the table again as CSV") from error

    def _geojson(self) -> Iterator[tuple[Mapping[str, str], Any]]:
        try:
            content = json.loads("\n".join(read_lines(self.path, max_bytes=_MAX_GEOJSON_BYTES)))
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{self.path} begins like GeoJSON but is not JSON: {error}") from error
        features = content.get("features") if content.get("type") == "FeatureCollection" else [content]
        if not isinstance(features, list) or content.get("type") not in ("FeatureCollection", "Feature"):
            raise SourceError(f"{self.path} should be a GeoJSON Feature or FeatureCollection")
        for feature in features:
            given = feature.get("properties") if isinstance(feature, dict) else None
            properties = given if isinstance(given, dict) else {}
            yield {str(key).lower(): _text(value) for key, value in properties.items()}, _geometry(feature)


def _text(value: object) -> str:
    if isinstance(value, list):
        return "|".join(_text(item) for item in value)
    return "" if value is None else str(value).encode("utf-8", "replace").decode()  # JSON may hold unpaired surrogates


def _geometry(feature: object) -> object:
    return feature.get("geometry") if isinstance(feature, dict) else None


def _place(row: Mapping[str, str], geometry: object) -> SourcePlace:
    name = _first(row, _NAME_NAMES)
    if not name:
        raise ValueError("it has no name")
    country = row.get("country", "").strip().upper()
    if country and not _COUNTRY.fullmatch(country):
        raise ValueError(f"country {country!r} is not an ISO 3166-1 code of two letters")
    lat, lon, outline, radius_m = _position(row, geometry)
    key = row.get("id", "").strip()
    return SourcePlace(
        id=key if _ID.fullmatch(key) else f"{SOURCE}:{key or _key(name, lat, lon)}",
        name=name,
        kind=_kind(row.get("kind", "")),
        lat=lat,
        lon=lon,
        country=country or None,
        source=SOURCE,
        radius_m=_radius(row) or radius_m,
        names=tuple(PlaceName(text=text) for text in _split(row.get("aliases", "")) if text != name),
        parents=tuple(text for text in _split(row.get("admin", "")) if _ID.fullmatch(text)),
        outline_wkb=outline,
    )


def _position(row: Mapping[str, str], geometry: object) -> tuple[float, float, bytes | None, float | None]:
    """Return lat and lon, and for an area its outline and the radius of the circle of the same area."""
    if geometry is None:
        return coordinate(_first(row, _LAT_NAMES), 90.0, "latitude"), coordinate(_first(row, _LON_NAMES), 180.0, "longitude"), None, None
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except (ShapelyError, ValueError, TypeError) as error:
        raise ValueError("its geometry is not GeoJSON") from error
    if shape is None or shape.is_empty:
        raise ValueError("its geometry is empty")
    x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0].tolist()
    lat, lon = coordinate(str(y), 90.0, "latitude"), coordinate(str(x), 180.0, "longitude")
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return lat, lon, None, None
    area_km2 = shape.area * KM_PER_DEGREE**2 * math.cos(math.radians(lat))
    return lat, lon, shapely.to_wkb(shape), 1000 * math.sqrt(max(area_km2, 0.0) / math.pi)


def _kind(text: str) -> PlaceKind:
    if not text.strip():
        return PlaceKind.SETTLEMENT
    try:
        return PlaceKind(text.strip().lower())
    except ValueError:
        raise ValueError(f"kind {text!r} is not one of {', '.join(PlaceKind)}") from None


def _radius(row: Mapping[str, str]) -> float | None:
    text = row.get("radius_m", "").strip()
    if not text:
        return None
    radius_m = coordinate(text, 20_000_000.0, "radius_m")
    if radius_m < 0:
        raise ValueError(f"radius_m {text} is below zero")
    return radius_m


def _first(row: Mapping[str, str], columns: tuple[str, ...]) -> str:
    return next((row[column].strip() for column in columns if row.get(column, "").strip()), "")


def _split(cell: str) -> list[str]:
    return [text.strip() for text in cell.split("|") if text.strip()]


def _key(name: str, lat: float, lon: float) -> str:
    """Return a stable id for a place that has none."""
    return hashlib.sha256(f"{name}|{lat:.5f}|{lon:.5f}".encode()).hexdigest()[:16]
