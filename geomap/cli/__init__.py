"""The command line, one file for each command; the only package that prints and reads the clock."""

from __future__ import annotations

import sys

__all__ = ["main"]
_NO_MEMORY = ("failed to map segment", "Cannot allocate memory")  # how the loader of libraries says so


def main() -> None:
    """Run the command line; whatever stops it, be it Ctrl-C while it loads, ends it with one sentence on standard error."""
    try:
        from geomap.cli.program import run_program  # noqa: PLC0415 - what happens while it loads is told too

        status = run_program()
    except KeyboardInterrupt:
        sys.stderr.write("error: stopped; no file is half written\n")
        status = 130
    except (MemoryError, ImportError) as error:
        if isinstance(error, ImportError) and not any(sign in str(error) for sign in _NO_MEMORY):
            raise
        sys.stderr.write("error: the memory does not suffice; allow more, or map fewer inputs at once\n")
        status = 2
    sys.exit(status)
