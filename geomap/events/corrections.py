"""What a reader put right by hand, applied to what the rules found.

Places are put right before events are read, so that geometry, time zone and incident follow; types, days and counts after.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.model import Place, PlaceKind
from geomap.events.correction import BY_HAND, NOT_A_PLACE, NOT_AN_EVENT, POSITION, Correction, read_corrections
from geomap.events.types import event_types
from geomap.events.when import Days, interval, zone_of
from geomap.events.where import PRECISION
from geomap.model import Event, Evidence, GeoMethod, Mention, Post, Problem, Reason, Resolution, Role, TimeBasis, Toll, Where

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

POSITION_RADIUS_M = 1000.0
NEIGHBOUR_KM = 50.0  # a position set by hand has region and time zone of a settlement no farther away

PLACE_BY_HAND = Reason(text=f"the place is {BY_HAND}", weight=1.0)

Placed = tuple[Resolution, ...]
Told = tuple[Event, ...]
Lines = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The lines of one file with the places they name; ``unknown`` are the lines whose place the gazetteer does not have."""

    origin: str = ""
    lines: tuple[Correction, ...] = ()
    places: Mapping[int, Place] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, gazetteer: Gazetteer) -> Corrections:
        """Read the file at ``path`` and find its places; InputMissingError and UnreadableError as `read_corrections`."""
        lines = read_corrections(path)
        found = {one.line: place for one in lines if one.place and (place := _find(one.place, gazetteer)) is not None}
        return cls(origin=str(path), lines=lines, places=found)

    def correct_places(self, posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]]) -> tuple[list[Placed], Lines]:
        """Put the places right; a name that was not taken for a place becomes one where a line says so.

        Returns:
            The resolutions ("not a place" takes one out), and the lines that met something.
        """
        met: set[int] = set()
        corrected = [tuple(self._placed(post, resolved, met)) for post, resolved in zip(posts, resolutions, strict=True)]
        return corrected, frozenset(met)

    def _placed(self, post: Post, resolved: Sequence[Resolution], met: set[int]) -> Sequence[Resolution]:
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
        met.update(used)
        return sorted(kept, key=lambda resolution: resolution.mention.start)

    def correct_events(self, posts: Sequence[Post], tellings: Sequence[Sequence[Event]]) -> tuple[list[Told], Lines]:
        """Put types, days and counts right; what is no event is taken out.

        Returns:
            The tellings, each corrected one saying so among its reasons, and the lines that met something.
        """
        met: set[int] = set()
        corrected = [tuple(_corrected_all(self._of(post), told, met)) for post, told in zip(posts, tellings, strict=True)]
        return corrected, frozenset(met)

    def correct_listed(self, events: Sequence[Event]) -> tuple[list[Event], Lines]:
        """Put right what came as events and not as posts; a line finds them by post id, address, or words of the quotation."""
        met: set[int] = set()
        corrected = [kept for event in events for kept in _corrected_all(self._of(_standing(event)), (self._relocated(event, met),), met)]
        return corrected, frozenset(met)

    def _relocated(self, event: Event, met: set[int]) -> Event:
        mine = [one for one in self._of(_standing(event)) if one.names(event.where.name) and one.line in self.places]
        if not mine:
            return event
        met.add(mine[0].line)
        return replace(event, where=_where(self.places[mine[0].line]), reasons=(*event.reasons, PLACE_BY_HAND))

    def _of(self, post: Post) -> list[Correction]:
        if not self.lines:
            return []
        folded = post.text.casefold()
        return [one for one in self.lines if one.fits(post, folded)]

    def unmet(self, met: Lines) -> tuple[Problem, ...]:
        """Report each line that met nothing; without its words, which may name a place that is not to be shown."""
        lines = [one for one in self.lines if one.line not in met or self._is_unknown(one)]
        return tuple(Problem(origin=self.origin, text=f"{self.origin}, line {one.line}: {self._why(one)}") for one in lines)

    def _is_unknown(self, one: Correction) -> bool:
        return one.place not in {None, NOT_A_PLACE} and one.line not in self.places

    def _why(self, one: Correction) -> str:
        if self._is_unknown(one):
            return "the gazetteer has no such place; give an id (geonames:706483), a position (49.99 36.23) or a name it knows"
        return "nothing fits it; check the post, and the mention as the text spells it"


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
    """Give the answer for a mention that a correction calls no place."""
    return Resolution(mention=mention, place=None, confidence=None, reasons=(Reason(text=f"{NOT_A_PLACE}: {BY_HAND}", weight=-1.0),))


def _standing(event: Event) -> Post:
    """Give what an event of a table stands on as if it were a post."""
    first = event.evidence[0]
    return Post(id=first.post_id, source=first.source, text=unicodedata.normalize("NFC", first.quote), url=first.url)


def _where(place: Place) -> Where:
    """Give the position of a place set by hand, outside of any text."""
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
    """Give each stretch of the text that spells a name and was not taken for one."""
    taken = [(resolution.mention.start, resolution.mention.end) for resolution in kept]
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", post.text):
        if all(end <= found.start() or found.end() <= start for start, end in taken):
            yield Mention(post_id=post.id, start=found.start(), end=found.end(), text=name, confidence=1.0)


def _corrected_all(mine: Sequence[Correction], told: Sequence[Event], met: set[int]) -> Iterator[Event]:
    for event in told:
        mention = event.where.resolution.mention.text if event.where.resolution is not None else event.where.name
        lines = [one for one in mine if one.corrects_event and one.names(mention)]
        met.update(one.line for one in lines)
        if any(one.type == NOT_AN_EVENT for one in lines):
            continue
        kept = _marked(event)
        for one in lines:
            kept = _corrected(kept, one)
        yield kept


def _marked(event: Event) -> Event:
    """Say of an event that its place was put right before it was read."""
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
