"""One toll of the counts that belong to one event."""

from __future__ import annotations

from collections.abc import Iterable

from geomap.events.counts.model import Casualty
from geomap.events.ontology import Harm
from geomap.model import OTHER_COUNTS, Toll


def toll_of(counts: Iterable[Casualty]) -> Toll:
    """Return one toll of the counts that belong to one event: a total rules, else the highest of what is told."""
    counts = tuple(counts)
    killed, injured = largest(counts, Harm.KILLED), largest(counts, Harm.INJURED)
    others = {name: told.count for name in OTHER_COUNTS if (told := largest(counts, Harm(name))) is not None}
    return Toll(
        fatalities=killed.count if killed else None,
        fatalities_low=killed.low if killed else None,
        fatalities_high=killed.high if killed else None,
        fatalities_civilian=_civilians(counts, Harm.KILLED),
        injured=injured.count if injured else None,
        injured_civilian=_civilians(counts, Harm.INJURED),
        losses_claimed=any(count.enemy for count in counts),
        **others,
    )


def largest(counts: Iterable[Casualty], harm: Harm) -> Casualty | None:
    """Return the count of one kind that an event gets, None where it has none."""
    mine = [count for count in counts if count.harm is harm]
    totals = [count for count in mine if count.total]
    return max(totals or mine, key=lambda count: count.count, default=None)


def _civilians(counts: tuple[Casualty, ...], harm: Harm) -> int | None:
    return max((count.count for count in counts if count.harm is harm and count.civilian), default=None)
