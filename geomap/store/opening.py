"""A store opened to read or to change it, wherever it is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geomap.errors import InputMissingError, SettingsError
from geomap.store.database import Backend, Database
from geomap.store.geopackage import GeoPackage
from geomap.store.schema import bring_up_to_date

SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")
VARIABLE = "env:"  # what stands before the name of a variable of the environment that holds the address


def is_address(text: str) -> bool:
    """Say whether a store is named by an address, and not by the path of a file."""
    return text.startswith((*SCHEMES, VARIABLE))


def backend_at(place: str | Path) -> Backend:
    """Return where a store is kept.

    Args:
        place: The path of a GeoPackage; or the address of a database, "postgresql://user@host/database?schema=war", or the name of a
            variable of the environment that holds it, "env:NAME".

    Raises:
        SettingsError: The address is wrong, has a password in it that others could see, or there is no such variable.
    """
    text = str(place)
    if isinstance(place, Path) or not is_address(text):
        return GeoPackage(Path(place))
    from geomap.store.postgis import PostGIS  # noqa: PLC0415 - SQLAlchemy and psycopg are an extra

    if not text.startswith(VARIABLE):
        return PostGIS.at(text, is_secret=False)
    found = os.environ.get(text.removeprefix(VARIABLE), "")
    if not found.startswith(SCHEMES):
        raise SettingsError(f"{text}: the variable should hold an address such as postgresql://user@host/database", parameter="store")
    return PostGIS.at(found, is_secret=True)


@contextmanager
def reading(backend: Backend) -> Iterator[Database]:
    """Open a store to read it.

    Raises:
        InputMissingError: There is no such store.
        UnreadableError: It is not a store, it is damaged, or of a newer version of geomap.
    """
    if not backend.exists():
        raise InputMissingError(f"{backend.name}: there is no such store; `geomap store add` makes one")
    with backend.opened() as database:
        bring_up_to_date(database, backend.name)
        yield database


@contextmanager
def writing(backend: Backend) -> Iterator[Database]:
    """Open a store, made where there is none, and change it: all that is done happens, or nothing where an error or a kill comes.

    Raises:
        OutputError: It cannot be written.
        UnreadableError: It is not a store, or of a newer version of geomap.
    """
    if not backend.exists():
        backend.create()
    with reading(backend) as database:
        database.begin()
        yield database  # an error closes the connection, and what was not committed is rolled back
        database.execute("COMMIT")
