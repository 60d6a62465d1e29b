"""From the answers of the heads to event mentions: one site for each place of a post, with the kind of what happened there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geomap.event_types import EventType
from geomap.events.arguments import nearest_time, share_counts
from geomap.events.candidates import ArgumentCandidate
from geomap.events.gate.carried import is_place_alone
from geomap.events.gate.features import Features, joined, place_features, post_features, sentence_features
from geomap.events.gate.kinds import KindFeatures, KindWords, eventful, kind_names
from geomap.events.gate.model import Gate
from geomap.events.gate.second import Looked, SecondLook
from geomap.events.gate.vectors import NOTHING, Floats
from geomap.events.gate.view import NamedPlace, PostView
from geomap.events.gate.windows import PostWindows
from geomap.events.geometry import points_at
from geomap.events.lexicon import Trigger
from geomap.events.lists import BULLETS
from geomap.events.mentions import EventMention, SentenceReading
from geomap.events.modality import attributed
from geomap.events.ontology import ASSERTED, MEETINGS, WHOLE_GROUPS, event_types, fine_kinds
from geomap.events.sentence import Sentence, TriggerMatch
from geomap.events.spatial import contains, is_part_of_town
from geomap.events.syntax import Attachment
from geomap.events.time_model import TimeRef
from geomap.model import Modality, PartKind

LISTED = 0.1  # what is less likely is not even listed as left out
SUREST = 0.97  # two careful readers agree no better on what is an event
SURE_KIND = 0.3  # below, a group whose kinds share the probability is named as a whole
TOLD_KIND = 0.1  # of what the rules tell, where no kind is sure: as likely together
# Where no kind is likelier than this, the kind is wrong 19 times of 20 and the site more often than elsewhere: on posts of a held-out fold
# and of our own, 5 % of the kinds and 70 % of the sites of those at 0.6 are right.
LEAST_KIND = 0.12
UNTYPED = 0.7
# What an event's probability is lowered to where it is unsure which place its name means: of held-out posts of our own, 57 % of the events
# told at .81 are right where the place has less than .4, 68 % where it has .4 to .6, and 77 % where it has .6 to .8.
PLACED_LEAST, PLACED_RISE = 0.49, 0.7
SECOND_KIND = 0.2  # a further event that the rules tell at a place needs its kind to be as likely
MOST_REASONS = 4
CONTAINER = 0.5
SURE_PART = 0.6  # from here on the square or quarter is the site, and the town only says where it lies
UNTOLD = 0.5
NO_WORD = "no word of the headline tells an event"
IN_CONTEXT = "its sentence, read in context"
NO_KIND = "no kind of event is likely"
NOT_SURE_WHERE = "the name may mean another place"
HOLDS_SITE = "holds a site of the same kind in the sentence"
LONGEST_LIST = 60  # sentences between the line above a list and its last item
LEARNED = -1  # number of the row of a trigger that no table holds

Weighed = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A named place with the probability that an event of the post happened there."""

    place: NamedPlace
    levels: tuple[Features, Features, Features]  # of the post, of its sentence, of itself
    probability: float
    looked: Looked | None = None
    placed: float = 1.0  # what the doubt about its place leaves of its probability

    @property
    def features(self) -> Features:
        """All that is known of it."""
        return joined(*self.levels)


class SiteDecider:
    """Decides for the named places of a post which are sites of events, and of which kind the events are."""

    def __init__(self, gate: Gate, second: SecondLook | None = None) -> None:
        self._gate = gate
        self._second = second
        self._kind_words = KindWords(gate.vectors)

    def sites(self, view: PostView, windows: PostWindows, nearness: Sequence[Floats]) -> list[Site]:
        """Return the named places of a post with their probabilities; ``nearness`` are `KindWords.of_post` of its sentences."""
        gate = self._gate
        of_post = post_features(view)
        post_score = gate.weigh(of_post)
        known: dict[int, tuple[Features, float]] = {}
        sites = []
        for number, one in enumerate(view.places):
            if one.reading not in known:
                of_sentence = sentence_features(view, one.reading, eventful(nearness[one.reading]))
                known[one.reading] = (of_sentence, gate.weigh(of_sentence) + gate.weigh_shared(windows.shared(one.reading)))
            of_sentence, sentence_score = known[one.reading]
            of_place = place_features(view, number)
            score = post_score + sentence_score + gate.weigh(of_place) + gate.weigh_own(windows.own(one))
            sites.append(Site(one, (of_post, of_sentence, of_place), min(SUREST, gate.probability(score))))
        return _as_sure_as_list(view, _as_sure_as_places(self._looked_at(view, sites)))

    def _looked_at(self, view: PostView, sites: list[Site]) -> list[Site]:
        if self._second is None:
            return sites
        looked = self._second.look(view, [site.probability for site in sites])
        for number, again in looked.items():
            sites[number] = replace(sites[number], probability=min(SUREST, again.probability), looked=again)
        return sites

    def decide(self, view: PostView) -> list[EventMention]:
        """Return the event mentions of a post in text order, each with its probability and kind.

        The rules' mentions that are planned, denied or background stay as they are where the gate sees no event.
        """
        if not view.places:
            return list(view.drafts)
        windows = PostWindows(view, self._gate.vectors)
        best: dict[str, Site] = {}
        nearness = self._kind_words.of_post(windows.rows)
        of_kinds = KindFeatures(view, nearness)
        for site in self.sites(view, windows, nearness):
            known = best.get(site.place.place.id)
            if known is None or site.probability > known.probability:
                best[site.place.place.id] = site
        decided: list[EventMention] = []
        for identity, site in best.items():
            drafts = [draft for draft in view.drafts if draft.place is not None and draft.place.id == identity]
            if site.probability < LISTED:
                decided += [draft for draft in drafts if draft.modality not in ASSERTED]
                continue
            decided += self._told(view, site, drafts, windows, of_kinds)
        _doubt_containers(decided)
        decided += [draft for draft in view.drafts if draft.place is None or draft.place.id not in best]
        return sorted(decided, key=lambda mention: mention.site.name.resolution.mention.start)

    def _told(
        self,
        view: PostView,
        site: Site,
        drafts: Sequence[EventMention],
        windows: PostWindows,
        of_kinds: KindFeatures,
    ) -> list[EventMention]:
        """Return what is told of one place: with the rules' details where they tell something of it."""
        one, features = site.place, site.features
        likely = self._gate.kinds(features, windows.all(one), of_kinds.of(one))
        if site.looked is not None:
            likely = site.looked.joined_kinds(likely)
        shares = dict(zip(kind_names(), likely.tolist(), strict=True))
        kind = named_kind(shares)
        weighed = self._heaviest(site, features)
        asserted = [draft for draft in drafts if draft.modality in ASSERTED and _is_told_here(draft, view, one, shares)]
        others = [draft for draft in drafts if draft.modality not in ASSERTED]
        if not asserted:
            word = _strongest_word(of_kinds.nearness[one.reading], kind_names().index(max(shares, key=lambda name: shares[name])))
            headline = view.readings[one.reading].sentence.span.kind is PartKind.HEADLINE and len(view.readings) > 1
            if headline and word == NOTHING and one.trigger is None:  # "The evening in X: what we know"
                site, weighed = _doubted(site, weighed, NO_WORD, UNTOLD)
            elif max(shares.values()) < LEAST_KIND:
                site, weighed = _doubted(site, weighed, NO_KIND, UNTYPED)
            return [*others, learned_mention(view, site, kind, word, weighed)]
        first = max(asserted, key=lambda draft: (_share(draft, shares), draft.trigger.weight, -draft.sentence.span.start))
        kind = _supported(kind, shares, first.trigger.kind)
        told = [_as_kind(first, kind, site, weighed)]
        if told[0].time is None:
            told[0].time = _time_around(view, one)
        told += [
            _as_kind(draft, draft.trigger.kind, site, weighed)
            for draft in asserted
            if draft is not first and draft.group != first.group and _share(draft, shares) >= SECOND_KIND
        ]
        return [*others, *told]

    def _heaviest(self, site: Site, features: Features) -> Weighed:
        """Return what weighed most for or against a site, heaviest first."""
        weighed = self._gate.heaviest(features, MOST_REASONS)
        if site.looked is not None:
            weighed = [*weighed, (IN_CONTEXT, site.looked.added)]
        weighed = sorted(weighed, key=lambda pair: -abs(pair[1]))
        if site.placed < 1.0:
            weighed = [(NOT_SURE_WHERE, math.log(site.placed)), *weighed]
        return tuple(weighed[:MOST_REASONS])


def _doubted(site: Site, weighed: Weighed, reason: str, factor: float) -> tuple[Site, Weighed]:
    """Return a site that is less likely by a factor, and what weighed with the reason before it."""
    return replace(site, probability=site.probability * factor), ((reason, math.log(factor)), *weighed[: MOST_REASONS - 1])


def _as_sure_as_places(sites: Sequence[Site]) -> list[Site]:
    """Lower the probability of sites by the doubt about which place a name means: the second look does not know of that doubt.

    A place is as sure as the surest of its names: a market that no gazetteer has is in the town that the text names beside it.
    """
    surest: dict[str, float] = {}
    for site in sites:
        known = site.place.name.resolution.place_confidence
        surest[site.place.place.id] = max(surest.get(site.place.place.id, 0.0), 1.0 if known is None else known)
    factors = {identity: min(1.0, PLACED_LEAST + PLACED_RISE * known) for identity, known in surest.items()}
    return [_with_doubt(site, factors[site.place.place.id]) for site in sites]


def _with_doubt(site: Site, factor: float) -> Site:
    return replace(site, probability=site.probability * factor, placed=factor) if factor < 1.0 else site


def _as_sure_as_list(view: PostView, sites: list[Site]) -> list[Site]:
    """Give the first place of each item of a list the probability of the surest: the line above says the same of all of them."""
    firsts: dict[int, dict[int, int]] = {}
    for number, site in enumerate(sites):
        sentence = view.readings[site.place.reading].sentence
        if sentence.items:
            item = sentence.item_of(site.place.name.resolution.mention.start)
            firsts.setdefault(site.place.reading, {}).setdefault(item, number)
    for reading, first in firsts.items():
        first.pop(0, None)
        if 2 * len(first) < len(view.readings[reading].sentence.items):
            continue  # most items name no place: it is no list of places
        surest = max(sites[number].probability for number in first.values())
        for number in first.values():
            sites[number] = replace(sites[number], probability=surest)
    return sites


def _doubt_containers(decided: Sequence[EventMention]) -> None:
    """Halve the probability of a region, country, town or distance that is told only to say where the site beside it lies.

    Counts that stand nearer to it are the site's, unless the site has counts of its own.
    """
    sure = [mention for mention in decided if mention.probability is not None and mention.place is not None]
    for outer in sure:
        inside = [inner for inner in sure if inner is not outer and _says_where(outer, inner)]
        if inside:
            if len(inside) == 1 and outer.counts:
                inside[0].counts, outer.counts = outer.counts, []
            outer.probability = (outer.probability or 0.0) * CONTAINER
            outer.weighed = ((HOLDS_SITE, math.log(CONTAINER)), *outer.weighed[: MOST_REASONS - 1])


def _says_where(outer: EventMention, inner: EventMention) -> bool:
    """Whether one sentence tells the same of a place and of what holds it, without different counts for both."""
    if outer.place is None or inner.place is None or inner.sentence is not outer.sentence:
        return False
    if inner.site.relation is None and points_at(outer.site, inner.place):
        return True  # "In Utiel, about 80 km west of Valencia"
    if outer.counts and inner.counts and list(outer.counts) != list(inner.counts):
        return False
    if inner.trigger.kind != outer.trigger.kind:
        return False
    if is_part_of_town(outer.place, inner.place):
        listed = bool(outer.site.group) and outer.site.group == inner.site.group  # "Kyiv and the Zhuliany airport"
        return (inner.probability or 0.0) >= SURE_PART and not listed
    return (inner.probability or 0.0) >= (outer.probability or 0.0) and contains(outer.place, inner.place)


def named_kind(shares: Mapping[str, float]) -> EventType:
    """Return the likeliest kind; the whole group where its kinds are likely together and none of them by itself."""
    name, share = max(shares.items(), key=lambda item: item[1])
    kind = event_types()[name]
    if share < SURE_KIND and kind.type in WHOLE_GROUPS:
        return event_types()[kind.type]
    return kind


def _supported(kind: EventType, shares: Mapping[str, float], told: EventType) -> EventType:
    """Return ``kind``, or where no kind is likely by itself, the kind or group that the rules tell, if it is likely enough."""
    inner = {name: shares[name] for name, _ in fine_kinds(told.sub_type) if name in shares}
    if max(shares.values()) >= SURE_KIND or kind.sub_type in {*inner, told.sub_type} or sum(inner.values()) < TOLD_KIND:
        return kind
    name, share = max(inner.items(), key=lambda item: item[1])
    return event_types()[name] if share > sum(inner.values()) / 2 else told


def _share(draft: EventMention, shares: Mapping[str, float]) -> float:
    """Return how likely the kind is that the rules give a mention."""
    return max((shares[name] for name, _ in fine_kinds(draft.trigger.kind.sub_type) if name in shares), default=0.0)


def _is_told_here(draft: EventMention, view: PostView, one: NamedPlace, shares: Mapping[str, float]) -> bool:
    """Whether what the rules tell of a place is what the gate decides on: in the same sentence, or of a kind that is likely."""
    here = view.readings[one.reading].sentence
    return draft.sentence is here or any(later is here for later in draft.later) or _share(draft, shares) >= SECOND_KIND


def _as_kind(draft: EventMention, kind: EventType, site: Site, weighed: Weighed) -> EventMention:
    """Return a mention of the rules with the kind and probability that the gate gives it."""
    known = draft.copy()
    known.trigger = replace(known.trigger, rule=replace(known.trigger.rule, kind=kind))
    known.probability = site.probability
    known.weighed = weighed
    if kind.family in MEETINGS:  # a funeral harms nobody, whatever its sentence tells of the dead
        known.counts = []
    return known


def _strongest_word(near: Floats, kind: int) -> int:
    """Return the token of a sentence that is nearest to a kind, ``NOTHING`` where none is near."""
    if not len(near) or near[:, kind].max() <= 0:
        return NOTHING
    return int(near[:, kind].argmax())


def learned_mention(view: PostView, site: Site, kind: EventType, word: int, weighed: Weighed) -> EventMention:
    """Return an event mention of a place for which the rules have none, its details read from its sentence."""
    one = site.place
    reading = view.readings[one.reading]
    sentence = reading.sentence
    argument = one.argument or ArgumentCandidate(one.name, Attachment.BARE, "name")
    trigger = _trigger_of(reading, one, kind, word)
    beside = [other.argument for other in view.places if other.reading == one.reading and other.argument is not None]
    counts = []
    if reading.counts and kind.family not in MEETINGS:
        candidates = [argument, *(other for other in beside if other is not argument)]
        counts = share_counts(sentence, candidates, reading.counts)[0]
    return EventMention(
        site=argument,
        trigger=trigger,
        modality=Modality.CLAIMED if attributed(sentence) else Modality.REPORTED,
        sentence=sentence,
        time=nearest_time(sentence, (trigger.start, trigger.end), reading.refs) or _time_around(view, one),
        counts=counts,
        speech_time=next((ref for ref in reading.refs if ref.of_speech), None),
        probability=site.probability,
        weighed=weighed,
    )


def _time_around(view: PostView, one: NamedPlace) -> TimeRef | None:
    """Return the time that holds for a sentence without one: of what stands below a heading, or of the line above a list."""
    own = view.readings[one.reading]
    for reading in (own if own.sentence.items else None, _below_heading(view, one.reading), _above_list(view, one.reading)):
        found = next((ref for ref in reading.refs if not (ref.of_speech or ref.since)), None) if reading is not None else None
        if found is not None:
            return found
    return None


def _below_heading(view: PostView, at: int) -> SentenceReading | None:
    """Return the sentence below a heading that is the name of a place and no more, unless it names places of its own."""
    is_heading = is_place_alone(view.readings[at].sentence)
    below = view.readings[at + 1] if is_heading and at + 1 < len(view.readings) else None
    return None if below is None or below.sentence.names else below


def _above_list(view: PostView, at: int) -> SentenceReading | None:
    """Return the line that opens the list of an item: "The dead of Friday's flood are:"."""
    if not _is_item(view.readings[at].sentence):
        return None
    before = reversed(view.readings[max(0, at - LONGEST_LIST) : at])
    above = next((known for known in before if not _is_item(known.sentence)), None)
    return above if above is not None and above.sentence.text.rstrip().endswith(":") else None


def _is_item(sentence: Sentence) -> bool:
    return sentence.span.kind is PartKind.ITEM or sentence.text.lstrip().startswith(BULLETS)


def _trigger_of(reading: SentenceReading, one: NamedPlace, kind: EventType, word: int) -> TriggerMatch:
    """Return the words that tell the event: the rules' trigger, else the word nearest to the kind, else the name itself."""
    known = one.trigger
    if known is not None:
        return replace(known, rule=replace(known.rule, kind=kind))
    tokens = reading.sentence.tokens
    start, end = (word, word + 1) if word != NOTHING else (one.name.start, one.name.end)
    text = " ".join(token.text for token in tokens[start:end])
    return TriggerMatch(start, end, Trigger(kind=kind, weight=1, frame="place", row=LEARNED), text)
