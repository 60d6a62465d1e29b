"""The man pages that ship are those of the commands as they are, and man can format them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import gazetteer.cli
from geomap.cli.program import cli

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "packaging" / "man"


def command_pages(name: str, command: click.Command) -> Iterator[str]:
    yield f"{name}.1"
    for below, one in getattr(command, "commands", {}).items():
        yield from command_pages(f"{name}-{below}", one)


def test_each_command_has_a_page() -> None:
    expected = {*command_pages("geomap", cli), *command_pages("gazetteer", gazetteer.cli.cli)}
    assert {path.name for path in FOLDER.iterdir()} == expected


def test_the_pages_are_what_the_commands_say_of_themselves() -> None:
    command = [sys.executable, "tools/manpages.py", "--check"]
    done = subprocess.run(command, cwd=PROJECT, env={"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), "run: make man"


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_pages_are_formatted_without_warnings() -> None:
    for path in FOLDER.iterdir():
        done = subprocess.run(["groff", "-man", "-Tutf8", "-P-cbu", "-ww", "-k", path], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), path.name
        assert all(heading in done.stdout for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS")), path.name


def test_examples_can_be_copied() -> None:
    text = (FOLDER / "geomap-map.1").read_text(encoding="utf-8")
    assert "\ngeomap map page.txt \\-\\-timezone Europe/Kyiv \\-\\-date 2023\\-01\\-31\n" in text
    assert '.TH "GEOMAP-MAP" "1"' in text
