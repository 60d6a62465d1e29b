"""Web archives with an index, in a zip (WACZ)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace

from geomap.archives import NOT_AS_MADE, faults_of, is_archive, warcs_of
from geomap.errors import InputTooLargeError, UnreadableError
from geomap.model import Document, Event, Post, Problem
from geomap.read.archive import WarcReader
from geomap.settings import ReadSettings

_SURE = 0.99


class WaczReader:
    """Web archives with an index, in a zip (WACZ), whose WARC files ``warcs`` reads."""

    name = "wacz"

    def __init__(self, warcs: WarcReader) -> None:
        self._warcs = warcs

    def sniff(self, document: Document) -> float:
        """Return 0.99 where the document is a zip with WARC files."""
        return _SURE if is_archive(document.content) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Read every archived page, feed and text; what does not fit the digests of the archive is a problem.

        Args:
            document: The archive.
            settings: Values for what the pages do not state; ``max_bytes`` also limits the size of the unpacked archive.

        Yields:
            The items of the archived documents in the order of the archive, and problems.

        Raises:
            UnreadableError: No record contains anything that can be read.
            InputTooLargeError: The archive unpacks to more than ``max_bytes``.
        """
        found, reasons = False, []
        try:
            for name, content in warcs_of(document.content, settings.max_bytes):
                inner = replace(document, content=content, origin=f"{document.origin} ({name})")
                try:
                    for item in self._warcs.read(inner, settings):
                        found = found or isinstance(item, Post | Event)
                        yield item if isinstance(item, Event) else replace(item, origin=document.origin)
                except UnreadableError as error:
                    reasons.append(error)
        except zipfile.BadZipFile as error:
            raise UnreadableError(f"{document.origin}: this WACZ file is damaged; copy it again") from error
        except ValueError as error:
            limit = f"{settings.max_bytes / 1e6:.6g} MB"
            raise InputTooLargeError(f"{document.origin}: it unpacks to more than `max_bytes`, {limit}; raise the limit") from error
        if not found:
            raise reasons[0] if reasons else UnreadableError(f"{document.origin}: this WACZ file contains no page that can be read")
        for fault in faults_of(document.content, settings.max_bytes):
            text = f"{document.origin}: {NOT_AS_MADE}: {fault}"
            yield Problem(origin=document.origin, text=text)
