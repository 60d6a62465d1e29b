"""geomap schema: schemas of what geomap writes."""

from __future__ import annotations

import json
from pathlib import Path

import click

from geomap.cli.common import plain
from geomap.errors import SettingsError


@click.command("schema")
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="File to write; a folder for all of them without NAME."
)
def schema_command(name: str | None, output: Path | None) -> None:
    """Print the schema of an output, or list the schemas: Table Schema for tables, JSON Schema for JSON.

    \b
    Examples:
      geomap schema
      geomap schema events
      geomap schema -o schemas
    """
    from geomap.export.schemas import SCHEMAS, schema_named  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.files import staged_folder, write_atomically  # noqa: PLC0415

    if name is not None:
        text = _text(schema_named(name).make())
        if output is None:
            click.echo(text, nl=False)
        elif output.is_dir():
            raise SettingsError(f"{output}: this is a folder; give the name of a file", parameter="output")
        else:
            write_atomically(output, text.encode())
    elif output is None:
        width = max(map(len, SCHEMAS))
        for known, schema in SCHEMAS.items():
            click.echo(f"{known:{width}}  {schema.standard:12}  {schema.outputs}")
    else:
        with staged_folder(output) as stage:
            for known, schema in SCHEMAS.items():
                write_atomically(stage / f"{known}{schema.suffix}", _text(schema.make()).encode())
        click.echo(f"Wrote {len(SCHEMAS)} schemas into {plain(str(output))}")


def _text(schema: dict[str, object]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
