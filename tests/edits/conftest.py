"""The command line."""

from tests.cli.conftest import _quick_encoder, geomap
from tests.render.conftest import open_page

__all__ = ["_quick_encoder", "geomap", "open_page"]
