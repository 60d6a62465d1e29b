"""What is put right after the model has marked its spans: buildings it passed over, diseases named after places, articles that belong.

Annotators of news differ in these and the model follows them; a map does not.
"""

from __future__ import annotations

from geomap.recognize.crf import Span
from geomap.recognize.features import Reading

_LANDMARK_PROBABILITY = 0.9
_DISEASES = frozenset(("virus", "viruses", "ebolavirus", "hantavirus", "fever", "disease", "syndrome", "encephalitis"))


def adjust(reading: Reading, spans: list[Span]) -> list[Span]:
    """Give the spans of ``reading``, counted in tokens, in order, with all that this module names put right."""
    kept = [span for span in spans if not _names_disease(reading, span)]
    return _with_articles(reading, _with_landmarks(reading, kept))


def _with_landmarks(reading: Reading, spans: list[Span]) -> list[Span]:
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


def _names_disease(reading: Reading, span: Span) -> bool:
    """Tell the name of a disease, "Marburg virus", from a place. "Italy virus toll", as headlines have it, does mean the country."""
    words = reading.words
    if span.last >= len(words) or words[span.last].lower not in _DISEASES:
        return False
    facts = words[span.first].facts if span.last - span.first == 1 else None
    return facts is None or not facts.holder


def _with_articles(reading: Reading, spans: list[Span]) -> list[Span]:
    """Take in the article that is written with a capital within a sentence, "in The Hague", and then all over the text."""
    words = reading.tokens.words
    names = {tuple(words[span.first : span.last]) for span in spans if _has_own_article(reading, span)}
    if not names:
        return spans
    return [
        Span(span.chain, span.first - 1, span.last, span.probability)
        if _is_after_article(reading, span) and tuple(words[span.first : span.last]) in names
        else span
        for span in spans
    ]


def _has_own_article(reading: Reading, span: Span) -> bool:
    """Tell whether "The" before the name is a part of it: not the first word of a sentence, a line or a name of more words."""
    tokens, at = reading.tokens, span.first - 1
    if not _is_after_article(reading, span) or at < 1 or reading.titles[at]:
        return False
    goes_on = span.last < len(tokens) and tokens.is_name_word(span.last)
    return not goes_on and tokens.kinds[at - 1] == "word" and tokens.words[at - 1].islower()


def _is_after_article(reading: Reading, span: Span) -> bool:
    return span.first > 0 and reading.tokens.words[span.first - 1] == "The"
