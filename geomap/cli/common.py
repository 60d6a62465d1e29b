"""What commands share: exit statuses, and how they speak on the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from gazetteer.errors import shortened
from geomap.errors import GeomapError
from geomap.model import Problem
from geomap.settings import Settings

if TYPE_CHECKING:
    from gazetteer import Gazetteer

# Options whose name is not that of the parameter in Python.
OPTION_OF = {
    "coarsen_m": "--coarsen",
    "date": "--date",
    "event_id": "--event",
    "max_bytes": "--max-size",
    "overlays": "--overlay",
    "output": "-o",
    "post_id": "--post",
}
_PARAMETER = re.compile(r"`(date|max_bytes|timezone)`")  # those that reading names in its problems
_LED_BY = re.compile(r"\A(allow_local|max_bytes|offline)(?=: )")  # those that begin the problems of fetching

EXIT_PARTLY = 1  # something could not be read, the rest was used
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130  # what a shell expects after Ctrl-C


def open_gazetteer(settings: Settings, *, quiet: bool) -> Gazetteer:
    """Open the gazetteer that ``settings`` name; tell of the work when the default is compiled for the first time."""
    from gazetteer import Gazetteer  # noqa: PLC0415 - numpy is not needed for --help

    return Gazetteer.open(settings.gazetteer, progress=None if quiet else tell)


def tell(text: str) -> None:
    """Say what goes on, on standard error, where it disturbs no output."""
    click.echo(text, err=True)


def warn(problems: Sequence[Problem]) -> None:
    """Print each problem as one line on standard error."""
    for problem in problems:
        click.echo(click.style("warning: ", fg="yellow") + plain(with_options(problem.text)), err=True)


def fail(text: str) -> None:
    """Print the one sentence that says why nothing was done."""
    click.echo(click.style("error: ", fg="red") + plain(shortened(with_options(text))), err=True)


def with_options(text: str) -> str:
    """Return the text of a problem with options of the command line for the parameters that it begins with or names in backquotes."""
    return _PARAMETER.sub(lambda found: _option(found[1]), _LED_BY.sub(lambda found: _option(found[1]), text))


def plain(text: str) -> str:
    """Keep what a page says from steering the terminal: control characters become visible escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def sentence(error: Exception) -> str:
    """Return the text of ``error``, with the option of the command line in place of the parameter that the error names."""
    parameter = getattr(error, "parameter", None)
    if not isinstance(error, GeomapError) or parameter is None:
        return str(error)
    return f"{_option(parameter)}: {error.text}"


def _option(parameter: str) -> str:
    return OPTION_OF.get(parameter, "--" + parameter.replace("_", "-"))
