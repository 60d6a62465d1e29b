"""The default recognizer for English: a CRF over the runs of capitalized words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gazetteer.collector import collector_paused
from geomap.folds import fold_of, newspaper_of
from geomap.model import Mention, Post, Role
from geomap.recognize.adjust import adjust
from geomap.recognize.crf import OUTSIDE, Crf, Floats, Span, checksum
from geomap.recognize.features import EDGE, OFFSETS, PREFIXES, KnowName, Word
from geomap.recognize.lowercase import CONFIDENCE, LowercaseNames
from geomap.recognize.reading import Reading, dynamic_features, read_text
from geomap.recognize.roles import role_of

_MOST_WORDS = 100_000  # words remembered between texts; at some 300 bytes each this bounds memory
_BATCH_CHARACTERS = 50_000  # read at a time: bounds memory, and is enough for numpy to pay
_EDGE = 0
_STARTS = tuple(map(checksum, PREFIXES))
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
        self._described: dict[str, Word] = {}
        self._rows: dict[str, list[int]] = {}
        self._static: Floats = np.zeros((1024, len(OFFSETS), crf.weights.shape[1]), np.float32)
        self._static[_EDGE] = self._scores_of([EDGE])[0]
        self._count = 1

    def tag(self, texts: Sequence[str], outside: Sequence[float]) -> list[tuple[Reading, list[Span]]]:
        """Give the reading of each text and its spans, counted in tokens; ``outside`` is added to each text's score of no name."""
        self._forget()
        readings = [read_text(text, self._know, self._described) for text in texts]
        self._learn(readings)
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
        dynamic = [row for reading in readings for rows in dynamic_features(reading) for row in rows]
        sums = self._crf.sum_features(dynamic)
        columns: list[int] = []
        inside: list[int] = []
        for reading in readings:
            words = reading.words
            for first, last in reading.runs:
                inside += range(len(columns) + _REACH, len(columns) + _REACH + last - first)
                columns += _EDGES[first:]
                columns += [word.column for word in words[max(0, first - _REACH) : last + _REACH]]
                columns += _EDGES[len(words) - last :]
        around = np.array(columns, dtype=np.intp)[np.array(inside, dtype=np.intp)[:, None] + np.array(OFFSETS)]
        for at in range(len(OFFSETS)):
            sums += self._static[around[:, at], at]
        return self._crf.emissions(sums)

    def _learn(self, readings: list[Reading]) -> None:
        """Score the words in runs and beside them that are new, all at once."""
        new = list(
            {
                id(word): word
                for reading in readings
                for first, last in reading.runs
                for word in reading.words[max(0, first - _REACH) : last + _REACH]
                if word.column < 0
            }.values()
        )
        if not new:
            return
        last = self._count + len(new)
        while last > len(self._static):
            self._static = np.concatenate([self._static, np.zeros_like(self._static)])
        self._static[self._count : last] = self._scores_of([word.attributes for word in new])
        for column, word in enumerate(new, start=self._count):
            word.column = column
        self._count = last

    def _scores_of(self, attributes: Sequence[Sequence[str]]) -> Floats:
        """Sum for each word the weights of its attributes as features of the tokens around it: by word, offset and column."""
        rows = self._rows
        for attribute in {attribute for own in attributes for attribute in own if attribute not in rows}:
            rows[attribute] = self._crf.rows.after(_STARTS, attribute)
        flat = np.array([rows[attribute] for own in attributes for attribute in own], dtype=np.intp)
        return self._crf.sum_rows(flat, [*map(len, attributes)])

    def _forget(self) -> None:
        if self._count > _MOST_WORDS:
            self._described = {}
            self._rows.clear()
            self._count = 1


class EnglishRecognizer:
    """The default recognizer of English text; with several taggers each newspaper is read by that of its fold."""

    def __init__(self, taggers: Sequence[Tagger], know: KnowName, lowercase: LowercaseNames) -> None:
        self._taggers = taggers
        self._know = know
        self._lowercase = lowercase

    @collector_paused()
    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Give each post's mentions by start."""
        found: list[tuple[Mention, ...] | None] = [None] * len(posts)
        for tagger, numbers in self._batches(posts):
            texts = [posts[n].text for n in numbers]
            tagged = tagger.tag(texts, [_DOUBT if len(text) >= _ARTICLE else 0.0 for text in texts])
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

    def _batches(self, posts: Sequence[Post]) -> Iterator[tuple[Tagger, list[int]]]:
        for fold, tagger in enumerate(self._taggers):
            batch: list[int] = []
            size = 0
            for n, post in enumerate(posts):
                if fold_of(newspaper_of(post.url), len(self._taggers)) == fold:
                    batch.append(n)
                    size += len(post.text)
                    if size >= _BATCH_CHARACTERS:
                        yield tagger, batch
                        batch, size = [], 0
            if batch:
                yield tagger, batch

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
