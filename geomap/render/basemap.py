"""The part of the drawn base map that a page carries: the world coarsely, and detail where its events are."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

# Leaves room for Leaflet, the client and 300 events in a page of 0.6 MB; most pages need a third of it.
DETAIL_BUDGET_BYTES = 90_000
MAX_REGION_LABELS, MAX_CITY_LABELS = 150, 400
_RING_OF_CELLS = [(column, row) for column in (-1, 0, 1) for row in (-1, 0, 1)]


def basemap_for(points: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Choose the base map for a page whose events stand at ``points`` (lat, lon).

    The cells with most events come first and then those around them, until the budget is spent.
    """
    detail = asset("detail.json")
    cells = _chosen_cells(points, detail)
    return {
        "world": asset("world.json"),
        "detail": {"units": detail["units"], "degrees": detail["degrees"], "cells": cells},
        "labels": _labels(cells, detail["degrees"]),
    }


@cache
def asset(name: str) -> dict[str, Any]:
    """Read a JSON file of the base map; what is given is shared and not to be changed."""
    found: dict[str, Any] = json.loads((files("geomap.render") / "assets" / name).read_text(encoding="utf-8"))
    return found


def _chosen_cells(points: Sequence[tuple[float, float]], detail: dict[str, Any]) -> dict[str, Any]:
    degrees, cells = detail["degrees"], detail["cells"]
    counts = Counter((math.floor(lon / degrees), math.floor(lat / degrees)) for lat, lon in points)
    own = [cell for cell, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    around = [(column + dx, row + dy) for column, row in own for dx, dy in _RING_OF_CELLS]
    chosen: dict[str, Any] = {}
    spent = 0
    for column, row in dict.fromkeys([*own, *around]):
        key = f"{column},{row}"
        size = sum(len(line) + 3 for lines in cells.get(key, {}).values() for line in lines)
        if size and spent + size <= DETAIL_BUDGET_BYTES:
            chosen[key] = cells[key]
            spent += size
    return dict(sorted(chosen.items()))


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
