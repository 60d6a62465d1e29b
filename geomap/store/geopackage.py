"""A store in a GeoPackage."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.errors import quoted
from gazetteer.staging import recover_once
from geomap.errors import OutputError, UnreadableError
from geomap.export.all_layers import all_layers
from geomap.export.blobs import add_functions, is_plain_point, point_array
from geomap.export.geopackage import NO_TIME, write_layers
from geomap.export.groups import TELLINGS
from geomap.export.table import DATE, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.export.written import DAMAGED
from geomap.files import library_error, staged_files
from geomap.model import Analysis
from geomap.store.ahead import Ahead, write_rows
from geomap.store.database import BYTES, Box, Rows, Table, insert_into, on_conflict, told_columns
from geomap.store.frame import frame_project, remember_project
from geomap.store.packed import pack
from geomap.store.schema import LISTED, add_own_tables

WAIT_S = 60.0  # for another program that writes
_KINDS = {TEXT: "TEXT", INTEGER: "INTEGER", REAL: "REAL", FLAG: "BOOLEAN", DATE: "DATE", TIME: "DATETIME", BYTES: "BLOB"}

_CACHE_KIB = 131_072  # so that the pages of indexes are written once, not for every row that comes between
_ROWS = 5000  # written at a time
_INDEX = "rtree_events_geom"
_ON_INSERT = ("rtree_events_geom_insert", "trigger_insert_feature_count_events")
_FUNCTION_STOPPED = "user-defined function raised exception"  # ours raise nothing of their own: it was Ctrl-C
_MUCH = 3  # the whole index is made anew where at least a third of the rows is new


@dataclass(frozen=True, slots=True)
class GeoPackage:
    """A file that holds a store."""

    path: Path

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def title(self) -> str:
        """The name of the file."""
        return self.path.stem

    def exists(self) -> bool:
        """Say whether there is such a file."""
        recover_once(self.path.parent)
        return self.path.exists()

    def create(self) -> None:
        """Make an empty store: all of it, or nothing.

        Raises:
            OutputError: The file cannot be written.
        """
        nothing = Analysis(documents=(), posts=(), resolutions=(), tellings=(), events=())
        with staged_files([self.path]) as (file,):
            write_layers(nothing, all_layers(nothing), file, without={TELLINGS})
            try:
                with closing(sqlite3.connect(file, isolation_level=None)) as database:
                    database.execute("BEGIN")
                    add_own_tables(GeoPackageDatabase(database))
                    remember_project(database)
                    database.executemany(
                        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
                        " VALUES (?, 'attributes', ?, '', ?)",
                        [(name, name, NO_TIME.replace("Z", ".000Z")) for name in LISTED],
                    )
                    database.execute("COMMIT")
            except sqlite3.Error as error:
                raise library_error(file, error) from error

    @contextmanager
    def opened(self) -> Iterator[GeoPackageDatabase]:
        """Open the file.

        Raises:
            OutputError: It cannot be written.
            UnreadableError: It is damaged.
        """
        try:
            with closing(sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)) as database:
                yield GeoPackageDatabase(database)
        except sqlite3.OperationalError as error:
            if str(error) == _FUNCTION_STOPPED:
                raise KeyboardInterrupt from error
            if any(word in str(error) for word in ("locked", "readonly", "full")):
                raise OutputError(f"cannot write {self.path}: {error}") from error
            raise UnreadableError(f"{self.path}: {quoted(str(error))}") from error
        except DAMAGED as error:
            raise UnreadableError(f"{self.path}: {quoted(str(error))}") from error


class GeoPackageDatabase:
    """An open GeoPackage."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ahead = Ahead()
        add_functions(connection)
        connection.create_function("holds", 2, _holds, deterministic=True)
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    def begin(self) -> None:
        """Begin a transaction in which no other program writes."""
        self.execute("BEGIN IMMEDIATE")

    def has_table(self, name: str) -> bool:
        """Say whether there is such a table."""
        return self.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None

    def make_table(self, table: Table) -> None:
        """Make a table."""
        parts = [] if table.key is not None else ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
        for name, kind in table.columns.items():
            rule = " PRIMARY KEY" if name == table.key else " NOT NULL" if name in table.required else ""
            parts.append(f'"{name}" {_KINDS[kind]}{rule}')
        self.execute(f"CREATE TABLE {table.name} ({', '.join(parts)})")

    def add_columns(self, table: str, columns: Mapping[str, str]) -> None:
        """Add those columns, by name with their kinds, that a table lacks."""
        there = {row[1] for row in self.execute(f"PRAGMA table_info('{table}')")}
        for name, kind in columns.items():
            if name not in there:
                self.execute(f"ALTER TABLE {table} ADD COLUMN {name} {_KINDS[kind]}")

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Rows:
        """Carry out a statement and return the rows that answer it."""
        self._ahead.finish()
        return self._connection.execute(statement, values)

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> object:
        """Carry out a statement for the values of each row."""
        self._ahead.finish()
        return self._connection.executemany(statement, rows)

    def put(self, table: str, cells: Mapping[str, Sequence[Any]], *, key: str | None = None) -> None:
        """Write rows, given by the cells of each column; with a ``key``, a row whose key is known takes the place of the known one."""
        rows = len(next(iter(cells.values()), ()))
        for start in range(0, rows, _ROWS):
            told = told_columns({name: held[start : start + _ROWS] for name, held in cells.items()})
            columns = list(map(_plain, told.values()))
            self._ahead.do(partial(write_rows, self._connection, insert_into(table, told), on_conflict(cells, key), columns))

    @contextmanager
    def ahead(self, *, is_first: bool) -> Iterator[None]:  # noqa: ARG002 - indexes are kept meanwhile by the other thread
        """Let rows be written while the next ones are made."""
        with self._ahead.begun():
            yield

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Keep the spatial index and the number of events up to date at the end, not by the triggers for each row."""
        named = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN (?, ?)"
        triggers = self.execute(named, _ON_INSERT).fetchall()
        (last,) = self.execute("SELECT coalesce(max(fid), 0) FROM events").fetchone()
        for name, _ in triggers:
            self.execute(f'DROP TRIGGER "{name}"')
        yield
        if triggers:
            self._index_from(last)
            self.execute("UPDATE gpkg_ogr_contents SET feature_count = (SELECT count(*) FROM events) WHERE table_name = 'events'")
        for _, told in triggers:
            self.execute(told)

    def _index_from(self, last: int) -> None:
        """Add the events whose rows come after ``last`` to the spatial index."""
        (known,) = self.execute(f"SELECT count(*) FROM {_INDEX}_rowid WHERE rowid <= ?", (last,)).fetchone()  # noqa: S608 - names of our own
        (found,) = self.execute("SELECT count(*) FROM events WHERE fid > ?", (last,)).fetchone()
        anew = found * _MUCH >= known
        plain = is_plain_point("geom")
        rows = self.execute(f"SELECT fid, geom FROM events WHERE fid > ? AND {plain} ORDER BY fid", (-1 if anew else last,)).fetchall()  # noqa: S608
        ids = np.fromiter((fid for fid, _ in rows), np.int64, len(rows))
        lon, lat = point_array([shape for _, shape in rows])
        there = np.isfinite(lon) & np.isfinite(lat)
        ids, lon, lat = ids[there], lon[there], lat[there]
        if anew:
            pack(self._connection, _INDEX, ids, lon, lat)
            self.execute(  # what other programs wrote in other ways
                f"INSERT OR REPLACE INTO {_INDEX} SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom)"  # noqa: S608
                f" FROM events WHERE geom IS NOT NULL AND NOT ({plain}) AND NOT ST_IsEmpty(geom)"
            )
        else:
            boxes = zip(ids.tolist(), lon.tolist(), lon.tolist(), lat.tolist(), lat.tolist(), strict=True)
            self.executemany(f"INSERT OR REPLACE INTO {_INDEX} VALUES (?, ?, ?, ?, ?)", boxes)  # noqa: S608 - a name of our own

    def in_box(self, box: Box, *, few: bool) -> tuple[str, list[Any]]:
        """Return the condition that the point of an event lies in a box, and its values; ``few``: other conditions leave few events."""
        west, south, east, north = box
        inside = "maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?"
        if few:
            return f"EXISTS (SELECT 1 FROM {_INDEX} WHERE id = fid AND {inside})", [west, east, south, north]  # noqa: S608 - a name of our own
        return f"fid IN (SELECT id FROM {_INDEX} WHERE {inside})", [west, east, south, north]  # noqa: S608

    def note_change(self, moment: str) -> None:
        """Write when the store was changed into the list of layers, and let its project open at the events that it has now."""
        frame_project(self._connection)
        self.execute("UPDATE gpkg_contents SET last_change = ?", (moment.replace("Z", ".000Z"),))


def _plain(cells: Sequence[Any]) -> Sequence[Any]:
    """Return a column with flags as numbers: Python's sqlite3 takes ten times as long for a flag as for a number."""
    return [None if cell is None else int(cell) for cell in cells] if isinstance(cells[0], bool) else cells


def _holds(text: object, words: str) -> bool:
    """Say whether a text has words, whatever the case of letters of any alphabet."""
    return isinstance(text, str) and words in text.casefold()
