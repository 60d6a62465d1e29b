"""geomap watch: a page read again and again, its map kept up to date."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.common import EXIT_INTERRUPTED, open_gazetteer, plain, tell
from geomap.cli.completion import complete_formats
from geomap.cli.options import extras_from, fetch_from, format_names, page_options, reading_options, settings_from, unsure_option
from geomap.cli.values import Duration, StorePath
from geomap.errors import GeomapError

if TYPE_CHECKING:
    from geomap.watch.watcher import Job, Watcher


@click.command("watch")
@click.argument("url", metavar="URL")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to keep up to date.")
@click.option("--every", type=Duration(), default="5m", show_default=True, metavar="TIME", help="How often to read, such as 30s, 5m, 1h.")
@click.option("--store", type=StorePath(), metavar="STORE", help="Also add the posts to this store.")
@click.option("--title", help="Title of the map.  [default: title of the page]")
@click.option(
    "--formats",
    default="geojson",
    show_default=True,
    metavar="LIST",
    shell_complete=complete_formats,
    help="Formats of the event files, separated by commas.",
)
@unsure_option
@page_options
@reading_options
def watch_command(url: str, output: Path, every: float, store: Path | str | None, title: str | None, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Read URL repeatedly and keep its map and files up to date in a folder.

    New and edited posts are added; deleted posts leave the map and stay in report.json. Stop it with Ctrl-C at any time; the next
    watch of the same folder continues from there. `geomap serve FOLDER` shows a page that reloads itself.

    \b
    Examples:
      geomap watch https://example.org/live -o live --every 2m
      geomap watch https://example.org/live -o live --store war.gpkg
      geomap watch https://example.org/live -o live --formats gpkg --with-unsure
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
        with_unsure=options["with_unsure"],
    )
    watcher = Watcher(job, fetch=fetch_from(options), now=lambda: datetime.now(UTC))
    kept = None if store is None else Kept(store, job, watcher)
    try:
        for outcome in watch(watcher, every_s=every, sleep=time.sleep):
            tell(f"{datetime.now(UTC):%H:%M:%S}Z {_words(outcome)}")
            if kept is not None:
                kept.add()
    except KeyboardInterrupt:
        tell("stopped; the next watch of this folder continues from here")
        sys.exit(EXIT_INTERRUPTED)


class Kept:
    """The store that the posts of a watch are added to."""

    def __init__(self, path: Path | str, job: Job, watcher: Watcher) -> None:
        from geomap.pipeline import Pipeline  # noqa: PLC0415 - `geomap --help` need not load it
        from geomap.store import Store  # noqa: PLC0415

        self._store = Store(path, pipeline=Pipeline(gazetteer=job.gazetteer, settings=job.settings))
        self._watcher = watcher
        self._revision = -1

    def add(self) -> None:
        """Add the posts that stand on the page, if they changed; say why where that cannot be done."""
        from geomap.read import ReadResult  # noqa: PLC0415 - `geomap --help` need not load it

        state = self._watcher.state
        if state.revision == self._revision:
            return
        posts = tuple(one.post for one in state.posts if one.withdrawn_at is None)
        try:
            self._store.add_read(ReadResult(documents=(), posts=posts, items=posts, problems=()))
            self._revision = state.revision
        except GeomapError as error:
            tell(f"warning: {plain(error.text)}")


def _words(outcome: object) -> str:
    from geomap.watch.watcher import Update  # noqa: PLC0415

    if outcome is None:
        return "nothing new"
    if isinstance(outcome, Update):
        changes = f"{outcome.new} new, {outcome.edited} edited, {outcome.withdrawn} withdrawn"
        return f"{changes}; {outcome.posts} posts, {outcome.events} events on the map"
    return f"warning: {plain(str(outcome))}"
