"""What words between two names state: which of the two lies in the other or near it, and how firmly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

SLACK, SLACK_KM = 1.3, 15.0  # of a stated distance, which is rounded and measured by road
NEAR_KM, DIRECTION_KM = 60.0, 120.0  # "near X" and "north of X" in news; measured from one centre to the other


class Force(IntEnum):
    """How firmly words state a relation."""

    HINT = 0  # the ranker weighs it
    ROW = 1  # it holds where the container is plainly one: "Derna, Libya, and Izmir"
    LOOSE = 2  # a place inside is meant if there is one: "Albany, New York."
    FIRM = 3  # the words leave nothing else: "the village of X in Y", "X (Y district)"
    SCOPE = 4  # said once for a sentence or a line: "Y region: X and Z were shelled"


@dataclass(frozen=True, slots=True)
class Said:
    """What the words between two names state, whatever the names are."""

    force: Force
    of_next: bool  # the second name holds the first; else the first holds the second
    limit_km: float | None = None
    needs_unit: bool = False  # firm only after a town word or before the word for a unit
    is_comma: bool = False
