"""The programs and notebooks in examples/ run, and print what their docstrings show."""

from __future__ import annotations

import ast
import io
import json
import re
import runpy
import shutil
import tokenize
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("encoder_memory")

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PROGRAMS = sorted(EXAMPLES.glob("*.py"))
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))
SHORT = {"one_text", "many_texts", "own_stages", "data_frame", "map_a_page"}  # the five usual ways to call geomap
MOST_LINES = 10
LAYOUT = {tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown_output(program: Path) -> list[str]:
    docstring = ast.get_docstring(ast.parse(program.read_text(encoding="utf-8"))) or ""
    return [" ".join(line.split()) for line in docstring.partition("Prints:\n")[2].splitlines()]


def pattern(lines: list[str]) -> str:
    """Return an expression for the output shown: "..." stands for any text, and alone on a line for any lines."""
    parts = [r"(?:.*\n)*" if line == "..." else ".*".join(re.escape(piece) for piece in line.split("...")) + "\n" for line in lines]
    return "".join(parts)


def code_lines(program: Path) -> int:
    """Count the lines with code: no blank lines, comments or docstrings."""
    text = program.read_text(encoding="utf-8")
    docstrings = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return len({token.start[0] for token in tokens if token.type not in LAYOUT} - docstrings)


@pytest.mark.parametrize("program", [pytest.param(path, id=path.stem) for path in PROGRAMS])
def test_the_program_prints_what_it_shows(program: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(folder / "examples" / program.name), run_name="__main__")
    printed = "".join(" ".join(line.split()) + "\n" for line in capsys.readouterr().out.splitlines())
    assert shown_output(program), "the docstring should end with the output, after 'Prints:'"
    assert re.fullmatch(pattern(shown_output(program)), printed), printed


@pytest.mark.parametrize("notebook", [pytest.param(path, id=path.stem) for path in NOTEBOOKS])
def test_the_cells_of_the_notebook_run(notebook: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "examples")  # where a notebook server starts a notebook
    scope: dict[str, object] = {"__name__": "__main__"}
    for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] != "code":
            continue
        code = ast.parse("".join(cell["source"]))
        last = code.body.pop() if isinstance(code.body[-1], ast.Expr) else None
        exec(compile(code, f"cell {number}", "exec"), scope)  # noqa: S102 - it is our own notebook
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), scope)  # noqa: S307 - it is our own notebook
            as_html = getattr(shown, "_repr_html_", None)
            assert repr(shown)
            assert as_html is None or as_html() is None or "<" in as_html()


@pytest.mark.parametrize("notebook", [pytest.param(path, id=path.stem) for path in NOTEBOOKS])
def test_the_notebook_is_stored_without_outputs(notebook: Path) -> None:
    stored = json.loads(notebook.read_text(encoding="utf-8"))
    assert (stored["nbformat"], stored["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in stored["cells"]}) == len(stored["cells"])
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in stored["cells"] if cell["cell_type"] == "code")


@pytest.mark.parametrize("name", sorted(SHORT))
def test_the_usual_programs_have_at_most_ten_lines(name: str) -> None:
    assert code_lines(EXAMPLES / f"{name}.py") <= MOST_LINES


def test_the_list_of_examples_is_complete() -> None:
    listed = set(re.findall(r"\]\(([\w.-]+\.(?:py|ipynb))\)", (EXAMPLES / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in [*PROGRAMS, *NOTEBOOKS]}
