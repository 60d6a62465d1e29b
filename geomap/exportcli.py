"""The commands that make files from files of events: export, report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from geomap.cli import EXIT_PARTLY, default_output, fetcher_from, open_gazetteer, plain, reading_options, settings_from, tell, warn
from geomap.errors import SettingsError, UnreadableError
from geomap.model import Analysis, Problem
from geomap.settings import Settings

WITH_REGIONS = {".gpkg", ".qgz", ".qlr"}  # and with posts and place mentions
FOREIGN = {".csv", ".geojson"}  # suffixes that other people's tables of events have too


@click.command("export")
@click.argument("events", type=click.Path(path_type=Path), metavar="EVENTS")
@click.option(
    "--to",
    "targets",
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    metavar="FILE",
    help="File to write; its suffix says the format. May be given several times.",
)
@click.option("--hxl", is_flag=True, help="Put a row of HXL tags below the header of a CSV file.")
@click.option("--gazetteer", type=click.Path(path_type=Path), envvar="GEOMAP_GAZETTEER", help="Folder of a built gazetteer.")
def export_command(events: Path, targets: tuple[Path, ...], *, hxl: bool, gazetteer: Path | None) -> None:
    """Write the events of a file that geomap wrote in other formats.

    EVENTS is an events.geojson, .geojsonl, .gpkg, .csv, .fgb, .kml, .parquet or .shp, or the folder of a map that holds one. FILE ends
    in .csv, .fgb, .geojson, .geojsonl, .gpkg, .kml, .parquet, .qgz, .qlr or .shp.

    \b
    Examples:
      geomap export map --to week.gpkg
      geomap export map/events.geojson --to week.gpkg --to week.kml
      geomap export map/events.geojson --to week.csv --hxl
    """
    from geomap.export import exporter_for  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.export.back import read_back  # noqa: PLC0415
    from geomap.regions import regions_of  # noqa: PLC0415

    if hxl and not any(target.suffix.lower() == ".csv" for target in targets):
        raise SettingsError("--hxl: only CSV has a row of HXL tags; give a FILE that ends in .csv")
    events = written_events(events)
    exporters = [exporter_for(target.suffix or target.name, hxl=hxl) for target in targets]
    for target in targets:
        require_other(events, target)
    analysis = read_back(events)
    if any(target.suffix.lower() in WITH_REGIONS for target in targets):
        opened = open_gazetteer(Settings(gazetteer=gazetteer), quiet=False)
        analysis = replace(analysis, regions=regions_of(analysis.events, opened))
    for target, exporter in zip(targets, exporters, strict=True):
        exporter.write(analysis, target)
        for note in (*getattr(exporter, "notes", ()), *left_out(analysis, target)):
            tell(plain(f"note: {note}"))
        click.echo(f"Wrote {plain(str(target))} ({len(analysis.events):,} events)")


def written_events(path: Path) -> Path:
    """Give the file of events in the folder of a map, ``path`` itself where it is none."""
    from geomap.export.rows import READERS  # noqa: PLC0415 - `geomap --help` need not load it

    return next((file for suffix in READERS if (file := path / f"events{suffix}").is_file()), path)


def left_out(analysis: Analysis, target: Path) -> tuple[str, ...]:
    """Say that ``target`` is of a format without posts, where the file that was read holds some."""
    if not analysis.posts or target.suffix.lower() in WITH_REGIONS:
        return ()
    mentions = sum(len(group or ()) for group in analysis.resolutions)
    return (f"{target}: {len(analysis.posts):,} posts and {mentions:,} place mentions are left out; .gpkg, .qgz and .qlr hold them",)


def require_other(source: Path, target: Path) -> None:
    """Raise SettingsError where writing ``target`` would replace what is read; a project writes its GeoPackage too."""
    written = {target.resolve()}
    if target.suffix.lower() in {".qgz", ".qlr"}:
        written.add(target.with_suffix(".gpkg").resolve())
    if source.resolve() in written:
        raise SettingsError(f"--to {target}: this would replace {source}, which is read; choose another name")


@click.command("report")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write into.  [default: INPUT-report]")
@click.option("--title", help="Title of the page.  [default: that of the page read]")
@reading_options
def report_command(inputs: tuple[str, ...], output: Path | None, title: str | None, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Draw charts of events: by day, type, region and source, and the deaths told.

    INPUT is a file of events or the folder of a map that geomap wrote, or anything that `geomap map` takes. Writes report.html
    (opens in any browser, without a network), report.md and, with matplotlib, report.png.

    \b
    Examples:
      geomap report page-map
      geomap report week/events.gpkg -o week --title "The week in figures"
      geomap report page.txt
    """
    from geomap.export.charts.files import write_charts  # noqa: PLC0415 - `geomap --help` need not load it
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
    """Give the events, their title and what stood in the way; pages are read as `geomap map` does."""
    from geomap.export.back import read_back  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.export.rows import READERS  # noqa: PLC0415
    from geomap.pipeline import run  # noqa: PLC0415

    written = written_events(Path(inputs[0])) if len(inputs) == 1 else None
    if written is not None and written.is_file() and written.suffix.lower() in READERS:
        try:
            return read_back(written), None, ()
        except UnreadableError:
            if written.suffix.lower() not in FOREIGN:
                raise
    settings = settings_from(options)
    result = run(*inputs, settings=settings, gazetteer=open_gazetteer(settings, quiet=False), fetch=fetcher_from(options))
    return result.analysis, result.title, result.problems


COMMANDS = (export_command, report_command)
