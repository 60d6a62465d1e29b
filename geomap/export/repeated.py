"""Columns worked through once for each distinct value: most columns of events repeat few."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any


def each_once(
    function: Callable[[Any], Any], values: Sequence[Any], *, key: Callable[[Any], Hashable] | None = None, none: str | None = None
) -> list[Any]:
    """Give ``function`` of each value, ``none`` for None; where values repeat it is called once for each.

    ``key`` tells values apart where their own hash is slow, as that of aware times is.
    """
    keys = values if key is None else [None if value is None else key(value) for value in values]
    distinct = dict(zip(keys, values, strict=True))
    if len(distinct) * 2 > len(values):  # to look up what hardly repeats costs more than it saves
        return [none if value is None else function(value) for value in values]
    known = {key: none if value is None else function(value) for key, value in distinct.items()}
    return list(map(known.__getitem__, keys))
