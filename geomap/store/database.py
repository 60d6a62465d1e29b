"""What a store asks of the database that holds it; a GeoPackage and PostGIS each answer in their own way.

Statements are of the SQL that both know, with ``?`` for values. Values have one form, whatever holds them: days and times are texts
("2024-03-04", "2024-03-04T09:00:00Z"), and geometries are those of GeoPackages (`geomap.export.blobs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

BYTES = "bytes"  # a kind of column beside those of `geomap.export.table`

Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns by name with their kinds, those that are never empty, and the ``key``; without one rows have numbers."""

    name: str
    columns: Mapping[str, str]
    key: str | None = None
    required: tuple[str, ...] = ()
    shape: str | None = None  # "Point" or "MultiPolygon"


class Rows(Protocol):
    """The rows that answer a statement."""

    @property
    def description(self) -> Any:  # noqa: ANN401 - a sequence of what describes a column, None where nothing is asked
        """The columns; the first part of each is its name."""

    def __iter__(self) -> Iterator[Any]: ...

    def fetchone(self) -> Any:  # noqa: ANN401 - a row
        """Return the next row, None after the last."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""


class Database(Protocol):
    """An open store."""

    def begin(self) -> None:
        """Begin a transaction in which no other program writes; it ends with the statement COMMIT, or undone with the connection."""

    def has_table(self, name: str) -> bool:
        """Say whether there is such a table."""

    def make_table(self, table: Table) -> None:
        """Make a table."""

    def add_columns(self, table: str, columns: Mapping[str, str]) -> None:
        """Add those columns, by name with their kinds, that a table lacks."""

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Rows:
        """Carry out a statement and return the rows that answer it."""

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> object:
        """Carry out a statement for the values of each row."""

    def put(self, table: str, cells: Mapping[str, Sequence[Any]], *, key: str | None = None) -> None:
        """Write rows, given by the cells of each column; with a ``key``, a row whose key is known takes the place of the known one."""

    def ahead(self, *, is_first: bool) -> AbstractContextManager[None]:
        """Let rows be written while the next ones are made; ``is_first``: they are many, and none are there to be looked up."""

    def filling(self) -> AbstractContextManager[None]:
        """Keep the indexes of space up to date at the end only, while many rows are added."""

    def in_box(self, box: Box, *, few: bool) -> tuple[str, list[Any]]:
        """Return the condition that the point of an event lies in a box, and its values; ``few``: other conditions leave few events."""

    def note_change(self, moment: str) -> None:
        """Write when the store was changed where programs for maps look for it."""


def insert_into(table: str, columns: Iterable[str]) -> str:
    """Return the statement that writes rows, up to their values."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES'


def on_conflict(columns: Iterable[str], key: str | None) -> str:
    """Return the clause by which a row with a known key takes the place of the known one, which gets ``columns`` of it."""
    if key is None:
        return ""
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name != key)
    return f'ON CONFLICT ("{key}") DO UPDATE SET {changes}' if changes else f'ON CONFLICT ("{key}") DO NOTHING'


def told_columns(cells: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Return those columns that are not None in all rows: most columns of most tables are, and take time."""
    return {name: held for name, held in cells.items() if held[0] is not None or held.count(None) < len(held)}


def cells_of(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Return the cells of each column of rows, for `Database.put`; without rows there is nothing to write in any column."""
    return dict(zip(columns, zip(*rows, strict=True), strict=False))


class Backend(Protocol):
    """Where a store is kept."""

    @property
    def name(self) -> str:
        """The store as a sentence names it, without secrets."""

    @property
    def title(self) -> str:
        """What a map of it is called."""

    def exists(self) -> bool:
        """Say whether something is there."""

    def create(self) -> None:
        """Make an empty store: all of it, or nothing."""

    def opened(self) -> AbstractContextManager[Database]:
        """Open the store; what the database raises names it."""
