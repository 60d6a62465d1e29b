"""How far a group of people is from being the one that words for harm are said of."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.events.counts.model import Cue, Series
from geomap.events.counts.phrases import DASHES
from geomap.events.counts.words import Voice, count_words
from geomap.events.ontology import Harm
from geomap.events.sentence import Sentence

FARTHEST_BEFORE = 30.0  # cost at which a group before a cue is not its own
FARTHEST_AFTER = 9.0
FARTHEST_OBJECT = 3.0  # after a verb that is said of people in many ways: "held two men", and not "held on Sunday with two men"
FARTHEST_PEOPLE = 8.0  # the same, where the order of words is free
FARTHEST_FREE = 15.0  # after a cue, where the order of words is free
COMMA, BREAK, CUE_BETWEEN, SERIES_BETWEEN, BRACKET = 3.0, 8.0, 6.0, 4.0, 0.5
LIGHT = 0.25  # auxiliaries, adverbs and fillers
WEAK = 6.0
AFTER_NOUN = 1.0  # "deaths: 5" is read where no number stands before the noun
LOOSE = 1.5  # a group without a word for people
ADJACENT = 1.6
NEAR_NOUN = 2.6
INVERTED = 2.0  # an object that does not stand right after its verb
ACTIVE = 1.0  # a group before a verb that is not passive
ABBREVIATION = 3  # letters before a full stop that ends no sentence
LIGHT_CLASSES = frozenset({"auxiliaries", "adverbs", "toll_fillers", "quantities", "being", "more", "subset", "articles"})
BREAKS = frozenset({"clause_openers", "contrasting"})
PLURAL = frozenset({"were", "are", "have"})  # no language but English puts words for one so
CLOSED = frozenset(";!?")
STRICT = frozenset({Voice.PEOPLE, Voice.PERSON, Voice.HUMAN})  # are said of things too
BODILY = frozenset({Harm.KILLED, Harm.INJURED})


class Weigher:
    """Weighs the groups of one sentence as those that its cues are said of."""

    def __init__(self, sentence: Sentence, cues: Sequence[Cue], series: Sequence[Series]) -> None:
        self._sentence = sentence
        self._series = series
        self._owner = {at: cue for cue in cues for at in range(cue.start, cue.end)}
        self._inside = {at: one for one in series for at in range(one.start, one.end)}
        self._free_order = not sentence.words["articles"]
        self._plural_endings = tuple(count_words(sentence.words.language.code)["plural_verb_endings"].forms)
        self._postposed = bool(count_words(sentence.words.language.code)["postposed"])  # "fueron detenidos dos hombres"

    def cost(self, cue: Cue, series: Series) -> float | None:
        """Return how far a group is from being the one that a cue is said of; None: it cannot be."""
        first, before = series.first, series.end <= cue.start
        if cue.start < series.end and series.start < cue.end:
            return None
        if first.thing and (cue.voice in STRICT or not self._takes_things(cue, series, before=before)):
            return None
        walked = self._walked(range(series.end, cue.start) if before else range(cue.end, series.start), cue)
        if walked is None:
            return None
        cost = walked + (LOOSE if first.thing else 0.0)
        if cue.voice is Voice.NOUN:
            return _within(walked, NEAR_NOUN, cost if before else cost + AFTER_NOUN)
        if cue.voice is Voice.WEAK:
            return _within(cost, FARTHEST_BEFORE, cost + WEAK) if self._is_weakly_said(cue, series, walked, before=before) else None
        return self._by_side(cue, series, cost, walked, before=before)

    def _by_side(self, cue: Cue, series: Series, cost: float, walked: float, *, before: bool) -> float | None:
        if cue.voice in {Voice.OBJECT, Voice.HUMAN}:
            reach = FARTHEST_AFTER if cue.voice is Voice.OBJECT else FARTHEST_OBJECT
            return _within(cost, reach, cost) if not before or self._is_object_before(cue, series, walked) else None
        if cue.voice is Voice.SUBJECT:
            return _within(cost, FARTHEST_BEFORE, cost) if before else None
        if not self._free_order:
            return self._english(cue, series, cost, walked, before=before)
        if cue.voice is Voice.PEOPLE:
            return _within(cost, FARTHEST_BEFORE if before else FARTHEST_PEOPLE, cost)
        mismatch = INVERTED if self._is_one(series) and self._sentence.low(cue.start).endswith(self._plural_endings) else 0.0
        return _within(cost + mismatch, FARTHEST_BEFORE if before else FARTHEST_FREE, cost + mismatch)

    def _english(self, cue: Cue, series: Series, cost: float, walked: float, *, before: bool) -> float | None:
        """Weigh a participle that can be active or passive: "killed"."""
        passive = self._passive(cue)
        if not before:
            mark = self._sentence.low(cue.end)
            if (passive and not self._postposed) or mark == "," or (mark == ":" and not series.first.numeral):
                return None
            reach = FARTHEST_OBJECT if cue.voice is Voice.PEOPLE else FARTHEST_AFTER
            return _within(cost, reach, cost if walked <= ADJACENT else cost + INVERTED)
        if not passive and not series.first.numeral and series.first.person and self._has_object(cue):
            return None  # "a man killed two people"
        return _within(cost, FARTHEST_BEFORE, cost if passive else cost + ACTIVE)

    def _is_weakly_said(self, cue: Cue, series: Series, walked: float, *, before: bool) -> bool:
        """Whether a verb that tells no harm where others do is said of a group: "two were shot", "a man stabbed two people"."""
        if self._is_headline(cue, series):
            return True
        if not series.first.person:
            return False
        active = not self._passive(cue) and self._has_object(cue)
        if before:
            return not active and (self._passive(cue) or walked < ADJACENT)
        wounds = self._sentence.low(cue.start) in count_words(self._sentence.words.language.code)["wounding"]
        return active and wounds and walked < ADJACENT

    def _is_headline(self, cue: Cue, series: Series) -> bool:
        """Whether a number alone stands before a cue at the start or end of a phrase: "3 shot at a party", "one dead, six hit"."""
        sentence = self._sentence
        if not series.first.bare or series.end != cue.start:
            return False
        ends = cue.end >= len(sentence.tokens) or sentence.low(cue.end) in {",", ".", ";"}
        return series.start == 0 or sentence.low(series.start - 1) == ":" or (ends and sentence.low(series.start - 1) == ",")

    def _is_object_before(self, cue: Cue, series: Series, walked: float) -> bool:
        """Whether the forms tell that those who stand before a verb are its object: "двох застрелили", "охоронця застрелили"."""
        if not self._free_order or walked > FARTHEST_OBJECT or series.first.thing:
            return False
        terms, first = count_words(self._sentence.words.language.code), series.first
        if self._sentence.low(first.start) in terms["accusatives"]:
            return True
        return self._is_one(series) and self._sentence.low(cue.start) in terms["of_several"]

    @staticmethod
    def _is_one(series: Series) -> bool:
        """Whether one person is told by the form of the noun."""
        first = series.first
        return first.person and first.count == 1 and not first.numeral and len(series.groups) == 1

    def _passive(self, cue: Cue) -> bool:
        sentence, step = self._sentence, cue.start - 1
        while sentence.is_in(step, "adverbs") or (sentence.is_in(step, "toll_fillers") and not sentence.is_in(step, "being")):
            step -= 1
        return sentence.is_in(step, "being")

    def _has_object(self, cue: Cue) -> bool:
        return any(0 <= series.start - cue.end <= 2 for series in self._series)  # noqa: PLR2004 - "at least"

    def _takes_things(self, cue: Cue, series: Series, *, before: bool) -> bool:
        """Whether a cue says of a group without a word for people that people were hurt."""
        if cue.voice in {Voice.WEAK, Voice.NOUN} or (cue.harm not in BODILY and cue.voice is not Voice.EITHER):
            return cue.voice is Voice.NOUN
        if series.first.numeral or not before:
            return True
        if len(series.groups) == 1 and any(self._sentence.low(at) in PLURAL for at in range(max(cue.start - 2, 0), cue.start)):
            return False
        return cue.voice is Voice.SUBJECT or self._passive(cue)

    def _walked(self, between: range, cue: Cue) -> float | None:
        """Return what it costs to go from a group to a cue; None: a mark stands between."""
        cost, at, seen = 0.0, between.start, set()
        while at < between.stop:
            low = self._sentence.low(at)
            if low in CLOSED or (low == "." and self._ends_sentence(at)):
                return None
            series = self._inside.get(at)
            if series is not None and series.first.subset:
                at = max(series.end, at + 1)
                continue
            if series is not None and series.start not in seen:
                seen.add(series.start)
                cost += SERIES_BETWEEN
            cost += self._step(at, low, cue)
            at += 1
        return cost

    def _ends_sentence(self, at: int) -> bool:
        tokens = self._sentence.tokens
        return 0 < at < len(tokens) - 1 and tokens[at + 1].text[:1].isupper() and len(tokens[at - 1].low) > ABBREVIATION

    def _step(self, at: int, low: str, cue: Cue) -> float:
        if self._owner.get(at, cue) is not cue:
            return CUE_BETWEEN
        if low == ",":
            return COMMA
        if low in {":", "(", ")"} or low in DASHES:
            return BRACKET
        classes = self._sentence.classes_at(at)
        if classes & BREAKS:
            return BREAK
        return LIGHT if classes & LIGHT_CLASSES else 1.0


def _within(cost: float, farthest: float, told: float) -> float | None:
    return told if cost <= farthest else None
