"""geomap geocode: coordinates for the rows of a table."""

from __future__ import annotations

from pathlib import Path

import click

from geomap.cli.common import open_gazetteer, plain
from geomap.errors import InputMissingError, SettingsError
from geomap.files import output_error
from geomap.settings import Settings


@click.command("geocode")
@click.argument("table", type=click.Path(path_type=Path), metavar="TABLE.csv")
@click.option("--place", required=True, metavar="COL", help="Column of place names.")
@click.option("--admin", metavar="COL", help="Column of regions.")
@click.option("--country", metavar="COL", help="Column of countries, as names or codes.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.  [default: TABLE-geocoded.csv]")
@click.option(
    "--gazetteer", type=click.Path(path_type=Path), envvar="GEOMAP_GAZETTEER", help="Folder of a gazetteer made by `gazetteer build`."
)
def geocode_command(table: Path, output: Path | None, gazetteer: Path | None, **columns: str | None) -> None:
    """Add coordinates to TABLE.csv: latitude, longitude, precision, matched place and confidence.

    Rows and columns keep their order; a row whose place is not found has "unmatched" in geocode_method.

    \b
    Examples:
      geomap geocode incidents.csv --place town --admin oblast --country country
      geomap geocode places.csv --place name -o placed.csv
    """
    from gazetteer.geocode import TableColumns, geocode_table  # noqa: PLC0415 - `geomap --help` need not load the index

    target = output or table.with_name(f"{table.stem}-geocoded.csv")
    if not table.is_file():
        raise InputMissingError(f"{table}: {'this is a folder; give a table' if table.is_dir() else 'there is no such file'}")
    if target.resolve() == table.resolve():
        raise SettingsError(f"{target}: this would replace the table that is read; choose another name", parameter="output")
    opened = open_gazetteer(Settings(gazetteer=gazetteer), quiet=False)
    named = TableColumns(place=str(columns["place"]), admin=columns["admin"], country=columns["country"])
    try:
        done = geocode_table(table, target, opened, named)
    except OSError as error:
        raise output_error(target, error) from error
    click.echo(f"{done.matched:,} of {done.rows:,} rows found\nWrote {plain(str(target))}")
