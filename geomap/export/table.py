"""Cells as typed columns, from which every format with types is written, and the cells of files as values again.

A declared type for each column keeps one odd value from turning the whole column into text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from geomap.model import Toll

TEXT, INTEGER, REAL, FLAG, DATE, TIME = "text", "integer", "real", "flag", "date", "time"

EVENT_TYPES: dict[str, str] = {
    "start_time": TIME,
    "end_time": TIME,
    "event_date": DATE,
    "event_date_end": DATE,
    "published_time": TIME,
    "retrieved_time": TIME,
    "time_precision": INTEGER,
    "geo_precision": INTEGER,
    "where_prec": INTEGER,
    "coordinate_uncertainty_m": INTEGER,
    "quote_start": INTEGER,
    "quote_end": INTEGER,
    **dict.fromkeys(Toll.__dataclass_fields__, INTEGER),
    "losses_claimed": FLAG,
    "shown": FLAG,
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
_LARGEST = 2**31 - 1  # what every format can hold
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
        """Return the column of this name, None where there is none."""
        return next((column for column in self.held if column.name == name), None)


def columns_of(cells: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> Columns:
    """Return cells as columns of the types named; a name without a type is text. Times and days come as objects."""
    held = tuple(_column(name, types.get(name, TEXT), values) for name, values in cells.items())
    return Columns(rows=len(held[0].values), held=held)


def cells_of(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    """Turn rows into the cells of each column."""
    return {name: [row[name] for row in rows] for name in names}


def rounded(values: Sequence[float | None], digits: int) -> list[float | None]:
    """Return ``round(value, digits)`` of each, None for None, and 0.0 for -0.0; many at once are ten times as fast as one by one."""
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


def held_row(cells: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a row for the columns that ``kinds`` names (table.py), None where a cell is missing or holds none.

    Raises:
        ValueError: A cell holds something else.
    """
    return {
        name: _READ[kind](value) if (value := cells.get(name)) is not None and value == value else None  # noqa: PLR0124 - NaN is not
        for name, kind in kinds.items()
    }


def _moment(value: Any) -> datetime:  # noqa: ANN401 - text or a time
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _whole(value: Any) -> int:  # noqa: ANN401 - text or a number
    number = float(value)
    if not number.is_integer() or abs(number) > _LARGEST:
        raise ValueError(f"{value} is not a whole number up to {_LARGEST:,}")
    return int(number)


_READ: dict[str, Callable[[Any], Any]] = {
    TEXT: str,
    INTEGER: _whole,
    REAL: float,
    FLAG: lambda value: str(value).lower() in {"true", "1", "1.0"},
    DATE: lambda value: date.fromisoformat(str(value)[:10]),
    TIME: _moment,
}


def each_once(
    function: Callable[[Any], Any], values: Sequence[Any], *, key: Callable[[Any], Hashable] | None = None, none: str | None = None
) -> list[Any]:
    """Return ``function`` of each value, ``none`` for None; where values repeat it is called once for each.

    ``key`` tells values apart where their own hash is slow, as that of aware times is.
    """
    keys = values if key is None else [None if value is None else key(value) for value in values]
    distinct = dict(zip(keys, values, strict=True))
    if len(distinct) * 2 > len(values):  # to look up what hardly repeats costs more than it saves
        return [none if value is None else function(value) for value in values]
    known = {key: none if value is None else function(value) for key, value in distinct.items()}
    return list(map(known.__getitem__, keys))
