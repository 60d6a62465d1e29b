"""An event as the row that every format writes: one set of names, whatever the file (design: GeoJSON, GeoPackage, CSV)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from gazetteer.iso3166 import alpha_3
from gazetteer.model import Place
from geomap.model import Event, Evidence, Where

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DEGREE_DIGITS = 6  # 0.1 m, as RFC 7946 section 11.2 advises
CONFIDENCE_DIGITS = 3
WHOLE_REGION = 3  # ACLED's geo_precision for a region or country
CIRCLE_POINTS = 72
METRES_PER_DEGREE = 111_000  # of latitude, rounded down

Row = dict[str, Any]

COLUMNS = (
    *("event_id", "event_type", "sub_event_type", "event_code"),
    *("start_time", "end_time", "event_date", "event_date_end", "time_precision", "published_time"),
    *("place_name", "mention", "latitude", "longitude", "geo_precision", "where_prec", "coordinate_uncertainty_m", "geo_method"),
    *("gazetteer_id", "admin1", "admin2", "country", "iso3", "actor1", "actor2"),
    *("fatalities", "fatalities_low", "fatalities_high", "fatalities_civilian", "injured", "injured_civilian", "losses_claimed"),
    *("modality", "quote", "source", "source_url", "post_id", "lang", "confidence"),
)


def event_row(event: Event) -> Row:
    """Give the properties of ``event``, in the order that files show them; what is not known is None.

    Times are UTC ("2023-01-31T00:00:00Z"); ``event_date`` and ``event_date_end`` are local days at the place.
    An incident bears the source, quotation and counts of its newest telling.
    """
    newest = event.evidence[-1]
    return {
        "event_id": event.id,
        "event_type": event.type,
        "sub_event_type": event.sub_type,
        "event_code": event.code,
        **_when(event),
        "published_time": utc(newest.published_at),
        **_where(event.where),
        "actor1": event.actors[0] if event.actors else None,
        "actor2": event.actors[1] if len(event.actors) > 1 else None,
        **_toll(event),
        "modality": event.modality.value,
        "quote": newest.quote,
        **_source(newest),
        "lang": event.language,
        "confidence": round(event.confidence, CONFIDENCE_DIGITS),
    }


def event_geometry(where: Where) -> BaseGeometry | None:
    """Give what is drawn for ``where`` in lon, lat order: its area, for a region without an outline its circle, else its point."""
    if where.lat is None or where.lon is None:
        return where.area
    return event_area(where) or shapely_point(where.lon, where.lat)


def event_area(where: Where) -> BaseGeometry | None:
    """Give the area that stands for ``where``; None for what is drawn as a point. A region is never a pin."""
    if where.area is not None or where.lat is None or where.lon is None:
        return where.area
    if where.geo_precision != WHOLE_REGION or not where.radius_m:
        return None
    return circle(where.lon, where.lat, where.radius_m)


def shapely_point(lon: float, lat: float) -> BaseGeometry:
    """Give a point in lon, lat order."""
    from shapely import Point  # noqa: PLC0415 - keeps `import geomap` light

    return Point(lon, lat)


def circle(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """Give the points at ``radius_m`` on the ellipsoid; the radius is cut where a circle would run over a pole."""
    from pyproj import Geod  # noqa: PLC0415 - keeps `import geomap` light
    from shapely import Polygon  # noqa: PLC0415

    step = 360 / CIRCLE_POINTS
    within_m = min(radius_m, (90 - abs(lat)) * METRES_PER_DEGREE)
    azimuths = [step * i for i in range(CIRCLE_POINTS)]
    lons, lats, _ = Geod(ellps="WGS84").fwd([lon] * CIRCLE_POINTS, [lat] * CIRCLE_POINTS, azimuths, [within_m] * CIRCLE_POINTS)
    return Polygon(zip(lons, lats, strict=True))


def utc(moment: datetime | None) -> str | None:
    """Write an aware UTC time as RFC 3339 with Z: QGIS drops offsets, so there must be none to drop."""
    return None if moment is None else moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _when(event: Event) -> Row:
    when = event.when
    return {
        "start_time": utc(when.start) if when else None,
        "end_time": utc(when.end) if when else None,
        "event_date": when.first_day.isoformat() if when else None,
        "event_date_end": when.last_day.isoformat() if when else None,
        "time_precision": when.precision if when else None,
    }


def _where(where: Where) -> Row:
    place = where.place
    return {
        "place_name": where.name,
        "mention": (where.resolution.mention.text or None) if where.resolution else None,
        "latitude": _degrees(where.lat),
        "longitude": _degrees(where.lon),
        "geo_precision": where.geo_precision,
        "where_prec": where.where_prec,
        "coordinate_uncertainty_m": None if where.radius_m is None else round(where.radius_m),
        "geo_method": where.method.value,
        **_admin(place),
    }


def _admin(place: Place | None) -> Row:
    return {
        "gazetteer_id": place.id if place else None,
        "admin1": place.admin1 if place else None,
        "admin2": place.admin2 if place else None,
        "country": place.country if place else None,
        "iso3": alpha_3(place.country) if place else None,
    }


def _toll(event: Event) -> Row:
    toll = event.toll
    return {
        "fatalities": toll.fatalities,
        "fatalities_low": toll.fatalities_low,
        "fatalities_high": toll.fatalities_high,
        "fatalities_civilian": toll.fatalities_civilian,
        "injured": toll.injured,
        "injured_civilian": toll.injured_civilian,
        "losses_claimed": toll.losses_claimed,
    }


def _source(evidence: Evidence) -> Row:
    return {"source": evidence.source, "source_url": evidence.url, "post_id": evidence.post_id}


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, DEGREE_DIGITS)
