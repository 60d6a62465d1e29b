"""The cells of files as values again, whatever the format made of them: text, numbers, times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from geomap.export.table import DATE, FLAG, INTEGER, REAL, TEXT, TIME

_LARGEST = 2**31 - 1  # what every format can hold


def held_row(cells: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Give the values of a row for the columns that ``kinds`` names (table.py), None where a cell is missing or holds none.

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
        raise ValueError(f"{value} is no whole number up to {_LARGEST:,}")
    return int(number)


_READ: dict[str, Callable[[Any], Any]] = {
    TEXT: str,
    INTEGER: _whole,
    REAL: float,
    FLAG: lambda value: str(value).lower() in {"true", "1", "1.0"},
    DATE: lambda value: date.fromisoformat(str(value)[:10]),
    TIME: _moment,
}
