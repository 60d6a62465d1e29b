"""The places that corrections name, and resolutions and positions made of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.model import Place, PlaceKind
from geomap.corrections.lines import NOT_A_PLACE, POSITION
from geomap.events.geometry import PRECISION
from geomap.model import BY_HAND, Event, GeoMethod, Mention, Post, Reason, Resolution, Where

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

POSITION_RADIUS_M = 1000.0
NEIGHBOUR_KM = 50.0  # a position set by hand has region and time zone of a settlement no farther away
BY_POSITION = "correction:"  # what the id of a place begins with that is a position set by hand


def find_place(text: str, gazetteer: Gazetteer) -> Place | None:
    """Return the place that a line means: a position, an id or a name; None where the gazetteer has none."""
    position = POSITION.fullmatch(text)
    if position is not None:
        return _positioned(text, float(position[1]), float(position[2]), gazetteer)
    known = gazetteer.place(text)
    if known is not None or text == NOT_A_PLACE:
        return known
    return next((candidate.place for candidate in gazetteer.lookup(text, limit=1, fuzzy=False)), None)


def _positioned(text: str, lat: float, lon: float, gazetteer: Gazetteer) -> Place:
    near = gazetteer.near(lat, lon, radius_km=NEIGHBOUR_KM, kinds=(PlaceKind.SETTLEMENT,), limit=1)
    neighbour = near[0][0] if near else None
    return Place(
        id=f"{BY_POSITION}{text}",
        name=text,
        kind=PlaceKind.SETTLEMENT,
        lat=lat,
        lon=lon,
        radius_m=POSITION_RADIUS_M,
        country=neighbour.country if neighbour else None,
        admin1=neighbour.admin1 if neighbour else None,
        admin2=neighbour.admin2 if neighbour else None,
        within=neighbour.within if neighbour else (),
        timezone=neighbour.timezone if neighbour else None,
    )


def moved(resolution: Resolution, place: Place) -> Resolution:
    """Return the resolution at another place, set by hand."""
    own = replace(place, name=resolution.mention.text) if place.id.startswith(BY_POSITION) else place
    return replace(resolution, place=own, confidence=1.0, reasons=(Reason(text=BY_HAND, weight=1.0),))


def no_place(mention: Mention) -> Resolution:
    """Return the resolution of a mention that a correction says is no place."""
    return Resolution(mention=mention, place=None, confidence=None, reasons=(Reason(text=f"{NOT_A_PLACE}: {BY_HAND}", weight=-1.0),))


def standing(event: Event) -> Post:
    """Return the source of a table's event as a post, so that lines match it as they match posts."""
    first = event.evidence[0]
    return Post(id=first.post_id, source=first.source, text=unicodedata.normalize("NFC", first.quote), url=first.url)


def where_by_hand(place: Place) -> Where:
    """Return the position of a place set by hand for an event that has no text."""
    spot = Mention(post_id="", start=0, end=0, text="", confidence=1.0)
    geo_precision, where_prec = PRECISION[place.kind]
    return Where(
        resolution=Resolution(mention=spot, place=place, confidence=1.0, reasons=(Reason(text=BY_HAND, weight=1.0),)),
        lat=place.lat,
        lon=place.lon,
        radius_m=place.radius_m,
        geo_precision=geo_precision,
        where_prec=where_prec,
        method=GeoMethod.CORRECTION,
        name=place.name,
    )


def missed_names(post: Post, name: str, kept: Sequence[Resolution]) -> Iterator[Mention]:
    """Yield each span of the text that spells ``name`` and overlaps no resolution in ``kept``."""
    taken = [(resolution.mention.start, resolution.mention.end) for resolution in kept]
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", post.text):
        if all(end <= found.start() or found.end() <= start for start, end in taken):
            yield Mention(post_id=post.id, start=found.start(), end=found.end(), text=name, confidence=1.0)
