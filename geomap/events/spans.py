"""Which words of its sentences tell the facts of an event mention; nothing is decided here.

The tokens of a fact may be those of another sentence, since mentions of one event are joined. So each is looked for again in the sentence
that is quoted, and left out where it is not there.
"""

from __future__ import annotations

from collections.abc import Iterator

from geomap.events.actors import actors_of
from geomap.events.counts.reading import casualties
from geomap.events.counts.told import words_of_count
from geomap.events.mentions import EventMention
from geomap.events.sentence import Sentence
from geomap.events.spatial import RelationKind
from geomap.events.time_refs import time_refs
from geomap.model import Post
from geomap.span import Fact, Span

LEAST_TEXT = 4  # characters of a trigger that another sentence does not have at the same place by chance
BETWEEN = " … "  # the sentences of ``Evidence.toll_quote``

DERIVED = frozenset({RelationKind.DISTANCE, RelationKind.BEARING, RelationKind.RADIUS, RelationKind.BETWEEN})

Tokens = tuple[int, int]


def quote_spans(mention: EventMention) -> tuple[Span, ...]:
    """Return the words of a mention's own sentence that tell its facts, in their order."""
    sentence, start = mention.sentence, mention.sentence.span.start
    found = [Span(fact, *_offsets(sentence, tokens)) for fact, tokens in _facts(mention)]
    found += [Span(Fact(harm), first, last) for harm, first, last in _counted(mention)]
    inside = {span for span in found if start <= span.start < span.end <= sentence.span.end}
    return tuple(sorted((Span(fact, first - start, last - start) for fact, first, last in inside), key=_order))


def toll_quote_of(post: Post, mention: EventMention) -> str | None:
    """Return the other sentences that tell the counts of a mention, None where there are none."""
    return BETWEEN.join(post.text[span.start : span.end] for span in mention.counted_in) or None


def toll_spans(mention: EventMention) -> tuple[Span, ...]:
    """Return the words of ``toll_quote_of`` that tell counts, in their order."""
    found, before = [], 0
    for sentence in mention.counted_in:
        for harm, first, last in mention.counted_at:
            if sentence.start <= first < last <= sentence.end:
                found.append(Span(Fact(harm), before + first - sentence.start, before + last - sentence.start))
        before += sentence.end - sentence.start + len(BETWEEN)
    return tuple(sorted(set(found), key=_order))


def _order(span: Span) -> tuple[int, int, str]:
    return span.start, -span.end, span.fact


def _offsets(sentence: Sentence, tokens: Tokens) -> tuple[int, int]:
    return sentence.tokens[tokens[0]].start, sentence.tokens[tokens[1] - 1].end


def _text(sentence: Sentence, tokens: Tokens) -> str | None:
    if not tokens[0] < tokens[1] <= len(sentence.tokens):
        return None
    start, end = _offsets(sentence, tokens)
    return sentence.text[start - sentence.span.start : end - sentence.span.start].casefold()


def _facts(mention: EventMention) -> Iterator[tuple[Fact, Tokens]]:
    sentence, trigger = mention.sentence, mention.trigger
    tokens = (trigger.start, trigger.end)
    if trigger in sentence.triggers or (len(trigger.text) >= LEAST_TEXT and _text(sentence, tokens) == trigger.text.casefold()):
        yield Fact.TYPE, tokens
    place = _place(mention)
    if place is not None:
        yield Fact.PLACE, place
    if mention.time is not None and mention.time in time_refs(sentence):
        yield Fact.DATE, (mention.time.start, mention.time.end)
    for tokens in actors_of(sentence).values():
        yield Fact.ACTOR, tokens


def _place(mention: EventMention) -> Tokens | None:
    """Return the tokens that name the place, with those of a distance or direction before it."""
    sentence, site = mention.sentence, mention.site
    name = site.name
    says_there = sentence.low(name.start) in sentence.words["there"]
    if says_there:  # the name itself, where the sentence has it as well
        name = next((other for other in sentence.names if other.place == site.place), name)
    if not name.start < name.end <= len(sentence.tokens):
        return None
    if not (says_there and name is site.name) and sentence.tokens[name.start].start != name.resolution.mention.start:
        return None  # named in another sentence
    relation = site.relation
    derived = relation is not None and relation.kind in DERIVED and 0 <= relation.start < name.start
    return (relation.start if derived and relation is not None else name.start), name.end


def _counted(mention: EventMention) -> Iterator[tuple[str, int, int]]:
    """Yield the counts with the offsets of their words in the post."""
    if mention.counted_at or not mention.counts:
        yield from mention.counted_at
        return
    for count in casualties(mention.sentence):
        if count in mention.counts:
            yield count.harm, *words_of_count(mention.sentence, count)
