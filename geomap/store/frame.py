"""The QGIS project of a store, set to its events whenever these change, as long as nobody has saved another in its place."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date

from geomap.export.geometry import WHOLE_REGION
from geomap.export.qgis.reframe import reframed

_KEY = "project_sha256"  # of the project that geomap wrote last


def frame_project(database: sqlite3.Connection) -> None:
    """Let the project open at the events, over their days.

    Args:
        database: The store.
    """
    row = database.execute("SELECT name, content FROM qgis_projects LIMIT 1").fetchone()
    known = database.execute("SELECT value FROM geomap_store WHERE key = ?", (_KEY,)).fetchone()
    if row is None or known is None or known[0] != _digest(row[1]):
        return  # of somebody who works with the store
    name, content = row[0], bytes.fromhex(row[1].decode())
    wide = f"geo_precision IS NULL OR geo_precision < {WHOLE_REGION}"
    placed = "SELECT longitude, latitude FROM events WHERE latitude IS NOT NULL"
    points = database.execute(f"{placed} AND ({wide})").fetchall() or database.execute(placed).fetchall()
    first, last = database.execute("SELECT min(event_date), max(event_date_end) FROM events").fetchone()
    days = (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
    made = reframed(content, points, days)
    database.execute("UPDATE qgis_projects SET content = ? WHERE name = ?", (made.hex().encode(), name))
    remember_project(database)


def remember_project(database: sqlite3.Connection) -> None:
    """Note that geomap wrote the project that the store has now."""
    (cell,) = database.execute("SELECT content FROM qgis_projects LIMIT 1").fetchone()
    database.execute("INSERT OR REPLACE INTO geomap_store VALUES (?, ?)", (_KEY, _digest(cell)))


def _digest(cell: bytes | str) -> str:
    """Return the digest of a project as the table has it: in hexadecimal digits, text where another program wrote it."""
    return hashlib.sha256(cell.encode() if isinstance(cell, str) else cell).hexdigest()
