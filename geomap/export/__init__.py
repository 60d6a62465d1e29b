"""Analyses to files: one file per format, found by its suffix."""

from __future__ import annotations

from importlib import import_module

from geomap.errors import SettingsError
from geomap.export.report import ReportExporter
from geomap.export.unresolved import UnresolvedExporter
from geomap.stages import Exporter

__all__ = ["FORMATS", "ReportExporter", "UnresolvedExporter", "exporter_for"]

# Format -> module and class. Modules are loaded when they are asked for: the formats that GDAL writes cost half a second.
FORMATS = {
    "csv": ("geomap.export.csv", "CsvExporter"),
    "fgb": ("geomap.export.flatgeobuf", "FlatGeobufExporter"),
    "geojson": ("geomap.export.geojson", "GeoJsonExporter"),
    "geojsonl": ("geomap.export.geojsonl", "GeoJsonLinesExporter"),
    "gpkg": ("geomap.export.geopackage", "GeoPackageExporter"),
    "qgz": ("geomap.export.qgis.files", "QgzExporter"),
    "qlr": ("geomap.export.qgis.files", "QlrExporter"),
}


def exporter_for(name: str) -> Exporter:
    """Give the exporter of a format ("geojson") or suffix (".geojson"); raise SettingsError where there is none."""
    wanted = name.lower().removeprefix(".")
    if wanted not in FORMATS:
        raise SettingsError(f"format {name}: there is none of this name; choose from {', '.join(sorted(FORMATS))}")
    module, maker = FORMATS[wanted]
    exporter: Exporter = getattr(import_module(module), maker)()
    return exporter
