"""The lines that `geomap geoparse` prints: one for each post, in input order, and one for each line of JSON Lines that cannot be used.

Posts are interpreted in chunks, by several processes if asked for. What the rows of one source say is kept on disk until the last of them
was read, and settled then; the lines behind them wait on disk too. So memory depends on the largest page, not on the number of posts, and
the lines depend on the posts alone, not on chunks or processes.
"""

from __future__ import annotations

import itertools
import json
import pickle
import sqlite3
import tempfile
import zlib
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from geomap.corrections import no_place
from geomap.errors import OutputError
from geomap.geoparsed import Geoparsed, Interpretation, requested_mentions
from geomap.lang import count_languages, unread_sentence
from geomap.line_input import ReadRows
from geomap.model import Post, Problem
from geomap.pipeline import Pipeline
from geomap.read import LinePost, LineProblem, ReadResult, Row
from geomap.saved import shown_origin
from geomap.spill import Spill
from geomap.workers import Workers

CHUNK_ROWS = 500
_FIRST_CHUNKS = (1, 15, 100)  # rows; the first line should not wait for hundreds of others
_LINES_AT_ONCE = 100
_CHUNKS_EACH = 4  # at least so many for each process, so that all end at about the same time


class Rows(Protocol):
    """What lines are made of: rows that can be gone through twice."""

    def scan(self) -> Iterator[str | None]:
        """Yield for each row the page that it may share with others, None for a row that is a page of its own."""
        ...

    def rows(self) -> Iterator[Row]:
        """Yield the rows, in the same order."""
        ...


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Posts to interpret, with the number of each row and the page for whose other rows it has to wait."""

    posts: Sequence[Post]
    numbers: Sequence[int]
    pages: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class _Page:
    """What all rows of a page say, to be settled."""

    told: Sequence[tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class _Made:
    """What becomes of a chunk or page: lines, and interpretations that have to wait for their page."""

    lines: list[tuple[int, bytes]]
    held: list[tuple[int, str, bytes]] = field(default_factory=list)
    matched: frozenset[int] = frozenset()
    unread: dict[str, int] = field(default_factory=dict)


class _LineMaker:
    """The work of one process."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def __call__(self, work: _Chunk | _Page) -> _Made:
        """Return the lines of a chunk or page."""
        if isinstance(work, _Page):
            return self._settled([number for number, _ in work.told], [_unpacked(told) for _, told in work.told])
        found = self._pipeline.interpret(work.posts)
        held = [(number, page, _packed(one)) for number, page, one in zip(work.numbers, work.pages, found, strict=True) if page is not None]
        whole = [at for at, page in enumerate(work.pages) if page is None]
        return replace(self._settled([work.numbers[at] for at in whole], [found[at] for at in whole]), held=held)

    def _settled(self, numbers: Sequence[int], interpretations: Sequence[Interpretation]) -> _Made:
        settled = self._pipeline.settle(interpretations)
        return _Made(
            lines=[(number, line_of(_with_all_spans(one).to_dict())) for number, one in zip(numbers, settled.results, strict=True)],
            matched=settled.matched_lines,
            unread=count_languages(one.post for one in settled.results if one.resolutions is None),
        )


class GeoparsedLines:
    """The lines of an input, made while they are asked for, and what the user should know of it afterwards.

    Attributes:
        total: How many lines there are; 0 until all rows were counted, which may be after the first line.
        matched: Numbers of the lines of the corrections that applied to something so far; what is known of lines that are left out is added
            by whoever knows it.
    """

    def __init__(
        self,
        rows: Rows,
        pipeline: Pipeline,
        *,
        jobs: int = 1,
        chunk: int = CHUNK_ROWS,
        skip: int = 0,
    ) -> None:
        """Prepare the lines.

        Args:
            rows: The rows, such as `geomap.read.open_rows` gives them.
            pipeline: The stages and settings.
            jobs: How many processes to use; 1 stays in this one.
            chunk: How many posts to interpret together.
            skip: How many lines at the beginning were written before and are left out.

        Raises:
            SettingsError: ``jobs`` is below 1.
        """
        self._rows, self._pipeline, self._chunk, self._skip = rows, pipeline, chunk, skip
        self._beat = pipeline.settings.beat  # each post of a publisher counts for all others: nothing can be settled before the end
        self._jobs = 1 if self._beat else jobs
        self._make = _LineMaker(pipeline)
        self._workers: Workers[_Chunk | _Page, _Made] = Workers(self._make, self._jobs)
        self._next = skip
        self._due: deque[str] = deque()
        self._unread: Counter[str] = Counter()
        self._unusable: list[Problem] = []
        self.matched: frozenset[int] = frozenset()
        self.total = 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Rows that cannot be used, corrections that match nothing and languages that are not read; complete when all lines were made."""
        counts = dict(sorted(self._unread.items(), key=lambda row: (-row[1], row[0])))
        unread = (Problem(origin="geoparse", text=unread_sentence(counts)),) if counts else ()
        return (*self._unusable, *self._pipeline.corrections.unmet(self.matched), *unread)

    def __iter__(self) -> Iterator[bytes]:
        """Yield each line as UTF-8, without a line feed."""
        return itertools.chain.from_iterable(self.batches())

    def batches(self) -> Generator[Sequence[bytes], None, None]:
        """Yield the lines, several at a time.

        Raises:
            OutputError: What waits cannot be kept on disk.
        """
        try:
            yield from self._batches()
        except sqlite3.Error as error:
            folder = tempfile.gettempdir()
            raise OutputError(f"{folder}: rows that wait for others cannot be kept here: {error}; name another folder in TMPDIR") from error

    def _batches(self) -> Iterator[Sequence[bytes]]:
        with self._workers as workers, Spill() as spill:
            workers.start()
            yield from self._pieces(self._first())
            for number, page in enumerate(self._rows.scan()):
                self.total = number + 1
                if page is not None and not self._beat:
                    spill.expect(page, number)
            chunks = self._chunks(spill)
            here = True
            while True:
                while not workers.is_full:
                    work = _Page(spill.take(self._due.popleft())) if self._due else next(chunks, None)
                    if work is None:
                        break
                    workers.do(work, here=here)
                    here = False
                if workers.is_idle:
                    if self._due:
                        continue
                    yield from self._pieces(self._ready(spill))
                    return
                yield from self._pieces(self._lines(workers.next(), spill))

    def _first(self) -> Iterator[bytes]:
        """Yield the first line before all rows are passed over, if its row waits for no other."""
        row = None if self._beat or self._skip else next(iter(self._rows.rows()), None)
        if row is None or row.page is not None or isinstance(row.item, LineProblem):
            return
        made = self._make(_Chunk([row.item], [0], [None]))
        self.matched |= made.matched
        self._unread.update(made.unread)
        self._skip = self._next = 1
        yield from (line for _, line in made.lines)

    def _pieces(self, lines: Iterator[bytes]) -> Iterator[Sequence[bytes]]:
        while piece := list(itertools.islice(lines, _LINES_AT_ONCE)):
            yield piece

    def _chunks(self, spill: Spill) -> Iterator[_Chunk]:
        """Yield the posts in chunks; the first ones are small."""
        sizes = iter(() if self._beat else _FIRST_CHUNKS)
        most = self.total if self._beat else max(1, min(self._chunk, self.total // (_CHUNKS_EACH * self._jobs)))
        size = min(next(sizes, most), most)
        posts: list[tuple[int, Post, str | None]] = []
        for number, row in enumerate(self._rows.rows()):
            page = None if self._beat else row.page
            if isinstance(row.item, LineProblem):
                self._note(number, row.item, page, spill)
                continue
            name = spill.unique_name(row.item.id)
            last = number if page is None else spill.size_of(page)[1]
            if last < self._skip:
                continue
            posts.append((number, row.item if name == row.item.id else replace(row.item, id=name), page))
            if len(posts) >= size:
                yield _chunk_of(posts, spill)
                posts, size = [], min(next(sizes, most), most)
        if posts:
            yield _chunk_of(posts, spill)

    def _note(self, number: int, problem: LineProblem, page: str | None, spill: Spill) -> None:
        """Keep the line that says why a row cannot be used."""
        self._unusable.append(problem)
        if number >= self._skip:
            text = problem.text.replace(problem.origin, shown_origin(problem.origin))
            spill.keep(number, line_of({"id": problem.given_id, "error": text}))
        if page is not None and spill.see(page, 1):
            self._due.append(page)

    def _lines(self, made: _Made, spill: Spill) -> Iterator[bytes]:
        """Yield the lines whose turn it is, and keep the others."""
        self.matched |= made.matched
        self._unread.update(made.unread)
        for number, page, told in made.held:
            spill.hold(number, page, told)
        for page, rows in Counter(page for _, page, _ in made.held).items():
            if spill.see(page, rows):
                self._due.append(page)
        for number, line in made.lines:
            if number < self._skip:
                continue
            if number != self._next:
                yield from self._ready(spill)
            if number == self._next:
                self._next += 1
                yield line
            else:
                spill.keep(number, line)
        yield from self._ready(spill)

    def _ready(self, spill: Spill) -> Iterator[bytes]:
        for line in spill.lines_from(self._next):
            self._next += 1
            yield line


def geoparse_lines(read: ReadResult, pipeline: Pipeline) -> GeoparsedLines:
    """Return a line for each post that was read, and one with the error for each line that could not be.

    A line that came with spans answers with exactly those, in their order; the other names in its text are context. Events have each
    post's own dates and counts.

    Args:
        read: What `geomap.read.read_inputs` returned.
        pipeline: The stages and settings.

    Returns:
        The lines.
    """
    return GeoparsedLines(ReadRows(read), pipeline)


def line_of(values: dict[str, object]) -> bytes:
    """Return an object as one line of JSON in UTF-8, without a line feed.

    Args:
        values: The object.
    """
    return json.dumps(values, ensure_ascii=False, allow_nan=False).encode()


def _chunk_of(posts: Sequence[tuple[int, Post, str | None]], spill: Spill) -> _Chunk:
    """Return a chunk; a page that has all its rows in it need not wait."""
    here = Counter(page for _, _, page in posts if page is not None)
    waiting = {page for page, rows in here.items() if spill.size_of(page)[0] != rows}
    return _Chunk(
        posts=[post for _, post, _ in posts],
        numbers=[number for number, _, _ in posts],
        pages=[page if page in waiting else None for _, _, page in posts],
    )


def _packed(one: Interpretation) -> bytes:
    return zlib.compress(pickle.dumps(one, protocol=pickle.HIGHEST_PROTOCOL), 1)


def _unpacked(told: bytes) -> Interpretation:
    found: Interpretation = pickle.loads(zlib.decompress(told))  # noqa: S301 - what this run packed, and nobody else can reach
    return found


def _with_all_spans(result: Geoparsed) -> Geoparsed:
    """Return the result with an answer for each span that was asked for, whatever a correction took out or added."""
    post = result.post
    if not isinstance(post, LinePost) or post.spans is None:
        return result
    known = {(resolution.mention.start, resolution.mention.end): resolution for resolution in result.mentions}
    asked = tuple(known.get((mention.start, mention.end)) or no_place(mention) for mention in requested_mentions(post, ()))
    return replace(result, resolutions=asked)
