"""Trains the recognizer: texts and gazetteer to a file of weights.

The optimizer is CRFsuite's L-BFGS (python-crfsuite, needed here only); the weights are stored under the CRC-32 of each
feature's name, rounded to half precision.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from geomap.recognize.crf import BEGIN, END, INSIDE, LABELS, OUTSIDE, SINGLE, Floats
from geomap.recognize.features import CAPITALIZED, KnowName
from geomap.recognize.reading import read_text, token_features
from geomap.recognize.tokens import Tokens, tokenize
from geomap.train.corpus import GoldText


@dataclass(frozen=True, slots=True, kw_only=True)
class CrfSettings:
    """How the CRF is fitted; found by cross-validation by newspaper over the two corpora."""

    l1: float = 0.5
    l2: float = 0.5
    rounds: int = 120
    fewest: int = 6  # a feature seen in fewer runs is left out
    smallest: float = 0.01  # a weight below this is left out of the file


_NEWSPAPERS = 3

Chain = tuple[list[list[str]], list[str]]


def chains_of(texts: Iterable[GoldText], know: KnowName) -> Iterator[Chain]:
    """Yield the features and labels of every run of every text."""
    for text in texts:
        reading = read_text(text.text, know)
        labels = _labels(reading.tokens, text)
        for run, features in zip(reading.runs, token_features(reading), strict=True):
            yield features, [LABELS[labels.get(i, OUTSIDE)] for i in range(*run)]


def _labels(tokens: Tokens, text: GoldText) -> dict[int, int]:
    by_start = {start: i for i, start in enumerate(tokens.starts)}
    by_end = {end: i for i, end in enumerate(tokens.ends)}
    labels: dict[int, int] = {}
    for name in text.names:
        first, last = by_start.get(name.start), by_end.get(name.end)
        if first is None or last is None or last < first:
            continue
        labels.update(dict.fromkeys(range(first + 1, last), INSIDE))
        labels |= {first: SINGLE} if first == last else {first: BEGIN, last: END}
    return labels


def common_words(texts: Iterable[GoldText]) -> frozenset[str]:
    """Give the words that several newspapers write small: words of the language and no names."""
    newspapers: dict[str, set[str]] = {}
    for text in texts:
        for word in set(tokenize(text.text).words):
            if word.islower():
                newspapers.setdefault(word, set()).add(text.newspaper)
    return frozenset(word for word, who in newspapers.items() if len(who) >= _NEWSPAPERS)


def fit(chains: Sequence[Chain], common: Collection[str], settings: CrfSettings) -> dict[str, np.ndarray]:
    """Fit the weights: arrays ``hashes``, ``weights`` and ``transitions``, as ``Crf`` loads them."""
    import pycrfsuite  # noqa: PLC0415 - needed for training only

    frequent = {f for f in _frequent(chains, settings.fewest) if CAPITALIZED not in f or f.partition(CAPITALIZED)[2] in common}
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": settings.l1, "c2": settings.l2, "max_iterations": settings.rounds, "feature.possible_transitions": True})
    for features, labels in chains:
        trainer.append([[f for f in token if f in frequent] for token in features], labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return _arrays(info.state_features, info.transitions, settings.smallest)


def _frequent(chains: Sequence[Chain], fewest: int) -> set[str]:
    counts: Counter[str] = Counter()
    for features, _ in chains:
        counts.update({f for token in features for f in token})
    return {feature for feature, count in counts.items() if count >= fewest}


def _arrays(states: dict[tuple[str, str], float], transitions: dict[tuple[str, str], float], smallest: float) -> dict[str, np.ndarray]:
    rows: dict[int, Floats] = {}
    for (feature, label), weight in states.items():
        if abs(weight) >= smallest:
            row = rows.setdefault(crc32(feature.encode()), np.zeros(len(LABELS), np.float32))
            row[LABELS.index(label)] += weight
    hashes = np.array(sorted(rows), dtype=np.uint32)
    table = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for (before, after), weight in transitions.items():
        table[LABELS.index(before), LABELS.index(after)] = weight
    weights = np.array([rows[int(h)] for h in hashes], dtype=np.float16)
    return {"hashes": hashes, "weights": weights, "transitions": table}
