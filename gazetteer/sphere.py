"""Distances on the sphere, and the order in which rows are stored so that neighbours on Earth are neighbours on disk.

Positions become unit vectors, and vectors become Morton codes (the bits of x, y and z interleaved). A cube of any size is
then one run of codes, and nothing is special at the poles or the antimeridian.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of the WGS 84 ellipsoid (IUGG)."""
KM_PER_DEGREE = 111.195
"""Length of a degree of a great circle on the sphere of that radius, to the metre."""
BITS = 16
"""Bits an axis: the smallest cube has a side of 0.2 km."""

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint64]

_SPREAD = ((32, 0x1F00000000FFFF), (16, 0x1F0000FF0000FF), (8, 0x100F00F00F00F00F), (4, 0x10C30C30C30C30C3), (2, 0x1249249249249249))


def haversine_km(lat: Floats | float, lon: Floats | float, lats: Floats, lons: Floats) -> Floats:
    """Return great-circle distances in km; all arguments in degrees. Within 0.6 % of the ellipsoid."""
    phi, phis = np.radians(lat), np.radians(lats)
    half_lat = np.sin((phis - phi) / 2)
    half_lon = np.sin((np.radians(lons) - np.radians(lon)) / 2)
    share = half_lat * half_lat + np.cos(phi) * np.cos(phis) * half_lon * half_lon
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(share, 1.0))), dtype=np.float64)


def point_haversine_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in km of two points in degrees; the same as haversine_km, 20 times faster for one pair."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_lat = math.sin((other_phi - phi) / 2)
    half_lon = math.sin(math.radians(other_lon - lon) / 2)
    share = half_lat * half_lat + math.cos(phi) * math.cos(other_phi) * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(share, 1.0)))


def unit_vectors(lats: Floats, lons: Floats) -> Floats:
    """Return an array of shape (n, 3) for positions in degrees."""
    phi, lam = np.radians(lats), np.radians(lons)
    return np.stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)), axis=-1)


def grid(vectors: Floats) -> npt.NDArray[np.int64]:
    """Return the cube coordinates, 0 to 2**BITS - 1, of unit vectors."""
    return np.clip(((vectors + 1.0) * (1 << (BITS - 1))).astype(np.int64), 0, (1 << BITS) - 1)


def morton(cubes: npt.NDArray[np.int64]) -> Codes:
    """Interleave the bits of cube coordinates of shape (..., 3)."""
    spread = cubes.astype(np.uint64)
    for shift, mask in _SPREAD:
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return np.asarray(spread[..., 0] | (spread[..., 1] << np.uint64(1)) | (spread[..., 2] << np.uint64(2)), dtype=np.uint64)


def chord(distance_km: float) -> float:
    """Return the straight-line length, in Earth radii, under a great-circle distance."""
    return float(2 * np.sin(min(distance_km / EARTH_RADIUS_KM, np.pi) / 2))
