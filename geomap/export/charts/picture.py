"""The charts as one PNG, drawn by matplotlib, which is an extra."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from geomap.export.charts.figures import GRAVE, PLAIN, Figures, deaths_over_time, over_time, pieces
from geomap.export.xml import clean
from geomap.symbology import look_of

WIDTH_INCHES, INCHES_A_ROW, INCHES_AROUND = 10, 0.26, 0.55
ROWS_OF_COLUMNS = 9  # as high as so many rows is a chart over time
DOTS_PER_INCH = 120
LONGEST_LABEL = 40


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def picture(figures: Figures, *, title: str) -> bytes:
    """Return the charts as PNG; the same figures give the same picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - an extra
    from matplotlib.figure import Figure  # noqa: PLC0415

    drawn = Figure(figsize=(WIDTH_INCHES, 1), dpi=DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(drawn)
    drawn.suptitle(_short(title), parse_math=False)
    rows = [ROWS_OF_COLUMNS, ROWS_OF_COLUMNS, *(1 + len(ranked) for ranked in (figures.types, figures.regions, figures.sources))]
    drawn.set_figheight(INCHES_A_ROW * sum(rows) + INCHES_AROUND * len(rows))
    over, deaths, types, regions, sources = drawn.subplots(5, 1, height_ratios=rows)
    _columns(over, figures, over_time(figures))
    deaths.bar([step.label for step in figures.steps], [step.deaths for step in figures.steps], color=GRAVE)
    _thin_out(deaths, deaths_over_time(figures))
    _rows(types, "Events by type", figures.types, [look_of(name).colour for name, _ in figures.types])
    _rows(regions, "Events by region", figures.regions, [PLAIN] * len(figures.regions))
    _rows(sources, "Events by source", figures.sources, [PLAIN] * len(figures.sources))
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a script that the font lacks is drawn as boxes
        drawn.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()


def _columns(axes: Any, figures: Figures, title: str) -> None:  # noqa: ANN401 - matplotlib is an extra
    labels = [step.label for step in figures.steps]
    below = [0] * len(labels)
    parts = [pieces(step, figures) for step in figures.steps]
    for row, (name, _) in enumerate(figures.types):
        sizes = [part[row] for part in parts]
        axes.bar(labels, sizes, bottom=below, color=look_of(name).colour)
        below = [low + size for low, size in zip(below, sizes, strict=True)]
    _thin_out(axes, title)


def _thin_out(axes: Any, title: str) -> None:  # noqa: ANN401 - matplotlib is an extra
    axes.set_title(title, loc="left", parse_math=False)
    ticks = axes.get_xticks()
    axes.set_xticks(ticks[:: max(1, len(ticks) // 8)])


def _rows(axes: Any, title: str, rows: Sequence[tuple[str, int]], colours: Sequence[str]) -> None:  # noqa: ANN401 - matplotlib is an extra
    places = range(len(rows))
    axes.bar_label(axes.barh(places, [count for _, count in rows], color=colours), fmt="{:,.0f}", padding=3)
    axes.set_xticks([])  # each bar bears its number
    axes.margins(x=0.08)
    axes.set_yticks(places, [_short(name) for name, _ in rows], parse_math=False)
    axes.invert_yaxis()
    axes.set_title(title, loc="left", parse_math=False)


def _short(label: str) -> str:
    one_line = " ".join(clean(label).split())
    return one_line if len(one_line) <= LONGEST_LABEL else one_line[: LONGEST_LABEL - 1] + "…"
