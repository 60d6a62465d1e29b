"""Files that geomap wrote, read back: what a row says becomes an event again, so that any format can be made from any other."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from gazetteer.model import Place, PlaceKind
from geomap.errors import InputMissingError, UnreadableError
from geomap.export.cells import held_text
from geomap.export.features import COLUMNS, WHOLE_REGION
from geomap.export.table import DATE, EVENT_TYPES, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.model import Analysis, DataSource, Event, Evidence, GeoMethod, Mention, Modality, Resolution, TimeBasis, Toll, When, Where

Row = dict[str, Any]
Read = Iterator[tuple[Row, Any]]  # a row, and the outline of an event that is an area

NEEDED = ("event_id", "event_type", "sub_event_type", "place_name", "modality", "quote", "source", "post_id", "geo_method", "confidence")
_CREDIT = re.compile(r"(.*) \((.*)\)", re.DOTALL)
_HXL = "#event+id"


def read_back(path: Path) -> Analysis:
    """Give the events of a file that geomap wrote; an analysis without posts.

    Raises:
        InputError: It is missing, of a suffix that is not read back, or not as geomap writes it; the text says which.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableError(f"{path}: give a file of events that geomap wrote: {', '.join(sorted(READERS))}")
    if not path.is_file():
        raise InputMissingError(f"{path}: there is no such file")
    events, number = [], 0
    try:
        for number, (row, area) in enumerate(reader(path), 1):  # noqa: B007 - told where it fails
            events.append(_event(row, area))
    except KeyError as error:
        raise UnreadableError(f"{path}: it has no column {error.args[0]}; give a file of events that geomap wrote") from error
    except (ValueError, TypeError, AttributeError, OverflowError, csv.Error) as error:
        where = f"event {number}" if number else "the file"
        raise UnreadableError(f"{path}: {where} is not as geomap writes it: {' '.join(str(error).split())}") from error
    sources = _credits(path) if path.suffix.lower() == ".geojson" else ()
    return Analysis(documents=(), posts=(), resolutions=(), tellings=(), events=tuple(events), data_sources=sources)


def _geojson(path: Path) -> Read:
    yield from map(_from_feature, json.loads(path.read_bytes())["features"])


def _geojson_lines(path: Path) -> Read:
    with path.open("rb") as stream:
        yield from (_from_feature(json.loads(line)) for line in stream if line.strip())


def _from_feature(feature: Any) -> tuple[Row, Any]:  # noqa: ANN401 - JSON
    import shapely  # noqa: PLC0415 - keeps `import geomap` light

    geometry = feature["geometry"]
    drawn = geometry is not None and geometry["type"] != "Point"
    return feature["properties"], shapely.from_geojson(json.dumps(geometry)) if drawn else None


def _csv(path: Path) -> Read:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for cells in csv.DictReader(stream):
            row = {name: held_text(cell) if cell else None for name, cell in cells.items() if name}
            if row.get("event_id") != _HXL:
                yield {**row, "quote": row.get("quote") or ""}, None


def _with_layers(path: Path) -> Read:
    """Read events, and from a GeoPackage the outlines of those that are areas."""
    import pyogrio  # noqa: PLC0415 - heavy
    import pyogrio.errors  # noqa: PLC0415

    try:
        layers = {name for name, _ in pyogrio.list_layers(path)}
        if "events" not in layers and path.suffix.lower() == ".gpkg":
            raise UnreadableError(f"{path}: it has no layer events; give a file of events that geomap wrote")
        outlines = {row["event_id"]: shape for row, shape in _layer(path, "areas")} if "areas" in layers else {}
        for row, _ in _layer(path, "events" if "events" in layers else None):
            yield row, outlines.get(row["event_id"])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise UnreadableError(f"{path}: {' '.join(str(error).split())}") from error


def _layer(path: Path, name: str | None) -> Read:
    import pyogrio.raw  # noqa: PLC0415 - heavy
    import shapely  # noqa: PLC0415

    meta, _, shapes, fields = pyogrio.raw.read(path, layer=name, datetime_as_string=True)
    for values, shape in zip(zip(*fields, strict=True), shapes, strict=True):
        yield dict(zip(meta["fields"], values, strict=True)), None if shape is None else shapely.from_wkb(shape)


def _parquet(path: Path) -> Read:
    import shapely  # noqa: PLC0415 - keeps `import geomap` light

    from geomap.export.parquet import require_pyarrow  # noqa: PLC0415

    require_pyarrow()
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet  # noqa: PLC0415

    try:
        rows = pyarrow.parquet.read_table(path).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"{path}: it is no whole Parquet file") from error
    for row in rows:
        shape = None if row["geometry"] is None else shapely.from_wkb(row["geometry"])
        yield row, None if shape is None or shape.geom_type == "Point" else shape


READERS: dict[str, Callable[[Path], Read]] = {
    ".csv": _csv,
    ".fgb": _with_layers,
    ".geojson": _geojson,
    ".geojsonl": _geojson_lines,
    ".gpkg": _with_layers,
    ".parquet": _parquet,
}


def _credits(path: Path) -> tuple[DataSource, ...]:
    """Give whose data the file stands on, as its attribution names them."""
    told = json.loads(path.read_bytes()).get("attribution", [])
    found = [_CREDIT.fullmatch(text) for text in told if isinstance(text, str)]
    return tuple(DataSource(name=match[1], edition="", licence=match[2], attribution=match[1]) for match in found if match)


def _event(given: Mapping[str, Any], area: Any) -> Event:  # noqa: ANN401 - a shape
    for name in NEEDED:
        if given[name] is None:
            raise ValueError(f"{name} is empty")
    row = {name: _value(given.get(name), EVENT_TYPES.get(name, TEXT)) for name in COLUMNS}
    counts = {name: row[name] for name in Toll.__dataclass_fields__}
    toll = Toll(**{**counts, "losses_claimed": bool(row["losses_claimed"])})
    return Event(
        id=row["event_id"],
        type=row["event_type"],
        sub_type=row["sub_event_type"],
        code=row["event_code"],
        when=_when(row),
        where=_where(row, area),
        evidence=(_evidence(row, toll),),
        modality=Modality(row["modality"]),
        confidence=row["confidence"],
        actors=tuple(row[name] for name in ("actor1", "actor2") if row[name] is not None),
        toll=toll,
        language=row["lang"],
    )


def _evidence(row: Row, toll: Toll) -> Evidence:
    return Evidence(
        post_id=row["post_id"],
        start=0,
        end=len(row["quote"]),
        quote=row["quote"],
        source=row["source"],
        published_at=row["published_time"],
        url=row["source_url"],
        toll=toll,
    )


def _when(row: Row) -> When | None:
    """Give the time; files do not tell what it rests on."""
    if row["start_time"] is None:
        return None
    return When(
        start=row["start_time"],
        end=row["end_time"],
        first_day=row["event_date"],
        last_day=row["event_date_end"],
        precision=row["time_precision"],
        basis=TimeBasis.STATED,
    )


def _where(row: Row, area: Any) -> Where:  # noqa: ANN401 - a shape
    radius = row["coordinate_uncertainty_m"]
    return Where(
        resolution=_resolution(row),
        lat=row["latitude"],
        lon=row["longitude"],
        radius_m=None if radius is None else float(radius),
        geo_precision=row["geo_precision"],
        where_prec=row["where_prec"],
        method=GeoMethod(row["geo_method"]),
        name=row["place_name"],
        area=area,
    )


def _resolution(row: Row) -> Resolution | None:
    """Give the place that the row names. Its kind is not told: a region where the event is of one, else a settlement."""
    text = row["mention"]
    if text is None and row["gazetteer_id"] is None:
        return None
    mention = Mention(post_id=row["post_id"], start=0, end=len(text or ""), text=text or "", confidence=row["confidence"])
    if row["gazetteer_id"] is None:
        return Resolution(mention=mention, place=None, confidence=None)
    place = Place(
        id=row["gazetteer_id"],
        name=row["place_name"],
        kind=PlaceKind.REGION if row["geo_precision"] == WHOLE_REGION else PlaceKind.SETTLEMENT,
        lat=row["latitude"],
        lon=row["longitude"],
        radius_m=float(row["coordinate_uncertainty_m"] or 0),
        country=row["country"],
        admin1=row["admin1"],
        admin2=row["admin2"],
    )
    return Resolution(mention=mention, place=place, confidence=row["confidence"])


def _value(value: Any, kind: str) -> Any:  # noqa: ANN401 - a cell holds whatever the row does
    if value is None or value != value or str(value) == "NaT":  # noqa: PLR0124 - NaN is what is unequal to itself
        return None
    return _READ[kind](value)


def _moment(value: Any) -> datetime:  # noqa: ANN401 - text or a time
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _whole(value: Any) -> int:  # noqa: ANN401 - text or a number
    number = float(value)
    if not number.is_integer():
        raise ValueError(f"{value} is no whole number")
    return int(number)


_READ: dict[str, Callable[[Any], Any]] = {
    TEXT: str,
    INTEGER: _whole,
    REAL: float,
    FLAG: lambda value: str(value).lower() in {"true", "1", "1.0"},
    DATE: lambda value: date.fromisoformat(str(value)[:10]),
    TIME: _moment,
}
