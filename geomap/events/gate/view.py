"""A post as the gate sees it: its sentences with what the rules read in them, and its named places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gazetteer.model import Place
from geomap.events.candidates import ArgumentCandidate
from geomap.events.mentions import EventMention, SentenceReading
from geomap.events.ontology import ASSERTED
from geomap.events.sentence import PlaceSpan, Sentence, TriggerMatch
from geomap.events.spatial import WIDE_KINDS, contains
from geomap.model import Modality


@dataclass(slots=True)
class NamedPlace:
    """One mention of a place: a candidate for the site of an event."""

    sentence: int  # its number in the post
    order: int  # its number among the names of its sentence
    name: PlaceSpan
    place: Place
    argument: ArgumentCandidate | None  # None for names of people and bodies called after the place
    trigger: TriggerMatch | None = None  # what the rules take it for the site of
    drafts: list[EventMention] = field(default_factory=list)  # what the rules tell of this very mention


@dataclass(slots=True)
class PostView:
    """One post: sentences, named places and the event mentions that the rules find."""

    readings: Sequence[SentenceReading]
    places: list[NamedPlace]
    drafts: Sequence[EventMention]
    times_named: Counter[str]
    first_named: dict[str, int]  # place id -> number of its first mention
    within: dict[str, frozenset[str]]  # place id -> ids of the post's other places that lie in it
    published_year: str = ""

    @property
    def asserted(self) -> list[EventMention]:
        """What the rules take to have happened."""
        return [draft for draft in self.drafts if draft.modality in ASSERTED]


def modality_of(reading: SentenceReading, trigger: TriggerMatch) -> Modality | None:
    """Return how a sentence puts a trigger, None where it says that it did not happen."""
    return next((modality for known, modality in zip(reading.held, reading.modalities, strict=True) if known is trigger), None)


def view_of(readings: Sequence[SentenceReading], drafts: Sequence[EventMention], published_year: str = "") -> PostView:
    """Return what the gate sees of one post.

    Args:
        readings: Its sentences as the rules read them.
        drafts: The event mentions of the rules.
        published_year: The year of the post, "" where unknown.
    """
    by_name = {id(draft.site.name): draft for draft in drafts}
    places: list[NamedPlace] = []
    for number, reading in enumerate(readings):
        places += _named(number, reading, drafts if by_name else ())
    named = Counter(one.place.id for one in places)
    first: dict[str, int] = {}
    for at, one in enumerate(places):
        first.setdefault(one.place.id, at)
    return PostView(readings, places, drafts, named, first, _within(places), published_year)


def _named(number: int, reading: SentenceReading, drafts: Sequence[EventMention]) -> list[NamedPlace]:
    arguments = {id(argument.name): argument for argument in reading.found}
    there = [draft for draft in drafts if draft.sentence is reading.sentence or draft.site.name in reading.sentence.names]
    named = []
    for order, name in enumerate(reading.sentence.names):
        place = name.place
        if place is None or place.lat is None:
            continue
        argument = arguments.get(id(name))
        one = NamedPlace(number, order, name, place, argument)
        one.trigger = reading.trigger_of(argument) if argument is not None else None
        one.drafts = [draft for draft in there if draft.site.name is name]
        named.append(one)
    return named


def _within(places: Sequence[NamedPlace]) -> dict[str, frozenset[str]]:
    unique: dict[str, Place] = {}
    for one in places:
        unique.setdefault(one.place.id, one.place)
    return {
        outer.id: frozenset(inner.id for inner in unique.values() if contains(outer, inner))
        for outer in unique.values()
        if outer.kind in WIDE_KINDS
    }


def sentence_text(sentence: Sentence) -> str:
    """Return the words of a sentence."""
    return sentence.text
