"""Geometries as GeoPackages hold them (GeoPackage 1.3, clause 2.1.3), and the functions that their triggers call."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Sequence

import numpy as np

from geomap.export.features import DEGREE_DIGITS

SRS = 4326
_ENVELOPES = (0, 32, 48, 48, 64)  # bytes of the bounding box in the head of a geometry, by its kind
_HEAD = struct.Struct("<2sBBi")  # "GP", version, flags, reference system
_LITTLE, _BOXED, _EMPTY = 0b1, 0b10, 0b10000
_POINT = struct.Struct("<BIdd")
_BOX = struct.Struct("<dddd")
_IS_POINT = 1
_POINTS = np.dtype([("head", "u1", _HEAD.size + 5), ("lon", "<f8"), ("lat", "<f8")])


def point_blob(lon: float | None, lat: float | None) -> bytes | None:
    """Return a point; None for none."""
    if lon is None or lat is None:
        return None
    return _HEAD.pack(b"GP", 0, _LITTLE, SRS) + _POINT.pack(1, _IS_POINT, lon, lat)


def is_plain_point(column: str) -> str:
    """Return the SQL condition that a column holds a point as `point_blob` writes it."""
    head = _HEAD.pack(b"GP", 0, _LITTLE, SRS) + _POINT.pack(1, _IS_POINT, 0, 0)[:-16]
    return f"length({column}) = {_POINTS.itemsize} AND substr({column}, 1, {len(head)}) = x'{head.hex()}'"


def point_array(blobs: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """Return the longitudes and latitudes (N) of points that `point_blob` wrote."""
    held = np.frombuffer(b"".join(blobs), _POINTS)
    return held["lon"].copy(), held["lat"].copy()


def shape_blob(wkb: bytes, box: tuple[float, float, float, float]) -> bytes:
    """Return a geometry of well-known binary with its bounds (least lon and lat, most lon and lat)."""
    west, south, east, north = box
    return _HEAD.pack(b"GP", 0, _LITTLE | _BOXED, SRS) + _BOX.pack(west, east, south, north) + wkb


def geometry_of(blob: bytes) -> bytes | None:
    """Return the well-known binary of a geometry as `point_blob` and `shape_blob` write it; None for other bytes."""
    if blob[:2] != b"GP":
        return None
    return blob[_HEAD.size + _ENVELOPES[blob[3] >> 1 & 7] :]


def point_of(blob: bytes | None) -> tuple[float | None, float | None]:
    """Return the longitude and latitude of a point, rounded as the columns are; None for none, or for what is no point."""
    box = _box(blob) if blob is not None else None
    if box is None or box[0] != box[1] or box[2] != box[3]:
        return None, None
    return round(box[0], DEGREE_DIGITS) + 0.0, round(box[2], DEGREE_DIGITS) + 0.0


def _box(blob: bytes) -> tuple[float, float, float, float] | None:
    """Return the bounds in the order of the head: least and most lon, least and most lat; None for what is empty or not understood."""
    if not isinstance(blob, bytes) or len(blob) < _HEAD.size or blob[:2] != b"GP" or blob[3] & _EMPTY:
        return None
    kind = blob[3] >> 1 & 7
    if kind and blob[3] & _LITTLE and len(blob) >= _HEAD.size + _BOX.size:
        west, east, south, north = _BOX.unpack_from(blob, _HEAD.size)
        return west, east, south, north
    start = _HEAD.size + _ENVELOPES[min(kind, len(_ENVELOPES) - 1)]
    if len(blob) < start + _POINT.size or blob[start] != 1:
        return None
    _, shape, lon, lat = _POINT.unpack_from(blob, start)
    return (lon, lon, lat, lat) if shape == _IS_POINT and lon == lon and lat == lat else None  # noqa: PLR0124 - NaN is an empty point


def add_functions(database: sqlite3.Connection) -> None:
    """Give a connection the functions by which the triggers of a GeoPackage keep its spatial index, which SQLite lacks."""

    def bound(number: int) -> Callable[[bytes | None], float | None]:
        def of(blob: bytes | None) -> float | None:
            box = _box(blob) if blob is not None else None
            return None if box is None else box[number]

        return of

    for number, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        database.create_function(name, 1, bound(number), deterministic=True)
    database.create_function("ST_IsEmpty", 1, lambda blob: blob is None or _box(blob) is None, deterministic=True)
