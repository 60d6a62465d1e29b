"""Newline-delimited GeoJSON (RFC 8142 without the record separators): one feature a line, to be read as a stream."""

from __future__ import annotations

import json
from pathlib import Path

from geomap.export.geojson import feature
from geomap.files import write_atomically
from geomap.model import Analysis


class GeoJsonLinesExporter:
    """Writes each event as a line."""

    suffix = ".geojsonl"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis.events`` to ``path``; raise OutputError where that cannot be done."""
        lines = (json.dumps(feature(event), ensure_ascii=False, separators=(",", ":"), allow_nan=False) for event in analysis.events)
        write_atomically(path, "".join(line + "\n" for line in lines).encode())
