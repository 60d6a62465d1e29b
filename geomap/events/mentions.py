"""From the sentences of one post to mentions of events: what is told, at which place, in which words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from gazetteer.model import Place, PlaceKind
from geomap.events.arguments import SiteArgument, contains_site, nearest_time, share_counts, sites_of
from geomap.events.candidates import ArgumentCandidate, candidates
from geomap.events.counts.model import Casualty
from geomap.events.counts.reading import casualties
from geomap.events.lexicon import Lexicon
from geomap.events.lists import ListFound, joined_text, starts_of, with_lists
from geomap.events.modality import modality_of
from geomap.events.ontology import ASSERTED, CONSEQUENCES, HARM, MEETINGS, NAMES_DISASTER, OFFICIAL_NEWS, PEACEFUL, RUIN, TimeKind, group_of
from geomap.events.sentence import PlaceSpan, Sentence, TriggerMatch, read_sentence
from geomap.events.syntax import Attachment, distance
from geomap.events.temporal import Days
from geomap.events.time_model import TimeRef
from geomap.events.time_refs import last_day, time_refs
from geomap.lang.sentences import SentenceSpan, sentences
from geomap.model import Modality, PartKind, Post, Resolution

DAY_KINDS = frozenset(
    {
        *(TimeKind.TODAY, TimeKind.OVERNIGHT, TimeKind.YESTERDAY, TimeKind.DAY_BEFORE, TimeKind.PAST_DAY, TimeKind.HOURS_AGO),
        *(TimeKind.WEEKDAY, TimeKind.DATE, TimeKind.WEEKEND, TimeKind.DAYS_EARLIER, TimeKind.DAYS_LATER),
    }
)
SUPPORTS = 25.0  # how far from its place a further trigger of the sentence may stand to be of the same event


@dataclass(slots=True)
class EventMention:
    """A mention of an event: what one sentence of a post, and those that go on about it, tell of one place."""

    site: ArgumentCandidate
    trigger: TriggerMatch
    modality: Modality
    sentence: Sentence
    time: TimeRef | None
    counts: list[Casualty]
    carried: TimeRef | None = None  # a time that only a sentence before states
    days: Days | None = None  # what ``time`` says by the calendar at the place
    speech_time: TimeRef | None = None
    support: list[TriggerMatch] = field(default_factory=list)  # what else is told of it, in this sentence or later
    own_facts: bool = False  # it tells something that a more precise event cannot tell for it
    later: list[Sentence] = field(default_factory=list)  # sentences that go on about it
    probability: float | None = None  # of the place being the site of an event, where that was learned
    weighed: tuple[tuple[str, float], ...] = ()  # what spoke for it and against it most, with weights in the logarithm of odds
    counted: tuple[tuple[str, float], ...] = ()  # why each count is its own, with the probability that it is
    counted_at: tuple[tuple[str, int, int], ...] = ()  # the harm and the offsets in the post of the words of each count
    counted_in: tuple[SentenceSpan, ...] = ()  # the other sentences that tell its counts, in the order of the text

    @property
    def place(self) -> Place | None:
        """The place where it happened."""
        return self.site.place

    @property
    def family(self) -> str:
        """The family of what it tells."""
        return self.trigger.family

    @property
    def group(self) -> str:
        """The group of its family."""
        return group_of(self.family)

    @property
    def is_onset(self) -> bool:
        """Whether it tells of a disaster striking and not of its toll and ruins."""
        return (
            self.family == "disaster"
            and self.trigger.weight >= NAMES_DISASTER
            and any(token.low in self.sentence.words["onsets"] for token in self.sentence.tokens)
        )

    @property
    def headline(self) -> bool:
        """Whether it is told by the headline."""
        return self.sentence.span.kind is PartKind.HEADLINE

    def copy(self) -> EventMention:
        """Return a mention with lists of its own, which can be changed without changing this one."""
        return replace(self, counts=list(self.counts), support=list(self.support), later=list(self.later))

    def go_on(self, sentence: Sentence, triggers: Sequence[TriggerMatch], counts: Sequence[Casualty]) -> None:
        """Add a later sentence that tells more of it."""
        self.later.append(sentence)
        self.support += triggers
        self.counts = [*self.counts, *counts]


def read_post(post: Post, resolutions: Sequence[Resolution], words: Lexicon) -> PostReading:
    """Return the sentences of one post and the event mentions that the rules find in them, both in text order."""
    reader = _PostReader(words)
    readings = tuple(reader.take(sentence) for sentence in _read_sentences(post, resolutions, words))
    reader.date_arrivals()
    return PostReading(readings, reader.mentions)


def _read_sentences(post: Post, resolutions: Sequence[Resolution], words: Lexicon) -> Iterator[Sentence]:
    ordered = sorted(resolutions, key=lambda resolution: resolution.mention.start)
    starts = [one.mention.start for one in ordered]
    ends = list(accumulate((one.mention.end for one in ordered), max))

    def read(text: str, span: SentenceSpan) -> Sentence:
        inside = ordered[bisect_right(ends, span.start) : bisect_left(starts, span.end)]
        return read_sentence(text, span, inside, words)

    told = list(with_lists(post.text, list(sentences(post, words.language))))
    lists = [found for found in told if isinstance(found, ListFound)]
    joined = joined_text(post.text, lists) if lists else post.text
    for found in told:
        if isinstance(found, SentenceSpan):
            yield read(post.text, found)
            continue
        items = [read(post.text, item) for item in found.items]
        if any(item.triggers for item in items) or not (any if found.marked else all)(item.names for item in items):
            yield from (read(post.text, found.lead), *items)
            continue
        whole = read(joined, found.span)
        whole.items = starts_of(post.text, found)
        yield whole


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What a sentence tells: how its places hang on its words, the triggers that hold and how, its times and its counts."""

    sentence: Sentence
    found: Sequence[ArgumentCandidate]
    triggers: tuple[TriggerMatch, ...] = ()
    modalities: tuple[Modality, ...] = ()
    refs: tuple[TimeRef, ...] = ()
    counts: Sequence[Casualty] = ()

    @property
    def firmest(self) -> TriggerMatch:
        """The trigger that tells its type most firmly."""
        return max(self.triggers, key=lambda trigger: (trigger.weight, -trigger.start))

    def modality_of(self, trigger: TriggerMatch) -> Modality:
        """Return how the sentence puts one of its triggers."""
        return self.modalities[next(number for number, known in enumerate(self.triggers) if known is trigger)]

    def time_of(self, trigger: TriggerMatch) -> TimeRef | None:
        """Return the time that the sentence gives what a trigger tells."""
        return nearest_time(self.sentence, (trigger.start, trigger.end), self.refs)

    def mentions(self, sites: Sequence[SiteArgument], around: Sequence[ArgumentCandidate]) -> list[EventMention]:
        """Return an event mention for each site, with the counts that stand with it.

        ``around`` are regions named for the sake of a site: their counts are the site's where it has none of its own.
        """
        shared = share_counts(self.sentence, [*(candidate for candidate, _ in sites), *around], self.counts)
        own = [count for number in range(len(sites)) for count in shared[number]]
        for number in range(len(sites), len(shared)):
            shared[0] += [count for count in shared[number] if all(count.harm is not other.harm for other in own)]
        return [self._mention(candidate, trigger, shared[number]) for number, (candidate, trigger) in enumerate(sites)]

    def _mention(self, candidate: ArgumentCandidate, trigger: TriggerMatch, counts: list[Casualty]) -> EventMention:
        return EventMention(
            site=candidate,
            trigger=trigger,
            modality=self.modality_of(trigger),
            sentence=self.sentence,
            time=self.time_of(trigger),
            counts=counts if trigger.family not in MEETINGS else [],
            speech_time=next((ref for ref in self.refs if ref.of_speech), None),
            support=[other for other in self.triggers if other is not trigger and self._supports(other, candidate, trigger)],
            own_facts=_counts(self.sentence, "geonouns") or _counts(self.sentence, "things"),
        )

    def _supports(self, other: TriggerMatch, candidate: ArgumentCandidate, trigger: TriggerMatch) -> bool:
        if trigger.family in CONSEQUENCES:
            return True
        return distance(self.sentence, (other.start, other.end), (candidate.name.start, candidate.name.end)) < SUPPORTS


def _reading_of(sentence: Sentence, told: TimeRef | None) -> SentenceReading:
    if not sentence.triggers and not sentence.names:
        return SentenceReading(sentence, (), refs=tuple(time_refs(sentence, told)))
    held = [(trigger, modality) for trigger in sentence.triggers if (modality := modality_of(sentence, trigger)) is not None]
    triggers, modalities = tuple(trigger for trigger, _ in held), tuple(modality for _, modality in held)
    return SentenceReading(
        sentence, candidates(sentence), triggers, modalities, tuple(time_refs(sentence, told)), casualties(sentence) if triggers else ()
    )


@dataclass(frozen=True, slots=True)
class PostReading:
    """What the rules read in one post: its sentences, and the event mentions that they tell."""

    readings: tuple[SentenceReading, ...]
    mentions: list[EventMention]


class _PostReader:
    """Reads sentence by sentence and remembers what the post is about."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.mentions: list[EventMention] = []
        self.talks_time: TimeRef | None = None
        self.last_day: TimeRef | None = None  # from which "two days earlier" counts
        self.last_named: ArgumentCandidate | None = None  # what "there" means

    def take(self, sentence: Sentence) -> SentenceReading:
        """Add what one sentence tells, and return what was read in it."""
        reading = _reading_of(sentence, self.last_day)
        self.last_day = last_day(reading.refs) or self.last_day
        found = reading.found
        if found and self._elaborates(sentence):
            self._elaborate(sentence, found)
            return reading
        if reading.triggers:
            self._take_triggers(reading)
        self._remember(found)
        return reading

    def _elaborates(self, sentence: Sentence) -> bool:
        """Whether a sentence only names the places of what was told before: "It named A, B and C", "Among them are A and B"."""
        if (
            not self.mentions
            or sentence.span.part != self.mentions[-1].sentence.span.part
            or not _counts(self.mentions[-1].sentence, "geonouns")
        ):
            return False
        first = sentence.names[0].start
        return (
            not sentence.triggers and sentence.is_in(0, "pronouns") and any(sentence.is_in(at, "elaborates") for at in range(min(first, 5)))
        )

    def _elaborate(self, sentence: Sentence, found: Sequence[ArgumentCandidate]) -> None:
        named = [
            candidate
            for candidate in found
            if (candidate.attachment is not Attachment.MENTIONED or candidate.reason == "name") and not candidate.described
        ]
        if named:
            told = self.mentions.pop()
            self.mentions += [
                replace(told, site=candidate, counts=[], own_facts=False, later=[told.sentence], sentence=sentence) for candidate in named
            ]

    def _remember(self, found: Sequence[ArgumentCandidate]) -> None:
        named = [
            candidate
            for candidate in found
            if candidate.place is not None and candidate.place.kind not in {PlaceKind.COUNTRY, PlaceKind.REGION}
        ]
        if found:
            self.last_named = next((candidate for candidate in reversed(named) if not candidate.described), named[-1] if named else None)

    def _take_triggers(self, content: SentenceReading) -> None:
        sentence, found = content.sentence, content.found
        sites = sites_of(sentence, found, content.triggers)
        if not sites and self.last_named is not None and any(token.low in self.words["there"] for token in sentence.tokens):
            sites = [(self._there(sentence), max(content.triggers, key=lambda trigger: trigger.weight))]
        if not sites and content.counts and self._topic(sentence, content.triggers) is None:
            sites = self._in_office(sentence, found, content.firmest)
        if sites and not self._goes_on(sentence, sites):
            own = {id(candidate) for candidate, _ in sites}
            self.mentions += content.mentions(
                sites,
                [candidate for candidate in found if candidate.is_site and id(candidate) not in own and contains_site(candidate, sites)],
            )
        else:
            self._follow(content)

    def _goes_on(self, sentence: Sentence, sites: Sequence[SiteArgument]) -> bool:
        """Whether a sentence only tells what an attack told before has caused: "The strike blacked out the region"."""
        if not (sentence.is_in(0, "definite") and sentence.is_in(1, "attacks")):
            return False
        return bool(self.mentions) and all(trigger.family in {"infrastructure", RUIN} for _, trigger in sites)

    def _in_office(self, sentence: Sentence, found: Sequence[ArgumentCandidate], trigger: TriggerMatch) -> list[SiteArgument]:
        """Take a mayor's city for the site of harm that he tells of, where nothing else is named: "X mayor: four killed in attack"."""
        if trigger.family not in OFFICIAL_NEWS:
            return []
        offices = [candidate for candidate in found if candidate.reason == "authority" and _near_office(sentence, candidate)]
        return [(replace(offices[0], attachment=Attachment.AT, reason="office"), trigger)] if offices else []

    def _there(self, sentence: Sentence) -> ArgumentCandidate:
        candidate = self.last_named
        if candidate is None:
            raise ValueError("no place was named before")
        at = next(at for at, token in enumerate(sentence.tokens) if token.low in self.words["there"])
        name = PlaceSpan(at, at + 1, candidate.name.resolution)
        return ArgumentCandidate(name, Attachment.AT, "there")

    def _follow(self, content: SentenceReading) -> None:
        """Take a sentence that names no site of its own as going on about what was told before."""
        sentence, trigger = content.sentence, content.firmest
        topic = self._topic(sentence, content.triggers)
        if topic is None:
            self._note_talks(content)
            return
        time = content.time_of(trigger)
        act = trigger.family not in CONSEQUENCES and trigger.weight > 1
        if act and trigger.family != topic.family and any(name.literal and _is_town_or_site(name.place) for name in sentence.names):
            return  # told of a place that is named here, though not as its site
        modality = content.modality_of(trigger)
        if modality not in ASSERTED or (act and time is not None and topic.time is not None and _other_day(time, topic.time)):
            self.mentions.append(
                EventMention(
                    topic.site,
                    trigger if act else topic.trigger,
                    modality,
                    sentence,
                    time,
                    list(content.counts),
                    support=list(content.triggers),
                )
            )
            return
        alone = sum(mention.sentence is topic.sentence and mention.group == topic.group for mention in self.mentions) == 1
        topic.go_on(sentence, content.triggers, content.counts if alone else [])  # what was told of several places is the sum of them
        if topic.time is None and time is not None and time.kind in DAY_KINDS:
            topic.time = time

    def _note_talks(self, content: SentenceReading) -> None:
        """Remember the day of talks whose venue the sentence does not name."""
        talks = [
            trigger
            for trigger in content.triggers
            if trigger.family == "talks" and trigger.weight > 1 and content.modality_of(trigger) in ASSERTED
        ]
        if talks and content.refs and self.talks_time is None:
            self.talks_time = content.refs[0]

    def date_arrivals(self) -> None:
        """Date arrivals to the day of the talks that they led to: who came on Monday and signed on Tuesday met there on Tuesday."""
        for mention in self.mentions:
            came = any(
                token.low in self.words["arrivals"] for token in mention.sentence.tokens[mention.trigger.start : mention.trigger.end]
            )
            if came and mention.family == "talks" and self.talks_time is not None:
                mention.time = self.talks_time

    def _topic(self, sentence: Sentence, triggers: Sequence[TriggerMatch]) -> EventMention | None:
        groups = {group_of(trigger.family) for trigger in triggers}
        items = [
            mention
            for mention in self.mentions
            if mention.sentence.span.part == sentence.span.part or PartKind.ITEM not in {mention.sentence.span.kind, sentence.span.kind}
        ]
        known = [mention for mention in reversed(items) if mention.modality in ASSERTED and mention.group not in PEACEFUL]
        for headline in (False, True):  # a headline sums up; the text goes on about what it tells itself
            pool = [mention for mention in known if mention.headline is headline]
            same = next((mention for mention in pool if mention.group in groups), None)
            if same is not None or (pool and groups & {HARM, RUIN}):
                return same or pool[0]
        return None


def _near_office(sentence: Sentence, candidate: ArgumentCandidate) -> bool:
    return any(sentence.is_in(at, "local_offices") for at in range(candidate.name.start - 3, candidate.name.end + 4))


def _is_town_or_site(place: Place | None) -> bool:
    return place is not None and place.kind not in {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.AREA}


def _counts(sentence: Sentence, name: str) -> bool:
    """Whether a number of the sentence counts what the tables call ``name``."""
    return any(sentence.is_in(step, name) for number in sentence.numbers.values() for step in (number.end, number.end + 1))


def _other_day(first: TimeRef, second: TimeRef) -> bool:
    return (first.kind, first.number, first.day, first.month, first.year, first.night) != (
        second.kind,
        second.number,
        second.day,
        second.month,
        second.year,
        second.night,
    )
