"""QGIS projects (.qgs inside .qgz or a GeoPackage) and layer definitions (.qlr) over the layers of a GeoPackage beside them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from geomap.export.features import utc
from geomap.export.gdal import Layer
from geomap.export.qgis.style import add_style, labels_enabled, precision_renderer
from geomap.export.xml import child, document
from geomap.model import Analysis

QGIS_VERSION = "3.22.0-Białowieża"  # the oldest that must open it; newer ones read it all the same
PROJECT_NAME = "geomap"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time a zip can bear: the same input gives the same bytes
STEP_HOURS = 24
MARGIN = 0.1  # of the extent, around what is shown first
LEAST_MARGIN_DEGREES = 0.5
WORLD = (-180.0, -60.0, 180.0, 75.0)

WGS_84 = {
    "proj4": "+proj=longlat +datum=WGS84 +no_defs",
    "srsid": "3452",  # QGIS finds a system by this number of its own; without it a project has none
    "srid": "4326",
    "authid": "EPSG:4326",
    "description": "WGS 84",
    "projectionacronym": "longlat",
    "ellipsoidacronym": "EPSG:7030",
    "geographicflag": "true",
}
WEB_MERCATOR = {
    "proj4": "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs",
    "srsid": "3857",
    "srid": "3857",
    "authid": "EPSG:3857",
    "description": "WGS 84 / Pseudo-Mercator",
    "projectionacronym": "merc",
    "ellipsoidacronym": "EPSG:7030",
    "geographicflag": "false",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One entry of the layer tree; ``precision`` draws the events' circles instead of their markers."""

    id: str
    title: str
    layer: Layer
    group: str
    checked: bool = True
    precision: bool = False


def qgz_bytes(analysis: Analysis, layers: Sequence[Layer], data_file: str) -> bytes:
    """Return a project over the GeoPackage ``data_file``, beside which or in which it lies."""
    return _zipped(_project(analysis, layers, data_file), f"{PROJECT_NAME}.qgs")


def qlr_bytes(_: Analysis, layers: Sequence[Layer], data_file: str) -> bytes:
    """Return a layer definition: the layers with styles and time settings, to be added to any project."""
    root = Element("qlr")
    shown = _shown(layers)
    _add_tree(root, shown, data_file)
    listed = child(root, "maplayers")
    for entry in shown:
        _add_layer(listed, entry, data_file)
    return document(root, "qgis-layer-definition").encode()


def _project(analysis: Analysis, layers: Sequence[Layer], data_file: str) -> bytes:
    shown = _shown(layers)
    root = Element("qgis", projectname="geomap", version=QGIS_VERSION)
    child(root, "homePath", path="")
    child(root, "title", "geomap")
    _add_crs(child(root, "projectCrs"), WEB_MERCATOR)
    _add_tree(root, shown, data_file)
    listed = child(root, "projectlayers")
    for entry in shown:
        _add_layer(listed, entry, data_file)
    order = child(root, "layerorder")
    for entry in shown:
        child(order, "layer", id=entry.id)
    properties = child(root, "properties")
    child(child(properties, "Paths"), "Absolute", "false", type="bool")
    child(child(properties, "SpatialRefSys"), "ProjectionsEnabled", "1", type="int")
    _add_view(root, analysis)
    _add_time(root, analysis)
    return document(root, "qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'").encode()


def _shown(layers: Sequence[Layer]) -> list[_Shown]:
    named = {layer.name: layer for layer in layers}
    entries = [
        ("Events by type", "events", "Events", True, False),
        ("Precision", "events", "Events", True, True),
        ("Areas", "areas", "Events", True, False),
        ("Regions", "regions", "Events", True, False),
        ("Place mentions", "mentions", "Text", False, False),
        ("Posts", "posts", "Text", False, False),
    ]
    return [
        _Shown(
            id=f"{name}_{hashlib.sha256(title.encode()).hexdigest()[:12]}",
            title=title,
            layer=named[name],
            group=group,
            checked=checked,
            precision=precision,
        )
        for title, name, group, checked, precision in entries
    ]


def _source(entry: _Shown, data_file: str) -> str:
    level = "|subset=\"level\" = 'admin1'" if entry.layer.name == "regions" else ""  # a country would lie over its regions
    return f"./{data_file}|layername={entry.layer.name}{level}"


def _add_tree(root: Element, shown: Sequence[_Shown], data_file: str) -> None:
    tree = child(root, "layer-tree-group", expanded="1", checked="Qt::Checked", name="")
    for group in dict.fromkeys(entry.group for entry in shown):
        members = [entry for entry in shown if entry.group == group]
        checked = "Qt::Checked" if any(entry.checked for entry in members) else "Qt::Unchecked"
        branch = child(tree, "layer-tree-group", expanded="1", checked=checked, name=group)
        for entry in members:
            child(
                branch,
                "layer-tree-layer",
                id=entry.id,
                name=entry.title,
                source=_source(entry, data_file),
                providerKey="ogr",
                expanded="1",
                checked="Qt::Checked" if entry.checked else "Qt::Unchecked",
            )


def _add_layer(parent: Element, entry: _Shown, data_file: str) -> None:
    layer = entry.layer
    geometry = {"Point": "Point", "MultiPolygon": "Polygon", None: "No geometry"}[layer.geometry_type]
    made = child(
        parent,
        "maplayer",
        type="vector",
        geometry=geometry,
        wkbType=layer.geometry_type or "NoGeometry",
        styleCategories="AllStyleCategories",
        labelsEnabled="0" if entry.precision else labels_enabled(layer),
        autoRefreshEnabled="0",
        hasScaleBasedVisibilityFlag="0",
    )
    child(made, "id", entry.id)
    child(made, "datasource", _source(entry, data_file))
    child(made, "layername", entry.title)
    _add_crs(child(made, "srs"), WGS_84)
    child(made, "provider", "ogr", encoding="UTF-8")
    add_style(made, layer)
    if entry.precision:
        made.remove(next(made.iter("renderer-v2")))
        precision_renderer(made)


def _add_crs(parent: Element, system: dict[str, str]) -> None:
    reference = child(parent, "spatialrefsys")
    for tag, text in system.items():
        child(reference, tag, text)


def _add_view(root: Element, analysis: Analysis) -> None:
    """Set what is shown first: the extent of the events, a margin around it."""
    west, south, east, north = _extent(analysis)
    settings = child(root, "ProjectViewSettings", UseProjectScales="0", rotation="0")
    child(settings, "Scales")
    extent = child(settings, "DefaultViewExtent", xmin=str(west), ymin=str(south), xmax=str(east), ymax=str(north))
    _add_crs(extent, WGS_84)


def _extent(analysis: Analysis) -> tuple[float, float, float, float]:
    points = [(e.where.lon, e.where.lat) for e in analysis.events if e.where.lon is not None and e.where.lat is not None]
    if not points:
        return WORLD
    lons, lats = zip(*points, strict=True)
    margin = max(LEAST_MARGIN_DEGREES, MARGIN * max(max(lons) - min(lons), max(lats) - min(lats)))
    return min(lons) - margin, max(-85.0, min(lats) - margin), max(lons) + margin, min(85.0, max(lats) + margin)


def _add_time(root: Element, analysis: Analysis) -> None:
    """Set the time over which the temporal controller runs, day by day."""
    whens = [event.when for event in analysis.events if event.when]
    if not whens:
        return
    start, end = min(w.start for w in whens), max(w.end for w in whens)
    time = child(root, "ProjectTimeSettings", timeStepUnit="h", timeStep=str(STEP_HOURS), frameRate="1", cumulativeTemporalRange="0")
    span = child(time, "TemporalRange")
    child(span, "start", _iso(start))
    child(span, "end", _iso(max(end, start + timedelta(hours=1))))


def _iso(moment: datetime) -> str:
    return utc(moment) or ""


def _zipped(content: bytes, name: str) -> bytes:
    """Return a zip with one member and no clock in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, date_time=ZIP_EPOCH), content, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()
