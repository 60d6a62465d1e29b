"""Options of the commands that write a page: what its maker adds to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geomap.quantities import Size

if TYPE_CHECKING:
    from geomap.render import PageExtras

Command = TypeVar("Command", bound=Callable[..., Any])


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
    from geomap.render import Archive, PageExtras, read_overlay, tiles_named  # noqa: PLC0415 - `geomap --help` need not load folium

    return PageExtras(
        overlays=tuple(read_overlay(path) for path in options["overlays"]),
        tiles=tiles_named(options["tiles"]),
        public_url=options["public_url"],
        basemap=None if options["basemap"] is None else Archive(options["basemap"]),
        preview=options["preview"],
        basemap_bytes=options["basemap_size"],
    )
