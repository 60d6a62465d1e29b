"""Trains the recognizer: texts and gazetteer to features and labels, and those to weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from geomap.lang.tokens import Tokens, tokenize
from geomap.recognize.crf import BEGIN, END, INSIDE, LABELS, OUTSIDE, SINGLE, Weights
from geomap.recognize.features import features_of, read_text
from geomap.recognize.words import CAPITALIZED, Cache, KnowName, Word, describe_word
from training.corpus import GoldText
from training.network import Chain, NetworkSettings, fit_network

_FEWEST = 6  # a feature of fewer runs, copies counted, is left out
_NEWSPAPERS = 3
_MOST_WORDS = 100_000  # remembered between texts


def chains_of(texts: Iterable[GoldText], know: KnowName) -> Iterator[Chain]:
    """Yield the features and labels of every run of every text."""
    words: Cache[str, Word] = Cache(lambda token: describe_word(token, know), most=_MOST_WORDS)
    for text in texts:
        reading = read_text(text.text, know, words)
        labels = labels_of(reading.tokens, text)
        for run, features in zip(reading.runs, features_of(reading), strict=True):
            yield features, [LABELS[labels.get(i, OUTSIDE)] for i in range(*run)]


def labels_of(tokens: Tokens, text: GoldText) -> dict[int, int]:
    """Return the labels of the tokens that are parts of names, by token."""
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
    """Return the words that several newspapers write small: words of the language and no names."""
    newspapers: dict[str, set[str]] = {}
    for text in texts:
        for word in set(tokenize(text.text).words):
            if word.islower():
                newspapers.setdefault(word, set()).add(text.newspaper)
    return frozenset(word for word, who in newspapers.items() if len(who) >= _NEWSPAPERS)


def fit(chains: Sequence[Chain], common: Collection[str], settings: NetworkSettings) -> Weights:
    """Fit the weights of the features that are seen often enough and are no names."""
    features = sorted(f for f in _frequent(chains, _FEWEST) if CAPITALIZED not in f or f.partition(CAPITALIZED)[2] in common)
    return fit_network(chains, features, settings)


def _frequent(chains: Sequence[Chain], fewest: int) -> set[str]:
    counts: Counter[str] = Counter()
    for features, _ in chains:
        counts.update({f for token in features for f in token})
    return {feature for feature, count in counts.items() if count >= fewest}
