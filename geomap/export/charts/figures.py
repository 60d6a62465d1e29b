"""What the charts show, counted once, and the words for it: events by time, type, region and source, and the deaths reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from geomap.model import OTHER_COUNTS, Event

MOST_BARS = 62  # side by side on a page: two months of days
MOST_ROWS = 15  # of a chart with one row a name
NOWHERE = "no place found"
OTHERS = "all others"
PLAIN, GRAVE = "#4a6fa5", "#5b1a1a"  # colours of counts and of deaths


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar of a chart over time: events by type, and the deaths told in them."""

    label: str
    by_type: dict[str, int]
    deaths: int

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(self.by_type.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a report. ``unit`` is what one step spans: day, week or month."""

    events: int
    undated: int
    without_place: int
    first_day: date | None
    last_day: date | None
    unit: str
    steps: tuple[Step, ...]
    types: tuple[tuple[str, int], ...]
    regions: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    deaths: int
    events_with_deaths: int  # that tell a number, which may be 0
    claimed: int  # events whose figures hold losses that one side claims of the other
    injured: int
    others: tuple[tuple[str, int], ...]  # the further counts of people that any event has, with their sums


def figures_of(events: Sequence[Event]) -> Figures:
    """Count ``events``. Deaths are summed as told: what nobody counted is not in them."""
    days = [event.when.first_day for event in events if event.when]
    unit = _unit(days)
    told = [event.toll.fatalities for event in events if event.toll.fatalities is not None]
    return Figures(
        events=len(events),
        undated=len(events) - len(days),
        without_place=sum(event.where.lat is None for event in events),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        unit=unit,
        steps=_steps(events, unit),
        types=_ranked(event.type for event in events),
        regions=_ranked(map(_region, events)),
        sources=_ranked(source for event in events for source in dict.fromkeys(each.source for each in event.evidence)),
        deaths=sum(told),
        events_with_deaths=len(told),
        claimed=sum(event.toll.losses_claimed for event in events),
        injured=sum(event.toll.injured or 0 for event in events),
        others=tuple((name, total) for name in OTHER_COUNTS if (total := sum(getattr(event.toll, name) or 0 for event in events))),
    )


def pieces(step: Step, figures: Figures) -> list[int]:
    """Return the events of ``step`` by each row of ``figures.types``; what is in no row of its own is in the last."""
    sizes = [step.by_type.get(name, 0) for name, _ in figures.types]
    if sizes:
        sizes[-1] += step.events - sum(sizes)
    return sizes


def _unit(days: Sequence[date]) -> str:
    """Return the shortest span whose bars fit side by side."""
    width = (max(days) - min(days)).days + 1 if days else 1
    return "day" if width <= MOST_BARS else "week" if width <= 7 * MOST_BARS else "month"


def _steps(events: Sequence[Event], unit: str) -> tuple[Step, ...]:
    """Return each step between the first and the last, those without events too."""
    held: dict[date, list[Event]] = {}
    for event in events:
        if event.when:
            held.setdefault(_start(event.when.first_day, unit), []).append(event)
    if not held:
        return ()
    steps, at = [], min(held)
    while at <= max(held):
        within = held.get(at, [])
        label = f"{at:%Y-%m}" if unit == "month" else at.isoformat()
        deaths = sum(event.toll.fatalities or 0 for event in within)
        steps.append(Step(label=label, by_type=Counter(event.type for event in within), deaths=deaths))
        at = _start(at + timedelta(days={"day": 1, "week": 7, "month": 31}[unit]), unit)
    return tuple(steps)


def _start(day: date, unit: str) -> date:
    """Return the day, its Monday, or the first of its month."""
    return day.replace(day=1) if unit == "month" else day - timedelta(days=day.weekday()) if unit == "week" else day


def _region(event: Event) -> str:
    unit = event.where.unit
    if event.where.lat is None:
        return NOWHERE
    return (", ".join(filter(None, (unit.admin1, unit.country))) if unit else "") or event.where.name


def _ranked(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return names with their counts, the most frequent first; past the longest list the rest is one row."""
    ranked = sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) <= MOST_ROWS:
        return tuple(ranked)
    kept = ranked[: MOST_ROWS - 1]
    return (*kept, (f"{OTHERS} ({len(ranked) - len(kept)})", sum(count for _, count in ranked[MOST_ROWS - 1 :])))


CAUTION = (
    "These counts show what the sources report, not what happened. Deaths are the sum of the numbers reported, including claims of one "
    "side about the other; events without a number are not counted."
)


def headline(figures: Figures) -> list[tuple[str, str]]:
    """Return the figures in one line each: what, and how many."""
    rows = [("Events", f"{figures.events:,}"), ("Days", _days(figures))]
    rows += [
        ("Deaths reported", f"{figures.deaths:,} in {figures.events_with_deaths:,} events"),
        ("Injured reported", f"{figures.injured:,}"),
        *((f"{name.capitalize()} reported", f"{total:,}") for name, total in figures.others),
    ]
    rows += [("Events with losses claimed by the other side", f"{figures.claimed:,}")] if figures.claimed else []
    rows += [("Events without a place", f"{figures.without_place:,}")] if figures.without_place else []
    rows += [("Events without a day", f"{figures.undated:,}")] if figures.undated else []
    return rows


def over_time(figures: Figures) -> str:
    """Name the chart of events over time."""
    return f"Events by {figures.unit} and type"


def deaths_over_time(figures: Figures) -> str:
    """Name the chart of deaths over time."""
    return f"Deaths reported by {figures.unit}"


def _days(figures: Figures) -> str:
    if figures.first_day is None or figures.last_day is None:
        return "unknown"
    return f"{figures.first_day.isoformat()} to {figures.last_day.isoformat()}"
