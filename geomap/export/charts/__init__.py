"""Events as charts: one page of HTML, a summary in Markdown and, where matplotlib is installed, a picture; all from the same figures."""

from __future__ import annotations

from pathlib import Path

from geomap.export.charts.documents import page, summary
from geomap.export.charts.figures import figures_of
from geomap.export.charts.picture import can_draw, picture
from geomap.files import staged_folder, write_atomically
from geomap.model import Analysis

__all__ = ["write_charts"]

DEFAULT_TITLE = "Events"


def write_charts(analysis: Analysis, folder: Path, *, title: str | None = None) -> tuple[Path, ...]:
    """Write report.html, report.md and, where it can be drawn, report.png into ``folder``: all of them, or none.

    Raises:
        OutputError: The folder cannot be written.
    """
    figures, title = figures_of(analysis.events), title or DEFAULT_TITLE
    made = {"report.html": page(figures, title=title, sources=analysis.data_sources).encode()}
    drawn = can_draw()
    told = summary(figures, title=title, picture=drawn)
    made["report.md"] = told.encode()
    if drawn:
        made["report.png"] = picture(figures, title=title)
    with staged_folder(folder) as stage:
        for name, content in made.items():
            write_atomically(stage / name, content)
    return tuple(folder / name for name in made)
