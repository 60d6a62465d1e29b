"""The countries and first-level regions in which events lie, with their outlines."""

from __future__ import annotations

from collections.abc import Iterable

from gazetteer import Gazetteer, PlaceKind
from gazetteer.model import Place
from geomap.model import Event, Region


def regions_of(events: Iterable[Event], gazetteer: Gazetteer) -> tuple[Region, ...]:
    """Give each region and country that holds the place of an event, by country and name; an event without a place has none."""
    places = {event.where.place.id: event.where.place for event in events if event.where.place}
    found: dict[str, Region] = {}
    for place in places.values():
        for unit in (place, *gazetteer.ancestors(place.id)):
            if unit.id not in found and (region := _region(unit, gazetteer)):
                found[unit.id] = region
    return tuple(sorted(found.values(), key=lambda region: (region.country, region.admin1 or "", region.id)))


def _region(unit: Place, gazetteer: Gazetteer) -> Region | None:
    """Give a unit of the two levels as a region, None for any other place."""
    if unit.country is None or unit.kind not in {PlaceKind.COUNTRY, PlaceKind.REGION}:
        return None
    admin1 = None if unit.kind is PlaceKind.COUNTRY else unit.admin1
    if admin1 is None and unit.kind is PlaceKind.REGION:
        return None
    return Region(id=unit.id, name=unit.name, country=unit.country, admin1=admin1, area=gazetteer.outline(unit.id))
