"""The formats made to be read in part, over HTTP or by columns: GeoParquet 1.1 and FlatGeobuf."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import OutputError
from geomap.export.features import event_cells
from geomap.export.gdal import GEOMETRY, Points, arrow_stream, write_layer
from geomap.export.geometry import event_shapes, smallest_box
from geomap.export.layers import events_layer
from geomap.export.table import EVENT_TYPES, columns_of, each_once
from geomap.files import staged_files
from geomap.model import Analysis

VERSION = "1.1.0"
BOX = ("xmin", "ymin", "xmax", "ymax")  # of each shape, by which readers skip what lies elsewhere


class ParquetExporter:
    """Writes the events: points, and regions as areas, in OGC:CRS84 (the format's own default: longitude first)."""

    suffix = ".parquet"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.filed`` to ``path``; raise OutputError where that cannot be done."""
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415

        shapes = event_shapes([event.where for event in analysis.filed])
        turned = each_once(shapely.orient_polygons, shapes, key=id)
        table = pa.table(arrow_stream(columns_of(event_cells(analysis.filed), EVENT_TYPES), turned))
        table = table.rename_columns(["geometry" if name == GEOMETRY else name for name in table.column_names])
        edges = shapely.bounds(np.array(turned, dtype=object)).T if turned else np.empty((4, 0))
        boxes = pa.StructArray.from_arrays([pa.array(edge, from_pandas=True) for edge in edges], list(BOX))  # NaN is null
        table = table.append_column("bbox", boxes)
        described = table.replace_schema_metadata({"geo": json.dumps(geo_metadata(turned))})
        with staged_files([path]) as (file,):
            try:
                pyarrow.parquet.write_table(described, file, compression="zstd")
            except pa.ArrowException as error:
                raise OutputError(f"cannot write {path}: {error}") from error


def geo_metadata(shapes: Sequence[BaseGeometry | None]) -> dict[str, Any]:
    """Return the "geo" metadata that the format asks for: which column, what kinds of shapes, the box that holds them."""
    drawn = [shape for shape in shapes if shape is not None and not shape.is_empty]
    kinds = sorted({shape.geom_type for shape in drawn})
    covering = {"bbox": {edge: ["bbox", edge] for edge in BOX}}
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": kinds, "orientation": "counterclockwise", "covering": covering}
    if drawn:
        column["bbox"] = smallest_box(shapely.bounds(shapely.get_parts(drawn)).tolist())
    return {"version": VERSION, "primary_column": "geometry", "columns": {"geometry": column}}


class FlatGeobufExporter:
    """Writes the events; the spatial index is left out where an event has no place, which the format cannot index."""

    suffix = ".fgb"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.filed`` to ``path``; raise OutputError where that cannot be done."""
        layer = events_layer(analysis)
        indexed = len(layer.shapes) > 0 and isinstance(layer.shapes, Points) and not layer.shapes.missing.any()
        with staged_files([path]) as (file,):
            write_layer(file, replace(layer, options={"SPATIAL_INDEX": "YES" if indexed else "NO"}), driver="FlatGeobuf")
