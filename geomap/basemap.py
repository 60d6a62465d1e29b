"""The drawn base map of pages and projects: the world coarsely and detail where the events are, as lines packed into short text."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

# The least leaves room for Leaflet, the client and 300 events in a page of 0.6 MB; pages of fewer events take more, up to the most.
LEAST_DETAIL_BYTES, MOST_DETAIL_BYTES = 82_000, 220_000
NEAR_COLUMNS, NEAR_ROWS = 3, 2  # cells around the middle of the events that are one part of the world, as markers.js first shows it
MAX_REGION_LABELS, MAX_CITY_LABELS = 150, 400
_RING_OF_CELLS = [(column, row) for column in (-1, 0, 1) for row in (-1, 0, 1)]


def basemap_for(points: Iterable[tuple[float, float]], room: int = LEAST_DETAIL_BYTES, *, water: bool = False) -> dict[str, Any]:
    """Choose the base map for a page whose events stand at ``points`` (lat, lon) and that has ``room`` bytes for detail.

    The cells with most events come first, then those between them where most lie near each other, then those around, until the
    room is taken. With ``water`` these cells have their rivers and lakes too, beyond the room.
    """
    detail = asset("detail.json")
    cells = chosen_cells(points, detail, max(LEAST_DETAIL_BYTES, min(MOST_DETAIL_BYTES, room)))
    if water:
        wet = asset("water.json")["cells"]
        cells = {key: lines | wet.get(key, {}) for key, lines in cells.items()}
    return {
        "world": asset("world.json"),
        "detail": {"units": detail["units"], "degrees": detail["degrees"], "cells": cells},
        "labels": _labels(cells, detail["degrees"]),
    }


@cache
def asset(name: str) -> dict[str, Any]:
    """Read a JSON file of the base map; what is given is shared and not to be changed."""
    found: dict[str, Any] = json.loads((files("geomap") / "render" / "assets" / name).read_text(encoding="utf-8"))
    return found


def chosen_cells(points: Iterable[tuple[float, float]], detail: dict[str, Any], budget: int) -> dict[str, Any]:
    """Return the cells of ``detail`` that matter most for events at ``points`` (lat, lon), in all of at most ``budget`` bytes."""
    degrees, cells = detail["degrees"], detail["cells"]
    counts: Counter[tuple[int, int]] = Counter()
    for lat, lon in points:
        counts[math.floor(lon / degrees), math.floor(lat / degrees)] += 1
    own = [cell for cell, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    around = [(column + dx, row + dy) for column, row in own for dx, dy in _RING_OF_CELLS]
    chosen: dict[str, Any] = {}
    spent = 0
    for column, row in dict.fromkeys([*own, *_between(counts), *around]):
        key = f"{column},{row}"
        size = sum(len(line) + 3 for lines in cells.get(key, {}).values() for line in lines)
        if size and spent + size <= budget:
            chosen[key] = cells[key]
            spent += size
    return dict(sorted(chosen.items()))


def _between(counts: Counter[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the cells of the rectangle that holds the events of the main part of the world."""
    if not counts:
        return []
    middle, level = _middle(counts, 0), _middle(counts, 1)
    near = [(column, row) for column, row in counts if abs(column - middle) <= NEAR_COLUMNS and abs(row - level) <= NEAR_ROWS]
    if not near:
        return []
    wide, high = ([cell[axis] for cell in near] for axis in (0, 1))
    return [(column, row) for column in range(min(wide), max(wide) + 1) for row in range(min(high), max(high) + 1)]


def _middle(counts: Counter[tuple[int, int]], axis: int) -> int:
    """Return the column (axis 0) or row (1) that the event in the middle stands in."""
    ordered = sorted(counts, key=lambda cell: cell[axis])
    reached = list(accumulate(counts[cell] for cell in ordered))
    return ordered[bisect_right(reached, reached[-1] // 2)][axis]


def _labels(cells: dict[str, Any], degrees: int) -> dict[str, Any]:
    """All countries; regions and cities of the chosen cells, and the world's largest cities."""
    labels = asset("labels.json")

    def inside(lat: float, lon: float) -> bool:
        return f"{math.floor(lon / degrees)},{math.floor(lat / degrees)}" in cells

    world = labels["cities"][:60]
    near = [row for row in labels["cities"][60:] if inside(row[2], row[3])]
    return {
        "countries": labels["countries"],
        "regions": [row for row in labels["regions"] if inside(row[2], row[3])][:MAX_REGION_LABELS],
        "cities": world + near[:MAX_CITY_LABELS],
    }


FIRST, CHUNK, MORE = 63, 5, 0x20


def encode(points: Iterable[tuple[float, float]], units: int) -> str:
    """Write lon, lat ``points`` (degrees) in steps of 1/``units`` degree; points that fall on the one before are left out."""
    written: list[str] = []
    last_column = last_row = 0
    for lon, lat in points:
        column, row = round(lon * units), round(lat * units)
        if written and (column, row) == (last_column, last_row):
            continue
        written += [_number(column - last_column), _number(row - last_row)]
        last_column, last_row = column, row
    return "".join(written)


def _number(value: int) -> str:
    rest = ~(value << 1) if value < 0 else value << 1
    characters = []
    while rest >= MORE:
        characters.append(chr((MORE | (rest & (MORE - 1))) + FIRST))
        rest >>= CHUNK
    characters.append(chr(rest + FIRST))
    return "".join(characters)


def decode(text: str, units: int) -> list[tuple[float, float]]:
    """Return the lon, lat points (degrees) that `encode` wrote."""
    numbers: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - FIRST
        value |= (bits & (MORE - 1)) << shift
        shift += CHUNK
        if bits < MORE:
            before = numbers[-2] if len(numbers) > 1 else 0
            numbers.append(before + (~(value >> 1) if value & 1 else value >> 1))
            value = shift = 0
    return [(lon / units, lat / units) for lon, lat in zip(numbers[::2], numbers[1::2], strict=True)]
