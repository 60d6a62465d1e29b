"""Sizes, lengths and days on the command line, written as people do."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import click

LENGTH_UNITS_M = {"m": 1.0, "km": 1000.0}
SIZE_UNITS = {"": 1, "B": 1, "K": 10**3, "KB": 10**3, "M": 10**6, "MB": 10**6, "G": 10**9, "GB": 10**9}


class Size(click.ParamType[int]):
    """A size in bytes, written as people do: 5000, 800KB, 200MB, 1.5G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's signature
        """Give the size in bytes."""
        if isinstance(value, int):
            return value
        number = value.strip().upper().rstrip("BKMG")
        unit = value.strip().upper()[len(number) :]
        try:
            return int(float(number) * SIZE_UNITS[unit])
        except (KeyError, ValueError, OverflowError):
            self.fail(f"{value!r} is not a size; write it like 800KB or 200MB", param, ctx)


class Length(click.ParamType[float]):
    """A length in metres, written as people do: 500m, 5km, 2.5 km."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's signature
        """Give the length in metres."""
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d{1,7}(?:\.\d{1,3})?)\s*(m|km)", value.strip().lower())
        if not found:
            self.fail(f"{value!r} is not a length; write it like 500m or 5km", param, ctx)
        return float(found[1]) * LENGTH_UNITS_M[found[2]]


class Day(click.ParamType[date]):
    """A day, written year first: 2023-01-31. Other orders can be read two ways and are refused."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 - click's signature
        """Give the day."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"{value!r} is not a day; write it year first, like 2023-01-31", param, ctx)
