"""The command line, one file for each command; the only package that prints and reads the clock."""

from geomap.cli.main import main

__all__ = ["main"]
