"""How many were killed and hurt, read from one sentence; never from a number that counts something else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from geomap.events.casualties import (
    AHEAD,
    CLOSED,
    Casualty,
    ahead,
    behind,
    bounds,
    counted,
    counts_things,
    harm_of,
    opening_subject,
    skip_quantity,
)
from geomap.events.ontology import Harm
from geomap.events.sentence import Number, Sentence
from geomap.model import Toll

TOTAL_REACH = 34  # "the number of people killed when ... has gone up to six"


def casualties(sentence: Sentence) -> list[Casualty]:
    """Return every count of killed and hurt that the sentence states, by position."""
    found: list[Casualty] = []
    for at in range(len(sentence.tokens)):
        for rule in (_total, _verb, _noun, _phrase):
            casualty = rule(sentence, at)
            if casualty is not None and not _negated(sentence, casualty):
                found.append(casualty)
                break
    return _without_doubles([*found, *(more for casualty in found for more in _elsewhere(sentence, casualty))])


def _elsewhere(sentence: Sentence, casualty: Casualty) -> list[Casualty]:
    """Read on: "killing 280 people in Turkey and at least 237 in Syria": the count of the same harm at the second place."""
    found = []
    for start, number in sentence.numbers.items():
        if start <= casualty.end or number.value is None or start - casualty.end > TOTAL_REACH:
            continue
        place = number.end + 1
        while sentence.is_in(place, "determiners") or sentence.is_in(place, "modifiers"):
            place += 1
        if not sentence.is_in(number.end, "at") or sentence.name_at(place) is None:
            continue
        first = start
        while sentence.is_in(first - 1, "quantities"):
            first -= 1
        if sentence.is_in(first - 1, "and") or sentence.low(first - 1) in {":", ","}:
            found.append(Casualty(casualty.harm, start, number.end, number.value, *bounds(sentence, number)))
    return found


def _without_doubles(found: list[Casualty]) -> list[Casualty]:
    kept: list[Casualty] = []
    for casualty in found:
        if any(other.harm is casualty.harm and other.count == casualty.count and abs(other.at - casualty.at) <= AHEAD for other in kept):
            continue
        kept.append(casualty)
    for harm in Harm:
        if any(casualty.total and casualty.harm is harm for casualty in kept):
            kept = [casualty for casualty in kept if casualty.harm is not harm or not casualty.more]
    return kept


def _negated(sentence: Sentence, casualty: Casualty) -> bool:
    return any(sentence.is_in(at, "negations") for at in range(max(casualty.at - 4, 0), casualty.at))


def _total(sentence: Sentence, at: int) -> Casualty | None:
    """Read a sum: "The death toll has risen to 28", "the number of people killed in the attack to four"."""
    if sentence.is_in(at, "tolls"):
        harm = Harm.KILLED
    elif sentence.is_in(at, "number_of") and sentence.is_in(at + 1, "of"):
        ahead = next(
            (
                step
                for step in range(at + 2, min(at + 9, len(sentence.tokens)))
                if harm_of(sentence, step) is not None or sentence.is_in(step, "death_nouns")
            ),
            None,
        )
        if ahead is None:
            return None
        harm = harm_of(sentence, ahead) or Harm.KILLED
    else:
        return None
    number = _number_reached(sentence, at + 1)
    return None if number is None or number.value is None else Casualty(harm, at, number.end, number.value, total=True)


def _number_reached(sentence: Sentence, at: int) -> Number | None:
    last = None
    for step in range(at, min(at + TOTAL_REACH, len(sentence.tokens))):
        if sentence.low(step) in CLOSED:
            break
        if sentence.is_in(step, "reaching"):
            number = sentence.numbers.get(skip_quantity(sentence, step + 1))
            if number is not None and not counts_things(sentence, number):
                last = number if last is None or not sentence.is_in(step, "of") else last
    return last


def _verb(sentence: Sentence, at: int) -> Casualty | None:
    harm = harm_of(sentence, at)
    if harm is None or _of_number(sentence, at):
        return None
    low = sentence.low(at)
    if sentence.is_in(at, "intransitive") and sentence.is_in(at - 1, "shot"):
        shot = ahead(sentence, at, harm)
        if shot is not None:
            return shot
    passive = sentence.is_in(at, "intransitive") or _passive(sentence, at)
    told = None if passive and not low.endswith("ing") else ahead(sentence, at, harm)
    if told is not None:
        return told
    active = (low.endswith("ing") and sentence.is_in(at, "transitive")) or (
        sentence.is_in(at - 1, "and") and sentence.is_in(at + 1, "articles")
    )
    return None if active else behind(sentence, at, harm)


def _passive(sentence: Sentence, at: int) -> bool:
    step = at - 1
    while sentence.is_in(step, "adverbs") and not sentence.is_in(step, "auxiliaries"):
        step -= 1
    return sentence.is_in(step, "being") or (sentence.is_in(step, "toll_fillers") and not sentence.is_in(step, "auxiliaries"))


def _of_number(sentence: Sentence, at: int) -> bool:
    """Whether this verb belongs to "the number of people killed", which is read as a total."""
    return any(sentence.is_in(back, "number_of") and sentence.is_in(back + 1, "of") for back in range(max(at - 8, 0), at))


def _noun(sentence: Sentence, at: int) -> Casualty | None:
    """Read a noun: "120 bodies", "five deaths", "three fatalities", "the bodies of two more residents"."""
    if not sentence.is_in(at, "death_nouns"):
        return None
    if sentence.is_in(at + 1, "of"):
        number = sentence.numbers.get(skip_quantity(sentence, at + 2))
        if number is not None and number.value is not None and not counts_things(sentence, number):
            return counted(sentence, Harm.KILLED, at, number, number.end)
    number = next((number for number in sentence.numbers.values() if number.end in {at, at - 1}), None)
    if number is None or number.value is None:
        return None
    told = Casualty(Harm.KILLED, at, at + 1, number.value, *bounds(sentence, number))
    return replace(
        told, civilian=any(sentence.is_in(step, "civilians") for step in (at + 2, at - 1)), more=sentence.is_in(number.end, "more")
    )


def _phrase(sentence: Sentence, at: int) -> Casualty | None:
    """Read a phrase: "lost a foot", "was taken to hospital", "is in a stable condition"."""
    for words, harm in sentence.words.harm_phrases.find_at(sentence.view, at):
        return behind(sentence, words.start, harm) or opening_subject(sentence, words.start, harm)
    return None


def toll_of(counts: Iterable[Casualty]) -> Toll:
    """Return one toll of the counts that belong to one event: a total rules, else the highest of what is told."""
    counts = tuple(counts)
    killed, injured = _largest(counts, Harm.KILLED), _largest(counts, Harm.INJURED)
    return Toll(
        fatalities=killed.count if killed else None,
        fatalities_low=killed.low if killed else None,
        fatalities_high=killed.high if killed else None,
        fatalities_civilian=_civilians(counts, Harm.KILLED),
        injured=injured.count if injured else None,
        injured_civilian=_civilians(counts, Harm.INJURED),
        losses_claimed=any(count.enemy for count in counts),
    )


def _largest(counts: tuple[Casualty, ...], harm: Harm) -> Casualty | None:
    mine = [count for count in counts if count.harm is harm]
    totals = [count for count in mine if count.total]
    return max(totals or mine, key=lambda count: count.count, default=None)


def _civilians(counts: tuple[Casualty, ...], harm: Harm) -> int | None:
    return max((count.count for count in counts if count.harm is harm and count.civilian), default=None)
