"""Cells as typed columns: what every format with types is written from, so that no odd value turns a column into text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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

_DTYPES = {TEXT: np.dtype(object), INTEGER: np.dtype("int32"), REAL: np.dtype("float64"), FLAG: np.dtype(bool)}
_FILLERS: dict[str, Any] = {TEXT: None, INTEGER: 0, REAL: np.nan, FLAG: False}
_FIRST_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Parallel columns: ``missing[i]`` marks the rows in which ``values[i]`` is not known."""

    names: tuple[str, ...]
    values: tuple[np.ndarray, ...]
    missing: tuple[np.ndarray, ...]

    def __len__(self) -> int:
        return len(self.values[0])


def columns_of(cells: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> Columns:
    """Give cells as columns of the types named; a name without a type is text. Times and days come as objects."""
    made = [_column(values, types.get(name, TEXT)) for name, values in cells.items()]
    return Columns(names=tuple(cells), values=tuple(value for value, _ in made), missing=tuple(mask for _, mask in made))


def cells_of(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    """Turn rows into the cells of each column."""
    return {name: [row[name] for row in rows] for name in names}


def _column(cells: Sequence[Any], kind: str) -> tuple[np.ndarray, np.ndarray]:
    missing = np.array([cell is None for cell in cells], dtype=bool)
    if kind == TIME:
        seconds = np.array([0.0 if cell is None else cell.timestamp() for cell in cells])
        return _moments(np.floor(seconds), missing, "s"), missing
    if kind == DATE:
        days = np.array([0 if cell is None else cell.toordinal() - _FIRST_DAY for cell in cells])
        return _moments(days, missing, "D"), missing
    values = np.empty(len(cells), dtype=_DTYPES[kind])
    values[:] = [_FILLERS[kind] if cell is None else cell for cell in cells] if missing.any() else cells
    return values, missing


def _moments(numbers: np.ndarray, missing: np.ndarray, unit: str) -> np.ndarray:
    values = numbers.astype("int64").astype(f"datetime64[{unit}]")
    values[missing] = np.datetime64("NaT")
    return values
