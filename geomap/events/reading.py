"""A sentence as the rules see it: tokens, places, triggers, numbers."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gazetteer.model import Place, PlaceKind
from geomap.events.lexicon import Lexicon, Trigger
from geomap.events.numbers import Number, find_numbers
from geomap.events.patterns import Words
from geomap.events.types import HARM, RUIN
from geomap.lang.grouped import Token, grouped_tokens
from geomap.lang.sentences import SentenceSpan
from geomap.model import Resolution, Role


@dataclass(frozen=True, slots=True)
class Named:
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
class Hit:
    """A trigger found over tokens ``[start, end)``."""

    start: int
    end: int
    trigger: Trigger
    text: str


@dataclass(slots=True)
class Reading:
    """One sentence, read."""

    span: SentenceSpan
    text: str  # the sentence itself
    words: Lexicon
    tokens: list[Token]
    names: list[Named]
    numbers: dict[int, Number]
    seen: Words
    hits: list[Hit] = field(default_factory=list)
    prices: list[float] | None = None  # reckoned when first asked for, by link.distance
    clauses: list[int] | None = None  # likewise, by link.clauses
    classes: list[frozenset[str]] | None = None  # likewise, by is_in

    def low(self, at: int) -> str:
        """The token at ``at`` in lower case, "" outside the sentence."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def is_in(self, at: int, name: str) -> bool:
        """Whether the token at ``at`` is one of the words called ``name`` in the tables."""
        classes = self.classes
        if classes is None:
            classes = self.classes = [self.words.classes_of(token.low) for token in self.tokens]
        return 0 <= at < len(classes) and name in classes[at]

    def name_at(self, at: int) -> Named | None:
        """The place that covers token ``at``."""
        return next((name for name in self.names if name.start <= at < name.end), None)

    def hit_before(self, at: int) -> bool:
        """Whether anything but harm is told before token ``at``."""
        return any(hit.end <= at and hit.trigger.kind.family not in {HARM, RUIN} for hit in self.hits)

    def hit_at(self, at: int) -> Hit | None:
        """The firmest trigger that covers token ``at``."""
        covering = [hit for hit in self.hits if hit.start <= at < hit.end]
        return max(covering, key=lambda hit: hit.trigger.weight, default=None)


def read(text: str, span: SentenceSpan, resolutions: Sequence[Resolution], words: Lexicon) -> Reading:
    """Read one sentence. ``resolutions`` are those of its mentions, by start."""
    tokens = grouped_tokens(text, span.start, span.end)
    names = [name for name in _names(tokens, resolutions) if not _is_number(tokens, name, words)]
    if not words.compounds:
        _mark_listed(tokens, names, words)
    telling = words.triggers.may_match(tokens)
    numbers = find_numbers(tokens, words) if telling or names else {}
    seen = Words(tokens, {start: number.end for start, number in numbers.items()}, {name.start: name.end for name in names})
    reading = Reading(span, text[span.start : span.end], words, tokens, names, numbers, seen)
    reading.hits = _hits(reading) if telling else []
    return reading


def _names(tokens: Sequence[Token], resolutions: Sequence[Resolution]) -> list[Named]:
    starts = [token.start for token in tokens]
    names: list[Named] = []
    for resolution in resolutions:
        mention = resolution.mention
        first = max(bisect.bisect_right(starts, mention.start) - 1, 0)
        last = bisect.bisect_left(starts, mention.end)
        if last > first and (not names or first >= names[-1].end):
            names.append(Named(first, last, resolution))
    return names


def _is_number(tokens: Sequence[Token], name: Named, words: Lexicon) -> bool:
    """Whether a word that some town is named like is a number: "Nine people were killed"."""
    return name.end - name.start == 1 and tokens[name.start].low in words.numbers


def _mark_listed(tokens: Sequence[Token], names: list[Named], words: Lexicon) -> None:
    """Take adjectives of regions that are listed with a last one for those regions."""
    for number in range(len(names) - 2, -1, -1):
        name, following = names[number], names[number + 1]
        between = [token.low for token in tokens[name.end : following.start]]
        joined = bool(between) and all(low == "," or low in words["joiners"] for low in between)
        if joined and following.literal and not name.literal and _is_unit(name.place) and _is_unit(following.place):
            names[number] = replace(name, listed=True)


def _is_unit(place: Place | None) -> bool:
    return place is not None and place.kind in {PlaceKind.REGION, PlaceKind.DISTRICT}


def _hits(reading: Reading) -> list[Hit]:
    found = reading.words.triggers.find(reading.seen)
    if not found:
        return []
    undone = reading.words.exclusions.find(reading.seen)
    hits = []
    for match, trigger in found:
        if any(name.start <= match.start and match.end <= name.end for name in reading.names):
            continue
        if any(row == trigger.row and other.start < match.end and match.start < other.end for other, row in undone):
            continue
        hits.append(Hit(match.start, match.end, trigger, " ".join(token.text for token in reading.tokens[match.start : match.end])))
    return hits
