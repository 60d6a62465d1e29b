"""Files that geomap wrote, row by row: one reader a format."""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gazetteer.errors import quoted
from geomap.errors import UnreadableError
from geomap.export.acled import LAYOUT as ACLED
from geomap.export.csv import held_text
from geomap.export.kml import NAMESPACE, SCHEMA
from geomap.export.layouts import own_row
from geomap.export.registry import require_package
from geomap.export.ucdp import LAYOUT as UCDP

Row = dict[str, Any]
Read = Iterator[tuple[Row, Any]]  # a row, and the outline of an event that is an area

STALE = "stale_position"  # of a row whose columns latitude and longitude are not those of its point
_SAME = 1e-6  # degrees: the columns are rounded to this, the point is not
HXL_MARK = "#event+id"
_LAYOUTS = (ACLED, UCDP)
_KML = f"{{{NAMESPACE}}}"


def _geojson(path: Path) -> Read:
    yield from _features(json.loads(path.read_bytes())["features"])


def _geojson_lines(path: Path) -> Read:
    with path.open("rb") as stream:
        yield from _features(json.loads(line) for line in stream if line.strip())


def _features(features: Iterable[Any]) -> Read:
    import shapely  # noqa: PLC0415 - keeps `import geomap` light

    known: dict[str, Any] = {}  # the events of a region share its outline, here as where they were made
    for feature in features:
        geometry = feature["geometry"]
        area = None
        if geometry is not None and geometry["type"] != "Point":
            told = json.dumps(geometry)
            area = known[told] = known.get(told) or shapely.from_geojson(told)
        row = feature["properties"]
        point = geometry["coordinates"] if geometry is not None and geometry["type"] == "Point" else None
        yield _at_point(row, point) if point is not None else row, area


def _csv(path: Path) -> Read:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for cells in csv.DictReader(stream):
            own = own_row(cells, _LAYOUTS)
            if own is not None:
                yield {**{name: text or None for name, text in own.items()}, "quote": own["quote"]}, None
                continue
            row = {name: held_text(cell) if cell else None for name, cell in cells.items() if name}
            if row.get("event_id") != HXL_MARK:
                yield {**row, "quote": row.get("quote") or ""}, None


def _with_layers(path: Path) -> Read:
    """Read events, and from a GeoPackage the outlines of those that are areas."""
    layers = layer_names(path)
    if "events" not in layers and path.suffix.lower() == ".gpkg":
        raise UnreadableError(f"{path}: it has no layer events; give a file of events that geomap wrote")
    outlines = {row["event_id"]: shape for row, shape in layer_rows(path, "areas")} if "areas" in layers else {}
    for row, shape in layer_rows(path, "events" if "events" in layers else None):
        point = (shape.x, shape.y) if shape is not None and shape.geom_type == "Point" and not shape.is_empty else None
        yield _at_point(row, point) if point is not None else row, outlines.get(row["event_id"])


def _at_point(row: Row, point: Sequence[float]) -> Row:
    """Return a row at its point, marked where its columns say something else: whoever moves a point in QGIS leaves them behind."""
    lon, lat = row.get("longitude"), row.get("latitude")
    if isinstance(lon, float | int) and isinstance(lat, float | int) and abs(lon - point[0]) <= _SAME and abs(lat - point[1]) <= _SAME:
        return row
    return {**row, "longitude": point[0], "latitude": point[1], STALE: True}


def layer_names(path: Path) -> set[str]:
    """Return the names of the layers of a file; raise UnreadableError where it is damaged."""
    import pyogrio  # noqa: PLC0415 - heavy

    with _damage_told(path):
        return {name for name, _ in pyogrio.list_layers(path)}


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Turn what GDAL's reading raises for a damaged file, before which it warns, into an error that names the file."""
    from pyogrio import errors  # noqa: PLC0415 - heavy

    damage = (errors.DataSourceError, errors.DataLayerError, errors.FeatureError, errors.GeometryError, errors.CRSError, errors.FieldError)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except damage as error:
        raise UnreadableError(f"{path}: {quoted(str(error))}") from error


def layer_rows(path: Path, name: str | None) -> Read:
    """Yield the rows of a layer with their shapes; the first layer where ``name`` is None; UnreadableError where it is damaged."""
    import pyogrio.raw  # noqa: PLC0415 - heavy
    import shapely  # noqa: PLC0415

    with _damage_told(path):
        meta, _, shapes, fields = pyogrio.raw.read(path, layer=name, datetime_as_string=True)
    known: dict[bytes | None, Any] = {None: None}
    drawn = [None] * len(fields[0]) if shapes is None else shapes.tolist()
    for values, shape in zip(zip(*(field.tolist() for field in fields), strict=True), drawn, strict=True):
        if shape not in known:
            known[shape] = shapely.from_wkb(shape)
        yield dict(zip(meta["fields"], values, strict=True)), known[shape]


def _shapefile(path: Path) -> Read:
    """Read what a Shapefile holds, its columns by their whole names; points only."""
    from geomap.export.shapefile import SHORT_NAMES  # noqa: PLC0415 - heavy

    names = {short: column for column, short in SHORT_NAMES.items()}
    for row, _ in _with_layers(path):
        whole = {names.get(name, name): value for name, value in row.items()}
        yield {**whole, "quote": whole["quote"] or ""}, None


def _kml(path: Path) -> Read:
    from lxml import etree  # noqa: PLC0415 - heavy

    ours = False
    tags = [f"{_KML}Schema", f"{_KML}Placemark"]
    try:
        with path.open("rb") as stream:
            for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True, load_dtd=False):
                ours = ours or element.get("id") == SCHEMA
                if element.tag == f"{_KML}Placemark":
                    yield {data.get("name"): data.text or "" for data in element.iter(f"{_KML}SimpleData")}, _drawn(element)
                    element.clear()
                    while element.getprevious() is not None:  # what was read goes, or a large file fills the memory
                        del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{path}: the KML is incomplete or damaged: {quoted(str(error))}") from error
    if not ours:
        raise UnreadableError(f"{path}: it has no table of events; give a file of events that geomap wrote")


def _drawn(mark: Any) -> Any:  # noqa: ANN401 - an element, a shape
    """Return the polygons of a placemark, None where it is drawn as a point or not at all."""
    import shapely  # noqa: PLC0415 - keeps `import geomap` light

    def rings(polygon: Any, tag: str) -> list[list[tuple[float, ...]]]:  # noqa: ANN401 - an element
        told = polygon.findall(f"{_KML}{tag}/{_KML}LinearRing/{_KML}coordinates")
        return [[tuple(map(float, point.split(",")[:2])) for point in (ring.text or "").split()] for ring in told]

    parts = [shapely.Polygon(rings(part, "outerBoundaryIs")[0], rings(part, "innerBoundaryIs")) for part in mark.iter(f"{_KML}Polygon")]
    return None if not parts else parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _parquet(path: Path) -> Read:
    import shapely  # noqa: PLC0415 - keeps `import geomap` light

    require_package("pyarrow", needed_by=f"{path}: reading Parquet", extra="parquet")
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet  # noqa: PLC0415

    try:
        rows = pyarrow.parquet.read_table(path).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"{path}: it is not a Parquet file, or it is damaged") from error
    for row in rows:
        shape = None if row["geometry"] is None else shapely.from_wkb(row["geometry"])
        yield row, None if shape is None or shape.geom_type == "Point" else shape


READERS: dict[str, Callable[[Path], Read]] = {
    ".csv": _csv,
    ".fgb": _with_layers,
    ".geojson": _geojson,
    ".geojsonl": _geojson_lines,
    ".gpkg": _with_layers,
    ".kml": _kml,
    ".parquet": _parquet,
    ".shp": _shapefile,
}
