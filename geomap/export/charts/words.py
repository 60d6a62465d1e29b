"""The words that page, picture and summary share."""

from __future__ import annotations

from geomap.export.charts.figures import Figures

CAUTION = (
    "Counts are of what the sources tell, not of what happened. Deaths are summed as told, claims of one side about the other included; "
    "events without a number add nothing."
)


def headline(figures: Figures) -> list[tuple[str, str]]:
    """Give the figures in one line each: what, and how many."""
    rows = [("Events", f"{figures.events:,}"), ("Days", _days(figures))]
    rows += [("Deaths told", f"{figures.deaths:,} in {figures.events_with_deaths:,} events"), ("Injured told", f"{figures.injured:,}")]
    rows += [("Events with losses that one side claims of the other", f"{figures.claimed:,}")] if figures.claimed else []
    rows += [("Events without a place", f"{figures.without_place:,}")] if figures.without_place else []
    rows += [("Events without a day", f"{figures.undated:,}")] if figures.undated else []
    return rows


def over_time(figures: Figures) -> str:
    """Name the chart of events over time."""
    return f"Events by {figures.unit} and type"


def deaths_over_time(figures: Figures) -> str:
    """Name the chart of deaths over time."""
    return f"Deaths told by {figures.unit}"


def _days(figures: Figures) -> str:
    if figures.first_day is None or figures.last_day is None:
        return "none told"
    return f"{figures.first_day.isoformat()} to {figures.last_day.isoformat()}"
