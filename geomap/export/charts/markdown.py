"""The figures as a summary in Markdown, in which text from outside stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geomap.export.charts.figures import Figures
from geomap.export.charts.words import CAUTION, deaths_over_time, headline, over_time

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#|!&~$@:]|(?<=www)\.)", re.IGNORECASE)  # a backslash keeps each; the last three make links


def plain_text(value: str) -> str:
    """Give text that Markdown shows as it is: one line, every mark that means something kept by a backslash."""
    shown = "".join(c if c.isprintable() else " " for c in value)
    return _MARKS.sub(r"\\\1", " ".join(shown.split()))


def summary(figures: Figures, *, title: str, picture: bool = False) -> str:
    """Give the summary: the headline figures and a table for each chart; ``picture``: report.png stands beside it."""
    parts = [f"# {plain_text(title)}", "\n".join(f"- {what}: **{plain_text(count)}**" for what, count in headline(figures))]
    parts += [f"![{over_time(figures)}; types, regions, sources](report.png)"] if picture else []
    parts += [CAUTION]
    parts += [_table("Events by type", "type", figures.types), _table("Events by region", "region", figures.regions)]
    parts += [_table("Events by source", "source", figures.sources)]
    parts += [_table(over_time(figures), figures.unit, [(step.label, step.events) for step in figures.steps])]
    parts += [_table(deaths_over_time(figures), figures.unit, [(step.label, step.deaths) for step in figures.steps if step.deaths])]
    return "\n\n".join(parts) + "\n"


def _table(title: str, what: str, rows: Sequence[tuple[str, int]]) -> str:
    lines = [f"| {plain_text(name)} | {count:,} |" for name, count in rows] or ["| none | 0 |"]
    return "\n".join([f"## {title}\n", f"| {what} | count |", "|---|--:|", *lines])
