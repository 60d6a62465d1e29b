"""Reading: files, folders, addresses and standard input to posts.

    origins --inputs--> documents --a reader of base.py--> posts and problems --deduplicate--> the result

Each form of input is a reader; which one takes a document is decided by its content. What could not be read is a Problem in the result.
"""

from __future__ import annotations

from geomap.read.base import READERS, Fetch, all_readers, iter_inputs, read_document, read_inputs
from geomap.read.deduplicate import with_unique_ids
from geomap.read.items import DocumentRead, LinePost, LineProblem, ReadResult
from geomap.read.normalize import OffsetMap
from geomap.read.rows import Row, RowFiles, copy_of, open_rows

__all__ = [
    "READERS",
    "DocumentRead",
    "Fetch",
    "LinePost",
    "LineProblem",
    "OffsetMap",
    "ReadResult",
    "Row",
    "RowFiles",
    "all_readers",
    "copy_of",
    "iter_inputs",
    "open_rows",
    "read_document",
    "read_inputs",
    "with_unique_ids",
]
