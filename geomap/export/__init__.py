"""Analyses to files: one file per format, found by its suffix."""

from __future__ import annotations

from importlib import import_module

from geomap.errors import SettingsError
from geomap.export.report import ReportExporter, UnresolvedExporter
from geomap.stages import Exporter

__all__ = ["FORMATS", "ReportExporter", "UnresolvedExporter", "exporter_for"]

# Format -> module and class. Modules are loaded when they are asked for: the formats that GDAL writes cost half a second.
FORMATS = {
    "csv": ("geomap.export.csv", "CsvExporter"),
    "fgb": ("geomap.export.cloud_native", "FlatGeobufExporter"),
    "geojson": ("geomap.export.geojson", "GeoJsonExporter"),
    "geojsonl": ("geomap.export.geojson", "GeoJsonLinesExporter"),
    "gpkg": ("geomap.export.geopackage", "GeoPackageExporter"),
    "kml": ("geomap.export.kml", "KmlExporter"),
    "parquet": ("geomap.export.cloud_native", "ParquetExporter"),
    "qgz": ("geomap.export.geopackage", "QgzExporter"),
    "qlr": ("geomap.export.geopackage", "QlrExporter"),
    "shp": ("geomap.export.shapefile", "ShapefileExporter"),
}


def exporter_for(name: str, *, hxl: bool = False) -> Exporter:
    """Give the exporter of a format ("geojson") or suffix (".geojson"); ``hxl`` adds HXL tags where the format has them.

    Raises:
        SettingsError: There is none of this name, or it needs a package that is not installed.
    """
    wanted = name.lower().removeprefix(".")
    if wanted not in FORMATS:
        raise SettingsError(f"format {name}: there is none of this name; choose from {', '.join(sorted(FORMATS))}")
    module, maker = FORMATS[wanted]
    made = getattr(import_module(module), maker)
    exporter: Exporter = made(hxl=True) if hxl and wanted == "csv" else made()
    return exporter
