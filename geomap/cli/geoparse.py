"""geomap geoparse: posts with their places and events as JSON Lines."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from geomap.cli.common import EXIT_INTERRUPTED, EXIT_PARTLY, fail, open_gazetteer, tell, warn
from geomap.cli.completion import complete_files
from geomap.cli.options import fetch_from, reading_options, settings_from
from geomap.cli.progress import Progress

if TYPE_CHECKING:
    from geomap.continued import ContinuedFile
    from geomap.line_input import LineInput
    from geomap.lines import GeoparsedLines
    from geomap.pipeline import Pipeline


@click.command("geoparse")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=complete_files)
@click.option("--models", type=click.Path(path_type=Path), help="Folder of trained models to use instead of those that ship.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Number of processes.")
@click.option(
    "--chunk", type=click.IntRange(min=1), default=500, show_default=True, metavar="N", help="Posts that a process reads together."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="File to write.  [default: standard output]"
)
@click.option("--resume", is_flag=True, help="Go on behind the lines that a run which was stopped has written; needs -o.")
@reading_options
def geoparse_command(inputs: tuple[str, ...], output: Path | None, *, resume: bool, **options: Any) -> None:  # noqa: ANN401 - click hands options over by name
    """Print each post of INPUT with its places and events as one line of JSON.

    JSON Lines input ({"id", "text", optional "title", "published_at", "url", "lang", "source", "spans"}) gives one line for
    each line, in order; with "spans" exactly those spans are resolved.

    \b
    Examples:
      geomap geoparse page.txt
      geomap geoparse corpus.jsonl --home UA > places.jsonl
      geomap geoparse corpus.jsonl --jobs 8 -o places.jsonl --resume
      echo '{"id": 1, "text": "Shelling in Vovchansk"}' | geomap geoparse -
    """
    if resume and output is None:
        raise click.UsageError("--resume needs -o FILE: it goes on behind the lines of that file.")
    from geomap.api import require_posts  # noqa: PLC0415 - `geomap --help` need not load the stages
    from geomap.line_input import open_input  # noqa: PLC0415
    from geomap.lines import GeoparsedLines  # noqa: PLC0415
    from geomap.pipeline import Pipeline  # noqa: PLC0415

    settings = settings_from(options)
    pipeline = Pipeline(gazetteer=open_gazetteer(settings, quiet=False), settings=settings)
    with open_input(inputs, settings.read, fetch=fetch_from(options)) as given:
        if given.read is not None and not given.read.items:
            require_posts(given.read)
        with _target(output, given, pipeline, resume=resume) as target:
            lines = GeoparsedLines(given.rows, pipeline, jobs=options["jobs"], chunk=options["chunk"], skip=target.lines)
            lines.matched = target.notes
            _write(lines, target)
        _tell(given, lines)


class _StandardOutput:
    """Where lines go without -o."""

    lines, notes = 0, frozenset[int]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave standard output open."""

    def add(self, lines: bytes, notes: frozenset[int]) -> None:  # noqa: ARG002 - which only a run that goes on needs
        """Print complete lines."""
        sys.stdout.buffer.write(lines)  # UTF-8 whatever the locale
        sys.stdout.buffer.flush()

    def finish(self) -> None:
        """Do nothing: all is printed."""


def _target(
    output: Path | None, given: LineInput, pipeline: Pipeline, *, resume: bool
) -> AbstractContextManager[_StandardOutput | ContinuedFile]:
    if output is None:
        return _StandardOutput()
    from geomap.continued import ContinuedFile  # noqa: PLC0415 - only files are continued
    from geomap.line_input import made_from  # noqa: PLC0415

    return ContinuedFile(output, made_from(given, pipeline), resume=resume)


def _write(lines: GeoparsedLines, target: _StandardOutput | ContinuedFile) -> None:
    """Write the lines as they come, and say on a terminal how far they are."""
    progress = Progress(done=target.lines)
    done = target.lines
    try:
        with closing(lines.batches()) as batches:
            for some in batches:
                target.add(b"".join(line + b"\n" for line in some), lines.matched)
                done += len(some)
                if lines.total:
                    progress.show(done, lines.total)
        target.finish()
    except KeyboardInterrupt:
        if isinstance(target, _StandardOutput):
            raise
        progress.clear()
        total = f" of {lines.total:,}" if lines.total else ""  # the first line comes before all rows are counted
        fail(f"stopped; {done:,}{total} lines are done, and the same command with --resume goes on behind them")
        sys.exit(EXIT_INTERRUPTED)
    finally:
        progress.clear()


def _tell(given: LineInput, lines: GeoparsedLines) -> None:
    """Say what could not be read or used, and end with the status for it."""
    from geomap.summary import merged_words  # noqa: PLC0415 - see above

    problems = given.problems
    warn((*problems, *lines.problems))
    for words in merged_words(given.read.merged) if given.read is not None else ():
        tell(f"note: {words}")
    if any(problem.fatal for problem in problems):
        sys.exit(EXIT_PARTLY)
