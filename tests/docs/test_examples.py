"""The documentation's promises: each example is run, and what it shows is what comes."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import gazetteer.cli
import geomap.cli

pytestmark = pytest.mark.usefixtures("encoder_memory")

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROGRAMS = {"geomap": geomap.cli.main, "gazetteer": gazetteer.cli.main}
SHELL = re.compile(r"[|<>$`;&*\\\n]")  # what only a shell understands
BLOCK = re.compile(r"^```(console|python|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def examples(language: str) -> list[tuple[Path, list[str]]]:
    found = ((page, [body for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language]) for page in PAGES)
    return [(page, blocks) for page, blocks in found if blocks]


def named(cases: list[tuple[Path, list[str]]]) -> list[object]:
    return [pytest.param(blocks, id=str(page.relative_to(ROOT))) for page, blocks in cases]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def transcript(block: str) -> list[tuple[str, list[str]]]:
    """Split a console block into commands and the lines shown after each."""
    steps: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps[-1][0].endswith("\\"):
            steps[-1] = (steps[-1][0] + "\n" + line.removeprefix("> "), [])
        else:
            steps[-1][1].append(line)
    return steps


def as_pattern(line: str) -> str:
    return ".*".join(re.escape(piece) for piece in line.split("..."))


Run = Callable[[str], tuple[int, str, str]]


@pytest.fixture
def in_shell(folder: Path, program_path: str) -> Run:
    """Run a command as a user does: exit status, output, errors."""

    def run(command: str) -> tuple[int, str, str]:
        done = subprocess.run(command, shell=True, cwd=folder, env={"PATH": program_path}, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture
def here(folder: Path, in_shell: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command of geomap in this process, which has the gazetteer open, and what needs a shell in one."""
    monkeypatch.chdir(folder)

    def run(command: str) -> tuple[int, str, str]:
        program = PROGRAMS.get(command.partition(" ")[0])
        if program is None or SHELL.search(command):
            return in_shell(command)
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        capsys.readouterr()
        try:
            program()
        except SystemExit as stop:
            return int(stop.code or 0), *capsys.readouterr()
        return 0, *capsys.readouterr()

    return run


@pytest.mark.parametrize("blocks", named(examples("console")))
def test_commands_print_what_the_page_shows(blocks: list[str], here: Run) -> None:
    check_blocks(blocks, here)


def test_the_commands_of_the_first_page_run_in_a_shell(in_shell: Run) -> None:
    page, blocks = examples("console")[0]
    assert page.name == "README.md"
    check_blocks(blocks, in_shell)


def check_blocks(blocks: list[str], run: Run) -> None:
    """Check that every command of the blocks succeeds and prints what is shown below it."""
    for block in blocks:
        for command, shown in transcript(block):
            status, output, errors = run(command)
            assert status == 0, f"{command}\n{errors}"
            printed = [line for line in output.splitlines() if line.strip()]
            for line in filter(str.strip, shown):
                assert any(re.fullmatch(as_pattern(line), p) for p in printed), f"{command} printed no line like {line!r}:\n{output}"


@pytest.mark.parametrize("blocks", named(examples("python")))
def test_python_runs(blocks: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    if any("import dask" in block for block in blocks):
        pytest.importorskip("distributed", reason="Dask is not installed; pip install 'geomap[dask]'")
    scope: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "example", "exec"), scope)  # noqa: S102 - it is our own page


def test_make_commands_are_targets_that_ci_runs() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    checks = set(re.findall(r"\bmake ([a-z ]+)", (ROOT / ".ci" / "run").read_text(encoding="utf-8")))
    run = {name for group in checks for name in group.split()}
    shown = {name for _, blocks in examples("sh") for block in blocks for name in re.findall(r"^make ([a-z]+)", block, re.MULTILINE)}
    assert {"map", "test"} <= shown
    assert shown <= targets
    assert shown <= run | {"clean"}
