"""The options that several commands have, and what they mean as settings."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geomap.cli.completion import complete_timezones
from geomap.cli.values import Size
from geomap.errors import SettingsError
from geomap.model import MAPPED_BY_DEFAULT, Modality
from geomap.saved import is_address, name_of
from geomap.settings import DEFAULT_MAX_BYTES, DEFAULT_MIN_CONFIDENCE, ColumnNames, ReadSettings, Settings

if TYPE_CHECKING:
    from gazetteer.wire import Exchange
    from geomap.fetch import Fetcher
    from geomap.model import Document
    from geomap.read import Fetch
    from geomap.render import Desk, PageExtras

Command = TypeVar("Command", bound=Callable[..., Any])

COLUMNS = {
    "text": "the text",
    "time": "the time of publication",
    "title": "the headline",
    "url": "the address",
    "id": "the id",
    "lang": "the language (en, uk, ...)",
}


def reading_options(command: Command) -> Command:
    """Add the options that every command which reads pages has."""
    for option in reversed(
        (
            click.option(
                "--timezone",
                metavar="ZONE",
                shell_complete=complete_timezones,
                help="Time zone of times that do not name one, such as Europe/Kyiv.",
            ),
            click.option(
                "--date",
                "day",
                type=click.DateTime(formats=["%Y-%m-%d"]),
                metavar="DAY",
                help="Date of posts that do not give one, such as 2023-01-31.",
            ),
            *(
                click.option(f"--{held}-col", metavar="NAME", help=f"Column of a table that holds {what}.")
                for held, what in COLUMNS.items()
            ),
            click.option("--allow-local", is_flag=True, help="Also fetch addresses in the local network."),
            click.option("--offline", is_flag=True, help="Use only the cache of earlier runs for addresses; no network."),
            click.option("--max-size", type=Size(), default=DEFAULT_MAX_BYTES, help="Refuse inputs larger than this.  [default: 200MB]"),
            click.option("--home", metavar="CC", help="Prefer places of this country unless the text says otherwise, such as UA."),
            click.option("--beat", is_flag=True, help="Prefer the regions that the other pages of the same publisher write about."),
            click.option(
                "--min-confidence",
                type=click.FloatRange(0, 1),
                default=DEFAULT_MIN_CONFIDENCE,
                show_default=True,
                help="Leave out events with a lower confidence; 0 shows all.",
            ),
            click.option("--fast", is_flag=True, help="Decide without reading unsure sentences again: faster, and less accurate."),
            click.option(
                "--modality",
                "modalities",
                multiple=True,
                type=click.Choice([*(m.value for m in Modality), "all"]),
                help="Show events of this modality; can be repeated.  [default: reported, claimed]",
            ),
            click.option("--corrections", type=click.Path(path_type=Path), metavar="FILE", help="CSV file of manual corrections."),
            click.option(
                "--tables",
                multiple=True,
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="TOML file with event types and triggers of your own; can be repeated.",
            ),
            click.option(
                "--gazetteer",
                type=click.Path(path_type=Path),
                envvar="GEOMAP_GAZETTEER",
                help="Folder of a gazetteer made by `gazetteer build`.",
            ),
        )
    ):
        command = option(command)
    return command


def operator_option(command: Command) -> Command:
    """Add the option of the commands that write an account of the run."""
    return click.option("--operator", metavar="NAME", help="Who makes the run, for the account of it; without it nobody is named.")(command)


def unsure_option(command: Command) -> Command:
    """Add the option of the commands that write files of events."""
    told = "List events below --min-confidence in the event files too, with shown = false."
    return click.option("--with-unsure", is_flag=True, help=told)(command)


def page_options(command: Command) -> Command:
    """Add the options of the map page."""
    for option in reversed(
        (
            click.option(
                "--overlay",
                "overlays",
                multiple=True,
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="GeoJSON file to draw under the events; can be repeated.",
            ),
            click.option(
                "--tiles",
                multiple=True,
                metavar="NAME|URL",
                help="Online base map that readers can switch on: osm, light, dark, all, or 'URL CREDIT'.",
            ),
            click.option(
                "--basemap",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="PMTiles file; its streets are embedded in the page, for use offline.",
            ),
            click.option("--basemap-size", type=Size(), default=5_000_000, help="Largest size of the embedded tiles.  [default: 5MB]"),
            click.option(
                "--story",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Story for the page: story.json of a page made with --desk, JSON of StoryMapJS, or CSV for TimeMapper.",
            ),
            click.option(
                "--atlas/--no-atlas", default=True, help="Embed towns and villages around the events, rivers and lakes.  [default: atlas]"
            ),
            click.option("--preview", is_flag=True, help="Write preview.png for link previews in social networks; needs geomap[preview]."),
            click.option("--public-url", metavar="URL", help="Address where the page will be published, for links and link previews."),
        )
    ):
        command = option(command)
    return command


def extras_from(options: dict[str, Any]) -> PageExtras:
    """Return the additions to the page that the options name.

    Raises:
        InputError: An overlay or archive cannot be read.
        SettingsError: An address makes no sense.
    """
    from geomap.render import PageExtras, read_overlay, read_story, tiles_named  # noqa: PLC0415 - `geomap --help` need not load folium

    basemap = None
    if options["basemap"] is not None:
        from geomap.render.streets import Archive  # noqa: PLC0415 - an optional part

        basemap = Archive(options["basemap"])
    return PageExtras(
        overlays=tuple(read_overlay(path) for path in options["overlays"]),
        tiles=tiles_named(options["tiles"]),
        public_url=options["public_url"],
        basemap=basemap,
        atlas=options["atlas"],
        preview=options["preview"],
        basemap_bytes=options["basemap_size"],
        story=None if options["story"] is None else read_story(options["story"]),
        desk=_desk_from(options) if options.get("desk") else None,
    )


def _desk_from(options: dict[str, Any]) -> Desk:
    if options.get("coarsen") is not None:
        raise SettingsError("an editing page shows exact places; leave --coarsen or --desk out", parameter="desk")
    from geomap.corrections.desk import desk_with  # noqa: PLC0415 - `geomap --help` need not load the types of events

    return desk_with(options["corrections"])


def fetcher_from(options: dict[str, Any], record: Callable[[Exchange], None] | None = None) -> Fetcher:
    """Return a fetcher with the options of the command line, which tells ``record`` of each request and its answer."""
    from gazetteer.wire import Wire  # noqa: PLC0415 - most runs of --help need no network
    from geomap.fetch import Fetcher, FetchSettings  # noqa: PLC0415

    settings = FetchSettings(allow_local=options["allow_local"], offline=options["offline"], max_bytes=options["max_size"])
    return Fetcher(settings, wire=Wire(record=record))


def fetch_from(options: dict[str, Any]) -> Fetch:
    """Return a function that fetches an address with the options of the command line; it makes its fetcher when it is first called."""
    held = functools.cache(functools.partial(fetcher_from, options))

    def fetch(url: str) -> Document:
        return held()(url)

    return fetch


def settings_from(options: dict[str, Any]) -> Settings:
    """Return settings with the options of the command line."""
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
        min_confidence=options["min_confidence"],
        fast=options["fast"],
        gazetteer=options["gazetteer"],
        models=options.get("models"),
        corrections=options["corrections"],
        tables=options["tables"],
        coarsen_m=options.get("coarsen"),
        operator=options.get("operator"),
    )


def modalities_from(names: Sequence[str]) -> frozenset[Modality]:
    """Return the modalities to show: those named, all of them, or by default what was reported or claimed."""
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
