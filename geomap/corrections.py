"""Corrections made by hand, read from a CSV file and applied to what the rules found.

Places are corrected before events are read, so that geometry, time zone and incident follow; types, days and counts after.

``corrections.csv`` has the columns post, mention, place, type, date, killed, injured; an empty field corrects nothing.

- post: a post's id or address, or words that its text holds.
- mention: the name as the text spells it; empty for every place or event of the post.
- place: an id of the gazetteer ("geonames:706483"), a position ("49.99 36.23"), a name ("Vovchansk, Kharkiv"), or "not a place".
- type: a sub-type's name, or "not an event".
- date: a day at the place, or two ("2023-01-30/2023-01-31").
- killed, injured: the right figure.

Further columns, such as those of unresolved.csv, are ignored, and so is a line that corrects nothing.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.model import Place, PlaceKind
from geomap.errors import InputMissingError, UnreadableError
from geomap.events.geometry import PRECISION
from geomap.events.ontology import HARM, RUIN, event_types
from geomap.events.temporal import Days, interval, zone_of
from geomap.model import (
    BY_HAND,
    Event,
    Evidence,
    GeoMethod,
    Mention,
    Post,
    Problem,
    Reason,
    Resolution,
    Role,
    TimeBasis,
    Toll,
    Where,
)

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

COLUMNS = ("post", "mention", "place", "type", "date", "killed", "injured")
NOT_A_PLACE, NOT_AN_EVENT = "not a place", "not an event"
POSITION = re.compile(r"(-?\d+(?:\.\d+)?)(?:\s*[,;]\s*|\s+)(-?\d+(?:\.\d+)?)")
DELIMITERS = ",;\t"  # spreadsheets write what their country's settings say
MADE_SAFE = re.compile(r"\A'(?=[=+\-@\t\r])")  # how unresolved.csv keeps a spreadsheet from running a cell
POSITION_RADIUS_M = 1000.0
NEIGHBOUR_KM = 50.0  # a position set by hand has region and time zone of a settlement no farther away

PLACE_BY_HAND = Reason(text=f"the place is {BY_HAND}", weight=1.0)

Placed = tuple[Resolution, ...]
Told = tuple[Event, ...]
Lines = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the file; a field that is None leaves things as they are."""

    line: int
    post: str
    mention: str | None = None
    place: str | None = None
    type: str | None = None
    days: tuple[date, date] | None = None
    killed: int | None = None
    injured: int | None = None

    @property
    def corrects_event(self) -> bool:
        """Whether it corrects more than the place."""
        return any(value is not None for value in (self.type, self.days, self.killed, self.injured))

    def fits(self, post: Post, folded: str) -> bool:
        """Whether the line applies to ``post``, whose case-folded text is ``folded``."""
        return self.post in {post.id, post.url} or self.post.casefold() in folded

    def names(self, mention: str | None) -> bool:
        """Whether the line applies to this name, as the text spells it."""
        return self.mention is None or self.mention == mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The lines of one file of corrections, with the place that each line's ``place`` means, by number of the line."""

    origin: str = ""
    lines: tuple[Correction, ...] = ()
    places: Mapping[int, Place] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, gazetteer: Gazetteer) -> Corrections:
        """Return the corrections of the file at ``path``, their places looked up in ``gazetteer``.

        Raises:
            InputMissingError: There is no such file.
            UnreadableError: A column is missing or a field makes no sense.
        """
        lines = read_corrections(path)
        found = {one.line: place for one in lines if one.place and (place := _find(one.place, gazetteer)) is not None}
        return cls(origin=str(path), lines=lines, places=found)

    def correct_places(self, posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]]) -> tuple[list[Placed], Lines]:
        """Return the resolutions with corrected places; a name that was not recognized becomes a mention where a line says so.

        Returns:
            The resolutions without those that are "not a place", and the numbers of the lines that matched something.
        """
        matched: set[int] = set()
        corrected = [tuple(self._placed(post, resolved, matched)) for post, resolved in zip(posts, resolutions, strict=True)]
        return corrected, frozenset(matched)

    def _placed(self, post: Post, resolved: Sequence[Resolution], matched: set[int]) -> Sequence[Resolution]:
        mine = [one for one in self._of(post) if one.place == NOT_A_PLACE or one.line in self.places]
        if not mine:
            return resolved
        kept: list[Resolution] = []
        used: set[int] = set()
        for resolution in resolved:
            literal = resolution.mention.role is Role.LITERAL
            one = next((one for one in mine if one.names(resolution.mention.text) and (literal or one.mention)), None)
            used.update([one.line] if one else [])
            if one is None or one.place != NOT_A_PLACE:
                kept.append(resolution if one is None else _moved(resolution, self.places[one.line]))
        for one in mine:
            if one.line not in used and one.mention is not None and one.line in self.places:
                added = [_moved(no_place(mention), self.places[one.line]) for mention in _missed(post, one.mention, kept)]
                used.update([one.line] if added else [])
                kept += added
        matched.update(used)
        return sorted(kept, key=lambda resolution: resolution.mention.start)

    def correct_events(self, posts: Sequence[Post], tellings: Sequence[Sequence[Event]]) -> tuple[list[Told], Lines]:
        """Return the events with corrected types, days and counts; those marked "not an event" are left out.

        Returns:
            The events, each corrected one with a reason that says so, and the numbers of the lines that matched something.
        """
        matched: set[int] = set()
        corrected = [tuple(_corrected_all(self._of(post), told, matched)) for post, told in zip(posts, tellings, strict=True)]
        return corrected, frozenset(matched)

    def correct_listed(self, events: Sequence[Event]) -> tuple[list[Event], Lines]:
        """Return corrected events that were read from a table; a line matches by post id, address, or words of the quotation."""
        matched: set[int] = set()
        corrected = [
            kept for event in events for kept in _corrected_all(self._of(_standing(event)), (self._relocated(event, matched),), matched)
        ]
        return corrected, frozenset(matched)

    def _relocated(self, event: Event, matched: set[int]) -> Event:
        mine = [one for one in self._of(_standing(event)) if one.names(event.where.name) and one.line in self.places]
        if not mine:
            return event
        matched.add(mine[0].line)
        return replace(event, where=_where(self.places[mine[0].line]), reasons=(*event.reasons, PLACE_BY_HAND))

    def _of(self, post: Post) -> list[Correction]:
        if not self.lines:
            return []
        folded = post.text.casefold()
        return [one for one in self.lines if one.fits(post, folded)]

    def unmet(self, matched: Lines) -> tuple[Problem, ...]:
        """Return a problem for each line that matched nothing, without its words: they may name a place that must not be shown."""
        lines = [one for one in self.lines if one.line not in matched or self._is_unknown(one)]
        return tuple(Problem(origin=self.origin, text=f"{self.origin}, line {one.line}: {self._why(one)}") for one in lines)

    def _is_unknown(self, one: Correction) -> bool:
        return one.place not in {None, NOT_A_PLACE} and one.line not in self.places

    def _why(self, one: Correction) -> str:
        if self._is_unknown(one):
            return "the gazetteer has no such place; give an id (geonames:706483), a position (49.99 36.23) or a name it knows"
        return "nothing fits it; check the post, and the mention as the text spells it"


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Return the lines of a file of corrections, without those that correct nothing.

    Raises:
        InputMissingError: There is no such file.
        UnreadableError: A column is missing or a field makes no sense; the text names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: there is no such file of corrections") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path}: corrections should be a CSV file in UTF-8") from error
    return tuple(_corrections(path, text))


def _corrections(path: Path, text: str) -> Iterator[Correction]:
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True)
    try:
        if "post" not in (rows.fieldnames or ()) or not set(COLUMNS[1:]) & set(rows.fieldnames or ()):
            raise UnreadableError(f"{path}: the columns should be {', '.join(COLUMNS)}, and post is required")
        for row in rows:
            fields = {name: _text(row.get(name)) for name in COLUMNS}
            if any(fields[name] is not None for name in COLUMNS[2:]):
                yield _correction(rows.line_num, fields)
    except (csv.Error, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"{path}, line {rows.line_num}: {error}") from error


def _text(cell: object) -> str | None:
    if not isinstance(cell, str):
        return None
    return MADE_SAFE.sub("", unicodedata.normalize("NFC", cell).strip(), count=1) or None


def _correction(line: int, fields: dict[str, str | None]) -> Correction:
    return Correction(
        line=line,
        post=_post(fields["post"]),
        mention=fields["mention"],
        place=_place(fields["place"]),
        type=_type(fields["type"]),
        days=_days(fields["date"]),
        killed=_count(fields["killed"]),
        injured=_count(fields["injured"]),
    )


def _post(text: str | None) -> str:
    if text is None:
        raise ValueError("it should say which post it corrects")
    return text


def _place(text: str | None) -> str | None:
    position = POSITION.fullmatch(text or "")
    if position and not (abs(float(position[1])) <= 90 and abs(float(position[2])) <= 180):  # noqa: PLR2004 - degrees
        raise ValueError(f"place {text!r} should be latitude and longitude in degrees")
    return text


def _type(text: str | None) -> str | None:
    if text is not None and text != NOT_AN_EVENT and (text not in event_types() or text in {HARM, RUIN}):
        raise ValueError(f"type {text!r} should be a sub-type's name, such as 'Armed clash', or {NOT_AN_EVENT!r}")
    return text


def _days(text: str | None) -> tuple[date, date] | None:
    if text is None:
        return None
    try:
        days = tuple(date.fromisoformat(part.strip()) for part in text.split("/", 1))
    except ValueError as error:
        raise ValueError(f"date {text!r} should be a day such as 2023-01-30, or two with / between") from error
    if days[0] > days[-1]:
        raise ValueError(f"date {text!r} ends before it starts")
    return days[0], days[-1]


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):  # noqa: PLR2004 - there are fewer people than a milliard in one place
        raise ValueError(f"{text!r} should be a whole number of people")
    return int(text)


def _find(text: str, gazetteer: Gazetteer) -> Place | None:
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
        id=f"correction:{text}",
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


def _moved(resolution: Resolution, place: Place) -> Resolution:
    own = replace(place, name=resolution.mention.text) if place.id.startswith("correction:") else place
    return replace(resolution, place=own, confidence=1.0, reasons=(Reason(text=BY_HAND, weight=1.0),))


def no_place(mention: Mention) -> Resolution:
    """Return the resolution of a mention that a correction says is no place."""
    return Resolution(mention=mention, place=None, confidence=None, reasons=(Reason(text=f"{NOT_A_PLACE}: {BY_HAND}", weight=-1.0),))


def _standing(event: Event) -> Post:
    """Return the source of a table's event as a post, so that lines match it as they match posts."""
    first = event.evidence[0]
    return Post(id=first.post_id, source=first.source, text=unicodedata.normalize("NFC", first.quote), url=first.url)


def _where(place: Place) -> Where:
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


def _missed(post: Post, name: str, kept: Sequence[Resolution]) -> Iterator[Mention]:
    """Yield each span of the text that spells ``name`` and overlaps no resolution in ``kept``."""
    taken = [(resolution.mention.start, resolution.mention.end) for resolution in kept]
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", post.text):
        if all(end <= found.start() or found.end() <= start for start, end in taken):
            yield Mention(post_id=post.id, start=found.start(), end=found.end(), text=name, confidence=1.0)


def _corrected_all(mine: Sequence[Correction], told: Sequence[Event], matched: set[int]) -> Iterator[Event]:
    for event in told:
        mention = event.where.resolution.mention.text if event.where.resolution is not None else event.where.name
        lines = [one for one in mine if one.corrects_event and one.names(mention)]
        matched.update(one.line for one in lines)
        if any(one.type == NOT_AN_EVENT for one in lines):
            continue
        kept = _marked(event)
        for one in lines:
            kept = _corrected(kept, one)
        yield kept


def _marked(event: Event) -> Event:
    """Return the event marked as corrected where its place was corrected before events were read."""
    resolution = event.where.resolution
    if resolution is None or all(reason.text != BY_HAND for reason in resolution.reasons):
        return event
    where = replace(event.where, method=GeoMethod.CORRECTION) if event.where.relation is None else event.where
    return replace(event, where=where, reasons=(*event.reasons, PLACE_BY_HAND))


def _corrected(event: Event, one: Correction) -> Event:
    kind = event_types()[one.type] if one.type is not None else None
    days = Days(*one.days, basis=TimeBasis.CORRECTED) if one.days is not None else None
    toll = _toll(event.toll, one)
    return replace(
        event,
        type=kind.type if kind else event.type,
        sub_type=kind.sub_type if kind else event.sub_type,
        code=kind.code if kind else event.code,
        when=interval(days, zone_of(event.where.place)) if days else event.when,
        toll=toll,
        evidence=tuple(_with_toll(evidence, toll) for evidence in event.evidence),
        reasons=(*event.reasons, Reason(text=f"{_what(one)} {BY_HAND}", weight=1.0)),
    )


def _what(one: Correction) -> str:
    told = {"type": one.type, "date": one.days, "killed": one.killed, "injured": one.injured}
    names = [name for name, value in told.items() if value is not None]
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"


def _with_toll(evidence: Evidence, toll: Toll) -> Evidence:
    return evidence if evidence.toll == toll else replace(evidence, toll=toll)


def _toll(toll: Toll, one: Correction) -> Toll:
    if one.killed is not None:
        toll = replace(toll, fatalities=one.killed, fatalities_low=None, fatalities_high=None, fatalities_civilian=None)
    return toll if one.injured is None else replace(toll, injured=one.injured, injured_civilian=None)
