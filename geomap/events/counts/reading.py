"""The counts of a sentence: each word for what happened to people is given the group of people that it is said of."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geomap.events.counts.cues import cues_of, cumulative_spans, holds
from geomap.events.counts.groups import GroupReader
from geomap.events.counts.model import Casualty, Cue, Series
from geomap.events.counts.series import series_of
from geomap.events.counts.weighing import BODILY, Weigher
from geomap.events.counts.words import CountWords, Voice, count_words
from geomap.events.ontology import Harm
from geomap.events.sentence import Number, Sentence

CLOSED = frozenset(";.!?")
TOTAL_REACH = 34  # tokens: "the number of people killed when ... has gone up to six"
PLACE_WITHIN = 4
DEATH_WITHIN = 6  # tokens between what was done to someone and the death
FEWEST_DISPLACED = 4  # "two gunmen fled": fewer are hardly ever told as displaced, of 153 counts in the annotated posts one
DENIED = 2  # tokens between "never" and a number
LONGEST = 400  # tokens; what is longer is a table or a list and no sentence


def casualties(sentence: Sentence) -> list[Casualty]:
    """Return every count of people that a sentence states, by position."""
    terms = count_words(sentence.words.language.code)
    if len(sentence.tokens) > LONGEST or not any(terms.cues.may_begin(t.low) or terms.sums.may_begin(t.low) for t in sentence.tokens):
        return []
    reading = _Reading.of(sentence, terms)
    found = [*reading.sums(), *reading.said(), *reading.listed(), *reading.elsewhere()]
    return sorted(reading.marked(found), key=lambda casualty: (casualty.at, casualty.end))


@dataclass(slots=True)
class _Reading:
    sentence: Sentence
    terms: CountWords
    cues: list[Cue]
    series: list[Series]
    used: set[int]  # numbers of the series that are given to a cue
    counted: list[Casualty]

    @classmethod
    def of(cls, sentence: Sentence, terms: CountWords) -> _Reading:
        cues = cues_of(sentence)
        tokens = frozenset(at for cue in cues for at in range(cue.start, cue.end))
        series = series_of(sentence, GroupReader(sentence, tokens).groups(), cues)
        cues = [cue for at, cue in enumerate(cues) if not _ends_in_death(sentence, cue, cues[at + 1 :], series)]
        return cls(sentence, terms, cues, series, set(), [])

    # --- sums ---------------------------------------------------------------------------------------------------------

    def sums(self) -> Iterator[Casualty]:
        """Yield totals: "the death toll rose to 28", "the number of people killed has reached four"."""
        for match, _ in self.terms.sums.find(self.sentence.view):
            harm = next((cue.harm for cue in self.cues if match.start <= cue.start < match.end and cue.harm in BODILY), Harm.KILLED)
            number = self._number_reached(match.end)
            if number is None or number.value is None:
                continue
            self.used |= {at for at, series in enumerate(self.series) if series.start < number.end and match.start <= series.start}
            self.cues = [cue for cue in self.cues if not match.start <= cue.start < match.end]
            told = Casualty(harm, match.start, number.end, number.value, *self._bounds(number), total=True)
            self.counted.append(told)
            yield told

    def _number_reached(self, at: int) -> Number | None:
        sentence, last = self.sentence, None
        for step in range(at, min(at + TOTAL_REACH, len(sentence.tokens))):
            low = sentence.low(step)
            if low in CLOSED or (last is not None and any(cue.start <= step < cue.end for cue in self.cues)):
                break
            if sentence.is_in(step, "reaching") or low in {":", "—", "–"} or (last is None and step == at):
                start = step if step in sentence.numbers else step + 1
                while sentence.is_in(start, "quantities") and start not in sentence.numbers:
                    start += 1
                number = sentence.numbers.get(start)
                if number is not None and number.value is not None and not sentence.is_in(number.end, "units"):
                    last = number if last is None or not sentence.is_in(step, "of") else last
        return last

    def _bounds(self, number: Number) -> tuple[int | None, int | None]:
        before = number.start - 1
        if self.sentence.is_in(before, "lower_bounds"):
            return number.value, None
        return None, None

    # --- what is said of groups ---------------------------------------------------------------------------------------

    def said(self) -> Iterator[Casualty]:
        """Yield the counts of groups and, where the form of a verb counts one, of nobody else."""
        weigher = Weigher(self.sentence, self.cues, self.series)
        offers = sorted(
            (cost, cue_at, series_at)
            for cue_at, cue in enumerate(self.cues)
            for series_at, series in enumerate(self.series)
            if series_at not in self.used and not series.first.subset and (cost := weigher.cost(cue, series)) is not None
        )
        given = _assigned({(cue_at, series_at): cost for cost, cue_at, series_at in offers})
        self.used |= set(given.values())
        of_cues = {cue_at: told for cue_at, at in given.items() if (told := self._counted(self.cues[cue_at], self.series[at])) is not None}
        for cue_at, told in of_cues.items():
            alive = self._without_the_dead(cue_at, told, of_cues)
            self.counted.append(alive)
            yield alive
        for at, cue in enumerate(self.cues):
            told = self._alone(cue) if at not in given and cue.voice is Voice.SINGLE else None
            if told is not None:
                self.counted.append(told)
                yield told

    def _counted(self, cue: Cue, series: Series) -> Casualty | None:
        first = series.first
        if not series.count or first.subset or not holds(self.sentence, cue):
            return None
        if cue.harm is Harm.DISPLACED and series.count < FEWEST_DISPLACED:
            return None
        if series.end != cue.start and self._among(cue):
            return None
        if first.part and cue.harm is Harm.INJURED:
            return None
        if any(self._denies(at) for at in range(max(series.start - DENIED, 0), series.start) if not cue.start <= at < cue.end):
            return None
        return Casualty(
            cue.harm,
            cue.start,
            max(cue.end, series.end),
            series.count,
            series.low,
            series.high,
            civilian=all(group.civilian for group in series.groups) or self._of_civilians(cue),
            enemy=any(group.enemy for group in series.groups) or self._is_claimed_loss(series),
            more=first.more,
            part=first.part,
        )

    def _without_the_dead(self, cue_at: int, told: Casualty, of_cues: Mapping[int, Casualty]) -> Casualty:
        """Return how many of those shot or stabbed lived: "three people were shot, one fatally", "..., one of whom later died"."""
        if self.cues[cue_at].voice is not Voice.WEAK:
            return told
        dead = sum(
            other.count
            for other_at, other in of_cues.items()
            if other_at > cue_at and other.harm is Harm.KILLED and (other.part or self._is_manner(self.cues[other_at]))
        )
        return replace(told, count=told.count - dead, low=None, high=None) if 0 < dead < told.count else told

    def _is_manner(self, cue: Cue) -> bool:
        """Whether a cue is an adverb that could also stand beside a verb: "fatally"."""
        return cue.end == cue.start + 1 and self.sentence.is_in(cue.start, "toll_fillers")

    def _is_claimed_loss(self, series: Series) -> bool:
        """Whether soldiers are counted that one side claims to have hit: "he claimed that 20 soldiers were killed"."""
        sentence = self.sentence
        counted = any(sentence.is_in(at, "forces") for at in range(series.start, series.end))
        return counted and any(sentence.is_in(at, "claiming") for at in range(series.start))

    def _denies(self, at: int) -> bool:
        return self.sentence.is_in(at, "negations") and not self.sentence.is_in(at + 1, "quantities")

    def _of_civilians(self, cue: Cue) -> bool:
        """Whether it stands after a noun that civilians are counted: "three deaths among civilians"."""
        return cue.voice is Voice.NOUN and self.sentence.is_in(cue.end, "subset") and self.sentence.is_in(cue.end + 1, "civilians")

    def _among(self, cue: Cue) -> bool:
        """Whether a cue only says among whom some were: "among the dead were two children"."""
        before = cue.start - 1
        while self.sentence.is_in(before, "articles") or self.sentence.low(before) == "the":
            before -= 1
        return self.sentence.is_in(before, "subset") and cue.voice in {Voice.NOUN, Voice.EITHER, Voice.SUBJECT}

    def _alone(self, cue: Cue) -> Casualty | None:
        """Count one where the form of the verb does and nobody is counted beside it."""
        sentence = self.sentence
        near = range(max(cue.start - PLACE_WITHIN, 0), min(cue.end + PLACE_WITHIN, len(sentence.tokens)))
        if not holds(sentence, cue) or any(sentence.low(at) in self.terms["collectives"] for at in near):
            return None
        if any(sentence.low(at) in self.terms["nobody"] for at in range(cue.start)):
            return None
        return Casualty(cue.harm, cue.start, cue.end, 1)

    # --- what goes without saying -------------------------------------------------------------------------------------

    def elsewhere(self) -> Iterator[Casualty]:
        """Yield counts of the same harm at another place: "two died in A and three in B", "three in A, two in B"."""
        for at, series in enumerate(self.series):
            first = series.first
            if at in self.used or not series.count or first.subset or first.part or first.thing or not first.numeral:
                continue
            before = [told for told in self.counted if told.end <= series.start]
            if not before or not self._at_a_place(series):
                continue
            told = max(before, key=lambda one: one.end)
            self.used.add(at)
            again = Casualty(told.harm, series.start, series.end, series.count, series.low, series.high, civilian=first.civilian)
            self.counted.append(again)
            yield again

    def listed(self) -> Iterator[Casualty]:
        """Yield the counts of a list of people below a line that says what happened to them: "The dead are:", "A man, 21, from A"."""
        sentence = self.sentence
        above = [cue for cue in self.cues if cue.harm in BODILY and self._item(cue.start) == 0 and holds(sentence, cue)]
        opened: set[int] = set()
        for at, series in enumerate(self.series if above else ()):
            item = self._item(series.start)
            if item in opened or item == 0:
                continue
            opened.add(item)
            if at in self.used or not series.count or not series.first.person:
                continue
            self.used.add(at)
            told = Casualty(above[-1].harm, series.start, series.end, series.count, civilian=all(one.civilian for one in series.groups))
            self.counted.append(told)
            yield told

    def _item(self, at: int) -> int:
        return self.sentence.item_of(self.sentence.tokens[at].start)

    def _at_a_place(self, series: Series) -> bool:
        sentence = self.sentence
        after = series.end
        if sentence.is_in(after, "prepositions") and any(sentence.name_at(step) is not None for step in range(after, after + PLACE_WITHIN)):
            return True
        before = series.start - 1
        while sentence.is_in(before, "quantities") or sentence.low(before) in {",", "—", "–", "-", ":"}:
            before -= 1
        name = sentence.name_at(before)
        return name is not None and sentence.is_in(name.start - 1, "prepositions")

    def marked(self, found: Sequence[Casualty]) -> list[Casualty]:
        """Return counts without doubles, those of long stretches of time marked."""
        spans = cumulative_spans(self.sentence)
        kept: list[Casualty] = []
        for casualty in found:
            same = [other for other in kept if other.harm is casualty.harm and other.count == casualty.count]
            if any(other.at < casualty.end and casualty.at < other.end for other in same):
                continue
            kept.append(replace(casualty, cumulative=True) if spans else casualty)
        for harm in Harm:
            if any(casualty.total and casualty.harm is harm for casualty in kept):
                kept = [casualty for casualty in kept if casualty.harm is not harm or not casualty.more]
        return kept


def _ends_in_death(sentence: Sentence, cue: Cue, later: Sequence[Cue], series: Sequence[Series]) -> bool:
    """Whether those who were shot, struck or stabbed are then told to have died: "was shot in the head and killed"."""
    if not later or later[0].harm is not Harm.KILLED:
        return False
    death = later[0]
    if cue.harm is Harm.INJURED and sentence.is_in(death.start, "goals") and death.start - cue.end <= DEATH_WITHIN:
        return True  # "beat two men to death"
    if cue.voice is not Voice.WEAK:
        return False
    counted_anew = any(cue.end <= one.start < death.start for one in series)
    return death.start - cue.end <= DEATH_WITHIN and sentence.is_in(death.start - 1, "and") and not counted_anew


def _assigned(costs: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Return the group of each cue: the cheapest first, then exchanged where two exchanged are cheaper together."""
    given: dict[int, int] = {}
    for cue, series in sorted(costs, key=lambda pair: (costs[pair], pair)):
        if cue not in given and series not in given.values():
            given[cue] = series
    for first, second in itertools.combinations(sorted(given), 2):
        now = costs[first, given[first]] + costs[second, given[second]]
        other = costs.get((first, given[second]), math.inf) + costs.get((second, given[first]), math.inf)
        if other < now:
            given[first], given[second] = given[second], given[first]
    return given
