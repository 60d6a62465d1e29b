"""The events as a list in plain HTML, for browsers without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from geomap.model import Analysis, Event
from geomap.render.escape import web_link

MOST_LISTED = 20  # events; a page is no larger for those that nobody reads in this way
MOST_CHARS = 120  # of a quotation


def plain_list(analysis: Analysis, texts: Mapping[str, Any]) -> str:
    """Return the first events of ``analysis`` with place, days, kind, quotation and source; nothing where there are none."""
    shown = analysis.events[:MOST_LISTED]
    if not shown:
        return ""
    left = len(analysis.events) - len(shown)
    more = f"<p>+ {left:,}</p>" if left else ""
    return f'<ol class="gm-plain">{"".join(_item(event, texts) for event in shown)}</ol>{more}'


def _item(event: Event, texts: Mapping[str, Any]) -> str:
    told = event.evidence[-1]
    quote = told.quote if len(told.quote) <= MOST_CHARS else f"{told.quote[:MOST_CHARS]}…"
    link = web_link(told.url)
    source = _text(told.source)
    facts = " · ".join(escape(fact) for fact in _facts(event, texts))
    said = f'<a href="{escape(link)}" rel="noopener noreferrer nofollow">{source}</a>' if link else source
    return f'<li><b dir="auto">{_text(event.where.name)}</b> · {facts}<br><q dir="auto">{_text(quote)}</q> {said}</li>'


def _facts(event: Event, texts: Mapping[str, Any]) -> Iterator[str]:
    if event.when is not None:
        yield event.when.first_day.isoformat()
    yield str(texts.get(f"sub.{event.sub_type}", event.sub_type))
    yield str(texts.get(f"modality.{event.modality}", event.modality))


def _text(value: str) -> str:
    return escape("".join(char if char.isprintable() else " " for char in value))
