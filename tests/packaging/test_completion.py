"""Completion in the shell: the scripts for bash, zsh and fish, what they are told, and the shells themselves where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.shell_completion import BashComplete

import gazetteer.cli
from geomap.cli.program import cli

COMMANDS = {"geomap": cli, "gazetteer": gazetteer.cli.cli}
SHELLS = {"bash": "complete -o nosort -F", "zsh": "#compdef {program}", "fish": "complete --no-files --command {program}"}


def run(program_path: str, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": program_path, **variables}
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def offered(line: str) -> list[str]:
    """Return what is offered for the last word of a line, as shells are told it."""
    program, *words, begun = line.split(" ")
    shell = BashComplete(COMMANDS[program], {}, program, f"_{program.upper()}_COMPLETE")
    return [shell.format_completion(item) for item in shell.get_completions(words, begun)]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("program", COMMANDS)
def test_a_script_for_each_shell(program_path: str, program: str, shell: str) -> None:
    if shell == "bash" and shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    done = run(program_path, program, **{f"_{program.upper()}_COMPLETE": f"{shell}_source"})
    assert (done.returncode, done.stderr) == (0, "")
    assert SHELLS[shell].format(program=program) in done.stdout
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=done.stdout, capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")


def test_commands_and_values_are_offered() -> None:
    assert offered("geomap ma") == ["plain,map"]
    assert offered("geomap store ") == ["plain,add", "plain,duplicates", "plain,export", "plain,map", "plain,query", "plain,serve-config"]
    assert "plain,--corrections" in offered("geomap map --corr")
    assert offered("geomap map --modality den") == ["plain,denied"]
    assert offered("geomap map --timezone Europe/Kyi") == ["plain,Europe/Kyiv"]
    assert offered("gazetteer loo") == ["plain,lookup"]


def test_formats_are_offered_for_the_last_of_a_list() -> None:
    assert "plain,gpkg" in offered("geomap map --formats g")
    assert offered("geomap map --formats geojson,gp") == ["plain,geojson,gpkg"]
    assert "plain,geojson,geojson" not in offered("geomap map --formats geojson,geojson")


@pytest.mark.parametrize("command", ["map", "geoparse", "explain", "report", "store add events.gpkg"])
def test_inputs_are_files(command: str) -> None:
    assert offered(f"geomap {command} pag") == ["file,pag"]


BASH = """
eval "$(_GEOMAP_COMPLETE=bash_source geomap)"
COMP_WORDS=(geomap map --format) COMP_CWORD=2
_geomap_completion geomap
printf '%s\\n' "${COMPREPLY[@]}"
"""
FISH = """
_GEOMAP_COMPLETE=fish_source geomap | source
complete --do-complete 'geomap map --format'
"""
ZSH = """
compdef() { print -r -- "$@" }
eval "$(_GEOMAP_COMPLETE=zsh_source geomap)"
"""


@pytest.mark.parametrize(
    ("shell", "script", "expected"),
    [("bash", BASH, "--formats"), ("fish", FISH, "--formats"), ("zsh", ZSH, "_geomap_completion geomap")],
    ids=["bash", "fish", "zsh"],
)
def test_the_shell_itself_completes(program_path: str, tmp_path: Path, shell: str, script: str, expected: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    done = run(program_path, shell, "-c", script, HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split("\t")[0].strip() == expected
