"""GeoJSON (RFC 7946): lon, lat order, 6 decimals, bbox, right-hand rule, no crs member, null geometry for what has no place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.export.features import DEGREE_DIGITS, event_geometry, event_row
from geomap.files import write_atomically
from geomap.model import Analysis, Event

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class GeoJsonExporter:
    """Writes the events of an analysis as one FeatureCollection."""

    suffix = ".geojson"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.events`` to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, collection_bytes(analysis))


def collection_bytes(analysis: Analysis) -> bytes:
    """Give the events as a FeatureCollection, one feature a line, the same bytes for the same events."""
    features = [feature(event) for event in analysis.events]
    head: dict[str, Any] = {"type": "FeatureCollection"}
    boxes = [f["bbox"] if "bbox" in f else f["geometry"]["coordinates"] * 2 for f in features if f["geometry"]]
    if boxes:
        head["bbox"] = _joined(boxes)
    head["attribution"] = [f"{source.attribution} ({source.licence})" for source in analysis.data_sources]
    opening = _dump(head)[:-1]
    body = ",\n".join(_dump(f) for f in features)
    return f'{opening},"features":[\n{body}\n]}}\n'.encode()


def feature(event: Event) -> dict[str, Any]:
    """Give ``event`` as a GeoJSON Feature."""
    geometry = event_geometry(event.where)
    made: dict[str, Any] = {"type": "Feature"}
    if geometry is not None and geometry.geom_type != "Point":
        made["bbox"] = [round(edge, DEGREE_DIGITS) for edge in geometry.bounds]
    made["geometry"] = None if geometry is None else geojson_geometry(geometry)
    made["properties"] = event_row(event)
    return made


def geojson_geometry(geometry: BaseGeometry) -> dict[str, Any]:
    """Give a shape as a GeoJSON geometry: rings by the right-hand rule, coordinates rounded to 6 decimals."""
    from shapely import get_coordinates, orient_polygons, set_coordinates  # noqa: PLC0415 - keeps `import geomap` light
    from shapely.geometry import mapping  # noqa: PLC0415

    turned = orient_polygons(geometry)
    rounded = set_coordinates(turned, get_coordinates(turned).round(DEGREE_DIGITS))
    made: dict[str, Any] = _listed(mapping(rounded))
    return made


def _listed(shape: Any) -> Any:  # noqa: ANN401 - shapely's mapping is nested tuples of whatever depth
    if isinstance(shape, dict):
        return {key: _listed(value) for key, value in shape.items()}
    return [_listed(value) for value in shape] if isinstance(shape, tuple | list) else shape


def _joined(boxes: list[list[float]]) -> list[float]:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return [min(wests), min(souths), max(easts), max(norths)]


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
