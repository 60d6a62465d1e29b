"""Inputs to posts: the registry of readers, the choice of one for a document, and the functions that read inputs.

The reader of a document is chosen by the content of the document, never by its name. Packages can add readers through the entry point
group ``geomap.readers``: the value of an entry is a class that takes no arguments, or an object, with the attributes of
`geomap.stages.Reader` (``name``, ``sniff``, ``read``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import BinaryIO

from geomap.errors import InputError, SettingsError, UnreadableError
from geomap.model import Document, Event, Merged, Post, Problem
from geomap.read.archive import MhtmlReader, WarcReader
from geomap.read.cap import CapReader
from geomap.read.dates import Moment
from geomap.read.decode import decode
from geomap.read.deduplicate import deduplicate
from geomap.read.feed import FeedReader
from geomap.read.html.reader import HtmlReader
from geomap.read.inputs import open_origin, printable_name
from geomap.read.items import DocumentRead, LineProblem, ReadResult
from geomap.read.json import JsonReader
from geomap.read.jsonl import JsonLinesReader
from geomap.read.mail import MailReader
from geomap.read.tables.events import CodedTableReader, GeoJsonReader
from geomap.read.tables.geoxml import GeoXmlReader
from geomap.read.tables.ods import OdsReader
from geomap.read.tables.posts import TableReader
from geomap.read.tables.typed import ExcelReader, ParquetReader
from geomap.read.text.reader import TextReader
from geomap.read.wacz import WaczReader
from geomap.saved import is_address
from geomap.settings import ColumnNames, ReadSettings
from geomap.stages import Reader

ENTRY_POINT_GROUP = "geomap.readers"
_TABLE_READER = TableReader()
_WARC_READER = WarcReader((FeedReader(), JsonReader(), HtmlReader(), TextReader()))
READERS: tuple[Reader, ...] = (
    JsonLinesReader(),
    GeoJsonReader(),
    JsonReader(),
    CapReader(),
    FeedReader(),
    GeoXmlReader(),
    MhtmlReader(),
    MailReader(),
    HtmlReader(),
    _WARC_READER,
    WaczReader(_WARC_READER),
    ExcelReader(),
    OdsReader(),
    ParquetReader(),
    CodedTableReader(),
    _TABLE_READER,
    TextReader(),
)  # those that ship with geomap

Fetch = Callable[[str], Document]


@cache
def all_readers() -> tuple[Reader, ...]:
    """Return the readers that ship with geomap, then those that installed packages add, by the name of their entry point.

    Raises:
        SettingsError: A reader of a package cannot be loaded or is not a reader; the text names the package.
    """
    return (*READERS, *map(_load_reader, sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name)))


def _load_reader(point: EntryPoint) -> Reader:
    package = point.dist.name if point.dist is not None else point.value
    name = f"the reader {point.name!r} of the package {package}"
    try:
        loaded = point.load()
        reader: Reader = loaded() if isinstance(loaded, type) else loaded
    except Exception as error:  # code of others: whatever it raises, the user has to know whose it is
        raise SettingsError(f"{name} cannot be loaded: {error}; update or uninstall the package") from error
    missing = [method for method in ("sniff", "read") if not callable(getattr(reader, method, None))]
    if not isinstance(getattr(reader, "name", None), str):
        missing.insert(0, "name")
    if missing:
        raise SettingsError(f"{name} is not a reader: it has no {' and no '.join(missing)}; update or uninstall the package")
    return reader


def choose_reader(document: Document, columns: ColumnNames | None = None) -> Reader:
    """Return the reader that recognizes a document with the highest score.

    Args:
        document: What is to be read.
        columns: The names of a table's columns where the user gives them; a document with one of these columns is read as a table.

    Returns:
        The reader; of readers with the same score, the first of `all_readers`.

    Raises:
        UnreadableError: No reader recognizes the document: it is empty, binary, or of an unknown form.
        SettingsError: A reader of an installed package is broken.
    """
    if columns is not None and _TABLE_READER.has_columns(document, columns):
        return _TABLE_READER
    scores = [(reader.sniff(document), reader) for reader in all_readers()]
    best, reader = max(scores, key=lambda scored: scored[0])  # max keeps the first of equals
    if best > 0:
        return reader
    decode(document)  # raises an error that says what is wrong with the document, where that can be determined
    raise UnreadableError(f"{document.origin}: the form of this input is unknown; give text, HTML, a feed, JSON Lines or CSV")


def read_inputs(origins: Sequence[str], settings: ReadSettings, *, stdin: BinaryIO | None = None, fetch: Fetch | None = None) -> ReadResult:
    """Read all inputs. Nothing is raised for an input that cannot be read: it becomes a problem of the result.

    Args:
        origins: Files, folders (all files below them in order of name, except hidden ones and geomap's own output), http(s) addresses,
            and "-" for standard input.
        settings: Values for what a page does not state, and the size limit of one input.
        stdin: The stream that "-" reads; None: the standard input of the process.
        fetch: Returns the document at an address or raises InputError; None: addresses are problems.

    Returns:
        The posts, events and problems of all inputs; a post that several inputs contain is kept once.

    Raises:
        SettingsError: A reader of an installed package is broken.
    """
    documents: list[Document] = []
    items: list[Post | Problem] = []
    events: dict[str, Event] = {}
    merged: list[Merged] = []
    for read in iter_inputs(origins, settings, stdin=stdin, fetch=fetch):
        items.extend(item for item in read.items if not isinstance(item, Event))
        told = [item for item in read.items if isinstance(item, Event)]
        again = [event for event in told if events.setdefault(event.id, event) is not event]
        merged.extend(Merged(kept_id=event.id, alike="id", origin=_origin(read), title=event.where.name) for event in again)
        if read.document is not None:
            documents.append(read.document)
    found = deduplicate(items)
    items = found.items
    return ReadResult(
        documents=tuple(documents),
        posts=tuple(item for item in items if isinstance(item, Post)),
        items=tuple(item for item in items if isinstance(item, Post | LineProblem)),
        problems=tuple(item for item in items if isinstance(item, Problem)),
        events=tuple(events.values()),
        merged=(*found.merged, *merged),
    )


def iter_inputs(
    origins: Sequence[str], settings: ReadSettings, *, stdin: BinaryIO | None = None, fetch: Fetch | None = None
) -> Iterator[DocumentRead]:
    """Read one input after the other, so that memory holds one document at a time.

    Args:
        origins: As for `read_inputs`.
        settings: As for `read_inputs`.
        stdin: As for `read_inputs`.
        fetch: As for `read_inputs`.

    Yields:
        Each document with its items. Ids of posts are unique within a document only, and duplicates are not removed.

    Raises:
        SettingsError: A reader of an installed package is broken.
    """
    for origin in origins:
        try:
            for opened in [_fetched(origin, fetch)] if is_address(origin) else open_origin(origin, settings.max_bytes, stdin):
                yield DocumentRead(document=None, items=(opened,)) if isinstance(opened, Problem) else _read(opened, settings)
        except InputError as error:
            yield DocumentRead(document=None, items=(Problem(origin=printable_name(origin), text=printable_name(str(error)), fatal=True),))


def read_document(document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
    """Read one document.

    Args:
        document: The bytes to read, and what is known of them.
        settings: Values for what a page does not state.

    Returns:
        An iterator over the posts, or the events of a table of events, in the order of the document, with the problems among them.

    Raises:
        UnreadableError: No reader can use any part of the document.
        SettingsError: A reader of an installed package is broken.
    """
    return (_traced(item, document, settings.date) for item in choose_reader(document, settings.columns).read(document, settings))


def _origin(read: DocumentRead) -> str:
    return read.document.origin if read.document is not None else ""


def _fetched(origin: str, fetch: Fetch | None) -> Document:
    if fetch is None:
        raise InputError(f"{origin}: addresses are not fetched here; save the page and give the file")
    return fetch(origin)


def _traced(item: Post | Event | Problem, document: Document, day: date | None) -> Post | Event | Problem:
    """Return an item with the digest of its document and the time at which that was fetched; a post that states no time at ``day``."""
    if isinstance(item, Problem):
        return item
    fetched = None if document.retrieved_at is None else document.retrieved_at.replace(microsecond=0)
    if isinstance(item, Post):
        post = replace(item, document_sha256=document.sha256, retrieved_at=item.retrieved_at or fetched)
        return post if day is None else _dated(post, day)
    told = (replace(one, document_sha256=document.sha256, retrieved_at=one.retrieved_at or fetched) for one in item.evidence)
    return replace(item, evidence=tuple(told))


def _dated(post: Post, day: date) -> Post:
    """Return a post that states no time at all with the day that the user gave."""
    if post.published_at is not None:
        return post
    moment = Moment.of_day(day)
    return replace(post, published_at=moment.at, published_precision=moment.precision)


def _read(document: Document, settings: ReadSettings) -> DocumentRead:
    try:
        items = list(read_document(document, settings))
    except InputError as error:
        return DocumentRead(document=document, items=(Problem(origin=document.origin, text=str(error), fatal=True),))
    if not any(isinstance(item, Post | Event | LineProblem) for item in items):
        items.append(Problem(origin=document.origin, text=f"{document.origin}: there is nothing to read in it", fatal=True))
    return DocumentRead(document=document, items=tuple(items))
