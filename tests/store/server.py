"""A PostgreSQL server with PostGIS for the tests of a session, on a socket in a folder of its own.

On a laptop without the Debian package postgresql-postgis the tests are skipped; where GEOMAP_REQUIRE_POSTGIS is set they must run.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

USER = "postgres"  # PostgreSQL does not run as root
_SETTINGS = {"listen_addresses": "''", "fsync": "off", "full_page_writes": "off", "max_connections": "30", "timezone": "Asia/Tokyo"}
_numbers = count(1)


@dataclass(frozen=True)
class Server:
    """A running server: its programs, its folder, and its database ``news``."""

    programs: Path
    folder: Path

    def address(self, user: str = USER, schema: str | None = None) -> str:
        """Return the address of a store in a schema of its own."""
        return f"postgresql://{user}@/news?host={self.folder}&schema={schema or f'war{next(_numbers)}'}"

    def ask(self, statement: str, *, schema: str = "public") -> list[str]:
        """Return the rows that answer a statement, as psql prints them."""
        command = [self.programs / "psql", "-h", self.folder, "-U", USER, "-d", "news", "-qAt", "-v", "ON_ERROR_STOP=1"]
        path = f"SET search_path TO {schema}, public; "
        done = subprocess.run([*command, "-c", path + statement], capture_output=True, text=True, check=True)
        return done.stdout.splitlines()


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    return next(
        (one.parent for one in reversed(found) if Path(f"/usr/share/postgresql/{one.parts[-3]}/extension/postgis.control").exists()), None
    )


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[Server]:
    """Start a server and stop it after the tests."""
    programs = _programs()
    if programs is None:
        assert not os.environ.get("GEOMAP_REQUIRE_POSTGIS"), "PostgreSQL with PostGIS is required"
        pytest.skip("PostgreSQL with PostGIS is not installed (Debian: postgresql-postgis)")
    if not os.environ.get("GEOMAP_REQUIRE_POSTGIS"):
        pytest.importorskip("psycopg", reason="psycopg is not installed; `pip install geomap[postgis]` brings it")
    folder = Path(tempfile.mkdtemp(prefix="geomap-pg-", dir="/tmp"))  # the path of a socket is short
    run = _as_server(folder)
    try:
        run([programs / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync"])
        (folder / "data" / "pg_hba.conf").write_text("local all locked scram-sha-256\nlocal all all trust\n")
        options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        start = [programs / "pg_ctl", "-D", folder / "data", "-w", "-t", "120", "-l", folder / "log"]
        run([*start, "-o", f"-k {folder} {options}", "start"])
        try:
            run([programs / "createdb", "-h", folder, "-U", USER, "news"])
            server = Server(programs, folder)
            server.ask("CREATE EXTENSION postgis; CREATE ROLE locked LOGIN PASSWORD 'open sesame'; CREATE ROLE reader LOGIN")
            server.ask("GRANT CREATE ON DATABASE news TO locked")
            yield server
        finally:
            run([programs / "pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _as_server:  # noqa: N801 - used as a function
    """Runs programs as a user that is not root."""

    def __init__(self, folder: Path) -> None:
        self._user: dict[str, int] = {}
        if os.geteuid() == 0:
            entry = pwd.getpwnam(USER)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
            self._user = {"user": entry.pw_uid, "group": entry.pw_gid}
        self._folder = folder

    def __call__(self, command: list[object]) -> None:
        words = list(map(str, command))
        log = self._folder / "programs"
        with log.open("a") as told:  # pg_ctl's server keeps a pipe open, so that a wait for its end would not end
            done = subprocess.run(words, stdout=told, stderr=told, stdin=subprocess.DEVNULL, cwd=self._folder, check=False, **self._user)  # type: ignore[call-overload]
        assert done.returncode == 0, log.read_text()
