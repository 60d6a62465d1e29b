"""The errors of the gazetteer, drawn as a tree.

GazetteerError
├── SourceError        (ValueError)         a source file cannot be read as what it should be
├── IndexMissingError  (FileNotFoundError)  no compiled index where one was expected
├── IndexDamagedError  (ValueError)         a compiled index is not whole
└── DownloadError      (OSError)            an address could not be fetched
    └── DownloadTooLargeError               the answer is over the size limit
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_MOST_QUOTED = 200
_INSIDE = r"(?:(?!(?P=mark))[^\n])"
_LONG_QUOTATION = re.compile(rf"""(?<!\w)(?P<mark>['"])(?P<kept>{_INSIDE}{{{_MOST_QUOTED - 2}}}){_INSIDE}+(?P=mark)(?!\w)""")
_LONG_WORD = re.compile(rf"(\S{{{_MOST_QUOTED // 2}}})\S+(\S{{{_MOST_QUOTED // 2 - 1}}})")
_MOST_LISTED = 20


def shortened(text: str) -> str:
    """Return a message in which a quotation, and a word such as a path or an address, has at most 200 characters."""
    return _LONG_WORD.sub(r"\1…\2", _LONG_QUOTATION.sub(r"\g<mark>\g<kept>…\g<mark>", text))


def quoted(text: str) -> str:
    """Return the first 200 characters of what comes from outside, on one line."""
    line = " ".join(text[: 2 * _MOST_QUOTED].split())
    return line if len(line) <= _MOST_QUOTED else f"{line[: _MOST_QUOTED - 1]}…"


def listed(names: Sequence[str]) -> str:
    """Return the names of a table's columns, of many the first ones, as a list in a sentence."""
    shown = quoted(", ".join(names[:_MOST_LISTED])) or "none"
    more = len(names) - _MOST_LISTED
    return f"{shown} and {more:,} more" if more > 0 else shown


class GazetteerError(Exception):
    """Base of every error that the gazetteer raises on purpose.

    Attributes:
        text: One sentence that says what is wrong and what would be right.
        parameter: The Python parameter whose value is refused, such as ``max_bytes``; None where none is. The text of the exception
            begins with it; the command line shows its own option instead.
    """

    def __init__(self, text: str = "", *, parameter: str | None = None) -> None:
        text = shortened(text)
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
