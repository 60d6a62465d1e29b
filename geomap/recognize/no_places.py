"""Spans that the model marks and that name no place: diseases, currencies, acronyms, persons with their age, parts of names.

Annotators of news differ in some of these and the model follows them; on a map each is a wrong pin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from geomap.recognize.crf import Span
from geomap.recognize.features import TextFeatures

_DISEASES = frozenset(("virus", "viruses", "ebolavirus", "hantavirus", "fever", "disease", "syndrome", "encephalitis"))
_CURRENCIES = frozenset("$€£¥₹")
_MOST_WORDS = 8  # of a long form
_MOST_LETTERS = 6  # of an acronym
_MOST_AGE_DIGITS = 2
_OF_PLACES = frozenset(("at", "from"))  # classes of prepositions
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
_HYPHENS = frozenset("-\u2010\u2011")
# Words that a hyphen ties to a whole name, here with the capital that headlines give them: "London-Based".
_TIED = frozenset((
    "area", "backed", "based", "born", "bound", "built", "controlled", "flagged", "held",
    "led", "made", "occupied", "owned", "registered", "run", "style", "trained", "wide"
))  # fmt: skip


def drop_no_places(reading: TextFeatures, spans: Sequence[Span]) -> list[Span]:
    """Return the spans without those that name no place."""
    other = _acronyms_of_others(reading, spans)
    persons = _first_names_with_age(reading)
    words = reading.tokens.words
    firsts = {span.first for span in spans}
    return [
        span
        for span in spans
        if not (
            _names_disease(reading, span)
            or _is_of_currency(reading, span)
            or _is_person_with_age(reading, span)
            or (span.last - span.first == 1 and words[span.first] in other)
            or (persons and _is_one_of(reading, span, persons))
            or _begins_compound(reading, span, firsts)
        )
    ]


def _names_disease(reading: TextFeatures, span: Span) -> bool:
    """Return whether the span is part of the name of a disease, "Marburg virus"; "Italy virus toll" in a headline means the country."""
    words = reading.words
    if span.last >= len(words) or words[span.last].lower not in _DISEASES:
        return False
    facts = words[span.first].facts if span.last - span.first == 1 else None
    return facts is None or not facts.holder


def _begins_compound(reading: TextFeatures, span: Span, firsts: AbstractSet[int]) -> bool:
    """Return whether a hyphen ties the span to a capitalized word that no other span holds: the "Castilla" of "Castilla-La Mancha".

    The whole is another place than the part, or no place ("Kyiv-Mohyla"). Two names of places, "Kyiv-Lviv", are two spans.
    """
    tokens, at = reading.tokens, span.last + 1
    return (
        at < len(tokens)
        and tokens.words[span.last] in _HYPHENS
        and tokens.starts[span.last] == tokens.ends[span.last - 1]
        and tokens.starts[at] == tokens.ends[span.last]
        and tokens.is_name_word(at)
        and at not in firsts
        and tokens.words[at].lower() not in _TIED
    )


def _is_of_currency(reading: TextFeatures, span: Span) -> bool:
    """Return whether a sign of money is glued to the span: "US$1 million"."""
    tokens = reading.tokens
    return span.last < len(tokens) and tokens.words[span.last] in _CURRENCIES and tokens.starts[span.last] == tokens.ends[span.last - 1]


def _is_person_with_age(reading: TextFeatures, span: Span) -> bool:
    """Return whether the span is the first word of a person's name, who is told with an age: "Georgia Miller, 24,"."""
    return span.last - span.first == 1 and _is_surname_with_age(reading, span.last)


def _is_surname_with_age(reading: TextFeatures, at: int) -> bool:
    tokens, words = reading.tokens, reading.words
    if at + 2 >= len(tokens) or not tokens.is_name_word(at) or words[at].word_class is not None:
        return False
    age = tokens.words[at + 2]
    if tokens.words[at + 1] != "," or not age.isdecimal() or len(age) > _MOST_AGE_DIGITS:
        return False
    facts = words[at].facts
    return facts is None or not facts.holder


def _first_names_with_age(reading: TextFeatures) -> frozenset[str]:
    """Return the first names of persons who are told with their age: the text goes on with the first name alone."""
    return frozenset(
        reading.tokens.words[last - 2] for first, last in reading.runs if last - first > 1 and _is_surname_with_age(reading, last - 1)
    )


def _is_one_of(reading: TextFeatures, span: Span, persons: frozenset[str]) -> bool:
    """Return whether the span is the first name of one of ``persons``; something may still happen in the place of that name."""
    if span.last - span.first != 1 or reading.tokens.words[span.first] not in persons:
        return False
    before = reading.words[span.first - 1].word_class if span.first else None
    return before is None or not _OF_PLACES & frozenset(before.split("+"))


def _acronyms_of_others(reading: TextFeatures, spans: Sequence[Span]) -> frozenset[str]:
    """Return the acronyms that the text gives in brackets to what is no place: "Deputy Commissioner (DC)"."""
    return frozenset(
        acronym for at, acronym in _bracketed(reading) if (first := _first_of_long_form(reading, at, acronym)) is not None
        and not any(span.first < at - 1 and first < span.last for span in spans)
    )  # fmt: skip


def _bracketed(reading: TextFeatures) -> Iterator[tuple[int, str]]:
    """Yield the acronyms that stand alone in brackets, and where."""
    words = reading.tokens.words
    for first, last in reading.runs:
        if last - first != 1 or not 0 < first < len(words) - 1:
            continue
        word = words[first].replace(".", "")
        if 1 < len(word) <= _MOST_LETTERS and word.isupper() and words[first - 1] in _OPENING and words[last] in _CLOSING:
            yield first, words[first]


def _first_of_long_form(reading: TextFeatures, at: int, acronym: str) -> int | None:
    """Return the token at which the words before the bracket begin whose initials are the acronym; None where they are others."""
    words, letters = reading.tokens.words, acronym.replace(".", "").lower()
    left = len(letters)
    for i in range(at - 2, max(-1, at - 2 - _MOST_WORDS), -1):
        if words[i][0].lower() == letters[left - 1]:
            left -= 1
            if left == 0:
                return i
        elif reading.tokens.is_name_word(i) or not words[i].isalpha():
            return None
    return None
