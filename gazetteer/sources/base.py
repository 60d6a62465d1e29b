"""What every source yields: rows on their way into the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from gazetteer.model import PlaceKind, PlaceName


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
    """A row that could not be read: where it stands and why it was left out."""

    row: int
    reason: str


@dataclass(slots=True)
class SourceReport:
    """What a loader read and what it left out."""

    accepted: int = 0
    rejected: list[Rejected] = field(default_factory=list)


class Source(Protocol):
    """A loader of one upstream: streams rows, notes what it rejects in ``report``."""

    name: str
    report: SourceReport

    def rows(self) -> Iterator[SourcePlace]:
        """Yield the rows in the order of the file; raise SourceError where the file is not of this kind."""
        ...
