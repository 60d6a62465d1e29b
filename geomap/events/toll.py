"""How many were killed and hurt, read from one sentence; never from a number that counts something else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from geomap.events.casualty import CLOSED, Casualty, bounds, counted, counts_things, harm_of, skip_quantity
from geomap.events.counting import AHEAD, ahead, behind, opening_subject
from geomap.events.numbers import Number
from geomap.events.reading import Reading
from geomap.events.types import Harm
from geomap.model import Toll

TOTAL_REACH = 34  # "the number of people killed when ... has gone up to six"


def casualties(reading: Reading) -> list[Casualty]:
    """Give every count of killed and hurt that the sentence states, by position."""
    found: list[Casualty] = []
    for at in range(len(reading.tokens)):
        for rule in (_total, _verb, _noun, _phrase):
            casualty = rule(reading, at)
            if casualty is not None and not _negated(reading, casualty):
                found.append(casualty)
                break
    return _without_doubles([*found, *(more for casualty in found for more in _elsewhere(reading, casualty))])


def _elsewhere(reading: Reading, casualty: Casualty) -> list[Casualty]:
    """Read on: "killing 280 people in Turkey and at least 237 in Syria": the count of the same harm at the second place."""
    found = []
    for start, number in reading.numbers.items():
        if start <= casualty.end or number.value is None or start - casualty.end > TOTAL_REACH:
            continue
        place = number.end + 1
        while reading.is_in(place, "determiners") or reading.is_in(place, "modifiers"):
            place += 1
        if not reading.is_in(number.end, "at") or reading.name_at(place) is None:
            continue
        first = start
        while reading.is_in(first - 1, "quantities"):
            first -= 1
        if reading.is_in(first - 1, "and") or reading.low(first - 1) in {":", ","}:
            found.append(Casualty(casualty.harm, start, number.end, number.value, *bounds(reading, number)))
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


def _negated(reading: Reading, casualty: Casualty) -> bool:
    return any(reading.is_in(at, "negations") for at in range(max(casualty.at - 4, 0), casualty.at))


def _total(reading: Reading, at: int) -> Casualty | None:
    """Read a sum: "The death toll has risen to 28", "the number of people killed in the attack to four"."""
    if reading.is_in(at, "tolls"):
        harm = Harm.KILLED
    elif reading.is_in(at, "number_of") and reading.is_in(at + 1, "of"):
        ahead = next(
            (
                step
                for step in range(at + 2, min(at + 9, len(reading.tokens)))
                if harm_of(reading, step) is not None or reading.is_in(step, "death_nouns")
            ),
            None,
        )
        if ahead is None:
            return None
        harm = harm_of(reading, ahead) or Harm.KILLED
    else:
        return None
    number = _number_reached(reading, at + 1)
    return None if number is None or number.value is None else Casualty(harm, at, number.end, number.value, total=True)


def _number_reached(reading: Reading, at: int) -> Number | None:
    last = None
    for step in range(at, min(at + TOTAL_REACH, len(reading.tokens))):
        if reading.low(step) in CLOSED:
            break
        if reading.is_in(step, "reaching"):
            number = reading.numbers.get(skip_quantity(reading, step + 1))
            if number is not None and not counts_things(reading, number):
                last = number if last is None or not reading.is_in(step, "of") else last
    return last


def _verb(reading: Reading, at: int) -> Casualty | None:
    harm = harm_of(reading, at)
    if harm is None or _of_number(reading, at):
        return None
    low = reading.low(at)
    if reading.is_in(at, "intransitive") and reading.is_in(at - 1, "shot"):
        shot = ahead(reading, at, harm)
        if shot is not None:
            return shot
    passive = reading.is_in(at, "intransitive") or _passive(reading, at)
    told = None if passive and not low.endswith("ing") else ahead(reading, at, harm)
    if told is not None:
        return told
    active = (low.endswith("ing") and reading.is_in(at, "transitive")) or (
        reading.is_in(at - 1, "and") and reading.is_in(at + 1, "articles")
    )
    return None if active else behind(reading, at, harm)


def _passive(reading: Reading, at: int) -> bool:
    step = at - 1
    while reading.is_in(step, "adverbs") and not reading.is_in(step, "auxiliaries"):
        step -= 1
    return reading.is_in(step, "being") or (reading.is_in(step, "toll_fillers") and not reading.is_in(step, "auxiliaries"))


def _of_number(reading: Reading, at: int) -> bool:
    """Whether this verb belongs to "the number of people killed", which is read as a total."""
    return any(reading.is_in(back, "number_of") and reading.is_in(back + 1, "of") for back in range(max(at - 8, 0), at))


def _noun(reading: Reading, at: int) -> Casualty | None:
    """Read a noun: "120 bodies", "five deaths", "three fatalities", "the bodies of two more residents"."""
    if not reading.is_in(at, "death_nouns"):
        return None
    if reading.is_in(at + 1, "of"):
        number = reading.numbers.get(skip_quantity(reading, at + 2))
        if number is not None and number.value is not None and not counts_things(reading, number):
            return counted(reading, Harm.KILLED, at, number, number.end)
    number = next((number for number in reading.numbers.values() if number.end in {at, at - 1}), None)
    if number is None or number.value is None:
        return None
    told = Casualty(Harm.KILLED, at, at + 1, number.value, *bounds(reading, number))
    return replace(
        told, civilian=any(reading.is_in(step, "civilians") for step in (at + 2, at - 1)), more=reading.is_in(number.end, "more")
    )


def _phrase(reading: Reading, at: int) -> Casualty | None:
    """Read a phrase: "lost a foot", "was taken to hospital", "is in a stable condition"."""
    for words, harm in reading.words.harm_phrases.find_at(reading.seen, at):
        return behind(reading, words.start, harm) or opening_subject(reading, words.start, harm)
    return None


def toll_of(counts: Iterable[Casualty]) -> Toll:
    """Make one toll of the counts that belong to one event: a total rules, else the highest of what is told."""
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
