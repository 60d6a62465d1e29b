"""The command line: the only place that prints."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geomap.errors import GeomapError, InputMissingError, SettingsError
from geomap.files import output_error
from geomap.model import MAPPED_BY_DEFAULT, Modality, Problem
from geomap.pageoptions import extras_from, page_options
from geomap.quantities import Day, Length, Size
from geomap.saved import is_address, name_of
from geomap.settings import DEFAULT_MAX_BYTES, ColumnNames, ReadSettings, Settings

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from geomap.fetch import Fetcher

Command = TypeVar("Command", bound=Callable[..., Any])

EXIT_PARTLY = 1  # something could not be read, the rest was used
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130  # what a shell expects after Ctrl-C

COLUMNS = {
    "text": "the texts",
    "time": "when they were published",
    "title": "their headlines",
    "url": "their addresses",
    "id": "their ids",
    "lang": "their languages (en, uk, ...)",
}


def reading_options(command: Command) -> Command:
    """Add the options that every command which reads pages has."""
    for option in reversed(
        (
            click.option("--timezone", metavar="ZONE", help="Time zone of times that name none, such as Europe/Kyiv."),
            click.option("--date", "day", type=Day(), help="Day of times that name none, such as 2023-01-31."),
            *(click.option(f"--{held}-col", metavar="NAME", help=f"Column of a table with {what}.") for held, what in COLUMNS.items()),
            click.option("--allow-local", is_flag=True, help="Fetch addresses in the local network too."),
            click.option("--offline", is_flag=True, help="Take addresses from the cache of earlier runs, without a network."),
            click.option("--max-size", type=Size(), default=DEFAULT_MAX_BYTES, help="Refuse inputs larger than this.  [default: 200MB]"),
            click.option("--home", metavar="CC", help="Country that is meant unless the text says otherwise, such as UA."),
            click.option("--beat", is_flag=True, help="Learn from all pages together which region they write about."),
            click.option(
                "--modality",
                "modalities",
                multiple=True,
                type=click.Choice([*(m.value for m in Modality), "all"]),
                help="Show events of this modality; may be given several times.  [default: reported, claimed]",
            ),
            click.option("--corrections", type=click.Path(path_type=Path), metavar="FILE", help="What was put right by hand, as CSV."),
            click.option("--gazetteer", type=click.Path(path_type=Path), envvar="GEOMAP_GAZETTEER", help="Folder of a built gazetteer."),
        )
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="geomap")
def cli() -> None:
    """Turn news into maps of events, offline.

    \b
    Examples:
      geomap map page.txt                    a map of what the page tells, in page-map/
      geomap map monday.txt tuesday.txt -o week
      geomap geoparse page.txt | jq .mentions
    """


@cli.command("map")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write into.  [default: INPUT-map]")
@click.option("--title", help="Title of the map.  [default: that of the page]")
@click.option("--language", type=click.Choice(["en", "uk"]), default="en", show_default=True, help="Language of the page's own words.")
@click.option("--formats", default="geojson", show_default=True, metavar="LIST", help="Files of events to write, separated by commas.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out events less sure than this.  [default: 0]")
@click.option("--coarsen", type=Length(), metavar="LENGTH", help="Blur places to a grid so wide, such as 5km, and leave out the words.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@page_options
@reading_options
def map_command(inputs: tuple[str, ...], output: Path | None, formats: str, quiet: bool, **options: Any) -> None:  # noqa: ANN401, FBT001 - click hands options over by name
    """Map the events that INPUT tells: files, folders, http(s) addresses, or - for standard input.

    Writes map.html (opens in any browser, without a network), events.geojson (opens in QGIS), report.json
    (what was read, found and left out) and unresolved.csv (names without a place; filled in, it goes to --corrections).

    \b
    Examples:
      geomap map data/ukraine-2023-01-31.txt
      geomap map pages/ -o maps/week --title "The week in maps"
      geomap map page.txt --timezone Europe/Kyiv --date 2023-01-31
      geomap map page.txt --modality reported --modality planned
      geomap map page.txt --corrections corrections.csv
      geomap map page.txt --coarsen 5km
      geomap map page.txt --overlay front.geojson --overlay bases.geojson
    """
    from geomap.pipeline import run  # noqa: PLC0415 - `geomap --help` need not load the stages
    from geomap.summary import summary  # noqa: PLC0415

    settings = settings_from(options)
    extras = extras_from(options)
    gazetteer = open_gazetteer(settings, quiet=quiet)
    result = run(
        *inputs,
        output=output or default_output(inputs),
        settings=settings,
        gazetteer=gazetteer,
        fetch=fetcher_from(options),
        title=options["title"],
        language=options["language"],
        extras=extras,
        formats=[name.strip() for name in formats.split(",") if name.strip()],
    )
    warn(result.problems)
    for note in () if quiet else result.notes:
        tell(f"note: {plain(note)}")
    if not quiet:
        click.echo("\n".join(plain(line) for line in summary(result.analysis, result.files)))
    if any(problem.fatal for problem in result.problems):
        sys.exit(EXIT_PARTLY)


@cli.command("geoparse")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--models", type=click.Path(path_type=Path), help="Folder of trained parameters to use instead of those that ship.")
@reading_options
def geoparse_command(inputs: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Print each post of INPUT with its places and events as one line of JSON.

    JSON Lines input ({"id", "text", optional "title", "published_at", "url", "lang", "spans"}) gives one line for each
    line, in order; with "spans" exactly those spans are resolved.

    \b
    Examples:
      geomap geoparse page.txt
      geomap geoparse corpus.jsonl --home UA > places.jsonl
      echo '{"id": 1, "text": "Shelling in Vovchansk"}' | geomap geoparse -
    """
    from geomap.geoparse import geoparse  # noqa: PLC0415 - `geomap --help` need not load the stages
    from geomap.pipeline import Stages, require_posts  # noqa: PLC0415
    from geomap.read import read_inputs  # noqa: PLC0415

    settings = settings_from(options)
    stages = Stages.default(open_gazetteer(settings, quiet=False), settings)
    read = read_inputs(inputs, settings.read, fetch=fetcher_from(options))
    if not read.items:
        require_posts(read)
    parsed = geoparse(read, stages, settings=settings)
    for line in parsed.lines:
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False, allow_nan=False).encode() + b"\n")  # UTF-8 whatever the locale
    sys.stdout.buffer.flush()
    warn((*read.problems, *parsed.problems))
    if any(problem.fatal for problem in read.problems):
        sys.exit(EXIT_PARTLY)


@cli.command("geocode")
@click.argument("table", type=click.Path(path_type=Path), metavar="TABLE.csv")
@click.option("--place", required=True, metavar="COL", help="Column of the places' names.")
@click.option("--admin", metavar="COL", help="Column of the regions they lie in.")
@click.option("--country", metavar="COL", help="Column of the countries, as names or codes.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.  [default: TABLE-geocoded.csv]")
@click.option("--gazetteer", type=click.Path(path_type=Path), envvar="GEOMAP_GAZETTEER", help="Folder of a built gazetteer.")
def geocode_command(table: Path, output: Path | None, gazetteer: Path | None, **columns: str | None) -> None:
    """Add coordinates to TABLE.csv: latitude, longitude, how precise, which place, how sure.

    Rows and columns keep their order; a row whose place is not found has "unmatched" in geocode_method.

    \b
    Examples:
      geomap geocode incidents.csv --place town --admin oblast --country country
      geomap geocode places.csv --place name -o placed.csv
    """
    from gazetteer.table import TableColumns, geocode_table  # noqa: PLC0415 - `geomap --help` need not load the index

    target = output or table.with_name(f"{table.stem}-geocoded.csv")
    if not table.is_file():
        raise InputMissingError(f"{table}: {'this is a folder; give a table' if table.is_dir() else 'there is no such file'}")
    if target.resolve() == table.resolve():
        raise SettingsError(f"-o {target}: this would replace the table that is read; choose another name")
    opened = open_gazetteer(Settings(gazetteer=gazetteer), quiet=False)
    named = TableColumns(place=str(columns["place"]), admin=columns["admin"], country=columns["country"])
    try:
        done = geocode_table(table, target, opened, named)
    except OSError as error:
        raise output_error(target, error) from error
    click.echo(f"{done.matched:,} of {done.rows:,} rows found\nWrote {plain(str(target))}")


def fetcher_from(options: dict[str, Any]) -> Fetcher:
    """Make what fetches addresses as the command line says."""
    from geomap.fetch import Fetcher, FetchSettings  # noqa: PLC0415 - most runs of --help need no network

    return Fetcher(FetchSettings(allow_local=options["allow_local"], offline=options["offline"], max_bytes=options["max_size"]))


def settings_from(options: dict[str, Any]) -> Settings:
    """Make settings of what the command line says."""
    return Settings(
        read=ReadSettings(
            timezone=options["timezone"],
            date=options["day"],
            max_bytes=options["max_size"],
            columns=ColumnNames(**{held: options[f"{held}_col"] for held in COLUMNS}),
        ),
        home=options["home"],
        beat=options["beat"],
        modalities=modalities_from(options["modalities"]),
        min_confidence=options.get("min_confidence", 0.0),
        gazetteer=options["gazetteer"],
        models=options.get("models"),
        corrections=options["corrections"],
        coarsen_m=options.get("coarsen"),
    )


def modalities_from(names: Sequence[str]) -> frozenset[Modality]:
    """Give the modalities to show: those named, all of them, or by default what was reported or claimed."""
    if "all" in names:
        return frozenset(Modality)
    return frozenset(Modality(name) for name in names) or MAPPED_BY_DEFAULT


def default_output(inputs: Sequence[str]) -> Path:
    """Name the folder for the results after the first input."""
    first = Path(name_of(inputs[0]) if is_address(inputs[0]) else inputs[0])
    name = "input" if inputs[0] == "-" else (first.resolve().name if first.is_dir() else first.stem) or "input"
    return Path(f"{name}-map")


def open_gazetteer(settings: Settings, *, quiet: bool) -> Gazetteer:
    """Open the gazetteer that ``settings`` name; tell of the work when the default is compiled for the first time."""
    from gazetteer import Gazetteer  # noqa: PLC0415 - numpy is not needed for --help

    return Gazetteer.open(settings.gazetteer, progress=None if quiet else tell)


def tell(text: str) -> None:
    """Say what goes on, on standard error, where it disturbs no output."""
    click.echo(text, err=True)


def warn(problems: Sequence[Problem]) -> None:
    """Print each problem as one line on standard error."""
    for problem in problems:
        click.echo(click.style("warning: ", fg="yellow") + plain(problem.text), err=True)


def fail(text: str) -> None:
    """Print the one sentence that says why nothing was done."""
    click.echo(click.style("error: ", fg="red") + plain(text), err=True)


def plain(text: str) -> str:
    """Keep what a page says from steering the terminal: control characters become visible escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def interrupted() -> int:
    """Say that the run was stopped; what stood in the output folder is untouched."""
    fail("stopped; nothing was written")
    return EXIT_INTERRUPTED


def expected_errors() -> tuple[type[Exception], ...]:
    """Give the errors that are told in one sentence; any other is a fault of ours and shows its traceback."""
    from gazetteer.errors import GazetteerError  # noqa: PLC0415

    return (GeomapError, GazetteerError)


def main() -> None:
    """Run the command line; every expected error is one sentence on standard error."""
    from geomap import explaincli, exportcli, webcli  # noqa: PLC0415 - they use what stands above

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy is not loaded yet; threads that wait for work cost a third of its start
    for command in (*explaincli.COMMANDS, *exportcli.COMMANDS, *webcli.COMMANDS):
        cli.add_command(command)
    try:
        status = cli(standalone_mode=False)
    except click.exceptions.Abort:
        status = interrupted()
    except KeyboardInterrupt:
        status = interrupted()
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away, as `head` does
        status = EXIT_PARTLY
    except expected_errors() as error:
        fail(str(error))
        status = EXIT_UNUSABLE
    sys.exit(status if isinstance(status, int) else 0)
