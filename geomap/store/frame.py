"""The QGIS project of a store, set to its events whenever these change, as long as nobody has saved another in its place."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date

from geomap.export.geometry import WHOLE_REGION
from geomap.export.qgis.reframe import is_as_written, reframed

_KEY = "project_sha256"  # of the project that geomap wrote last
_MOST_POINTS = 20_000  # that are looked up by their keys: a large store need not be read whole for its first view
_SAMPLE = f"""
WITH RECURSIVE chosen(id) AS (
    SELECT min(fid) FROM events UNION ALL SELECT id + ? FROM chosen WHERE id + ? <= (SELECT max(fid) FROM events)
)
SELECT longitude, latitude, coalesce(geo_precision, 0) >= {WHOLE_REGION} FROM chosen JOIN events ON fid = id
WHERE typeof(latitude) IN ('real', 'integer') AND typeof(longitude) IN ('real', 'integer')
"""  # noqa: S608 - a number of our own
_DAYS = """
SELECT (SELECT min(event_date) FROM events), (SELECT max(event_date) FROM events),
    (SELECT max(event_date_end) FROM events WHERE event_date_end > event_date)
"""  # each from an index


def frame_project(database: sqlite3.Connection) -> None:
    """Let the project open at the events, over their days.

    Args:
        database: The store.
    """
    row = database.execute("SELECT name, content FROM qgis_projects LIMIT 1").fetchone()
    if row is None or not isinstance(row[1], bytes | str) or not _is_ours(database, row[1]):
        return  # of somebody who works with the store
    made = reframed(_unpacked(row[1]), _points(database), _days(database))
    database.execute("UPDATE qgis_projects SET content = ? WHERE name = ?", (made.hex().encode(), row[0]))
    remember_project(database)


def _is_ours(database: sqlite3.Connection, cell: bytes | str) -> bool:
    """Say whether geomap wrote the project last; stores of earlier versions hold no digest, by which it is known."""
    known = database.execute("SELECT value FROM geomap_store WHERE key = ?", (_KEY,)).fetchone()
    return is_as_written(_unpacked(cell)) if known is None else bool(known[0] == _digest(cell))


def _unpacked(cell: bytes | str) -> bytes:
    """Return a project from the hexadecimal digits of a cell; nothing where it holds something else."""
    try:
        return bytes.fromhex(cell if isinstance(cell, str) else cell.decode())
    except ValueError:
        return b""


def _points(database: sqlite3.Connection) -> list[tuple[float, float]]:
    """Return longitudes and latitudes of the events, those of whole regions only where there are no others; of very many, a sample."""
    first, last = database.execute(
        "SELECT (SELECT min(fid) FROM events), (SELECT max(fid) FROM events)"
    ).fetchone()  # of both at once it reads all rows
    step = 1 if first is None else 1 + (last - first) // _MOST_POINTS
    rows = database.execute(_SAMPLE, (step, step)).fetchall()
    return [(lon, lat) for lon, lat, is_wide in rows if not is_wide] or [(lon, lat) for lon, lat, _ in rows]


def _days(database: sqlite3.Connection) -> tuple[date, date] | None:
    first, *last = database.execute(_DAYS).fetchone()
    try:
        return (date.fromisoformat(first), date.fromisoformat(max(filter(None, last)))) if first else None
    except (TypeError, ValueError):  # a cell that somebody edited
        return None


def remember_project(database: sqlite3.Connection) -> None:
    """Note that geomap wrote the project that the store has now."""
    (cell,) = database.execute("SELECT content FROM qgis_projects LIMIT 1").fetchone()
    database.execute("INSERT OR REPLACE INTO geomap_store VALUES (?, ?)", (_KEY, _digest(cell)))


def _digest(cell: bytes | str) -> str:
    """Return the digest of a project as the table has it: in hexadecimal digits, text where another program wrote it."""
    return hashlib.sha256(cell.encode() if isinstance(cell, str) else cell).hexdigest()
