"""A town or village near events, as the map names it for orientation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A settlement near events; ``names`` are by language ("uk").

    ``exact`` is False where only the position of the postal code is known, some kilometres off.
    """

    name: str
    names: Mapping[str, str]
    lat: float
    lon: float
    population: int | None = None
    exact: bool = True
