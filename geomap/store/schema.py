"""The tables of a store, how they are made, and how those of earlier versions are brought up to date.

A store is a GeoPackage with the layers of every GeoPackage of geomap, and with tables of its own: ``tellings`` (the event mentions of
posts, each with the incident that it belongs to), ``corrections``, ``runs``, and tables that programs only read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from gazetteer.errors import quoted
from gazetteer.staging import recover_once
from geomap.corrections.lines import ALL_COLUMNS
from geomap.errors import InputMissingError, OutputError, UnreadableError
from geomap.event_types import CODE_COLUMNS, code_of, shipped_types
from geomap.export.all_layers import all_layers
from geomap.export.blobs import add_functions
from geomap.export.geopackage import NO_TIME, write_layers
from geomap.export.groups import TELLINGS
from geomap.export.written import DAMAGED
from geomap.files import library_error, staged_files
from geomap.model import Analysis

SCHEMA_VERSION = 5
WAIT_S = 60.0  # for another program that writes
_MOST_DIGITS = 9  # of a version

_CORRECTIONS = ", ".join(f'"{name}" TEXT' for name in ALL_COLUMNS)
_TABLES = f"""
CREATE TABLE geomap_store (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE geomap_outlines (digest TEXT PRIMARY KEY, wkb BLOB NOT NULL);
CREATE TABLE tellings (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, telling_id TEXT NOT NULL, event_id TEXT NOT NULL, post_id TEXT NOT NULL,
    published_time DATETIME, event_type TEXT, sub_event_type TEXT, event_date DATE, place_name TEXT, fatalities INTEGER, injured INTEGER,
    modality TEXT, confidence REAL, quote TEXT, source TEXT, source_url TEXT,
    is_listed BOOLEAN, cell TEXT, region TEXT, holder TEXT, first_day INTEGER, last_day INTEGER, content TEXT NOT NULL
);
CREATE UNIQUE INDEX tellings_by_id ON tellings (telling_id);
CREATE INDEX tellings_by_event ON tellings (event_id);
CREATE INDEX tellings_by_post ON tellings (post_id);
CREATE INDEX tellings_by_place ON tellings (cell, last_day) WHERE cell IS NOT NULL;
CREATE INDEX tellings_by_region ON tellings (region, last_day) WHERE region IS NOT NULL;
CREATE INDEX tellings_by_holder ON tellings (holder, last_day) WHERE holder IS NOT NULL;
CREATE TABLE corrections (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, digest TEXT NOT NULL UNIQUE, {_CORRECTIONS});
CREATE TABLE runs (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, added_time DATETIME, version TEXT, settings TEXT, gazetteer TEXT, models TEXT,
    inputs TEXT, posts INTEGER, events INTEGER, run_id TEXT, operator TEXT
);
CREATE INDEX events_by_id ON events (event_id);
CREATE INDEX events_by_date ON events (event_date);
CREATE INDEX areas_by_id ON areas (event_id);
CREATE INDEX mentions_by_post ON mentions (post_id);
ALTER TABLE posts ADD COLUMN page TEXT;
ALTER TABLE posts ADD COLUMN digest TEXT;
ALTER TABLE posts ADD COLUMN state TEXT;
CREATE UNIQUE INDEX posts_by_id ON posts (post_id);
CREATE INDEX posts_by_page ON posts (page, published_time);
"""
_LISTED = ("tellings", "corrections", "runs")


def _add_precision(database: sqlite3.Connection) -> None:
    """Add how exactly times of publication are known; those of earlier versions count as times of day."""
    for layer in ("events", "areas", "posts"):
        _add_columns(database, layer, {"published_precision": "TEXT"})


def _add_provenance(database: sqlite3.Connection) -> None:
    """Add the columns by which an event is traced to its document and a run to who made it."""
    traced = {"document_sha256": "TEXT", "retrieved_time": "DATETIME"}
    offsets = {"quote_start": "INTEGER", "quote_end": "INTEGER"}
    units = {"iso3166_2": "TEXT", "pcode": "TEXT"}  # of stores made before these columns were
    for table in ("events", "areas"):
        _add_columns(database, table, {**units, **offsets, **traced})
    _add_columns(database, "posts", traced)
    _add_columns(database, "runs", {"run_id": "TEXT", "operator": "TEXT"})


def _add_columns(database: sqlite3.Connection, table: str, columns: Mapping[str, str]) -> None:
    there = {row[1] for row in database.execute(f"PRAGMA table_info('{table}')")}
    for name, kind in columns.items():
        if name not in there:
            database.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")


def _add_columns_of_corrections(database: sqlite3.Connection) -> None:
    _add_columns(database, "corrections", {"modality": "TEXT", "same_as": "TEXT"})


def _add_codes(database: sqlite3.Connection) -> None:
    """Add the codes of types in other classifications, and fill them in: they follow from the type."""
    for layer in ("events", "areas"):
        _add_columns(database, layer, dict.fromkeys(CODE_COLUMNS, "TEXT"))
        for column in CODE_COLUMNS:
            coded = [(code, kind.sub_type) for kind in shipped_types() if (code := code_of(kind.sub_type, column))]
            database.executemany(f"UPDATE {layer} SET {column} = ? WHERE sub_event_type = ?", coded)  # noqa: S608


# What brings a store of version N to version N + 1, by N.
MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {
    1: _add_precision,
    2: _add_provenance,
    3: _add_columns_of_corrections,
    4: _add_codes,
}


def create(path: Path) -> None:
    """Make an empty store at ``path``: all of it, or nothing.

    Raises:
        OutputError: The file cannot be written.
    """
    nothing = Analysis(documents=(), posts=(), resolutions=(), tellings=(), events=())
    with staged_files([path]) as (file,):
        write_layers(nothing, all_layers(nothing), file, without={TELLINGS})
        try:
            with closing(sqlite3.connect(file)) as database:
                database.executescript(_TABLES)
                with database:
                    database.execute("INSERT INTO geomap_store VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))
                    database.executemany(
                        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
                        " VALUES (?, 'attributes', ?, '', ?)",
                        [(name, name, NO_TIME.replace("Z", ".000Z")) for name in _LISTED],
                    )
        except sqlite3.Error as error:
            raise library_error(file, error) from error


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a store to read it.

    Raises:
        InputMissingError: There is no such file.
        UnreadableError: It is not a store, it is damaged, or of a newer version of geomap.
    """
    recover_once(path.parent)
    if not path.is_file():
        raise InputMissingError(f"{path}: there is no such store; `geomap store add` makes one")
    with _told(path), closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as database:
        add_functions(database)
        _bring_up_to_date(path, database)
        yield database


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a store, made where there is none, and change it: all that is done happens, or nothing where an error or a kill comes.

    Raises:
        OutputError: It cannot be written.
        UnreadableError: It is not a store, or of a newer version of geomap.
    """
    recover_once(path.parent)
    if not path.exists():
        create(path)
    with reading(path) as database:
        database.execute("BEGIN IMMEDIATE")
        yield database  # an error closes the connection, and what was not committed is rolled back
        try:
            database.execute("COMMIT")
        except sqlite3.Error as error:
            raise library_error(path, error) from error


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into an error that names the store."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "readonly" in str(error) or "full" in str(error):
            raise OutputError(f"cannot write {path}: {error}") from error
        raise UnreadableError(f"{path}: {quoted(str(error))}") from error
    except DAMAGED as error:
        raise UnreadableError(f"{path}: {quoted(str(error))}") from error


def _bring_up_to_date(path: Path, database: sqlite3.Connection) -> None:
    found = database.execute("SELECT name FROM sqlite_master WHERE name = 'geomap_store'").fetchone()
    if found is None:
        raise UnreadableError(f"{path}: it is not a store of geomap; give another file, and `geomap store add` makes one")
    (text,) = database.execute("SELECT value FROM geomap_store WHERE key = 'schema_version'").fetchone() or ("",)
    if not str(text).isdecimal() or len(str(text)) > _MOST_DIGITS:
        raise UnreadableError(f"{path}: it does not say which version of geomap made it; the table geomap_store was changed")
    version = int(text)
    if version > SCHEMA_VERSION:
        raise UnreadableError(f"{path}: it is of a newer version of geomap (schema {version}; this one knows {SCHEMA_VERSION})")
    while version < SCHEMA_VERSION:
        database.execute("BEGIN IMMEDIATE")
        MIGRATIONS[version](database)
        version += 1
        database.execute("UPDATE geomap_store SET value = ? WHERE key = 'schema_version'", (str(version),))
        database.execute("COMMIT")
