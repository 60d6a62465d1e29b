"""Cells as typed columns: what every format with types is written from, so that no odd value turns a column into text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

TEXT, INTEGER, REAL, FLAG, DATE, TIME = "text", "integer", "real", "flag", "date", "time"

EVENT_TYPES: dict[str, str] = {
    "start_time": TIME,
    "end_time": TIME,
    "event_date": DATE,
    "event_date_end": DATE,
    "published_time": TIME,
    "time_precision": INTEGER,
    "geo_precision": INTEGER,
    "where_prec": INTEGER,
    "coordinate_uncertainty_m": INTEGER,
    "fatalities": INTEGER,
    "fatalities_low": INTEGER,
    "fatalities_high": INTEGER,
    "fatalities_civilian": INTEGER,
    "injured": INTEGER,
    "injured_civilian": INTEGER,
    "losses_claimed": FLAG,
    "latitude": REAL,
    "longitude": REAL,
    "confidence": REAL,
}

_FIRST_DAY = date(1970, 1, 1).toordinal()
_FILLERS: dict[str, Any] = {
    INTEGER: 0,
    REAL: 0.0,
    FLAG: False,
    DATE: date(1970, 1, 1),
    TIME: datetime.fromisoformat("1970-01-01T00:00:00Z"),
}
_MANY = 50  # numpy takes longer to begin than to round fewer
_TIE = 1e-4  # of the last digit: nearer to a half than this, two roundings may differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. Texts are a list that holds None where nothing is known; of all else ``missing`` marks those rows."""

    name: str
    kind: str
    values: np.ndarray | Sequence[str | None]
    missing: np.ndarray | None = None  # None: texts, or every row is known

    @property
    def texts(self) -> list[str | None]:
        """The values of a column of texts."""
        return list(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of ``rows`` rows."""

    rows: int
    held: tuple[Column, ...]

    def __len__(self) -> int:
        return self.rows

    def named(self, name: str) -> Column | None:
        """Give the column of this name, None where there is none."""
        return next((column for column in self.held if column.name == name), None)


def columns_of(cells: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> Columns:
    """Give cells as columns of the types named; a name without a type is text. Times and days come as objects."""
    held = tuple(_column(name, types.get(name, TEXT), values) for name, values in cells.items())
    return Columns(rows=len(held[0].values), held=held)


def cells_of(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    """Turn rows into the cells of each column."""
    return {name: [row[name] for row in rows] for name in names}


def rounded(values: Sequence[float | None], digits: int) -> list[float | None]:
    """Give ``round(value, digits)`` of each, None for None, and 0.0 for -0.0; many at once are ten times as fast as one by one."""
    if len(values) < _MANY:
        return [None if value is None else round(value, digits) + 0.0 for value in values]
    given = np.array(values, dtype=float)  # None becomes NaN
    scaled = given * 10.0**digits
    made: list[float | None] = (np.rint(scaled) / 10.0**digits + 0.0).tolist()
    for place in np.flatnonzero(np.isnan(given) | (np.abs(scaled - np.floor(scaled) - 0.5) < _TIE)).tolist():
        value = values[place]
        made[place] = None if value is None else round(value, digits) + 0.0
    return made


def _column(name: str, kind: str, cells: Sequence[Any]) -> Column:
    if kind == TEXT:
        return Column(name=name, kind=kind, values=cells)
    missing, known = None, cells
    if None in cells:
        missing = np.array([cell is None for cell in cells], dtype=bool)
        known = [_FILLERS[kind] if cell is None else cell for cell in cells]
    return Column(name=name, kind=kind, values=_numbers(kind, known), missing=missing)


def _numbers(kind: str, known: Sequence[Any]) -> np.ndarray:
    if kind == TIME:
        seconds = np.array([moment.timestamp() for moment in known], dtype=float)
        moments: np.ndarray = np.floor(seconds).astype("datetime64[s]")
        return moments
    if kind == DATE:
        return np.array([day.toordinal() - _FIRST_DAY for day in known], dtype="int64").astype("datetime64[D]")
    if kind == INTEGER:
        counts = np.array(known, dtype="int64")
        small = np.iinfo("int32")
        return counts.astype("int32") if not len(counts) or (counts.min() >= small.min and counts.max() <= small.max) else counts
    return np.array(known, dtype="float64" if kind == REAL else bool)
