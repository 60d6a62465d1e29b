"""A sentence as the rules see it: tokens, places, triggers, and numbers in digits and in words."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from gazetteer.model import Place, PlaceKind
from geomap.event_types import EventType
from geomap.events.lexicon import Lexicon, Trigger
from geomap.events.matcher import TokenView
from geomap.events.ontology import CONSEQUENCES
from geomap.lang.grouped import Token, grouped_tokens
from geomap.lang.sentences import SentenceSpan
from geomap.model import Resolution, Role

GROUP = 3  # digits between thousands separators
MULTIPLIERS = frozenset({100, 1000, 1_000_000})
DOZEN = 12
MOST_IN_GROUP = 1000  # what stands after a lower multiplier is another number


class Number(NamedTuple):
    """A whole number over tokens ``[start, end)``; ``value`` is None for a fraction."""

    start: int
    end: int
    value: int | None


def find_numbers(tokens: Sequence[Token], words: Lexicon) -> dict[int, Number]:
    """Return each number of a sentence by its first token."""
    found: dict[int, Number] = {}
    at = 0
    while at < len(tokens):
        low = tokens[at].low
        if not (low[0].isdigit() or low in words.numbers or "-" in low):
            at += 1
            continue
        number = _number_at(tokens, at, words)
        if number is None:
            at += 1
            continue
        found[at] = number
        at = number.end
    return found


def _number_at(tokens: Sequence[Token], at: int, words: Lexicon) -> Number | None:
    if tokens[at].is_number:
        value = digits_value(tokens[at].text)
        end = at + 1
        while value is not None and end < len(tokens) and _is_group(tokens[end], tokens[end - 1]):
            value, end = value * 1000 + int(tokens[end].text), end + 1
        return _multiplied(tokens, Number(at, end, value), words)
    total, end = _words_value(tokens, at, words)
    if end == at:
        return None
    following = words.multipliers.get(tokens[end].low) if end < len(tokens) else None
    if following is None:
        return Number(at, end, total)
    more, last = _words_value(tokens, end + 1, words) if following >= MOST_IN_GROUP else (0, end + 1)  # "two thousand three hundred"
    return Number(at, last, total * following + more)


def digits_value(text: str) -> int | None:
    """Read digits with thousands separators: 3,419 and 3.419 are 3419; 7.8 is no whole number."""
    whole, *groups = text.replace(",", ".").split(".")
    if not groups:
        return int(whole) if whole.isdecimal() else None
    if all(len(group) == GROUP and group.isdecimal() for group in groups) and whole.isdecimal() and len(whole) <= GROUP:
        return int(whole + "".join(groups))
    return None


def _is_group(token: Token, before: Token) -> bool:
    spaced = token.start - before.end == 1
    return spaced and token.text.isdecimal() and len(token.text) == GROUP and before.text.isdecimal() and len(before.text) <= GROUP


def _multiplied(tokens: Sequence[Token], number: Number, words: Lexicon) -> Number:
    if number.end < len(tokens):
        low = tokens[number.end].low
        factor = words.multipliers.get(low, words.numbers.get(low))
        if number.value is not None and factor is not None and (factor in MULTIPLIERS or low in words.multipliers):
            return Number(number.start, number.end + 1, number.value * factor)
    return number


def _words_value(tokens: Sequence[Token], at: int, words: Lexicon) -> tuple[int, int]:
    total = current = 0
    end = at
    while end < len(tokens):
        value = _word_value(tokens[end].low, words)
        if value is None and _joins_units(tokens, end, current, words):
            end += 1
            continue
        if value is None:
            break
        if value in MULTIPLIERS or (value == DOZEN and current and tokens[end].low in words["dozens"]):
            current = max(current, 1) * value
            if value > 100:  # noqa: PLR2004 - thousands and millions close a group
                total, current = total + current, 0
        elif current and value >= current % 100 > 0:
            break
        else:
            current += value
        end += 1
    return total + current, end


def _joins_units(tokens: Sequence[Token], at: int, tens: int, words: Lexicon) -> bool:
    """Return whether a small word stands between tens and units: "treinta y cinco", "vingt et un"."""
    if tokens[at].low not in words["number_joiners"] or tens % 100 < 20 or at + 1 == len(tokens):  # noqa: PLR2004
        return False
    return tens % 10 == 0 and (_word_value(tokens[at + 1].low, words) or 10) < 10  # noqa: PLR2004


def _word_value(low: str, words: Lexicon) -> int | None:
    value = words.numbers.get(low)
    if value is None and "-" in low:
        tens, _, unit = low.partition("-")
        first, second = words.numbers.get(tens), words.numbers.get(unit)
        if first is not None and second is not None and first >= 20 and second < 10:  # noqa: PLR2004 - "forty-three"
            return first + second
    return value


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place that a sentence names, over tokens ``[start, end)``."""

    start: int
    end: int
    resolution: Resolution
    listed: bool = False  # an adjective that stands for a region in a list of them: "над Брянской, Курской и Московской областями"

    @property
    def place(self) -> Place | None:
        """The place it was resolved to."""
        return self.resolution.place

    @property
    def literal(self) -> bool:
        """Whether it names the place itself and not its people or a body called after it."""
        return self.listed or self.resolution.mention.role is Role.LITERAL


@dataclass(frozen=True, slots=True)
class TriggerMatch:
    """A trigger found over tokens ``[start, end)``."""

    start: int
    end: int
    rule: Trigger
    text: str

    @property
    def kind(self) -> EventType:
        """The type of event that it tells."""
        return self.rule.kind

    @property
    def family(self) -> str:
        """The family of its type."""
        return self.rule.kind.family

    @property
    def weight(self) -> int:
        """How firmly it tells its type, from 1."""
        return self.rule.weight


@dataclass(slots=True)
class Sentence:
    """One sentence, read."""

    span: SentenceSpan
    text: str  # the sentence itself
    words: Lexicon
    tokens: list[Token]
    names: list[PlaceSpan]
    numbers: dict[int, Number]
    view: TokenView
    triggers: list[TriggerMatch] = field(default_factory=list)
    costs: list[float] | None = None  # reckoned when first asked for, by syntax.distance
    clauses: list[int] | None = None  # likewise, by syntax.clauses
    classes: list[frozenset[str]] | None = None  # likewise, by is_in
    items: tuple[int, ...] = ()  # where the items begin of a list that is read as one sentence, in the text of the post

    def low(self, at: int) -> str:
        """The token at ``at`` in lower case, "" outside the sentence."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def is_in(self, at: int, name: str) -> bool:
        """Whether the token at ``at`` is one of the words called ``name`` in the tables."""
        classes = self.classes
        if classes is None:
            classes = self.read_classes()
        return 0 <= at < len(classes) and name in classes[at]

    def read_classes(self) -> list[frozenset[str]]:
        """Look up the classes of all tokens, once."""
        self.classes = [self.words.classes_of(token.low) for token in self.tokens]
        return self.classes

    def classes_at(self, at: int) -> frozenset[str]:
        """Return the names of the tables' classes of words that hold the token at ``at``; none outside the sentence."""
        classes = self.classes if self.classes is not None else self.read_classes()
        return classes[at] if 0 <= at < len(classes) else frozenset()

    def name_at(self, at: int) -> PlaceSpan | None:
        """The place that covers token ``at``."""
        for name in self.names:
            if name.start <= at < name.end:
                return name
        return None

    def item_of(self, offset: int) -> int:
        """The number of the item of a list that holds a character of the post, from 1; 0 for what stands above them."""
        return bisect.bisect_right(self.items, offset)

    def trigger_before(self, at: int) -> bool:
        """Whether anything but harm is told before token ``at``."""
        return any(trigger.end <= at and trigger.family not in CONSEQUENCES for trigger in self.triggers)

    def trigger_at(self, at: int) -> TriggerMatch | None:
        """The firmest trigger that covers token ``at``."""
        covering = [trigger for trigger in self.triggers if trigger.start <= at < trigger.end]
        return max(covering, key=lambda trigger: trigger.weight, default=None)


def read_sentence(text: str, span: SentenceSpan, resolutions: Sequence[Resolution], words: Lexicon) -> Sentence:
    """Read one sentence. ``resolutions`` are those of its mentions, by start."""
    tokens = grouped_tokens(text, span.start, span.end, words.elisions)
    names = [name for name in _names(tokens, resolutions) if not _is_number(tokens, name, words)]
    if not words.compounds:
        _mark_listed(tokens, names, words)
    numbers = find_numbers(tokens, words)
    view = TokenView(tokens, {start: number.end for start, number in numbers.items()}, {name.start: name.end for name in names})
    sentence = Sentence(span, text[span.start : span.end], words, tokens, names, numbers, view)
    sentence.triggers = _triggers(sentence)
    return sentence


def _names(tokens: Sequence[Token], resolutions: Sequence[Resolution]) -> list[PlaceSpan]:
    starts = [token.start for token in tokens]
    names: list[PlaceSpan] = []
    for resolution in resolutions:
        mention = resolution.mention
        first = max(bisect.bisect_right(starts, mention.start) - 1, 0)
        last = bisect.bisect_left(starts, mention.end)
        if last > first and (not names or first >= names[-1].end):
            names.append(PlaceSpan(first, last, resolution))
    return names


def _is_number(tokens: Sequence[Token], name: PlaceSpan, words: Lexicon) -> bool:
    """Whether a word that some town is named like is a number: "Nine people were killed"."""
    return name.end - name.start == 1 and tokens[name.start].low in words.numbers


def _mark_listed(tokens: Sequence[Token], names: list[PlaceSpan], words: Lexicon) -> None:
    """Take adjectives of regions that are listed with a last one for those regions."""
    for number in range(len(names) - 2, -1, -1):
        name, following = names[number], names[number + 1]
        between = [token.low for token in tokens[name.end : following.start]]
        joined = bool(between) and all(low == "," or low in words["joiners"] for low in between)
        if joined and following.literal and not name.literal and _is_unit(name.place) and _is_unit(following.place):
            names[number] = replace(name, listed=True)


def _is_unit(place: Place | None) -> bool:
    return place is not None and place.kind in {PlaceKind.REGION, PlaceKind.DISTRICT}


def _triggers(sentence: Sentence) -> list[TriggerMatch]:
    found = sentence.words.triggers.find(sentence.view)
    if not found:
        return []
    undone = sentence.words.exclusions.find(sentence.view)
    triggers = []
    for match, rule in found:
        if any(name.start <= match.start and match.end <= name.end for name in sentence.names):
            continue
        if any(row == rule.row and other.start < match.end and match.start < other.end for other, row in undone):
            continue
        triggers.append(
            TriggerMatch(match.start, match.end, rule, " ".join(token.text for token in sentence.tokens[match.start : match.end]))
        )
    return triggers
