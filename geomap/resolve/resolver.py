"""The default resolver: candidates from the gazetteer, two passes over each document, a third with the publisher's beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer import Gazetteer
from gazetteer.collector import collector_paused
from gazetteer.model import Candidate, MatchMethod, PlaceKind, PlaceName
from gazetteer.spellings import Form
from gazetteer.spool import KINDS
from geomap.folds import fold_of, newspaper_of
from geomap.model import Mention, Post, Reason, Resolution
from geomap.resolve.beat import Beats, publisher_of
from geomap.resolve.candidates import CandidateFinder, Floats, Ints
from geomap.resolve.page import agree_within_pages
from geomap.resolve.ranker import PASSES, Ranker, best_of, certainty_evidence
from geomap.resolve.reasons import reasons_for
from geomap.resolve.scene import LOCAL, Scene, context_features, make_scene

HOME_WEIGHT = 4.0  # set by hand: outweighs what makes a place abroad better known, not a qualifier in the text
LEAST_CONFIDENCE = 0.12  # below it no place is named: a wrong one costs more than none
SLIP_SHARE = 0.8  # of names forgiven a slip, so many stand for the town meant: 27 of 33 within 25 km on rows of coded events
_CANDIDATES_SHOWN = 5
_SURE = 0.8  # what a beat is learned from
_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)
_HELD = [LOCAL.index("held"), LOCAL.index("sentence_held")]
_METHODS = {
    Form.TRANSLITERATED: MatchMethod.TRANSLITERATED,
    Form.INFLECTED: MatchMethod.INFLECTED,
    Form.ADJECTIVE: MatchMethod.INFLECTED,
}
_NO_NAME = Reason(text="no place of the gazetteer bears this name", weight=0.0)


@dataclass(slots=True)
class Ranking:
    """A scene, what its names say of each other, and whose weights judge it."""

    ranker: Ranker
    scene: Scene
    context: Floats


@dataclass(slots=True)
class Ranked:
    """What the last pass over a scene found."""

    ranking: Ranking
    features: Floats
    last_pass: str  # whose features and weights these are
    p: Floats
    chosen: Ints  # the best candidate of each group
    confidence: Floats


class DocumentResolver:
    """Resolves the names of each post together; see the head of this module."""

    def __init__(self, gazetteer: Gazetteer, rankers: Sequence[Ranker], *, home: str | None = None, beat: bool = False) -> None:
        self._gazetteer = gazetteer
        self._index = gazetteer.index
        strings = gazetteer.index.strings
        self._home = strings.index(home) if home is not None and home in strings else None
        self._finder = CandidateFinder(gazetteer, home=self._home)
        self._rankers = rankers
        self._beat = beat

    @collector_paused()
    def resolve(
        self, posts: Sequence[Post], mentions: Sequence[Sequence[Mention]], context: Sequence[Sequence[Mention]] | None = None
    ) -> list[tuple[Resolution, ...]]:
        """Give one resolution for each mention, in its order; ``context`` are other names of each post, which only help."""
        others = context if context is not None else [()] * len(posts)
        every = [_merge(asked, extra) for asked, extra in zip(mentions, others, strict=True)]
        ranked = [self.rank(post, names) for post, names in zip(posts, every, strict=True)]
        if self._beat:
            ranked = self._with_beat(posts, ranked)
        resolved = [self._resolutions(asked, names, found) for asked, names, found in zip(mentions, every, ranked, strict=True)]
        outright = [self._said_outright(asked, names, found) for asked, names, found in zip(mentions, every, ranked, strict=True)]
        return agree_within_pages(posts, resolved, outright)

    def rank(self, post: Post, mentions: Sequence[Mention]) -> Ranked | None:
        """Rank the candidates of the post's names in two passes; None where none has a candidate."""
        scene = make_scene(post.text, mentions, self._finder)
        if scene is None:
            return None
        ranker = self._rankers[fold_of(newspaper_of(post.url), len(self._rankers))]
        own = np.concatenate([scene.static, scene.local], axis=1)
        first = ranker.probabilities("first", own, scene.starts, self._prior(scene))
        context = context_features(scene, first)
        return self._finish("second", np.concatenate([own, context], axis=1), Ranking(ranker, scene, context))

    def _finish(self, name: str, features: Floats, ranking: Ranking) -> Ranked:
        ranker, scene = ranking.ranker, ranking.scene
        p = ranker.probabilities(name, features, scene.starts, self._prior(scene))
        chosen = best_of(p, scene.starts)
        confidence = ranker.confidence(certainty_evidence(scene, p, ranking.context, chosen))
        return Ranked(ranking, features, name, p, chosen, confidence)

    def _prior(self, scene: Scene) -> Floats | float:
        """Give what is known before the text is read: that the home country's places are meant."""
        return 0.0 if self._home is None else HOME_WEIGHT * (scene.country == self._home)

    def _with_beat(self, posts: Sequence[Post], ranked: Sequence[Ranked | None]) -> list[Ranked | None]:
        beats = Beats()
        publishers = [publisher_of(post) for post in posts]
        for at, found in enumerate(ranked):
            if found is not None:
                scene = found.ranking.scene
                sure = (found.confidence >= _SURE) & (scene.kinds[found.chosen] == _SETTLEMENT)
                beats.add(publishers[at], at, scene, found.chosen[sure].tolist())
        again: list[Ranked | None] = []
        for at, found in enumerate(ranked):
            if found is None:
                again.append(None)
                continue
            features = np.concatenate([found.features, beats.features(publishers[at], at, found.ranking.scene)], axis=1)
            again.append(self._finish("beat", features, found.ranking))
        return again

    def _resolutions(self, asked: Sequence[Mention], every: Sequence[Mention], found: Ranked | None) -> tuple[Resolution, ...]:
        if found is None:
            return tuple(Resolution(mention=mention, place=None, confidence=None, reasons=(_NO_NAME,)) for mention in asked)
        position = {(mention.start, mention.end): at for at, mention in enumerate(every)}
        made: dict[int, Resolution] = {}
        answers: list[Resolution] = []
        for mention in asked:
            group = found.ranking.scene.group_of[position[mention.start, mention.end]]
            if group is None:
                answers.append(Resolution(mention=mention, place=None, confidence=None, reasons=(_NO_NAME,)))
                continue
            if group not in made:
                made[group] = self._resolution(mention, group, found)
            shared = made[group]
            answers.append(
                Resolution(
                    mention=mention, place=shared.place, confidence=shared.confidence, candidates=shared.candidates, reasons=shared.reasons
                )
            )
        return tuple(answers)

    def _said_outright(self, asked: Sequence[Mention], every: Sequence[Mention], found: Ranked | None) -> list[bool]:
        """Tell of each mention whether words beside it or in its sentence hold the place that was chosen, and not all of its name."""
        if found is None:
            return [False] * len(asked)
        scene = found.ranking.scene
        group_of = {(mention.start, mention.end): group for mention, group in zip(every, scene.group_of, strict=True)}
        groups = [group_of[mention.start, mention.end] for mention in asked]
        return [group is not None and _is_held(scene, group, int(found.chosen[group])) for group in groups]

    def _resolution(self, mention: Mention, group: int, found: Ranked) -> Resolution:
        scene = found.ranking.scene
        start, end = int(scene.starts[group]), int(scene.starts[group + 1])
        best = int(found.chosen[group])
        order = sorted(range(start, end), key=lambda at: (at != best, -float(found.p[at]), at))[:_CANDIDATES_SHOWN]
        confidence = float(found.confidence[group])
        if scene.groups[group].candidates.similarity < 1:
            confidence *= SLIP_SHARE
        only = len(order) == 1
        difference = found.features[best] if only else found.features[best] - found.features[order[1]]
        reasons = reasons_for(PASSES[found.last_pass], difference * found.ranking.ranker.passes[found.last_pass], only=only)
        candidates = tuple(self._candidate(scene, group, at - start) for at in order)
        if confidence < LEAST_CONFIDENCE:
            nothing = Reason(text=f"nothing in the text speaks for any place of this name (best: {confidence:.2f})", weight=0.0)
            return Resolution(mention=mention, place=None, confidence=None, candidates=candidates, reasons=(nothing, *reasons))
        return Resolution(
            mention=mention, place=candidates[0].place, confidence=round(confidence, 4), candidates=candidates, reasons=reasons
        )

    def _candidate(self, scene: Scene, group: int, at: int) -> Candidate:
        candidates = scene.groups[group].candidates
        made = candidates.made.get(at)
        if made is None:
            index = self._index
            name, form = int(candidates.names[at]), Form(int(candidates.forms[at]))
            text = index.name_text(name)
            exact = MatchMethod.EXACT if text == scene.groups[group].name else MatchMethod.NORMALIZED
            made = candidates.made[at] = Candidate(
                place=self._gazetteer.place_at(int(candidates.rows[at])),
                name=PlaceName(text=text, language=index.name_language(name), status=index.name_status(name)),
                method=_METHODS.get(form, exact) if candidates.similarity == 1 else MatchMethod.FUZZY,
                similarity=candidates.similarity,
            )
        return made


def _is_held(scene: Scene, group: int, best: int) -> bool:
    held = scene.local[int(scene.starts[group]) : int(scene.starts[group + 1]), _HELD]
    chosen = scene.local[best, _HELD]
    return bool(((chosen > 0) & ~(held > 0).all(axis=0)).any())


def _merge(asked: Sequence[Mention], extra: Sequence[Mention]) -> list[Mention]:
    """Put the mentions asked for and those that help into text order; of two that overlap the asked one stays."""
    taken = {(mention.start, mention.end) for mention in asked}
    spans = sorted(taken)
    kept = [mention for mention in extra if (mention.start, mention.end) not in taken and not _overlaps(mention, spans)]
    unique = {(mention.start, mention.end): mention for mention in (*asked, *kept)}
    return [unique[span] for span in sorted(unique)]


def _overlaps(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in spans)
