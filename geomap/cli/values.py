"""Types of option values: sizes in bytes, lengths in metres, durations in seconds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

LENGTH_UNITS_M = {"m": 1.0, "km": 1000.0}
DURATION_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SIZE_UNITS = {"": 1, "B": 1, "K": 10**3, "KB": 10**3, "M": 10**6, "MB": 10**6, "G": 10**9, "GB": 10**9}


class Size(click.ParamType[int]):
    """A size in bytes, such as 5000, 800KB, 200MB, 1.5G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's signature
        """Return the size in bytes."""
        if isinstance(value, int):
            return value
        number = value.strip().upper().rstrip("BKMG")
        unit = value.strip().upper()[len(number) :]
        try:
            return int(float(number) * SIZE_UNITS[unit])
        except (KeyError, ValueError, OverflowError):
            self.fail(f"{value!r} is not a size; write it like 800KB or 200MB", param, ctx)


class Length(click.ParamType[float]):
    """A length in metres, such as 500m, 5km, 2.5 km."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's signature
        """Return the length in metres."""
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d{1,7}(?:\.\d{1,3})?)\s*(m|km)", value.strip().lower())
        if not found:
            self.fail(f"{value!r} is not a length; write it like 500m or 5km", param, ctx)
        return float(found[1]) * LENGTH_UNITS_M[found[2]]


class Duration(click.ParamType[float]):
    """A duration in seconds, such as 30s, 5m, 1h."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's signature
        """Return the duration in seconds."""
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd])", value.strip().lower())
        if not found or float(found[1]) == 0:
            self.fail(f"{value!r} is not a duration; write it like 30s, 5m or 1h", param, ctx)
        return float(found[1]) * DURATION_UNITS_S[found[2]]


class StorePath(click.Path):
    """The path of a store, or its address, which stays a text."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click has it
        """Return the path, or the address as it is."""
        from geomap.store.opening import is_address  # noqa: PLC0415 - `geomap --help` need not load it

        if isinstance(value, str) and is_address(value):
            return value
        return super().convert(value, param, ctx)
