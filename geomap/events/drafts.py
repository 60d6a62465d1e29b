"""From the sentences of one post to drafts of events: what is told, at which place, in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gazetteer.model import Place, PlaceKind
from geomap.events.casualty import Casualty
from geomap.events.draft import DAY_KINDS, SHOWN, SOFT, Draft, group_of
from geomap.events.governors import Link
from geomap.events.lexicon import Lexicon
from geomap.events.link import distance, nearest_time, share_counts
from geomap.events.modality import modality_of
from geomap.events.reading import Hit, Reading, read
from geomap.events.roles import Spot, spots
from geomap.events.sites import ONE_VENUE, Site, holds_site, sites_of
from geomap.events.times import TimeRef, time_refs
from geomap.events.toll import casualties
from geomap.events.types import HARM, RUIN
from geomap.lang.sentences import sentences
from geomap.model import Modality, PartKind, Post, Resolution

HARMFUL = frozenset({"battle", "explosive", "violence", "accident", "disaster", "infrastructure", HARM, RUIN})
SUPPORTS = 25.0  # how far from its place a further trigger of the sentence may stand to be of the same event


def drafts_of(post: Post, resolutions: Sequence[Resolution], words: Lexicon) -> list[Draft]:
    """Draft the events of one post, in text order."""
    reader = _PostReader(words)
    for reading in _readings(post, resolutions, words):
        reader.take(reading)
    reader.date_arrivals()
    return reader.drafts


def _readings(post: Post, resolutions: Sequence[Resolution], words: Lexicon) -> Iterator[Reading]:
    ordered = sorted(resolutions, key=lambda resolution: resolution.mention.start)
    first = 0
    for span in sentences(post, words.language):
        while first < len(ordered) and ordered[first].mention.end <= span.start:
            first += 1
        last = first
        while last < len(ordered) and ordered[last].mention.start < span.end:
            last += 1
        yield read(post.text, span, ordered[first:last], words)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence tells: the triggers that hold and how, its times and its counts."""

    reading: Reading
    hits: tuple[Hit, ...]
    modalities: tuple[Modality, ...]
    refs: tuple[TimeRef, ...]
    counts: list[Casualty]

    @property
    def firmest(self) -> Hit:
        return max(self.hits, key=lambda hit: (hit.trigger.weight, -hit.start))

    def modality_of(self, hit: Hit) -> Modality:
        return self.modalities[next(number for number, known in enumerate(self.hits) if known is hit)]

    def time_of(self, hit: Hit) -> TimeRef | None:
        return nearest_time(self.reading, (hit.start, hit.end), self.refs)

    def drafts(self, sites: Sequence[Site], around: Sequence[Spot]) -> list[Draft]:
        """Draft an event for each site, with the counts that stand with it.

        ``around`` are regions named for the sake of a site: their counts are the site's where it has none of its own.
        """
        shared = share_counts(self.reading, [*(spot for spot, _ in sites), *around], self.counts)
        own = [count for number in range(len(sites)) for count in shared[number]]
        for number in range(len(sites), len(shared)):
            shared[0] += [count for count in shared[number] if all(count.harm is not other.harm for other in own)]
        return [self._draft(spot, hit, shared[number]) for number, (spot, hit) in enumerate(sites)]

    def _draft(self, spot: Spot, hit: Hit, counts: list[Casualty]) -> Draft:
        return Draft(
            spot=spot,
            hit=hit,
            modality=self.modality_of(hit),
            reading=self.reading,
            time=self.time_of(hit),
            counts=counts if hit.trigger.kind.family not in ONE_VENUE else [],
            speech_time=next((ref for ref in self.refs if ref.of_speech), None),
            support=[other for other in self.hits if other is not hit and self._supports(other, spot, hit)],
            own_facts=_counts(self.reading, "geonouns") or _counts(self.reading, "things"),
        )

    def _supports(self, other: Hit, spot: Spot, hit: Hit) -> bool:
        if hit.trigger.kind.family in {HARM, RUIN}:
            return True
        return distance(self.reading, (other.start, other.end), (spot.name.start, spot.name.end)) < SUPPORTS


def _told(reading: Reading) -> _Told:
    held = [(hit, modality) for hit in reading.hits if (modality := modality_of(reading, hit)) is not None]
    hits, modalities = tuple(hit for hit, _ in held), tuple(modality for _, modality in held)
    return _Told(reading, hits, modalities, tuple(time_refs(reading)) if hits else (), casualties(reading) if hits else [])


class _PostReader:
    """Reads sentence by sentence and remembers what the post is about."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.drafts: list[Draft] = []
        self.talks_time: TimeRef | None = None
        self.last_named: Spot | None = None  # what "there" means

    def take(self, reading: Reading) -> None:
        """Add what one sentence tells."""
        if not reading.hits and not reading.names:
            return
        found = spots(reading)
        if found and self._elaborates(reading):
            self._elaborate(reading, found)
            return
        if reading.hits:
            self._take_hits(reading, found)
        self._remember(found)

    def _elaborates(self, reading: Reading) -> bool:
        """Whether a sentence only names the places of what was told before: "It named A, B and C", "Among them are A and B"."""
        if not self.drafts or reading.span.part != self.drafts[-1].reading.span.part or not _counts(self.drafts[-1].reading, "geonouns"):
            return False
        first = reading.names[0].start
        return not reading.hits and reading.is_in(0, "pronouns") and any(reading.is_in(at, "elaborates") for at in range(min(first, 5)))

    def _elaborate(self, reading: Reading, found: Sequence[Spot]) -> None:
        named = [spot for spot in found if (spot.link is not Link.MENTIONED or spot.reason == "name") and not spot.described]
        if named:
            told = self.drafts.pop()
            self.drafts += [replace(told, spot=spot, counts=[], own_facts=False, later=[told.reading], reading=reading) for spot in named]

    def _remember(self, found: Sequence[Spot]) -> None:
        named = [spot for spot in found if spot.place is not None and spot.place.kind not in {PlaceKind.COUNTRY, PlaceKind.REGION}]
        if found:
            self.last_named = next((spot for spot in reversed(named) if not spot.described), named[-1] if named else None)

    def _take_hits(self, reading: Reading, found: Sequence[Spot]) -> None:
        told = _told(reading)
        if not told.hits:
            return
        sites = sites_of(reading, found, told.hits)
        if not sites and self.last_named is not None and any(token.low in self.words["there"] for token in reading.tokens):
            sites = [(self._there(reading), max(told.hits, key=lambda hit: hit.trigger.weight))]
        if not sites and told.counts and self._topic(reading, told.hits) is None:
            sites = self._in_office(reading, found, told.firmest)
        if sites and not self._goes_on(reading, sites):
            own = {id(spot) for spot, _ in sites}
            self.drafts += told.drafts(sites, [spot for spot in found if spot.is_site and id(spot) not in own and holds_site(spot, sites)])
        else:
            self._follow(told)

    def _goes_on(self, reading: Reading, sites: Sequence[Site]) -> bool:
        """Whether a sentence only tells what an attack told before has caused: "The strike blacked out the region"."""
        if not (reading.is_in(0, "definite") and reading.is_in(1, "attacks")):
            return False
        return bool(self.drafts) and all(hit.trigger.kind.family in {"infrastructure", RUIN} for _, hit in sites)

    def _in_office(self, reading: Reading, found: Sequence[Spot], hit: Hit) -> list[Site]:
        """Take a mayor's city for the site of harm that he tells of, where nothing else is named: "X mayor: four killed in attack"."""
        if hit.trigger.kind.family not in HARMFUL:
            return []
        offices = [spot for spot in found if spot.reason == "authority" and _near_office(reading, spot)]
        return [(replace(offices[0], link=Link.AT, reason="office"), hit)] if offices else []

    def _there(self, reading: Reading) -> Spot:
        spot = self.last_named
        if spot is None:
            raise ValueError("no place was named before")
        at = next(at for at, token in enumerate(reading.tokens) if token.low in self.words["there"])
        name = type(spot.name)(at, at + 1, spot.name.resolution)
        return Spot(name, Link.AT, "there")

    def _follow(self, told: _Told) -> None:
        """Take a sentence that names no site of its own as going on about what was told before."""
        reading, hit = told.reading, told.firmest
        topic = self._topic(reading, told.hits)
        if topic is None:
            self._note_talks(told)
            return
        time = told.time_of(hit)
        act = hit.trigger.kind.family not in {HARM, RUIN} and hit.trigger.weight > 1
        if act and hit.trigger.kind.family != topic.family and any(name.literal and _is_spot(name.place) for name in reading.names):
            return  # told of a place that is named here, though not as its site
        modality = told.modality_of(hit)
        if modality not in SHOWN or (act and time is not None and topic.time is not None and _other_day(time, topic.time)):
            self.drafts.append(Draft(topic.spot, hit if act else topic.hit, modality, reading, time, told.counts, support=list(told.hits)))
            return
        alone = sum(draft.reading is topic.reading and draft.group == topic.group for draft in self.drafts) == 1
        topic.go_on(reading, told.hits, told.counts if alone else [])  # what was told of several places is the sum of them
        if topic.time is None and time is not None and time.kind in DAY_KINDS:
            topic.time = time

    def _note_talks(self, told: _Told) -> None:
        """Remember the day of talks whose venue the sentence does not name."""
        talks = [
            hit for hit in told.hits if hit.trigger.kind.family == "talks" and hit.trigger.weight > 1 and told.modality_of(hit) in SHOWN
        ]
        if talks and told.refs and self.talks_time is None:
            self.talks_time = told.refs[0]

    def date_arrivals(self) -> None:
        """Give arrivals the day of the talks that they led to: who came on Monday and signed on Tuesday met there on Tuesday."""
        for draft in self.drafts:
            came = any(token.low in self.words["arrivals"] for token in draft.reading.tokens[draft.hit.start : draft.hit.end])
            if came and draft.family == "talks" and self.talks_time is not None:
                draft.time = self.talks_time

    def _topic(self, reading: Reading, hits: Sequence[Hit]) -> Draft | None:
        groups = {group_of(hit.trigger.kind.family) for hit in hits}
        items = [
            draft
            for draft in self.drafts
            if draft.reading.span.part == reading.span.part or PartKind.ITEM not in {draft.reading.span.kind, reading.span.kind}
        ]
        known = [draft for draft in reversed(items) if draft.modality in SHOWN and draft.group not in SOFT]
        for headline in (False, True):  # a headline sums up; the text goes on about what it tells itself
            pool = [draft for draft in known if draft.headline is headline]
            same = next((draft for draft in pool if draft.group in groups), None)
            if same is not None or (pool and groups & {HARM, RUIN}):
                return same or pool[0]
        return None


def _near_office(reading: Reading, spot: Spot) -> bool:
    return any(reading.is_in(at, "local_offices") for at in range(spot.name.start - 3, spot.name.end + 4))


def _is_spot(place: Place | None) -> bool:
    return place is not None and place.kind not in {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.AREA}


def _counts(reading: Reading, name: str) -> bool:
    """Whether a number of the sentence counts what the tables call ``name``."""
    return any(reading.is_in(step, name) for number in reading.numbers.values() for step in (number.end, number.end + 1))


def _other_day(first: TimeRef, second: TimeRef) -> bool:
    return (first.kind, first.number, first.day, first.month, first.year, first.night) != (
        second.kind,
        second.number,
        second.day,
        second.month,
        second.year,
        second.night,
    )
