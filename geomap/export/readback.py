"""Files that geomap wrote, read back: a row becomes an event again, so that any format can be made from any other."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gazetteer.errors import quoted
from gazetteer.model import Place, PlaceKind
from gazetteer.staging import recover_once
from gazetteer.unit_codes import units_with
from geomap.change import Change, ChangeKind
from geomap.errors import InputMissingError, UnreadableError
from geomap.export.features import COLUMNS, MORE_COLUMNS
from geomap.export.geometry import WHOLE_REGION
from geomap.export.layers import MENTION_COLUMNS, MENTION_TYPES, POST_COLUMNS, POST_TYPES
from geomap.export.retold import with_tellings
from geomap.export.rows import READERS, STALE, Row, layer_names, layer_rows
from geomap.export.table import EVENT_TYPES, TEXT, held_row
from geomap.model import (
    Analysis,
    DataSource,
    Event,
    Evidence,
    GeoMethod,
    Mention,
    Modality,
    Post,
    Precision,
    Problem,
    Resolution,
    Role,
    TimeBasis,
    Toll,
    When,
    Where,
)

NEEDED = ("event_id", "event_type", "sub_event_type", "place_name", "modality", "quote", "source", "post_id", "geo_method", "confidence")
_KINDS = {name: EVENT_TYPES.get(name, TEXT) for name in (*COLUMNS, *MORE_COLUMNS)}
_CREDITS = re.compile(rb'"attribution"\s*:\s*')
_MOST_CREDITS = 100_000  # bytes: a file of events may have hundreds of millions, and was decoded once
_CREDIT = re.compile(r"(.*) \((.*)\)", re.DOTALL)
_NAMED = {
    "id": "post_id",
    "published_at": "published_time",
    "updated_at": "updated_time",
    "retrieved_at": "retrieved_time",
    "language": "lang",
}
_POSTS = {name: POST_TYPES.get(name, TEXT) for name in POST_COLUMNS}
_MENTIONS = {name: MENTION_TYPES.get(name, TEXT) for name in MENTION_COLUMNS}

Kept = tuple[tuple[Post, ...], tuple[tuple[Resolution, ...], ...]]


def read_back(path: Path) -> Analysis:
    """Return the events of a file that geomap wrote, and the posts and place mentions that a GeoPackage holds.

    Raises:
        InputError: It is missing, of a suffix that is not read back, or not as geomap writes it; the text says which.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableError(f"{path}: give a file of events that geomap wrote: {', '.join(sorted(READERS))}")
    recover_once(path.parent)
    if not path.is_file():
        raise InputMissingError(f"{path}: there is no such file")
    events, number = [], 0
    stale: list[str] = []
    try:
        for number, (row, area) in enumerate(reader(path), 1):  # noqa: B007 - told where it fails
            events.append(_event(row, area))
            stale += [events[-1].id] if row.get(STALE) else []
        number = 0
        posts, resolutions = posts_of(path) if path.suffix.lower() == ".gpkg" else ((), ())
        if path.suffix.lower() == ".gpkg":
            events = with_tellings(events, path, {post.id: post for post in posts})
    except KeyError as error:
        raise UnreadableError(f"{path}: it has no column {error.args[0]}; give a file of events that geomap wrote") from error
    except _unfit() as error:
        where = f"event {number}" if number else "the file"
        raise UnreadableError(f"{path}: {where} is not as geomap writes it: {quoted(str(error))}") from error
    sources = _credits(path) if path.suffix.lower() == ".geojson" else ()
    return Analysis(
        documents=(),
        posts=posts,
        resolutions=resolutions,
        tellings=((),) * len(posts),
        events=tuple(event for event in events if event.shown is not False and not _is_withdrawn(event)),
        unsure=tuple(event for event in events if event.shown is False and not _is_withdrawn(event)),
        withdrawn=tuple(filter(_is_withdrawn, events)),
        problems=_disagreements(path, stale),
        data_sources=sources,
    )


def _is_withdrawn(event: Event) -> bool:
    return event.change is not None and event.change.kind is ChangeKind.WITHDRAWN


def _disagreements(path: Path, stale: list[str]) -> tuple[Problem, ...]:
    """Say for how many events, by whose first id, the point is not where the columns say."""
    if not stale:
        return ()
    number = f"{len(stale):,} event{'' if len(stale) == 1 else 's'}"
    said = f"{path}: {number}, first {stale[0]}: point and columns latitude and longitude disagree; the point counts"
    return (Problem(origin=str(path), text=said),)


def _unfit() -> tuple[type[Exception], ...]:
    """Return what is raised for a row that geomap would not write."""
    from shapely.errors import ShapelyError  # noqa: PLC0415 - keeps `import geomap` light

    plain = (ValueError, TypeError, AttributeError, OverflowError, IndexError, RecursionError)
    return (*plain, ShapelyError, csv.Error)


def _credits(path: Path) -> tuple[DataSource, ...]:
    """Return whose data the file stands on, as its attribution names them."""
    content = path.read_bytes()
    start = _CREDITS.search(content)
    if start is None:
        return ()
    told, _ = json.JSONDecoder().raw_decode(content[start.end() : start.end() + _MOST_CREDITS].decode(errors="ignore"))
    found = [_CREDIT.fullmatch(text) for text in told if isinstance(text, str)] if isinstance(told, list) else []
    return tuple(DataSource(name=match[1], edition="", licence=match[2], attribution=match[1]) for match in found if match)


def _event(given: Mapping[str, Any], area: Any) -> Event:  # noqa: ANN401 - a shape
    for name in NEEDED:
        if given[name] is None:
            raise ValueError(f"{name} is empty")
    row = held_row(given, _KINDS)
    for value in row.values():
        if isinstance(value, str):
            value.encode()  # an unpaired surrogate cannot be written again
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
        source_id=row["source_event_id"],
        change=None if row["change"] is None else Change.of(row["change"], row["change_before"]),
        shown=row["shown"],
    )


def _evidence(row: Row, toll: Toll) -> Evidence:
    return Evidence(
        post_id=row["post_id"],
        start=row["quote_start"] or 0,
        end=row["quote_end"] or 0,
        quote=row["quote"],
        source=row["source"],
        published_at=row["published_time"],
        published_precision=Precision(row["published_precision"] or Precision.TIME),
        url=row["source_url"],
        toll=toll,
        document_sha256=row["document_sha256"],
        retrieved_at=row["retrieved_time"],
    )


def _when(row: Row) -> When | None:
    """Return the time; files do not tell what it rests on."""
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
    units = (row["country"], row["admin1"], row["admin2"])
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
        stated=units if row["gazetteer_id"] is None and any(units) else None,
        lies_in=_unit(row) if row["gazetteer_id"] is None else None,
    )


def _unit(row: Row) -> Place | None:
    """Return the unit whose codes the row has though it names no place."""
    within = units_with(iso=row["iso3166_2"], code=row["pcode"])
    if not within:
        return None
    return Place(
        id=within[0], name="", kind=PlaceKind.DISTRICT, lat=None, lon=None, radius_m=0.0, country=row["country"], within=within[1:]
    )


def _resolution(row: Row) -> Resolution | None:
    """Return the place that the row names. Its kind is not told: a region where the event is of one, else a settlement."""
    text = row["mention"]
    if text is None and row["gazetteer_id"] is None:
        return None
    mention = Mention(post_id=row["post_id"], start=0, end=len(text or ""), text=text or "", confidence=1.0)
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
        within=units_with(iso=row["iso3166_2"], code=row["pcode"]),
    )
    return Resolution(mention=mention, place=place, confidence=row["confidence"])


def posts_of(path: Path) -> Kept:
    """Return the posts of a GeoPackage with the mentions of each; none where it has no such layers."""
    if not {"posts", "mentions"} <= layer_names(path):
        return (), ()
    posts = []
    for row, _ in layer_rows(path, "posts"):
        cells = held_row(row, _POSTS)
        plain = {name: cells[name] for name in ("source", "title", "text", "author", "url", "document_sha256")}
        known: dict[str, Any] = {name: Precision(cells[name] or Precision.TIME) for name in ("published_precision", "updated_precision")}
        told = {name: cells[column] for name, column in _NAMED.items()}
        posts.append(Post(**plain, **told, **known, origin=cells["origin"] or ""))
    named_places: dict[str, list[Resolution]] = {post.id: [] for post in posts}
    for row, shape in layer_rows(path, "mentions"):
        point = (None, None) if shape is None else (shape.x, shape.y)
        named_places[row["post_id"]].append(resolution_of(row, *point))
    return tuple(posts), tuple(tuple(named_places.pop(post.id, ())) for post in posts)


def resolution_of(row: Mapping[str, Any], lon: float | None, lat: float | None) -> Resolution:
    """Return the place mention of a row of the layer mentions, with the degrees of its point."""
    cells = held_row(row, _MENTIONS)
    mention = Mention(
        post_id=cells["post_id"],
        start=cells["start"],
        end=cells["end"],
        text=cells["mention"] or "",
        confidence=cells["mention_confidence"],
        role=Role(cells["role"]),
    )
    if cells["gazetteer_id"] is None:
        return Resolution(mention=mention, place=None, confidence=None)
    place = Place(
        id=cells["gazetteer_id"],
        name=cells["place_name"],
        kind=PlaceKind(cells["kind"]),
        lat=lat,
        lon=lon,
        radius_m=float(cells["radius_m"]),
        country=cells["country"],
        admin1=cells["admin1"],
    )
    share = cells["confidence"] / mention.confidence if mention.confidence else cells["confidence"]  # files tell the product of both
    return Resolution(mention=mention, place=place, confidence=min(1.0, share))
