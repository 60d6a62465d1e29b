"""What geomap wrote into a GeoPackage, kept beside the events, so that the edits of an analyst can be told from it.

The table ``geomap_written`` has for each event the values of the columns that an analyst may edit and a digest of them.
"""

from __future__ import annotations

import hashlib
import json
import json.encoder
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from gazetteer.errors import quoted
from geomap.errors import UnreadableError
from geomap.export.blobs import point_of
from geomap.export.table import each_once
from geomap.model import Toll

TABLE = "geomap_written"
COUNT_COLUMNS = tuple(name for name in Toll.__dataclass_fields__ if name != "losses_claimed")
EDITABLE = (
    *("event_type", "sub_event_type", "event_date", "event_date_end", "place_name", "latitude", "longitude", *COUNT_COLUMNS),
    *("actor1", "actor2", "modality", "quote", "source", "source_url"),
)
CREATE = f"CREATE TABLE IF NOT EXISTS {TABLE} (event_id TEXT PRIMARY KEY, digest TEXT NOT NULL, cells TEXT NOT NULL)"
INSERT = f"INSERT OR REPLACE INTO {TABLE} VALUES (?, ?, ?)"  # noqa: S608 - names of our own
DAMAGED = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged database raises: SQLite's own messages may quote bytes that are no text."""

_DIGEST_BYTES = 8
_MOST_NAMED = 500  # ids in one statement


def plain_encoder(default: Callable[[Any], Any] | None = None) -> Callable[[Any], str]:
    """Return a function that writes plain values as JSON without spaces and without looking for circles.

    Python's own function makes its encoder anew for each value, which takes as long as to write half an event.

    Args:
        default: What is made of a value that JSON lacks; None raises TypeError for one.
    """
    made = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=default)
    of_c = getattr(json.encoder, "c_make_encoder", None)
    if of_c is None:  # of another implementation of Python
        return made.encode
    write = of_c(None, made.default, json.encoder.encode_basestring, None, ":", ",", made.sort_keys, made.skipkeys, made.allow_nan)
    return lambda value: "".join(write(value, 0))


_encode = plain_encoder(repr)  # bytes, where somebody put them into a cell, are written as Python shows them


class Kept(NamedTuple):
    """One event of a GeoPackage: the number of its row, its id, post and mention, and what can be edited.

    ``cells`` are the values of `EDITABLE`, then longitude and latitude of the point, rounded as the columns are.
    """

    row: int
    event_id: str | None
    post_id: str | None
    mention: str | None
    cells: tuple[Any, ...]


class Asked(Protocol):
    """A database that answers statements with rows: a GeoPackage, or what a store is kept in."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Iterable[Any]:
        """Carry out a statement and return the rows that answer it."""


def add_written(database: sqlite3.Connection) -> None:
    """Write the table for the events that the database holds now."""
    database.execute(CREATE)
    database.executemany(INSERT, (written_row(one.event_id, one.cells) for one in kept_events(database)))


def written_row(event_id: str | None, cells: Sequence[Any]) -> tuple[str | None, str, str]:
    """Return the row of the table for one event."""
    text = _encode(cells)
    return event_id, _digest(text), text


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


def written_columns(cells: Mapping[str, Sequence[Any]]) -> tuple[Sequence[Any], list[str], list[str]]:
    """Return the rows of the table for events that geomap writes, column by column: as `written_row`, in a third of its time.

    Args:
        cells: The columns of the layer events.
    """
    told = zip(*(_pieces(cells[name]) for name in (*EDITABLE, "longitude", "latitude")), strict=True)
    texts = [f"[{','.join(pieces)}]" for pieces in told]
    return cells["event_id"], list(map(_digest, texts)), texts


def _pieces(values: Sequence[Any]) -> Sequence[str]:
    """Return the JSON of each of many values."""
    kinds = {*map(type, values)}
    if kinds <= {type(None)}:
        return ["null"] * len(values)
    write = json.encoder.encode_basestring if kinds <= {str, type(None)} else repr if kinds <= {int, type(None)} else _encode
    return each_once(write, values, none="null") if len(kinds - {type(None)}) == 1 else list(map(_encode, values))


def kept_events(database: Asked, event_ids: Iterable[str] | None = None) -> Iterator[Kept]:
    """Yield the events of a GeoPackage in the order of their rows; only those of ``event_ids`` where these are given."""
    names = ", ".join(EDITABLE)
    asked = f'SELECT fid, event_id, post_id, mention, geom, {names} FROM "events"'  # noqa: S608 - names of our own
    rows: Iterable[Any]
    if event_ids is None:
        rows = database.execute(f"{asked} ORDER BY fid")
    else:
        held = list(event_ids)
        some = (held[start : start + _MOST_NAMED] for start in range(0, len(held), _MOST_NAMED))
        rows = (
            row for ids in some for row in database.execute(f"{asked} WHERE event_id IN ({', '.join('?' * len(ids))}) ORDER BY fid", ids)
        )
    for fid, event_id, post_id, mention, shape, *values in rows:
        yield Kept(fid, event_id, post_id, mention, (*values, *point_of(shape)))


def written_events(database: Asked) -> dict[str, tuple[Any, ...]]:
    """Return what geomap wrote for each event: the cells as `Kept` has them."""
    return {event_id: written_cells(text) for event_id, text in database.execute(f"SELECT event_id, cells FROM {TABLE}")}  # noqa: S608


def written_cells(text: object) -> tuple[Any, ...]:
    """Return the cells of a row of the table.

    Raises:
        sqlite3.DataError: A program or an accident changed them.
    """
    try:
        cells = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        cells = None
    if not isinstance(cells, list) or len(cells) != len(EDITABLE) + 2:  # longitude and latitude too
        raise sqlite3.DataError(f"a row of the table {TABLE} is not as geomap writes it")
    return tuple(cells)


def is_edited(path: Path) -> bool:
    """Say whether the events of a GeoPackage are others than geomap wrote; False for a file that has no record of that.

    Raises:
        UnreadableError: It is damaged.
    """
    if not path.is_file():
        return False
    with closing(open_read_only(path)) as database:
        try:
            if not has_record(database):
                return False
            written = dict(database.execute(f"SELECT event_id, digest FROM {TABLE}"))  # noqa: S608 - a name of our own
            for one in kept_events(database):
                if written.pop(one.event_id, None) != written_row(one.event_id, one.cells)[1]:
                    return True
        except DAMAGED as error:
            raise UnreadableError(f"{path}: {quoted(str(error))}") from error
    return bool(written)


def has_record(database: sqlite3.Connection) -> bool:
    """Say whether a GeoPackage has events with a record of what geomap wrote."""
    found = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    columns = {row[1] for row in database.execute("PRAGMA table_info('events')")}
    return {TABLE, "events"} <= found and {"event_id", "post_id", "mention", *EDITABLE} <= columns


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open a database for reading; nothing is written, also not beside it."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
