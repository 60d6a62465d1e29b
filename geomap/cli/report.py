"""geomap report: charts of events."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from geomap.cli.common import EXIT_PARTLY, open_gazetteer, plain, tell, warn
from geomap.cli.completion import complete_files
from geomap.cli.export import written_events
from geomap.cli.options import default_output, fetch_from, reading_options, settings_from
from geomap.errors import UnreadableError
from geomap.model import Analysis, Problem

FOREIGN = {".csv", ".geojson"}  # suffixes that other people's tables of events have too


@click.command("report")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=complete_files)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write into.  [default: INPUT-report]")
@click.option("--title", help="Title of the report.  [default: title of the page]")
@reading_options
def report_command(inputs: tuple[str, ...], output: Path | None, title: str | None, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Draw charts of events by day, type, region and source, and of the reported deaths.

    INPUT is a file of events or the folder of a map that geomap wrote, or anything that `geomap map` takes. Writes report.html
    (opens in any browser, without a network), report.md and, with matplotlib, report.png.

    \b
    Examples:
      geomap report page-map
      geomap report week/events.gpkg -o week --title "The week in figures"
      geomap report page.txt
    """
    from geomap.export.charts import write_charts  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.export.charts.picture import can_draw  # noqa: PLC0415

    analysis, found, problems = events_of(inputs, options)
    folder = output or default_output(inputs).with_name(f"{default_output(inputs).name.removesuffix('-map')}-report")
    files = write_charts(analysis, folder, title=title or found)
    warn(problems)
    if not can_draw():
        tell("note: report.png is left out; it needs matplotlib: install geomap[report]")
    click.echo("\n".join(f"Wrote {plain(str(path))}" for path in files))
    if any(problem.fatal for problem in problems):
        sys.exit(EXIT_PARTLY)


def events_of(inputs: Sequence[str], options: dict[str, Any]) -> tuple[Analysis, str | None, Sequence[Problem]]:
    """Return the events, their title and the problems; pages are read as by `geomap map`."""
    from geomap.api import run  # noqa: PLC0415
    from geomap.export.readback import read_back  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.export.rows import READERS  # noqa: PLC0415

    written = written_events(Path(inputs[0])) if len(inputs) == 1 else None
    if written is not None and written.is_file() and written.suffix.lower() in READERS:
        try:
            return read_back(written), None, ()
        except UnreadableError:
            if written.suffix.lower() not in FOREIGN:
                raise
    settings = settings_from(options)
    result = run(*inputs, settings=settings, gazetteer=open_gazetteer(settings, quiet=False), fetch=fetch_from(options))
    return result.analysis, result.title, result.problems
