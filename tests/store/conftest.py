"""The command line, and a PostgreSQL server."""

from tests.cli.conftest import _quick_encoder, geomap
from tests.store.server import postgis_server

__all__ = ["_quick_encoder", "geomap", "postgis_server"]
