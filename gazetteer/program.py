"""The program `gazetteer`: the command line, loaded so that whatever stops it ends in one sentence."""

from __future__ import annotations

import sys

_NO_MEMORY = ("failed to map segment", "Cannot allocate memory")  # how the loader of libraries says so

_TOO_LITTLE = "the memory does not suffice; allow more, or build from fewer files at once"


def main() -> None:
    """Run the command line; Ctrl-C while it loads, too little memory and a full disk are told in one sentence."""
    try:
        from gazetteer.cli import main as run  # noqa: PLC0415 - what happens while it loads is told too

        try:
            run()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        _stop("stopped; nothing is half done", 130)
    except RecursionError:
        _stop("the input is nested too deeply; give a simpler one", 2)
    except (MemoryError, ImportError) as error:
        if isinstance(error, ImportError) and not any(sign in str(error) for sign in _NO_MEMORY):
            raise
        _stop(_TOO_LITTLE, 2)
    except OSError as error:
        import errno  # noqa: PLC0415 - here alone
        import os  # noqa: PLC0415 - here alone

        if error.errno == errno.ENOMEM:
            _stop(_TOO_LITTLE, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python tries to write the rest when it ends
        _stop(f"cannot write to standard output: {(error.strerror or str(error)).lower()}", 2)


def _stop(text: str, status: int) -> None:
    sys.stderr.write(f"Error: {text}\n")
    sys.exit(status)
