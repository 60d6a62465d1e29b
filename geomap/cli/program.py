"""The group of all commands, and how a run of the program ends."""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys

import click

from geomap.cli.common import EXIT_INTERRUPTED, EXIT_PARTLY, EXIT_UNUSABLE, fail, sentence
from geomap.cli.corrections import corrections_command
from geomap.cli.explain import explain_command
from geomap.cli.export import export_command
from geomap.cli.fetch import fetch_command
from geomap.cli.geocode import geocode_command
from geomap.cli.geoparse import geoparse_command
from geomap.cli.history import history_command
from geomap.cli.map import map_command
from geomap.cli.report import report_command
from geomap.cli.schema import schema_command
from geomap.cli.serve import serve_command
from geomap.cli.store import store_command
from geomap.cli.verify import verify_command
from geomap.cli.watch import watch_command
from geomap.errors import GeomapError

COMMANDS = (
    corrections_command,
    explain_command,
    export_command,
    fetch_command,
    geocode_command,
    geoparse_command,
    history_command,
    map_command,
    report_command,
    schema_command,
    serve_command,
    store_command,
    verify_command,
    watch_command,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="geomap")
def cli() -> None:
    """Turn news into maps of events, offline.

    \b
    Examples:
      geomap map page.txt                    a map of the events in the page, in page-map/
      geomap map monday.txt tuesday.txt -o week
      geomap geoparse page.txt | jq .mentions
    """


for _command in COMMANDS:
    cli.add_command(_command)


def run_program() -> int:
    """Run the command line and return the exit status; every expected error is one sentence on standard error."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy is not loaded yet; threads that wait for work cost a third of its start
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:  # ended from outside, it stops as after Ctrl-C, and its workers with it
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    gc.set_threshold(100_000, 20, 100)  # looking for reference cycles after every 700 new objects costs 11 % of mapping 16,000 posts
    try:
        status = _run()
        sys.stdout.flush()
    except OSError as error:  # files have errors of their own: this one is of standard output, or of what nobody foresaw
        if error.errno == errno.ENOMEM:
            raise MemoryError from error
        why = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error)).lower()
        fail(f"{error.filename}: {why}" if error.filename else f"cannot write to standard output: {why}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python tries to write the rest when it ends
        return EXIT_UNUSABLE
    return status


def _run() -> int:
    """Run a command and return the exit status."""
    from gazetteer.errors import GazetteerError, shortened  # noqa: PLC0415 - `geomap --help` need not load it
    from gazetteer.interrupts import interrupts_told  # noqa: PLC0415

    try:
        with interrupts_told(GeomapError, GazetteerError):
            status = cli(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        fail("stopped; no file is half written")
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        click.echo(shortened(told.getvalue()), err=True, nl=False)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away, as `head` does
        return EXIT_PARTLY
    except RecursionError:
        fail("the input is nested too deeply; give a simpler one")
        return EXIT_UNUSABLE
    except (GeomapError, GazetteerError) as error:
        fail(sentence(error))
        return EXIT_UNUSABLE
    return status if isinstance(status, int) else 0
