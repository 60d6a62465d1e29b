"""An event as the row that every format writes: one set of names, whatever the file (design: GeoJSON, GeoPackage, CSV)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from gazetteer.iso3166 import alpha_3
from geomap.export.antimeridian import split_at_antimeridian, unwrapped_near
from geomap.model import Event, Where

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DEGREE_DIGITS = 6  # 0.1 m, as RFC 7946 section 11.2 advises
CONFIDENCE_DIGITS = 3
WHOLE_REGION = 3  # ACLED's geo_precision for a region or country
CIRCLE_POINTS = 72
METRES_PER_DEGREE = 111_000  # of latitude, rounded down

Row = dict[str, Any]

# What the columns are taken from; a part that an event lacks leaves its columns None.
_PARTS: dict[str, Callable[[Event], Any]] = {
    "event": lambda event: event,
    "when": attrgetter("when"),
    "where": attrgetter("where"),
    "mention": lambda event: event.where.resolution and event.where.resolution.mention,
    "place": attrgetter("where.place"),
    "toll": attrgetter("toll"),
    "newest": lambda event: event.evidence[-1],  # an incident bears the source and quotation of its newest telling
}

# Each column, its part and how it is taken from it, in the order that files show them. Times and days are objects here, so that
# each format can write them in its own way.
_CELLS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "event_id": ("event", attrgetter("id")),
    "event_type": ("event", attrgetter("type")),
    "sub_event_type": ("event", attrgetter("sub_type")),
    "event_code": ("event", attrgetter("code")),
    "start_time": ("when", attrgetter("start")),
    "end_time": ("when", attrgetter("end")),
    "event_date": ("when", attrgetter("first_day")),
    "event_date_end": ("when", attrgetter("last_day")),
    "time_precision": ("when", attrgetter("precision")),
    "published_time": ("newest", attrgetter("published_at")),
    "place_name": ("where", attrgetter("name")),
    "mention": ("mention", lambda mention: mention.text or None),
    "latitude": ("where", lambda where: _degrees(where.lat)),
    "longitude": ("where", lambda where: _degrees(where.lon)),
    "geo_precision": ("where", attrgetter("geo_precision")),
    "where_prec": ("where", attrgetter("where_prec")),
    "coordinate_uncertainty_m": ("where", lambda where: None if where.radius_m is None else round(where.radius_m)),
    "geo_method": ("where", attrgetter("method.value")),
    "gazetteer_id": ("place", attrgetter("id")),
    "admin1": ("place", attrgetter("admin1")),
    "admin2": ("place", attrgetter("admin2")),
    "country": ("place", attrgetter("country")),
    "iso3": ("place", lambda place: alpha_3(place.country)),
    "actor1": ("event", lambda event: event.actors[0] if event.actors else None),
    "actor2": ("event", lambda event: event.actors[1] if len(event.actors) > 1 else None),
    "fatalities": ("toll", attrgetter("fatalities")),
    "fatalities_low": ("toll", attrgetter("fatalities_low")),
    "fatalities_high": ("toll", attrgetter("fatalities_high")),
    "fatalities_civilian": ("toll", attrgetter("fatalities_civilian")),
    "injured": ("toll", attrgetter("injured")),
    "injured_civilian": ("toll", attrgetter("injured_civilian")),
    "losses_claimed": ("toll", attrgetter("losses_claimed")),
    "modality": ("event", attrgetter("modality.value")),
    "quote": ("newest", attrgetter("quote")),
    "source": ("newest", attrgetter("source")),
    "source_url": ("newest", attrgetter("url")),
    "post_id": ("newest", attrgetter("post_id")),
    "lang": ("event", attrgetter("language")),
    "confidence": ("event", lambda event: round(event.confidence, CONFIDENCE_DIGITS)),
}
COLUMNS = tuple(_CELLS)


def event_row(event: Event) -> Row:
    """Give the properties of ``event`` as plain values; what is not known is None.

    Times are UTC ("2023-01-31T00:00:00Z"); ``event_date`` and ``event_date_end`` are local days at the place.
    """
    return next(event_rows((event,)))


def event_rows(events: Sequence[Event]) -> Iterator[Row]:
    """Give the row of each event; for many events much quicker than a row at a time."""
    cells = event_cells(events)
    for values in zip(*cells.values(), strict=True):
        yield dict(zip(cells, map(plain, values), strict=True))


def event_cells(events: Sequence[Event]) -> dict[str, list[Any]]:
    """Give the columns of many events, times and days as objects: a column at a time is several times quicker than rows."""
    parts = {name: [get(event) for event in events] for name, get in _PARTS.items()}
    whole = {name for name, values in parts.items() if all(value is not None for value in values)}
    return {
        name: list(map(get, parts[part])) if part in whole else [None if held is None else get(held) for held in parts[part]]
        for name, (part, get) in _CELLS.items()
    }


def plain(value: Any) -> Any:  # noqa: ANN401 - a cell holds whatever the row does
    """Give times and days as text, all else as it is."""
    if isinstance(value, datetime):
        return utc(value)
    return value.isoformat() if isinstance(value, date) else value


def event_geometry(where: Where) -> BaseGeometry | None:
    """Give what is drawn for ``where`` in lon, lat order: its area, for a region without an outline its circle, else its point."""
    area = event_area(where)
    if area is not None or where.lat is None or where.lon is None:
        return area
    return shapely_point(where.lon, where.lat)


def event_area(where: Where) -> BaseGeometry | None:
    """Give the area that stands for ``where``, cut at the antimeridian; None for what is drawn as a point.

    A region is never a pin.
    """
    if where.area is not None:
        return split_at_antimeridian(where.area)
    if where.lat is None or where.lon is None or where.geo_precision != WHOLE_REGION or not where.radius_m:
        return None
    return split_at_antimeridian(circle(where.lon, where.lat, where.radius_m))


def shapely_point(lon: float, lat: float) -> BaseGeometry:
    """Give a point in lon, lat order."""
    from shapely import Point  # noqa: PLC0415 - keeps `import geomap` light

    return Point(lon, lat)


def circle(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """Give the points at ``radius_m`` on the ellipsoid; the radius is cut where a circle would run over a pole.

    Longitudes go on past 180 where the circle does: the caller cuts it there.
    """
    from pyproj import Geod  # noqa: PLC0415 - keeps `import geomap` light
    from shapely import Polygon  # noqa: PLC0415

    step = 360 / CIRCLE_POINTS
    within_m = min(radius_m, (90 - abs(lat)) * METRES_PER_DEGREE)
    azimuths = [step * i for i in range(CIRCLE_POINTS)]
    lons, lats, _ = Geod(ellps="WGS84").fwd([lon] * CIRCLE_POINTS, [lat] * CIRCLE_POINTS, azimuths, [within_m] * CIRCLE_POINTS)
    return Polygon(zip([unwrapped_near(lon, edge) for edge in lons], lats, strict=True))


def utc(moment: datetime | None) -> str | None:
    """Write an aware UTC time as RFC 3339 with Z: QGIS drops offsets, so there must be none to drop."""
    return None if moment is None else moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, DEGREE_DIGITS)
