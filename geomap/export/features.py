"""An event as the row that every format writes: one set of names, whatever the file (design: GeoJSON, GeoPackage, CSV)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from gazetteer.iso3166 import alpha_3
from gazetteer.unit_codes import iso3166_2, pcode
from geomap.event_types import CODE_COLUMNS, code_of
from geomap.export.table import DATE, EVENT_TYPES, TEXT, TIME, each_once, rounded
from geomap.model import Event, Precision, Toll

DEGREE_DIGITS = 6  # 0.1 m, as RFC 7946 section 11.2 advises
CONFIDENCE_DIGITS = 3
CHUNK = 500  # events gone through at once: they lie apart in memory, and what is visited once is at hand for its other columns

Row = dict[str, Any]

# The parts of an event, where the columns stand in them, and the parts that stand in these.
_PARTS: dict[str, dict[str, str]] = {
    "event": {
        "event_id": "id",
        "source_event_id": "source_id",
        "event_type": "type",
        "sub_event_type": "sub_type",
        "event_code": "code",
        **dict.fromkeys(CODE_COLUMNS, "sub_type"),
        "actor1": "actors",
        "actor2": "actors",
        "modality": "modality",
        "lang": "language",
        "confidence": "confidence",
        "shown": "shown",
        "changed": "change",
        "when": "when",
        "where": "where",
        "toll": "toll",
        "newest": "evidence",  # an incident bears the source and quotation of its newest telling
    },
    "when": {
        "start_time": "start",
        "end_time": "end",
        "event_date": "first_day",
        "event_date_end": "last_day",
        "time_precision": "precision",
    },
    "where": {
        "place_name": "name",
        "latitude": "lat",
        "longitude": "lon",
        "geo_precision": "geo_precision",
        "where_prec": "where_prec",
        "coordinate_uncertainty_m": "radius_m",
        "geo_method": "method",
        "resolution": "resolution",
        **dict.fromkeys(("unit", "iso3166_2", "pcode"), "unit"),
        "stated": "stated",
    },
    "resolution": {"mention": "mention.text", "gazetteer_id": "place"},
    "unit": {"admin1": "admin1", "admin2": "admin2", "country": "country", "iso3": "country"},
    "changed": {"change": "kind", "change_before": "text"},
    "toll": {name: name for name in Toll.__dataclass_fields__},
    "newest": {
        "published_time": "published_at",
        "published_precision": "precision",
        "quote": "quote",
        "quote_start": "offsets",
        "quote_end": "offsets",
        "source": "source",
        "source_url": "url",
        "post_id": "post_id",
        "document_sha256": "document_sha256",
        "retrieved_time": "retrieved_at",
    },
}


def _getter(fields: Sequence[str]) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[None, ...]]:
    """Return what takes these fields, of which there are several, and what stands for those of None."""
    return attrgetter(*fields), (None,) * len(fields)


_GET = {part: _getter(list(dict.fromkeys(fields.values()))) for part, fields in _PARTS.items()}  # each field once for all of its columns

# What is made of a column as it is taken.
_MADE: dict[str, Callable[[Sequence[Any]], list[Any]]] = {
    "mention": lambda texts: [text or None for text in texts],
    **{column: partial(each_once, partial(code_of, column=column)) for column in CODE_COLUMNS},
    "latitude": lambda degrees: rounded(degrees, DEGREE_DIGITS),
    "longitude": lambda degrees: rounded(degrees, DEGREE_DIGITS),
    "coordinate_uncertainty_m": lambda radii: each_once(round, radii),
    "geo_method": lambda methods: list(map(str, methods)),
    "modality": lambda modalities: list(map(str, modalities)),
    "iso3": lambda countries: each_once(alpha_3, countries),
    "gazetteer_id": lambda places: [None if place is None else place.id for place in places],
    "iso3166_2": partial(each_once, iso3166_2, key=id),
    "pcode": partial(each_once, pcode, key=id),
    "actor1": lambda actors: [told[0] if told else None for told in actors],
    "actor2": lambda actors: [told[1] if len(told) > 1 else None for told in actors],
    "newest": lambda evidence: [told[-1] for told in evidence],
    "published_precision": lambda precisions: [None if one is None else one.value for one in precisions],
    "quote_start": lambda spans: [None if span is None else span[0] for span in spans],
    "quote_end": lambda spans: [None if span is None else span[1] for span in spans],
    "confidence": lambda shares: rounded(shares, CONFIDENCE_DIGITS),
    "change": lambda kinds: [None if kind is None else kind.value for kind in kinds],
}

# The columns in the order that files show them.
COLUMNS = (
    *("event_id", "event_type", "sub_event_type", "event_code", *CODE_COLUMNS),
    *("start_time", "end_time", "event_date", "event_date_end", "time_precision", "published_time", "published_precision"),
    *("place_name", "mention", "latitude", "longitude", "geo_precision", "where_prec", "coordinate_uncertainty_m", "geo_method"),
    *("gazetteer_id", "admin1", "admin2", "country", "iso3", "iso3166_2", "pcode", "actor1", "actor2"),
    *Toll.__dataclass_fields__,
    *("modality", "quote", "quote_start", "quote_end", "source", "source_url", "post_id", "document_sha256", "retrieved_time"),
    *("source_event_id", "lang", "confidence"),
)


# The columns behind the others: of files with the events that are too unsure for the map, and of events that were compared with those
# of an earlier run.
SHOWN_COLUMNS = ("shown",)
CHANGE_COLUMNS = ("change", "change_before")
MORE_COLUMNS = (*SHOWN_COLUMNS, *CHANGE_COLUMNS)


def columns_of_events(events: Sequence[Event]) -> tuple[str, ...]:
    """Return the names of the columns of ``events``: either all of them have one of the further columns, or none."""
    if not events:
        return COLUMNS
    first = events[0]
    return (*COLUMNS, *(SHOWN_COLUMNS if first.shown is not None else ()), *(CHANGE_COLUMNS if first.change is not None else ()))


def event_row(event: Event) -> Row:
    """Return the columns of one event as plain values.

    Args:
        event: The event.

    Returns:
        Values by the names of ``columns_of_events``; None for what is not known. Times are UTC ("2023-01-31T00:00:00Z"); ``event_date`` and
        ``event_date_end`` are local days at the place.
    """
    return {name: values[0] for name, values in plain_cells(event_cells((event,))).items()}


def event_cells(events: Sequence[Event]) -> dict[str, list[Any]]:
    """Return the columns of many events, times and days as objects: each format writes them in its own way."""
    names = columns_of_events(events)
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for start in range(0, len(events), CHUNK):
        held = _chunk(events[start : start + CHUNK])
        for name in names:
            columns[name] += held[name]
    return columns


def _chunk(events: Sequence[Event]) -> dict[str, Sequence[Any]]:
    """Return the columns of a few events, and their parts."""
    held: dict[str, Sequence[Any]] = {"event": events}
    for part, fields in _PARTS.items():
        get, nothing = _GET[part]
        rows = [nothing if one is None else get(one) for one in held[part]]  # what a part lacks is None in all of its columns
        told = dict(zip(dict.fromkeys(fields.values()), zip(*rows, strict=True), strict=True))
        for name, field in fields.items():
            held[name] = _MADE[name](told[field]) if name in _MADE else told[field]
    if any(held["stated"]):
        _fill_units(held)
    return held


def _fill_units(held: dict[str, Sequence[Any]]) -> None:
    """Fill the units of events of tables, which have no place of the gazetteer, with those that the tables state."""
    for name, stated in zip(
        ("country", "admin1", "admin2"), zip(*(one or (None,) * 3 for one in held["stated"]), strict=True), strict=True
    ):
        held[name] = [told if told is not None else given for told, given in zip(held[name], stated, strict=True)]
    held["iso3"] = each_once(alpha_3, held["country"])


def plain_cells(cells: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Return columns with times and days as text, all else as it is."""
    return {name: _TEXTS[kind](values) if (kind := EVENT_TYPES.get(name, TEXT)) in _TEXTS else values for name, values in cells.items()}


_TEXTS: dict[str, Callable[[Sequence[Any]], list[Any]]] = {
    TIME: lambda moments: each_once(utc, moments, key=datetime.timestamp),
    DATE: lambda days: each_once(date.isoformat, days),
}


def published(moment: datetime | None, precision: Precision) -> str | None:
    """Write a time of publication for people, as exactly as it is known: "2023-01-31T11:49:00Z", "2023-01-31" or "2023-01"."""
    if moment is None or precision is Precision.TIME:
        return utc(moment)
    return f"{moment:%Y-%m-%d}" if precision is Precision.DAY else f"{moment:%Y-%m}"


def utc(moment: datetime | None) -> str | None:
    """Write an aware UTC time as RFC 3339 with Z: QGIS drops offsets, so there must be none to drop."""
    if moment is None:
        return None
    return _utc(moment) if moment.tzinfo is UTC else _written(moment)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


_utc = lru_cache(maxsize=4096)(_written)  # the same moments come again and again; moments of other zones may be equal and read otherwise
