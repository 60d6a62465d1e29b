"""What a run can be told; every value is checked when it is set."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from geomap.errors import SettingsError
from geomap.model import MAPPED_BY_DEFAULT, Modality

DEFAULT_MAX_BYTES = 200 * 1000 * 1000
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100  # what lies outside is no time of news, but how a program writes that it knows none
LEAST_COARSE_M, MOST_COARSE_M = 100.0, 500_000.0  # a house blurred to less than a street is not; beyond, name the country
DEFAULT_MIN_CONFIDENCE = 0.6  # on folds of annotated posts, 85 % of the events shown are at the right place (docs/explanation/events.md)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnNames:
    """The names of a table's columns, as its header writes them; None leaves one to be found by its name."""

    text: str | None = None
    time: str | None = None
    title: str | None = None
    url: str | None = None
    id: str | None = None
    lang: str | None = None

    def given(self) -> dict[str, str]:
        """Return the columns that are named, by what they hold."""
        return {held.name: name for held in fields(self) if (name := getattr(self, held.name)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """What a page does not say: ``timezone`` (IANA name) and ``date`` fill what is missing, never override.

    ``columns`` are those of tables; other forms have none.
    """

    timezone: str | None = None
    date: date | None = None
    max_bytes: int = DEFAULT_MAX_BYTES
    columns: ColumnNames = field(default_factory=ColumnNames)

    def __post_init__(self) -> None:
        if self.date is not None and not EARLIEST_YEAR <= self.date.year <= LATEST_YEAR:
            raise SettingsError(f"{self.date} is no day of news; give one from {EARLIEST_YEAR} to {LATEST_YEAR}", parameter="date")
        if self.max_bytes <= 0:
            raise SettingsError(f"{self.max_bytes} is not above zero", parameter="max_bytes")
        if self.timezone is not None:
            from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - most settings name no zone

            try:
                ZoneInfo(self.timezone)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise SettingsError(
                    f"{self.timezone!r} is no time zone; give an IANA name such as Europe/Kyiv or America/New_York", parameter="timezone"
                ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run.

    ``home`` is an ISO 3166-1 alpha-2 country whose places are meant unless the text says otherwise; ``beat`` learns from all pages
    together where they write from. Events with a confidence below ``min_confidence`` are listed in the report and not shown; ``fast``
    leaves out the second look at places of which it is unsure whether anything happened there.
    ``gazetteer`` and ``models`` are folders of a built gazetteer and of trained parameters; None takes what ships. ``corrections`` is a
    file of corrections; ``tables`` are files with event types and triggers of the user's own. ``coarsen_m`` is the width in metres of
    the grid that places are blurred to, None shows them as they are known. ``operator`` names who makes the run, for the report.
    """

    read: ReadSettings = field(default_factory=ReadSettings)
    home: str | None = None
    beat: bool = False
    modalities: frozenset[Modality] = MAPPED_BY_DEFAULT
    min_confidence: float = DEFAULT_MIN_CONFIDENCE
    fast: bool = False
    gazetteer: Path | None = None
    models: Path | None = None
    corrections: Path | None = None
    coarsen_m: float | None = None
    tables: tuple[Path, ...] = ()
    operator: str | None = None

    def __post_init__(self) -> None:
        if self.home is not None and not re.fullmatch(r"[A-Z]{2}", self.home):
            raise SettingsError(
                f"{self.home!r} is not a country code; give two capital letters of ISO 3166-1, such as UA", parameter="home"
            )
        if not 0.0 <= self.min_confidence <= 1.0:
            raise SettingsError(f"{self.min_confidence} is not between 0 and 1", parameter="min_confidence")
        if self.coarsen_m is not None and not LEAST_COARSE_M <= self.coarsen_m <= MOST_COARSE_M:
            raise SettingsError(f"{self.coarsen_m:g} metres is not between 100 metres and 500 km", parameter="coarsen_m")
