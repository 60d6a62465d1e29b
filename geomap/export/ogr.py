"""What the formats that GDAL writes share: typed layers through pyogrio, errors as one sentence."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyogrio
import pyogrio.errors

from geomap.export.arrow import GEOMETRY, Shapes, arrow_stream
from geomap.export.table import Columns
from geomap.files import library_error, output_error

CRS = "EPSG:4326"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer: a name, its columns, and a shape (or None) for each row; ``geometry_type`` None is a table without shapes."""

    name: str
    columns: Columns
    shapes: Shapes = ()
    geometry_type: str | None = "Point"
    title: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


def write_layer(path: Path, layer: Layer, *, driver: str, append: bool = False, dataset: Mapping[str, str] | None = None) -> None:
    """Write one layer; raise OutputError in one sentence where GDAL cannot.

    ``path`` is one that no reader looks at yet: GDAL fills files piece by piece, so callers write to a temporary name.
    """
    plain = layer.geometry_type is None
    options: dict[str, Any] = {"layer_options": dict(layer.options)}
    if not append:
        options["dataset_options"] = dict(dataset or {})
    try:
        pyogrio.write_arrow(
            arrow_stream(layer.columns, None if plain else layer.shapes),
            path,
            layer=layer.name,
            driver=driver,
            geometry_name=None if plain else GEOMETRY,
            geometry_type=None if plain else layer.geometry_type,
            crs=None if plain else CRS,
            append=append,
            **options,
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError, RuntimeError) as error:
        raise library_error(path, error) from error


class Replacement:
    """A hidden folder beside ``path`` to fill a file in; leaving the block well moves the file into place, else it goes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Path:
        try:
            self._folder = tempfile.TemporaryDirectory(prefix=".geomap.", suffix=".part", dir=self._path.parent)
        except OSError as error:
            raise output_error(self._path, error) from error
        return Path(self._folder.name) / self._path.name

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                filled = Path(self._folder.name) / self._path.name
                with filled.open("rb+") as stream:
                    os.fsync(stream.fileno())
                filled.replace(self._path)
        except OSError as error:
            raise output_error(self._path, error) from error
        finally:
            self._folder.cleanup()
