"""geomap fetch: save pages with time, headers and hash."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from geomap.cli.common import EXIT_PARTLY, plain, warn
from geomap.cli.options import fetcher_from
from geomap.cli.values import Size
from geomap.errors import InputError
from geomap.model import Problem
from geomap.saved import save
from geomap.settings import DEFAULT_MAX_BYTES


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
