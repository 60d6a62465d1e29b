"""What a project shows first: the part of the world where most events lie, and the days that they cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pyproj import Transformer

from geomap.export.geometry import WHOLE_REGION
from geomap.export.xml import child
from geomap.model import Analysis

WORLD = (-180.0, -60.0, 180.0, 75.0)
MARGIN = 0.12  # of the larger side, around what is shown first
LEAST_MARGIN_DEGREES = 0.3
MAIN_SHARE, FAR_LAT, FAR_LON = 0.6, 8.0, 16.0  # as on the page: of the events, and degrees around their middle
HIGHEST_LAT = 85.0
STEP_HOURS = 24


class Box(NamedTuple):
    """A rectangle in degrees or metres."""

    west: float
    south: float
    east: float
    north: float


def first_view(analysis: Analysis) -> Box:
    """Return what is shown first in degrees: the events, or where most lie in one part of the world, that part."""
    placed = [event.where for event in analysis.events if event.where.lat is not None and event.where.lon is not None]
    points = [(where.lon or 0.0, where.lat or 0.0) for where in placed if where.geo_precision != WHOLE_REGION]
    return view_of(points or [(where.lon or 0.0, where.lat or 0.0) for where in placed])


def view_of(points: Sequence[tuple[float, float]]) -> Box:
    """Return what is shown first of events at these longitudes and latitudes: the world where there are none."""
    if not points:
        return Box(*WORLD)
    lons, lats = zip(*_main(points), strict=True)
    margin = max(LEAST_MARGIN_DEGREES, MARGIN * max(max(lons) - min(lons), max(lats) - min(lats)))
    return Box(min(lons) - margin, max(-HIGHEST_LAT, min(lats) - margin), max(lons) + margin, min(HIGHEST_LAT, max(lats) + margin))


def _main(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    half = len(points) // 2
    lon, lat = sorted(lon for lon, _ in points)[half], sorted(lat for _, lat in points)[half]
    near = [point for point in points if abs(point[0] - lon) < FAR_LON and abs(point[1] - lat) < FAR_LAT]
    return near if len(near) >= MAIN_SHARE * len(points) else points


def in_metres(box: Box) -> Box:
    """Return a box of degrees in the metres of Web Mercator."""
    transformer = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    west, south = transformer.transform(box.west, box.south)
    east, north = transformer.transform(box.east, box.north)
    return Box(west, south, east, north)


def widened(box: Box, across: float) -> Box:
    """Return ``box``, widened about its middle to ``across`` times its height."""
    width, height = box.east - box.west, box.north - box.south
    more_x, more_y = max(0.0, height * across - width) / 2, max(0.0, width / across - height) / 2
    return Box(box.west - more_x, box.south - more_y, box.east + more_x, box.north + more_y)


def box_attributes(box: Box) -> dict[str, str]:
    """Return a box as QGIS writes it."""
    west, south, east, north = (repr(round(edge, 6)) for edge in box)
    return {"xmin": west, "ymin": south, "xmax": east, "ymax": north}


def days_of(analysis: Analysis) -> tuple[date, date] | None:
    """Return the first and last local day of the events; None where none has a date."""
    whens = [event.when for event in analysis.events if event.when]
    return (min(when.first_day for when in whens), max(when.last_day for when in whens)) if whens else None


def add_time(root: Element, analysis: Analysis) -> None:
    """Set the time over which the temporal controller runs, day by day."""
    days = days_of(analysis)
    if days is not None:
        add_days(root, days)


def add_days(root: Element, days: tuple[date, date]) -> None:
    """Set the time to these days, both included."""
    time = child(root, "ProjectTimeSettings", timeStepUnit="h", timeStep=str(STEP_HOURS), frameRate="1", cumulativeTemporalRange="0")
    span = child(time, "TemporalRange")
    child(span, "start", f"{days[0]}T00:00:00Z")
    child(span, "end", f"{days[1] + timedelta(days=1)}T00:00:00Z")
