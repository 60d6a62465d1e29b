"""How near the words around a place are to each kind of event: the features of the head that names the kind."""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Sequence
from functools import cache, cached_property
from importlib import resources

import numpy as np

from geomap.events.gate.features import MOST_WEIGHT, away
from geomap.events.gate.vectors import NOTHING, SCALE, Floats, WordVectors
from geomap.events.gate.view import NamedPlace, PostView
from geomap.events.gate.windows import SentenceRows
from geomap.events.ontology import ASSERTED, fine_kinds

FADES = 6.0  # tokens
CLOSE = 8  # tokens
ALIKE, SAME = 0.35, 1.0  # cosine similarities between which nearness rises from 0 to 1
BEST = 3  # words whose nearness is averaged

OF_KIND = (  # the columns of `kind_features`
    "nearest word",
    "nearest word, faded",
    "best words",
    "nearest word of the post",
    "nearest word of the headline",
    "nearest close word",
    "trigger",
    "trigger, faded",
    "trigger that holds",
    "trigger of the place",
    "draft of the place",
    "draft of another place",
    "trigger of the post",
    "nearest word and trigger",
    "nearest word and trigger, faded",
    "nearest word of the sentence before",
    "nearest word of the sentence after",
    "trigger of the sentence before",
    "trigger of the sentence after",
)


@cache
def kind_names() -> tuple[str, ...]:
    """Return the kinds among which the gate chooses, by name, in the order of its parameters."""
    return tuple(kind_words())


@cache
def kind_words() -> dict[str, dict[str, str]]:
    """Return a few words that stand for each kind, by its name and their language."""
    table = resources.files("geomap.events").joinpath("tables", "kind_words.toml").read_text(encoding="utf8")
    words: dict[str, dict[str, str]] = tomllib.loads(table)
    return words


class KindWords:
    """How near any word is to the words that stand for each kind of event."""

    def __init__(self, vectors: WordVectors) -> None:
        self._vectors = vectors
        words = [[word for listed in by_language.values() for word in listed.split()] for by_language in kind_words().values()]
        rows = [[row for word in group if (row := vectors.row(word)) != NOTHING] for group in words]
        self._words = vectors.whole(np.asarray([row for group in rows for row in group], np.intp)).T
        self._starts = np.cumsum([0, *map(len, rows[:-1])])
        count = len(vectors.matrix)
        self._table = np.empty((count + 1, len(rows)), np.float32)  # filled as words are met; the last row is of words without a vector
        self._table[NOTHING] = 0.0
        self._known = np.zeros(count + 1, bool)
        self._known[NOTHING] = True

    def of_post(self, sentences: Sequence[SentenceRows]) -> list[Floats]:
        """Return how near each token of each sentence is to each kind, from 0 to 1, as (N, K)."""
        near = self._of_rows([row for sentence in sentences for row in sentence.rows])
        ends = [*itertools.accumulate(len(sentence.rows) for sentence in sentences)]
        return [near[start:end] for start, end in itertools.pairwise((0, *ends))]

    def of_sentence(self, rows: SentenceRows) -> Floats:
        """Return how near each token is to each kind, from 0 to 1, as (N, K)."""
        return self._of_rows(rows.rows)

    def _of_rows(self, rows: Sequence[int]) -> Floats:
        asked = np.asarray(rows, np.intp)
        new = np.asarray([*set(asked[~self._known[asked]].tolist())], np.intp)  # np.unique would load numpy.ma, 15 ms of each start
        if len(new):
            # A product of matrices rounds a row by the rows beside it, and what a word is near to must not depend on other words:
            # these are whole numbers below 2 ** 24, whose sums are exact.
            alike = np.maximum.reduceat(self._vectors.whole(new) @ self._words, self._starts, axis=1) * SCALE**2
            self._table[new] = np.clip((alike - ALIKE) / (SAME - ALIKE), 0, 1)
            self._known[new] = True
        return np.asarray(self._table[asked], np.float32)


def eventful(near: Floats) -> float:
    """Return how near the nearest word of a sentence comes to any kind, from 0 to 1."""
    return float(near.max()) if len(near) else 0.0


def kind_features(view: PostView, one: NamedPlace, nearness: Sequence[Floats]) -> Floats:
    """Return the features (K, F) of each kind for a place; ``nearness`` are `KindWords.of_post` of the post's sentences."""
    return KindFeatures(view, nearness).of(one)


class KindFeatures:
    """The features of each kind for the places of one post; what its sentences tell of kinds is reckoned once, where it is asked for."""

    def __init__(self, view: PostView, nearness: Sequence[Floats]) -> None:
        self._view = view
        self.nearness = nearness

    @cached_property
    def _nearest(self) -> Floats:
        """How near the nearest word of each sentence is to each kind, as (S, K)."""
        nothing = np.zeros(len(kind_names()), np.float32)
        return np.stack([near.max(0) if len(near) else nothing for near in self.nearness])

    @cached_property
    def _told(self) -> Floats:
        """How firmly the triggers of each sentence tell each kind, as (S, K)."""
        told = np.zeros((len(self._view.readings), len(kind_names())), np.float32)
        for number, reading in enumerate(self._view.readings):
            for trigger in reading.triggers:
                for at, share in _shares(trigger.kind.sub_type):
                    told[number, at] = max(told[number, at], share * (trigger.weight / MOST_WEIGHT))
        return told

    def of(self, one: NamedPlace) -> Floats:
        """Return the features (K, F) of each kind for a place."""
        features = np.zeros((len(kind_names()), len(OF_KIND)), np.float32)
        number, nearest, told = one.reading, self._nearest, self._told
        features[:, 0] = nearest[number]
        features[:, 3] = nearest.max(0)
        features[:, 4] = nearest[0]
        features[:, 12] = told.max(0)
        if number:
            features[:, 15], features[:, 17] = nearest[number - 1], told[number - 1]
        if number + 1 < len(nearest):
            features[:, 16], features[:, 18] = nearest[number + 1], told[number + 1]
        _add_words(features, one, self.nearness[number])
        _add_triggers(features, self._view, one)
        features[:, 13] = features[:, 0] * features[:, 6]
        features[:, 14] = features[:, 1] * features[:, 7]
        return features


def _add_words(features: Floats, one: NamedPlace, near: Floats) -> None:
    start, end = one.name.start, one.name.end
    if len(near):
        gaps = np.asarray([away(start, end, at, at + 1) for at in range(len(near))], np.float32)
        features[:, 1] = (near * np.exp(-gaps / FADES)[:, None]).max(0)
        features[:, 2] = np.sort(np.partition(near, -min(BEST, len(near)), 0)[-BEST:], 0).sum(0) / BEST
        features[:, 5] = (near * (gaps <= CLOSE)[:, None]).max(0)


def _add_triggers(features: Floats, view: PostView, one: NamedPlace) -> None:
    reading = view.readings[one.reading]
    start, end = one.name.start, one.name.end
    for trigger, modality in zip(reading.triggers, reading.modalities, strict=True):
        firm = trigger.weight / MOST_WEIGHT
        faded = firm * math.exp(-away(start, end, trigger.start, trigger.end) / FADES)
        own = float(trigger is one.trigger)
        for at, share in _shares(trigger.kind.sub_type):
            features[at, 6:10] = np.maximum(features[at, 6:10], (share * firm, share * faded, share * (modality in ASSERTED), share * own))
    for draft in view.asserted:
        column = 10 if any(draft is known for known in one.drafts) else 11
        for at, share in _shares(draft.trigger.kind.sub_type):
            features[at, column] = share


@cache
def _shares(sub_type: str) -> list[tuple[int, float]]:
    """Return the numbers of the kinds that a type stands for, each with its share; kinds that the gate does not know are left out."""
    numbers = _numbers()
    return [(numbers[name], share) for name, share in fine_kinds(sub_type) if name in numbers]


@cache
def _numbers() -> dict[str, int]:
    return {name: number for number, name in enumerate(kind_names())}
