"""What the grammar of counts reads: groups of people, words for what happened to them, and counts."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.events.counts.words import Voice
from geomap.events.ontology import Harm


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People over tokens ``[start, end)``. ``count`` is None for "dozens" and 0 for "nobody"."""

    start: int
    end: int
    count: int | None
    low: int | None = None
    high: int | None = None
    person: bool = False  # a word for people stands there
    bare: bool = False  # a number and nothing else: "two", "another"
    thing: bool = False  # a word that may not stand for people: "two graders"
    civilian: bool = False
    enemy: bool = False
    subset: bool = False  # some of those counted before: "among them a child"
    part: bool = False  # "two of them"
    more: bool = False  # adds to what was told before: "two more"
    numeral: bool = False  # counted by a number, and not by an article or the form of the noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Groups told in one breath, and what they sum up to."""

    groups: tuple[Group, ...]
    count: int | None
    low: int | None = None
    high: int | None = None

    @property
    def start(self) -> int:
        """Its first token."""
        return self.groups[0].start

    @property
    def end(self) -> int:
        """The token after it."""
        return self.groups[-1].end

    @property
    def first(self) -> Group:
        """The group that it begins with."""
        return self.groups[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words over tokens ``[start, end)`` that say what happened to people."""

    harm: Harm
    voice: Voice
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Casualty:
    """One count of people, at token ``at`` of its sentence. ``total`` sums up all there were."""

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
    cumulative: bool = False  # over months or years: "since January"
    part: bool = False  # "two of them"
