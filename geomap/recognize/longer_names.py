"""Names that go on after what the model marked: "Castile and León", "Santa Bárbara d'Oeste", "Trinidad and Tobago".

A model that has learned where names end cuts some at a small word inside them. The gazetteer knows the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from geomap.recognize.crf import Span
from geomap.recognize.features import TextFeatures
from geomap.recognize.runs import CONNECTORS
from geomap.recognize.words import KnowName

_INSIDE = CONNECTORS | {"e", "et", "en", "sous", "lès", "près"}
_ELIDED = re.compile(r"(?:d|l|dell|dall|all|nell)['’](?=[^\W\d_])\w[\w'’-]*")
_MOST_TOKENS = 5  # after what is marked


def with_longer_names(reading: TextFeatures, spans: Sequence[Span], know: KnowName) -> list[Span]:
    """Return the spans, each as long as a name of the gazetteer that it begins and that goes on after a small word."""
    longer: list[Span] = []
    end = 0
    for span in spans:
        if span.first < end:
            continue  # the rest of the name before
        end = _end(reading, span, know)
        longer.append(span if end == span.last else Span(span.chain, span.first, end, span.probability))
    return longer


def _end(reading: TextFeatures, span: Span, know: KnowName) -> int:
    tokens = reading.tokens
    for last in reversed(_ends(reading, span.last)):
        if know(tokens.text[tokens.starts[span.first] : tokens.ends[last - 1]]) is not None:
            return last
    return span.last


def _ends(reading: TextFeatures, after: int) -> list[int]:
    """Return where a name that goes on after token ``after`` by a small word may end."""
    tokens = reading.tokens
    ends: list[int] = []
    for at in range(after, min(after + _MOST_TOKENS, len(tokens))):
        word = tokens.words[at]
        if at == after and not (word in _INSIDE or _ELIDED.fullmatch(word)):
            break
        if tokens.capital[at] or _ELIDED.fullmatch(word):
            ends.append(at + 1)
        elif word not in _INSIDE:
            break
    return ends


def is_cut_short(reading: TextFeatures, span: Span, others: Sequence[Span]) -> bool:
    """Return whether a name seems to go on: a small word and a word with a capital follow that are no name of their own."""
    ends = _ends(reading, span.last)
    return bool(ends) and not any(other.first < ends[0] <= other.last for other in others)
