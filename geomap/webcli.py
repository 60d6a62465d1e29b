"""The commands that use the network: fetch, watch, serve."""

from __future__ import annotations

import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from geomap.cli import EXIT_INTERRUPTED, EXIT_PARTLY, fetcher_from, open_gazetteer, plain, reading_options, settings_from, tell, warn
from geomap.errors import InputError
from geomap.model import Problem
from geomap.pageoptions import extras_from, page_options
from geomap.quantities import Size
from geomap.saved import save
from geomap.settings import DEFAULT_MAX_BYTES

UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Span(click.ParamType[float]):
    """A span of time in seconds, written as people do: 30s, 5m, 1h."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's signature
        """Give the span in seconds."""
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd])", value.strip().lower())
        if not found or float(found[1]) == 0:
            self.fail(f"{value!r} is not a span of time; write it like 30s, 5m or 1h", param, ctx)
        return float(found[1]) * UNITS_S[found[2]]


@click.command("fetch")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to save into.")
@click.option("--allow-local", is_flag=True, help="Fetch addresses in the local network too.")
@click.option("--offline", is_flag=True, help="Take the page from the cache of earlier runs, without a network.")
@click.option("--max-size", type=Size(), default=DEFAULT_MAX_BYTES, help="Refuse pages larger than this.  [default: 200MB]")
def fetch_command(urls: tuple[str, ...], output: Path, **options: bool | int) -> None:
    """Save pages with time, headers and hash, for `geomap map` to read.

    \b
    Examples:
      geomap fetch https://example.org/live -o pages
      geomap map pages
    """
    fetch = fetcher_from(options)
    failed: list[InputError] = []
    for url in urls:
        try:
            fetched = fetch.fetch(url)
        except InputError as error:
            failed.append(error)
            continue
        path = save(fetched.document, output, url=fetched.url, headers=fetched.headers)
        click.echo(f"{plain(str(path))}: {len(fetched.document.content):,} bytes, sha256 {fetched.document.sha256}")
    if len(failed) == len(urls):
        raise InputError("; ".join(map(str, failed)))
    warn([Problem(origin="", text=str(error)) for error in failed])
    if failed:
        sys.exit(EXIT_PARTLY)


@click.command("watch")
@click.argument("url", metavar="URL")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to keep up to date.")
@click.option("--every", type=Span(), default="5m", show_default=True, metavar="TIME", help="How often to read, such as 30s, 5m, 1h.")
@click.option("--title", help="Title of the map.  [default: that of the page]")
@click.option("--formats", default="geojson", show_default=True, metavar="LIST", help="Files of events to write, separated by commas.")
@page_options
@reading_options
def watch_command(url: str, output: Path, every: float, title: str | None, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Read URL again and again, and keep its map and files in a folder up to date.

    New and edited posts are added, those taken back leave the map and stay in report.json. Stop it with Ctrl-C at any moment;
    the next watch of the folder goes on where it stood. `geomap serve FOLDER` shows a page that renews itself.

    \b
    Examples:
      geomap watch https://example.org/live -o live --every 2m
    """
    from geomap.watch import Job, Watcher, watch  # noqa: PLC0415 - `geomap --help` need not load the stages

    settings, extras = settings_from(options), extras_from(options)
    formats = [name.strip() for name in options["formats"].split(",") if name.strip()]
    job = Job(
        url=url,
        folder=output,
        gazetteer=open_gazetteer(settings, quiet=False),
        settings=settings,
        output={"title": title, "formats": formats, "extras": extras},
    )
    watcher = Watcher(job, fetch=fetcher_from(options), now=lambda: datetime.now(UTC))
    try:
        for outcome in watch(watcher, every_s=every, sleep=time.sleep):
            tell(f"{datetime.now(UTC):%H:%M:%S}Z {_words(outcome)}")
    except KeyboardInterrupt:
        tell("stopped; the next watch of this folder goes on from here")
        sys.exit(EXIT_INTERRUPTED)


def _words(outcome: object) -> str:
    from geomap.watch import Update  # noqa: PLC0415

    if outcome is None:
        return "nothing new"
    if isinstance(outcome, Update):
        changes = f"{outcome.new} new, {outcome.edited} edited, {outcome.withdrawn} withdrawn"
        return f"{changes}; {outcome.posts} posts, {outcome.events} events on the map"
    return f"warning: {plain(str(outcome))}"


@click.command("serve")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
def serve_command(folder: Path, port: int) -> None:
    """Show the maps in FOLDER on this computer only; a map that changes is loaded anew with the same view.

    \b
    Examples:
      geomap serve live
      geomap serve maps --port 8080
    """
    from geomap.serve import MapServer  # noqa: PLC0415 - `geomap --help` need not load a server

    with MapServer(folder, port=port) as server:
        tell(f"Open {server.url} (Ctrl-C stops)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            tell("stopped")


COMMANDS = (fetch_command, watch_command, serve_command)
