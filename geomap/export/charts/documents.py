"""The figures as documents: one HTML page without script that opens without a network, and a summary in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from geomap.export.charts.figures import CAUTION, GRAVE, PLAIN, Figures, Step, deaths_over_time, headline, over_time, pieces
from geomap.export.xml import clean
from geomap.model import DataSource
from geomap.symbology import look_of

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1c2529;background:#fff}"
    "figure{margin:2rem 0}figcaption{font-weight:600;margin-bottom:.5rem}svg{width:100%;height:auto;font:12px system-ui,sans-serif}"
    "table{border-collapse:collapse}th{text-align:left;font-weight:400;padding:.1rem 2rem .1rem 0}td{font-weight:600}"
    ".key span{display:inline-block;width:.8em;height:.8em;margin:0 .4em 0 1em}footer{color:#55626e;font-size:.85rem}"
    "@media(prefers-color-scheme:dark){body{color:#e4e9eb;background:#14191c}svg text{fill:#e4e9eb}footer{color:#a9b4ba}}"
)
_HEAD = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
)


def page(figures: Figures, *, title: str, sources: Sequence[DataSource] = ()) -> str:
    """Return the page; all text that comes from outside is escaped."""
    numbers = "".join(f"<tr><th>{text(what)}</th><td>{text(count)}</td></tr>" for what, count in headline(figures))
    credit = "; ".join(text(f"{source.attribution} ({source.licence})") for source in sources)
    charts = (
        columns_chart(over_time(figures), [_stacked(step, figures) for step in figures.steps]),
        _key(figures),
        columns_chart(deaths_over_time(figures), [Bar(step.label, [("deaths", step.deaths, GRAVE)]) for step in figures.steps]),
        rows_chart("Events by type", [Bar(name, [(name, count, look_of(name).colour)]) for name, count in figures.types]),
        _ranked("Events by region", figures.regions),
        _ranked("Events by source", figures.sources),
    )
    return (
        f"{_HEAD}<title>{text(title)}</title><style>{_STYLE}</style></head><body><h1>{text(title)}</h1><table>{numbers}</table>"
        f"{''.join(charts)}<footer><p>{text(CAUTION)}</p>{f'<p>{credit}</p>' if credit else ''}</footer></body></html>\n"
    )


def _stacked(step: Step, figures: Figures) -> Bar:
    sizes = zip(figures.types, pieces(step, figures), strict=True)
    return Bar(step.label, [(name, size, look_of(name).colour) for (name, _), size in sizes if size])


def _ranked(title: str, rows: Sequence[tuple[str, int]]) -> str:
    return rows_chart(title, [Bar(name, [(name, count, PLAIN)]) for name, count in rows])


def _key(figures: Figures) -> str:
    names = "".join(f'<span style="background:{look_of(name).colour}"></span>{text(name)}' for name, _ in figures.types)
    return f'<p class="key">{names}</p>'


WIDTH, LABEL_WIDTH, ROW_HEIGHT, PLOT_HEIGHT, FOOT = 720, 260, 22, 180, 24
LONGEST_LABEL = 38  # characters that fit beside the bars
INK = "#37474f"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, and its pieces as (name, size, colour)."""

    label: str
    pieces: Sequence[tuple[str, int, str]]

    @property
    def size(self) -> int:
        """The size of all pieces together."""
        return sum(size for _, size, _ in self.pieces)


def text(value: str) -> str:
    """Return text as it may stand in HTML: escaped, without characters that cannot."""
    return escape(clean(value))


def rows_chart(title: str, bars: Sequence[Bar]) -> str:
    """Draw one row a bar, its label to the left and its size at the end."""
    most = max((bar.size for bar in bars), default=0) or 1
    room = WIDTH - LABEL_WIDTH - 60
    drawn = []
    for number, bar in enumerate(bars):
        y = number * ROW_HEIGHT
        short = bar.label if len(bar.label) <= LONGEST_LABEL else bar.label[: LONGEST_LABEL - 1] + "…"
        long = room * bar.size / most
        colour = bar.pieces[0][2]
        drawn.append(
            f'<text x="{LABEL_WIDTH - 8}" y="{y + 15}" text-anchor="end">{text(short)}</text>'
            f'<rect x="{LABEL_WIDTH}" y="{y + 3}" width="{long:.1f}" height="{ROW_HEIGHT - 6}" fill="{colour}">'
            f"<title>{text(bar.label)}: {bar.size:,}</title></rect>"
            f'<text x="{LABEL_WIDTH + long + 6:.1f}" y="{y + 15}">{bar.size:,}</text>'
        )
    return _framed(title, max(len(bars), 1) * ROW_HEIGHT, drawn)


def columns_chart(title: str, bars: Sequence[Bar]) -> str:
    """Draw bars side by side, their pieces on one another; the first, the last and the tallest are labelled."""
    most = max((bar.size for bar in bars), default=0) or 1
    step = WIDTH / max(len(bars), 1)
    wide = min(step * 0.8, 40.0)
    drawn = [f'<line x1="0" x2="{WIDTH}" y1="{PLOT_HEIGHT}" y2="{PLOT_HEIGHT}" stroke="{INK}"/>']
    for number, bar in enumerate(bars):
        x, y = step * number + (step - wide) / 2, float(PLOT_HEIGHT)
        for name, size, colour in bar.pieces:
            high = (PLOT_HEIGHT - 20) * size / most
            y -= high
            told = f"<title>{text(bar.label)}, {text(name)}: {size:,}</title>"
            drawn.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}">{told}</rect>')
        if bar.size == most:
            drawn.append(f'<text x="{x + wide / 2:.1f}" y="{y - 4:.1f}" text-anchor="middle">{bar.size:,}</text>')
    drawn += [_foot(0, bars[0].label, "start"), _foot(WIDTH, bars[-1].label, "end") if len(bars) > 1 else ""] if bars else []
    return _framed(title, PLOT_HEIGHT + FOOT, drawn)


def _foot(x: float, label: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{PLOT_HEIGHT + 17}" text-anchor="{anchor}">{text(label)}</text>'


def _framed(title: str, height: int, drawn: Sequence[str]) -> str:
    opening = f'<svg role="img" aria-label="{text(title)}" viewBox="0 0 {WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">'
    return f"<figure><figcaption>{text(title)}</figcaption>{opening}{''.join(drawn)}</svg></figure>"


_MARKS = re.compile(r"([\\`*_{}\[\]()<>#|!&~$@:]|(?<=www)\.)", re.IGNORECASE)  # a backslash keeps each; the last three make links


def plain_text(value: str) -> str:
    """Return text that Markdown shows as it is: one line, every mark that means something kept by a backslash."""
    shown = "".join(c if c.isprintable() else " " for c in value)
    return _MARKS.sub(r"\\\1", " ".join(shown.split()))


def summary(figures: Figures, *, title: str, picture: bool = False) -> str:
    """Return the summary: the headline figures and a table for each chart; ``picture``: report.png stands beside it."""
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
