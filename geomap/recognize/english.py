"""The default recognizer for English: a CRF over the runs of capitalized words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gazetteer.collector import collector_paused
from geomap.model import Mention, Post, Role
from geomap.recognize.adjust import adjust
from geomap.recognize.crf import OUTSIDE, Crf, Floats, Ints, Span
from geomap.recognize.features import OFFSETS, RUN_BUNDLES, TOKEN_BUNDLES, Bundles, Reading, run_features, token_features
from geomap.recognize.lowercase import CONFIDENCE, LowercaseNames
from geomap.recognize.memo import Memo
from geomap.recognize.reading import read_text
from geomap.recognize.roles import role_of
from geomap.recognize.sums import BundleSums, WordSums
from geomap.recognize.words import KnowName, Word, describe_word

_MOST_WORDS = 100_000  # words remembered between texts; at some 300 bytes each this bounds memory
_MOST_COLUMNS = 50_000  # of sums remembered; at some 750 bytes each
_BATCH_CHARACTERS = 100_000  # read at a time: bounds memory, and is enough for numpy to pay
_EDGE = 0  # column of what is beyond a text
_REACH = max(OFFSETS)
_EDGES = (_EDGE,) * _REACH
# Added to the score of no name in articles. Annotators differ in what they take for a place (streets, adjectives, names inside those of
# organisations), and the model has learned from all of them: on one corpus it finds too much when it was trained on the other. Found with
# benchmarks/geoparse_accuracy.py: it brings the stricter corpus some 0.01 of F1 and costs the other less. A caption or a headline is about
# its one place, which should not be lost.
_DOUBT = 0.35
_ARTICLE = 300  # characters


class Tagger:
    """Finds the spans of names in texts by a CRF."""

    def __init__(self, crf: Crf, know: KnowName) -> None:
        self._crf = crf
        self._know = know
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Forget all words and sums, which know of each other."""
        self._word_sums = WordSums(self._crf)
        self._sums = BundleSums(self._crf)
        self._bundles = Bundles(self._sums.row_of)
        self._words = Memo(self._describe, most=_MOST_WORDS)

    def _describe(self, token: str) -> Word:
        word = describe_word(token, self._know)
        word.column = self._word_sums.column_of(word.attributes)
        word.attributes = ()  # half of what a word takes of memory, and no more needed
        return word

    def tag(self, texts: Sequence[str], outside: Sequence[float]) -> list[tuple[Reading, list[Span]]]:
        """Give the reading of each text and its spans, counted in tokens; ``outside`` is added to each text's score of no name."""
        if len(self._word_sums) > _MOST_COLUMNS or self._sums.is_full():
            self._begin_anew()
        readings = [read_text(text, self._know, self._words) for text in texts]
        emissions = self._emissions(readings)
        emissions[:, OUTSIDE] += np.repeat(outside, [sum(end - first for first, end in reading.runs) for reading in readings])
        lengths = [end - first for reading in readings for first, end in reading.runs]
        spans = self._crf.spans(emissions, lengths)
        return self._by_text(readings, spans)

    def _by_text(self, readings: list[Reading], spans: list[Span]) -> list[tuple[Reading, list[Span]]]:
        owners = [(t, first) for t, reading in enumerate(readings) for first, _ in reading.runs]
        found: list[tuple[Reading, list[Span]]] = [(reading, []) for reading in readings]
        for span in spans:
            text, first = owners[span.chain]
            found[text][1].append(Span(span.chain, first + span.first, first + span.last, span.probability))
        return found

    def _emissions(self, readings: list[Reading]) -> Floats:
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


def _columns_around(readings: Sequence[Reading], lengths: Sequence[int]) -> Ints:
    """Give the columns of the words at each of ``OFFSETS`` from each token of each run, whose lengths are given."""
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


class EnglishRecognizer:
    """The default recognizer of English text."""

    def __init__(self, tagger: Tagger, know: KnowName, lowercase: LowercaseNames) -> None:
        self._tagger = tagger
        self._know = know
        self._lowercase = lowercase

    @collector_paused()
    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Give each post's mentions by start."""
        found: list[tuple[Mention, ...] | None] = [None] * len(posts)
        for numbers in _batches(posts):
            texts = [posts[n].text for n in numbers]
            tagged = self._tagger.tag(texts, [_DOUBT if len(text) >= _ARTICLE else 0.0 for text in texts])
            for n, (reading, spans) in zip(numbers, tagged, strict=True):
                mentions = [self._mention(posts[n], reading, span) for span in adjust(reading, spans)]
                found[n] = tuple(self._with_lowercase(posts[n], mentions) if len(posts[n].text) < _ARTICLE else mentions)
        return found

    def _with_lowercase(self, post: Post, mentions: list[Mention]) -> list[Mention]:
        added = [
            Mention(post_id=post.id, start=start, end=end, text=post.text[start:end], confidence=CONFIDENCE, role=Role.LITERAL)
            for start, end in self._lowercase.find(post.text)
            if not any(start < mention.end and mention.start < end for mention in mentions)
        ]
        return sorted([*mentions, *added], key=lambda mention: mention.start) if added else mentions

    def _mention(self, post: Post, reading: Reading, span: Span) -> Mention:
        start, end = reading.tokens.starts[span.first], reading.tokens.ends[span.last - 1]
        return Mention(
            post_id=post.id,
            start=start,
            end=end,
            text=post.text[start:end],
            confidence=round(span.probability, 4),
            role=role_of(reading, span.first, span.last, self._know),
        )


def _batches(posts: Sequence[Post]) -> Iterator[list[int]]:
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
