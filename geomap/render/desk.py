"""What an editing page has besides the events: the places that each name may mean, the types there are, lines of corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gazetteer.model import Place
from geomap.model import Analysis, Event
from geomap.render.places import AREA_KINDS, WIDE_M
from geomap.vocabulary import Modality

MAX_CANDIDATES = 12  # of a name; those of several thousand villages of one name are not read through in a list
TEXTS = "desk"  # the assets desk.en.json and desk.uk.json
SCRIPTS = ("desk-lines.js", "desk-data.js", "desk-form.js", "desk.js", "desk-story.js")
STYLE = "desk.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What an editing page knows of corrections.

    ``columns`` are those of a file of corrections, ``counts`` the fields of a `Toll` by their columns, ``types`` pairs of type and
    sub-type, ``precisions`` ACLED's codes by kind of place, ``lines`` the lines that the events of the page are corrected by already.
    """

    columns: tuple[str, ...]
    counts: Mapping[str, str]
    types: tuple[tuple[str, str], ...]
    precisions: Mapping[str, int]
    lines: tuple[Mapping[str, str], ...] = ()


def desk_payload(analysis: Analysis, desk: Desk) -> dict[str, Any]:
    """Return what the script of an editing page reads, in plain values; events are in the order of ``analysis.events``."""
    rows: dict[str, int] = {}
    places: list[list[Any]] = []

    def row(place: Place | None) -> int | None:
        if place is None or place.lat is None or place.lon is None:
            return None
        if place.id not in rows:
            rows[place.id] = len(places)
            places.append(_place(place, desk))
        return rows[place.id]

    candidates = [[found for place in _places(event) if (found := row(place)) is not None] for event in analysis.events]
    names = ("id", "name", "lat", "lon", "radius", "kind", "area", "precision", "within", "country", "zone")
    return {
        "columns": desk.columns,
        "counts": dict(desk.counts),
        "types": desk.types,
        "modalities": list(Modality),
        "lines": [dict(line) for line in desk.lines],
        "places": {name: [place[at] for place in places] for at, name in enumerate(names)},
        "events": {
            "post": [event.evidence[-1].post_id for event in analysis.events],
            "mention": [_mention(event) for event in analysis.events],
            "place": [row(event.where.place) for event in analysis.events],
            "candidates": candidates,
        },
    }


def _places(event: Event) -> list[Place]:
    """Return what the name of an event's place may mean, best first."""
    resolution = event.where.resolution
    if resolution is None:
        return []
    found = [candidate.place for candidate in resolution.candidates[:MAX_CANDIDATES]]
    return found if resolution.place is None or resolution.place in found else [resolution.place, *found]


def _mention(event: Event) -> str:
    resolution = event.where.resolution
    return "" if resolution is None else resolution.mention.text


def _place(place: Place, desk: Desk) -> list[Any]:
    radius_m = None if place.radius_m is None else round(place.radius_m)
    wide = place.kind in AREA_KINDS or (radius_m or 0) > WIDE_M
    within = place.admin1 if place.admin1 != place.name else None
    lat, lon = (None if value is None else round(value, 5) for value in (place.lat, place.lon))
    precision = desk.precisions.get(place.kind)
    return [place.id, place.name, lat, lon, radius_m, place.kind, int(wide), precision, within, place.country, place.timezone]
