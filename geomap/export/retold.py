"""The table of tellings of a GeoPackage, read back: all that was said of an event, where a row of events has the newest telling only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geomap.export.groups import TELLING_COLUMNS, TELLING_TYPES, TELLINGS
from geomap.export.rows import layer_names, layer_rows
from geomap.export.table import TEXT, held_row
from geomap.model import Event, Evidence, Post, Precision, Toll

_KINDS = {name: TELLING_TYPES.get(name, TEXT) for name in TELLING_COLUMNS}
_OF_A_STORE = "telling_id"  # a column of the table of that name in a store, whose rows are no evidence yet


def with_tellings(events: Sequence[Event], path: Path, posts: Mapping[str, Post]) -> list[Event]:
    """Return events with all of their evidence; the newest stays as the row of the event has it.

    Args:
        events: The events of the file.
        path: The GeoPackage.
        posts: Its posts by their ids.

    Raises:
        KeyError: A row lacks a column.
        ValueError: A cell holds something else than geomap writes.
    """
    if TELLINGS not in layer_names(path):
        return list(events)
    told: dict[str, list[Evidence]] = {}
    for row, _ in layer_rows(path, TELLINGS):
        if _OF_A_STORE in row:
            return list(events)
        cells = held_row(row, _KINDS)
        told.setdefault(cells["event_id"] or "", []).append(_evidence(cells, posts.get(cells["post_id"])))
    return [replace(event, evidence=_joined(told.get(event.id, []), event.evidence[-1])) for event in events]


def _joined(told: Sequence[Evidence], newest: Evidence) -> tuple[Evidence, ...]:
    """Return the tellings before the newest, and the newest with what only its row among the tellings has."""
    if not told:
        return (newest,)
    last = told[-1]
    if (last.post_id, last.quote) != (newest.post_id, newest.quote):  # somebody changed the rows
        return (*told, newest)
    return (*told[:-1], replace(newest, title=last.title, trigger=last.trigger, toll_quote=last.toll_quote, toll=last.toll))


def _evidence(cells: Mapping[str, Any], post: Post | None) -> Evidence:
    return Evidence(
        post_id=cells["post_id"],
        start=cells["start"] or 0,
        end=cells["end"] or 0,
        quote=cells["quote"] or "",
        source=cells["source"] or "",
        published_at=cells["published_time"],
        published_precision=post.published_precision if post is not None else Precision.TIME,
        url=cells["source_url"],
        title=cells["title"],
        trigger=cells["trigger"],
        toll=Toll(fatalities=cells["fatalities"], injured=cells["injured"]),
        toll_quote=cells["toll_quote"],
        document_sha256=post.document_sha256 if post is not None else None,
        retrieved_at=post.retrieved_at if post is not None else None,
    )
