"""QGIS projects (.qgs inside .qgz or a GeoPackage) and layer definitions (.qlr) over the layers of a GeoPackage beside them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from geomap.export.gdal import Layer
from geomap.export.qgis.layout import add_layout
from geomap.export.qgis.renderers import SEA_COLOUR
from geomap.export.qgis.symbols import rgba
from geomap.export.qgis.tree import (
    WGS_84,
    add_crs,
    add_layer,
    add_relations,
    add_themes,
    add_tree,
    shown_layers,
)
from geomap.export.qgis.view import Box, add_time, box_attributes, first_view, in_metres
from geomap.export.xml import child, document
from geomap.model import Analysis

QGIS_VERSION = "3.22.0-Białowieża"  # the oldest that must open it; newer ones read it all the same
PROJECT_NAME = "geomap"
DEFAULT_TITLE = "Events"
BASE_CREDIT = ("Made with Natural Earth", "GeoNames, CC BY 4.0")
DOCTYPE = "qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time a zip can bear: the same input gives the same bytes

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


def qgz_bytes(analysis: Analysis, layers: Sequence[Layer], data_file: str) -> bytes:
    """Return a project over the GeoPackage ``data_file``, beside which or in which it lies."""
    return zipped(_project(analysis, layers, data_file), f"{PROJECT_NAME}.qgs")


def qlr_bytes(analysis: Analysis, layers: Sequence[Layer], data_file: str) -> bytes:
    """Return a layer definition: the layers with styles and time settings, to be added to any project."""
    root = Element("qlr")
    shown = shown_layers(layers)
    add_tree(root, shown, data_file)
    listed = child(root, "maplayers")
    for entry in shown:
        add_layer(listed, entry, data_file, credit_of(analysis))
    return document(root, "qgis-layer-definition").encode()


def credit_of(analysis: Analysis) -> str:
    """Return whom the map credits: the providers of the gazetteer and of the base map."""
    told = dict.fromkeys((*(source.attribution for source in analysis.data_sources if source.attribution), *BASE_CREDIT))
    return "; ".join(told)


def _project(analysis: Analysis, layers: Sequence[Layer], data_file: str) -> bytes:
    shown, credit = shown_layers(layers), credit_of(analysis)
    title = analysis.title or DEFAULT_TITLE
    view = first_view(analysis)
    root = Element("qgis", projectname=title, version=QGIS_VERSION)
    child(root, "homePath", path="")
    child(root, "title", title)
    add_crs(child(root, "projectCrs"), WEB_MERCATOR)
    add_tree(root, shown, data_file)
    add_relations(root, shown)
    _add_canvas(root, view)
    listed = child(root, "projectlayers")
    for entry in shown:
        add_layer(listed, entry, data_file, credit)
    order = child(root, "layerorder")
    for entry in shown:
        child(order, "layer", id=entry.id)
    _add_properties(root, credit)
    add_themes(root, shown)
    metadata = child(root, "projectMetadata")
    child(metadata, "title", title)
    child(metadata, "abstract", f"Events extracted by geomap. {credit}")
    add_layout(root, shown, data_file, in_metres(view), (title, credit))
    _add_view(root, view)
    add_time(root, analysis)
    return document(root, DOCTYPE).encode()


def _add_canvas(root: Element, view: Box) -> None:
    canvas = child(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    child(canvas, "units", "meters")
    extent = child(canvas, "extent")
    for edge, value in box_attributes(in_metres(view)).items():
        child(extent, edge, value)
    child(canvas, "rotation", "0")
    add_crs(child(canvas, "destinationsrs"), WEB_MERCATOR)


def _add_view(root: Element, view: Box) -> None:
    """Set what is shown first and what "zoom full" shows, which else would be the world of the base map."""
    settings = child(root, "ProjectViewSettings", UseProjectScales="0", rotation="0")
    child(settings, "Scales")
    for tag in ("DefaultViewExtent", "PresetFullExtent"):
        add_crs(child(settings, tag, **box_attributes(view)), WGS_84)


def _add_properties(root: Element, credit: str) -> None:
    """Set relative paths, the sea as background, and the credits in a corner of the map."""
    properties = child(root, "properties")
    child(child(properties, "Paths"), "Absolute", "false", type="bool")
    child(child(properties, "SpatialRefSys"), "ProjectionsEnabled", "1", type="int")
    gui = child(properties, "Gui")
    for channel, part in zip(("Red", "Green", "Blue", "Alpha"), rgba(SEA_COLOUR).split(","), strict=True):
        child(gui, f"CanvasColor{channel}Part", part, type="int")
    copyright_label = child(properties, "CopyrightLabel")
    child(copyright_label, "Enabled", "true", type="bool")
    child(copyright_label, "Label", credit, type="QString")
    child(copyright_label, "Placement", "3", type="int")  # lower right


def zipped(content: bytes, name: str) -> bytes:
    """Return a zip with one member and no clock in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, date_time=ZIP_EPOCH), content, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()
