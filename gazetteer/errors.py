"""The errors of the gazetteer, drawn as a tree.

GazetteerError
├── SourceError        (ValueError)         a source file cannot be read as what it should be
├── IndexMissingError  (FileNotFoundError)  no compiled index where one was expected
├── IndexDamagedError  (ValueError)         a compiled index is not whole
└── DownloadError      (OSError)            a source could not be fetched
"""

from __future__ import annotations


class GazetteerError(Exception):
    """Base of every error the gazetteer raises on purpose; its text is one sentence for the user."""


class SourceError(GazetteerError, ValueError):
    """A source file cannot be read as what it should be."""


class IndexMissingError(GazetteerError, FileNotFoundError):
    """No compiled index where one was expected."""


class IndexDamagedError(GazetteerError, ValueError):
    """A compiled index is not whole; building it again mends it."""


class DownloadError(GazetteerError, OSError):
    """A source could not be fetched."""
