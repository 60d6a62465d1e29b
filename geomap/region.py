"""The countries and first-level regions that hold events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A country (``admin1`` is None) or first-level region with events; ``area`` is None if its outline is unknown."""

    id: str
    name: str
    country: str
    admin1: str | None = None
    area: BaseGeometry | None = None
