"""The QGIS project and layer definition as files; each comes with the GeoPackage it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from geomap.export.geopackage import GeoPackageExporter, write_layers
from geomap.export.layers import all_layers
from geomap.export.ogr import Layer, Replacement
from geomap.export.qgis.project import qgz_bytes, qlr_bytes
from geomap.files import write_atomically
from geomap.model import Analysis


class QgzExporter:
    """A QGIS project: styled layers, time settings, map tips, relative paths."""

    suffix = ".qgz"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write the project and its GeoPackage; raise OutputError where that cannot be done."""
        _write_over_geopackage(analysis, path, qgz_bytes)


class QlrExporter:
    """A QGIS layer definition: the same layers, to be dropped into a project that is there."""

    suffix = ".qlr"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write the definition and its GeoPackage; raise OutputError where that cannot be done."""
        _write_over_geopackage(analysis, path, qlr_bytes)


def _write_over_geopackage(analysis: Analysis, path: Path, content: Callable[[Analysis, Sequence[Layer], str], bytes]) -> None:
    """Write the GeoPackage of the same name first, then what shows it."""
    data = path.with_suffix(GeoPackageExporter.suffix)
    layers = all_layers(analysis)
    with Replacement(data) as file:
        write_layers(analysis, layers, file)
    write_atomically(path, content(analysis, layers, data.name))
