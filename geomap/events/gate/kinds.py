"""How near the words around a place are to each kind of event: the features of the head that names the kind."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np

from geomap.events.gate.features import MOST_WEIGHT, away
from geomap.events.gate.vectors import NOTHING, Floats, WordVectors
from geomap.events.gate.view import NamedPlace, PostView
from geomap.events.gate.windows import SentenceRows
from geomap.events.ontology import ASSERTED, fine_kinds
from geomap.events.sentence import TriggerMatch

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
def kind_words() -> dict[str, str]:
    """Return a few words that stand for each kind, by its name."""
    table = resources.files("geomap.events").joinpath("tables", "kind_words.toml").read_text(encoding="utf8")
    words: dict[str, str] = tomllib.loads(table)["words"]
    return words


class KindWords:
    """How near any word is to the words that stand for each kind of event."""

    def __init__(self, vectors: WordVectors) -> None:
        self._vectors = vectors
        rows = [[row for word in words.split() if (row := vectors.row(word)) != NOTHING] for words in kind_words().values()]
        self._matrix = vectors.vectors(np.asarray([row for group in rows for row in group], np.intp))
        self._starts = np.cumsum([0, *map(len, rows[:-1])])
        count = len(vectors.matrix)
        self._table = np.empty((count + 1, len(rows)), np.float32)  # filled as words are met; the last row is of words without a vector
        self._table[NOTHING] = 0.0
        self._known = np.zeros(count + 1, bool)
        self._known[NOTHING] = True

    def of_sentence(self, rows: SentenceRows) -> Floats:
        """Return how near each token is to each kind, from 0 to 1, as (N, K)."""
        asked = np.asarray(rows.rows, np.intp)
        new = np.unique(asked[~self._known[asked]])
        if len(new):
            # A product of matrices rounds a row by the rows beside it; what a word is near to must not depend on other words.
            alike = np.maximum.reduceat(np.einsum("nd,wd->nw", self._vectors.vectors(new), self._matrix), self._starts, axis=1)
            self._table[new] = np.clip((alike - ALIKE) / (SAME - ALIKE), 0, 1)
            self._known[new] = True
        return np.asarray(self._table[asked], np.float32)


def eventful(near: Floats) -> float:
    """Return how near the nearest word of a sentence comes to any kind, from 0 to 1."""
    return float(near.max()) if len(near) else 0.0


def kind_features(view: PostView, one: NamedPlace, nearness: Sequence[Floats]) -> Floats:
    """Return the features (K, F) of each kind for a place; ``nearness`` are `KindWords.of_sentence` of the post's sentences."""
    features = np.zeros((len(kind_names()), len(OF_KIND)), np.float32)
    _add_words(features, one, nearness)
    _add_triggers(features, view, one)
    features[:, 13] = features[:, 0] * features[:, 6]
    features[:, 14] = features[:, 1] * features[:, 7]
    return features


def _add_words(features: Floats, one: NamedPlace, nearness: Sequence[Floats]) -> None:
    near = nearness[one.reading]
    start, end = one.name.start, one.name.end
    if len(near):
        gaps = np.asarray([away(start, end, at, at + 1) for at in range(len(near))], np.float32)
        features[:, 0] = near.max(0)
        features[:, 1] = (near * np.exp(-gaps / FADES)[:, None]).max(0)
        features[:, 2] = np.sort(near, 0)[-BEST:].sum(0) / BEST
        features[:, 5] = (near * (gaps <= CLOSE)[:, None]).max(0)
    for other in nearness:
        if len(other):
            features[:, 3] = np.maximum(features[:, 3], other.max(0))
    if len(nearness[0]):
        features[:, 4] = nearness[0].max(0)
    for column, number in ((15, one.reading - 1), (16, one.reading + 1)):
        if 0 <= number < len(nearness) and len(nearness[number]):
            features[:, column] = nearness[number].max(0)


def _add_triggers(features: Floats, view: PostView, one: NamedPlace) -> None:
    reading = view.readings[one.reading]
    start, end = one.name.start, one.name.end
    for trigger, modality in zip(reading.triggers, reading.modalities, strict=True):
        firm = trigger.weight / MOST_WEIGHT
        faded = firm * math.exp(-away(start, end, trigger.start, trigger.end) / FADES)
        own = float(trigger is one.trigger)
        for at, share in _shares(trigger):
            features[at, 6:10] = np.maximum(features[at, 6:10], (share * firm, share * faded, share * (modality in ASSERTED), share * own))
    for draft in view.asserted:
        column = 10 if any(draft is known for known in one.drafts) else 11
        for at, share in _shares(draft.trigger):
            features[at, column] = share
    beside = {one.reading - 1: 17, one.reading + 1: 18}
    for number, other in enumerate(view.readings):
        for trigger in other.triggers:
            firm = trigger.weight / MOST_WEIGHT
            for at, share in _shares(trigger):
                features[at, 12] = max(features[at, 12], share * firm)
                if number in beside:
                    features[at, beside[number]] = max(features[at, beside[number]], share * firm)


def _shares(trigger: TriggerMatch) -> list[tuple[int, float]]:
    """Return the numbers of the kinds that a trigger stands for, each with its share; kinds that the gate does not know are left out."""
    numbers = _numbers()
    return [(numbers[name], share) for name, share in fine_kinds(trigger.kind.sub_type) if name in numbers]


@cache
def _numbers() -> dict[str, int]:
    return {name: number for number, name in enumerate(kind_names())}
