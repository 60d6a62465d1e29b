"""How an event differs from what an earlier run said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class ChangeKind(StrEnum):
    """What became of an event since an earlier run."""

    NEW = "new"
    REVISED = "revised"  #: at least one of its `Aspect` is another one
    SAME = "same"
    WITHDRAWN = "withdrawn"  #: it was on the earlier map and is on this one no more


class Aspect(StrEnum):
    """What of an event is compared."""

    TYPE = "type"
    PLACE = "place"
    DATE = "date"
    TOLL = "toll"
    MODALITY = "modality"


class Before(NamedTuple):
    """What an earlier run said of one aspect of an event; "" if it said nothing."""

    aspect: Aspect
    said: str


_NEXT = re.compile(rf"; (?=(?:{'|'.join(Aspect)}): )")  # names of places may contain a semicolon


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of an event, and what was said before of each aspect that was revised."""

    kind: ChangeKind
    before: tuple[Before, ...] = ()

    @property
    def text(self) -> str | None:
        """What was said before, as files have it: "place: Izium; toll: fatalities 3"; None where nothing was revised."""
        return "; ".join(f"{one.aspect}: {one.said}" for one in self.before) or None

    @classmethod
    def of(cls, kind: str, text: str | None) -> Change:
        """Return the change that the columns of a file hold; raise ValueError where they hold none."""
        return cls(kind=ChangeKind(kind), before=tuple(_parts(text)) if text else ())


def _parts(text: str) -> Iterator[Before]:
    for part in _NEXT.split(text):
        aspect, _, said = part.partition(": ")
        yield Before(Aspect(aspect.rstrip(":")), said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The earlier run that events are compared with.

    ``newest_time`` is the newest time in its input, None where its files do not tell it. ``joined`` is the number of its events whose
    reports are now among those of another event.
    """

    name: str
    newest_time: datetime | None = None
    joined: int = 0
