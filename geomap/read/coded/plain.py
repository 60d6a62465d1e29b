"""Any table with coordinates and times, geomap's own files among them: columns are told by the names most often used."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC

from geomap.model import Modality, Toll
from geomap.read.coded.datasets import OTHER, Dataset
from geomap.read.coded.record import DAY, WHERE_PREC, Coded, Row, actors, day, number, position, spread, text, whole
from geomap.read.times import parse_stamp

LATITUDES = ("latitude", "lat", "y", "широта")
LONGITUDES = ("longitude", "lon", "lng", "long", "x", "довгота", "долгота")
_HALF_THE_EARTH_M = 20_037_508.0  # no place is wider
TIMES = ("start_time", "event_date", "date", "datetime", "timestamp", "time", "date_start", "start_date", "when", "occurred_at", "дата")


def is_plain(columns: Collection[str]) -> bool:
    """Say whether a table has coordinates and times."""
    return all(any(name in columns for name in names) for names in (LATITUDES, LONGITUDES, TIMES))


def plain(row: Row) -> Coded:
    """Read a row by the names of its columns; a precision that it does not tell stays unknown."""
    written = text(row, *TIMES)
    moment = parse_stamp(written, unnamed=UTC) if ":" in written else None
    first = day(text(row, "event_date")) or day(written)
    last = day(text(row, "event_date_end", "date_end", "end_date")) or first
    precision = whole(row, "time_precision", within=range(1, 4)) or DAY
    days = (first, last) if first and last and first < last else spread(first, precision)
    lat = next((name for name in LATITUDES if name in row), "")
    lon = next((name for name in LONGITUDES if name in row), "")
    said = text(row, "modality")
    radius = number(row, "coordinate_uncertainty_m")
    share = number(row, "confidence")
    return Coded(
        key=text(row, "event_id", "id", "fid", "globalid") or "\x1f".join(row.values()),
        type=text(row, "event_type", "type", "category", "тип") or OTHER[0],
        sub_type=text(row, "sub_event_type", "sub_type", "subtype", "event_type", "type", "category", "тип") or OTHER[1],
        source=text(row, "source", "publisher", "channel", "джерело", "источник") or "table",
        quote=text(row, "quote", "notes", "description", "text", "summary", "опис", "описание"),
        title=text(row, "title", "headline", "name", "заголовок") or None,
        url=text(row, "source_url", "url", "link") or None,
        name=text(row, "place_name", "location", "place", "name", "city", "title", "місце", "место"),
        position=position(row, lat, lon),
        where_prec=whole(row, "where_prec", within=range(1, 8)) or WHERE_PREC.get(whole(row, "geo_precision") or 0),
        radius_m=radius if radius is not None and 0 <= radius <= _HALF_THE_EARTH_M else None,
        days=days,
        start=moment if moment and "event_date" not in row else None,
        precision=precision,
        published_at=parse_stamp(text(row, "published_time")),
        actors=actors(row, "actor1", "actor2"),
        toll=_toll(row),
        language=text(row, "lang", "language")[:2].lower() or None,
        modality=Modality(said) if said in set(Modality) else Modality.REPORTED,
        confidence=share if share is not None and 0 <= share <= 1 else 1.0,
    )


def _toll(row: Row) -> Toll:
    return Toll(
        fatalities=whole(row, "fatalities", "deaths", "killed"),
        fatalities_low=whole(row, "fatalities_low"),
        fatalities_high=whole(row, "fatalities_high"),
        fatalities_civilian=whole(row, "fatalities_civilian"),
        injured=whole(row, "injured", "wounded"),
        injured_civilian=whole(row, "injured_civilian"),
        losses_claimed=text(row, "losses_claimed").lower() in ("true", "1"),
    )


PLAIN = Dataset("table", frozenset(), plain)
