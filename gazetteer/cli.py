"""The gazetteer's command line: the only place of this package that prints."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gazetteer.errors import GazetteerError, shortened
from gazetteer.model import Place, PlaceKind

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer
    from gazetteer.sources.base import Source

EXIT_FOUND_WRONG = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130  # what a shell expects after Ctrl-C
_MOST_FINDINGS = 20
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_KINDS = click.Choice([kind.value for kind in PlaceKind])

Command = TypeVar("Command", bound=Callable[..., Any])


def _gazetteer_option(command: Command) -> Command:
    text = "Folder of a gazetteer.  [default: GEOMAP_GAZETTEER, else the one built with --default, else the shipped one]"
    return click.option("--gazetteer", "folder", type=click.Path(path_type=Path), envvar="GEOMAP_GAZETTEER", help=text)(command)


def _json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")(command)


@click.group(context_settings=_CONTEXT)
@click.version_option(package_name="geomap")
def cli() -> None:
    """Look up places by name or position, offline, and build gazetteers.

    \b
    Examples:
      gazetteer lookup "Bilohorivka, Luhansk region"
      gazetteer near 48.9 38.2 --km 20
      gazetteer build --geonames UA.zip -o my-gazetteer
      gazetteer info
    """


@cli.command(context_settings={**_CONTEXT, "ignore_unknown_options": True})
@click.argument("name")
@click.option("--within", metavar="PLACE", help="Only places inside this one, given by name or id.")
@click.option("--kind", "kinds", multiple=True, type=_KINDS, help="Only places of this kind; can be repeated.")
@click.option("--country", metavar="CC", help="Only places of this country, such as UA.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Largest number of places.")
@click.option("--exact", is_flag=True, help="Do not accept names that differ by a letter or two.")
@_json_option
@_gazetteer_option
def lookup(name: str, *, folder: Path | None, as_json: bool, exact: bool, kinds: tuple[str, ...], **scope: Any) -> None:  # noqa: ANN401 -- click hands options over by name
    """Print the places that NAME may mean, the most likely first.

    \b
    Examples:
      gazetteer lookup Kharkiv
      gazetteer lookup "Bilohorivka, Luhansk region"
      gazetteer lookup Springfield --within Illinois --json
    """
    gazetteer = _open(folder)
    chosen = {PlaceKind(kind) for kind in kinds} or None
    found = gazetteer.lookup(name, kinds=chosen, fuzzy=not exact, **scope)
    if as_json:
        for candidate in found:
            matched = {"matched": candidate.name.text, "method": candidate.method.value, "similarity": round(candidate.similarity, 3)}
            click.echo(json.dumps({**_as_json(candidate.place), **matched}, ensure_ascii=False))
    elif found:
        _print_table([(*_cells(candidate.place), candidate.method.value) for candidate in found], (*_HEADER, "match"))
    if not found:
        click.echo(shortened(f"No place named {name!r} was found."), err=True)
        sys.exit(EXIT_FOUND_WRONG)


@cli.command(context_settings={**_CONTEXT, "ignore_unknown_options": True})
@click.argument("lat", type=click.FloatRange(-90, 90))
@click.argument("lon", type=click.FloatRange(-180, 180))
@click.option("--km", type=click.FloatRange(0, 20_100), default=10.0, show_default=True, help="Search radius in km.")
@click.option("--kind", "kinds", multiple=True, type=_KINDS, help="Only places of this kind; can be repeated.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Largest number of places.")
@_json_option
@_gazetteer_option
def near(lat: float, lon: float, *, km: float, kinds: tuple[str, ...], limit: int, as_json: bool, folder: Path | None) -> None:  # noqa: PLR0913 -- the options of the command
    """Print the places around a point (LAT and LON in degrees), the nearest first.

    \b
    Examples:
      gazetteer near 48.9 38.2 --km 20
      gazetteer near -33.92 18.42 --kind settlement
    """
    chosen = {PlaceKind(kind) for kind in kinds} or None
    found = _open(folder).near(lat, lon, radius_km=km, kinds=chosen, limit=limit)
    if as_json:
        for place, distance in found:
            click.echo(json.dumps({**_as_json(place), "distance_km": round(distance, 3)}, ensure_ascii=False))
    elif found:
        _print_table([(*_cells(place), f"{distance:.1f}") for place, distance in found], (*_HEADER, "km"))
    else:
        click.echo(f"No place within {km:g} km was found.", err=True)


@cli.command(context_settings=_CONTEXT)
@_json_option
@_gazetteer_option
def info(*, as_json: bool, folder: Path | None) -> None:
    """Print the contents, sources and licences of the gazetteer."""
    gazetteer = _open(folder)
    index = gazetteer.index
    kinds = {kind.value: int((index.columns.kind == number).sum()) for number, kind in enumerate(PlaceKind)}
    countries = Counter(index.columns.country.tolist())
    facts = {
        "folder": str(index.folder),
        "edition": gazetteer.edition,
        "places": len(gazetteer),
        "spellings": len(index.trie),
        "approximate": int(index.columns.approximate.sum()),
        "kinds": kinds,
        "countries": {index.strings[number]: count for number, count in countries.most_common(10) if number},
        "sources": [{name: getattr(source, name) for name in _SOURCE_FIELDS} for source in gazetteer.sources],
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    click.echo(f"{facts['folder']}\n{gazetteer.edition}: {len(gazetteer):,} places, {len(index.trie):,} spellings")
    click.echo(f"{facts['approximate']:,} places have no known position and are placed at the centre of their district")
    click.echo("Kinds: " + ", ".join(f"{count:,} {kind}" for kind, count in kinds.items() if count))
    click.echo("Largest countries: " + ", ".join(f"{code} {count:,}" for code, count in list(facts["countries"].items())))  # type: ignore[attr-defined]
    for source in gazetteer.sources:
        click.echo(f"\n{source.name}\n  edition: {source.edition}\n  licence: {source.licence}\n  credit:  {source.attribution}")
        if source.url:
            click.echo(f"  address: {source.url}")


@cli.command(context_settings=_CONTEXT)
@click.option("--all", "everything", is_flag=True, help="Print every finding, not only the first 20 of each kind.")
@_gazetteer_option
def check(*, everything: bool, folder: Path | None) -> None:
    """Check the gazetteer for damage, duplicates, impossible positions and places outside the outline of their region.

    The exit status is 1 if something was found.
    """
    from gazetteer.checks import check_index  # noqa: PLC0415 -- needs shapely, which other commands do without
    from gazetteer.index import open_index  # noqa: PLC0415

    gazetteer = _open(folder)
    open_index(gazetteer.index.folder, verify=True)
    counts: Counter[str] = Counter()
    for finding in check_index(gazetteer.index):
        counts[finding.kind] += 1
        if everything or counts[finding.kind] <= _MOST_FINDINGS:
            click.echo(f"{finding.kind}: {finding.place_id} {finding.text}")
    click.echo(", ".join(f"{count:,} {kind}" for kind, count in counts.items()) or "No problems were found.")
    sys.exit(EXIT_FOUND_WRONG if counts else 0)


@cli.command(context_settings=_CONTEXT)
@click.option("--geonames", multiple=True, type=click.Path(path_type=Path), help="A file of GeoNames, such as UA.zip; can be repeated.")
@click.option(
    "--osm", multiple=True, type=click.Path(path_type=Path), help="A CSV table of OpenStreetMap settlements (ODbL); can be repeated."
)
@click.option(
    "--csv", "--geojson", "own", multiple=True, type=click.Path(path_type=Path), help="Your own places as CSV or GeoJSON; can be repeated."
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder to build into.")
@click.option("--without-shipped", is_flag=True, help="Leave out the shipped places.")
@click.option("--default", "as_default", is_flag=True, help="Make this gazetteer the default.")
def build(  # noqa: PLR0913 -- the options of the command
    *, geonames: tuple[Path, ...], osm: tuple[Path, ...], own: tuple[Path, ...], output: Path, without_shipped: bool, as_default: bool
) -> None:
    """Build a gazetteer from the shipped places and the given files; later files replace places of earlier ones.

    \b
    Examples:
      gazetteer build --geonames UA.zip -o ukraine
      gazetteer build --geonames UA.zip --geonames alternateNamesV2.zip --osm settlements.csv -o ukraine
      gazetteer build --csv my-places.csv -o mine --default
      geomap map page.txt --gazetteer ukraine
    """
    from gazetteer.sources.geonames import geonames_sources  # noqa: PLC0415 -- only who builds needs loaders
    from gazetteer.sources.osm import OsmSource  # noqa: PLC0415
    from gazetteer.sources.user import UserSource  # noqa: PLC0415

    sources = [*geonames_sources(geonames), *map(OsmSource, osm), *map(UserSource, own)]
    if not sources and without_shipped:
        raise GazetteerError("there is nothing to build from; give --geonames, --osm or --csv")
    _build(sources, output, shipped=not without_shipped, as_default=as_default)


@cli.command(context_settings=_CONTEXT)
@click.argument("countries", nargs=-1, required=True, metavar="CC...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to build into.  [default: the user's data folder]")
@click.option("--address", envvar="GEOMAP_GEONAMES", help="URL of the folder with GeoNames' files.  [default: download.geonames.org]")
@click.option("--default", "as_default", is_flag=True, help="Make this gazetteer the default.")
def install(countries: tuple[str, ...], *, output: Path | None, address: str | None, as_default: bool) -> None:
    """Download GeoNames' files of whole countries, down to hamlets and hills, and build a gazetteer with them.

    An interrupted download continues when the command is repeated. Proxies of the environment (https_proxy) are used.

    \b
    Examples:
      gazetteer install UA
      gazetteer install UA PL GE --default
    """
    from platformdirs import user_data_path  # noqa: PLC0415 -- only this command downloads

    from gazetteer.download import GEONAMES_ADDRESS, download_country  # noqa: PLC0415
    from gazetteer.sources.geonames import geonames_sources  # noqa: PLC0415

    codes = sorted({code.strip().upper() for code in countries})
    home = user_data_path("geomap", appauthor=False)
    paths = [download_country(code, home / "downloads", address=address or GEONAMES_ADDRESS, progress=_say_bytes) for code in codes]
    output = output or home / "gazetteers" / "-".join(codes)
    _build(geonames_sources(paths), output, shipped=True, as_default=as_default)


def _build(sources: Sequence[Source], output: Path, *, shipped: bool, as_default: bool) -> None:
    from gazetteer.build import build_index  # noqa: PLC0415 -- only who builds needs the compiler
    from gazetteer.default import choose_default, shipped_sources  # noqa: PLC0415

    if output.exists() and not (output / "manifest.json").exists() and (not output.is_dir() or any(output.iterdir())):
        raise GazetteerError(f"{output} exists and contains no gazetteer; give another folder with -o")
    base, infos = shipped_sources() if shipped else ([], ())
    edition = " + ".join(dict.fromkeys([*(["shipped"] if shipped else []), *(source.name for source in sources)]))
    build_index([*base, *sources], output, edition=edition, infos=infos, progress=_say)
    _say("")
    for source in sources:
        for rejected in source.report.rejected[:_MOST_FINDINGS]:
            click.echo(f"{source.name}, row {rejected.row}: {rejected.reason}", err=True)
        if source.report.rejected:
            click.echo(f"{source.name}: {len(source.report.rejected):,} rows were rejected, {source.report.accepted:,} accepted", err=True)
    click.echo(f"Built {output}. Use it with --gazetteer {output} or GEOMAP_GAZETTEER={output}.")
    if as_default:
        choose_default(output)
        click.echo("It is the default now.")


_SOURCE_FIELDS = ("name", "edition", "licence", "attribution", "url")
_HEADER = ("name", "kind", "in", "country", "lat", "lon", "radius km", "people", "id")


def _cells(place: Place) -> tuple[str, ...]:
    where = ", ".join(part for part in (place.admin2, place.admin1) if part and part != place.name)
    position = ("", "") if place.lat is None or place.lon is None else (f"{place.lat:.4f}", f"{place.lon:.4f}")
    people = "" if place.population is None else f"{place.population:,}"
    return (place.name, place.kind.value, where, place.country or "", *position, f"{place.radius_m / 1000:.1f}", people, place.id)


def _as_json(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in Place.__slots__}


def _print_table(rows: Iterable[tuple[str, ...]], header: tuple[str, ...]) -> None:
    table = [header, *rows]
    widths = [max(len(row[at]) for row in table) for at in range(len(header))]
    for row in table:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _open(folder: Path | None) -> Gazetteer:
    from gazetteer.lookup import Gazetteer  # noqa: PLC0415 -- numpy and the index, which --help does without

    gazetteer = Gazetteer.open(folder, progress=_say)
    _say("")
    return gazetteer


def _say(text: str) -> None:
    """Show progress on one line that is overwritten, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{text}", err=True, nl=False)


def _say_bytes(name: str, size: int, total: int | None) -> None:
    _say(f"downloading {name}: {size / 1e6:.1f} MB" + (f" of {total / 1e6:.1f} MB" if total else ""))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error is one sentence and exit status 2."""
    try:
        cli.main(args=None if arguments is None else list(arguments), prog_name="gazetteer", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("\nStopped; nothing is half done.", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        click.echo(shortened(told.getvalue()), err=True, nl=False)
        sys.exit(EXIT_UNUSABLE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except (GazetteerError, OSError) as error:
        if not isinstance(error, GazetteerError) and error.filename is None:  # of standard output
            raise
        click.echo(f"\rError: {shortened(_sentence(error))}", err=True)
        sys.exit(EXIT_UNUSABLE)


def _sentence(error: GazetteerError | OSError) -> str:
    if isinstance(error, GazetteerError):
        return error.text  # without the Python parameter, which the command line does not have
    return f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)
