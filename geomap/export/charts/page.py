"""The page of charts: one HTML file without script that opens anywhere, without a network."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.export.charts.figures import Figures, Step, pieces
from geomap.export.charts.svg import Bar, columns_chart, rows_chart, text
from geomap.export.charts.words import CAUTION, deaths_over_time, headline, over_time
from geomap.model import DataSource
from geomap.symbology import look_of

PLAIN, GRAVE = "#4a6fa5", "#5b1a1a"
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
    """Give the page; all text that comes from outside is escaped."""
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
