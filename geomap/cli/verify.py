"""geomap verify: whether the quotations of events still stand in their documents."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from geomap.cli.common import EXIT_PARTLY, plain, warn
from geomap.cli.export import written_events
from geomap.model import Problem
from geomap.settings import DEFAULT_MAX_BYTES, ColumnNames, ReadSettings

REPORT = "report.json"


@click.command("verify")
@click.argument("events", type=click.Path(path_type=Path), metavar="EVENTS")
@click.option(
    "--documents",
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    metavar="PATH",
    help="Folder or file with the documents that the events come from; can be repeated.",
)
@click.option("--timezone", metavar="ZONE", help="Time zone that the documents were read with.  [default: that of report.json]")
@click.option("--text-col", metavar="NAME", help="Column of a table that holds the text.  [default: that of report.json]")
@click.option("--json", "as_objects", is_flag=True, help="Print one JSON object for each report, also for those that are found.")
@click.option("-q", "--quiet", is_flag=True, help="Print only quotations that no longer stand.")
def verify_command(events: Path, *, documents: tuple[Path, ...], as_objects: bool, quiet: bool, **options: str | None) -> None:
    """Look up the quotation of each event in its document again, and list those that no longer stand.

    EVENTS is a file of events or the folder of a map that geomap wrote, or a store. The GeoPackage of a map has all
    reports of an event, other files have the newest; in a folder it is taken before them. A quotation is looked up at its offsets in the
    document with its SHA-256, then in the other documents, then anywhere. It has moved if it stands elsewhere, is changed if its
    document says something else, and missing if its document is not there. The exit status is 1 if one of them does not stand.

    \b
    Examples:
      geomap verify page-map --documents pages
      geomap verify week/events.geojson --documents pages --documents more
    """
    from geomap.archives import chain_faults  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.export.readback import read_back  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.read import iter_inputs  # noqa: PLC0415
    from geomap.saved import recorded_sha256  # noqa: PLC0415
    from geomap.verify import Documents, as_json, as_line, check_events, summary_of  # noqa: PLC0415

    package = events / "events.gpkg"
    analysis = read_back(package if package.is_file() else written_events(events))
    report = _report(events if events.is_dir() else events.parent)
    read = iter_inputs(list(map(str, documents)), _settings(report, options["timezone"], options["text_col"]))
    held = Documents.read(read, recorded_sha256(documents), {one["sha256"]: one["origin"] for one in report["documents"]})
    checked = list(check_events((*analysis.events, *analysis.unsure), held))
    faults = [Problem(origin=str(path), text=text, fatal=True) for path, text in chain_faults(documents, DEFAULT_MAX_BYTES)]
    warn(list({problem.text: problem for problem in (*analysis.problems, *held.problems, *faults)}.values()))
    for one in checked:
        if as_objects:
            click.echo(as_json(one))
        elif not one.stands:
            click.echo(plain(as_line(one)))
    if not quiet and not as_objects:
        click.echo(summary_of(checked))
    if not all(one.stands for one in checked) or any(problem.fatal for problem in (*held.problems, *faults)):
        sys.exit(EXIT_PARTLY)


def _report(folder: Path) -> dict[str, Any]:
    """Return the settings and documents that the report beside the events tells; nothing where there is none, or of an earlier version."""
    try:
        told = json.loads((folder / REPORT).read_bytes())
        documents = [{"sha256": str(one["sha256"]), "origin": str(one["origin"])} for one in told["documents"]]
        return {"settings": dict(told["run"]["settings"]), "documents": documents}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {"settings": {}, "documents": []}


def _settings(report: dict[str, Any], timezone: str | None, text_col: str | None) -> ReadSettings:
    """Return the settings that the documents were read with."""
    told = report["settings"]
    day = told.get("date")
    columns = ColumnNames(**told.get("columns", {}))
    return ReadSettings(
        timezone=timezone or told.get("timezone"),
        date=None if day is None else date.fromisoformat(day),
        columns=columns if text_col is None else replace(columns, text=text_col),
    )
