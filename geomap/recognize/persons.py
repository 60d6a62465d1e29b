"""Names of places that are somebody's first name in an English text: "her sister Georgia", "Savannah smiled", "Adelaide lost her keys".

What the words beside a name say of it holds all over the text, but after a preposition of place. A government is named as if it were a
person, too ("Jordan denied his appeal"): of countries and regions only their families tell, and what no government does.
"""

from __future__ import annotations

from geomap.recognize.crf import Span
from geomap.recognize.cues import ACTS, GIVEN, GIVEN_OF_PLACES, KIN, NAMED, NAMED_PERSONS, OWNERS, PERSONAL
from geomap.recognize.features import TextFeatures

_PREPOSITIONS = frozenset(("at", "from"))  # classes
_VERB_ENDING = "ed"
_FARTHEST = 12  # words from a name to the pronoun that means it


def drop_persons(reading: TextFeatures, spans: list[Span]) -> list[Span]:
    """Return the spans without those that are first names of persons."""
    words = reading.tokens.words
    persons = {words[span.first] for span in spans if _is_single(span) and _is_person(reading, span)}
    if not persons:
        return spans
    return [span for span in spans if not (_is_single(span) and words[span.first] in persons and not _is_after_preposition(reading, span))]


def _is_single(span: Span) -> bool:
    return span.last - span.first == 1


def _is_first_name(reading: TextFeatures, span: Span) -> bool:
    """Return whether a span is one word that is also a common first name."""
    lower = reading.words[span.first].lower
    return _is_single(span) and (lower in GIVEN or lower in GIVEN_OF_PLACES)


def _is_after_preposition(reading: TextFeatures, span: Span) -> bool:
    before = reading.words[span.first - 1].word_class if span.first else None
    return before is not None and bool(_PREPOSITIONS & frozenset(before.split("+")))


def _is_person(reading: TextFeatures, span: Span) -> bool:
    """Return whether the words beside a span say that it is a person."""
    words, at = reading.words, span.first
    before, but_one = (words[at - back].lower if at >= back else "" for back in (1, 2))
    if (before in KIN and but_one in OWNERS) or (before in NAMED and but_one in NAMED_PERSONS):
        return True
    if span.last >= len(words) or not _is_first_name(reading, span) or _is_after_preposition(reading, span):
        return False
    if words[span.last].lower in ACTS:
        return True
    return not words[at].holder and _is_verb(reading, span.last) and _is_meant_by_pronoun(reading, span.last + 1)


def _is_verb(reading: TextFeatures, at: int) -> bool:
    word = reading.words[at]
    said = word.word_class is not None and "said" in word.word_class.split("+")
    return reading.tokens.kinds[at] == "word" and (said or word.lower.endswith(_VERB_ENDING))


def _is_meant_by_pronoun(reading: TextFeatures, first: int) -> bool:
    """Return whether a pronoun for a person follows in the sentence before any other name."""
    for at in range(first, min(len(reading.words), first + _FARTHEST)):
        if reading.words[at].ends_sentence or reading.tokens.is_name_word(at):
            return False
        if reading.words[at].lower in PERSONAL:
            return True
    return False
