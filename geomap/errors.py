"""The errors of geomap, drawn as a tree. Each text is one sentence that names the thing and what would be right.

GeomapError
├── InputError           (ValueError)         an input cannot be used at all
│   ├── InputMissingError    (FileNotFoundError)  there is no such file
│   ├── InputTooLargeError                        it is over the size that the settings allow
│   ├── FetchError           (ConnectionError)    an address cannot or may not be fetched
│   └── UnreadableError                           it is not text, or not in a form that any reader knows
├── OutputError          (OSError)            a result cannot be written where it was asked for
└── SettingsError        (ValueError)         a parameter's value makes no sense
"""

from __future__ import annotations

from gazetteer.errors import shortened


class GeomapError(Exception):
    """Base of every error that geomap raises on purpose.

    Attributes:
        text: One sentence that says what is wrong and what would be right.
        parameter: The Python parameter or setting whose value is refused, such as ``timezone``; None where none is. The text of the
            exception begins with it; the command line shows its own option instead.
    """

    def __init__(self, text: str = "", *, parameter: str | None = None) -> None:
        text = shortened(text)
        super().__init__(text if parameter is None else f"{parameter}: {text}")
        self.text = text
        self.parameter = parameter


class InputError(GeomapError, ValueError):
    """An input cannot be used at all."""


class InputMissingError(InputError, FileNotFoundError):
    """There is no such file."""


class InputTooLargeError(InputError):
    """The input is over the size that the settings allow."""


class FetchError(InputError, ConnectionError):
    """An address cannot or may not be fetched; ``again``: trying later may help."""

    def __init__(self, text: str = "", *, again: bool = False, parameter: str | None = None) -> None:
        super().__init__(text, parameter=parameter)
        self.again = again


class UnreadableError(InputError):
    """The input is not text, or not in a form that any reader knows."""


class OutputError(GeomapError, OSError):
    """A result cannot be written where it was asked for."""


class SettingsError(GeomapError, ValueError):
    """The value of a parameter or setting makes no sense."""
