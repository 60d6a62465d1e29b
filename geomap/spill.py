"""What a long run has to remember, on disk: which rows of a page are still to come, and what waits for them.

One private temporary database (SQLite), in which the system keeps only the part in use in memory; it is gone with the process, however
that ends. The memory that it needs does not depend on the number of rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Self

_CACHE_KB = 16_000
_TABLES = """
CREATE TABLE pages (key TEXT PRIMARY KEY, rows INTEGER, last INTEGER, seen INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE held (row INTEGER PRIMARY KEY, page TEXT NOT NULL, told BLOB NOT NULL);
CREATE INDEX held_page ON held (page, row);
CREATE TABLE lines (row INTEGER PRIMARY KEY, line BLOB NOT NULL);
CREATE TABLE names (name TEXT PRIMARY KEY, copies INTEGER NOT NULL DEFAULT 1) WITHOUT ROWID;
"""


class Spill:
    """Pages, interpretations, lines and ids of one run, on disk."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # "": a temporary file that only this connection sees
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")  # one transaction: nothing of it outlives the process

    def __enter__(self) -> Self:
        """Return the spill; it is emptied when the block ends."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    # --- pages --------------------------------------------------------------------------------------------------------

    def expect(self, page: str, row: int) -> None:
        """Note that a row belongs to a page."""
        self._db.execute(
            "INSERT INTO pages (key, rows, last) VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET rows = rows + 1, last = excluded.last",
            (page, row),
        )

    def size_of(self, page: str) -> tuple[int, int]:
        """Return how many rows a page has, and which is its last one."""
        found: tuple[int, int] = self._db.execute("SELECT rows, last FROM pages WHERE key = ?", (page,)).fetchone()
        return found

    def see(self, page: str, rows: int) -> bool:
        """Count rows of a page that are done with; return whether it is complete now."""
        self._db.execute("UPDATE pages SET seen = seen + ? WHERE key = ?", (rows, page))
        (is_complete,) = self._db.execute("SELECT seen = rows FROM pages WHERE key = ?", (page,)).fetchone()
        return bool(is_complete)

    # --- what waits ---------------------------------------------------------------------------------------------------

    def hold(self, row: int, page: str, told: bytes) -> None:
        """Keep what a row says until its page is complete."""
        self._db.execute("INSERT INTO held VALUES (?, ?, ?)", (row, page, told))

    def take(self, page: str) -> list[tuple[int, bytes]]:
        """Return and forget what the rows of a page say, in their order."""
        found = self._db.execute("SELECT row, told FROM held WHERE page = ? ORDER BY row", (page,)).fetchall()
        self._db.execute("DELETE FROM held WHERE page = ?", (page,))
        return found

    def keep(self, row: int, line: bytes) -> None:
        """Keep the line of a row until those before it are written."""
        self._db.execute("INSERT INTO lines VALUES (?, ?)", (row, line))

    def lines_from(self, row: int) -> Iterator[bytes]:
        """Yield and forget the lines of ``row`` and of those that follow it without a gap."""
        while True:
            found = self._db.execute("SELECT line FROM lines WHERE row = ?", (row,)).fetchone()
            if found is None:
                return
            self._db.execute("DELETE FROM lines WHERE row = ?", (row,))
            yield found[0]
            row += 1

    # --- ids ----------------------------------------------------------------------------------------------------------

    def unique_name(self, name: str) -> str:
        """Return a name that no other row has, made as by `geomap.read.with_unique_ids`."""
        if self._is_new(name):
            return name
        while True:
            (number,) = self._db.execute("UPDATE names SET copies = copies + 1 WHERE name = ? RETURNING copies", (name,)).fetchone()
            if self._is_new(f"{name}~{number}"):
                return f"{name}~{number}"

    def _is_new(self, name: str) -> bool:
        return self._db.execute("INSERT OR IGNORE INTO names (name) VALUES (?)", (name,)).rowcount == 1
