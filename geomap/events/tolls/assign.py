"""Counts given to the events of a post."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from geomap.events.counts.model import Casualty
from geomap.events.counts.reading import casualties
from geomap.events.counts.told import words_of_count
from geomap.events.gate.view import PostView
from geomap.events.mentions import EventMention
from geomap.events.ontology import Harm
from geomap.events.spatial import contains
from geomap.events.tolls.features import Features, count_features, event_features, joined, pair_features
from geomap.events.tolls.model import TollModel, shares
from geomap.events.tolls.post import PostCounts

PARAMETERS = Path(__file__).parent / "parameters"
TOLLS_FILE = "tolls.npz"
LEAST = 0.2  # probability below which a count is given to no event: on folds 0.1 is right in 4 more of 304 and invents 9 more
MOST_REASONS = 3

PASSED_ON = "told of the region that holds it"
LIKELY = 0.5  # from here on an event keeps its counts

Owned = tuple[float, int, int]  # how likely the count is the event's, the count, and its number
Pair = tuple[int, int]  # the numbers of a count and of an event


@functools.cache
def shipped_tolls() -> TollAssigner:
    """Return the assigner with the weights that ship."""
    return TollAssigner(TollModel.load(PARAMETERS / TOLLS_FILE))


def counts_of(view: PostView) -> list[Sequence[Casualty]]:
    """Return the counts of each sentence of a post, of those without a trigger too."""
    return [reading.counts if reading.triggers else casualties(reading.sentence) for reading in view.readings]


def pairs_of(post: PostCounts) -> dict[Pair, Features]:
    """Return what is known of each count with each event that it may belong to."""
    of_event = {at: event_features(post, at) for at in (post.owners if post.told else ())}
    return {
        (number, at): joined(of_count, of_event[at], pair_features(post, number, at))
        for number in range(len(post.told))
        if (of_count := count_features(post, number))
        for at in post.possible(number)
    }


class TollAssigner:
    """Gives each event of a post the counts that are likely its own, one of each harm."""

    def __init__(self, model: TollModel) -> None:
        self._model = model

    def assign(self, view: PostView, mentions: Sequence[EventMention]) -> list[EventMention]:
        """Return the event mentions of a post with the counts that belong to them.

        Args:
            view: The post.
            mentions: Its event mentions; they stay as they are.
        """
        found = counts_of(view)
        if not any(found) or not mentions:
            return list(mentions)
        post = PostCounts.of(view, mentions, found)
        pairs = pairs_of(post)
        likely = self._probabilities(post, pairs)
        owner: dict[int, tuple[float, int]] = {}
        for (number, at), share in likely.items():
            if share >= LEAST and (number not in owner or share > owner[number][0]):
                owner[number] = (share, at)
        best: dict[tuple[int, Harm], Owned] = {}
        for number, (share, at) in owner.items():
            count = post.told[number].count
            best[at, count.harm] = max(best.get((at, count.harm), (0.0, 0, 0)), (share, count.count, number))
        best = _passed_on(post, best)
        owners = frozenset(post.owners)
        return [self._with_counts(post, pairs, at, best) if at in owners else mention for at, mention in enumerate(mentions)]

    def _probabilities(self, post: PostCounts, pairs: Mapping[Pair, Features]) -> dict[Pair, float]:
        """Return how likely each count is an event's own: both the event the count's among all events, and the count the event's."""
        scores = {pair: self._model.score(features) for pair, features in pairs.items()}
        by_count: dict[object, list[Pair]] = {}
        by_event: dict[object, list[Pair]] = {}
        for number, at in scores:
            by_count.setdefault(number, []).append((number, at))
            by_event.setdefault((at, post.told[number].count.harm), []).append((number, at))
        first, second = _shared(scores, by_count), _shared(scores, by_event)
        return {pair: math.sqrt(first[pair] * second[pair]) for pair in scores}

    def _with_counts(
        self, post: PostCounts, pairs: Mapping[Pair, Features], at: int, best: Mapping[tuple[int, Harm], Owned]
    ) -> EventMention:
        given = [(post.told[found[2]].count, found[0], found[2]) for harm in Harm if (found := best.get((at, harm))) is not None]
        reasons = [(f"{count.count} {count.harm.value}: {self._reason(pairs.get((number, at)))}", share) for count, share, number in given]
        told = sorted({post.told[number].reading for _, _, number in given})
        spans = [post.view.readings[reading].sentence.span for reading in told]
        others = tuple(span for span in spans if span != post.mentions[at].sentence.span)
        words = tuple(_words(post, number) for _, _, number in given)
        return replace(
            post.mentions[at], counts=[count for count, _, _ in given], counted=tuple(reasons), counted_at=words, counted_in=others
        )

    def _reason(self, pair: Features | None) -> str:
        return PASSED_ON if pair is None else ", ".join(self._model.heaviest(pair, MOST_REASONS))


def _passed_on(post: PostCounts, best: Mapping[tuple[int, Harm], Owned]) -> dict[tuple[int, Harm], Owned]:
    """Return the counts with those of unlikely events given to the one likely event of the same kind that lies in their place.

    "Two died in a crash in the X region. The accident happened near Y": the region only says where the site lies.
    """
    given = dict(best)
    for (at, harm), found in best.items():
        inner = _likely_inside(post, at)
        if inner is not None and (inner, harm) not in best:
            del given[at, harm]
            given[inner, harm] = max(given.get((inner, harm), found), found)
    return given


def _likely_inside(post: PostCounts, at: int) -> int | None:
    """Return the one likely event of the kind of event ``at`` that lies in its place; None where that one is likely itself."""
    outer = post.mentions[at]
    if outer.place is None or (outer.probability or 0.0) >= LIKELY:
        return None
    inside = [
        other
        for other in post.owners
        if (inner := post.mentions[other]).place is not None
        and (inner.probability or 0.0) >= LIKELY
        and inner.trigger.kind == outer.trigger.kind
        and contains(outer.place, inner.place)
    ]
    return inside[0] if len(inside) == 1 else None


def _words(post: PostCounts, number: int) -> tuple[str, int, int]:
    """Return the harm of a count with the offsets in the post of the words that tell it."""
    told = post.told[number]
    return told.count.harm, *words_of_count(post.view.readings[told.reading].sentence, told.count)


def _shared(scores: Mapping[Pair, float], groups: Mapping[object, Sequence[Pair]]) -> dict[Pair, float]:
    """Return the probability of each pair among those of its group."""
    return {pair: share for group in groups.values() for pair, share in zip(group, shares([scores[pair] for pair in group]), strict=True)}
