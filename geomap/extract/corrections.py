"""What a reader put right by hand: a file of corrections, applied at every run.

``corrections.csv`` has the columns post, mention, place, type, date, killed, injured; an empty field corrects nothing.

- post: a post's id or address, or words that its text holds. Required.
- mention: the name as the text spells it; empty for every event of the post.
- place: an id of the gazetteer ("geonames:706483"), a position ("49.99 36.23"), or "not a place".
- type: a sub-type's name, or "not an event".
- date: a day at the place, or two ("2023-01-30/2023-01-31").
- killed, injured: the right figure.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gazetteer.model import Place, PlaceKind
from geomap.errors import InputMissingError, UnreadableError
from geomap.extract.types import event_types
from geomap.extract.when import Days, interval, zone_of
from geomap.model import Event, GeoMethod, Post, Problem, Reason, Resolution, TimeBasis, Toll

COLUMNS = ("post", "mention", "place", "type", "date", "killed", "injured")
NOT_A_PLACE, NOT_AN_EVENT = "not a place", "not an event"
BY_HAND = "corrected by hand"
POSITION = re.compile(r"(-?\d+(?:\.\d+)?)[ ,;]+(-?\d+(?:\.\d+)?)")
POSITION_RADIUS_M = 1000.0

FindPlace = Callable[[str], Place | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the file; None corrects nothing."""

    line: int
    post: str
    mention: str | None = None
    place: str | None = None
    type: str | None = None
    days: tuple[date, date] | None = None
    killed: int | None = None
    injured: int | None = None

    def fits(self, post: Post) -> bool:
        """Whether it speaks of ``post``."""
        return self.post in {post.id, post.url} or self.post.casefold() in post.text.casefold()


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a file of corrections.

    Raises:
        InputMissingError: there is no such file.
        UnreadableError: a column is unknown or a field makes no sense; the text names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: there is no such file of corrections") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path}: corrections should be a CSV file in UTF-8") from error
    rows = csv.DictReader(text.splitlines())
    unknown = [name for name in rows.fieldnames or () if name not in COLUMNS]
    if unknown or "post" not in (rows.fieldnames or ()):
        raise UnreadableError(f"{path}: the columns should be {', '.join(COLUMNS)}, and post is required")
    return tuple(_correction(path, number, row) for number, row in enumerate(rows, 2))


def _correction(path: Path, line: int, row: dict[str, str | None]) -> Correction:
    fields = {name: (row.get(name) or "").strip() or None for name in COLUMNS}
    try:
        return Correction(
            line=line,
            post=_required(fields["post"]),
            mention=fields["mention"],
            place=fields["place"],
            type=_type(fields["type"]),
            days=_days(fields["date"]),
            killed=_count(fields["killed"]),
            injured=_count(fields["injured"]),
        )
    except ValueError as error:
        raise UnreadableError(f"{path}, line {line}: {error}") from error


def _required(text: str | None) -> str:
    if text is None:
        raise ValueError("it should say which post it corrects")
    return text


def _type(text: str | None) -> str | None:
    if text is not None and text != NOT_AN_EVENT and text not in event_types():
        raise ValueError(f"type {text!r} should be a sub-type's name, or {NOT_AN_EVENT!r}")
    return text


def _days(text: str | None) -> tuple[date, date] | None:
    if text is None:
        return None
    first, _, last = text.partition("/")
    days = (date.fromisoformat(first), date.fromisoformat(last or first))
    if days[0] > days[1]:
        raise ValueError(f"date {text!r} ends before it starts")
    return days


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal():
        raise ValueError(f"{text!r} should be a whole number of people")
    return int(text)


def correct_places(
    corrections: Sequence[Correction], posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]], find: FindPlace
) -> tuple[list[tuple[Resolution, ...]], frozenset[int]]:
    """Put the places right, before events are read; ``find`` gives the place of a gazetteer's id.

    Returns:
        The resolutions ("not a place" takes one out), and the lines that met something.
    """
    used: set[int] = set()
    corrected = [
        tuple(_corrected_places(corrections, post, resolved, find, used)) for post, resolved in zip(posts, resolutions, strict=True)
    ]
    return corrected, frozenset(used)


def _corrected_places(
    corrections: Sequence[Correction], post: Post, resolved: Sequence[Resolution], find: FindPlace, used: set[int]
) -> Iterator[Resolution]:
    mine = [one for one in corrections if one.place is not None and one.fits(post)]
    for resolution in resolved:
        one = next((one for one in mine if one.mention in {None, resolution.mention.text}), None)
        if one is None or one.place is None:
            yield resolution
            continue
        used.add(one.line)
        if one.place == NOT_A_PLACE:
            continue
        place = _place(one.place, resolution.mention.text, find)
        if place is None:
            used.discard(one.line)
            yield resolution
            continue
        yield replace(resolution, place=place, confidence=1.0, reasons=(Reason(text=BY_HAND, weight=1.0),))


def _place(text: str, name: str, find: FindPlace) -> Place | None:
    position = POSITION.fullmatch(text)
    if position is None:
        return find(text)
    lat, lon = float(position[1]), float(position[2])
    return Place(id=f"correction:{text}", name=name, kind=PlaceKind.SETTLEMENT, lat=lat, lon=lon, radius_m=POSITION_RADIUS_M)


def correct_events(
    corrections: Sequence[Correction], posts: Sequence[Post], tellings: Sequence[Sequence[Event]]
) -> tuple[list[tuple[Event, ...]], frozenset[int]]:
    """Put types, dates and counts right, after events are read; what is no event is taken out.

    Returns:
        The tellings, each corrected one saying so among its reasons, and the lines that met something.
    """
    used: set[int] = set()
    corrected = [tuple(_corrected_events(corrections, post, told, used)) for post, told in zip(posts, tellings, strict=True)]
    return corrected, frozenset(used)


def _corrected_events(corrections: Sequence[Correction], post: Post, told: Sequence[Event], used: set[int]) -> Iterator[Event]:
    mine = [one for one in corrections if one.fits(post)]
    for event in told:
        kept: Event | None = _marked(event)
        for one in mine:
            mention = event.where.resolution.mention.text if event.where.resolution is not None else None
            if kept is None or one.mention not in {None, mention} or not _corrects_event(one):
                continue
            used.add(one.line)
            kept = None if one.type == NOT_AN_EVENT else _corrected(kept, one)
        if kept is not None:
            yield kept


def _corrects_event(one: Correction) -> bool:
    return any(value is not None for value in (one.type, one.days, one.killed, one.injured))


def _marked(event: Event) -> Event:
    resolution = event.where.resolution
    if resolution is None or all(reason.text != BY_HAND for reason in resolution.reasons):
        return event
    where = replace(event.where, method=GeoMethod.CORRECTION) if event.where.relation is None else event.where
    return replace(event, where=where, reasons=(*event.reasons, Reason(text=f"the place is {BY_HAND}", weight=1.0)))


def _corrected(event: Event, one: Correction) -> Event:
    kind = event_types()[one.type] if one.type is not None else None
    days = Days(*one.days, basis=TimeBasis.STATED) if one.days is not None else None
    toll = _toll(event.toll, one)
    return replace(
        event,
        type=kind.type if kind else event.type,
        sub_type=kind.sub_type if kind else event.sub_type,
        code=kind.code if kind else event.code,
        when=interval(days, zone_of(event.where.place)) if days else event.when,
        toll=toll,
        evidence=tuple(replace(evidence, toll=toll) for evidence in event.evidence),
        reasons=(*event.reasons, Reason(text=f"{BY_HAND} (line {one.line})", weight=1.0)),
    )


def _toll(toll: Toll, one: Correction) -> Toll:
    if one.killed is not None:
        toll = replace(toll, fatalities=one.killed, fatalities_low=None, fatalities_high=None)
    return toll if one.injured is None else replace(toll, injured=one.injured)


def unmet(corrections: Sequence[Correction], used: frozenset[int], origin: str) -> tuple[Problem, ...]:
    """Report each correction that met nothing."""
    return tuple(
        Problem(origin=origin, text=f"line {one.line} corrects {one.mention or 'events'} in a post {one.post!r}, and nothing fits it")
        for one in corrections
        if one.line not in used
    )
