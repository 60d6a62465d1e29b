"""The default resolver: candidates from the gazetteer, two passes over each document; then agreement between documents.

``resolve`` ranks documents many at a time, in one scene; what one gets does not depend on the others. ``agree`` does what needs
several documents: a name means one place on a page, and, where it is asked for, a third pass weighs the publisher's beat.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.collector import collector_paused
from gazetteer.model import PlaceKind
from geomap.model import Mention, Post, Resolution
from geomap.resolve.answers import Answers, Ranked, unknown
from geomap.resolve.beat import Beats, publisher_of
from geomap.resolve.candidates import CandidateFinder
from geomap.resolve.context import context_features
from geomap.resolve.describe import Floats
from geomap.resolve.page import agree_within_pages
from geomap.resolve.ranker import Ranker, best_of, certainty_evidence
from geomap.resolve.scene import Scene, make_scene

HOME_WEIGHT = 4.0  # set by hand: outweighs what makes a place abroad better known, not a qualifier in the text
_SURE = 0.8  # what a beat is learned from
_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)
_NAMES_AT_ONCE = 256  # enough that numpy's cost by the call is gone, and few enough for little memory


@dataclass(slots=True)
class Batch:
    """Posts that are ranked together: their numbers and names."""

    posts: list[int]
    names: list[list[Mention]]
    ranked: Ranked | None = None  # None: no name has a candidate


class DocumentResolver:
    """Resolves the names of each post together; see the head of this module."""

    def __init__(self, gazetteer: Gazetteer, ranker: Ranker, *, home: str | None = None, beat: bool = False) -> None:
        self._gazetteer = gazetteer
        strings = gazetteer.index.strings
        self._home = strings.index(home) if home is not None and home in strings else None
        self._finder = CandidateFinder(gazetteer, home=self._home)
        self._ranker = ranker
        self._beat = beat

    @collector_paused()
    def resolve(
        self, posts: Sequence[Post], mentions: Sequence[Sequence[Mention]], context: Sequence[Sequence[Mention]] | None = None
    ) -> list[tuple[Resolution, ...]]:
        """Return one resolution for each mention, in its order; ``context`` are other names of each post, which only help.

        Each post is resolved by its own text and names alone, so posts may come in any order and in chunks of any size.
        """
        ranked = (self._rank(batch, posts) for batch in self._batches(_every(mentions, context)))
        return self._answered(ranked, mentions)

    @collector_paused()
    def agree(
        self,
        posts: Sequence[Post],
        mentions: Sequence[Sequence[Mention]],
        resolutions: Sequence[tuple[Resolution, ...]],
        context: Sequence[Sequence[Mention]] | None = None,
    ) -> list[tuple[Resolution, ...]]:
        """Return the resolutions after the posts of one page, and with ``beat`` those of one publisher, have informed each other.

        With ``beat`` all posts are ranked again, since each of them may teach what its publisher writes about; otherwise
        ``resolutions`` are all that is looked at.
        """
        if self._beat:
            ranked = [self._rank(batch, posts) for batch in self._batches(_every(mentions, context))]
            resolutions = self._answered(self._with_beat(posts, ranked), mentions)
        return agree_within_pages(posts, resolutions)

    def _batches(self, every: Sequence[list[Mention]]) -> Iterator[Batch]:
        """Put posts that name something together, a few hundred names at a time or one long post."""
        batch = Batch([], [])
        size = 0
        for at, names in enumerate(every):
            if not names:
                continue
            if batch.posts and size + len(names) > _NAMES_AT_ONCE:
                yield batch
                batch, size = Batch([], []), 0
            batch.posts.append(at)
            batch.names.append(names)
            size += len(names)
        if batch.posts:
            yield batch

    def _rank(self, batch: Batch, posts: Sequence[Post]) -> Batch:
        """Rank the candidates of the batch's names in two passes."""
        texts = [posts[at].text for at in batch.posts]
        scene = make_scene(list(zip(texts, batch.names, strict=True)), self._finder)
        if scene is not None:
            own = np.concatenate([scene.static, scene.local], axis=1)
            first = self._ranker.probabilities("first", own, scene.starts, self._prior(scene))
            context = context_features(scene, first)
            batch.ranked = self._finish("second", np.concatenate([own, context], axis=1), scene, context)
        return batch

    def _finish(self, name: str, features: Floats, scene: Scene, context: Floats) -> Ranked:
        p = self._ranker.probabilities(name, features, scene.starts, self._prior(scene))
        chosen = best_of(p, scene.starts)
        confidence = self._ranker.confidence(certainty_evidence(scene, p, context, chosen))
        return Ranked(self._ranker, scene, context, features, name, p, chosen, confidence)

    def _prior(self, scene: Scene) -> Floats | float:
        """Give what is known before the text is read: that the home country's places are meant."""
        return 0.0 if self._home is None else HOME_WEIGHT * (scene.country == self._home)

    def _with_beat(self, posts: Sequence[Post], batches: Sequence[Batch]) -> Iterator[Batch]:
        beats = Beats()
        publishers = [publisher_of(post) for post in posts]
        for batch in batches:
            if batch.ranked is not None:
                scene, chosen = batch.ranked.scene, batch.ranked.chosen
                sure = (batch.ranked.confidence >= _SURE) & (scene.kinds[chosen] == _SETTLEMENT)
                for at, (first, last) in zip(batch.posts, itertools.pairwise(scene.group_starts.tolist()), strict=True):
                    beats.add(publishers[at], at, scene, chosen[first:last][sure[first:last]].tolist())
        for batch in batches:
            found = batch.ranked
            if found is not None:
                own = [
                    beats.features(publishers[at], at, found.scene, found.scene.candidates_of(document))
                    for document, at in enumerate(batch.posts)
                ]
                features = np.concatenate([found.features, np.concatenate(own)], axis=1)
                batch.ranked = self._finish("beat", features, found.scene, found.context)
            yield batch

    def _answered(self, ranked: Iterable[Batch], mentions: Sequence[Sequence[Mention]]) -> list[tuple[Resolution, ...]]:
        resolved: list[tuple[Resolution, ...]] = [()] * len(mentions)
        for batch in ranked:
            self._answer(batch, mentions, resolved)
        return resolved

    def _answer(self, batch: Batch, mentions: Sequence[Sequence[Mention]], resolved: list[tuple[Resolution, ...]]) -> None:
        """Fill in the resolutions of the batch's posts."""
        found = batch.ranked
        if found is None:
            for at in batch.posts:
                resolved[at] = tuple(map(unknown, mentions[at]))
            return
        answers = Answers(self._gazetteer, found)
        for at, names, groups in zip(batch.posts, batch.names, found.scene.group_of, strict=True):
            group_of = {(mention.start, mention.end): group for mention, group in zip(names, groups, strict=True)}
            resolved[at] = tuple([answers.resolution(mention, group_of[mention.start, mention.end]) for mention in mentions[at]])


def _every(mentions: Sequence[Sequence[Mention]], context: Sequence[Sequence[Mention]] | None) -> list[list[Mention]]:
    others = context if context is not None else [()] * len(mentions)
    return [_merge(asked, extra) for asked, extra in zip(mentions, others, strict=True)]


def _merge(asked: Sequence[Mention], extra: Sequence[Mention]) -> list[Mention]:
    """Put the mentions asked for and those that help into text order; of two that overlap the asked one stays."""
    taken = {(mention.start, mention.end) for mention in asked}
    spans = sorted(taken)
    kept = [mention for mention in extra if (mention.start, mention.end) not in taken and not _overlaps(mention, spans)]
    unique = {(mention.start, mention.end): mention for mention in (*asked, *kept)}
    return [unique[span] for span in sorted(unique)]


def _overlaps(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in spans)
