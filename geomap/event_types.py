"""The kinds of events that ship with geomap, as a table: what extraction, corrections and the forms of QGIS choose from."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

UNSPECIFIED = ("Unspecified", "Unspecified")  # type and kind of an event whose source states none
# The codes of a kind in other classifications, by the column of an event that holds them.
CODE_COLUMNS = {"emdat_code": "emdat", "hazard_code": "hazard", "glide_type": "glide", "iptc_code": "iptc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One kind of event: ``sub_type`` of ``type``.

    Attributes:
        type: The name of the type.
        sub_type: The name of the kind.
        code: PLOVER's event type, with its mode.
        family: The group of kinds whose members can tell one incident.
        emdat: The key of the kind in the disaster classification of EM-DAT.
        hazard: Its Hazard Information Profile of UNDRR and ISC (2025).
        glide: The type of disaster in a GLIDE number.
        iptc: Its Media Topic of IPTC.
    """

    type: str
    sub_type: str
    code: str | None
    family: str
    emdat: str | None = None
    hazard: str | None = None
    glide: str | None = None
    iptc: str | None = None


@functools.cache
def shipped_types() -> tuple[EventType, ...]:
    """Return every kind of event that an event can have, in the order of the table."""
    text = (resources.files("geomap") / "events" / "tables" / "types.toml").read_text(encoding="utf8")
    return tuple(types_of(tomllib.loads(text)["type"]))


def types_of(rows: Iterable[Mapping[str, Any]]) -> list[EventType]:
    """Return the event types of ``[[type]]`` rows.

    Args:
        rows: Rows with ``name`` and ``sub_types``; a sub-type has ``name``, ``family`` and, optionally, codes.

    Returns:
        The event types, in the order of the rows.

    Raises:
        KeyError: A row lacks a key.
    """
    codes = ("code", *CODE_COLUMNS.values())
    return [
        EventType(type=row["name"], sub_type=one["name"], family=one["family"], **{name: one.get(name) for name in codes})
        for row in rows
        for one in row["sub_types"]
    ]


def code_of(sub_type: str, column: str) -> str | None:
    """Return the code of a kind in another classification; None where it has none, or is a kind of the user's own.

    Args:
        sub_type: The name of the kind.
        column: A key of ``CODE_COLUMNS``.
    """
    return _codes(column).get(sub_type)


@functools.cache
def _codes(column: str) -> dict[str, str | None]:
    return {kind.sub_type: getattr(kind, CODE_COLUMNS[column]) for kind in shipped_types()}
