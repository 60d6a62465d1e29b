"""The towns and villages around events, which a page names as one comes near; see `geomap.render.atlas`."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer import Gazetteer
from geomap.model import Event, Town
from geomap.regions import PAGE_LANGUAGES, proper_names

WIDEST_M = 25_000.0  # the middle of a region or country is nowhere that one would look at closely
# Packed, a town takes some 17 bytes of the page: 4,000 stay under 100 kB, 60,000 under 1.5 MB.
LEAST_TOWNS, TOWNS_PER_PLACE, MOST_TOWNS = 4_000, 10, 60_000


def towns_around(events: Sequence[Event], gazetteer: Gazetteer) -> tuple[Town, ...]:
    """Return the settlements around the places of events, the nearest cells first and of each the largest.

    Args:
        events: The events; those without a position, or somewhere in a region, have no surroundings.
        gazetteer: Where settlements are looked up.
    """
    wheres = (event.where for event in events)
    points = {(where.lat, where.lon) for where in wheres if (where.radius_m or 0.0) <= WIDEST_M}
    placed = sorted((lat, lon) for lat, lon in points if lat is not None and lon is not None)
    if not placed:
        return ()
    limit = min(MOST_TOWNS, LEAST_TOWNS + TOWNS_PER_PLACE * len(placed))
    rows = gazetteer.around([lat for lat, _ in placed], [lon for _, lon in placed], limit=limit)
    return tuple(_town(row, gazetteer) for row in rows.tolist())


def _town(row: int, gazetteer: Gazetteer) -> Town:
    place = gazetteer.place_at(row)
    names = proper_names(place.id, gazetteer)
    return Town(
        name=place.name,
        names={language: names[language] for language in PAGE_LANGUAGES if language in names},
        lat=place.lat or 0.0,
        lon=place.lon or 0.0,
        population=place.population,
        exact=gazetteer.is_exact(row),
    )
