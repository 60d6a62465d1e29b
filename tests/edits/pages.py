"""Posts that tell many incidents, and GeoPackages opened as an analyst's program opens them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from geomap.export.blobs import add_functions
from geomap.export.written import EDITABLE

TOWNS = ("Vovchansk", "Chuhuiv", "Marhanets", "Nikopol", "Orikhiv", "Huliaipole", "Sumy", "Kherson", "Beryslav", "Lyman")
START = datetime(2024, 3, 4, 15, 0, tzinfo=UTC)


def write_posts(path: Path, *, days: int, first: int = 0) -> Path:
    """Write posts of so many days as JSON Lines: on each, shelling in each town."""
    lines = []
    for day in range(first, first + days):
        moment = START + timedelta(days=3 * day)
        for number, town in enumerate(TOWNS):
            text = f"Shelling killed {number + 2} people in {town} on {moment:%A}, the regional governor said."
            lines.append(json.dumps({"id": f"{town}-{day}", "text": text, "published_at": moment.isoformat()}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a GeoPackage with the functions of its triggers, and commit what is done."""
    with closing(sqlite3.connect(path)) as database, database:
        add_functions(database)
        yield database


def cells(path: Path) -> dict[str, dict[str, Any]]:
    """Return what an analyst may edit of each event, by its id."""
    with opened(path) as database:
        database.row_factory = sqlite3.Row
        rows = database.execute(f"SELECT event_id, event_code, geo_method, {', '.join(EDITABLE)} FROM events")  # noqa: S608
        return {row["event_id"]: dict(row) for row in rows}
