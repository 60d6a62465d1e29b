"""geomap geoparse: posts with their places and events as JSON Lines."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from geomap.cli.common import EXIT_PARTLY, open_gazetteer, tell, warn
from geomap.cli.options import fetcher_from, reading_options, settings_from


@click.command("geoparse")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--models", type=click.Path(path_type=Path), help="Folder of trained models to use instead of those that ship.")
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
    from geomap.api import require_posts  # noqa: PLC0415 - `geomap --help` need not load the stages
    from geomap.lines import geoparse_lines  # noqa: PLC0415
    from geomap.pipeline import Pipeline  # noqa: PLC0415
    from geomap.read import read_inputs  # noqa: PLC0415
    from geomap.summary import merged_words  # noqa: PLC0415

    settings = settings_from(options)
    pipeline = Pipeline(gazetteer=open_gazetteer(settings, quiet=False), settings=settings)
    read = read_inputs(inputs, settings.read, fetch=fetcher_from(options))
    if not read.items:
        require_posts(read)
    parsed = geoparse_lines(read, pipeline)
    for line in parsed.lines:
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False, allow_nan=False).encode() + b"\n")  # UTF-8 whatever the locale
    sys.stdout.buffer.flush()
    warn((*read.problems, *parsed.problems))
    for words in merged_words(read.merged):
        tell(f"note: {words}")
    if any(problem.fatal for problem in read.problems):
        sys.exit(EXIT_PARTLY)
