"""The options that several commands have, and what they mean as settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geomap.cli.values import Size
from geomap.model import MAPPED_BY_DEFAULT, Modality
from geomap.saved import is_address, name_of
from geomap.settings import DEFAULT_MAX_BYTES, ColumnNames, ReadSettings, Settings

if TYPE_CHECKING:
    from geomap.fetch import Fetcher
    from geomap.render import PageExtras

Command = TypeVar("Command", bound=Callable[..., Any])

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
            click.option(
                "--date",
                "day",
                type=click.DateTime(formats=["%Y-%m-%d"]),
                metavar="DAY",
                help="Day of times that name none, such as 2023-01-31.",
            ),
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


def page_options(command: Command) -> Command:
    """Add the options of the page."""
    for option in reversed(
        (
            click.option(
                "--overlay",
                "overlays",
                multiple=True,
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="GeoJSON of your own to draw under the events; may be given several times.",
            ),
            click.option(
                "--tiles",
                multiple=True,
                metavar="NAME|URL",
                help="Base map online that readers may switch on over http(s): osm, light, dark, all, or 'URL CREDIT'.",
            ),
            click.option(
                "--basemap",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="PMTiles file whose streets the page bears, for no network.",
            ),
            click.option("--basemap-size", type=Size(), default=5_000_000, help="How much of the page its tiles may take.  [default: 5MB]"),
            click.option("--preview", is_flag=True, help="Write preview.png for cards in social networks; needs geomap[preview]."),
            click.option("--public-url", metavar="URL", help="Where the page will be published, for links and cards in social networks."),
        )
    ):
        command = option(command)
    return command


def extras_from(options: dict[str, Any]) -> PageExtras:
    """Read what the options name; errors of `read_overlay` and `Archive`, and SettingsError where an address makes no sense."""
    from geomap.render import PageExtras, read_overlay, tiles_named  # noqa: PLC0415 - `geomap --help` need not load folium

    basemap = None
    if options["basemap"] is not None:
        from geomap.render.streets import Archive  # noqa: PLC0415 - an optional part

        basemap = Archive(options["basemap"])
    return PageExtras(
        overlays=tuple(read_overlay(path) for path in options["overlays"]),
        tiles=tiles_named(options["tiles"]),
        public_url=options["public_url"],
        basemap=basemap,
        preview=options["preview"],
        basemap_bytes=options["basemap_size"],
    )


def fetcher_from(options: dict[str, Any]) -> Fetcher:
    """Make what fetches addresses as the command line says."""
    from geomap.fetch import Fetcher, FetchSettings  # noqa: PLC0415 - most runs of --help need no network

    return Fetcher(FetchSettings(allow_local=options["allow_local"], offline=options["offline"], max_bytes=options["max_size"]))


def settings_from(options: dict[str, Any]) -> Settings:
    """Make settings of what the command line says."""
    return Settings(
        read=ReadSettings(
            timezone=options["timezone"],
            date=options["day"].date() if options["day"] else None,
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


def format_names(text: str) -> list[str]:
    """Return the names of formats in a list that is separated by commas."""
    return [name.strip() for name in text.split(",") if name.strip()]
