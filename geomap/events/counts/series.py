"""Groups that are told in one breath: "the mayor and two guards", "two men, a woman and a child"."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.events.counts.model import Cue, Group, Series
from geomap.events.counts.words import Voice, count_words
from geomap.events.sentence import Sentence

LEADING = frozenset({Voice.OBJECT, Voice.EITHER, Voice.PEOPLE})  # can stand before those of whom they are said
TRAILING = frozenset({Voice.SUBJECT, Voice.EITHER, Voice.PEOPLE})
MODIFIED = 6  # tokens of "of the town" and the like between a group and the "and" that goes on


def series_of(sentence: Sentence, groups: Sequence[Group], cues: Sequence[Cue]) -> list[Series]:
    """Return the groups of a sentence as series, in text order; those that count some of others stand alone."""
    found: list[list[Group]] = []
    cue_tokens = frozenset(at for cue in cues for at in range(cue.start, cue.end))
    for group in groups:
        parted = bool(found) and _is_said_apart(sentence, found[-1], group, cues)
        if found and not group.subset and not parted and _goes_on(sentence, found[-1][-1], group, cue_tokens):
            found[-1].append(group)
        else:
            found.append([group])
    return [_summed(sentence, groups) for groups in found]


def _goes_on(sentence: Sentence, before: Group, group: Group, cue_tokens: frozenset[int]) -> bool:
    """Whether a group is joined to the one before it."""
    if before.subset or before.count == 0 or group.count == 0 or group.part:
        return False
    between = range(before.end, group.start)
    if any(at in cue_tokens or at in sentence.numbers for at in between):
        return False
    words = list(between)
    while words and (sentence.is_in(words[-1], "quantities") or sentence.is_in(words[-1], "articles")):
        words.pop()  # "and at least one boy"
    if not words:
        return False
    lows = [sentence.low(at) for at in words]
    if len(words) == 1:
        joined = sentence.is_in(words[0], "and") or (
            lows[0] == "," and _both_counted(before, group) and _is_listed(sentence, before, group)
        )
        return joined or _accompanied(sentence, before, group, words[0])
    if lows == [",", lows[1]] and sentence.is_in(words[1], "and"):
        return True
    return sentence.is_in(words[-1], "and") and len(words) <= MODIFIED and _modifies(sentence, words[:-1])


def _is_said_apart(sentence: Sentence, series: Sequence[Group], group: Group, cues: Sequence[Cue]) -> bool:
    """Whether other words than those before a series tell what happened to a group: "killed a man and three people injured"."""
    first = series[0].start - 1
    while sentence.is_in(first, "quantities"):
        first -= 1
    after = group.end
    stops = count_words(sentence.words.language.code)["stops"]
    while sentence.is_in(after, "auxiliaries") or sentence.is_in(after, "adverbs") or sentence.low(after) in stops:
        after += 1
    said = next((cue for cue in cues if cue.end == first + 1 and cue.voice in LEADING), None)
    apart = next((cue for cue in cues if cue.start == after and cue.voice in TRAILING), None)
    return said is not None and apart is not None and said.harm is not apart.harm


def _is_listed(sentence: Sentence, before: Group, group: Group) -> bool:
    """Whether a comma alone joins two groups: in a headline ("Three civilians, two soldiers killed"), a list, or before another."""
    return before.start <= 1 or sentence.low(before.start - 1) == ":" or sentence.low(group.end) == "," or sentence.is_in(group.end, "and")


def _both_counted(before: Group, group: Group) -> bool:
    return bool(before.person and group.person and before.count and group.count) and not group.more


def _accompanied(sentence: Sentence, before: Group, group: Group, at: int) -> bool:
    """Whether some are told as one with another: "мати з сином", "мать с тремя детьми"."""
    low = sentence.low(at)
    return (
        low in count_words(sentence.words.language.code)["partners"]
        and before.count == 1
        and bool(group.count)
        and group.person
        and before.person
    )


def _modifies(sentence: Sentence, words: Sequence[int]) -> bool:
    """Whether tokens can belong to the group before them: "the mayor of Dunholm and two guards", "two rebels (ELN) and a guard"."""
    if sentence.low(words[0]) == "(" and sentence.low(words[-1]) == ")":
        return True
    if not (
        sentence.is_in(words[0], "of")
        or sentence.is_in(words[0], "from")
        or sentence.is_in(words[0], "ages")
        or sentence.low(words[0]) == "aged"
    ):
        return sentence.name_at(words[0]) is not None and all(sentence.name_at(at) is not None for at in words)
    return not any(sentence.is_in(at, "auxiliaries") or sentence.low(at) in {",", ";", ":", "(", ")", ".", "-", "–", "—"} for at in words)


def _summed(sentence: Sentence, groups: Sequence[Group]) -> Series:
    """Return a series with its sum; a list that spells out the group before it adds nothing."""
    first, rest = groups[0], groups[1:]
    if (
        rest
        and first.count
        and sentence.low(first.end) == ","
        and (first.count == _total(rest) and (first.count > 1 or sentence.low(rest[-1].end) == ","))
    ):
        return Series(groups=tuple(groups), count=first.count, low=first.low, high=first.high)
    total = _total(groups)
    if len(groups) == 1:
        return Series(groups=tuple(groups), count=total, low=first.low, high=first.high)
    if total is None and first.count:
        known = sum(group.count or 0 for group in groups)
        return Series(groups=tuple(groups), count=known, low=known)  # how many boys "two men and boys" are is not told
    low = total if any(group.low == group.count and group.low is not None for group in groups) else None
    return Series(groups=tuple(groups), count=total, low=low)


def _total(groups: Sequence[Group]) -> int | None:
    counts = [group.count for group in groups]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
