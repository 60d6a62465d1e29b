"""Event mentions as JSON and back, with all that `geomap.events` asks of them later; outlines are kept apart, since many share one."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import lru_cache
from math import isfinite
from operator import attrgetter
from typing import Any, TypeVar

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import quoted
from gazetteer.model import Candidate, MatchMethod, Place, PlaceKind, PlaceName
from geomap.export.written import plain_encoder
from geomap.model import (
    Event,
    Evidence,
    GeoMethod,
    Mention,
    Modality,
    Part,
    PartKind,
    Post,
    Precision,
    Reason,
    Resolution,
    Role,
    TimeBasis,
    Toll,
    When,
    Where,
)
from geomap.span import Fact, Span

_PLACE = tuple(field.name for field in fields(Place))
_TOLL = tuple(field.name for field in fields(Toll))
_counts = attrgetter(*_TOLL)
_POST_STATE = ("page_title", "author", "given_text", "is_keyed")
_POST_TEXTS = ("post_id", "source", "text")  # columns that no post leaves empty
_MORE_POST_TEXTS = ("title", "url", "lang", "origin", "document_sha256")
_DIGEST_BYTES = 16
_UNFIT = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, ShapelyError)

_MOST_TEXTS = 10_000

One = TypeVar("One", Where, Place)
Outlines = Callable[[str], BaseGeometry]
_encode = plain_encoder()
_text = json.encoder.encode_basestring  # as `plain_encoder` writes texts


def dumped(value: Any) -> str:  # noqa: ANN401 - anything of plain values
    """Return plain values as JSON that is the same for the same values."""
    return _encode(value)


def moment_text(moment: datetime) -> str:
    """Return an aware time in its own zone; those in UTC, which are most and recur, are written once."""
    return _utc_text(moment) if moment.tzinfo is UTC else moment.isoformat()


@lru_cache(maxsize=4096)
def _utc_text(moment: datetime) -> str:
    return moment.isoformat()


def digest_of(text: str | bytes) -> str:
    """Return a short digest of a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, digest_size=_DIGEST_BYTES).hexdigest()


@contextmanager
def as_written(what: str) -> Iterator[None]:
    """Tell what is raised for a row that geomap would not write as an error of the database: a program or an accident changed it.

    Args:
        what: The row, as a sentence names it.

    Raises:
        sqlite3.DataError: The row is not as geomap writes it.
    """
    try:
        yield
    except _UNFIT as error:
        raise sqlite3.DataError(f"{quoted(what)} is not as geomap writes it: {quoted(str(error))}") from error


class Encoder:
    """Writes event mentions as JSON and collects the outlines that they stand on, by digest."""

    def __init__(self) -> None:
        self.outlines: dict[str, bytes] = {}
        self._known: dict[int, tuple[BaseGeometry, str]] = {}
        self._texts: dict[int, tuple[Where | Place, str]] = {}  # of locations and units that many events share, by identity

    def event(self, event: Event) -> str:
        """Return an event as JSON."""
        reasons = [[reason.text, reason.weight] for reason in event.reasons] if event.reasons else ()
        return (
            f'{{"id":{_text(event.id)},"type":[{_text(event.type)},{_text(event.sub_type)},{_told(event.code)}],"when":{_when(event.when)},'
            f'"where":{self._once(event.where, self._where)},"evidence":[{",".join(map(_evidence, event.evidence))}],'
            f'"modality":{_text(event.modality)},"confidence":{_number(event.confidence)},"actors":{_list(event.actors)},'
            f'"toll":{_toll(_counts(event.toll))},"more":[{_told(event.attribution)},{_told(event.language)},{_told(event.source_id)}],'
            f'"reasons":{_list(reasons)}}}'
        )

    def _once(self, one: One, write: Callable[[One], str]) -> str:
        """Return what ``write`` makes of an object; of one that was met lately as it was made then."""
        known = self._texts.get(id(one))
        if known is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            known = self._texts[id(one)] = (one, write(one))
        return known[1]

    def _where(self, where: Where) -> str:
        told = [
            where.lat,
            where.lon,
            where.radius_m,
            where.geo_precision,
            where.where_prec,
            where.method,
            where.name,
            where.relation,
            where.stated,
            None if where.area is None else self._outline(where.area),
            None if where.resolution is None else _resolution(where.resolution),
        ]
        return dumped(told) if where.lies_in is None else f"{dumped(told)[:-1]},{self._once(where.lies_in, _place_text)}]"

    def _outline(self, area: BaseGeometry) -> str:
        known = self._known.get(id(area))
        if known is None:
            wkb = shapely.to_wkb(area)
            known = self._known[id(area)] = (area, digest_of(wkb))
            self.outlines[known[1]] = wkb
        return known[1]


_day = lru_cache(maxsize=4096)(date.isoformat)


def _number(value: float) -> str:
    return repr(value) if type(value) is float and isfinite(value) else dumped(value)


def _told(text: str | None) -> str:
    return "null" if text is None else _text(text)


def _list(values: Sequence[Any]) -> str:
    return dumped(values) if values else "[]"


def _when(when: When | None) -> str:
    if when is None:
        return "null"
    days = f'"{_day(when.first_day)}","{_day(when.last_day)}"'
    return f'["{moment_text(when.start)}","{moment_text(when.end)}",{days},{when.precision},{_text(when.basis)}]'


@lru_cache(maxsize=4096)  # most events have few counts, and small ones
def _toll(counts: tuple[int | None, ...]) -> str:
    return dumped({name: value for name, value in zip(_TOLL, counts, strict=True) if value is not None and value is not False})


def _evidence(one: Evidence) -> str:
    moment = "null" if one.published_at is None else f'"{moment_text(one.published_at)}"'
    told = (
        f"[{_text(one.post_id)},{one.start},{one.end},{_text(one.quote)},{_text(one.source)},{moment},{_told(one.url)},{_told(one.title)},"
        f"{_told(one.trigger)},{_toll(_counts(one.toll))},{_text(one.published_precision)}"
    )
    has_words = bool(one.spans or one.toll_spans) or one.toll_quote is not None
    if not has_words and one.document_sha256 is None and one.retrieved_at is None:
        return f"{told}]"
    retrieved = "null" if one.retrieved_at is None else f'"{moment_text(one.retrieved_at)}"'
    told = f"{told},{_told(one.document_sha256)},{retrieved}"
    return f"{told},{dumped([one.toll_quote, one.spans, one.toll_spans])[1:]}" if has_words else f"{told}]"


def _place(place: Place) -> list[Any]:
    return [getattr(place, name) for name in _PLACE]


def _place_text(place: Place) -> str:
    return dumped(_place(place))


def _resolution(one: Resolution) -> list[Any]:
    mention = one.mention
    place = None if one.place is None else _place(one.place)
    named = [mention.post_id, mention.start, mention.end, mention.text, mention.confidence, mention.role]
    reasons = [[reason.text, reason.weight] for reason in one.reasons]
    told = [named, place, one.confidence, reasons, one.is_stated, one.is_surroundings]
    is_spelled = bool(one.candidates) and one.candidates[0].similarity == 1.0  # as the gazetteer has it, on which its calibration depends
    return [*told, True] if is_spelled else told


def event_of(text: str, outlines: Outlines) -> Event:
    """Return the event that `Encoder.event` wrote.

    Args:
        text: The JSON.
        outlines: A function that returns the outline of a digest.
    """
    told: Mapping[str, Any] = json.loads(text)
    kind, more = told["type"], told["more"]
    return Event(
        id=told["id"],
        type=kind[0],
        sub_type=kind[1],
        code=kind[2],
        when=None if told["when"] is None else _when_of(told["when"]),
        where=_where_of(told["where"], outlines),
        evidence=tuple(_evidence_of(one) for one in told["evidence"]),
        modality=Modality(told["modality"]),
        confidence=told["confidence"],
        actors=tuple(told["actors"]),
        toll=Toll(**told["toll"]),
        attribution=more[0],
        language=more[1],
        source_id=more[2],
        reasons=_reasons(told["reasons"]),
    )


def _when_of(told: list[Any]) -> When:
    start, end, first, last, precision, basis = told
    return When(
        start=datetime.fromisoformat(start),
        end=datetime.fromisoformat(end),
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last),
        precision=precision,
        basis=TimeBasis(basis),
    )


def _where_of(told: list[Any], outlines: Outlines) -> Where:
    lat, lon, radius_m, geo_precision, where_prec, method, name, relation, stated, area, resolution, *unit = told
    return Where(
        resolution=None if resolution is None else _resolution_of(resolution),
        lat=lat,
        lon=lon,
        radius_m=radius_m,
        geo_precision=geo_precision,
        where_prec=where_prec,
        method=GeoMethod(method),
        name=name,
        relation=relation,
        stated=None if stated is None else tuple(stated),
        area=None if area is None else outlines(area),
        lies_in=_place_of(unit[0]) if unit else None,
    )


def _evidence_of(told: list[Any]) -> Evidence:
    post_id, start, end, quote, source, moment, url, title, trigger, toll, *later = told  # versions of stores added one after the other
    missing: list[Any] = [Precision.TIME, None, None, None, (), ()][len(later) :]
    precision, sha256, retrieved, toll_quote, spans, toll_spans = [*later, *missing]
    published_at = None if moment is None else datetime.fromisoformat(moment)
    return Evidence(
        post_id=post_id, start=start, end=end, quote=quote, source=source, published_at=published_at, url=url, title=title, trigger=trigger,
        toll=Toll(**toll), published_precision=Precision(precision), document_sha256=sha256,
        retrieved_at=None if retrieved is None else datetime.fromisoformat(retrieved),
        toll_quote=toll_quote, spans=_spans_of(spans), toll_spans=_spans_of(toll_spans),
    )  # fmt: skip


def _spans_of(told: Sequence[Any]) -> tuple[Span, ...]:
    return tuple(Span(Fact(fact), start, end) for fact, start, end in told)


def _resolution_of(told: list[Any]) -> Resolution:
    (post_id, start, end, text, share, role), given, confidence, reasons, is_stated, is_surroundings, *later = told
    place = None if given is None else _place_of(given)
    spelled = [Candidate(place=place, name=PlaceName(text=text), method=MatchMethod.EXACT)] if place is not None and any(later) else []
    return Resolution(
        mention=Mention(post_id=post_id, start=start, end=end, text=text, confidence=share, role=Role(role)),
        place=place,
        confidence=confidence,
        candidates=tuple(spelled),  # of all that it may mean the place alone is kept
        reasons=_reasons(reasons),
        is_stated=is_stated,
        is_surroundings=is_surroundings,
    )


def _place_of(given: list[Any]) -> Place:
    told = dict(zip(_PLACE, given, strict=True))
    return Place(**{**told, "kind": PlaceKind(told["kind"]), "within": tuple(told["within"])})


def _reasons(told: list[list[Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(text=text, weight=weight) for text, weight in told)


def post_state(post: Post) -> str:
    """Return what the columns of the layer posts do not hold of a post, as JSON."""
    parts = [[part.kind.value, part.start, part.end] for part in post.parts]
    return dumped({"page": post.page, "parts": parts, **{name: getattr(post, name) for name in _POST_STATE}})


def post_of(row: Mapping[str, Any]) -> Post:
    """Return the post of a row of the layer posts."""
    if not all(isinstance(row[name], str) for name in _POST_TEXTS):
        raise ValueError(f"one of {', '.join(_POST_TEXTS)} is no text")
    if not all(row[name] is None or isinstance(row[name], str) for name in _MORE_POST_TEXTS):
        raise ValueError(f"one of {', '.join(_MORE_POST_TEXTS)} is no text")
    state = json.loads(row["state"])
    moments: dict[str, Any] = {
        name: None if row[column] is None else datetime.fromisoformat(row[column])
        for name, column in (("published_at", "published_time"), ("updated_at", "updated_time"), ("retrieved_at", "retrieved_time"))
    }
    return Post(
        id=row["post_id"],
        source=row["source"],
        text=row["text"],
        parts=tuple(Part(PartKind(kind), start, end) for kind, start, end in state["parts"]),
        title=row["title"],
        url=row["url"],
        language=row["lang"],
        origin=row["origin"] or "",
        document_sha256=row["document_sha256"],
        page=state["page"],
        published_precision=Precision(row["published_precision"] or Precision.TIME),
        updated_precision=Precision(row["updated_precision"] or Precision.TIME),
        **moments,
        **{name: state[name] for name in _POST_STATE},
    )


def post_digest(post: Post) -> str:
    """Return a digest of what a post says; from which input it was read does not count."""
    moments = [None if moment is None else moment.isoformat() for moment in (post.published_at, post.updated_at)]
    return digest_of(dumped([post.source, post.title, post.text, post.url, post.language, *moments, post_state(post)]))
