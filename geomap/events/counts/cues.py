"""The words of a sentence that say what happened to people."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.events.counts.model import Cue
from geomap.events.counts.words import CountWords, Voice, count_words
from geomap.events.ontology import Harm
from geomap.events.sentence import Sentence

NEGATED_WITHIN = 3


def cues_of(sentence: Sentence) -> list[Cue]:
    """Return the cues of a sentence in text order; of those that overlap the longest, then the firmest."""
    terms = count_words(sentence.words.language.code)
    undone = [match for match, _ in terms.exclusions.find(sentence.view)]
    found = [
        Cue(harm=kind.harm, voice=kind.voice, start=match.start, end=match.end)
        for match, kind in terms.cues.find(sentence.view)
        if not any(other.start < match.end and match.start < other.end for other in undone)
    ]
    order = list(Harm)
    found.sort(key=lambda cue: (cue.start - cue.end, cue.voice is Voice.WEAK, order.index(cue.harm), _ORDER.index(cue.voice), cue.start))
    kept: list[Cue] = []
    for cue in found:
        if not any(cue.start < other.end and other.start < cue.end for other in kept) and not _inside_name(sentence, cue):
            kept.append(cue)
    kept.sort(key=lambda cue: cue.start)
    return [cue for at, cue in enumerate(kept) if not (at and _of_the_dead(sentence, kept[at - 1], cue))]


def _of_the_dead(sentence: Sentence, before: Cue, cue: Cue) -> bool:
    """Whether a cue only tells how or where someone died: "died in hospital"."""
    if before.harm is not Harm.KILLED or cue.harm is not Harm.INJURED or cue.voice is Voice.NOUN:
        return False
    return all(sentence.is_in(at, "adverbs") for at in range(before.end, cue.start))


_ORDER = (Voice.SINGLE, Voice.PERSON, Voice.HUMAN, Voice.EITHER, Voice.SUBJECT, Voice.OBJECT, Voice.PEOPLE, Voice.NOUN, Voice.WEAK)


def _inside_name(sentence: Sentence, cue: Cue) -> bool:
    return any(name.start <= cue.start and cue.end <= name.end for name in sentence.names)


def holds(sentence: Sentence, cue: Cue) -> bool:
    """Whether a cue tells what happened, and not what did not or may happen."""
    terms = count_words(sentence.words.language.code)
    before = cue.start - 1
    if sentence.low(before) in terms["movers"] and sentence.low(cue.start) == sentence.low(cue.start).removesuffix("ed").removesuffix(
        "ing"
    ):
        return False  # "to kill", "could kill"
    return not _negated(sentence, cue, terms)


def _negated(sentence: Sentence, cue: Cue, terms: CountWords) -> bool:
    for at in range(cue.start - 1, max(cue.start - 1 - NEGATED_WITHIN, -1), -1):
        if at in sentence.numbers or sentence.low(at) in {",", ";", ":", "."}:
            return False
        if sentence.low(at) in terms["without"]:
            return True
        if sentence.is_in(at, "negations") and not sentence.is_in(at + 1, "quantities"):
            return True
    return cue.voice is Voice.NOUN and sentence.low(cue.end) in terms["without"]


def cumulative_spans(sentence: Sentence) -> Sequence[tuple[int, int]]:
    """Return where a sentence sums up over months or years: "since January", "so far this year"."""
    return [(match.start, match.end) for match, _ in count_words(sentence.words.language.code).cumulative.find(sentence.view)]
