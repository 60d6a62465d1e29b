"""FlatGeobuf: the events as one layer of points, quick to open from disk or over HTTP."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gazetteer.collector import collector_paused
from geomap.export.arrow import Points
from geomap.export.layers import events_layer
from geomap.export.ogr import Replacement, write_layer
from geomap.model import Analysis


class FlatGeobufExporter:
    """Writes the events; the spatial index is left out where an event has no place, which the format cannot index."""

    suffix = ".fgb"

    @collector_paused()
    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.events`` to ``path``; raise OutputError where that cannot be done."""
        layer = events_layer(analysis)
        indexed = len(layer.shapes) > 0 and isinstance(layer.shapes, Points) and not layer.shapes.missing.any()
        with Replacement(path) as file:
            write_layer(file, replace(layer, options={"SPATIAL_INDEX": "YES" if indexed else "NO"}), driver="FlatGeobuf")
