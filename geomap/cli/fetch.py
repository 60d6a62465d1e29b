"""geomap fetch: save pages with time, headers and hash."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from geomap.cli.common import EXIT_PARTLY, plain, warn
from geomap.cli.options import fetcher_from
from geomap.cli.values import Size
from geomap.errors import InputError, SettingsError
from geomap.model import Problem
from geomap.saved import save
from geomap.settings import DEFAULT_MAX_BYTES


@click.command("fetch")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to save into.")
@click.option("--wacz", is_flag=True, help="Save one web archive (WACZ) with all requests and answers, chained to the one before.")
@click.option("--operator", metavar="NAME", help="Who fetches, for the account in the archive; without it nobody is named.")
@click.option("--allow-local", is_flag=True, help="Fetch addresses in the local network too.")
@click.option("--offline", is_flag=True, help="Take the page from the cache of earlier runs, without a network.")
@click.option("--max-size", type=Size(), default=DEFAULT_MAX_BYTES, help="Refuse pages larger than this.  [default: 200MB]")
def fetch_command(urls: tuple[str, ...], output: Path, *, wacz: bool, operator: str | None, **options: bool | int) -> None:
    """Save pages with time, headers and hash, for `geomap map` to read.

    \b
    Examples:
      geomap fetch https://example.org/live -o pages
      geomap map pages
      geomap fetch https://example.org/live -o evidence --wacz --operator "A. Analyst"
    """
    from geomap.archives import sha256_of  # noqa: PLC0415 - `geomap --help` need not load it
    from geomap.fetch.warc import Recorder  # noqa: PLC0415

    if wacz and options["offline"]:
        raise SettingsError("an archive holds what a server answers; fetch with a network", parameter="offline")
    if operator is not None and not wacz:
        raise SettingsError("only an archive names who fetched; add --wacz", parameter="operator")
    recorder = Recorder(lambda: datetime.now(UTC)) if wacz else None
    fetch = fetcher_from(options, None if recorder is None else recorder.keep)
    failed: list[InputError] = []
    fetched_urls: list[str] = []
    for url in urls:
        try:
            fetched = fetch.fetch(url, anew=wacz)
        except InputError as error:
            failed.append(error)
            continue
        fetched_urls.append(fetched.url)
        if recorder is None:
            path = save(fetched.document, output, url=fetched.url, headers=fetched.headers)
            click.echo(f"{plain(str(path))}: {len(fetched.document.content):,} bytes, sha256 {fetched.document.sha256}")
    if recorder is not None and fetched_urls:
        path = recorder.save(output, fetched_urls, operator=operator)
        content = path.read_bytes()
        click.echo(f"{plain(str(path))}: {len(fetched_urls):,} of {len(urls):,} pages, {len(content):,} bytes, sha256 {sha256_of(content)}")
    if len(failed) == len(urls):
        raise InputError("; ".join(map(str, failed)))
    warn([Problem(origin="", text=str(error)) for error in failed])
    if failed:
        sys.exit(EXIT_PARTLY)
