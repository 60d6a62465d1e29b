"""The default recognizer for Ukrainian and Russian: a CRF over the runs of capitalized words, with the regions that are written small.

Its parameters are those of both languages: features are endings, classes of words, frequencies and facts of the gazetteer. They are read
when the first text in one of the languages is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from gazetteer import Gazetteer
from gazetteer.codes import KINDS, Form
from gazetteer.model import PlaceKind
from gazetteer.normalize import key
from geomap.lang import Language
from geomap.lang.facilities import facility_words
from geomap.lang.nouns import Nouns
from geomap.lang.wordset import word_set
from geomap.model import Mention, Post, Role
from geomap.models import INFLECTED_FILE, parameters_file
from geomap.recognize.called import CalledNames
from geomap.recognize.crf import Crf, Span
from geomap.recognize.cyrillic_words import CyrillicWords, InflectedNames
from geomap.recognize.facilities import FacilityPhrases
from geomap.recognize.features import TextFeatures
from geomap.recognize.first_words import doubts_of_inflected
from geomap.recognize.frequency import WordFrequencies
from geomap.recognize.landmarks import SiteNames
from geomap.recognize.quoted import find_quoted
from geomap.recognize.roles import role_of
from geomap.recognize.tagger import Tagger, batches
from geomap.recognize.words import KnowName

# Added to the score of no name, so that probabilities are right on texts that training did not see (on folds of factRuEval names of .7 were
# right three times in five), and few words of sentences without any place are marked.
_DOUBT = 0.8
_SMALL_CONFIDENCE = 0.8  # set by hand: of an adjective or a noun in small letters that only a region has
_SITE_CONFIDENCE, _FACILITY_CONFIDENCE = 0.9, 0.85  # set by hand: of a name with its noun, and of a noun with the adjective of a town
_ADJECTIVE_CONFIDENCE = 0.6  # set by hand: it tells of what region or country the text is, and is no site
_SMALL_REGION = re.compile(
    r"(?<![\w-])(?:[а-яіїєґ'’-]+(?:ськ|цьк|зьк|ск|цк)(?:а|ої|ій|у|ою|ая|ой|ую) (?:област(?:ь|і|ю|и|ью)|обл\b)"  # "київській області"
    r"|[а-яіїєґ'’]{3,}[щч]и(?:на|ні|ну|ною|ни|не|ной))(?!\w)"  # "харківщині"
)
_OPENING_QUOTES, _CLOSING_QUOTES = frozenset('«„“"'), frozenset('»”“"')
_TOWN = frozenset(f"people{digits}" for digits in range(5, 11))
_REGION = KINDS.index(PlaceKind.REGION)


class InflectedParameters:
    """What the recognizers of the inflected languages share, read when it is first asked for."""

    def __init__(self, models: Path | None = None) -> None:
        self._models = models

    @cached_property
    def crf(self) -> Crf:
        """The weights: those of the folder of parameters if it holds any, else those that ship."""
        own = self._models if self._models is not None and (self._models / INFLECTED_FILE).is_file() else None
        return Crf.load(parameters_file(INFLECTED_FILE, own))

    @cached_property
    def frequencies(self) -> WordFrequencies:
        """How frequent words are."""
        return WordFrequencies.shipped()


def describer(gazetteer: Gazetteer, language: Language, frequencies: WordFrequencies) -> tuple[InflectedNames, CyrillicWords]:
    """Return what knows the names and what describes the words of a language; training and reading share them."""
    near = frozenset(language.table("cues").get("near", "").split())
    names = InflectedNames(gazetteer, near, frequencies)
    return names, CyrillicWords(language, names, frequencies)


class InflectedRecognizer:
    """Finds place names in texts of one language whose names are inflected."""

    def __init__(self, gazetteer: Gazetteer, language: Language, parameters: InflectedParameters) -> None:
        self._gazetteer = gazetteer
        self._language = language
        self._parameters = parameters

    @cached_property
    def _tools(self) -> tuple[InflectedNames, Tagger]:
        names, words = describer(self._gazetteer, self._language, self._parameters.frequencies)
        return names, Tagger(self._parameters.crf, names, words.describe, words.tails)

    @cached_property
    def _facilities(self) -> FacilityPhrases:
        return FacilityPhrases(self._gazetteer, facility_words(self._language.code))

    @cached_property
    def _before_quotes(self) -> Nouns:
        return Nouns([word_set(self._language.table("cues").get("before_quotes", ""))])

    @cached_property
    def _called(self) -> CalledNames:
        return CalledNames(self._gazetteer, facility_words(self._language.code))

    @cached_property
    def _sites(self) -> SiteNames:
        names, _ = self._tools
        return SiteNames(names, self._facilities.is_noun, is_inflected=True)

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return each post's mentions by start."""
        names, tagger = self._tools
        found: list[tuple[Mention, ...] | None] = [None] * len(posts)
        for numbers in batches(posts):
            texts = [posts[n].text for n in numbers]
            doubts = [_DOUBT] * len(texts)
            for n, (reading, spans) in zip(numbers, tagger.tag(texts, doubts, doubts_of_inflected), strict=True):
                mentions = [
                    _mention(posts[n], reading, span.first, span.last, (span.probability, role_of(reading, span.first, span.last, names)))
                    for whole in spans
                    for span in _parts(reading, whole, names)
                ]
                mentions = self._with_facilities(posts[n], reading, mentions)
                mentions = self._called.with_called(posts[n], mentions)
                mentions += _without_overlap(find_quoted(posts[n], self._before_quotes, names), mentions)
                mentions += _without_overlap(_adjectives(posts[n], reading), mentions)
                mentions += _without_overlap(self._small_regions(posts[n]), mentions)
                found[n] = tuple(sorted(mentions, key=lambda mention: mention.start))
        return found

    def _with_facilities(self, post: Post, reading: TextFeatures, mentions: list[Mention]) -> list[Mention]:
        """Return the mentions with the names of sites and facilities, in place of those that are a part of them."""
        names, _ = self._tools
        placed = [_mention(post, reading, *span, (_SITE_CONFIDENCE, Role.LITERAL)) for span in self._sites.find(reading)]
        refused: list[Mention] = []
        for phrase in self._facilities.find(reading):
            one = _mention(post, reading, phrase.first, phrase.last, (_FACILITY_CONFIDENCE, Role.LITERAL))
            if not any(_overlap(one, other) for other in placed):
                (placed if phrase.is_place else refused).append(one)
        kept = [
            one
            for one in mentions
            if not any(_overlap(one, other) and not _holds(one, other, names) for other in placed)
            and not any(_is_adjective_in(one, other, names) for other in refused)
        ]
        return [*kept, *(one for one in placed if not any(_overlap(one, other) for other in kept))]

    def _small_regions(self, post: Post) -> Iterator[Mention]:
        """Yield regions in small letters: "в київській області", "на харківщині"."""
        index = self._gazetteer.index
        for match in _SMALL_REGION.finditer(post.text):
            entries = index.entries(key(match[0]))
            if any(index.cells.kind[row] == _REGION and form != int(Form.ADJECTIVE) for row, _, form, _ in entries):
                start, end = match.span()
                yield Mention(post_id=post.id, start=start, end=end, text=match[0], confidence=_SMALL_CONFIDENCE, role=Role.LITERAL)


def _parts(reading: TextFeatures, span: Span, know: KnowName) -> list[Span]:
    """Return ``span``, or the names that it is made of where only they are known: "у Криму, Феодосії" may lack its comma."""
    tokens = reading.tokens
    if span.last - span.first == 1 or know(tokens.text[tokens.starts[span.first] : tokens.ends[span.last - 1]]) is not None:
        return [span]
    inside = [match for matches in reading.matches for match in matches if span.first <= match.first and match.last <= span.last]
    cut = inside[-1].first if inside and inside[-1].last == span.last and inside[-1].first > span.first else span.first
    covered = sum(match.last - match.first for match in inside) == span.last - span.first and not any(m.facts.demonym for m in inside)
    if covered and all(tokens.ends[match.last - 1] < tokens.starts[match.last] for match in inside[:-1]):
        return [Span(span.chain, match.first, match.last, span.probability) for match in inside]
    if cut > span.first and reading.words[cut - 1].tail and not inside[-1].facts.demonym:  # "Каменнобродського району Луганська"
        return [Span(span.chain, span.first, cut, span.probability), Span(span.chain, cut, span.last, span.probability)]
    return [span]


def _mention(post: Post, reading: TextFeatures, first: int, last: int, told: tuple[float, Role]) -> Mention:
    start, end = reading.tokens.starts[first], reading.tokens.ends[last - 1]
    probability, role = told
    return Mention(post_id=post.id, start=start, end=end, text=post.text[start:end], confidence=round(probability, 4), role=role)


def _adjectives(post: Post, reading: TextFeatures) -> Iterator[Mention]:
    """Yield the adjectives of countries and regions that the model, for which they are no names, passed over."""
    for match in (match for matches in reading.matches for match in matches if match.facts.demonym):
        word = reading.words[match.first]
        names_person = match.first > 0 and (reading.words[match.first - 1].given or reading.words[match.first - 1].word_class == "title")
        is_brand = _is_quoted(post.text, reading.tokens.starts[match.first], reading.tokens.ends[match.last - 1])
        if match.last == match.first + 1 and not (names_person or is_brand or word.unknown or {"of:small"} & set(match.facts.labels)):
            yield _mention(post, reading, match.first, match.last, (_ADJECTIVE_CONFIDENCE, Role.DEMONYM))


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Return whether a word stands alone in quotation marks, as brands and clubs do: «Московская»."""
    return text[start - 1 : start] in _OPENING_QUOTES and text[end : end + 1] in _CLOSING_QUOTES


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _holds(one: Mention, other: Mention, know: KnowName) -> bool:
    """Return whether a mention is the other, or a longer name of the gazetteer that holds it."""
    return one.start <= other.start and other.end <= one.end and know(one.text) is not None


def _is_adjective_in(one: Mention, phrase: Mention, know: KnowName) -> bool:
    """Return whether a mention is only the adjective of ``phrase``, and a form of a village's name by chance: "Змеином" before a noun."""
    facts = know(one.text)
    if phrase.start != one.start or one.end >= phrase.end or facts is None:
        return False
    return "inflected" in facts.labels and _TOWN.isdisjoint(facts.labels)


def _without_overlap(added: Iterator[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    return [one for one in added if not any(_overlap(one, other) for other in mentions)]
