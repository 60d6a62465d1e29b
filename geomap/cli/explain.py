"""geomap explain: why a name was resolved to its place, and why an event was found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.common import EXIT_PARTLY, open_gazetteer, plain, warn
from geomap.cli.completion import complete_files
from geomap.cli.options import fetch_from, reading_options, settings_from

if TYPE_CHECKING:
    from geomap.explain import ExplainedPost
    from geomap.pipeline import Pipeline
    from geomap.read import ReadResult
    from geomap.resolve.explain import ExplainedMention

_COLUMNS = ("", "place", "kind", "in", "confidence", "matched")
_GAP = "  "


@click.command("explain")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=complete_files)
@click.option("--post", "post_id", metavar="ID", help="Only posts whose id starts with ID (as `geomap geoparse` prints it).")
@click.option("--mention", metavar="TEXT", help="Only mentions with this text, in upper or lower case.")
@click.option("--event", "event_id", metavar="ID", help="Explain the event whose id starts with ID.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each mention or event instead of tables.")
@reading_options
def explain_command(inputs: tuple[str, ...], *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Show the candidate places of each name in INPUT, which one was chosen, and why; or why an event was found.

    \b
    Examples:
      geomap explain page.txt --mention Bilohorivka
      geomap explain corpus.jsonl --post 17 --json
      geomap explain page.txt --event 429632ac
    """
    from geomap.api import require_posts  # noqa: PLC0415 - `geomap --help` need not load the stages
    from geomap.pipeline import Pipeline  # noqa: PLC0415
    from geomap.read import read_inputs  # noqa: PLC0415

    if options["event_id"] is not None and (options["post_id"] is not None or options["mention"] is not None):
        raise click.UsageError("--event explains an event; leave out --post and --mention")
    settings = settings_from(options)
    pipeline = Pipeline(gazetteer=open_gazetteer(settings, quiet=False), settings=settings)
    read = read_inputs(inputs, settings.read, fetch=fetch_from(options))
    require_posts(read)
    for line in (_mentions if options["event_id"] is None else _events)(read, pipeline, options, as_json=as_json):
        sys.stdout.buffer.write(line.encode() + b"\n")  # UTF-8 whatever the locale
    sys.stdout.buffer.flush()
    warn(read.problems)
    if any(problem.fatal for problem in read.problems):
        sys.exit(EXIT_PARTLY)


def _mentions(read: ReadResult, pipeline: Pipeline, options: dict[str, Any], *, as_json: bool) -> Iterator[str]:
    from geomap.explain import explain_posts  # noqa: PLC0415

    explained = explain_posts(read.posts, pipeline, post_id=options["post_id"], mention=options["mention"])
    return _json_lines(explained) if as_json else _table_lines(explained)


def _events(read: ReadResult, pipeline: Pipeline, options: dict[str, Any], *, as_json: bool) -> Iterator[str]:
    from geomap.explain import event_lines, explain_events  # noqa: PLC0415

    for explained in explain_events(read, pipeline, options["event_id"]):
        if as_json:
            yield json.dumps(explained.as_object(), ensure_ascii=False, allow_nan=False)
        else:
            yield from map(plain, event_lines(explained))
            yield ""


def _json_lines(explained: Sequence[ExplainedPost]) -> Iterator[str]:
    for post in explained:
        for mention in post.mentions:
            yield json.dumps({"post": post.id, **mention.as_object()}, ensure_ascii=False, allow_nan=False)


def _table_lines(explained: Sequence[ExplainedPost]) -> Iterator[str]:
    for post in explained:
        yield plain(f"post {post.id}" + (f": {post.title}" if post.title else ""))
        if not post.is_read:
            yield "  geomap does not read its language"
        elif not post.mentions:
            yield "  no place names"
        for mention in post.mentions:
            yield ""
            yield from map(plain, _mention_lines(mention))
        yield ""


def _mention_lines(mention: ExplainedMention) -> Iterator[str]:
    yield f"{mention.text}  ({mention.role}, characters {mention.start} to {mention.end}, confidence {mention.confidence:.2f})"
    rows = [_COLUMNS]
    for candidate in mention.candidates:
        within = ", ".join(part for part in (candidate.admin1, candidate.country) if part)
        sure = f"{candidate.confidence:.2f}" if candidate.confidence is not None else ""
        rows.append(("*" if candidate.chosen else "", candidate.name, candidate.kind, within, sure, candidate.matched))
    if mention.candidates:
        yield from _aligned(rows)
    for reason in mention.reasons:
        yield f"  {reason.weight:+6.1f}  {reason.text}" if reason.weight else f"          {reason.text}"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + _GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
