"""The documentation's promises: each example is run, and what it shows is what comes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
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


@pytest.mark.parametrize("blocks", named(examples("console")))
def test_commands_print_what_the_page_shows(blocks: list[str], folder: Path, program_path: str) -> None:
    for block in blocks:
        for command, shown in transcript(block):
            done = subprocess.run(
                command,
                shell=True,
                cwd=folder,
                env={"PATH": program_path},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stderr}"
            printed = [line for line in done.stdout.splitlines() if line.strip()]
            for line in filter(str.strip, shown):
                assert any(re.fullmatch(as_pattern(line), p) for p in printed), f"{command} printed no line like {line!r}:\n{done.stdout}"


@pytest.mark.parametrize("blocks", named(examples("python")))
def test_python_runs(blocks: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
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
