"""A user's own GeoJSON as a layer of the page: read strictly, since a map that draws it wrongly is worse than none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from geomap.errors import InputMissingError, InputTooLargeError, UnreadableError

# A page of 100,000 events has 3 to 14 MB; an overlay above this would be most of what a reader loads.
MAX_OVERLAY_BYTES = 10_000_000
# Of properties that would not be read in a popup: the rest is cut, and said to be.
MAX_PROPERTIES = 60
# About a metre, as fine as a page without streets can show.
DECIMALS = 5
# Levels of lists around a position, by the type of a geometry.
_DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_LEAST_POINTS = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
_MAX_NESTED_COLLECTIONS = 4
_PLAIN_CRS = ("CRS84", "EPSG::4326", "EPSG:4326")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A layer to draw under the events: ``features`` are [geometry, properties] in plain values, lon before lat."""

    name: str
    features: tuple[tuple[dict[str, Any], dict[str, Any]], ...]


def read_overlay(path: Path) -> Overlay:
    """Read a GeoJSON file (RFC 7946); its layer is named by its member "name", else by the file.

    Raises:
        InputMissingError: There is no such file.
        InputTooLargeError: It is over 10 MB.
        UnreadableError: It is not GeoJSON, or has coordinates that are none in degrees.
    """
    found = _parsed(path)
    if not isinstance(found, dict):
        _refuse(path, "it is JSON but not GeoJSON; give a FeatureCollection, a Feature or a geometry")
    _check_crs(path, found)
    features = tuple(_features(path, found))
    if not features:
        _refuse(path, "it has no feature with a geometry, so there is nothing to draw")
    name = found.get("name")
    return Overlay(name=name.strip()[:200] if isinstance(name, str) and name.strip() else path.stem, features=features)


def _parsed(path: Path) -> object:
    text = _text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        _refuse(path, f"it is not JSON: line {error.lineno}, column {error.colno}: {error.msg.lower()}", error)
    except ValueError as error:
        _refuse(path, "it holds a number of thousands of digits", error)
    except RecursionError as error:
        _refuse(path, "its lists are nested too deeply to be GeoJSON", error)


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_OVERLAY_BYTES else b""
        text = content.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: there is no such file", parameter="overlays") from error
    except OSError as error:
        _refuse(path, f"it cannot be read ({(error.strerror or str(error)).lower()})", error)
    except UnicodeDecodeError as error:
        _refuse(path, "it is not text in UTF-8; save it as GeoJSON", error)
    if size > MAX_OVERLAY_BYTES:
        most = MAX_OVERLAY_BYTES / 1e6
        raise InputTooLargeError(
            f"{path}: it has {size / 1e6:.1f} MB, more than the {most:.0f} MB of an overlay; simplify or cut it", parameter="overlays"
        )
    return text


def _check_crs(path: Path, found: dict[str, Any]) -> None:
    """Refuse other coordinates than degrees of WGS 84: old files name them in "crs"."""
    crs = found.get("crs")
    if crs is None:
        return
    named = crs.get("properties", {}).get("name") if isinstance(crs, dict) and isinstance(crs.get("properties"), dict) else crs
    if not str(named).endswith(_PLAIN_CRS):
        _refuse(path, f"its coordinates are in {str(named)[:80]}; export it in WGS 84 (EPSG:4326), longitude and latitude in degrees")


def _features(path: Path, found: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    kind = found.get("type")
    if kind == "FeatureCollection":
        members = found.get("features")
        if not isinstance(members, list):
            _refuse(path, 'its "features" are not a list')
    elif kind == "Feature":
        members = [found]
    else:
        members = [{"type": "Feature", "geometry": found, "properties": None}]
    for number, feature in enumerate(members, 1):
        where = f"feature {number}" if len(members) > 1 else "its feature"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            _refuse(path, f"{where} is not a GeoJSON feature")
        if feature.get("geometry") is not None:
            yield _Checker(path, where).geometry(feature["geometry"], 0), _shown(feature.get("properties"))


def _shown(properties: object) -> dict[str, Any]:
    """Return properties as what a reader sees: text, yes and no; numbers, lists and objects as JSON writes them."""
    if not isinstance(properties, dict):
        return {}
    kept = list(properties.items())[:MAX_PROPERTIES]
    shown = {str(name): _value(value) for name, value in kept if value is not None}
    return shown if len(kept) == len(properties) else shown | {"…": f"+ {len(properties) - len(kept)}"}


def _value(value: object) -> str | bool:
    """Return a value as text: JavaScript would round large numbers."""
    return value if isinstance(value, str | bool) else json.dumps(value, ensure_ascii=False)


class _Checker:
    """One feature's geometry, copied while it is checked, so that nothing else reaches the page."""

    def __init__(self, path: Path, where: str) -> None:
        self._path = path
        self._where = where

    def geometry(self, found: object, level: int) -> dict[str, Any]:
        kind = found.get("type") if isinstance(found, dict) else None
        if not isinstance(found, dict) or not isinstance(kind, str) or kind not in (*_DEPTHS, "GeometryCollection"):
            self._refuse(f"has no geometry that GeoJSON knows ({', '.join(_DEPTHS)}, GeometryCollection)")
        if kind != "GeometryCollection":
            return {"type": kind, "coordinates": self._lists(found.get("coordinates"), _DEPTHS[kind], _LEAST_POINTS.get(kind, 0))}
        parts = found.get("geometries")
        if not isinstance(parts, list) or level >= _MAX_NESTED_COLLECTIONS:
            self._refuse("has a GeometryCollection without a list of geometries, or one in too many others")
        return {"type": kind, "geometries": [self.geometry(part, level + 1) for part in parts]}

    def _lists(self, found: object, depth: int, least: int) -> list[Any]:
        if not isinstance(found, list):
            self._refuse("has no coordinates where they should be")
        if depth == 0:
            return self._position(found)
        if depth == 1 and len(found) < least:
            self._refuse(f"has {len(found)} positions where {least} or more are needed")
        return [self._lists(part, depth - 1, least) for part in found]

    def _position(self, found: Sequence[object]) -> list[float]:
        lon, lat = (*found, None, None)[:2]
        return [self._degrees(lon, 180.0, "longitude"), self._degrees(lat, 90.0, "latitude")]

    def _degrees(self, value: object, most: float, name: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
            self._refuse(f"has {str(value)[:40]} where a {name} should be; GeoJSON wants degrees of WGS 84, longitude first")
        return round(float(value), DECIMALS)

    def _refuse(self, why: str) -> NoReturn:
        _refuse(self._path, f"{self._where} {why}")


def _refuse(path: Path, why: str, cause: Exception | None = None) -> NoReturn:
    raise UnreadableError(f"{path}: {why}", parameter="overlays") from cause
