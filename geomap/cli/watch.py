"""geomap watch: a page read again and again, its map kept up to date."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from geomap.cli.common import EXIT_INTERRUPTED, open_gazetteer, plain, tell
from geomap.cli.options import extras_from, fetcher_from, format_names, page_options, reading_options, settings_from
from geomap.cli.values import Duration


@click.command("watch")
@click.argument("url", metavar="URL")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to keep up to date.")
@click.option("--every", type=Duration(), default="5m", show_default=True, metavar="TIME", help="How often to read, such as 30s, 5m, 1h.")
@click.option("--title", help="Title of the map.  [default: title of the page]")
@click.option("--formats", default="geojson", show_default=True, metavar="LIST", help="Formats of the event files, separated by commas.")
@page_options
@reading_options
def watch_command(url: str, output: Path, every: float, title: str | None, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Read URL repeatedly and keep its map and files up to date in a folder.

    New and edited posts are added; deleted posts leave the map and stay in report.json. Stop it with Ctrl-C at any time; the next
    watch of the same folder continues from there. `geomap serve FOLDER` shows a page that reloads itself.

    \b
    Examples:
      geomap watch https://example.org/live -o live --every 2m
    """
    from geomap.export import check_formats  # noqa: PLC0415 - `geomap --help` need not load the stages
    from geomap.result import PageOptions  # noqa: PLC0415 - `geomap --help` need not load the stages
    from geomap.watch.watcher import Job, Watcher, watch  # noqa: PLC0415

    settings, extras = settings_from(options), extras_from(options)
    job = Job(
        url=url,
        folder=output,
        gazetteer=open_gazetteer(settings, quiet=False),
        settings=settings,
        formats=check_formats(format_names(options["formats"])),
        page=PageOptions(title=title, extras=extras),
    )
    watcher = Watcher(job, fetch=fetcher_from(options), now=lambda: datetime.now(UTC))
    try:
        for outcome in watch(watcher, every_s=every, sleep=time.sleep):
            tell(f"{datetime.now(UTC):%H:%M:%S}Z {_words(outcome)}")
    except KeyboardInterrupt:
        tell("stopped; the next watch of this folder continues from here")
        sys.exit(EXIT_INTERRUPTED)


def _words(outcome: object) -> str:
    from geomap.watch.watcher import Update  # noqa: PLC0415

    if outcome is None:
        return "nothing new"
    if isinstance(outcome, Update):
        changes = f"{outcome.new} new, {outcome.edited} edited, {outcome.withdrawn} withdrawn"
        return f"{changes}; {outcome.posts} posts, {outcome.events} events on the map"
    return f"warning: {plain(str(outcome))}"
