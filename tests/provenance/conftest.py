"""The command line."""

from tests.cli.conftest import _quick_encoder, geomap

__all__ = ["_quick_encoder", "geomap"]
