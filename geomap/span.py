"""Where a quotation tells a fact of its event."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Fact(StrEnum):
    """A fact of an event that words tell; counts of people by what happened to them."""

    TYPE = "type"
    PLACE = "place"
    DATE = "date"
    ACTOR = "actor"
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    DISPLACED = "displaced"
    RESCUED = "rescued"
    ARRESTED = "arrested"
    ILL = "ill"


class Span(NamedTuple):
    """The words ``[start, end)`` of a quotation that tell ``fact``; offsets count its code points."""

    fact: Fact
    start: int
    end: int
