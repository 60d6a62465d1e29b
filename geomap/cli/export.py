"""geomap export: the events of a file in other formats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from geomap.cli.common import open_gazetteer, plain, tell, warn
from geomap.errors import SettingsError
from geomap.files import staged_files
from geomap.model import Analysis
from geomap.settings import Settings

WITH_REGIONS = {".gpkg", ".qgz", ".qlr"}  # and with posts and place mentions
WITH_COUNTRIES = {"acled-csv", "ucdp-csv"}  # by their names
OF_THE_MAP = (".acled.csv", ".ucdp.csv", ".monty.json", ".annotations.jsonld")  # without the events that the map does not show


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
@click.option("--overwrite", is_flag=True, help="Replace a GeoPackage also if it was edited since geomap wrote it.")
@click.option("--hxl", is_flag=True, help="Put a row of HXL tags below the header of a CSV file.")
@click.option("--title", help="Title of a QGIS project, and of the one in a GeoPackage.")
@click.option("--gazetteer", type=click.Path(path_type=Path), envvar="GEOMAP_GAZETTEER", help="Folder of a built gazetteer.")
def export_command(  # noqa: PLR0913 - one argument for each option
    events: Path, targets: tuple[Path, ...], *, overwrite: bool, hxl: bool, title: str | None, gazetteer: Path | None
) -> None:
    """Write the events of a file that geomap wrote in other formats: all FILEs are written, or none.

    EVENTS is an events.geojson, .geojsonl, .gpkg, .csv, .fgb, .kml, .parquet or .shp, or the folder of a map that holds one. FILE ends
    in .csv, .fgb, .geojson, .geojsonl, .gpkg, .kml, .parquet, .qgz, .qlr or .shp; .acled.csv and .ucdp.csv have the columns of
    ACLED and of UCDP GED, .annotations.jsonld has the quotations as W3C Web Annotations, .fg.json is JSON-FG, .monty.json has
    disasters as STAC items.

    \b
    Examples:
      geomap export map --to week.gpkg
      geomap export map/events.geojson --to week.gpkg --to week.kml
      geomap export map/events.geojson --to week.csv --hxl
      geomap export map --to week.acled.csv
      geomap export map --to week.qgz --title "A week in January"
    """
    from geomap.edits import refuse_edited  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.export import exporter_for, format_of  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.export.readback import read_back  # noqa: PLC0415
    from geomap.regions import regions_of  # noqa: PLC0415

    formats = [format_of(target) for target in targets]
    if hxl and ".csv" not in map(str.lower, formats):
        raise SettingsError("only CSV has a row of HXL tags; give a FILE that ends in .csv", parameter="hxl")
    events = written_events(events)
    exporters = [exporter_for(name, hxl=hxl) for name in formats]
    for target in targets:
        require_other(events, target)
        refuse_edited(target.with_suffix(".gpkg") if target.suffix.lower() in WITH_REGIONS else target, overwrite=overwrite)
    analysis = replace(read_back(events), title=title)
    warn(analysis.problems)
    if any(name.lower() in WITH_REGIONS | WITH_COUNTRIES for name in formats):
        opened = open_gazetteer(Settings(gazetteer=gazetteer), quiet=False)
        analysis = replace(analysis, regions=regions_of(analysis.events, opened))
    with staged_files(targets) as paths:
        for path, exporter in zip(paths, exporters, strict=True):
            exporter.write(analysis, path)
    for target, path, exporter in zip(targets, paths, exporters, strict=True):
        notes = (note.replace(str(path), str(target)) for note in getattr(exporter, "notes", ()))
        for note in (*notes, *left_out(analysis, target)):
            tell(plain(f"note: {note}"))
        unsure = f", {len(analysis.unsure):,} of them not shown on the map" if analysis.unsure and not _of_the_map(target) else ""
        number = len(analysis.events) + (len(analysis.unsure) if unsure else 0)
        click.echo(f"Wrote {plain(str(target))} ({number:,} events{unsure})")


def written_events(path: Path) -> Path:
    """Return the file of events in the folder of a map, ``path`` itself where it is none."""
    from geomap.export.rows import READERS  # noqa: PLC0415 - `geomap --help` need not load it

    return next((file for suffix in READERS if (file := path / f"events{suffix}").is_file()), path)


def left_out(analysis: Analysis, target: Path) -> tuple[str, ...]:
    """Say what the file that was read holds and the format of ``target`` does not: posts, and events that the map does not show."""
    told = []
    if analysis.posts and target.suffix.lower() not in WITH_REGIONS:
        mentions = sum(len(group or ()) for group in analysis.resolutions)
        told += [f"{target}: {len(analysis.posts):,} posts and {mentions:,} place mentions are left out; .gpkg, .qgz and .qlr hold them"]
    if analysis.unsure and _of_the_map(target):
        told += [f"{target}: {len(analysis.unsure):,} events that the map does not show are left out"]
    return tuple(told)


def _of_the_map(target: Path) -> bool:
    return target.name.lower().endswith(OF_THE_MAP)


def require_other(source: Path, target: Path) -> None:
    """Raise SettingsError where writing ``target`` would replace what is read; a project writes its GeoPackage too."""
    written = {target.resolve()}
    if target.suffix.lower() in {".qgz", ".qlr"}:
        written.add(target.with_suffix(".gpkg").resolve())
    if source.resolve() in written:
        raise SettingsError(f"{target}: this would replace {source}, which is read; choose another name", parameter="to")
