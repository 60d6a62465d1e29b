"""The readers, and which of them takes a document: told by its content, never by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from geomap.errors import InputError, UnreadableError
from geomap.model import Document, Event, Post, Problem
from geomap.read.archive import MhtmlReader, WarcReader
from geomap.read.decode import decode
from geomap.read.deduplicate import deduplicate
from geomap.read.feed import FeedReader
from geomap.read.html.reader import HtmlReader
from geomap.read.inputs import open_origin, printable_name
from geomap.read.items import DocumentRead, LineProblem, ReadResult
from geomap.read.json import JsonReader
from geomap.read.jsonl import JsonLinesReader
from geomap.read.tables.events import CodedTableReader, GeoJsonReader
from geomap.read.tables.posts import TableReader
from geomap.read.tables.typed import ExcelReader, ParquetReader
from geomap.read.text.reader import TextReader
from geomap.saved import is_address
from geomap.settings import ColumnNames, ReadSettings
from geomap.stages import Reader

TABLE = TableReader()
READERS: tuple[Reader, ...] = (
    JsonLinesReader(),
    GeoJsonReader(),
    JsonReader(),
    FeedReader(),
    MhtmlReader(),
    HtmlReader(),
    WarcReader((FeedReader(), JsonReader(), HtmlReader(), TextReader())),
    ExcelReader(),
    ParquetReader(),
    CodedTableReader(),
    TABLE,
    TextReader(),
)


def choose_reader(document: Document, columns: ColumnNames | None = None) -> Reader:
    """Choose the reader that is surest of the document; one with the columns that the user names is a table.

    Raises:
        UnreadableError: none takes it: it is empty, binary, or of a form that none knows.
    """
    if columns is not None and TABLE.has_columns(document, columns):
        return TABLE
    surest, reader = max(((reader.sniff(document), -at, reader) for at, reader in enumerate(READERS)), key=lambda choice: choice[:2])[::2]
    if surest > 0:
        return reader
    decode(document)  # says what is wrong with it, where that can be told
    raise UnreadableError(f"{document.origin}: no reader knows this form; give text, HTML, a feed, JSON Lines or CSV")


Fetch = Callable[[str], Document]


def read_inputs(origins: Sequence[str], settings: ReadSettings, *, stdin: BinaryIO | None = None, fetch: Fetch | None = None) -> ReadResult:
    """Read all inputs. Nothing is raised for what cannot be read: it is a problem in the result.

    Args:
        origins: Files, folders (all files below, by name; hidden ones and what geomap wrote are skipped), http(s) addresses
            and "-" for standard input.
        settings: What fills the gaps of a page, and the size limit of one input.
        stdin: What "-" reads; None: the standard input of the process.
        fetch: What gives the document at an address, raising InputError where it cannot; None: addresses are problems.
    """
    documents: list[Document] = []
    items: list[Post | Problem] = []
    events: dict[str, Event] = {}
    for read in iter_inputs(origins, settings, stdin=stdin, fetch=fetch):
        items.extend(item for item in read.items if not isinstance(item, Event))
        events |= {item.id: item for item in read.items if isinstance(item, Event)}
        if read.document is not None:
            documents.append(read.document)
    items = deduplicate(items)
    return ReadResult(
        documents=tuple(documents),
        posts=tuple(item for item in items if isinstance(item, Post)),
        items=tuple(item for item in items if isinstance(item, Post | LineProblem)),
        problems=tuple(item for item in items if isinstance(item, Problem)),
        events=tuple(events.values()),
    )


def iter_inputs(
    origins: Sequence[str], settings: ReadSettings, *, stdin: BinaryIO | None = None, fetch: Fetch | None = None
) -> Iterator[DocumentRead]:
    """Read one input after the other, so that memory holds one document at a time. Ids are unique within a document only."""
    for origin in origins:
        try:
            for opened in [_fetched(origin, fetch)] if is_address(origin) else open_origin(origin, settings.max_bytes, stdin):
                yield DocumentRead(document=None, items=(opened,)) if isinstance(opened, Problem) else _read(opened, settings)
        except InputError as error:
            yield DocumentRead(document=None, items=(Problem(origin=printable_name(origin), text=printable_name(str(error)), fatal=True),))


def read_document(document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
    """Yield what the reader that knows the document's form finds in it.

    Raises:
        UnreadableError: no reader can use any of it.
    """
    items = choose_reader(document, settings.columns).read(document, settings)
    midnight = _midnight(settings)
    return items if midnight is None else (_dated(item, midnight) for item in items)


def _fetched(origin: str, fetch: Fetch | None) -> Document:
    if fetch is None:
        raise InputError(f"{origin}: addresses are not fetched here; save the page and give the file")
    return fetch(origin)


def _midnight(settings: ReadSettings) -> datetime | None:
    """Give the start of the day that the user named, for posts that tell no time at all."""
    if settings.date is None:
        return None
    zone = ZoneInfo(settings.timezone) if settings.timezone else UTC
    return datetime.combine(settings.date, datetime.min.time(), zone).astimezone(UTC)


def _dated(item: Post | Event | Problem, midnight: datetime) -> Post | Event | Problem:
    return replace(item, published_at=midnight) if isinstance(item, Post) and item.published_at is None else item


def _read(document: Document, settings: ReadSettings) -> DocumentRead:
    try:
        items = list(read_document(document, settings))
    except InputError as error:
        return DocumentRead(document=document, items=(Problem(origin=document.origin, text=str(error), fatal=True),))
    if not any(isinstance(item, Post | Event | LineProblem) for item in items):
        items.append(Problem(origin=document.origin, text=f"{document.origin}: there is nothing to read in it", fatal=True))
    return DocumentRead(document=document, items=tuple(items))
