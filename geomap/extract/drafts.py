"""From the sentences of one post to drafts of events: what is told, at which place, in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gazetteer.model import Place, PlaceKind
from geomap.extract.lexicon import Lexicon
from geomap.extract.link import best_hit, distance, nearest_time, share_counts
from geomap.extract.modality import modality_of
from geomap.extract.reading import Hit, Reading, read
from geomap.extract.relations import RelationKind
from geomap.extract.roles import Link, Spot, holds, spots
from geomap.extract.sentences import sentences
from geomap.extract.times import TimeRef, time_refs
from geomap.extract.toll import Casualty, casualties
from geomap.extract.types import HARM, RUIN, TimeKind
from geomap.extract.when import Days
from geomap.model import Modality, PartKind, Post, Resolution

NAMES_DISASTER = 4  # the weight of triggers that name a disaster itself
SUPPORTS = 25.0  # how far from its place a further trigger of the sentence may stand to be of the same event
LEAD_PARTS = 3  # the headline and the first two paragraphs sum up what follows
DAY_KINDS = frozenset({TimeKind.TODAY, TimeKind.OVERNIGHT, TimeKind.YESTERDAY, TimeKind.PAST_DAY, TimeKind.WEEKDAY, TimeKind.DATE, TimeKind.WEEKEND})
SHOWN = frozenset({Modality.REPORTED, Modality.CLAIMED})
ONE_VENUE = frozenset({"talks", "ceremony"})
SOFT = frozenset({"talks", "ceremony", "relief"})
CONFLICT = frozenset({"battle", "explosive", "violence", "movement"})
HAZARD = frozenset({"disaster", "accident", "infrastructure"})


def group_of(family: str) -> str:
    """Give the group within which tellings of one place and time are one event."""
    if family in CONFLICT:
        return "conflict"
    return "hazard" if family in HAZARD else family


@dataclass(slots=True)
class Draft:
    """An event in the making."""

    spot: Spot
    hit: Hit
    modality: Modality
    reading: Reading
    time: TimeRef | None
    counts: list[Casualty]
    days: Days | None = None  # what ``time`` says by the calendar at the place
    speech_time: TimeRef | None = None
    support: list[Hit] = field(default_factory=list)  # what else is told of it, in this sentence or later
    own_facts: bool = False  # it tells something that a more precise event cannot tell for it
    later: list[Reading] = field(default_factory=list)  # sentences that go on about it
    actors: list[str] = field(default_factory=list)

    @property
    def place(self) -> Place | None:
        """The place it stands on."""
        return self.spot.place

    @property
    def family(self) -> str:
        """The family of what it tells."""
        return self.hit.trigger.kind.family

    @property
    def group(self) -> str:
        """The group of its family."""
        return group_of(self.family)

    @property
    def is_onset(self) -> bool:
        """Whether it tells of a disaster striking and not of its toll and ruins."""
        return self.family == "disaster" and self.hit.trigger.weight >= NAMES_DISASTER and any(token.low in self.reading.words["onsets"] for token in self.reading.tokens)

    @property
    def headline(self) -> bool:
        """Whether it is told by the headline."""
        return self.reading.span.kind is PartKind.HEADLINE


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
    for span in sentences(post):
        while first < len(ordered) and ordered[first].mention.end <= span.start:
            first += 1
        last = first
        while last < len(ordered) and ordered[last].mention.start < span.end:
            last += 1
        yield read(post.text, span, ordered[first:last], words)


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
            self.last_named = named[-1] if named else None

    def _take_hits(self, reading: Reading, found: Sequence[Spot]) -> None:
        refs = time_refs(reading)
        counts = casualties(reading)
        told = [(hit, modality) for hit in reading.hits if (modality := modality_of(reading, hit)) is not None]
        if not told:
            return
        hits = [hit for hit, _ in told]
        modalities = dict(zip(map(id, hits), (modality for _, modality in told), strict=True))
        sites = _sites(reading, found, hits)
        if not sites and self.last_named is not None and any(token.low in self.words["there"] for token in reading.tokens):
            sites = [(self._there(reading), best) for best in [max(hits, key=lambda hit: hit.trigger.weight)]]
        if sites and not self._goes_on(reading, sites):
            self._place(reading, sites, hits, modalities, refs, counts)
        else:
            self._follow(reading, hits, modalities, refs, counts)

    def _goes_on(self, reading: Reading, sites: Sequence[tuple[Spot, Hit]]) -> bool:
        """Whether a sentence only tells what an attack told before has caused: "The strike blacked out the region"."""
        if not (reading.is_in(0, "definite") and reading.is_in(1, "attacks")):
            return False
        return bool(self.drafts) and all(hit.trigger.kind.family in {"infrastructure", RUIN} for _, hit in sites)

    def _there(self, reading: Reading) -> Spot:
        spot = self.last_named
        if spot is None:
            raise ValueError("no place was named before")
        at = next(at for at, token in enumerate(reading.tokens) if token.low in self.words["there"])
        name = type(spot.name)(at, at + 1, spot.name.resolution)
        return Spot(name, Link.AT, "there")

    def _place(self, reading: Reading, sites: list[tuple[Spot, Hit]], hits: list[Hit], modalities: dict[int, Modality], refs: list[TimeRef], counts: list[Casualty]) -> None:
        shared = share_counts(reading, [spot for spot, _ in sites], counts)
        speech = next((ref for ref in refs if ref.of_speech), None)
        for number, (spot, hit) in enumerate(sites):
            at = (hit.start, hit.end)
            draft = Draft(
                spot=spot,
                hit=hit,
                modality=modalities[id(hit)],
                reading=reading,
                time=nearest_time(reading, at, refs),
                counts=shared[number] if hit.trigger.kind.family not in ONE_VENUE else [],
                speech_time=speech,
                support=[other for other in hits if other is not hit and (hit.trigger.kind.family in {HARM, RUIN} or distance(reading, (other.start, other.end), (spot.name.start, spot.name.end)) < SUPPORTS)],
                own_facts=bool(shared[number]) or _counts(reading, "geonouns") or _counts(reading, "things"),
            )
            self.drafts.append(draft)

    def _follow(self, reading: Reading, hits: list[Hit], modalities: dict[int, Modality], refs: list[TimeRef], counts: list[Casualty]) -> None:
        topic = self._topic(reading, hits)
        if topic is None:
            self._note_talks(hits, modalities, refs)
            return
        hit = max(hits, key=lambda candidate: (candidate.trigger.weight, -candidate.start))
        modality = modalities[id(hit)]
        time = nearest_time(reading, (hit.start, hit.end), refs)
        act = hit.trigger.kind.family not in {HARM, RUIN} and hit.trigger.weight > 1
        if act and hit.trigger.kind.family != topic.family and any(name.literal and _is_spot(name.place) for name in reading.names):
            return  # told of a place that is named here, though not as its site
        if modality not in SHOWN or (act and time is not None and topic.time is not None and _other_day(time, topic.time)):
            self.drafts.append(Draft(topic.spot, hit if act else topic.hit, modality, reading, time, counts, support=list(hits)))
            return
        topic.later.append(reading)
        topic.support += hits
        topic.counts += counts
        if topic.time is None and time is not None and time.kind in DAY_KINDS:
            topic.time = time

    def _note_talks(self, hits: list[Hit], modalities: dict[int, Modality], refs: list[TimeRef]) -> None:
        """Remember the day of talks whose venue the sentence does not name."""
        talks = [hit for hit in hits if hit.trigger.kind.family == "talks" and hit.trigger.weight > 1 and modalities[id(hit)] in SHOWN]
        if talks and refs and self.talks_time is None:
            self.talks_time = refs[0]

    def date_arrivals(self) -> None:
        """Give arrivals the day of the talks that they led to: who came on Monday and signed on Tuesday met there on Tuesday."""
        for draft in self.drafts:
            came = any(token.low in self.words["arrivals"] for token in draft.reading.tokens[draft.hit.start : draft.hit.end])
            if came and draft.family == "talks" and self.talks_time is not None:
                draft.time = self.talks_time

    def _topic(self, reading: Reading, hits: Sequence[Hit]) -> Draft | None:
        groups = {group_of(hit.trigger.kind.family) for hit in hits}
        items = [draft for draft in self.drafts if draft.reading.span.part == reading.span.part or PartKind.ITEM not in {draft.reading.span.kind, reading.span.kind}]
        known = [draft for draft in reversed(items) if draft.modality in SHOWN and draft.group not in SOFT]
        same = next((draft for draft in known if draft.group in groups), None)
        return same or next((draft for draft in known if groups & {HARM, RUIN}), None)


def _sites(reading: Reading, found: Sequence[Spot], hits: Sequence[Hit]) -> list[tuple[Spot, Hit]]:
    sites = []
    for spot in found:
        if not spot.is_site or _far_country(reading, spot):
            continue
        hit = best_hit(reading, spot, hits, found)
        if hit is not None:
            sites.append((spot, hit))
    struck = [row for row in sites if _struck_whole(reading, row, sites)]
    if struck:
        sites = [row for row in sites if row in struck or not any(_holds_another(other, [row]) for other, _ in struck)]
    chosen = [(spot, hit) for spot, hit in sites if not _holds_another(spot, sites)]
    return [row for row in chosen if not _second_venue(reading, row, chosen)]


def _struck_whole(reading: Reading, row: tuple[Spot, Hit], sites: Sequence[tuple[Spot, Hit]]) -> bool:
    """Whether a disaster struck a country or region that stands nearer to it than any place within."""
    spot, hit = row
    if hit.trigger.kind.family != "disaster" or not _holds_another(spot, sites):
        return False

    def away(other: Spot) -> float:
        return distance(reading, (other.name.start, other.name.end), (hit.start, hit.end))

    return all(away(spot) < away(other) for other, _ in sites if _holds_another(spot, [(other, hit)]))


def _holds_another(spot: Spot, sites: Sequence[tuple[Spot, Hit]]) -> bool:
    """Whether a country or region is named for the sake of a site within it."""
    return spot.place is not None and any(other.place is not None and holds(spot.place, other.place) for other, _ in sites)


def _second_venue(reading: Reading, row: tuple[Spot, Hit], sites: Sequence[tuple[Spot, Hit]]) -> bool:
    """Whether a meeting or a ceremony, which has one venue, has a nearer one than this."""
    spot, hit = row
    if hit.trigger.kind.family not in ONE_VENUE:
        return False

    def away(other: Spot) -> float:
        return distance(reading, (other.name.start, other.name.end), (hit.start, hit.end))

    return any(other is not spot and same.trigger.kind.family == hit.trigger.kind.family and other.group != spot.group and away(other) < away(spot) for other, same in sites)


def _is_spot(place: Place | None) -> bool:
    return place is not None and place.kind not in {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.AREA}


def _far_country(reading: Reading, spot: Spot) -> bool:
    """Whether a country is too wide a site: it is one for visits, for tolls and disasters, and where "across" says so."""
    place = spot.place
    if place is None or place.kind is not PlaceKind.COUNTRY:
        return False
    if spot.relation is not None and spot.relation.kind is RelationKind.BORDER:
        return True
    if reading.is_in(spot.name.start - 1, "wide"):
        return False
    return not any(hit.trigger.kind.family in {"disaster", "talks", HARM, "unrest"} for hit in reading.hits)


def _counts(reading: Reading, name: str) -> bool:
    """Whether a number of the sentence counts what the tables call ``name``."""
    return any(reading.is_in(step, name) for number in reading.numbers.values() for step in (number.end, number.end + 1))


def _other_day(first: TimeRef, second: TimeRef) -> bool:
    return (first.kind, first.number, first.day, first.month, first.year, first.night) != (second.kind, second.number, second.day, second.month, second.year, second.night)
