"""GeoPackage 1.3 with typed layers, styles and a QGIS project inside; QGIS projects and layer definitions beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from geomap.export.all_layers import all_layers
from geomap.export.features import utc
from geomap.export.gdal import Layer, write_layer
from geomap.export.qgis.project import qgz_bytes, qlr_bytes
from geomap.export.qgis.style import style_document
from geomap.export.qgis.tree import has_places
from geomap.export.written import add_written
from geomap.files import library_error, staged_files, write_atomically
from geomap.model import Analysis

VERSION = "1.3"  # GDAL before 3.7, which QGIS 3.22 has, warns at 1.4
NO_TIME = "1970-01-01T00:00:00Z"  # for an input that has no times: the file bears no clock's

_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
"""
_CONTENTS = "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES (?, 'attributes', ?, ?, ?)"


class GeoPackageExporter:
    """Writes all that an analysis found into one file."""

    suffix = ".gpkg"

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write ``analysis`` to ``path``; raise OutputError where that cannot be done."""
        with staged_files([path]) as (file,):
            write_layers(analysis, all_layers(analysis), file)


def write_layers(analysis: Analysis, layers: Sequence[Layer], file: Path, *, without: Collection[str] = ()) -> None:
    """Fill ``file``, at which no reader looks yet.

    Args:
        analysis: What the file is made from.
        layers: The layers that its project shows.
        file: The file.
        without: The names of layers that the caller makes.
    """
    moment = (utc(analysis.newest_time) or NO_TIME).replace("Z", ".000Z")  # the form that the standard asks for
    for number, layer in enumerate(layer for layer in layers if layer.name not in without):
        options = {"DESCRIPTION": layer.title, "IDENTIFIER": layer.name}
        write_layer(file, replace(layer, options=options), driver="GPKG", append=number > 0, dataset={"VERSION": VERSION})
    try:
        with closing(sqlite3.connect(file)) as database, database:
            _add_styles(database, layers, moment)
            _add_project(database, analysis, layers, file.name)
            add_written(database)
    except sqlite3.Error as error:
        raise library_error(file, error) from error


def _add_styles(database: sqlite3.Connection, layers: Sequence[Layer], moment: str) -> None:
    """Write the table by which QGIS finds a layer's style: an empty schema, the geometry column's true name."""
    database.execute(_STYLES)
    database.execute(_CONTENTS, ("layer_styles", "layer_styles", "QGIS styles", moment))
    for layer in layers:
        if layer.geometry_type is not None:
            database.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,"
                " useAsDefault, description, owner, update_time) VALUES ('', '', ?, 'geom', ?, ?, 1, ?, '', ?)",
                (layer.name, layer.name, style_document(layer, places=has_places(layer)), layer.title, moment),
            )
    database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))


def _add_project(database: sqlite3.Connection, analysis: Analysis, layers: Sequence[Layer], file_name: str) -> None:
    """Write the project where QGIS looks for one inside a GeoPackage: hexadecimal bytes of a .qgz."""
    database.execute("CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)")
    metadata = f'{{"last_modified_time": "{utc(analysis.newest_time) or NO_TIME}", "last_modified_user": ""}}'
    content = qgz_bytes(analysis, layers, file_name)
    database.execute("INSERT INTO qgis_projects VALUES (?, ?, ?)", ("geomap", metadata, content.hex().encode()))


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
    """Write the GeoPackage of the same name and what shows it, both or none."""
    layers = all_layers(analysis)
    with staged_files([path.with_suffix(GeoPackageExporter.suffix), path]) as (data, shown):
        write_layers(analysis, layers, data)
        write_atomically(shown, content(analysis, layers, data.name))
