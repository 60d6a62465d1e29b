"""The errors of the gazetteer, drawn as a tree.

GazetteerError
├── SourceError        (ValueError)         a source file cannot be read as what it should be
├── IndexMissingError  (FileNotFoundError)  no compiled index where one was expected
├── IndexDamagedError  (ValueError)         a compiled index is not whole
└── DownloadError      (OSError)            an address could not be fetched
    └── DownloadTooLargeError               the answer is over the size limit
"""

from __future__ import annotations


class GazetteerError(Exception):
    """Base of every error that the gazetteer raises on purpose.

    Attributes:
        text: One sentence that says what is wrong and what would be right.
        parameter: The Python parameter whose value is refused, such as ``max_bytes``; None where none is. The text of the exception
            begins with it; the command line shows its own option instead.
    """

    def __init__(self, text: str = "", *, parameter: str | None = None) -> None:
        super().__init__(text if parameter is None else f"{parameter}: {text}")
        self.text = text
        self.parameter = parameter


class SourceError(GazetteerError, ValueError):
    """A source file cannot be read as what it should be."""


class IndexMissingError(GazetteerError, FileNotFoundError):
    """No compiled index where one was expected."""


class IndexDamagedError(GazetteerError, ValueError):
    """A compiled index is not whole; building it again replaces it."""


class DownloadError(GazetteerError, OSError):
    """An address could not or may not be fetched; ``again``: trying later may help."""

    def __init__(self, text: str = "", *, again: bool = False, parameter: str | None = None) -> None:
        super().__init__(text, parameter=parameter)
        self.again = again


class DownloadTooLargeError(DownloadError):
    """The answer of a server is over the size limit."""
