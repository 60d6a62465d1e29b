"""The inputs of `geomap geoparse`: JSON Lines are read row by row, anything else as a whole, and both give rows."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from geomap.model import Post, Problem
from geomap.pipeline import Pipeline
from geomap.read import Fetch, LinePost, LineProblem, ReadResult, Row, RowFiles, copy_of, open_rows, read_inputs
from geomap.read.inputs import STDIN
from geomap.settings import ReadSettings, Settings


class ReadRows:
    """Rows of inputs that were read as a whole."""

    def __init__(self, read: ReadResult) -> None:
        """Hold what `geomap.read.read_inputs` returned."""
        self._items = read.items

    def scan(self) -> Iterator[str | None]:
        """Yield for each row the page that it may share with others, None for a row that is a page of its own."""
        return map(_page_of, self._items)

    def rows(self) -> Iterator[Row]:
        """Yield the rows, in the same order."""
        return (Row(item=item, page=_page_of(item)) for item in self._items)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineInput:
    """Opened inputs; ``read`` is what was read of inputs that are not all JSON Lines, None where they are."""

    rows: RowFiles | ReadRows
    digest: str
    read: ReadResult | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, except rows, whose lines say so; and that events of tables, which belong to no post, have no line."""
        if self.read is None:
            return ()
        told = (
            f"{len(self.read.events)} events came from tables and belong to no post: no line is printed for them; use geomap map for tables"
        )
        problems = tuple(problem for problem in self.read.problems if not isinstance(problem, LineProblem))
        return (*problems, *((Problem(origin="geoparse", text=told),) if self.read.events else ()))


@contextmanager
def open_input(origins: Sequence[str], settings: ReadSettings, *, fetch: Fetch | None = None) -> Iterator[LineInput]:
    """Open inputs; standard input is copied to a temporary file first.

    Args:
        origins: As for `geomap.read.read_inputs`.
        settings: As for `geomap.read.read_inputs`.
        fetch: As for `geomap.read.read_inputs`.

    Yields:
        The inputs, which are closed with the block.
    """
    with ExitStack() as opened:
        stdin: BinaryIO | None = None
        if STDIN in origins and sys.stdin is not None:
            stdin = opened.enter_context(copy_of(sys.stdin.buffer, settings.max_bytes))
        files = open_rows(origins, settings, stdin=stdin)
        if files is not None:
            yield LineInput(rows=opened.enter_context(files), digest=files.digest)
            return
        if stdin is not None:
            stdin.seek(0)
        read = read_inputs(origins, settings, stdin=stdin, fetch=fetch)
        digest = hashlib.sha256("".join(f"{one.origin}\0{one.sha256}\n" for one in read.documents).encode()).hexdigest()
        yield LineInput(rows=ReadRows(read), digest=digest, read=read)


def made_from(given: LineInput, pipeline: Pipeline) -> str:
    """Return a digest of all that lines depend on: inputs, settings with the files that they name, gazetteer and version.

    Args:
        given: The inputs.
        pipeline: What makes the lines.

    Returns:
        Hexadecimal digits.
    """
    told = {
        "version": version("geomap"),
        "gazetteer": pipeline.gazetteer.edition,
        "input": given.digest,
        "settings": _told(pipeline.settings),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _told(settings: Settings) -> dict[str, str]:
    told = {one.name: str(getattr(settings, one.name)) for one in fields(settings) if one.name not in {"modalities", "gazetteer"}}
    files = [*settings.tables, *([settings.corrections] if settings.corrections else [])]
    contents = {f"content of {path}": _sha256(path) for path in files}
    return {**told, **contents, "modalities": " ".join(sorted(settings.modalities))}


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # whoever reads it as corrections or triggers says what is wrong
        return ""


def _page_of(item: Post | LineProblem) -> str | None:
    if isinstance(item, LineProblem) or (isinstance(item, LinePost) and item.page is not None):
        return None
    return item.page_key
