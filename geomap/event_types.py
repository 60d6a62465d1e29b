"""The kinds of events that ship with geomap, as a table: what extraction, corrections and the forms of QGIS choose from."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One kind of event: ``sub_type`` of ``type``, PLOVER's ``code``, and the ``family`` whose members can tell one incident."""

    type: str
    sub_type: str
    code: str | None
    family: str


@functools.cache
def shipped_types() -> tuple[EventType, ...]:
    """Return every kind of event that an event can have, in the order of the table."""
    text = (resources.files("geomap") / "events" / "tables" / "types.toml").read_text(encoding="utf8")
    return tuple(types_of(tomllib.loads(text)["type"]))


def types_of(rows: Iterable[Mapping[str, Any]]) -> list[EventType]:
    """Return the event types of ``[[type]]`` rows.

    Args:
        rows: Rows with ``name`` and ``sub_types``; a sub-type has ``name``, ``family`` and, optionally, ``code``.

    Returns:
        The event types, in the order of the rows.

    Raises:
        KeyError: A row lacks a key.
    """
    return [
        EventType(type=row["name"], sub_type=one["name"], code=one.get("code"), family=one["family"])
        for row in rows
        for one in row["sub_types"]
    ]
