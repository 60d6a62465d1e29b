"""The readers, and which of them takes a document: told by its content, never by its name."""

from __future__ import annotations

from geomap.errors import UnreadableError
from geomap.model import Document
from geomap.read.coded import CodedTableReader, GeoJsonReader
from geomap.read.decode import decode
from geomap.read.excel import ExcelReader
from geomap.read.feed import FeedReader
from geomap.read.html import HtmlReader
from geomap.read.jsondoc import JsonReader
from geomap.read.jsonlines import JsonLinesReader
from geomap.read.mhtml import MhtmlReader
from geomap.read.parquet import ParquetReader
from geomap.read.plaintext import TextReader
from geomap.read.table import TableReader
from geomap.read.warc import WarcReader
from geomap.settings import ColumnNames
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


def reader_for(document: Document, columns: ColumnNames | None = None) -> Reader:
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
