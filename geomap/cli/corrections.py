"""geomap corrections: the edits of an analyst as a file of corrections."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from geomap.cli.common import plain, tell
from geomap.cli.values import StorePath

STATUSES = ("proposed", "checked", "rejected")


@click.command("corrections")
@click.argument("edited", type=StorePath(), metavar="EDITED")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File of corrections; lines that it has stay.")
@click.option("--author", metavar="NAME", help="Who made the edits.")
@click.option("--reason", metavar="TEXT", help="Why they were made.")
@click.option("--status", type=click.Choice(STATUSES), default="proposed", show_default=True, help="What the new lines are.")
def corrections_command(edited: Path | str, output: Path, author: str | None, reason: str | None, status: str) -> None:
    """Compare EDITED, a GeoPackage or the address of a store that was edited in QGIS, with what geomap wrote, and write the edits.

    Events may be moved, retyped, renamed, dated, counted, deleted, copied or added. Pass the file to --corrections of later runs.

    \b
    Examples:
      geomap corrections week/events.gpkg -o corrections.csv --author "A. Analyst"
      geomap map page.txt -o week --formats gpkg --corrections corrections.csv --overwrite
    """
    from geomap.edits import UnknownTypeError, read_edits, write_edits  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.store import Store  # noqa: PLC0415

    try:
        edits = read_edits(edited) if isinstance(edited, Path) else Store(edited).edits()
    except UnknownTypeError as error:
        tell("\n".join(("the sub_event_types are:", *(f"  {name}" for name in error.known))))
        raise
    given = {"author": author, "reason": reason}
    said = {"status": status, **{name: text for name, text in given.items() if text}, "corrected_on": _today()}
    number = write_edits(edits, output, said=said)
    for note in edits.notes:
        tell(plain(f"note: {note}"))
    click.echo(f"Wrote {plain(str(output))} ({number:,} new {'line' if number == 1 else 'lines'})")


def _today() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)).date().isoformat()
