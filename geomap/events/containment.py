"""What lies within what, as the gazetteer's units have it."""

from __future__ import annotations

from gazetteer.model import Place, PlaceKind
from gazetteer.sphere import point_haversine_km

UNITS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.AREA})


def _within_circle(outer: Place, inner: Place) -> bool:
    if outer.lat is None or outer.lon is None or inner.lat is None or inner.lon is None:
        return False
    return point_haversine_km(outer.lat, outer.lon, inner.lat, inner.lon) * 1000.0 <= outer.radius_m


def holds(outer: Place, inner: Place) -> bool:  # noqa: PLR0911 - one kind of unit a line
    """Whether ``inner`` lies within ``outer``, as the gazetteer's units have it."""
    if outer.id == inner.id or outer.kind not in UNITS:
        return False
    if outer.id in inner.within:
        return True
    if outer.kind is PlaceKind.COUNTRY:
        return inner.kind is not PlaceKind.COUNTRY and outer.country is not None and outer.country == inner.country
    if outer.kind is PlaceKind.REGION:
        return (
            outer.country == inner.country
            and inner.admin1 is not None
            and inner.admin1 in {outer.name, outer.admin1}
            and inner.kind is not PlaceKind.REGION
        )
    if outer.kind is PlaceKind.AREA or (inner.admin1 is None and inner.admin2 is None and outer.country == inner.country):
        return inner.kind not in UNITS and _within_circle(outer, inner)
    if outer.kind is PlaceKind.DISTRICT:
        return (
            outer.country == inner.country
            and inner.admin2 is not None
            and inner.admin2 in {outer.name, outer.admin2}
            and inner.kind is not PlaceKind.DISTRICT
        )
    return False
