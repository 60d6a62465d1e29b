"""Disasters and accidents as STAC items of the Monty extension (github.com/IFRCGo/monty-stac-extension, version 1.3.0).

Montandon, the Global Crisis Data Bank of IFRC, keeps events, hazards, impacts and responses as items. An event of geomap is a source
event, and each count of its people an impact. No hazards are written: these need a magnitude, which the news does not tell in one unit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer.iso3166 import alpha_3
from geomap.event_types import code_of
from geomap.export.features import DEGREE_DIGITS, utc
from geomap.export.geojson import geojson_geometry
from geomap.export.geometry import event_areas
from geomap.files import write_atomically
from geomap.model import Analysis, Event, Modality

SCHEMA = "https://ifrcgo.org/monty-stac-extension/v1.3.0/schema.json"
STAC_VERSION = "1.1.0"
SUFFIX = ".monty.json"
# Hazards and impacts are paired by classifications in this order; UNDRR-ISC is the one that Monty refers to.
_CODES = ("hazard_code", "emdat_code", "glide_type")
_TYPES = frozenset({"natural disaster", "accident"})
_ASSERTED = frozenset({Modality.REPORTED, Modality.CLAIMED, Modality.PLANNED})  # what has happened or is forecast
# The type of impact of a count of people, by the field of a toll.
IMPACTS = {"fatalities": "death", "injured": "injured", "missing": "missing", "displaced": "displaced_total"}

Item = dict[str, Any]


class _Told(NamedTuple):
    event: Event
    country: str  # ISO 3166-1 alpha-3
    codes: list[str]
    start: datetime
    end: datetime


class MontyExporter:
    """Writes an item collection; ``notes`` tell after writing how many events are not in it."""

    suffix = SUFFIX

    def __init__(self) -> None:
        self.notes: list[str] = []

    def write(self, analysis: Analysis, path: Path) -> None:
        """Write the disasters and accidents of ``analysis.events`` to ``path``; raise OutputError where that cannot be done."""
        told = [one for event in analysis.events if (one := _told(event)) is not None]
        write_atomically(path, _collection(told))
        others = len(analysis.events) - len(told)
        said = "are no disaster or accident with a code, a day and a country, and are left out"
        self.notes = [f"{path}: {others:,} event{'' if others == 1 else 's'} {said}"] if others else []


def _told(event: Event) -> _Told | None:
    """Return an event that Monty has a place for."""
    when, unit = event.when, event.where.unit
    stated = event.where.stated[0] if event.where.stated else None
    country = alpha_3((unit.country if unit else None) or stated)
    codes = [code for column in _CODES if (code := code_of(event.sub_type, column))]
    if event.type not in _TYPES or event.modality not in _ASSERTED or when is None or country is None or not codes:
        return None
    return _Told(event, country, codes, when.start, when.end)


def _collection(told: Sequence[_Told]) -> Iterator[bytes]:
    areas = event_areas([one.event.where for one in told])
    yield b'{"type": "FeatureCollection", "features": ['
    before = "\n"
    for one, area in zip(told, areas, strict=True):
        where = one.event.where
        geometry = {"type": "Point", "coordinates": [where.lon, where.lat]} if where.lat is not None else None
        box = [where.lon, where.lat] * 2
        if area is not None:
            geometry, box = geojson_geometry(area), list(area.bounds)
        shape: Item = {"geometry": geometry} if geometry is None else {"bbox": _rounded(box), "geometry": geometry}
        for item in (_event(one), *_impacts(one)):
            yield f"{before}{json.dumps(item | shape, ensure_ascii=False)}".encode()
            before = ",\n"
    yield b'\n], "links": []}\n'


def _event(one: _Told) -> Item:
    event = one.event
    links = [{"rel": "via", "href": told.url, "title": told.source} for told in event.evidence if told.url]
    distinct = list({link["href"]: link for link in links}.values())
    return _item(one, event.id, title=_title(event), roles=["event", "source"], links=distinct)


def _impacts(one: _Told) -> Iterator[Item]:
    """Yield an impact for each count of people that is not a claim of the other side."""
    event = one.event
    link = {"rel": "related", "href": _address(event.id), "roles": ["event"], "title": _title(event)}
    for field, kind in IMPACTS.items():
        value = getattr(event.toll, field)
        if value is not None and not event.toll.losses_claimed:
            item = _item(one, f"{event.id}-{kind}", title=f"{_title(event)}: {field}", roles=["impact", "source"], links=[link])
            detail = {"category": "people", "type": kind, "value": value, "unit": "count", "estimate_type": "primary"}
            item["properties"]["monty:impact_detail"] = detail
            yield item


def _item(one: _Told, name: str, *, title: str, roles: list[str], links: list[Item]) -> Item:
    event, start = one.event, utc(one.start)
    return {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": [SCHEMA],
        "id": name,
        "properties": {
            "title": title,
            "description": event.evidence[-1].quote,
            "datetime": start,
            "start_datetime": start,
            "end_datetime": utc(one.end),
            "roles": roles,
            "keywords": list(dict.fromkeys((event.sub_type, event.where.name, one.country))),
            "monty:country_codes": [one.country],
            "monty:hazard_codes": one.codes,
            "monty:corr_id": f"{one.start:%Y%m%dT%H%M%SZ}-{one.country}-{one.codes[0].upper()}-1-GCDB",
            "monty:episode_number": 1,
            "monty:src_event_id": event.id,
        },
        "links": [{"rel": "self", "href": _address(name)}, *links],
        "assets": {},
    }


def _title(event: Event) -> str:
    return f"{event.sub_type}, {event.where.name}"


def _address(name: str) -> str:
    return f"urn:geomap:event:{name}"


def _rounded(box: Sequence[float | None]) -> list[float]:
    return [round(edge, DEGREE_DIGITS) for edge in box if edge is not None]
