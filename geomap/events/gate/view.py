"""A post as the gate sees it: its sentences with what the rules read in them, and its named places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gazetteer.model import Place
from geomap.events.arguments import best_trigger
from geomap.events.candidates import ArgumentCandidate
from geomap.events.mentions import EventMention, SentenceReading
from geomap.events.ontology import ASSERTED
from geomap.events.sentence import PlaceSpan, Sentence, TriggerMatch
from geomap.events.spatial import WIDE_KINDS, contains


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """One mention of a place in a sentence: a candidate for the site of an event."""

    reading: int  # number of its sentence in the post
    order: int  # its number among the names of its sentence
    name: PlaceSpan
    place: Place
    argument: ArgumentCandidate | None  # None for names of people and bodies that are called after the place
    trigger: TriggerMatch | None  # what the rules take it for the site of
    drafts: tuple[EventMention, ...]  # what the rules tell of this very mention


@dataclass(frozen=True, slots=True)
class PlainWords:
    """The words of a sentence beside its names."""

    classes: Sequence[frozenset[str]]  # of each token the classes of words that hold it; none for tokens of names
    named: frozenset[int]  # the tokens of names

    def between(self, start: int, end: int) -> set[str]:
        """Return the classes of the words among tokens ``[start, end)``."""
        return set().union(*self.classes[start:end])


@dataclass(frozen=True, slots=True)
class PostView:
    """One post: its sentences, its named places, and the event mentions that the rules find."""

    readings: Sequence[SentenceReading]
    places: Sequence[NamedPlace]
    drafts: Sequence[EventMention]
    times_named: Mapping[str, int]  # by id of the place
    first_named: Mapping[str, int]  # id of a place -> number of its first mention
    within: Mapping[str, frozenset[str]]  # id of a wide place -> ids of the post's other places that lie in it
    published_year: str
    asserted: Sequence[EventMention]  # what the rules take to have happened
    literal: frozenset[str]  # ids of places that are named themselves and not by their people or a body called after them
    beside: Mapping[int, frozenset[str]]  # number of a sentence -> ids of its places
    most_named: int  # how often the place named most is named
    _plain: dict[int, PlainWords] = field(default_factory=dict)  # by number of the sentence, as they are asked for

    def plain(self, number: int) -> PlainWords:
        """Return the words of a sentence that belong to no name; what its places share is looked up once."""
        known = self._plain.get(number)
        if known is None:
            known = self._plain[number] = _plain_words(self.readings[number].sentence)
        return known


def view_of(readings: Sequence[SentenceReading], drafts: Sequence[EventMention], published_year: str = "") -> PostView:
    """Return what the gate sees of one post.

    Args:
        readings: Its sentences as the rules read them.
        drafts: The event mentions of the rules.
        published_year: The year of the post in four digits, "" where it is not known.
    """
    told: dict[tuple[int, int], list[EventMention]] = {}
    for draft in drafts:
        mention = draft.site.name.resolution.mention
        told.setdefault((mention.start, mention.end), []).append(draft)
    places = [one for number, reading in enumerate(readings) for one in _named(number, reading, told)]
    first: dict[str, int] = {}
    for at, one in enumerate(places):
        first.setdefault(one.place.id, at)
    beside: dict[int, set[str]] = {}
    for one in places:
        beside.setdefault(one.reading, set()).add(one.place.id)
    named = Counter(one.place.id for one in places)
    return PostView(
        readings,
        places,
        drafts,
        named,
        first,
        _within(places),
        published_year,
        asserted=[draft for draft in drafts if draft.modality in ASSERTED],
        literal=frozenset(one.place.id for one in places if one.name.literal),
        beside={number: frozenset(ids) for number, ids in beside.items()},
        most_named=max(named.values(), default=0),
    )


def _plain_words(sentence: Sentence) -> PlainWords:
    classes = [*(sentence.classes if sentence.classes is not None else sentence.read_classes())]
    for name in sentence.names:
        classes[name.start : name.end] = [frozenset()] * (name.end - name.start)
    return PlainWords(classes, frozenset(token for name in sentence.names for token in range(name.start, name.end)))


def _named(number: int, reading: SentenceReading, told: Mapping[tuple[int, int], Sequence[EventMention]]) -> list[NamedPlace]:
    arguments = {argument.name.start: argument for argument in reading.found}
    named = []
    for order, name in enumerate(reading.sentence.names):
        place, mention = name.place, name.resolution.mention
        if place is None or place.lat is None:
            continue
        argument = arguments.get(name.start)
        trigger = best_trigger(reading.sentence, argument, reading.triggers, reading.found) if argument and reading.triggers else None
        named.append(NamedPlace(number, order, name, place, argument, trigger, tuple(told.get((mention.start, mention.end), ()))))
    return named


def _within(places: Sequence[NamedPlace]) -> dict[str, frozenset[str]]:
    unique = {one.place.id: one.place for one in places}
    return {
        outer.id: frozenset(inner.id for inner in unique.values() if contains(outer, inner))
        for outer in unique.values()
        if outer.kind in WIDE_KINDS
    }
