"""Where quotations tell the facts of their events, as the page's script counts: in UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable

from geomap.model import Evidence, Resolution
from geomap.span import Fact, Span

FACTS = tuple(Fact)  # the page has their numbers


def spans_of(evidence: Evidence, resolution: Resolution | None) -> list[int]:
    """Return fact, start and end of each span of a quotation, one after the other; the place of the event where none names one."""
    spans = list(evidence.spans)
    if all(span.fact is not Fact.PLACE for span in spans):
        spans += _place(evidence, resolution)
    return flat(evidence.quote, spans)


def flat(text: str, spans: Iterable[Span]) -> list[int]:
    """Return fact, start and end of each span of ``text``, one after the other."""
    plain = text.isascii()
    made: list[int] = []
    for fact, start, end in spans:
        begin = start if plain else _utf16(text[:start])
        made += (FACTS.index(fact), begin, begin + (end - start if plain else _utf16(text[start:end])))
    return made


def _place(evidence: Evidence, resolution: Resolution | None) -> list[Span]:
    """Return where the name of the place stands in the quotation; nothing where it is not in it."""
    if resolution is None or not resolution.mention.text:
        return []
    mention, quote = resolution.mention, evidence.quote
    start = mention.start - evidence.start if mention.post_id == evidence.post_id else -1
    if start < 0 or not quote.startswith(mention.text, start):
        start = quote.find(mention.text)
    return [] if start < 0 else [Span(Fact.PLACE, start, start + len(mention.text))]


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
