"""The counts of a post and the events that they may belong to: where both stand, and which stand near each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geomap.events.arguments import nearest_time
from geomap.events.counts.model import Casualty
from geomap.events.gate.view import PostView
from geomap.events.mentions import EventMention
from geomap.events.ontology import ASSERTED, MEETINGS, Harm, TimeKind
from geomap.events.sentence import PlaceSpan, Sentence
from geomap.events.syntax import distance
from geomap.events.time_model import TimeRef

EVENTS_BEFORE = 6  # told last before a count: which it may belong to beside those of its own sentence
EVENTS_AFTER = 2
LONG_PAST = frozenset({TimeKind.LAST_YEAR, TimeKind.LONG_AGO})
MOST_INSIDE = 12  # events of one sentence, nearest first


@dataclass(frozen=True, slots=True)
class Told:
    """A count, and the sentence of the post that tells it."""

    reading: int
    count: Casualty


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an event's place stands to a count of the same sentence."""

    name: PlaceSpan
    away: float
    cost: float  # as `away`; a place before the count is farther


@dataclass(frozen=True, slots=True)
class PostCounts:
    """The counts of a post and the events that they may belong to."""

    view: PostView
    mentions: Sequence[EventMention]
    told: Sequence[Told]
    homes: Sequence[int]  # of each event: the number of the sentence that names its site
    named: Mapping[tuple[int, str], Sequence[PlaceSpan]]  # (number of a sentence, id of a place) -> where it is named
    owners: Sequence[int]  # numbers of the events that can have counts: said to have happened, and no meetings; by their sentences
    places: frozenset[str]  # ids of the places of those
    by_harm: Mapping[Harm, Sequence[int]]  # the numbers of the counts of each harm
    _near: dict[int, Mapping[int, Nearness]] = field(default_factory=dict)  # by the number of a count, as they are asked for

    @classmethod
    def of(cls, view: PostView, mentions: Sequence[EventMention], counts: Sequence[Sequence[Casualty]]) -> PostCounts:
        """Return what is known of the counts of each sentence and the events of a post."""
        numbers = {id(reading.sentence): number for number, reading in enumerate(view.readings)}
        named: dict[tuple[int, str], list[PlaceSpan]] = {}
        for one in view.places:
            named.setdefault((one.reading, one.place.id), []).append(one.name)
        told = [Told(number, count) for number, found in enumerate(counts) for count in found]
        homes = [numbers.get(id(mention.sentence), 0) for mention in mentions]
        owners = [at for at, mention in enumerate(mentions) if mention.modality in ASSERTED and mention.family not in MEETINGS]
        by_harm: dict[Harm, list[int]] = {}
        for number, each in enumerate(told):
            by_harm.setdefault(each.count.harm, []).append(number)
        places = frozenset(place.id for at in owners if (place := mentions[at].place) is not None)
        return cls(view, mentions, told, homes, named, sorted(owners, key=lambda at: (homes[at], at)), places, by_harm)

    def sentence(self, number: int) -> Sentence:
        """Return the sentence of a count."""
        return self.view.readings[self.told[number].reading].sentence

    def possible(self, number: int) -> list[int]:
        """Return the events that a count may belong to.

        Where the rules give it to an event of its own sentence it can be that one's only ("three in X and one in Y"). Else they are those
        named in its sentence, and unless the sentence is the site of one, those told last before it, the next and the first. A sum over
        months or years belongs to no event of another sentence.
        """
        other = self._of_other_time(number)
        return [at for at in self._possible(number) if other is None or self._is_then(at, other)]

    def _of_other_time(self, number: int) -> TimeRef | None:
        """Return the time of long ago that a sentence gives a count ("last year 400 drivers died"), None where it gives none."""
        told = self.told[number]
        reading = self.view.readings[told.reading]
        time = nearest_time(reading.sentence, (told.count.at, max(told.count.end, told.count.at + 1)), reading.refs)
        if time is None:
            return None
        year = self.view.published_year
        is_past = time.kind in LONG_PAST or (time.kind is TimeKind.YEAR and bool(year) and str(time.year) < year)
        return time if is_past else None

    def _is_then(self, at: int, time: TimeRef) -> bool:
        """Whether an event is dated to that time of long ago, too."""
        own = self.mentions[at].time
        return own is not None and (own.kind, own.year) == (time.kind, time.year)

    def _possible(self, number: int) -> list[int]:
        told, near = self.told[number], self.near(number)
        reading = told.reading
        listed = self._in_item(number, near)
        if listed:
            return listed
        given = [at for at in near if self.homes[at] == reading and self.is_given(number, at)]
        if given:
            return given
        inside = sorted(near, key=lambda at: (near[at].cost, at))[:MOST_INSIDE]
        if told.count.cumulative or any(self.homes[at] == reading for at in inside):
            return sorted(inside)
        before = [at for at in self.owners if self.homes[at] < reading][-EVENTS_BEFORE:]
        after = [at for at in self.owners if self.homes[at] >= reading and at not in near][:EVENTS_AFTER]
        return sorted({*inside, *before, *after, *self.owners[:1]})

    def _in_item(self, number: int, near: Mapping[int, Nearness]) -> list[int]:
        """Return the events whose place the same item of a list names: what an item counts is of no other item."""
        sentence = self.sentence(number)
        item = sentence.item_of(sentence.tokens[self.told[number].count.at].start)
        return [at for at, one in near.items() if item and sentence.item_of(sentence.tokens[one.name.start].start) == item]

    def is_given(self, number: int, at: int) -> bool:
        """Whether the rules give a count to an event."""
        count = self.told[number].count
        return any((one.harm, one.at, one.count) == (count.harm, count.at, count.count) for one in self.mentions[at].counts)

    def near(self, number: int) -> Mapping[int, Nearness]:
        """Return the events whose place the sentence of a count names, with how near."""
        known = self._near.get(number)
        if known is None:
            found = {at: self._nearness(number, at) for at in self.owners}
            known = self._near[number] = {at: one for at, one in found.items() if one is not None}
        return known

    def _nearness(self, number: int, at: int) -> Nearness | None:
        told, mention = self.told[number], self.mentions[at]
        names = self.named.get((told.reading, mention.place.id), ()) if mention.place is not None else ()
        if self.homes[at] == told.reading and mention.site.name not in names:
            names = (*names, mention.site.name)
        if not names:
            return None
        sentence, count = self.sentence(number), told.count
        end = max(count.end, count.at + 1)
        away = [(distance(sentence, (name.start, name.end), (count.at, end)), name.start, name) for name in names]
        nearest, _, name = min(away, key=lambda one: one[:2])
        return Nearness(name, nearest, nearest if name.start >= count.at else nearest * 1.5 + 2.0)
