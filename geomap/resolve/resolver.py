"""The default resolver: candidates from the gazetteer, two passes over each document; then agreement between documents.

``resolve`` ranks documents many at a time, in one batch; what one gets does not depend on the others. ``agree`` does what needs
several documents: a name means one place on a page, and, where it is asked for, a third pass weighs what the publisher's other
posts are about.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from geomap.lang import language_of
from geomap.model import Mention, Post, Resolution
from geomap.resolve.agreement import agree_within_pages
from geomap.resolve.arrays import Floats, best_of
from geomap.resolve.batch import Batch, make_batch, obscure_namesakes, obscure_regions
from geomap.resolve.candidates import CandidateFinder
from geomap.resolve.context import context_features
from geomap.resolve.decisions import Decisions, RankedBatch
from geomap.resolve.publisher_prior import PublisherPriors, publisher_of
from geomap.resolve.ranker import Ranker, certainty_evidence, most_confidence
from geomap.resolve.unknown import unknown

HOME_WEIGHT = 4.0  # set by hand: outweighs what makes a place abroad better known, not a qualifier in the text
OBSCURE_WEIGHT = 2.0  # set by hand: a bare name means the city unless the text names the region's country
_SURE = 0.8  # what a publisher prior is learned from
_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)
_NAMES_AT_ONCE = 256  # enough that numpy's cost by the call is gone, and few enough for little memory


@dataclass(slots=True)
class RankedPosts:
    """Posts that are ranked together: their positions in the call, the names of each, and what was found."""

    posts: list[int]
    names: list[list[Mention]]
    ranked: RankedBatch | None = None  # None: no name has a candidate


class DocumentResolver:
    """Resolves the names of each post together; see the head of this module."""

    def __init__(
        self, gazetteer: Gazetteer, ranker: Ranker, *, home_country: str | None = None, with_publisher_prior: bool = False
    ) -> None:
        self._gazetteer = gazetteer
        strings = gazetteer.index.strings
        self._home_country = strings.index(home_country) if home_country is not None and home_country in strings else None
        self._finder = CandidateFinder(gazetteer, home_country=self._home_country)
        self._ranker = ranker
        self._with_publisher_prior = with_publisher_prior

    def resolve(
        self, posts: Sequence[Post], mentions: Sequence[Sequence[Mention]], context: Sequence[Sequence[Mention]] | None = None
    ) -> list[tuple[Resolution, ...]]:
        """Return one resolution for each mention, in its order; ``context`` are other names of each post, which only help.

        Each post is resolved by its own text and names alone, so posts may come in any order and in chunks of any size.
        """
        ranked = (self._rank(some, posts) for some in _split(_all_names(mentions, context)))
        return self._decide(ranked, mentions)

    def agree(
        self,
        posts: Sequence[Post],
        mentions: Sequence[Sequence[Mention]],
        resolutions: Sequence[tuple[Resolution, ...]],
        context: Sequence[Sequence[Mention]] | None = None,
    ) -> list[tuple[Resolution, ...]]:
        """Return the resolutions after the posts of one page, and with a publisher prior those of one publisher, informed each other.

        With a publisher prior all posts are ranked again, since each of them may teach what its publisher writes about; otherwise
        ``resolutions`` are all that is looked at.
        """
        if self._with_publisher_prior:
            ranked = [self._rank(some, posts) for some in _split(_all_names(mentions, context))]
            resolutions = self._decide(self._with_publishers(posts, ranked), mentions)
        return agree_within_pages(posts, resolutions)

    def _rank(self, some: RankedPosts, posts: Sequence[Post]) -> RankedPosts:
        """Rank the candidates of the posts' names in two passes."""
        texts = [posts[at].text for at in some.posts]
        languages = [language_of(posts[at]) for at in some.posts]
        batch = make_batch(list(zip(texts, some.names, strict=True)), self._finder, languages)
        if batch is not None:
            own = np.concatenate([batch.static, batch.local], axis=1)
            prior = self._prior(batch)
            first = self._ranker.probabilities("first", own, batch.starts, prior)
            context = context_features(batch, first)
            some.ranked = self._finish("second", np.concatenate([own, context], axis=1), batch, context, prior)
        return some

    def _finish(self, name: str, features: Floats, batch: Batch, context: Floats, prior: Floats) -> RankedBatch:
        p = self._ranker.probabilities(name, features, batch.starts, prior)
        chosen = best_of(p, batch.starts)
        most = most_confidence(batch, context, chosen)
        confidence = np.minimum(self._ranker.confidence(certainty_evidence(batch, p, context, chosen)), most)
        return RankedBatch(self._ranker, batch, context, features, name, p, chosen, confidence, most)

    def _prior(self, batch: Batch) -> Floats:
        """Return what is known before the text is read: the home country's places are meant, and no obscure place for a city."""
        home = 0.0 if self._home_country is None else HOME_WEIGHT * (batch.country == self._home_country)
        return np.asarray(home - OBSCURE_WEIGHT * (obscure_regions(batch) | obscure_namesakes(batch)), np.float32)

    def _with_publishers(self, posts: Sequence[Post], ranked: Sequence[RankedPosts]) -> Iterator[RankedPosts]:
        priors = PublisherPriors()
        publishers = [publisher_of(post) for post in posts]
        for some in ranked:
            if some.ranked is not None:
                batch, chosen = some.ranked.batch, some.ranked.chosen
                sure = (some.ranked.confidence >= _SURE) & (batch.kinds[chosen] == _SETTLEMENT)
                for at, (first, last) in zip(some.posts, itertools.pairwise(batch.group_starts.tolist()), strict=True):
                    priors.add(publishers[at], at, batch, chosen[first:last][sure[first:last]].tolist())
        for some in ranked:
            found = some.ranked
            if found is not None:
                own = [
                    priors.features(publishers[at], at, found.batch, found.batch.candidates_of(document))
                    for document, at in enumerate(some.posts)
                ]
                features = np.concatenate([found.features, np.concatenate(own)], axis=1)
                some.ranked = self._finish("beat", features, found.batch, found.context, self._prior(found.batch))
            yield some

    def _decide(self, ranked: Iterable[RankedPosts], mentions: Sequence[Sequence[Mention]]) -> list[tuple[Resolution, ...]]:
        """Return the resolutions of all mentions."""
        resolved: list[tuple[Resolution, ...]] = [()] * len(mentions)
        for some in ranked:
            if some.ranked is None:
                for at in some.posts:
                    resolved[at] = tuple(map(unknown, mentions[at]))
                continue
            decisions, batch = Decisions(self._gazetteer, some.ranked), some.ranked.batch
            for at, names, groups, standing in zip(some.posts, some.names, batch.group_of, batch.stand_ins, strict=True):
                number_of = {(mention.start, mention.end): number for number, mention in enumerate(names)}
                resolved[at] = tuple(
                    [
                        decisions.stand_in(mention, standing[number], names, groups)
                        if number in standing
                        else decisions.resolution(mention, groups[number])
                        for mention in mentions[at]
                        for number in (number_of[mention.start, mention.end],)
                    ]
                )
        return resolved


def _split(names: Sequence[list[Mention]]) -> Iterator[RankedPosts]:
    """Yield the posts that name something in groups, a few hundred names at a time or one long post."""
    some = RankedPosts([], [])
    size = 0
    for at, own in enumerate(names):
        if not own:
            continue
        if some.posts and size + len(own) > _NAMES_AT_ONCE:
            yield some
            some, size = RankedPosts([], []), 0
        some.posts.append(at)
        some.names.append(own)
        size += len(own)
    if some.posts:
        yield some


def _all_names(mentions: Sequence[Sequence[Mention]], context: Sequence[Sequence[Mention]] | None) -> list[list[Mention]]:
    others = context if context is not None else [()] * len(mentions)
    return [_merge(asked, extra) for asked, extra in zip(mentions, others, strict=True)]


def _merge(asked: Sequence[Mention], extra: Sequence[Mention]) -> list[Mention]:
    """Return the mentions asked for and those that help in text order; of two that overlap the asked one stays."""
    taken = {(mention.start, mention.end) for mention in asked}
    spans = sorted(taken)
    kept = [mention for mention in extra if (mention.start, mention.end) not in taken and not _overlaps(mention, spans)]
    unique = {(mention.start, mention.end): mention for mention in (*asked, *kept)}
    return [unique[span] for span in sorted(unique)]


def _overlaps(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in spans)
