"""Tags the names in texts by a CRF: words to features, those to scores, and scores to spans, for many texts at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence

import numpy as np

from geomap.model import Post
from geomap.recognize.crf import OUTSIDE, BundleSums, Crf, Floats, Ints, Span, WordSums
from geomap.recognize.features import OFFSETS, RUN_BUNDLES, TOKEN_BUNDLES, Bundles, TextFeatures, read_text, run_features, token_features
from geomap.recognize.words import CAPITALIZED, Cache, KnowName, Word, describe_word

_MOST_WORDS = 100_000  # words remembered between texts; at some 300 bytes each this bounds memory
_MOST_COLUMNS = 50_000  # of sums remembered; at some 750 bytes each
_BATCH_CHARACTERS = 100_000  # read at a time: bounds memory, and is enough for numpy to pay
_EDGE = 0  # column of what is beyond a text
_REACH = max(OFFSETS)
_EDGES = (_EDGE,) * _REACH


class Tagger:
    """Finds the spans of names in texts by a CRF."""

    def __init__(
        self,
        crf: Crf,
        know: KnowName,
        describe: Callable[[str], Word] | None = None,
        tails: Container[str] = (),
        elisions: tuple[str, ...] = (),
    ) -> None:
        """Tag by ``crf`` with names that ``know`` knows; ``describe``, ``tails``, ``elisions``: another language's."""
        self._crf = crf
        self._know = know
        self._description = describe or (lambda token: describe_word(token, know))
        self._tails = tails
        self._elisions = elisions
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Forget all words and sums, which know of each other."""
        self._word_sums = WordSums(self._crf)
        self._sums = BundleSums(self._crf)
        self._bundles = Bundles(self._sums.row_of)
        self._words = Cache(self._describe, most=_MOST_WORDS)

    def _describe(self, token: str) -> Word:
        word = self._description(token)
        word.column = self._word_sums.column_of(word.attributes)
        word.attributes = ()  # half of what a word takes of memory, and no more needed
        return word

    def tag(
        self, texts: Sequence[str], outside: Sequence[float], of_runs: Callable[[TextFeatures], Sequence[float]] | None = None
    ) -> list[tuple[TextFeatures, list[Span]]]:
        """Return the reading of each text and its spans, counted in tokens.

        ``outside`` is added to each text's score of no name, and what ``of_runs`` returns to that of each token of its runs.
        """
        if len(self._word_sums) > _MOST_COLUMNS or self._sums.is_full():
            self._begin_anew()
        readings = [read_text(text, self._know, self._words, self._tails, self._elisions) for text in texts]
        emissions = self._emissions(readings)
        lengths = [end - first for reading in readings for first, end in reading.runs]
        emissions[:, OUTSIDE] += np.repeat(outside, [sum(end - first for first, end in reading.runs) for reading in readings])
        if of_runs is not None:
            emissions[:, OUTSIDE] += np.array([doubt for reading in readings for doubt in of_runs(reading)], np.float32)
        spans = self._crf.spans(emissions, lengths)
        return self._by_text(readings, spans)

    def knows_small(self, word: str) -> bool:
        """Return whether training texts write ``word``, given in small letters, small too: then it has a weight of its own."""
        return self._crf.row_of(f"0{CAPITALIZED}{word}") != 0

    def _by_text(self, readings: list[TextFeatures], spans: list[Span]) -> list[tuple[TextFeatures, list[Span]]]:
        owners = [(t, first) for t, reading in enumerate(readings) for first, _ in reading.runs]
        found: list[tuple[TextFeatures, list[Span]]] = [(reading, []) for reading in readings]
        for span in spans:
            text, first = owners[span.chain]
            found[text][1].append(Span(span.chain, first + span.first, first + span.last, span.probability))
        return found

    def _emissions(self, readings: list[TextFeatures]) -> Floats:
        shared = _joined([run_features(reading, self._bundles) for reading in readings], RUN_BUNDLES)
        own = _joined([token_features(reading, self._bundles) for reading in readings], TOKEN_BUNDLES)
        lengths = [end - first for reading in readings for first, end in reading.runs]
        sums = self._sums.sum_rows(own)
        sums += np.repeat(self._sums.sum_rows(shared), lengths, axis=0)
        around, table = _columns_around(readings, lengths), self._word_sums.table()
        for at in range(len(OFFSETS)):
            sums += table[around[:, at], at]
        return self._crf.emissions(sums)


def _joined(texts: Sequence[list[list[int]]], sorts: int) -> list[list[int]]:
    """Join the rows of texts by sort of bundle."""
    return [[row for text in texts for row in text[sort]] for sort in range(sorts)]


def _columns_around(readings: Sequence[TextFeatures], lengths: Sequence[int]) -> Ints:
    """Return the columns of the words at each of ``OFFSETS`` from each token of each run, whose lengths are given."""
    columns: list[int] = [*_EDGES]
    starts: list[int] = []
    for reading in readings:
        starts += [len(columns) + first for first, _ in reading.runs]
        columns += [word.column for word in reading.words]
        columns += _EDGES
    before = np.cumsum([0, *lengths])[:-1]  # tokens of earlier runs
    at = np.repeat(np.array(starts, dtype=np.intp) - before, lengths) + np.arange(sum(lengths))
    around: Ints = np.array(columns, dtype=np.intp)[at[:, None] + np.array(OFFSETS)]
    return around


def batches(posts: Sequence[Post]) -> Iterator[list[int]]:
    """Yield the numbers of posts to read together."""
    batch: list[int] = []
    size = 0
    for number, post in enumerate(posts):
        batch.append(number)
        size += len(post.text)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
