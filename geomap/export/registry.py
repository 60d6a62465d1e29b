"""The formats that events can be written in: those of geomap, and those that other packages offer by entry points.

A package offers a format under the name of the format in the entry point group ``geomap.exporters``; the entry point names a class
or function that takes no arguments and returns an `geomap.stages.Exporter`. Modules are loaded when their format is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from geomap.errors import SettingsError
from geomap.stages import Exporter

GROUP = "geomap.exporters"


@dataclass(frozen=True, slots=True)
class BuiltInFormat:
    """Where the exporter of a format is, and the package it needs with the extra of geomap that installs it.

    Attributes:
        module: The module, loaded on demand: the formats that GDAL writes cost half a second.
        maker: The name of the class in it.
        package: A package that must be installed; None where geomap's own dependencies suffice.
        extra: The extra of geomap that installs the package.
    """

    module: str
    maker: str
    package: str | None = None
    extra: str = ""


FORMATS = {
    "acled-csv": BuiltInFormat("geomap.export.acled", "AcledExporter"),
    "annotations": BuiltInFormat("geomap.export.annotations", "AnnotationsExporter"),
    "csv": BuiltInFormat("geomap.export.csv", "CsvExporter"),
    "fgb": BuiltInFormat("geomap.export.cloud_native", "FlatGeobufExporter"),
    "geojson": BuiltInFormat("geomap.export.geojson", "GeoJsonExporter"),
    "geojsonl": BuiltInFormat("geomap.export.geojson", "GeoJsonLinesExporter"),
    "gpkg": BuiltInFormat("geomap.export.geopackage", "GeoPackageExporter"),
    "jsonfg": BuiltInFormat("geomap.export.jsonfg", "JsonFgExporter"),
    "kml": BuiltInFormat("geomap.export.kml", "KmlExporter"),
    "monty": BuiltInFormat("geomap.export.monty", "MontyExporter"),
    "parquet": BuiltInFormat("geomap.export.cloud_native", "ParquetExporter", "pyarrow", "parquet"),
    "qgz": BuiltInFormat("geomap.export.geopackage", "QgzExporter"),
    "qlr": BuiltInFormat("geomap.export.geopackage", "QlrExporter"),
    "shp": BuiltInFormat("geomap.export.shapefile", "ShapefileExporter"),
    "ucdp-csv": BuiltInFormat("geomap.export.ucdp", "UcdpExporter"),
}
# Formats whose files end in two suffixes.
_ENDINGS = {
    ".acled.csv": "acled-csv",
    ".annotations.jsonld": "annotations",
    ".fg.json": "jsonfg",
    ".monty.json": "monty",
    ".ucdp.csv": "ucdp-csv",
}


def known_formats() -> tuple[str, ...]:
    """Return the names of all formats, built in or offered by installed packages, sorted."""
    return tuple(sorted({*FORMATS, *(point.name for point in entry_points(group=GROUP))}))


def check_formats(names: Sequence[str]) -> tuple[str, ...]:
    """Check that each format exists and can be written with what is installed, before anything is read or written.

    Args:
        names: Names of formats, such as "geojson"; a suffix such as ".geojson" is a name too.

    Returns:
        The names.

    Raises:
        SettingsError: A format does not exist, needs a package that is not installed, or its plug-in is broken. The parameter of the
            error is ``formats``; for a name that is not known the text lists the known ones and suggests the most similar.
    """
    if isinstance(names, str):
        raise SettingsError(f"give a list of formats, such as [{names!r}]", parameter="formats")
    try:
        for name in names:
            _checked(name)
    except SettingsError as error:
        raise SettingsError(error.text, parameter="formats") from error
    return tuple(names)


def format_of(path: Path) -> str:
    """Return the name of the format that the suffixes of a file say: "acled-csv" for week.acled.csv, ".geojson" for week.geojson."""
    name = path.name.lower()
    return next((known for ending, known in _ENDINGS.items() if name.endswith(ending)), path.suffix or path.name)


def exporter_for(name: str, *, hxl: bool = False) -> Exporter:
    """Return the exporter of a format.

    Args:
        name: The name of the format ("geojson") or its suffix (".geojson").
        hxl: Whether CSV gets a row of HXL tags; other formats have none.

    Returns:
        The exporter.

    Raises:
        SettingsError: The format does not exist, needs a package that is not installed, or its plug-in is broken.
    """
    found = _checked(name)
    if not isinstance(found, BuiltInFormat):
        return found
    maker = getattr(import_module(found.module), found.maker)
    exporter: Exporter = maker(hxl=True) if hxl and found is FORMATS["csv"] else maker()
    return exporter


def require_package(package: str, *, needed_by: str, extra: str) -> None:
    """Check that an optional package is installed.

    Args:
        package: The name under which it is imported.
        needed_by: What needs it, as the error names it.
        extra: The extra of geomap that installs it.

    Raises:
        SettingsError: It is not installed.
    """
    if find_spec(package) is None:
        raise SettingsError(f"{needed_by} needs {package}, which is not installed; install geomap[{extra}]")


def _checked(name: str) -> BuiltInFormat | Exporter:
    """Return the built-in format of this name whose package is installed, else the exporter that a plug-in offers."""
    wanted = name.lower().removeprefix(".")
    built_in = FORMATS.get(wanted)  # which no plug-in replaces
    if built_in is None:
        return _plugin(name, wanted)
    if built_in.package is not None:
        require_package(built_in.package, needed_by=f"the format {wanted}", extra=built_in.extra)
    return built_in


def _plugin(name: str, wanted: str) -> Exporter:
    offered = list(entry_points(group=GROUP, name=wanted))
    if not offered:
        known = known_formats()
        similar = get_close_matches(wanted, known, n=1)
        hint = f"did you mean {similar[0]}? " if similar else ""
        raise SettingsError(f"there is no format {name!r}; {hint}the known formats are {', '.join(known)}")
    if len(offered) > 1:
        owners = " and ".join(sorted(map(_distribution, offered)))
        raise SettingsError(f"the format {wanted} is offered by {owners}; uninstall all but one of them")
    return _made_by(offered[0])


def _made_by(point: EntryPoint) -> Exporter:
    try:
        exporter: Exporter = point.load()()
        usable = exporter.suffix.startswith(".") and callable(exporter.write)
    except Exception as error:  # a plug-in can fail in any way
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise SettingsError(f"the format {point.name}: the plug-in of {_distribution(point)} cannot be loaded ({reason})") from error
    if not usable:
        raise SettingsError(f"the format {point.name}: the plug-in of {_distribution(point)} has no suffix that begins with a dot")
    return exporter


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else f"the package of {point.value}"
