"""geomap map: the map of events, with its files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from geomap.cli.common import EXIT_PARTLY, open_gazetteer, plain, tell, warn
from geomap.cli.completion import complete_files, complete_formats
from geomap.cli.options import (
    default_output,
    extras_from,
    fetch_from,
    format_names,
    operator_option,
    page_options,
    reading_options,
    settings_from,
    unsure_option,
)
from geomap.cli.values import Length


@click.command("map")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=complete_files)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write into.  [default: INPUT-map]")
@click.option("--title", help="Title of the map.  [default: title of the page]")
@click.option("--language", type=click.Choice(["en", "uk"]), default="en", show_default=True, help="Language of the map's interface.")
@click.option(
    "--formats",
    default="geojson",
    show_default=True,
    metavar="LIST",
    shell_complete=complete_formats,
    help="Formats of the event files, separated by commas.",
)
@click.option(
    "--coarsen", type=Length(), metavar="LENGTH", help="Move places to a grid of this width, such as 5km, and leave out quotations."
)
@click.option(
    "--since", type=click.Path(path_type=Path), metavar="EARLIER", help="Mark what is new, revised and withdrawn since an earlier run."
)
@unsure_option
@click.option("--crate", is_flag=True, help="Describe the files for archives, in RO-Crate, Data Package and Croissant.")
@click.option("--desk", is_flag=True, help="Make a page in which events are corrected and the corrections saved as a file.")
@click.option("--overwrite", is_flag=True, help="Replace a GeoPackage of the map also if it was edited since.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@operator_option
@page_options
@reading_options
def map_command(inputs: tuple[str, ...], output: Path | None, formats: str, overwrite: bool, quiet: bool, **options: Any) -> None:  # noqa: ANN401, FBT001 - click hands options over by name
    """Map the events in INPUT: files, folders, http(s) addresses, or - for standard input.

    Writes map.html (opens in any browser, offline), events.geojson (opens in QGIS), report.json (what was
    read, found and left out) and unresolved.csv (names without a place; fill it in and pass it to --corrections).

    \b
    Examples:
      geomap map data/ukraine-2023-01-31.txt
      geomap map pages/ -o maps/week --title "The week in maps"
      geomap map page.txt --timezone Europe/Kyiv --date 2023-01-31
      geomap map page.txt --modality reported --modality planned
      geomap map page.txt --desk -o desk
      geomap map page.txt --story story.json
      geomap map page.txt --corrections corrections.csv
      geomap map page.txt --since yesterday/report.json -o today
      geomap map page.txt --coarsen 5km
      geomap map page.txt --with-unsure
      geomap map page.txt --operator "A. Analyst"
      geomap map page.txt --overlay front.geojson --overlay bases.geojson
    """
    from geomap.api import run  # noqa: PLC0415 - `geomap --help` need not load the stages
    from geomap.edits import refuse_edited  # noqa: PLC0415
    from geomap.summary import summary  # noqa: PLC0415

    settings = settings_from(options)
    extras = extras_from(options)
    folder = output or default_output(inputs)
    if {"gpkg", "qgz", "qlr"} & {name.lower().removeprefix(".") for name in format_names(formats)}:
        refuse_edited(folder / "events.gpkg", overwrite=overwrite)
    gazetteer = open_gazetteer(settings, quiet=quiet)
    result = run(
        *inputs,
        output=folder,
        settings=settings,
        gazetteer=gazetteer,
        fetch=fetch_from(options),
        title=options["title"],
        language=options["language"],
        extras=extras,
        since=options["since"],
        crate=options["crate"],
        with_unsure=options["with_unsure"],
        formats=format_names(formats),
    )
    warn(result.problems)
    for note in () if quiet else result.notes:
        tell(f"note: {plain(note)}")
    if not quiet:
        click.echo("\n".join(plain(line) for line in summary(result.analysis, result.files)))
    if any(problem.fatal for problem in result.problems):
        sys.exit(EXIT_PARTLY)
