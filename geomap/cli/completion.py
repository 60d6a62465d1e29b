"""What a shell offers where the programs' own lists end: files for inputs, names of formats, time zones."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def complete_files(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Let the shell complete names of files, which an input that may also be an address or - does not do by itself."""
    return [CompletionItem(incomplete, type="file")]


def complete_formats(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001 - click's signature
    """Complete the last name in a list of formats that is separated by commas."""
    from geomap.export.registry import known_formats  # noqa: PLC0415 - `geomap --help` need not load the formats

    *chosen, begun = incomplete.split(",")
    return [",".join([*chosen, name]) for name in known_formats() if name.startswith(begun) and name not in chosen]


def complete_timezones(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001 - click's signature
    """Complete the name of a time zone."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - reads a folder of files

    return sorted(name for name in available_timezones() if name.startswith(incomplete))
