"""A store in PostgreSQL with PostGIS: the tables of a store in a schema of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from gazetteer.errors import quoted
from geomap.errors import OutputError, SettingsError, UnreadableError
from geomap.export.blobs import SRS
from geomap.export.features import COLUMNS
from geomap.export.layers import MENTION_COLUMNS, MENTION_TYPES, POST_COLUMNS, POST_TYPES
from geomap.export.table import DATE, EVENT_TYPES, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.export.written import DAMAGED, TABLE
from geomap.store.ahead import Ahead
from geomap.store.database import BYTES, Box, Rows, Table, insert_into, on_conflict, told_columns
from geomap.store.postgis_values import add_loaders, given
from geomap.store.schema import add_own_tables

try:
    import psycopg
    import sqlalchemy
    from psycopg import sql
    from sqlalchemy.engine import URL, make_url
    from sqlalchemy.pool import NullPool
except ImportError as error:
    raise SettingsError("a store in PostgreSQL needs two packages; install them with: pip install 'geomap[postgis]'") from error

if TYPE_CHECKING:
    from psycopg import Connection

DRIVER = "postgresql+psycopg"
SCHEMA = "geomap"  # where the tables stand if the address names no other
FEW = 100  # rows from which on they are copied
_CONNECT_S = "30"
_LOCK = 7_234_101_775  # which geomap alone asks for
_KINDS = {
    TEXT: 'TEXT COLLATE "C"',
    INTEGER: "INTEGER",
    REAL: "DOUBLE PRECISION",
    FLAG: "BOOLEAN",
    DATE: "DATE",
    TIME: "TIMESTAMPTZ",
    BYTES: "BYTEA",
}
# Events that go on for days are few, which PostgreSQL knows of this form of the condition only: it has statistics of it, and an index.
# Else it takes a third of all events to be such, and goes through all that began before the days that are asked for.
_GOING_ON = (
    "CREATE STATISTICS events_that_go_on ON (event_date_end > event_date) FROM events",
    "CREATE INDEX events_that_go_on_by_day ON events (event_date_end, event_date) WHERE (event_date_end > event_date) IS TRUE",
)
# The indexes that nothing needs as long as the tables are empty, of a user who may make them anew.
_FILLED_LATER = """
SELECT indexname, indexdef FROM pg_indexes JOIN pg_tables USING (schemaname, tablename)
WHERE schemaname = ? AND tablename IN ('events', 'tellings') AND indexdef NOT LIKE 'CREATE UNIQUE%' AND pg_has_role(tableowner, 'USAGE')
"""
# Words are found whatever the case of letters of any alphabet, also where the database's own rules know only those of English.
_HOLDS = """
CREATE FUNCTION holds(told text, words text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT strpos(lower(told COLLATE "und-x-icu"), lower(words COLLATE "und-x-icu")) > 0 $$
"""


def _layer(name: str, names: Sequence[str], types: Mapping[str, str], shape: str | None) -> Table:
    return Table(name=name, columns={one: types.get(one, TEXT) for one in names}, shape=shape)


LAYERS = (
    _layer("events", COLUMNS, EVENT_TYPES, "Point"),
    _layer("areas", COLUMNS, EVENT_TYPES, "MultiPolygon"),
    _layer("mentions", MENTION_COLUMNS, MENTION_TYPES, "Point"),
    _layer("posts", POST_COLUMNS, POST_TYPES, None),
    Table(name=TABLE, columns={"event_id": TEXT, "digest": TEXT, "cells": TEXT}, key="event_id", required=("digest", "cells")),
)


@dataclass(frozen=True, slots=True)
class PostGIS:
    """A schema of a database that holds a store."""

    url: URL
    schema: str

    @classmethod
    def at(cls, address: str, *, is_secret: bool) -> PostGIS:
        """Return the store at an address.

        Args:
            address: Such as "postgresql://user@host/database?schema=war".
            is_secret: The address comes from where others do not see it, so that a password may stand in it.

        Raises:
            SettingsError: It is no address, or it has a password and is not secret.
        """
        try:
            url = make_url(address)
        except sqlalchemy.exc.ArgumentError:
            url = None
        if url is None or url.database is None:
            raise SettingsError("the store should be an address such as postgresql://user@host/database", parameter="store")
        if not is_secret and (url.password is not None or "password" in url.query):
            raise SettingsError(
                "the address of a store is seen by others; leave the password out and set PGPASSWORD or PGPASSFILE, or give the whole "
                "address in a variable of the environment, as env:NAME",
                parameter="store",
            )
        schema = url.query.get("schema", SCHEMA)
        if not isinstance(schema, str) or not schema:
            raise SettingsError("the address of a store should name one schema", parameter="store")
        return cls(url.difference_update_query(["schema"]).set(drivername=DRIVER), schema)

    @property
    def name(self) -> str:
        """The address without password and options."""
        host = self.url.host or self.url.query.get("host") or "localhost"
        return f"postgresql://{host}/{self.url.database} ({self.schema})"

    @property
    def title(self) -> str:
        """The name of the schema, or that of the database where the schema has none of its own."""
        return self.schema if self.schema != SCHEMA else str(self.url.database)

    def exists(self) -> bool:
        """Say whether the schema has a store."""
        with self.opened() as database:
            return database.has_table("geomap_store")

    def create(self) -> None:
        """Make an empty store: all of it, or nothing.

        Raises:
            OutputError: The user may not make tables, or PostGIS is not there.
        """
        with self.opened() as database:
            database.execute("BEGIN")
            database.execute("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
            if not database.has_table("geomap_store"):  # another program may have made it meanwhile
                if database.geometry_schema is None:
                    raise OutputError(f"{self.name}: the database has no PostGIS; its owner adds it with: CREATE EXTENSION postgis")
                database.make_schema()
                for table in LAYERS:
                    database.make_table(table)
                database.execute(_HOLDS)
                add_own_tables(database)
                for statement in _GOING_ON:
                    database.execute(statement)
            database.execute("COMMIT")

    @contextmanager
    def opened(self) -> Iterator[PostgisDatabase]:
        """Connect to the database.

        Raises:
            OutputError: It cannot be reached, or its user may not do what is asked.
            UnreadableError: It is not as geomap writes it.
        """
        try:
            with closing(self._connect()) as connection:
                yield PostgisDatabase(connection, self.schema)
        except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
            raise OutputError(f"{self.name}: {_first_line(error)}") from error
        except (psycopg.Error, *DAMAGED) as error:
            raise UnreadableError(f"{self.name}: {quoted(_first_line(error))}") from error

    def _connect(self) -> Connection[Any]:
        """Return a connection in which each statement counts at once until a transaction is begun."""
        engine = sqlalchemy.create_engine(self.url.update_query_dict({"connect_timeout": _CONNECT_S}), poolclass=NullPool)
        try:
            fairy = engine.raw_connection()
        except sqlalchemy.exc.DBAPIError as error:
            raise error.orig or error from error
        connection: Connection[Any] = fairy.driver_connection  # type: ignore[assignment] # of the driver that the address names
        fairy.detach()
        connection.rollback()
        connection.autocommit = True
        return connection


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


class PostgisDatabase:
    """A connection to a store."""

    def __init__(self, connection: Connection[Any], schema: str) -> None:
        self._connection = connection
        self._schema = schema
        self._ahead = Ahead()
        found = self.execute(
            "SELECT n.nspname, t.oid FROM pg_type t JOIN pg_extension e ON e.extnamespace = t.typnamespace"
            " JOIN pg_namespace n ON n.oid = t.typnamespace WHERE e.extname = 'postgis' AND t.typname = 'geometry'"
        ).fetchone()
        self.geometry_schema: str | None = None if found is None else found[0]
        path = sql.SQL(", ").join(map(sql.Identifier, (schema, *([] if found is None else [found[0]]))))
        connection.execute(sql.SQL("SET search_path TO {}; SET datestyle TO ISO; SET timezone TO 'UTC'").format(path))
        add_loaders(connection, None if found is None else found[1])

    def begin(self) -> None:
        """Begin a transaction in which no other program writes."""
        self.execute("BEGIN")
        self.execute("LOCK TABLE geomap_store IN EXCLUSIVE MODE")

    def has_table(self, name: str) -> bool:
        """Say whether there is such a table."""
        asked = "SELECT 1 FROM pg_tables WHERE schemaname = ? AND tablename = ?"
        return self.execute(asked, (self._schema, name)).fetchone() is not None

    def make_schema(self) -> None:
        """Make the schema where it is missing."""
        if self.execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", (self._schema,)).fetchone() is None:
            self._connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(self._schema)))

    def make_table(self, table: Table) -> None:
        """Make a table."""
        parts = [] if table.key is not None else ["fid BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"]
        if table.shape is not None:
            parts.append(f"geom geometry({table.shape}, {SRS})")
        for name, kind in table.columns.items():
            rule = " PRIMARY KEY" if name == table.key else " NOT NULL" if name in table.required else ""
            parts.append(f'"{name}" {_KINDS[kind]}{rule}')
        self.execute(f"CREATE TABLE {table.name} ({', '.join(parts)})")
        if table.shape is not None:
            self.execute(f"CREATE INDEX {table.name}_by_shape ON {table.name} USING gist (geom)")

    def add_columns(self, table: str, columns: Mapping[str, str]) -> None:
        """Add those columns, by name with their kinds, that a table lacks."""
        for name, kind in columns.items():
            self.execute(f'ALTER TABLE {table} ADD COLUMN IF NOT EXISTS "{name}" {_KINDS[kind]}')

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Rows:
        """Carry out a statement and return the rows that answer it."""
        self._ahead.finish()
        return self._connection.execute(_marked(statement), given(values) if values else None)

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> object:
        """Carry out a statement for the values of each row."""
        self._ahead.finish()
        held = list(map(given, rows))
        if held:
            with self._connection.cursor() as cursor:
                cursor.executemany(_marked(statement), held)
        return None

    def put(self, table: str, cells: Mapping[str, Sequence[Any]], *, key: str | None = None) -> None:
        """Write rows, given by the cells of each column; with a ``key``, a row whose key is known takes the place of the known one."""
        rows = len(next(iter(cells.values()), ()))
        if key is not None and (last := {value: at for at, value in enumerate(cells[key])}) and len(last) < rows:
            cells = {name: [held[at] for at in last.values()] for name, held in cells.items()}  # one statement changes a row once
        if rows < FEW:
            marks = ", ".join("?" * len(cells))
            self.executemany(f"{insert_into(table, cells)} ({marks}) {on_conflict(cells, key)}", zip(*cells.values(), strict=True))
            return
        self._ahead.do(partial(self._copy, table, cells, key))

    def _copy(self, table: str, cells: Mapping[str, Sequence[Any]], key: str | None) -> None:
        """Write many rows."""
        told = told_columns(cells)
        names = ", ".join(f'"{name}"' for name in told)
        target = table if key is None else f"incoming_{table}"
        if key is not None:
            self._carry_out(f"CREATE TEMPORARY TABLE {target} ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")  # noqa: S608
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
            for row in zip(*map(given, told.values()), strict=True):
                copy.write_row(row)
        if key is not None:
            self._carry_out(f"INSERT INTO {table} ({names}) SELECT {names} FROM {target} {on_conflict(cells, key)}")  # noqa: S608
            self._carry_out(f"DROP TABLE {target}")

    def _carry_out(self, statement: str) -> None:
        self._connection.execute(_marked(statement))

    @contextmanager
    def ahead(self, *, is_first: bool) -> Iterator[None]:
        """Let rows be written while the next ones are made, and make the indexes after the first, which is faster than row by row."""
        indexes = self.execute(_FILLED_LATER, (self._schema,)).fetchall() if is_first else []
        for name, _ in indexes:
            self._connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(self._schema, name)))
        with self._ahead.begun():
            yield
        for _, told in indexes:
            self._connection.execute(told)

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Count what the tables hold at the end, by which queries are planned; PostGIS keeps its indexes itself."""
        yield
        self.execute("ANALYZE events, tellings")

    def in_box(self, box: Box, *, few: bool) -> tuple[str, list[Any]]:  # noqa: ARG002 - the database decides by itself
        """Return the condition that the point of an event lies in a box, and its values."""
        return f"geom && ST_MakeEnvelope(?, ?, ?, ?, {SRS})", list(box)

    def note_change(self, moment: str) -> None:
        """Do nothing: the table runs says when the store was changed."""


@lru_cache(maxsize=512)
def _marked(statement: str) -> Any:  # noqa: ANN401 - psycopg takes only texts that a type checker sees written out
    """Return a statement with the marks of psycopg in place of question marks."""
    return statement.replace("%", "%%").replace("?", "%s")
