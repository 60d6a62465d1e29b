"""A project that is written already, set to the events that its layers hold by now: what it shows first, and the days that it runs over."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element, ParseError, fromstring

from gazetteer.zips import DAMAGED_ZIP
from geomap.export.qgis.project import DOCTYPE, QGIS_VERSION, ZIP_EPOCH, zipped
from geomap.export.qgis.view import add_days, box_attributes, in_metres, view_of, widened
from geomap.export.xml import document

_EXTENTS = ("DefaultViewExtent", "PresetFullExtent")


def is_as_written(content: bytes) -> bool:
    """Say whether a project is as geomap writes it: QGIS notes in one that it saves who did so, with its own version and the time."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            (info,) = archive.infolist()
            root = fromstring(archive.read(info))  # noqa: S314 - entities that expand without end stop the parser
    except (*DAMAGED_ZIP, ParseError, ValueError):
        return False
    return info.date_time == ZIP_EPOCH and root.get("version") == QGIS_VERSION and "saveDateTime" not in root.attrib


def reframed(content: bytes, points: Sequence[tuple[float, float]], days: tuple[date, date] | None) -> bytes:
    """Return a project that opens at ``points``.

    Args:
        content: A project as `geomap.export.qgis.project.qgz_bytes` returns it.
        points: Longitude and latitude of the events.
        days: Their first and last day; None where none has a day.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (name,) = archive.namelist()
        root = fromstring(archive.read(name))  # noqa: S314 - a project of our own
    view = view_of(points)
    for tag in _EXTENTS:
        for element in root.iter(tag):
            element.attrib |= box_attributes(view)
    metres = in_metres(view)
    for edge, value in box_attributes(metres).items():
        for element in root.iterfind(f"mapcanvas/extent/{edge}"):
            element.text = value
    for element in root.iterfind(".//LayoutItem/Extent"):
        element.attrib |= box_attributes(widened(metres, _across(element)))
    _set_days(root, days)
    return zipped(document(root, DOCTYPE).encode(), name)


def _across(extent: Element) -> float:
    """Return the width of the map of a layout by its height, as what it shows has it."""
    west, south, east, north = (float(extent.attrib[name]) for name in ("xmin", "ymin", "xmax", "ymax"))
    return (east - west) / (north - south)


def _set_days(root: Element, days: tuple[date, date] | None) -> None:
    for element in root.findall("ProjectTimeSettings"):
        root.remove(element)
    if days is not None:
        add_days(root, days)
