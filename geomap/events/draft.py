"""An event in the making: what one sentence of a post tells of one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gazetteer.model import Place
from geomap.events.casualty import Casualty
from geomap.events.reading import Hit, Reading
from geomap.events.roles import Spot
from geomap.events.times import TimeRef
from geomap.events.types import TimeKind
from geomap.events.when import Days
from geomap.model import Modality, PartKind

NAMES_DISASTER = 4  # the weight of triggers that name a disaster itself
DAY_KINDS = frozenset(
    {TimeKind.TODAY, TimeKind.OVERNIGHT, TimeKind.YESTERDAY, TimeKind.PAST_DAY, TimeKind.WEEKDAY, TimeKind.DATE, TimeKind.WEEKEND}
)
SHOWN = frozenset({Modality.REPORTED, Modality.CLAIMED})
CONFLICT = frozenset({"battle", "explosive", "violence", "movement"})
HAZARD = frozenset({"disaster", "accident", "infrastructure"})
SOFT = frozenset({"talks", "ceremony", "relief"})


def group_of(family: str) -> str:
    """Give the group within which tellings of one place and time are one event."""
    if family in CONFLICT:
        return "conflict"
    return "hazard" if family in HAZARD else family


@dataclass(slots=True)
class Draft:
    """An event in the making."""

    spot: Spot
    hit: Hit
    modality: Modality
    reading: Reading
    time: TimeRef | None
    counts: list[Casualty]
    days: Days | None = None  # what ``time`` says by the calendar at the place
    speech_time: TimeRef | None = None
    support: list[Hit] = field(default_factory=list)  # what else is told of it, in this sentence or later
    own_facts: bool = False  # it tells something that a more precise event cannot tell for it
    later: list[Reading] = field(default_factory=list)  # sentences that go on about it

    @property
    def place(self) -> Place | None:
        """The place it stands on."""
        return self.spot.place

    @property
    def family(self) -> str:
        """The family of what it tells."""
        return self.hit.trigger.kind.family

    @property
    def group(self) -> str:
        """The group of its family."""
        return group_of(self.family)

    @property
    def is_onset(self) -> bool:
        """Whether it tells of a disaster striking and not of its toll and ruins."""
        return (
            self.family == "disaster"
            and self.hit.trigger.weight >= NAMES_DISASTER
            and any(token.low in self.reading.words["onsets"] for token in self.reading.tokens)
        )

    @property
    def headline(self) -> bool:
        """Whether it is told by the headline."""
        return self.reading.span.kind is PartKind.HEADLINE

    def copy(self) -> Draft:
        """Return a draft with lists of its own, which can be changed without changing this one."""
        return replace(self, counts=list(self.counts), support=list(self.support), later=list(self.later))

    def go_on(self, reading: Reading, hits: Sequence[Hit], counts: Sequence[Casualty]) -> None:
        """Add a later sentence that tells more of it."""
        self.later.append(reading)
        self.support += hits
        self.counts = [*self.counts, *counts]
