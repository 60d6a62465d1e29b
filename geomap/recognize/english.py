"""The default recognizer for English: a CRF over the runs of capitalized words, with what is put right after it has marked its spans.

After the model: buildings that it passed over, what is no place (no_places.py), articles that belong to a name. Annotators of news
differ in these and the model follows them; a map does not. Short texts may also write cities in small letters, "shelling in mariupol".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import NameStatus, PlaceKind
from geomap.model import Mention, Post, Role
from geomap.recognize.crf import Span
from geomap.recognize.cues import CLASS_OF
from geomap.recognize.features import TextFeatures
from geomap.recognize.first_words import FirstWords
from geomap.recognize.gazetteer_names import GazetteerNames
from geomap.recognize.landmarks import SiteNames
from geomap.recognize.listed import with_listed
from geomap.recognize.longer_names import with_longer_names
from geomap.recognize.no_places import drop_no_places
from geomap.recognize.persons import drop_persons
from geomap.recognize.roles import role_of
from geomap.recognize.tagger import Tagger, batches
from geomap.recognize.words import KnowName

# Added to the score of no name in articles. Annotators differ in what they take for a place (streets, adjectives, names inside those of
# organisations), and the model has learned from all of them: on one corpus it finds too much when it was trained on the other. Found with
# benchmarks/geoparse_accuracy.py: it brings the stricter corpus some 0.01 of F1 and costs the other less. A caption or a headline is about
# its one place, which should not be lost.
_DOUBT = 0.35
_ARTICLE = 300  # characters
_LANDMARK_PROBABILITY = 0.9
_LOWERCASE_CONFIDENCE = 0.7  # set by hand: a word of the language may be spelled so
_LOWERCASE_COUNTRIES = ("UA", "RU", "BY")
_LEAST_PEOPLE = 50_000
_WORD = re.compile(r"(?<![^\W_#@])(?<![-./@\w])(?<!\ba )(?<!\bthe )[a-z]{4,}(?![\w@]|[-./]\w)")
_LEAST_PEOPLE_OF_SHORT = 200_000  # of a name of four letters
_SHORT = 4
_STATUSES = frozenset((NameStatus.OFFICIAL, NameStatus.TRANSLITERATION, NameStatus.HISTORIC))


class EnglishRecognizer:
    """The default recognizer of English text."""

    def __init__(self, tagger: Tagger, know: GazetteerNames, lowercase: LowercaseNames) -> None:
        self._tagger = tagger
        self._know = know
        self._sites = SiteNames(know, lambda lower: "facility" in CLASS_OF.get(lower, ""), is_inflected=False)
        self._lowercase = lowercase
        self._first_words = FirstWords(tagger.knows_small)

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return each post's mentions by start."""
        found: list[tuple[Mention, ...] | None] = [None] * len(posts)
        for numbers in batches(posts):
            texts = [posts[n].text for n in numbers]
            tagged = self._tagger.tag(texts, [_DOUBT if len(text) >= _ARTICLE else 0.0 for text in texts], self._doubts_of_runs)
            for n, (reading, spans) in zip(numbers, tagged, strict=True):
                longer = with_longer_names(reading, spans, self._know)
                named = with_sites(reading, adjust(reading, longer), self._sites.find(reading), self._know)
                mentions = [self._mention(posts[n], reading, span) for span in named]
                listed = with_listed(posts[n], mentions)
                found[n] = tuple(self._with_lowercase(posts[n], listed) if len(posts[n].text) < _ARTICLE else listed)
        return found

    def _doubts_of_runs(self, reading: TextFeatures) -> list[float]:
        return self._first_words.doubts(reading, short=len(reading.tokens.text) < _ARTICLE)

    def _with_lowercase(self, post: Post, mentions: Sequence[Mention]) -> Sequence[Mention]:
        added = [
            Mention(post_id=post.id, start=start, end=end, text=post.text[start:end], confidence=_LOWERCASE_CONFIDENCE, role=Role.LITERAL)
            for start, end in self._lowercase.find(post.text)
            if not any(start < mention.end and mention.start < end for mention in mentions)
        ]
        return sorted([*mentions, *added], key=lambda mention: mention.start) if added else mentions

    def _mention(self, post: Post, reading: TextFeatures, span: Span) -> Mention:
        start, end = reading.tokens.starts[span.first], reading.tokens.ends[span.last - 1]
        return Mention(
            post_id=post.id,
            start=start,
            end=end,
            text=post.text[start:end],
            confidence=round(span.probability, 4),
            role=role_of(reading, span.first, span.last, self._know),
        )


def adjust(reading: TextFeatures, spans: list[Span]) -> list[Span]:
    """Return the spans of ``reading``, counted in tokens, in order, with all that this module names put right."""
    return _with_articles(reading, _with_landmarks(reading, drop_persons(reading, drop_no_places(reading, spans))))


def _with_landmarks(reading: TextFeatures, spans: list[Span]) -> list[Span]:
    """Add the landmarks that the model passed over; annotators of news take "White House" for an organisation, a map does not."""
    added: list[Span] = []
    for match in (match for matches in reading.matches for match in matches if match.facts.landmark):
        first = match.first + (reading.words[match.first].lower == "the")
        over = [span for span in spans if span.first < match.last and first < span.last]
        if first < match.last and all(first <= span.first and span.last <= match.last for span in over):
            spans = [span for span in spans if span not in over]
            probability = max([_LANDMARK_PROBABILITY, *(span.probability for span in over)])
            added.append(Span(-1, first, match.last, probability))
    return sorted([*spans, *added], key=lambda span: span.first) if added else spans


def with_sites(reading: TextFeatures, spans: list[Span], sites: Iterable[tuple[int, int]], know: KnowName) -> list[Span]:
    """Return the spans with landmarks whose noun is written small, "Saky air base", in place of their parts and of no names."""
    for first, last in sites:
        over = [span for span in spans if span.first < last and first < span.last]
        if all(first <= span.first and span.last <= last for span in over) or not any(_is_known(reading, span, know) for span in over):
            probability = max([_LANDMARK_PROBABILITY, *(span.probability for span in over)])
            spans = sorted([*(span for span in spans if span not in over), Span(-1, first, last, probability)], key=lambda span: span.first)
    return spans


def _is_known(reading: TextFeatures, span: Span, know: KnowName) -> bool:
    tokens = reading.tokens
    return know(tokens.text[tokens.starts[span.first] : tokens.ends[span.last - 1]]) is not None


def _with_articles(reading: TextFeatures, spans: list[Span]) -> list[Span]:
    """Take in the article that is written with a capital within a sentence, "in The Hague", and then all over the text."""
    words = reading.tokens.words
    names = {tuple(words[span.first : span.last]) for span in spans if _has_own_article(reading, span)}
    names |= {tuple(words[span.first + 1 : span.last]) for span in spans if words[span.first] == "The" and span.last - span.first > 1}
    if not names:
        return spans
    return [
        Span(span.chain, span.first - 1, span.last, span.probability)
        if _is_after_article(reading, span) and tuple(words[span.first : span.last]) in names
        else span
        for span in spans
    ]


def _has_own_article(reading: TextFeatures, span: Span) -> bool:
    """Return whether "The" before the name is a part of it: not the first word of a sentence, a line or a name of more words."""
    tokens, at = reading.tokens, span.first - 1
    if not _is_after_article(reading, span) or at < 1 or reading.titles[at]:
        return False
    goes_on = span.last < len(tokens) and tokens.is_name_word(span.last)
    return not goes_on and tokens.kinds[at - 1] == "word" and tokens.words[at - 1].islower()


def _is_after_article(reading: TextFeatures, span: Span) -> bool:
    return span.first > 0 and reading.tokens.words[span.first - 1] == "The"


class LowercaseNames:
    """The names that are known in small letters too."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._index = gazetteer.index

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return start and end of each such name in ``text``."""
        return [found.span() for found in _WORD.finditer(text) if found[0] in self._names]

    @cached_property
    def _names(self) -> frozenset[str]:
        index, columns = self._index, self._index.columns
        countries = [index.strings.index(country) for country in _LOWERCASE_COUNTRIES if country in index.strings]
        large = (columns.kind == KINDS.index(PlaceKind.SETTLEMENT)) & (columns.population >= _LEAST_PEOPLE)
        found: set[str] = set()
        for row in np.flatnonzero(large & np.isin(columns.country, countries)).tolist():
            shortest = _SHORT if columns.population[row] >= _LEAST_PEOPLE_OF_SHORT else _SHORT + 1
            for name in index.names_of(row):
                text = index.name_text(name)
                is_usual = index.name_language(name) == "en" or index.name_status(name) in _STATUSES
                if is_usual and len(text) >= shortest and text.isascii() and text.isalpha() and text.istitle():
                    found.add(text.lower())
        return frozenset(found)
