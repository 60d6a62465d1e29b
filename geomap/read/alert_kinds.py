"""Which kind of event an alert is about, by words in nine languages and by the category of the alert."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

from geomap.event_types import EventType, shipped_types

OTHER = "Other"


class _Words(NamedTuple):
    sub_type: str
    pattern: re.Pattern[str]


def kind_of(texts: Iterable[str], category: str) -> EventType:
    """Return the kind of an alert.

    Args:
        texts: What it says about the event, the most telling first: its event, its headline, its codes.
        category: Its category, such as "Met".
    """
    words, categories = _table()
    for text in texts:
        folded = text.casefold()
        for sub_type, pattern in words:
            if pattern.search(folded):
                return _kinds()[sub_type]
    return _kinds()[categories.get(category, OTHER)]


@cache
def _table() -> tuple[tuple[_Words, ...], dict[str, str]]:
    table = tomllib.loads((resources.files("geomap") / "read" / "hazards.toml").read_text(encoding="utf8"))
    rows = [(row["sub_type"], "|".join(map(re.escape, sorted(row["words"], key=len, reverse=True)))) for row in table["kind"]]
    return tuple(_Words(sub_type, re.compile(rf"\b(?:{words})")) for sub_type, words in rows), table["category"]


@cache
def _kinds() -> dict[str, EventType]:
    return {kind.sub_type: kind for kind in shipped_types()}
