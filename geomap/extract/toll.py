"""How many were killed and hurt, read from one sentence; never from a number that counts something else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from geomap.extract.numbers import Number
from geomap.extract.reading import Reading
from geomap.extract.types import Harm
from geomap.model import Toll

BACK = 14  # tokens between a count and "were killed"
AHEAD = 7  # tokens between "killing" and its count
TOTAL_REACH = 34  # "the number of people killed when ... has gone up to six"
CLOSED = frozenset(";:.!?")


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
    """ "killing 280 people in Turkey and at least 237 in Syria": the count of the same harm at the second place."""
    found = []
    for start, number in reading.numbers.items():
        if start <= casualty.end or number.value is None or start - casualty.end > TOTAL_REACH:
            continue
        if not reading.is_in(number.end, "at") or reading.name_at(number.end + 1) is None:
            continue
        first = start
        while reading.is_in(first - 1, "quantities"):
            first -= 1
        if reading.is_in(first - 1, "and") or reading.low(first - 1) in {":", ","}:
            found.append(Casualty(casualty.harm, start, number.end, number.value, *_bounds(reading, number)))
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


def _harm_of(reading: Reading, at: int) -> Harm | None:
    if reading.is_in(at, "killed"):
        return Harm.KILLED
    return Harm.INJURED if reading.is_in(at, "injured") else None


# --- totals -----------------------------------------------------------------------------------------------------------


def _total(reading: Reading, at: int) -> Casualty | None:
    """ "The death toll has risen to 28", "the number of people killed in the attack to four"."""
    if reading.is_in(at, "tolls"):
        harm = Harm.KILLED
    elif reading.is_in(at, "number_of") and reading.is_in(at + 1, "of"):
        ahead = next((step for step in range(at + 2, min(at + 9, len(reading.tokens))) if _harm_of(reading, step) is not None or reading.is_in(step, "death_nouns")), None)
        if ahead is None:
            return None
        harm = _harm_of(reading, ahead) or Harm.KILLED
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
            number = reading.numbers.get(_skip_quantity(reading, step + 1))
            if number is not None and not _counts_things(reading, number):
                last = number if last is None or not reading.is_in(step, "of") else last
    return last


# --- verbs ------------------------------------------------------------------------------------------------------------


def _verb(reading: Reading, at: int) -> Casualty | None:
    harm = _harm_of(reading, at)
    if harm is None or _of_number(reading, at):
        return None
    low = reading.low(at)
    passive = reading.is_in(at, "intransitive") or _passive(reading, at)
    ahead = None if passive and not low.endswith("ing") else _ahead(reading, at, harm)
    if ahead is not None:
        return ahead
    return None if low.endswith("ing") and reading.is_in(at, "transitive") else _behind(reading, at, harm)


def _passive(reading: Reading, at: int) -> bool:
    step = at - 1
    while reading.is_in(step, "adverbs") and not reading.is_in(step, "auxiliaries"):
        step -= 1
    return reading.is_in(step, "being") or (reading.is_in(step, "toll_fillers") and not reading.is_in(step, "auxiliaries"))


def _of_number(reading: Reading, at: int) -> bool:
    """Whether this verb belongs to "the number of people killed", which is read as a total."""
    return any(reading.is_in(back, "number_of") and reading.is_in(back + 1, "of") for back in range(max(at - 8, 0), at))


def _skip_quantity(reading: Reading, at: int) -> int:
    while reading.is_in(at, "quantities") and at not in reading.numbers:
        at += 1
    return at


def _ahead(reading: Reading, at: int, harm: Harm) -> Casualty | None:
    start = _skip_quantity(reading, at + 1)
    if reading.is_in(start, "subset"):
        return None
    number = reading.numbers.get(start)
    if number is not None and not _is_age(reading, number):
        if number.value is None or _counts_things(reading, number) or _belongs_to_next(reading, number):
            return None
        return _with_partners(reading, _counted(reading, harm, at, number, number.end), number.end)
    for step in range(at + 1, min(at + 1 + AHEAD, len(reading.tokens))):
        number = reading.numbers.get(step)
        if (number is not None and not _is_age(reading, number)) or reading.low(step) in CLOSED or reading.low(step) == ",":
            return None
        if reading.is_in(step, "people"):
            return _singular_ahead(reading, harm, at, step)
    return None


def _singular_ahead(reading: Reading, harm: Harm, at: int, noun: int) -> Casualty | None:
    implied = reading.words.numbers_implied.get(reading.low(noun))
    if implied is None and _is_plural(reading, noun):
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
        if noun >= len(reading.tokens) or _harm_of(reading, noun) is not None or reading.is_in(noun, "auxiliaries") or reading.low(noun) == ",":
            return first
        noun += 1
    if not reading.is_in(noun, "people") or _harm_of(reading, noun + 1) is Harm.INJURED:
        return first
    more = number.value if number is not None else (None if _is_plural(reading, noun) else 1)
    if not more:
        return first
    return replace(first, count=first.count + more, end=noun + 1, civilian=first.civilian and reading.is_in(noun, "civilians"))


def _is_age(reading: Reading, number: Number) -> bool:
    return reading.low(number.end) == "-" and reading.tokens[number.end].start == reading.tokens[number.end - 1].end


def _is_plural(reading: Reading, noun: int) -> bool:
    low = reading.low(noun)
    if reading.words["singulars"].forms:
        return low not in reading.words["singulars"]
    return low in reading.words["plurals"] or (low.endswith("s") and not low.endswith("ss"))


def _belongs_to_next(reading: Reading, number: Number) -> bool:
    """ "One killed, 3 wounded": whether the number counts what the next verb tells."""
    for step in range(number.end, min(number.end + 3, len(reading.tokens))):
        if _harm_of(reading, step) is not None and not reading.low(step).endswith("ing"):
            return True
        if not reading.is_in(step, "people") and not reading.is_in(step, "toll_fillers"):
            return False
    return False


def _behind(reading: Reading, at: int, harm: Harm) -> Casualty | None:
    noun: int | None = None
    step = at - 1
    while step >= max(at - BACK, 0):
        low = reading.low(step)
        number = next((number for number in reading.numbers.values() if number.end - 1 == step), None)
        if number is not None:
            if number.value is not None and not _counts_things(reading, number) and not _is_subset(reading, number.start):
                return _coordinated(reading, _counted(reading, harm, at, number, at + 1), number.start)
            step = number.start - 1
            continue
        if low in CLOSED or _harm_of(reading, step) is not None or reading.is_in(step, "stoppers"):
            break
        if low == ",":
            back = _parenthesis_start(reading, step)
            if back is None:
                break
            step = back - 1
            continue
        if reading.is_in(step, "people") and noun is None:
            noun = step
        step -= 1
    return _singular_behind(reading, harm, at, noun, step)


def _singular_behind(reading: Reading, harm: Harm, at: int, noun: int | None, stop: int) -> Casualty | None:
    if noun is None:
        named = reading.is_in(at - 1, "singular_auxiliaries") and stop < at - 1 and _is_capitalized_subject(reading, stop, at)
        return Casualty(harm, at, at + 1, 1) if named else None
    implied = reading.words.numbers_implied.get(reading.low(noun))
    if implied is not None:
        return Casualty(harm, at, at + 1, implied, civilian=reading.is_in(noun, "civilians"))
    if _is_plural(reading, noun):
        return None
    start = max(stop, noun - 6)
    singular = "a" not in reading.words["articles"] or any(reading.is_in(step, "articles") for step in range(max(start, 0), noun)) or noun == 0 or start < 0 or reading.is_in(noun - 1, "part_adjectives") or _is_first(reading, noun)
    if not singular:
        return None
    first = Casualty(harm, at, at + 1, 1, civilian=reading.is_in(noun, "civilians"), enemy=reading.is_in(noun, "enemies"))
    return _coordinated(reading, first, noun)


def _is_first(reading: Reading, noun: int) -> bool:
    """Whether the noun opens its sentence, as in headlines: "Civilian killed by shelling", "Ukraine soldier killed"."""
    return all(reading.name_at(step) is not None or reading.is_in(step, "people") or reading.tokens[step].text[0].isupper() for step in range(noun))


def _is_capitalized_subject(reading: Reading, stop: int, at: int) -> bool:
    before = [token for token in reading.tokens[max(stop + 1, 0) : at - 1] if token.is_word]
    opening = [token for token in reading.tokens[:at] if token.is_word]
    return bool(opening) and bool(before or stop >= 0) and sum(token.text[0].isupper() for token in opening[:3]) >= 2 and not reading.hit_before(at)  # noqa: PLR2004 - first name and surname


def _coordinated(reading: Reading, casualty: Casualty, start: int) -> Casualty:
    """Add who stands before "and": "two officers and a civilian were killed", "three civilians, two soldiers killed"."""
    at = start - 1
    while reading.is_in(at, "quantities") or reading.is_in(at, "articles") or "year" in reading.low(at) or reading.low(at) == "-" or (reading.low(at).isdecimal() and reading.low(at + 1) == "-"):
        at -= 1
    if not reading.is_in(at, "and") and not (reading.low(at) == "," and start in reading.numbers and not _told_before(reading, at)):
        return casualty
    noun = at - 1
    if not reading.is_in(noun, "people"):
        return casualty
    for back in range(noun - 1, max(noun - 5, -1), -1):
        number = next((number for number in reading.numbers.values() if number.end - 1 == back), None)
        if number is not None and number.value is not None and not _counts_things(reading, number):
            return replace(casualty, count=casualty.count + number.value, civilian=casualty.civilian and reading.is_in(noun, "civilians"))
        if reading.is_in(back, "articles") and not _is_plural(reading, noun):
            return replace(casualty, count=casualty.count + 1, civilian=casualty.civilian and reading.is_in(noun, "civilians"))
    return casualty


def _told_before(reading: Reading, at: int) -> bool:
    """Whether those named just before token ``at`` are counted by a verb of their own: "Two people died, five were hurt"."""
    return any(_harm_of(reading, step) is not None for step in range(max(at - 6, 0), at))


def _parenthesis_start(reading: Reading, comma: int) -> int | None:
    """The comma that opens what ``comma`` closes: ", including a boy,", ", a deputy head of the region,"."""
    for back in range(comma - 1, max(comma - 16, -1), -1):
        if reading.low(back) in CLOSED:
            return None
        if reading.low(back) == ",":
            opens = reading.is_in(back + 1, "subset") or reading.is_in(back + 1, "articles") or reading.is_in(back + 1, "relatives") or back + 1 in reading.numbers or reading.is_in(back + 1, "ages")
            return back if opens else None
    return None


def _is_subset(reading: Reading, start: int) -> bool:
    at = start - 1
    while reading.is_in(at, "quantities"):
        at -= 1
    return reading.is_in(at, "subset")


def _counts_things(reading: Reading, number: Number) -> bool:
    """Whether a number counts anything but people: "15 houses", "at 3 a.m.", "a 62-year-old", "a girl of seven"."""
    after = reading.low(number.end)
    if after in {"%", "°"} or after == "-year-old" or after in reading.words["units"] or reading.is_in(number.start - 1, "currencies"):
        return True
    if number.end < len(reading.tokens) and reading.tokens[number.end].start == reading.tokens[number.end - 1].end and after not in {",", ".", ";", ":", ")", "?", "!"}:
        return True
    if reading.is_in(number.start - 1, "of") and reading.is_in(number.start - 2, "people") and not _is_plural(reading, number.start - 2) and reading.low(number.start - 2) not in reading.words["groups"]:
        return True
    if reading.is_in(number.start - 1, "ages") or after in reading.words["month_names"] or reading.is_in(number.start - 1, "month_names"):
        return True
    return reading.is_in(number.end + 1, "units") and not reading.is_in(number.end, "people") and not reading.is_in(number.end, "auxiliaries") and after not in {",", "and"}


def _counted(reading: Reading, harm: Harm, at: int, number: Number, end: int) -> Casualty:
    nouns = range(number.end, min(number.end + 4, len(reading.tokens)))
    noun = next((step for step in nouns if reading.is_in(step, "people")), None)
    value = number.value or 0
    low, high = _bounds(reading, number)
    more = reading.is_in(number.end, "more") or reading.is_in(number.start - 1, "more_before")
    civilian = noun is not None and reading.is_in(noun, "civilians")
    return Casualty(harm, at, end, value, low, high, civilian, enemy=noun is not None and reading.is_in(noun, "enemies"), more=more)


def _bounds(reading: Reading, number: Number) -> tuple[int | None, int | None]:
    value = number.value
    words = {reading.low(step) for step in range(max(number.start - 3, 0), number.start)}
    if words & reading.words["lower_bounds"].forms:
        return value, None
    if words & reading.words["upper_bounds"].forms:
        return None, value
    joined = reading.is_in(number.start - 1, "or") or reading.low(number.start - 1) in {"-", "–"}
    before = next((other for other in reading.numbers.values() if other.end == number.start - 1), None) if joined else None
    return (before.value, value) if before is not None else (None, None)


# --- nouns and phrases ------------------------------------------------------------------------------------------------


def _noun(reading: Reading, at: int) -> Casualty | None:
    """ "120 bodies", "five deaths", "three fatalities", "the bodies of two more residents"."""
    if not reading.is_in(at, "death_nouns"):
        return None
    if reading.is_in(at + 1, "of"):
        number = reading.numbers.get(_skip_quantity(reading, at + 2))
        if number is not None and number.value is not None and not _counts_things(reading, number):
            return _counted(reading, Harm.KILLED, at, number, number.end)
    number = next((number for number in reading.numbers.values() if number.end in {at, at - 1}), None)
    if number is None or number.value is None:
        return None
    counted = Casualty(Harm.KILLED, at, at + 1, number.value, *_bounds(reading, number))
    return replace(counted, civilian=any(reading.is_in(step, "civilians") for step in (at + 2, at - 1)), more=reading.is_in(number.end, "more"))


def _phrase(reading: Reading, at: int) -> Casualty | None:
    """ "lost a foot", "was taken to hospital", "is in a stable condition"."""
    for words, harm in reading.words.harm_phrases.find_at(reading.seen, at):
        return _behind(reading, words.start, harm) or _opening_subject(reading, words.start, harm)
    return None


def _opening_subject(reading: Reading, at: int, harm: Harm) -> Casualty | None:
    """Who opens the sentence, where a clause stands between: "A girl whose parents died is in a stable condition"."""
    if not (reading.is_in(0, "articles") and reading.is_in(at - 1, "singular_auxiliaries")):
        return None
    noun = next((step for step in range(1, min(8, at)) if reading.is_in(step, "people")), None)
    return None if noun is None or _is_plural(reading, noun) else Casualty(harm, at, at + 1, 1, civilian=reading.is_in(noun, "civilians"))


# --- what an event's sentences add up to ------------------------------------------------------------------------------


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


def more_toll(first: Toll, second: Toll) -> Toll:
    """Join two tolls told of one event in one post: the higher figure of each kind, with its own bounds."""
    higher = second if (second.fatalities or -1) > (first.fatalities or -1) else first
    return Toll(
        fatalities=higher.fatalities,
        fatalities_low=higher.fatalities_low,
        fatalities_high=higher.fatalities_high,
        fatalities_civilian=_higher(first.fatalities_civilian, second.fatalities_civilian),
        injured=_higher(first.injured, second.injured),
        injured_civilian=_higher(first.injured_civilian, second.injured_civilian),
        losses_claimed=first.losses_claimed or second.losses_claimed,
    )


def _higher(first: int | None, second: int | None) -> int | None:
    known = [count for count in (first, second) if count is not None]
    return max(known, default=None)
