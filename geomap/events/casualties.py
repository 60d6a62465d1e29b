"""A count of people killed or hurt: who is counted by a verb, and numbers that count something else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geomap.events.ontology import Harm
from geomap.events.sentence import Number, Sentence

CLOSED = frozenset(";:.!?")
BACK = 14  # tokens between a count and "were killed"
AHEAD = 7  # tokens between "killing" and its count
FULL_NAME = 2  # capitals that open a sentence: first name and surname


@dataclass(frozen=True, slots=True)
class Casualty:
    """One count of people killed or hurt, at token ``at`` of its sentence. ``total`` sums up all there were."""

    harm: Harm
    at: int
    end: int
    count: int
    low: int | None = None
    high: int | None = None
    civilian: bool = False
    enemy: bool = False
    total: bool = False
    more: bool = False  # "two more bodies": adds to what was told before


def harm_of(sentence: Sentence, at: int) -> Harm | None:
    """Return what the word at ``at`` does to people, None: nothing."""
    if sentence.is_in(at, "killed"):
        return Harm.KILLED
    return Harm.INJURED if sentence.is_in(at, "injured") else None


def skip_quantity(sentence: Sentence, at: int) -> int:
    """Return the token after "at least", "more than", "about"."""
    while sentence.is_in(at, "quantities") and at not in sentence.numbers:
        at += 1
    return at


def is_plural(sentence: Sentence, noun: int) -> bool:
    """Whether a noun stands for several people."""
    low = sentence.low(noun)
    if sentence.words["singulars"].forms:
        return low not in sentence.words["singulars"]
    return low in sentence.words["plurals"] or (low.endswith("s") and not low.endswith("ss"))


def is_age(sentence: Sentence, number: Number) -> bool:
    """Whether a number is that of "a 62-year-old"."""
    return sentence.low(number.end) == "-" and sentence.tokens[number.end].start == sentence.tokens[number.end - 1].end


def is_subset(sentence: Sentence, start: int) -> bool:
    """Whether a number counts some of those counted before: "among them a dozen children"."""
    at = start - 1
    while sentence.is_in(at, "quantities"):
        at -= 1
    return sentence.is_in(at, "subset")


def counts_things(sentence: Sentence, number: Number) -> bool:
    """Whether a number counts anything but people: "15 houses", "at 3 a.m.", "a 62-year-old", "a girl of seven"."""
    after = sentence.low(number.end)
    if after in {"%", "°"} or after == "-year-old" or after in sentence.words["units"] or sentence.is_in(number.start - 1, "currencies"):
        return True
    if (
        number.end < len(sentence.tokens)
        and sentence.tokens[number.end].start == sentence.tokens[number.end - 1].end
        and after not in {",", ".", ";", ":", ")", "?", "!"}
    ):
        return True
    if (
        sentence.is_in(number.start - 1, "of")
        and sentence.is_in(number.start - 2, "people")
        and not is_plural(sentence, number.start - 2)
        and sentence.low(number.start - 2) not in sentence.words["groups"]
    ):
        return True
    if (
        sentence.is_in(number.start - 1, "ages")
        or after in sentence.words["month_names"]
        or sentence.is_in(number.start - 1, "month_names")
    ):
        return True
    return (
        sentence.is_in(number.end + 1, "units")
        and not sentence.is_in(number.end, "people")
        and not sentence.is_in(number.end, "auxiliaries")
        and after not in {",", "and"}
    )


def counted(sentence: Sentence, harm: Harm, at: int, number: Number, end: int) -> Casualty:
    """Return the count that ``number`` states."""
    nouns = range(number.end, min(number.end + 4, len(sentence.tokens)))
    noun = next((step for step in nouns if sentence.is_in(step, "people")), None)
    value = number.value or 0
    low, high = bounds(sentence, number)
    more = sentence.is_in(number.end, "more") or sentence.is_in(number.start - 1, "more_before")
    civilian = noun is not None and sentence.is_in(noun, "civilians")
    return Casualty(harm, at, end, value, low, high, civilian, enemy=noun is not None and sentence.is_in(noun, "enemies"), more=more)


def bounds(sentence: Sentence, number: Number) -> tuple[int | None, int | None]:
    """Return the low and the high of "at least three", "up to five", "two or three"."""
    value = number.value
    words = {sentence.low(step) for step in range(max(number.start - 3, 0), number.start)}
    if words & sentence.words["lower_bounds"].forms:
        return value, None
    if words & sentence.words["upper_bounds"].forms:
        return None, value
    joined = sentence.is_in(number.start - 1, "or") or sentence.low(number.start - 1) in {"-", "–"}
    before = next((other for other in sentence.numbers.values() if other.end == number.start - 1), None) if joined else None
    return (before.value, value) if before is not None else (None, None)


def ahead(sentence: Sentence, at: int, harm: Harm) -> Casualty | None:
    """Count those who stand after a verb: "killing two people", "killed a husband and wife"."""
    start = skip_quantity(sentence, at + 1)
    if sentence.is_in(start, "subset"):
        return None
    number = sentence.numbers.get(start)
    if number is not None and not is_age(sentence, number):
        if number.value is None or counts_things(sentence, number) or _belongs_to_next(sentence, number):
            return None
        return _with_partners(sentence, counted(sentence, harm, at, number, number.end), number.end)
    for step in range(at + 1, min(at + 1 + AHEAD, len(sentence.tokens))):
        number = sentence.numbers.get(step)
        if (number is not None and not is_age(sentence, number)) or sentence.low(step) in CLOSED or sentence.low(step) == ",":
            return None
        if sentence.is_in(step, "people"):
            return _singular_ahead(sentence, harm, at, step)
    return None


def _singular_ahead(sentence: Sentence, harm: Harm, at: int, noun: int) -> Casualty | None:
    implied = sentence.words.numbers_implied.get(sentence.low(noun))
    if implied is None and is_plural(sentence, noun):
        return None
    if implied is None and "a" in sentence.words["articles"] and not any(sentence.is_in(step, "articles") for step in range(at + 1, noun)):
        return None
    first = Casualty(harm, at, noun + 1, implied or 1, civilian=sentence.is_in(noun, "civilians"), enemy=sentence.is_in(noun, "enemies"))
    return _with_partners(sentence, first, noun + 1)


def _with_partners(sentence: Sentence, first: Casualty, at: int) -> Casualty:
    """Add who is joined by "and": "a husband and wife", "a woman and her two children"."""
    while at < first.end + 3 and (sentence.is_in(at, "people") or sentence.name_at(at) is not None):
        at += 1
    if not sentence.is_in(at, "and"):
        return first
    step = at + 1
    while sentence.is_in(step, "articles") or sentence.is_in(step, "quantities"):
        step += 1
    number = sentence.numbers.get(step)
    noun = number.end if number is not None else step
    while noun < step + AHEAD and not sentence.is_in(noun, "people"):
        if (
            noun >= len(sentence.tokens)
            or harm_of(sentence, noun) is not None
            or sentence.is_in(noun, "auxiliaries")
            or sentence.low(noun) == ","
        ):
            return first
        noun += 1
    if not sentence.is_in(noun, "people") or harm_of(sentence, noun + 1) is Harm.INJURED:
        return first
    more = number.value if number is not None else (None if is_plural(sentence, noun) else 1)
    if not more:
        return first
    return replace(first, count=first.count + more, end=noun + 1, civilian=first.civilian and sentence.is_in(noun, "civilians"))


def _belongs_to_next(sentence: Sentence, number: Number) -> bool:
    """Look ahead: "One killed, 3 wounded": whether the number counts what the next verb tells."""
    for step in range(number.end, min(number.end + 3, len(sentence.tokens))):
        if harm_of(sentence, step) is not None and not sentence.low(step).endswith("ing"):
            return True
        if not sentence.is_in(step, "people") and not sentence.is_in(step, "toll_fillers"):
            return False
    return False


def behind(sentence: Sentence, at: int, harm: Harm) -> Casualty | None:
    """Count those who stand before a verb: "two people were killed", "a man died"."""
    noun: int | None = None
    joined = 0
    step = at - 1
    while step >= max(at - BACK, 0):
        low = sentence.low(step)
        number = next((number for number in sentence.numbers.values() if number.end - 1 == step), None)
        if number is not None:
            if number.value is not None and not counts_things(sentence, number) and not is_subset(sentence, number.start):
                told = counted(sentence, harm, at, number, at + 1)
                return _coordinated(sentence, replace(told, count=told.count + joined), number.start)
            step = number.start - 1
            continue
        if low in CLOSED or harm_of(sentence, step) is not None or sentence.is_in(step, "stoppers"):
            break
        if low == ",":
            back = _parenthesis_start(sentence, step)
            if back is None:
                break
            step = back - 1
            continue
        if sentence.is_in(step, "people") and noun is None:
            noun = step
        if noun is not None and sentence.is_in(step, "and") and sentence.is_in(step + 1, "articles") and not is_plural(sentence, noun):
            joined = 1  # "two officers and a civilian"
        step -= 1
    return _singular_behind(sentence, harm, at, noun, step)


def _singular_behind(sentence: Sentence, harm: Harm, at: int, noun: int | None, stop: int) -> Casualty | None:
    if noun is None:
        named = sentence.is_in(at - 1, "singular_auxiliaries") and stop < at - 1 and _is_capitalized_subject(sentence, stop, at)
        return Casualty(harm, at, at + 1, 1) if named else None
    implied = sentence.words.numbers_implied.get(sentence.low(noun))
    if implied is not None:
        return Casualty(harm, at, at + 1, implied, civilian=sentence.is_in(noun, "civilians"))
    if is_plural(sentence, noun):
        return None
    start = max(stop, noun - 6)
    singular = (
        "a" not in sentence.words["articles"]
        or any(sentence.is_in(step, "articles") for step in range(max(start, 0), noun))
        or noun == 0
        or start < 0
        or sentence.is_in(noun - 1, "part_adjectives")
        or _is_first(sentence, noun)
    )
    if not singular:
        return None
    first = Casualty(harm, at, at + 1, 1, civilian=sentence.is_in(noun, "civilians"), enemy=sentence.is_in(noun, "enemies"))
    return _coordinated(sentence, first, noun)


def _is_first(sentence: Sentence, noun: int) -> bool:
    """Whether the noun opens its sentence, as in headlines: "Civilian killed by shelling", "Ukraine soldier killed"."""
    return all(
        sentence.name_at(step) is not None or sentence.is_in(step, "people") or sentence.tokens[step].text[0].isupper()
        for step in range(noun)
    )


def _is_capitalized_subject(sentence: Sentence, stop: int, at: int) -> bool:
    before = [token for token in sentence.tokens[max(stop + 1, 0) : at - 1] if token.is_word]
    opening = [token for token in sentence.tokens[:at] if token.is_word]
    return (
        bool(opening)
        and bool(before or stop >= 0)
        and sum(token.text[0].isupper() for token in opening[:3]) >= FULL_NAME
        and not sentence.trigger_before(at)
    )


def _coordinated(sentence: Sentence, casualty: Casualty, start: int) -> Casualty:
    """Add who stands before "and": "two officers and a civilian were killed", "three civilians, two soldiers killed"."""
    at = start - 1
    while (
        sentence.is_in(at, "quantities")
        or sentence.is_in(at, "articles")
        or "year" in sentence.low(at)
        or sentence.low(at) == "-"
        or (sentence.low(at).isdecimal() and sentence.low(at + 1) == "-")
    ):
        at -= 1
    if not sentence.is_in(at, "and") and not (sentence.low(at) == "," and start in sentence.numbers and not _told_before(sentence, at)):
        return casualty
    noun = at - 1
    if not sentence.is_in(noun, "people"):
        return casualty
    for back in range(noun - 1, max(noun - 5, -1), -1):
        number = next((number for number in sentence.numbers.values() if number.end - 1 == back), None)
        if number is not None and number.value is not None and not counts_things(sentence, number):
            return replace(casualty, count=casualty.count + number.value, civilian=casualty.civilian and sentence.is_in(noun, "civilians"))
        if sentence.is_in(back, "articles") and not is_plural(sentence, noun):
            return replace(casualty, count=casualty.count + 1, civilian=casualty.civilian and sentence.is_in(noun, "civilians"))
    return casualty


def _told_before(sentence: Sentence, at: int) -> bool:
    """Whether those named just before token ``at`` are counted by a verb of their own: "Two people died, five were hurt"."""
    return any(harm_of(sentence, step) is not None for step in range(max(at - 6, 0), at))


def _parenthesis_start(sentence: Sentence, comma: int) -> int | None:
    """The comma that opens what ``comma`` closes: ", including a boy,", ", a deputy head of the region,"."""
    for back in range(comma - 1, max(comma - 16, -1), -1):
        if sentence.low(back) in CLOSED:
            return None
        if sentence.low(back) == ",":
            opens = (
                sentence.is_in(back + 1, "subset")
                or sentence.is_in(back + 1, "articles")
                or sentence.is_in(back + 1, "relatives")
                or back + 1 in sentence.numbers
                or sentence.is_in(back + 1, "ages")
            )
            return back if opens else None
    return None


def opening_subject(sentence: Sentence, at: int, harm: Harm) -> Casualty | None:
    """Who opens the sentence, where a clause stands between: "A girl whose parents died is in a stable condition"."""
    if not (sentence.is_in(0, "articles") and sentence.is_in(at - 1, "singular_auxiliaries")):
        return None
    noun = next((step for step in range(1, min(8, at)) if sentence.is_in(step, "people")), None)
    return None if noun is None or is_plural(sentence, noun) else Casualty(harm, at, at + 1, 1, civilian=sentence.is_in(noun, "civilians"))
