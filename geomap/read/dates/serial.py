"""Days as spreadsheets count them: 45321 is 30 January 2024, and 45321.5 noon of that day. CSV exports may hold them for dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - of a table, which names no zone
_SERIAL = re.compile(r"[23456]\d{4}(?:[.,]\d{1,12})?")
_EARLIEST, _LATEST = 25_569, 65_745  # 1970 to 2079: other numbers of five digits are codes or amounts
_SECONDS_A_DAY = 86_400


def is_serial_day(written: str) -> bool:
    """Return whether a cell can be a day as spreadsheets count them; a column of dates is one where all its cells are."""
    stamp = written.strip()
    return _SERIAL.fullmatch(stamp) is not None and _EARLIEST <= float(stamp.replace(",", ".")) < _LATEST


def are_serial_days(values: Iterable[str]) -> bool:
    """Return whether all cells of a column of dates that are not empty are days as spreadsheets count them."""
    filled = [value for value in values if value.strip()]
    return bool(filled) and all(map(is_serial_day, filled))


def serial_to_iso(written: str) -> str:
    """Return such a day in ISO 8601, with the time of day where it has one; anything else unchanged."""
    if not is_serial_day(written):
        return written
    days, _, part = written.strip().replace(",", ".").partition(".")
    moment = _ZERO + timedelta(days=int(days), seconds=round(float(f"0.{part or 0}") * _SECONDS_A_DAY))
    return moment.isoformat() if part.strip("0") else moment.date().isoformat()
