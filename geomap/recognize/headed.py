"""Seas, lakes and rivers whose noun is written small before the name: "mar Negro", "lac Kivu", "mer Rouge".

The noun and the name are one name of the language, or the gazetteer has the place with a noun in English: "Lake Kivu".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from geomap.lang.heads import heads_of
from geomap.recognize.crf import Span
from geomap.recognize.features import TextFeatures
from geomap.recognize.runs import CONNECTORS


class NamesOfNature(Protocol):
    """What is known of the names of one language."""

    def is_spoken(self, name: str) -> bool:
        """Return whether the language has a name of its own for the place."""
        ...

    def is_nature(self, name: str) -> bool:
        """Return whether the gazetteer has a sea, a lake, a river or a mountain of this name."""
        ...


_PROBABILITY = 0.9
_MOST_TOKENS = 4  # of the name with its noun


def with_headed_names(reading: TextFeatures, spans: Sequence[Span], code: str, names: NamesOfNature) -> list[Span]:
    """Return the spans, those of such names with their noun."""
    heads = heads_of(code)
    if heads is None:
        return list(spans)
    tokens = reading.tokens
    found = list(spans)
    for first, word in enumerate(tokens.words):
        noun = word if word in heads.by_noun and heads.by_noun[word].known else None
        if noun is None:
            continue
        last = _end(reading, first, noun, code, names)
        over = [span for span in found if span.first < last and first < span.last]
        if last and all(first <= span.first and span.last <= last for span in over):
            probability = max([_PROBABILITY, *(span.probability for span in over)])
            found = sorted([*(span for span in found if span not in over), Span(-1, first, last, probability)], key=lambda span: span.first)
    return found


def _end(reading: TextFeatures, first: int, noun: str, code: str, names: NamesOfNature) -> int:
    """Return where the longest such name that begins with the noun at ``first`` ends; 0 where none does."""
    tokens, heads = reading.tokens, heads_of(code)
    begin = first + 1
    while begin < len(tokens) and tokens.words[begin] in CONNECTORS and not tokens.capital[begin]:
        begin += 1
    if heads is None or begin >= len(tokens) or not tokens.capital[begin]:
        return 0
    for last in range(min(first + _MOST_TOKENS, len(tokens)), begin, -1):
        if tokens.capital[last - 1]:
            whole = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
            bare = tokens.text[tokens.starts[begin] : tokens.ends[last - 1]]
            if names.is_spoken(whole) or any(names.is_nature(form) for form in heads.names(noun, bare)):
                return last
    return 0
