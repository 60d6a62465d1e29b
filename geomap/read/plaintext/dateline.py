"""Agency datelines: "KYIV. March 5 (Interfax-Ukraine) -", "KYIV, Ukraine (AP) —".

They say where a report was filed, not where things happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap.read.times import TimeExpression, parse_line

_CITY = r"[A-ZÀ-ÞЀ-Я][A-ZÀ-ÞЀ-ЯҐ'’./-]+(?:[ /][A-ZÀ-ÞЀ-ЯҐ'’./-]+){0,3}"
_DATELINE = re.compile(
    rf"\s*{_CITY}(?:, [A-Z][\w. -]{{1,30}}?)??[.,]?\s+(?:(?P<date>(?:[^\W\d]+\.? \d{{1,2}}|\d{{1,2}} [^\W\d]+)(?:,? \d{{4}})?)\s+)?"
    r"\((?P<agency>[A-ZА-ЯІЇЄҐ][\w&'’ ./-]{1,40})\)\s*[-–—:.]*\s*"
)
_LONGEST = 100  # letters up to the agency


@dataclass(frozen=True, slots=True)
class Dateline:
    """A report's dateline: the agency, the day if it says one, and where in the line the report begins."""

    agency: str
    when: TimeExpression
    end: int


def find_dateline(line: str) -> Dateline | None:
    """Find the dateline that a line opens with."""
    found = _DATELINE.match(line) if "(" in line[:_LONGEST] else None
    if not found:
        return None
    when = parse_line(found["date"]) if found["date"] else TimeExpression()
    return Dateline(found["agency"], when, found.end()) if when is not None else None
