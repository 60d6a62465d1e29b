"""What every source yields: places before they are merged and indexed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from gazetteer.errors import shortened
from gazetteer.model import PlaceKind, PlaceName

KEPT_REJECTIONS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlace:
    """A row of a source, before parents are joined and names are keyed.

    ``admin1_code`` and ``admin2_code`` are GeoNames codes under ``country`` ("05", "1402"), by which the build
    joins rows to their regions and districts; ``parents`` names ids outright where the source knows them, the
    nearest first. ``lat`` and ``lon`` are None where the source knows only the parents: the build then places the
    row at the centre of its located siblings, with their spread as ``radius_m``. ``outline_wkb`` is a WGS 84 (multi)polygon.
    """

    id: str
    name: str
    kind: PlaceKind
    lat: float | None
    lon: float | None
    country: str | None
    source: str
    admin1_code: str | None = None
    admin2_code: str | None = None
    feature_code: str | None = None
    population: int | None = None
    timezone: str | None = None
    radius_m: float | None = None
    names: tuple[PlaceName, ...] = ()
    parents: tuple[str, ...] = ()
    outline_wkb: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that could not be read: its number and why it was left out."""

    row: int
    reason: str


@dataclass(slots=True)
class SourceReport:
    """What a loader read and what it left out; of rejected rows the first KEPT_REJECTIONS."""

    accepted: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    def reject(self, row: int, reason: str) -> None:
        """Note a row that was left out."""
        if len(self.rejected) < KEPT_REJECTIONS:
            self.rejected.append(Rejected(row=row, reason=shortened(reason)))


class Source(Protocol):
    """A loader of one upstream: streams rows and records those that it rejects in ``report``."""

    name: str
    report: SourceReport

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the rows in the order of the file; raise SourceError where the file is not of this kind."""
        ...


def coordinate(text: str, limit: float, what: str) -> float:
    """Return the number in ``text``, within plus or minus ``limit``; the ValueError for any other text begins with ``what``."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{what} {text!r} is not a number") from None
    if not (math.isfinite(value) and abs(value) <= limit):
        raise ValueError(f"{what} {text} is not within -{limit:g}..{limit:g}")
    return value
