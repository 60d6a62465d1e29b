"""Who is counted by a verb of killing or hurting: those before it, those after it, and those joined to them."""

from __future__ import annotations

from dataclasses import replace

from geomap.events.casualty import CLOSED, Casualty, counted, counts_things, harm_of, is_age, is_plural, is_subset, skip_quantity
from geomap.events.numbers import Number
from geomap.events.reading import Reading
from geomap.events.types import Harm

BACK = 14  # tokens between a count and "were killed"
AHEAD = 7  # tokens between "killing" and its count
FULL_NAME = 2  # capitals that open a sentence: first name and surname


def ahead(reading: Reading, at: int, harm: Harm) -> Casualty | None:
    """Count those who stand after a verb: "killing two people", "killed a husband and wife"."""
    start = skip_quantity(reading, at + 1)
    if reading.is_in(start, "subset"):
        return None
    number = reading.numbers.get(start)
    if number is not None and not is_age(reading, number):
        if number.value is None or counts_things(reading, number) or _belongs_to_next(reading, number):
            return None
        return _with_partners(reading, counted(reading, harm, at, number, number.end), number.end)
    for step in range(at + 1, min(at + 1 + AHEAD, len(reading.tokens))):
        number = reading.numbers.get(step)
        if (number is not None and not is_age(reading, number)) or reading.low(step) in CLOSED or reading.low(step) == ",":
            return None
        if reading.is_in(step, "people"):
            return _singular_ahead(reading, harm, at, step)
    return None


def _singular_ahead(reading: Reading, harm: Harm, at: int, noun: int) -> Casualty | None:
    implied = reading.words.numbers_implied.get(reading.low(noun))
    if implied is None and is_plural(reading, noun):
        return None
    if implied is None and "a" in reading.words["articles"] and not any(reading.is_in(step, "articles") for step in range(at + 1, noun)):
        return None
    first = Casualty(harm, at, noun + 1, implied or 1, civilian=reading.is_in(noun, "civilians"), enemy=reading.is_in(noun, "enemies"))
    return _with_partners(reading, first, noun + 1)


def _with_partners(reading: Reading, first: Casualty, at: int) -> Casualty:
    """Add who is joined by "and": "a husband and wife", "a woman and her two children"."""
    while at < first.end + 3 and (reading.is_in(at, "people") or reading.name_at(at) is not None):
        at += 1
    if not reading.is_in(at, "and"):
        return first
    step = at + 1
    while reading.is_in(step, "articles") or reading.is_in(step, "quantities"):
        step += 1
    number = reading.numbers.get(step)
    noun = number.end if number is not None else step
    while noun < step + AHEAD and not reading.is_in(noun, "people"):
        if (
            noun >= len(reading.tokens)
            or harm_of(reading, noun) is not None
            or reading.is_in(noun, "auxiliaries")
            or reading.low(noun) == ","
        ):
            return first
        noun += 1
    if not reading.is_in(noun, "people") or harm_of(reading, noun + 1) is Harm.INJURED:
        return first
    more = number.value if number is not None else (None if is_plural(reading, noun) else 1)
    if not more:
        return first
    return replace(first, count=first.count + more, end=noun + 1, civilian=first.civilian and reading.is_in(noun, "civilians"))


def _belongs_to_next(reading: Reading, number: Number) -> bool:
    """Look ahead: "One killed, 3 wounded": whether the number counts what the next verb tells."""
    for step in range(number.end, min(number.end + 3, len(reading.tokens))):
        if harm_of(reading, step) is not None and not reading.low(step).endswith("ing"):
            return True
        if not reading.is_in(step, "people") and not reading.is_in(step, "toll_fillers"):
            return False
    return False


def behind(reading: Reading, at: int, harm: Harm) -> Casualty | None:
    """Count those who stand before a verb: "two people were killed", "a man died"."""
    noun: int | None = None
    joined = 0
    step = at - 1
    while step >= max(at - BACK, 0):
        low = reading.low(step)
        number = next((number for number in reading.numbers.values() if number.end - 1 == step), None)
        if number is not None:
            if number.value is not None and not counts_things(reading, number) and not is_subset(reading, number.start):
                told = counted(reading, harm, at, number, at + 1)
                return _coordinated(reading, replace(told, count=told.count + joined), number.start)
            step = number.start - 1
            continue
        if low in CLOSED or harm_of(reading, step) is not None or reading.is_in(step, "stoppers"):
            break
        if low == ",":
            back = _parenthesis_start(reading, step)
            if back is None:
                break
            step = back - 1
            continue
        if reading.is_in(step, "people") and noun is None:
            noun = step
        if noun is not None and reading.is_in(step, "and") and reading.is_in(step + 1, "articles") and not is_plural(reading, noun):
            joined = 1  # "two officers and a civilian"
        step -= 1
    return _singular_behind(reading, harm, at, noun, step)


def _singular_behind(reading: Reading, harm: Harm, at: int, noun: int | None, stop: int) -> Casualty | None:
    if noun is None:
        named = reading.is_in(at - 1, "singular_auxiliaries") and stop < at - 1 and _is_capitalized_subject(reading, stop, at)
        return Casualty(harm, at, at + 1, 1) if named else None
    implied = reading.words.numbers_implied.get(reading.low(noun))
    if implied is not None:
        return Casualty(harm, at, at + 1, implied, civilian=reading.is_in(noun, "civilians"))
    if is_plural(reading, noun):
        return None
    start = max(stop, noun - 6)
    singular = (
        "a" not in reading.words["articles"]
        or any(reading.is_in(step, "articles") for step in range(max(start, 0), noun))
        or noun == 0
        or start < 0
        or reading.is_in(noun - 1, "part_adjectives")
        or _is_first(reading, noun)
    )
    if not singular:
        return None
    first = Casualty(harm, at, at + 1, 1, civilian=reading.is_in(noun, "civilians"), enemy=reading.is_in(noun, "enemies"))
    return _coordinated(reading, first, noun)


def _is_first(reading: Reading, noun: int) -> bool:
    """Whether the noun opens its sentence, as in headlines: "Civilian killed by shelling", "Ukraine soldier killed"."""
    return all(
        reading.name_at(step) is not None or reading.is_in(step, "people") or reading.tokens[step].text[0].isupper() for step in range(noun)
    )


def _is_capitalized_subject(reading: Reading, stop: int, at: int) -> bool:
    before = [token for token in reading.tokens[max(stop + 1, 0) : at - 1] if token.is_word]
    opening = [token for token in reading.tokens[:at] if token.is_word]
    return (
        bool(opening)
        and bool(before or stop >= 0)
        and sum(token.text[0].isupper() for token in opening[:3]) >= FULL_NAME
        and not reading.hit_before(at)
    )


def _coordinated(reading: Reading, casualty: Casualty, start: int) -> Casualty:
    """Add who stands before "and": "two officers and a civilian were killed", "three civilians, two soldiers killed"."""
    at = start - 1
    while (
        reading.is_in(at, "quantities")
        or reading.is_in(at, "articles")
        or "year" in reading.low(at)
        or reading.low(at) == "-"
        or (reading.low(at).isdecimal() and reading.low(at + 1) == "-")
    ):
        at -= 1
    if not reading.is_in(at, "and") and not (reading.low(at) == "," and start in reading.numbers and not _told_before(reading, at)):
        return casualty
    noun = at - 1
    if not reading.is_in(noun, "people"):
        return casualty
    for back in range(noun - 1, max(noun - 5, -1), -1):
        number = next((number for number in reading.numbers.values() if number.end - 1 == back), None)
        if number is not None and number.value is not None and not counts_things(reading, number):
            return replace(casualty, count=casualty.count + number.value, civilian=casualty.civilian and reading.is_in(noun, "civilians"))
        if reading.is_in(back, "articles") and not is_plural(reading, noun):
            return replace(casualty, count=casualty.count + 1, civilian=casualty.civilian and reading.is_in(noun, "civilians"))
    return casualty


def _told_before(reading: Reading, at: int) -> bool:
    """Whether those named just before token ``at`` are counted by a verb of their own: "Two people died, five were hurt"."""
    return any(harm_of(reading, step) is not None for step in range(max(at - 6, 0), at))


def _parenthesis_start(reading: Reading, comma: int) -> int | None:
    """The comma that opens what ``comma`` closes: ", including a boy,", ", a deputy head of the region,"."""
    for back in range(comma - 1, max(comma - 16, -1), -1):
        if reading.low(back) in CLOSED:
            return None
        if reading.low(back) == ",":
            opens = (
                reading.is_in(back + 1, "subset")
                or reading.is_in(back + 1, "articles")
                or reading.is_in(back + 1, "relatives")
                or back + 1 in reading.numbers
                or reading.is_in(back + 1, "ages")
            )
            return back if opens else None
    return None


def opening_subject(reading: Reading, at: int, harm: Harm) -> Casualty | None:
    """Who opens the sentence, where a clause stands between: "A girl whose parents died is in a stable condition"."""
    if not (reading.is_in(0, "articles") and reading.is_in(at - 1, "singular_auxiliaries")):
        return None
    noun = next((step for step in range(1, min(8, at)) if reading.is_in(step, "people")), None)
    return None if noun is None or is_plural(reading, noun) else Casualty(harm, at, at + 1, 1, civilian=reading.is_in(noun, "civilians"))
