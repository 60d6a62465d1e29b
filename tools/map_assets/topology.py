"""Natural Earth's countries as arcs: land, coasts and borders, with Crimea in Ukraine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry import LineString, Polygon

WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)
# Natural Earth draws who holds Crimea; the map follows ISO 3166 and the United Nations, where it is Ukraine's.
CRIMEA = (31.0, 44.0, 38.0, 47.0)
UKRAINE, RUSSIA = "804", "643"


@dataclass(frozen=True, slots=True)
class Lines:
    """What a base map is drawn from, in lon, lat degrees."""

    land: list[Polygon]
    coasts: list[LineString]
    borders: list[LineString]


def lines_of(topology: dict[str, Any], tolerance: float, smallest: float) -> Lines:
    """Simplify ``topology`` by ``tolerance`` degrees; islands under ``smallest`` square degrees are left out.

    Arcs are simplified before they are joined, so neighbours keep one border between them.
    """
    arcs = [_simplified(arc, tolerance) for arc in _decoded(topology)]
    owners = _owners(topology, arcs)
    coasts = [
        line
        for arc, holders in zip(arcs, owners, strict=True)
        if len(holders) == 1 and not _is_speck(arc, smallest)
        for line in _lines(arc)
    ]
    borders = [line for arc, holders in zip(arcs, owners, strict=True) if len(holders) > 1 for line in _lines(arc)]
    _check_crimea(owners, arcs)
    return Lines(_land(topology, arcs, smallest), coasts, borders)


def _decoded(topology: dict[str, Any]) -> list[np.ndarray]:
    scale, translate = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]


def _simplified(arc: np.ndarray, tolerance: float) -> np.ndarray:
    if tolerance == 0 or len(arc) < 3:  # noqa: PLR2004 - a line of two points has nothing to lose
        return arc
    return np.asarray(LineString(arc).simplify(tolerance, preserve_topology=True).coords)


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] is None:
        return []
    polygons: list[list[list[int]]] = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return polygons


def _ring(indices: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _owners(topology: dict[str, Any], arcs: list[np.ndarray]) -> list[set[str]]:
    """Which countries each arc bounds; an arc between two is a border, an arc of one a coast."""
    owners: list[set[str]] = [set() for _ in arcs]
    for geometry in topology["objects"]["countries"]["geometries"]:
        country = geometry.get("id") or geometry["properties"]["name"]
        for polygon in _polygons(geometry):
            holder = UKRAINE if country == RUSSIA and _in_crimea(_ring(polygon[0], arcs)) else country
            for ring in polygon:
                for index in ring:
                    owners[index if index >= 0 else ~index].add(holder)
    return owners


def _in_crimea(ring: np.ndarray) -> bool:
    west, south, east, north = CRIMEA
    (low_lon, low_lat), (high_lon, high_lat) = ring.min(axis=0), ring.max(axis=0)
    return bool(west < low_lon and high_lon < east and south < low_lat and high_lat < north)


def _check_crimea(owners: list[set[str]], arcs: list[np.ndarray]) -> None:
    for index, holders in enumerate(owners):
        if holders == {UKRAINE, RUSSIA} and _in_crimea(arcs[index]):
            raise ValueError("a border between Ukraine and Russia is left at Crimea")


def _is_speck(arc: np.ndarray, smallest: float) -> bool:
    closed = bool((arc[0] == arc[-1]).all())
    return closed and (len(arc) < 4 or Polygon(arc).area < smallest)  # noqa: PLR2004 - a ring has four points


def country_polygons(topology: dict[str, Any]) -> dict[str, list[Polygon]]:
    """Each country's polygons, by its numeric ISO code."""
    arcs = _decoded(topology)
    return {
        geometry["id"]: [Polygon(_ring(polygon[0], arcs)) for polygon in _polygons(geometry)]
        for geometry in topology["objects"]["countries"]["geometries"]
        if geometry.get("id")
    }


def _land(topology: dict[str, Any], arcs: list[np.ndarray], smallest: float) -> list[Polygon]:
    found: list[Polygon] = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in _polygons(geometry):
            rings = [_unrolled(_ring(ring, arcs)) for ring in polygon]
            rings = [ring for ring in rings if len(ring) > 3]  # noqa: PLR2004 - a ring has four points
            if rings:
                found += [part for whole in _whole(Polygon(rings[0], rings[1:])) for part in _wrapped(whole) if part.area >= smallest]
    return found


def _unrolled(ring: np.ndarray) -> np.ndarray:
    """Let a ring that crosses the antimeridian run on beyond 180 degrees; one around the pole is closed along it."""
    jumps = np.round(np.diff(ring[:, 0]) / 360.0)
    unrolled = ring.copy()
    unrolled[1:, 0] -= 360.0 * np.cumsum(jumps)
    if abs(unrolled[-1, 0] - unrolled[0, 0]) > 180.0:  # noqa: PLR2004 - half a turn
        pole = -90.0 if ring[:, 1].mean() < 0 else 90.0
        corners = [[unrolled[-1, 0], pole], [unrolled[0, 0], pole], unrolled[0]]
        unrolled = np.concatenate([unrolled, corners])
    return unrolled


def _wrapped(polygon: Polygon) -> list[Polygon]:
    """Cut at the antimeridian what runs beyond it, and bring the rest back to the map."""
    west, _, east, _ = polygon.bounds
    if WORLD.bounds[0] <= west and east <= WORLD.bounds[2]:
        return [polygon]
    turned = [translate(polygon, xoff=turn) for turn in (-360.0, 0.0, 360.0)]
    return [part for each in turned for part in shapely.get_parts(each.intersection(WORLD)) if isinstance(part, Polygon)]


def _lines(arc: np.ndarray) -> list[LineString]:
    """Break an arc where it crosses the antimeridian."""
    breaks = np.flatnonzero(np.abs(np.diff(arc[:, 0])) > 180.0) + 1  # noqa: PLR2004 - half a turn
    return [LineString(piece) for piece in np.split(arc, breaks) if len(piece) > 1]


def _whole(polygon: Polygon) -> list[Polygon]:
    """Give the valid polygons of one that may touch itself."""
    valid = polygon if polygon.is_valid else shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    return [part for part in shapely.get_parts(shapely.get_parts(valid)) if isinstance(part, Polygon)]
