"""A text read: its tokens, its runs of capitalized words, and the features of their tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, islice, pairwise

from geomap.lang.tokens import Tokens, tokenize
from geomap.recognize.document import gather
from geomap.recognize.features import OFFSETS, Bundles, Reading, run_features, static_features, token_features
from geomap.recognize.matches import find_matches, tell_together
from geomap.recognize.runs import find_runs
from geomap.recognize.words import KnowName, Word

_FEWEST_IN_TITLE = 3  # capitals and long words: a line, not a name
_SHARE_IN_TITLE = 0.7  # of long words that have a capital


def read_text(text: str, know: KnowName, words_of: Mapping[str, Word]) -> Reading:
    """Tokenize ``text`` and gather what its features need; ``words_of`` describes words."""
    tokens = tokenize(text)
    words = [*map(words_of.__getitem__, tokens.words)]
    runs = find_runs(tokens)
    matches = [find_matches(tokens, words, run, know) for run in runs]
    tell_together(matches)
    return Reading(tokens, words, runs, matches, gather(tokens, words, runs), title_lines(tokens, words))


def title_lines(tokens: Tokens, words: Sequence[Word]) -> list[bool]:
    """Say for each token whether it stands in a line in title case or capitals: there capitals tell little."""
    flags = [False] * len(tokens)
    capital, is_long = tokens.capital, [word.long for word in words]
    line_ends = [i for i, kind in enumerate(tokens.kinds) if kind == "line"]
    for before, end in pairwise((-1, *line_ends, len(tokens))):
        line = slice(before + 1, end)
        if sum(capital[line]) < _FEWEST_IN_TITLE:
            continue
        long_words = sum(is_long[line])
        if long_words >= _FEWEST_IN_TITLE and sum(compress(capital[line], is_long[line])) > _SHARE_IN_TITLE * long_words:
            flags[before + 1 : end + 1] = [True] * (min(end + 1, len(tokens)) - before - 1)
    return flags


def features_of(reading: Reading) -> list[list[list[str]]]:
    """Make all features of each run's tokens, as training wants them."""
    bundles = Bundles[tuple[str, ...]](lambda features: features)
    words = reading.words
    own = zip(*token_features(reading, bundles), strict=True)
    runs: list[list[list[str]]] = []
    for (first, last), shared in zip(reading.runs, zip(*run_features(reading, bundles), strict=True), strict=True):
        rows = [[feature for bundle in (*shared, *one) for feature in bundle] for one in islice(own, last - first)]
        for at, row in enumerate(rows, start=first):
            around = ((at + offset, offset) for offset in OFFSETS)
            row += [feature for i, offset in around for feature in static_features(words[i] if 0 <= i < len(words) else None, offset)]
        runs.append(rows)
    return runs
