"""The commands that make files of events from files of events: export."""

from __future__ import annotations

from pathlib import Path

import click

from geomap.cli import plain, tell
from geomap.errors import SettingsError


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
def export_command(events: Path, targets: tuple[Path, ...], *, hxl: bool) -> None:
    """Write the events of a file that geomap wrote in other formats.

    EVENTS is an events.geojson, .geojsonl, .gpkg, .csv, .fgb or .parquet. FILE ends in .csv, .fgb, .geojson, .geojsonl,
    .gpkg, .kml, .parquet, .qgz, .qlr or .shp.

    \b
    Examples:
      geomap export map/events.geojson --to week.gpkg --to week.kml
      geomap export map/events.geojson --to week.csv --hxl
    """
    from geomap.export import exporter_for  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.export.back import read_back  # noqa: PLC0415

    if hxl and not any(target.suffix.lower() == ".csv" for target in targets):
        raise SettingsError("--hxl: only CSV has a row of HXL tags; give a FILE that ends in .csv")
    exporters = [exporter_for(target.suffix or target.name, hxl=hxl) for target in targets]
    for target in targets:
        require_other(events, target)
    analysis = read_back(events)
    for target, exporter in zip(targets, exporters, strict=True):
        exporter.write(analysis, target)
        for note in getattr(exporter, "notes", ()):
            tell(plain(f"note: {note}"))
        click.echo(f"Wrote {plain(str(target))} ({len(analysis.events):,} events)")


def require_other(source: Path, target: Path) -> None:
    """Raise SettingsError where writing ``target`` would replace what is read; a project writes its GeoPackage too."""
    written = {target.resolve()}
    if target.suffix.lower() in {".qgz", ".qlr"}:
        written.add(target.with_suffix(".gpkg").resolve())
    if source.resolve() in written:
        raise SettingsError(f"--to {target}: this would replace {source}, which is read; choose another name")


COMMANDS = (export_command,)
