"""Which places of a sentence are the sites of what it tells."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.model import PlaceKind
from geomap.events.containment import holds
from geomap.events.link import best_hit, distance
from geomap.events.reading import Hit, Reading
from geomap.events.relations import RelationKind
from geomap.events.roles import Spot
from geomap.events.types import HARM

ONE_VENUE = frozenset({"talks", "ceremony"})
Site = tuple[Spot, Hit]


def sites_of(reading: Reading, found: Sequence[Spot], hits: Sequence[Hit]) -> list[Site]:
    """Give the places of a sentence at which something happened, each with the trigger that tells what."""
    sites = []
    for spot in found:
        if not spot.is_site or _far_country(reading, spot):
            continue
        hit = best_hit(reading, spot, hits, found)
        if hit is not None:
            sites.append((spot, hit))
    struck = [row for row in sites if _struck_whole(reading, row, sites)]
    if struck:
        sites = [row for row in sites if row in struck or not any(holds_site(other, [row]) for other, _ in struck)]
    chosen = [row for row in sites if not holds_site(row[0], [other for other in sites if _of_one_kind(row, other)])]
    return [row for row in chosen if not _second_venue(reading, row, chosen)]


def _of_one_kind(first: Site, second: Site) -> bool:
    """Whether both places tell of a meeting or neither does: a speech in the capital says nothing of where the country was hit."""
    return (first[1].trigger.kind.family in ONE_VENUE) == (second[1].trigger.kind.family in ONE_VENUE)


def _struck_whole(reading: Reading, row: Site, sites: Sequence[Site]) -> bool:
    """Whether a disaster struck a country or region that stands nearer to it than any place within."""
    spot, hit = row
    if hit.trigger.kind.family != "disaster" or not holds_site(spot, sites):
        return False
    return all(_away(reading, spot, hit) < _away(reading, other, hit) for other, _ in sites if holds_site(spot, [(other, hit)]))


def holds_site(spot: Spot, sites: Sequence[Site]) -> bool:
    """Whether a country or region is named for the sake of a site within it."""
    return spot.place is not None and any(other.place is not None and holds(spot.place, other.place) for other, _ in sites)


def _second_venue(reading: Reading, row: Site, sites: Sequence[Site]) -> bool:
    """Whether a meeting or a ceremony, which has one venue, has a nearer one than this."""
    spot, hit = row
    if hit.trigger.kind.family not in ONE_VENUE:
        return False
    return any(
        other is not spot
        and same.trigger.kind.family == hit.trigger.kind.family
        and other.group != spot.group
        and _away(reading, other, hit) < _away(reading, spot, hit)
        for other, same in sites
    )


def _far_country(reading: Reading, spot: Spot) -> bool:
    """Whether a country is too wide a site: it is one for visits, for tolls and disasters, and where "across" says so."""
    place = spot.place
    if place is None or place.kind is not PlaceKind.COUNTRY:
        return False
    if spot.relation is not None and spot.relation.kind is RelationKind.BORDER:
        return True
    if reading.is_in(spot.name.start - 1, "wide"):
        return False
    return not any(hit.trigger.kind.family in {"disaster", "talks", HARM, "unrest"} for hit in reading.hits)


def _away(reading: Reading, spot: Spot, hit: Hit) -> float:
    return distance(reading, (spot.name.start, spot.name.end), (hit.start, hit.end))
