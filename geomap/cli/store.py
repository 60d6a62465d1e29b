"""geomap store: posts and events of many days in one GeoPackage."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geomap.cli.common import EXIT_PARTLY, open_gazetteer, plain, tell, warn
from geomap.cli.completion import complete_files, complete_formats
from geomap.cli.export import left_out
from geomap.cli.options import fetch_from, format_names, operator_option, reading_options, settings_from, unsure_option
from geomap.cli.values import StorePath
from geomap.errors import SettingsError
from geomap.settings import Settings

if TYPE_CHECKING:
    from geomap.store import Query, Store

Command = TypeVar("Command", bound=Callable[..., Any])

_SIDES = 4  # of a box


@click.group("store")
def store_command() -> None:
    """Keep posts and events of many days in one GeoPackage, or in PostgreSQL with PostGIS; QGIS opens both.

    STORE is the path of a GeoPackage; or an address such as postgresql://user@host/database?schema=war, whose password comes from
    PGPASSWORD or PGPASSFILE; or env:NAME, the name of a variable of the environment that holds such an address.

    \b
    Examples:
      geomap store add war.gpkg monday.txt tuesday.txt
      geomap store query war.gpkg --since 2024-03-04 --bbox 36,49,38,51
      geomap store map war.gpkg -o week --since 2024-03-04
      geomap store export war.gpkg --to week.csv --type Battles
      geomap store export war.gpkg --to all.gpkg --with-unsure
      geomap store duplicates war.gpkg --to pairs.csv
      geomap store add "postgresql://editor@db.example.org/news?schema=war" monday.txt
    """


def query_options(command: Command) -> Command:
    """Add the conditions that events of a store meet."""
    day = click.DateTime(formats=["%Y-%m-%d"])
    for option in reversed(
        (
            click.option("--since", type=day, metavar="DAY", help="Events of this local day or later."),
            click.option("--until", type=day, metavar="DAY", help="Events of this local day or earlier."),
            click.option("--bbox", metavar="W,S,E,N", help="Events in this box of degrees, such as 36,49,38,51."),
            click.option("--type", "types", multiple=True, metavar="TYPE", help="Event type or sub-type; may be given several times."),
            click.option("--place", metavar="NAME", help="Part of the name of the place, region or district, or an id of the gazetteer."),
            click.option("--text", metavar="WORDS", help="Words of the quotation or of a post that reports the event."),
        )
    ):
        command = option(command)
    return command


def _query(options: dict[str, Any]) -> Query:
    from geomap.store import Query  # noqa: PLC0415 - `geomap --help` need not load it

    since, until = (options[name].date() if options[name] else None for name in ("since", "until"))
    return Query(since=since, until=until, bbox=_box(options["bbox"]), types=options["types"], place=options["place"], text=options["text"])


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        sides = [float(part) for part in text.split(",")]
    except ValueError:
        sides = []
    if len(sides) != _SIDES:
        raise SettingsError(f"{text!r} should be west, south, east and north in degrees, such as 36,49,38,51", parameter="bbox")
    return sides[0], sides[1], sides[2], sides[3]


@store_command.command("add")
@click.argument("path", type=StorePath(), metavar="STORE")
@click.argument("inputs", nargs=-1, metavar="INPUT...", shell_complete=complete_files)
@click.option("--overwrite", is_flag=True, help="Replace events that were edited in STORE and not taken over as corrections.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@operator_option
@reading_options
def add_command(path: Path | str, inputs: tuple[str, ...], *, overwrite: bool, quiet: bool, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Add the posts of INPUT to STORE, which is made where it is missing.

    Posts that STORE has as they are change nothing. An incident that new posts report too keeps its event_id. With --corrections the lines
    are kept in STORE and applied now and later; INPUT may then be left out. All is added, or nothing.

    \b
    Examples:
      geomap store add war.gpkg page.txt --timezone Europe/Kyiv
      geomap store add war.gpkg --corrections corrections.csv
    """
    from geomap.pipeline import Pipeline  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.store import Store  # noqa: PLC0415

    settings = settings_from(options)
    if not inputs and settings.corrections is None:
        raise SettingsError("give at least one INPUT, or --corrections")
    store = Store(path, pipeline=Pipeline(gazetteer=open_gazetteer(settings, quiet=quiet), settings=settings))
    added = store.add(*inputs, fetch=fetch_from(options), overwrite=overwrite)
    warn(added.problems)
    if not quiet:
        events = f"{len(added.new):,} new, {len(added.changed):,} changed, {len(added.removed):,} removed"
        click.echo(f"{plain(str(path))}: {added.posts:,} posts added; events: {events}")
    if any(problem.fatal for problem in added.problems):
        sys.exit(EXIT_PARTLY)


@store_command.command("query")
@click.argument("path", type=StorePath(), metavar="STORE")
@query_options
def query_command(path: Path | str, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Print the events of STORE that meet all conditions: one GeoJSON feature a line, by day."""
    from geomap.store import Store  # noqa: PLC0415 - `geomap --help` need not load it

    for feature in Store(path).features(_query(options)):
        click.echo(json.dumps(feature, ensure_ascii=False))


@store_command.command("map")
@click.argument("path", type=StorePath(), metavar="STORE")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write into.")
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
@click.option("--overwrite", is_flag=True, help="Replace a GeoPackage of the map also if it was edited since.")
@click.option("--gazetteer", type=click.Path(path_type=Path), envvar="GEOMAP_GAZETTEER", help="Folder of a built gazetteer.")
@unsure_option
@query_options
def map_command(path: Path | str, *, output: Path, formats: str, overwrite: bool, gazetteer: Path | None, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Map the events of STORE that meet all conditions."""
    from geomap.edits import refuse_edited  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.result import PageOptions, write_results  # noqa: PLC0415

    refuse_edited(output / "events.gpkg", overwrite=overwrite)
    store = _opened(path, gazetteer)
    analysis = store.query(_query(options), with_unsure=options["with_unsure"])
    page = PageOptions(title=options["title"] or store.title, language=options["language"])
    result = write_results(analysis, output, formats=format_names(formats), page=page)
    click.echo(f"Open {plain(str(output / 'map.html'))} ({len(result.analysis.events):,} events)")


@store_command.command("export")
@click.argument("path", type=StorePath(), metavar="STORE")
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, metavar="FILE", help="File; its suffix says the format.")
@click.option("--overwrite", is_flag=True, help="Replace a GeoPackage also if it was edited since geomap wrote it.")
@click.option("--gazetteer", type=click.Path(path_type=Path), envvar="GEOMAP_GAZETTEER", help="Folder of a built gazetteer.")
@unsure_option
@query_options
def export_command(path: Path | str, *, target: Path, overwrite: bool, gazetteer: Path | None, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Write the events of STORE that meet all conditions to a file of any format."""
    from geomap.cli.export import require_other  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.edits import refuse_edited  # noqa: PLC0415
    from geomap.export import exporter_for, format_of  # noqa: PLC0415

    exporter = exporter_for(format_of(target))
    if isinstance(path, Path):
        require_other(path, target)
    refuse_edited(target.with_suffix(".gpkg") if target.suffix in {".qgz", ".qlr"} else target, overwrite=overwrite)
    analysis = _opened(path, gazetteer).query(_query(options), with_unsure=options["with_unsure"])
    exporter.write(analysis, target)
    for note in left_out(analysis, target):
        tell(plain(f"note: {note}"))
    click.echo(f"Wrote {plain(str(target))} ({len(analysis.events):,} events)")


@store_command.command("duplicates")
@click.argument("path", type=StorePath(), metavar="STORE")
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write the pairs to this file, .csv or .json.")
@click.option("--most", type=click.IntRange(min=1), default=100, show_default=True, help="Greatest number of pairs.")
@click.option("--least", type=click.FloatRange(0, 1), default=0.15, show_default=True, help="Least probability of a pair.")
@query_options
def duplicates_command(path: Path | str, *, target: Path | None, most: int, least: float, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """List pairs of events of STORE that may be one incident, the most likely first, for you to look at.

    Shown are the probability that both are one incident, the distance of their places, the days between them, and both quotations. The
    CSV is a file of corrections: write "checked" into the column status of each pair that is one incident, and pass it to --corrections;
    the pairs that stay "rejected" are not listed again.

    \b
    Examples:
      geomap store duplicates war.gpkg --since 2024-03-04 --until 2024-03-10
      geomap store duplicates war.gpkg --to pairs.csv
      geomap store add war.gpkg --corrections pairs.csv
    """
    from geomap.cli.duplicates import pair_lines, written  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.store import Store  # noqa: PLC0415

    if target is not None and target.suffix.lower() not in {".csv", ".json"}:
        raise SettingsError(f"{target} should end in .csv or .json", parameter="target")
    pairs = Store(path).duplicates(_query(options), least=least, most=most)
    if target is not None:
        written(pairs, target)
        click.echo(f"Wrote {plain(str(target))} ({len(pairs):,} {'pair' if len(pairs) == 1 else 'pairs'})")
        return
    for pair in pairs:
        click.echo("\n".join(map(plain, pair_lines(pair))))
    if not pairs:
        tell("no two events are likely to be one incident")


@store_command.command("serve-config")
@click.argument("path", type=StorePath(), metavar="STORE")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File of YAML to write.")
@click.option("--title", help="Name of the service.  [default: name of the store]")
@click.option("--url", help="Address under which clients reach the server.  [default: http://HOST:PORT]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address at which the server listens.")
@click.option("--port", type=click.IntRange(1, 65535), default=5000, show_default=True, help="Port at which it listens.")
@click.option("--overwrite", is_flag=True, help="Replace the file where there is one.")
def serve_config_command(path: Path | str, *, output: Path, title: str | None, url: str | None, overwrite: bool, **bind: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Write a configuration with which pygeoapi serves the events of STORE as OGC API - Features.

    Clients ask by bbox, datetime (days of the place), q (words) and any column. pygeoapi is installed beside geomap; it reads STORE at
    each request, so what is added later is served too.

    \b
    Examples:
      geomap store serve-config war.gpkg -o pygeoapi.yml
      pygeoapi openapi generate pygeoapi.yml --output-file openapi.yml
      export PYGEOAPI_CONFIG=pygeoapi.yml PYGEOAPI_OPENAPI=openapi.yml
      flask --app pygeoapi.flask_app:APP run --host 127.0.0.1 --port 5000
    """
    from geomap.files import write_atomically  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.store import Store  # noqa: PLC0415
    from geomap.store.serving import pygeoapi_config  # noqa: PLC0415

    if output.exists() and not overwrite:
        raise SettingsError(f"{output} is there already; replace it with --overwrite")
    store = Store(path)
    events = store.count()
    host, port = bind["host"], bind["port"]
    data = str(path.resolve()) if isinstance(path, Path) else path
    config = pygeoapi_config(data, title=title or store.title, url=(url or f"http://{host}:{port}").rstrip("/"), host=host, port=port)
    write_atomically(output, config.encode())
    click.echo(f"Wrote {plain(str(output))} ({events:,} events)")


def _opened(path: Path | str, gazetteer: Path | None) -> Store:
    from geomap.pipeline import Pipeline  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.store import Store  # noqa: PLC0415

    settings = Settings(gazetteer=gazetteer)
    return Store(path, pipeline=Pipeline(gazetteer=open_gazetteer(settings, quiet=False), settings=settings))
