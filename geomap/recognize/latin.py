"""The recognizer for Spanish and French: a CRF over the runs of capitalized words, as for Ukrainian and Russian.

One set of parameters serves both languages: features are classes of words, endings, frequencies and facts of the gazetteer. They are
read when the first text in one of the languages is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from gazetteer import Gazetteer
from geomap.lang import Language
from geomap.lang.names import names_of, sought
from geomap.model import Mention, Post, Role
from geomap.models import LATIN_FILE, parameters_file
from geomap.recognize.crf import Crf, Span
from geomap.recognize.cyrillic_words import CyrillicWords, InflectedNames
from geomap.recognize.features import TextFeatures
from geomap.recognize.frequency import LATIN_TABLE, WordFrequencies
from geomap.recognize.headed import with_headed_names
from geomap.recognize.longer_names import is_cut_short, with_longer_names
from geomap.recognize.tagger import Tagger, batches
from geomap.recognize.words import NameFacts

LANGUAGES = ("es", "fr")
_DOUBT = 0.7  # added to the score of no name, as for Ukrainian and Russian: a name too few is better than one too many
_CODE = 2  # letters: "BUENOS AIRES (AR)"
# The model is surer than it should be, for it has seen few texts. Of the third of the training posts that weights were fitted without,
# pins of .9 and more are right in .961 of cases in Spanish (French: all); of those whose name is at least so sure as this, in .986.
_LEAST_SURE, _NOT_SURE = 0.97, 0.89
_CUT_SHORT = 0.6  # how sure a name is at most that seems to go on in words that no source has


class LatinParameters:
    """What the recognizers of the languages share, read when it is first asked for."""

    def __init__(self, models: Path | None = None) -> None:
        self._models = models

    @cached_property
    def crf(self) -> Crf:
        """The weights: those of the folder of parameters if it holds any, else those that ship."""
        own = self._models if self._models is not None and (self._models / LATIN_FILE).is_file() else None
        return Crf.load(parameters_file(LATIN_FILE, own))

    @cached_property
    def frequencies(self) -> WordFrequencies:
        """How frequent words are."""
        return WordFrequencies.shipped(LATIN_TABLE)


class SpokenNames(InflectedNames):
    """Facts of names as a language spells them."""

    def __init__(self, gazetteer: Gazetteer, language: Language, frequencies: WordFrequencies) -> None:
        near = frozenset(language.table("cues").get("near", "").split())
        super().__init__(gazetteer, near, frequencies)
        self._spoken = names_of(language.code)

    def _look_up(self, name: str) -> NameFacts | None:
        return super()._look_up(sought(name, self._spoken))

    def is_spoken(self, name: str) -> bool:
        """Return whether the language has a name of its own for the place, "mar Negro"."""
        return sought(name, self._spoken) != name

    def is_nature(self, name: str) -> bool:
        """Return whether the gazetteer has a sea, a lake, a river or a mountain of this name."""
        facts = self(name)
        return facts is not None and "nature" in facts.labels


def describer(gazetteer: Gazetteer, language: Language, frequencies: WordFrequencies) -> tuple[SpokenNames, CyrillicWords]:
    """Return what knows the names and what describes the words of a language; training and reading share them."""
    names = SpokenNames(gazetteer, language, frequencies)
    return names, CyrillicWords(language, names, frequencies)


class LatinRecognizer:
    """Finds place names in texts of one language in Latin letters whose names have one form."""

    def __init__(self, gazetteer: Gazetteer, language: Language, parameters: LatinParameters) -> None:
        self._gazetteer = gazetteer
        self._language = language
        self._parameters = parameters

    @cached_property
    def _described(self) -> tuple[SpokenNames, CyrillicWords]:
        return describer(self._gazetteer, self._language, self._parameters.frequencies)

    @cached_property
    def _tagger(self) -> Tagger:
        names, words = self._described
        return Tagger(self._parameters.crf, names, words.describe, elisions=self._language.words("elisions"))

    @cached_property
    def _no_names(self) -> frozenset[str]:
        """Words that are never a name by themselves, with a capital or not: "Que", "Para", "Sur"."""
        return frozenset((*self._language.words("words"), *self._language.table("cues").get("prepositions", "").split()))

    def _put_right(self, reading: TextFeatures, spans: Sequence[Span]) -> list[Span]:
        """Return the spans without words and codes that are no names, each as long as its name."""
        words = reading.tokens.words
        kept = [
            span
            for span in spans
            if span.last - span.first > 1
            or (words[span.first].lower() not in self._no_names and not (len(words[span.first]) == _CODE and words[span.first].isupper()))
        ]
        names, _ = self._described
        named = with_headed_names(reading, with_longer_names(reading, kept, names), self._language.code, names)
        return [
            Span(span.chain, span.first, span.last, min(span.probability, _CUT_SHORT)) if is_cut_short(reading, span, named) else span
            for span in named
        ]

    def recognize(self, posts: Sequence[Post]) -> list[tuple[Mention, ...] | None]:
        """Return each post's mentions by start."""
        found: list[tuple[Mention, ...] | None] = [None] * len(posts)
        for numbers in batches(posts):
            texts = [posts[n].text for n in numbers]
            for n, (reading, spans) in zip(numbers, self._tagger.tag(texts, [_DOUBT] * len(texts)), strict=True):
                found[n] = tuple(_mention(posts[n], reading, span) for span in self._put_right(reading, spans))
        return found


def _mention(post: Post, reading: TextFeatures, span: Span) -> Mention:
    """Return a span as a mention; one of which the model is not quite certain is never sure."""
    probability = span.probability if span.probability >= _LEAST_SURE else min(span.probability, _NOT_SURE)
    start, end = reading.tokens.starts[span.first], reading.tokens.ends[span.last - 1]
    return Mention(post_id=post.id, start=start, end=end, text=post.text[start:end], confidence=round(probability, 4), role=Role.LITERAL)
