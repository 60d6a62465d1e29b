"""Rows as typed columns: what every format with types is written from, so that no odd value turns a column into text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Row = Mapping[str, Any]

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
_UNITS = {DATE: "D", TIME: "s"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Parallel columns: ``missing[i]`` marks the rows in which ``values[i]`` is not known."""

    names: tuple[str, ...]
    values: tuple[np.ndarray, ...]
    missing: tuple[np.ndarray, ...]


def columns_of(rows: Sequence[Row], names: Sequence[str], types: Mapping[str, str]) -> Columns:
    """Give ``rows`` as columns of the types named; a name without a type is text."""
    made = [_column([row[name] for row in rows], types.get(name, TEXT)) for name in names]
    return Columns(names=tuple(names), values=tuple(value for value, _ in made), missing=tuple(mask for _, mask in made))


def _column(cells: list[Any], kind: str) -> tuple[np.ndarray, np.ndarray]:
    missing = np.fromiter((cell is None for cell in cells), dtype=bool, count=len(cells))
    if kind in _UNITS:
        moments = [np.datetime64("NaT") if cell is None else np.datetime64(cell.removesuffix("Z")) for cell in cells]
        return np.array(moments, dtype=f"datetime64[{_UNITS[kind]}]"), missing
    filled = [_FILLERS[kind] if cell is None else cell for cell in cells]
    values = np.empty(len(filled), dtype=_DTYPES[kind])
    values[:] = filled
    return values, missing
