"""Layers that gather events: the places with events, the days with events, and every telling of each event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from gazetteer.iso3166 import alpha_3
from gazetteer.unit_codes import iso3166_2, pcode
from geomap.export.features import DEGREE_DIGITS
from geomap.export.gdal import Layer, points_of
from geomap.export.geometry import event_areas
from geomap.export.regions import total
from geomap.export.spans import SPAN_COLUMNS, span_cells
from geomap.export.table import DATE, FLAG, INTEGER, REAL, TIME, cells_of, columns_of
from geomap.model import Analysis, Event

PLACE_COLUMNS = (
    *("place_name", "gazetteer_id", "latitude", "longitude", "is_area", "admin1", "country", "iso3", "iso3166_2", "pcode"),
    *("event_type", "events", "fatalities", "injured", "first_date", "last_date", *SPAN_COLUMNS),
)
PLACE_TYPES = {
    **dict.fromkeys(("latitude", "longitude"), REAL),
    "is_area": FLAG,
    **dict.fromkeys(("events", "fatalities", "injured"), INTEGER),
    **dict.fromkeys(("first_date", "last_date"), DATE),
}
DAY_COLUMNS = ("day", "next_day", "events", "begun", "fatalities", "injured")
DAY_TYPES = {**dict.fromkeys(DAY_COLUMNS[:2], DATE), **dict.fromkeys(DAY_COLUMNS[2:], INTEGER)}
TELLING_COLUMNS = (
    *("event_id", "post_id", "published_time", "source", "title", "quote", "start", "end", "trigger"),
    *("fatalities", "injured", "toll_quote", "source_url"),
)
TELLING_TYPES = {"published_time": TIME, **dict.fromkeys(("start", "end", "fatalities", "injured"), INTEGER)}
TELLINGS = "tellings"


def places_layer(analysis: Analysis) -> Layer:
    """Return each place with events once, as a point: what a map writes names by. Events of one position share their place."""
    areas = event_areas([event.where for event in analysis.events])
    held: dict[tuple[float, float, bool], list[Event]] = {}
    for event, area in zip(analysis.events, areas, strict=True):
        lat, lon = event.where.lat, event.where.lon
        if lat is not None and lon is not None:
            held.setdefault((round(lon, DEGREE_DIGITS), round(lat, DEGREE_DIGITS), area is not None), []).append(event)
    rows = [_place_row(lon, lat, events, is_area=is_area) for (lon, lat, is_area), events in held.items()]
    return Layer(
        name="places",
        title="Places with events",
        columns=columns_of(cells_of(rows, PLACE_COLUMNS), PLACE_TYPES),
        shapes=points_of([lon for lon, _, _ in held], [lat for _, lat, _ in held]),
    )


def _place_row(lon: float, lat: float, events: Sequence[Event], *, is_area: bool) -> dict[str, Any]:
    names = Counter(event.where.relation or event.where.name for event in events)
    kinds = Counter(event.type for event in events)
    place = next((event.where.place for event in events if event.where.place is not None), None)
    unit = next((event.where.unit for event in events if event.where.unit is not None), None)
    whens = [event.when for event in events if event.when is not None]
    return {
        "place_name": _first(names),
        "gazetteer_id": place.id if place else None,
        "latitude": lat,
        "longitude": lon,
        "is_area": is_area,
        "admin1": unit.admin1 if unit else None,
        "country": unit.country if unit else None,
        "iso3": alpha_3(unit.country) if unit else None,
        "iso3166_2": iso3166_2(unit),
        "pcode": pcode(unit),
        "event_type": _first(kinds),
        "events": len(events),
        "fatalities": total([event.toll.fatalities for event in events]),
        "injured": total([event.toll.injured for event in events]),
        "first_date": min((when.first_day for when in whens), default=None),
        "last_date": max((when.last_day for when in whens), default=None),
        **span_cells(events),
    }


def _first(counts: Counter[str]) -> str:
    """Return the most frequent text, of equals the first by the alphabet."""
    return min(counts, key=lambda text: (-counts[text], text))


def days_layer(analysis: Analysis) -> Layer:
    """Return the local days on which events began: the pages of an atlas. ``events`` is how many that day saw."""
    dated = [(event.when, event.toll) for event in analysis.events if event.when is not None]
    days = sorted({when.first_day for when, _ in dated})
    rows = []
    for day in days:
        begun = [toll for when, toll in dated if when.first_day == day]
        rows.append(
            {
                "day": day,
                "next_day": day + (days[0].resolution),
                "events": sum(when.first_day <= day <= when.last_day for when, _ in dated),
                "begun": len(begun),
                "fatalities": total([toll.fatalities for toll in begun]),
                "injured": total([toll.injured for toll in begun]),
            }
        )
    return Layer(name="days", title="Days with events", columns=columns_of(cells_of(rows, DAY_COLUMNS), DAY_TYPES), geometry_type=None)


def tellings_layer(analysis: Analysis) -> Layer:
    """Return every telling of every event as a table: who said it when, in which words, with which toll."""
    rows = [
        {
            "event_id": event.id,
            "post_id": told.post_id,
            "published_time": told.published_at,
            "source": told.source,
            "title": told.title,
            "quote": told.quote,
            "start": told.start,
            "end": told.end,
            "trigger": told.trigger,
            "fatalities": told.toll.fatalities,
            "injured": told.toll.injured,
            "toll_quote": told.toll_quote,
            "source_url": told.url,
        }
        for event in analysis.filed
        for told in event.evidence
    ]
    columns = columns_of(cells_of(rows, TELLING_COLUMNS), TELLING_TYPES)
    return Layer(name=TELLINGS, title="Tellings of events", columns=columns, geometry_type=None)
