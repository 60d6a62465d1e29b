"""How a result shows itself in a notebook: the map in a frame of its own, and a short table of events."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from geomap.export.features import event_row
from geomap.model import Analysis, Event

_HEIGHT_PX = 480
_ROWS = 10
_COLUMNS = ("event_date", "sub_event_type", "place_name", "fatalities", "injured", "quote")
_QUOTE_LENGTH = 160


def notebook_html(analysis: Analysis, *, title: str | None = None) -> str:
    """Return a snippet of HTML with the map and a table of the first events.

    The map is a page of its own in a sandboxed frame; texts of the input reach the table escaped.

    Args:
        analysis: What was found.
        title: The title of the map.

    Returns:
        The snippet; without events it holds the table's header and a note only, and loads no map.
    """
    table = _table(analysis.events)
    if not analysis.events:
        return table
    from geomap.render.page import page_bytes  # noqa: PLC0415 - the renderer is loaded only where a map is drawn

    page = escape(page_bytes(analysis, title=title).decode("utf-8"), quote=True)
    frame = (
        f'<iframe sandbox="allow-scripts" style="width:100%;height:{_HEIGHT_PX}px;border:0" title="Map of events" srcdoc="{page}"></iframe>'
    )
    return f"<div>{frame}{table}</div>"


def _table(events: Sequence[Event]) -> str:
    header = "".join(f"<th>{escape(name)}</th>" for name in _COLUMNS)
    rows = "".join(_row(event) for event in events[:_ROWS])
    more = len(events) - _ROWS
    note = f"<p>{more:,} more events</p>" if more > 0 else "" if events else "<p>No events</p>"
    return f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>{note}"


def _row(event: Event) -> str:
    cells = event_row(event)
    return "<tr>" + "".join(f"<td>{escape(_short(cells[name]))}</td>" for name in _COLUMNS) + "</tr>"


def _short(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _QUOTE_LENGTH else f"{text[: _QUOTE_LENGTH - 1]}…"
