"""Corrections made by hand applied to what the rules found.

Places are corrected before events are read, so that geometry, time zone and incident follow; types, days and counts after. A line with the
id of an event corrects that event and no other, once it is known which tellings are one incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.model import Place
from geomap.corrections.events import PLACE_BY_HAND, added_event, corrected_event, marked, relocated, told_place
from geomap.corrections.finding import LineFinder
from geomap.corrections.history import Step, history
from geomap.corrections.joined import joined
from geomap.corrections.lines import NOT_A_PLACE, NOT_AN_EVENT, Correction, read_corrections, read_fields
from geomap.corrections.places import find_place, missed_names, moved, no_place, standing, where_by_hand
from geomap.model import Event, Post, Problem, Resolution, Role

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer

Placed = tuple[Resolution, ...]
Told = tuple[Event, ...]
Lines = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The lines of one file of corrections, with the place that each line's ``place`` means, by number of the line."""

    origin: str = ""
    lines: tuple[Correction, ...] = ()
    places: Mapping[int, Place] = field(default_factory=dict)
    steps: tuple[Step, ...] | None = None  #: the history of the file; None where there is none
    _finder: LineFinder = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_finder", LineFinder(self.lines))

    @classmethod
    def read(cls, path: Path, gazetteer: Gazetteer) -> Corrections:
        """Return the corrections of the file at ``path``, their places looked up in ``gazetteer``.

        Raises:
            InputMissingError: There is no such file.
            UnreadableError: A column is missing or a field makes no sense.
        """
        lines = read_corrections(path)
        found = {one.line: place for one in lines if one.place and (place := find_place(one.place, gazetteer)) is not None}
        return cls(origin=str(path), lines=lines, places=found, steps=tuple(history(read_fields(path))))

    def correct_places(self, posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]]) -> tuple[list[Placed], Lines]:
        """Return the resolutions with corrected places; a name that was not recognized becomes a mention where a line says so.

        Returns:
            The resolutions without those that are "not a place", and the numbers of the lines that matched something.
        """
        matched: set[int] = set()
        corrected = [tuple(self._placed(post, resolved, matched)) for post, resolved in zip(posts, resolutions, strict=True)]
        return corrected, frozenset(matched)

    def _placed(self, post: Post, resolved: Sequence[Resolution], matched: set[int]) -> Sequence[Resolution]:
        mine = [one for one in self._of(post) if one.event_id is None and (one.place == NOT_A_PLACE or one.line in self.places)]
        if not mine:
            return resolved
        kept: list[Resolution] = []
        used: set[int] = set()
        for resolution in resolved:
            literal = resolution.mention.role is Role.LITERAL
            fitting = [one for one in mine if one.names(resolution.mention.text) and (literal or one.mention)]
            one = _last(fitting)
            used.update(one.line for one in fitting)
            if one is None or one.place != NOT_A_PLACE:
                kept.append(resolution if one is None else moved(resolution, self.places[one.line]))
        missed = [one for one in mine if one.line not in used and one.mention is not None and one.line in self.places]
        for one in reversed(missed):
            added = [moved(no_place(mention), self.places[one.line]) for mention in missed_names(post, one.mention or "", kept)]
            used.update(other.line for other in missed if added and other.mention == one.mention)
            kept += added
        matched.update(used)
        return sorted(kept, key=lambda resolution: resolution.mention.start)

    def correct_events(
        self, posts: Sequence[Post], tellings: Sequence[Sequence[Event]], own_ids: Sequence[Sequence[str]] | None = None
    ) -> tuple[list[Told], Lines]:
        """Return the events with corrected types, days, counts and, of lines with an event_id, places; "not an event" are left out.

        Args:
            posts: The posts.
            tellings: For each post its event mentions with the ids of their incidents.
            own_ids: For each event mention the id that it had before incidents were found; a line with the id of any mention of an
                incident corrects the whole incident, so that it also does after an older report of it was read.

        Returns:
            The events, each corrected one with a reason that says so, and the numbers of the lines that matched something.
        """
        incidents = _incidents(tellings, own_ids or [[event.id for event in told] for told in tellings])
        named = self._by_incident(incidents)
        aimed = {one.line for lines in named.values() for one in lines}
        matched: set[int] = aimed - {one.line for one in self.lines if one.same_as}
        corrected = [
            tuple(self._corrected_all([one for one in self._of(post) if one.line not in aimed], told, named, matched))
            for post, told in zip(posts, tellings, strict=True)
        ]
        together, met = joined(self.lines, corrected, incidents)
        return together, frozenset(matched) | met

    def join(self, tellings: Sequence[Told]) -> tuple[list[Told], Lines]:
        """Return the events of posts, tables and lines together, those that lines join under one id, and the numbers of these lines."""
        return joined(self.lines, tellings, {event.id: event.id for told in tellings for event in told})

    def _by_incident(self, incidents: Mapping[str, str]) -> dict[str, list[Correction]]:
        """Return the lines with an event_id by the id that their incident has here."""
        named: dict[str, list[Correction]] = {}
        for one in self.lines:
            if one.event_id is not None and one.event_id in incidents:
                named.setdefault(incidents[one.event_id], []).append(one)
        return named

    def _corrected_all(
        self, mine: Sequence[Correction], told: Sequence[Event], named: Mapping[str, Sequence[Correction]], matched: set[int]
    ) -> Iterator[Event]:
        """Yield the events of one post; ``mine`` are the lines that fit the post, ``named`` those of incidents by id."""
        for event in told:
            fitting = [one for one in mine if one.corrects_standing_event and one.names(told_place(event))]
            lines = [*fitting, *named.get(event.id, ())]
            matched.update(one.line for one in lines if one.same_as is None)
            if not _takes_out(lines):
                yield self._corrected(marked(event), lines)

    def _corrected(self, event: Event, lines: Sequence[Correction]) -> Event:
        for one in (replace(one, type=None) if one.type == NOT_AN_EVENT else one for one in lines):
            there = relocated(event, self.places.get(one.line), one.name) if one.event_id is not None else event
            event = corrected_event(there, one)
        return event

    def correct_listed(self, events: Sequence[Event]) -> tuple[list[Event], Lines]:
        """Return corrected events that were read from a table; a line matches by event_id, post id, address, or words of the quotation."""
        matched: set[int] = set()
        named = self._by_incident({event.id: event.id for event in events})
        matched.update(one.line for lines in named.values() for one in lines if one.same_as is None)
        corrected = [
            kept
            for event in events
            for kept in self._corrected_all(
                [one for one in self._of(standing(event)) if one.event_id is None], (self._relocated(event, matched),), named, matched
            )
        ]
        return corrected, frozenset(matched)

    def _relocated(self, event: Event, matched: set[int]) -> Event:
        lines = [one for one in self._of(standing(event)) if one.event_id is None]
        mine = [one for one in lines if one.names(event.where.name) and one.line in self.places]
        last = _last(mine)
        if last is None:
            return event
        matched.update(one.line for one in mine)
        return replace(event, where=where_by_hand(self.places[last.line]), reasons=(*event.reasons, PLACE_BY_HAND))

    def added(self) -> tuple[list[Event], Lines]:
        """Return the events that lines add, without those that a later line takes back, and the numbers of these lines."""
        groups: dict[str, list[Correction]] = {}
        for one in self.lines:
            if one.adds_event and one.event_id is not None:
                groups.setdefault(one.event_id, []).append(one)
        kept = [lines for lines in groups.values() if not _takes_out(lines)]
        events = [added_event([(one, self.places.get(one.line)) for one in lines]) for lines in kept]
        made = [event for event in events if event is not None]
        gone = set(groups) - {one.id for one in made}
        unmade = {one.line for event_id in gone for one in groups[event_id] if groups[event_id] in kept}
        lines = {one.line for group in groups.values() for one in group if one.same_as is None}
        return made, frozenset(lines - unmade)

    def _of(self, post: Post) -> list[Correction]:
        return self._finder.of(post.id, post.url, post.text) if self.lines else []

    def told(self, matched: Lines) -> tuple[dict[str, Any], ...] | None:
        """Return the history of the file as plain values, each step with whether its line fits an event or name of the run."""
        return None if self.steps is None else tuple({**step.told(), "fits": step.line in matched} for step in self.steps)

    def unmet(self, matched: Lines) -> tuple[Problem, ...]:
        """Return a problem for each line that matched nothing, without its words: they may name a place that must not be shown."""
        lines = [one for one in self.lines if one.line not in matched or self._is_unknown(one)]
        return tuple(Problem(origin=self.origin, text=f"{self.origin}, line {one.line}: {self._why(one)}") for one in lines)

    def _is_unknown(self, one: Correction) -> bool:
        return one.place not in {None, NOT_A_PLACE} and one.line not in self.places

    def _why(self, one: Correction) -> str:
        if self._is_unknown(one):
            return "the gazetteer has no such place; give an id (geonames:706483), a position (49.99 36.23) or a name it knows"
        if one.same_as is not None:
            return "there are no two events with the ids of event_id and same_as"
        return "nothing fits it; check the post, and the mention as the text spells it"


def _last(lines: Sequence[Correction]) -> Correction | None:
    """Return the line that counts: the last of those that name a mention, else the last."""
    return max(lines, key=lambda one: (one.mention is not None, one.line), default=None)


def _takes_out(lines: Sequence[Correction]) -> bool:
    """Say whether lines take an event out: the last of those that give a type."""
    types = [one.type for one in lines if one.type is not None]
    return bool(types) and types[-1] == NOT_AN_EVENT


def _incidents(tellings: Iterable[Sequence[Event]], own_ids: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the id of the incident of each event mention by its own id, and by that of the incident."""
    incidents: dict[str, str] = {}
    for told, own in zip(tellings, own_ids, strict=True):
        for event, name in zip(told, own, strict=True):
            incidents.setdefault(name, event.id)
            incidents[event.id] = event.id
    return incidents
