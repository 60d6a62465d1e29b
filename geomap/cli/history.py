"""geomap history: what was corrected, by whom, when and why, and what stands."""

from __future__ import annotations

import json
from pathlib import Path

import click

from geomap.cli.common import plain
from geomap.cli.completion import complete_files
from geomap.cli.values import StorePath


@click.command("history")
@click.argument("corrections", type=StorePath(), metavar="CORRECTIONS", shell_complete=complete_files)
@click.option("--event", metavar="ID", help="Only the corrections of this event.")
@click.option("--json", "as_objects", is_flag=True, help="Print one JSON object for each corrected column of each line.")
def history_command(corrections: Path | str, *, event: str | None, as_objects: bool) -> None:
    """Print what the lines of CORRECTIONS, a file or a store, say of each event: before and after, by whom, when and why.

    Lines are in the order of the file. Each stands, was replaced by a later line, or is rejected, by itself or by a later line that
    says the same with the status rejected.

    \b
    Examples:
      geomap history corrections.csv
      geomap history war.gpkg --event 00b2f7a8dabb97bd
    """
    from geomap.corrections.history import as_lines, history  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.corrections.lines import read_corrections, read_fields  # noqa: PLC0415

    if isinstance(corrections, Path) and corrections.suffix.lower() != ".gpkg":
        read_corrections(corrections)  # says which line makes no sense
        steps = history(read_fields(corrections))
    else:
        from geomap.store import Store  # noqa: PLC0415

        steps = Store(corrections).history()
    steps = [step for step in steps if event is None or step.about.get("event_id") == event]
    for line in (json.dumps(step.told(), ensure_ascii=False) for step in steps) if as_objects else as_lines(steps):
        click.echo(line if as_objects else plain(line))
