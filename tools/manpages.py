"""Write the man pages of geomap and gazetteer into packaging/man, from the same descriptions as ``--help``.

    python tools/manpages.py            write them
    python tools/manpages.py --check    exit status 1 where a page differs from what would be written

Each command has a page (geomap-map.1), as has each program (geomap.1). The version is that of pyproject.toml, the date that of the newest
release in CHANGELOG.md: the same code gives the same bytes.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click

import gazetteer.cli
from geomap.cli.program import cli

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "packaging" / "man"
PROGRAMS: dict[str, click.Command] = {"geomap": cli, "gazetteer": gazetteer.cli.cli}
EXIT_STATUS = {
    "geomap": {
        0: "All input was used.",
        1: "Some input could not be read and is named on standard error; the rest was used.",
        2: "Nothing could be done; one sentence on standard error gives the reason.",
        130: "Interrupted with Ctrl-C.",
    },
    "gazetteer": {
        0: "Done.",
        1: "Nothing was found, or the check found errors.",
        2: "Nothing could be done; one sentence on standard error gives the reason.",
        130: "Interrupted with Ctrl-C.",
    },
}
AS_WRITTEN = "\b"  # the first line of a paragraph whose lines click leaves as they are


def pages() -> dict[str, str]:
    """Return the text of every page by the name of its file."""
    made = {}
    for name, program in PROGRAMS.items():
        for context in _contexts(name, program):
            made[f"{_page_name(context)}.1"] = _page(context)
    return made


def _contexts(name: str, command: click.Command, parent: click.Context | None = None) -> Iterator[click.Context]:
    """Yield the context of a command and of all commands below it."""
    context = click.Context(command, info_name=name, parent=parent, **command.context_settings)
    yield context
    for below_name, below in _below(command):
        yield from _contexts(below_name, below, context)


def _below(command: click.Command) -> list[tuple[str, click.Command]]:
    return sorted(command.commands.items()) if isinstance(command, click.Group) else []


def _page_name(context: click.Context) -> str:
    return context.command_path.replace(" ", "-")


def _page(context: click.Context) -> str:
    version, date = release()
    name = _page_name(context)
    command = context.command
    description, examples = _description(command.help or "")
    usage = " ".join(command.collect_usage_pieces(context))
    statuses = EXIT_STATUS[context.find_root().info_name or ""]
    lines = [
        f'.TH "{name.upper()}" "1" "{date}" "geomap {version}" "geomap manual"',
        ".SH NAME",
        f"{_escaped(name)} \\- {_escaped(_summary(command))}",
        ".SH SYNOPSIS",
        f"\\fB{_escaped(context.command_path)}\\fR {_escaped(usage)}",
        ".SH DESCRIPTION",
        *description,
        *([".SH EXAMPLES", *examples] if examples else []),
        *_options(context),
        *_commands(context),
        *_environment(context),
        ".SH EXIT STATUS",
        *(line for status, meaning in statuses.items() for line in _item(str(status), meaning)),
        *_see_also(context),
    ]
    return "\n".join(lines) + "\n"


def release() -> tuple[str, str]:
    """Return the version of the project and the date of its newest release."""
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    newest = re.search(r"^## \d+\.\d+\.\d+ - (\d{4}-\d\d-\d\d)$", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if newest is None:
        raise SystemExit("CHANGELOG.md has no release with a date")
    return version, newest[1]


def _summary(command: click.Command) -> str:
    first = " ".join(inspect.cleandoc(command.help or "").split("\n\n")[0].split())
    return re.split(r"(?<=[a-z)])[.:;]\s", first, maxsplit=1)[0].rstrip(".")


def _description(text: str) -> tuple[list[str], list[str]]:
    """Return the lines of the description, and those of the examples, which click does not tell apart."""
    description: list[str] = []
    examples: list[str] = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        first, *rest = paragraph.strip("\n").split("\n")
        if first != AS_WRITTEN:
            description += [".PP", _escaped(" ".join(paragraph.split()))]
        elif rest[0] == "Examples:":
            examples += [".EX", *(_escaped(line) for line in inspect.cleandoc("\n".join(rest[1:])).split("\n")), ".EE"]
        else:
            description += [".PP", ".EX", *(_escaped(line) for line in rest), ".EE"]
    return description, examples


def _options(context: click.Context) -> list[str]:
    records = (parameter.get_help_record(context) for parameter in context.command.get_params(context))
    described = [record for record in records if record and record[1]]  # arguments have a name only
    return [".SH OPTIONS", *(line for head, text in described for line in _item(_escaped(head), text))]


def _commands(context: click.Context) -> list[str]:
    below = [(f"{_page_name(context)}-{name}", command) for name, command in _below(context.command)]
    if not below:
        return []
    return [".SH COMMANDS", *(line for name, command in below for line in _item(_escaped(name), _summary(command), section="(1)"))]


def _environment(context: click.Context) -> list[str]:
    named = [(one.envvar, one.opts[0]) for one in context.command.params if isinstance(one.envvar, str)]
    if not named:
        return []
    return [".SH ENVIRONMENT", *(line for name, option in named for line in _item(name, f"Value of {option} where it is not given."))]


def _see_also(context: click.Context) -> list[str]:
    above = [_page_name(context.parent)] if context.parent else [name for name in PROGRAMS if name != context.info_name]
    return [".SH SEE ALSO", ", ".join(f"\\fB{_escaped(name)}\\fR(1)" for name in above)]


def _item(head: str, text: str, *, section: str = "") -> list[str]:
    return [".TP", f"\\fB{head}\\fR{section}", _escaped(text)]


def _escaped(text: str) -> str:
    """Return the text so that roff prints it as it is: hyphens can be copied, and no line is a request."""
    printed = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return re.sub(r"^([.'])", r"\\&\1", re.sub(r"  +(?=\[)", " ", printed), flags=re.MULTILINE)


def main() -> int:
    """Write the pages or compare them, and return the exit status."""
    parser = argparse.ArgumentParser(description="Write the man pages of geomap and gazetteer.")
    parser.add_argument("--check", action="store_true", help="compare only")
    made = pages()
    if parser.parse_args().check:
        present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.1")}
        differ = sorted(name for name in {*made, *present} if made.get(name) != present.get(name))
        for name in differ:
            sys.stderr.write(f"packaging/man/{name} is not what tools/manpages.py writes\n")
        return 1 if differ else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.1"):
        path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
