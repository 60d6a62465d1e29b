"""A text read: its tokens, its runs of capitalized words, and the features of their tokens."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.recognize.features import (
    OFFSETS,
    DocumentFacts,
    KnowName,
    Match,
    RunContext,
    Word,
    describe_word,
    find_matches,
    gather,
    run_features,
    static_features,
    tell_together,
    title_lines,
)
from geomap.recognize.tokens import Tokens, find_runs, tokenize


@dataclass(slots=True)
class Reading:
    """A text with all that its features are made from."""

    tokens: Tokens
    words: list[Word]
    runs: list[tuple[int, int]]
    matches: list[list[Match]]
    document: DocumentFacts
    titles: list[bool]


def read_text(text: str, know: KnowName, described: dict[str, Word] | None = None) -> Reading:
    """Tokenize ``text`` and gather what its features need; ``described`` remembers words between texts."""
    tokens = tokenize(text)
    known = {} if described is None else described
    for word, kind in dict(zip(tokens.words, tokens.kinds, strict=True)).items():
        if word not in known:
            known[word] = describe_word(word, kind, know)
    words = [known[word] for word in tokens.words]
    runs = find_runs(tokens)
    matches = [find_matches(tokens, words, run, know) for run in runs]
    tell_together(matches)
    return Reading(tokens, words, runs, matches, gather(tokens, words, runs), title_lines(tokens, words))


def dynamic_features(reading: Reading) -> list[list[list[str]]]:
    """Make the features of each run's tokens that do not depend on a word alone."""
    rows: list[list[list[str]]] = []
    for run, matches in zip(reading.runs, reading.matches, strict=True):
        context = RunContext(reading.tokens, reading.words, reading.document, run, matches, title_case=reading.titles[run[0]])
        rows.append(run_features(context))
    return rows


def token_features(reading: Reading) -> list[list[list[str]]]:
    """Make all features of each run's tokens, as training wants them."""
    last = len(reading.words)
    runs = dynamic_features(reading)
    for (first, _), rows in zip(reading.runs, runs, strict=True):
        for at, row in enumerate(rows, start=first):
            around = ((at + offset, offset) for offset in OFFSETS)
            row.extend(f for i, offset in around for f in static_features(reading.words[i] if 0 <= i < last else None, offset))
    return runs
