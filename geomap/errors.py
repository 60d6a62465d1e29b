"""The errors of geomap, drawn as a tree. Each text is one sentence that names the thing and what would be right.

GeomapError
├── InputError           (ValueError)         an input cannot be used at all
│   ├── InputMissingError    (FileNotFoundError)  there is no such file
│   ├── InputTooLargeError                        it is over --max-size
│   ├── FetchError           (ConnectionError)    an address cannot or may not be fetched
│   └── UnreadableError                           it is not text, or not in a form that any reader knows
├── OutputError          (OSError)            a result cannot be written where it was asked for
└── SettingsError        (ValueError)         an option's value makes no sense
"""

from __future__ import annotations


class GeomapError(Exception):
    """Base of every error geomap raises on purpose."""


class InputError(GeomapError, ValueError):
    """An input cannot be used at all."""


class InputMissingError(InputError, FileNotFoundError):
    """There is no such file."""


class InputTooLargeError(InputError):
    """The input is over the size that the settings allow."""


class FetchError(InputError, ConnectionError):
    """An address cannot or may not be fetched; ``again``: trying later may help."""

    def __init__(self, text: str, *, again: bool = False) -> None:
        super().__init__(text)
        self.again = again


class UnreadableError(InputError):
    """The input is not text, or not in a form that any reader knows."""


class OutputError(GeomapError, OSError):
    """A result cannot be written where it was asked for."""


class SettingsError(GeomapError, ValueError):
    """An option's value makes no sense."""
