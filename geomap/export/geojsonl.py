"""Newline-delimited GeoJSON (RFC 8142 without the record separators): one feature a line, to be read as a stream."""

from __future__ import annotations

from pathlib import Path

from gazetteer.collector import collector_paused
from geomap.export.geojson import feature_lines
from geomap.files import write_atomically
from geomap.model import Analysis


class GeoJsonLinesExporter:
    """Writes each event as a line."""

    suffix = ".geojsonl"

    @collector_paused()
    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.events`` to ``path``; raise OutputError where that cannot be done."""
        write_atomically(path, feature_lines(analysis.events))
