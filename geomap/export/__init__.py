"""Analyses to files: one file per format, found by its suffix."""

from __future__ import annotations

from geomap.errors import SettingsError
from geomap.export.geojson import GeoJsonExporter
from geomap.export.report import ReportExporter
from geomap.stages import Exporter

__all__ = ["EXPORTERS", "GeoJsonExporter", "ReportExporter", "exporter_for"]

EXPORTERS: dict[str, Exporter] = {exporter.suffix: exporter for exporter in (GeoJsonExporter(),)}


def exporter_for(name: str) -> Exporter:
    """Give the exporter of a format ("geojson") or suffix (".geojson"); raise SettingsError where there is none."""
    suffix = "." + name.lower().removeprefix(".")
    if suffix not in EXPORTERS:
        known = ", ".join(sorted(s[1:] for s in EXPORTERS))
        raise SettingsError(f"format {name}: there is none of this name; choose from {known}")
    return EXPORTERS[suffix]
