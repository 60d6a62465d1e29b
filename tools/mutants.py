"""Change the logic of one place at a time and see whether the tests notice.

Each mutant flips one comparison, swaps ``and`` and ``or``, drops a ``not``, exchanges True and False, or moves a small whole number by
one, inside a function of the packages that interpret news. It is killed when a test fails. The places are drawn at random with a seed, as
many from each package as it has of all places.

    python tools/mutants.py                          60 mutants of geomap/events, geomap/resolve and geomap/read
    python tools/mutants.py --count 20 --seed 7 geomap/read
    python tools/mutants.py --within geomap/read     of the 60 mutants of all, those of geomap/read
    python tools/mutants.py --list                   print the mutants without running tests

The checkout is not changed: ``mutant_checks.py`` puts each mutant into a copy of a process and chooses the tests that execute it.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from mutant_checks import LONGEST_CPU_S, Changed, Checks

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("geomap/events", "geomap/resolve", "geomap/read")
SHARED = PROJECT.parent / "shared"
LIMITED = ("sh", "-c", f'ulimit -t {LONGEST_CPU_S} && exec "$@"', "sh")  # on a busy machine the clock says nothing
LEFT_OUT = (  # slow: they draw hundreds of examples, start other processes or go through whole corpora
    "tests/events/test_robust.py",
    "tests/events/test_word_classes.py",
    "tests/read/test_excel.py",
    "tests/read/test_inputs.py",
    "tests/read/test_jsonlines.py::test_one_item_for_each_line",
    "tests/read/test_jsonlines.py::test_offsets_map_both_ways",
    "tests/read/test_malformed.py::test_whatever_is_damaged_ends_in_posts_or_one_sentence",
    "tests/read/test_plugins.py",
    "tests/read/test_robust.py",
    "tests/read/test_shortcuts.py",
    "tests/resolve/test_arrays.py",
    "tests/resolve/test_batches.py::test_a_post_gets_what_it_gets_alone",
    "tests/resolve/test_chunks.py",
)
ALWAYS = ("tests/test_corrections.py",)  # run against the mutants of every package, beside the tests of the package itself
LARGEST_NUMBER = 100

COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
WRITTEN: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """Another text for ``source[start:end]`` of a module."""

    path: Path
    start: int
    end: int
    new: str
    line: int

    def apply(self, source: str) -> str:
        """Return the module's source with the change made."""
        return source[: self.start] + self.new + source[self.end :]


class Module:
    """The source of a module, and the mutants of its expressions."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = path.read_text(encoding="utf-8")
        self._raw = self.source.encode()
        self._lines = [0, *itertools.accumulate(len(line.encode()) for line in self.source.splitlines(keepends=True))]

    def mutants(self) -> Iterator[Mutant]:
        """Yield every mutant of the functions in the module."""
        for node in _logic(ast.parse(self.source)):
            yield from (mutant for mutant in self._changes(node) if mutant is not None)

    def _changes(self, node: ast.expr) -> list[Mutant | None]:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=rest):
                pairs = zip([left, *rest], rest, ops, strict=False)
                return [self._between(one, other, WRITTEN[type(op)], COMPARISONS[type(op)]) for one, other, op in pairs]
            case ast.BoolOp(op=op, values=values):
                old, new = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
                return [self._between(one, other, old, new) for one, other in itertools.pairwise(values)]
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return [self._instead(node, f"bool({ast.get_source_segment(self.source, operand)})")]
            case ast.Constant(value=bool(value)):
                return [self._instead(node, str(not value))]
            case ast.Constant(value=int(value)) if value <= LARGEST_NUMBER:
                return [self._instead(node, str(value + 1))]
            case _:
                return []

    def _place(self, line: int, column: int) -> int:
        """Return the position in the source of a column that counts bytes."""
        return len(self._raw[: self._lines[line - 1] + column].decode())

    def _instead(self, node: ast.expr, new: str) -> Mutant:
        end = self._place(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return Mutant(self.path, self._place(node.lineno, node.col_offset), end, new, node.lineno)

    def _between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> Mutant | None:
        """Return the mutant with ``new`` for the operator between two operands."""
        first = self._place(left.end_lineno or left.lineno, left.end_col_offset or 0)
        at = self.source.find(old, first, self._place(right.lineno, right.col_offset))
        return None if at < 0 else Mutant(self.path, at, at + len(old), new, left.end_lineno or left.lineno)


def _logic(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield the expressions in bodies of functions, without annotations, defaults, decorators and docstrings."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                    continue
                # ``zip(..., strict=True)`` is an assertion and no logic: what it refuses cannot happen.
                asserted = {id(one.value) for one in ast.walk(statement) if isinstance(one, ast.keyword) and one.arg == "strict"}
                yield from (node for node in ast.walk(statement) if isinstance(node, ast.expr) and id(node) not in asserted)


def drawn(packages: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """Return ``count`` mutants at random, each place at most once."""
    places: dict[tuple[Path, int], Mutant] = {}
    for package in packages:
        for path in sorted((PROJECT / package).rglob("*.py")):
            places.update({(path, mutant.start): mutant for mutant in Module(path).mutants()})
    every = list(places.values())
    return random.Random(seed).sample(every, min(count, len(every)))  # noqa: S311 - a sample, not a secret


def function_at(mutant: Mutant) -> str:
    """Return the name of the function or method that the mutant changes, as ``Class.method``."""

    def within(body: Sequence[ast.stmt], prefix: str) -> str | None:
        for node in body:
            if isinstance(node, ast.FunctionDef) and node.lineno <= mutant.line <= (node.end_lineno or node.lineno):
                return prefix + node.name
            if isinstance(node, ast.ClassDef) and (found := within(node.body, f"{prefix}{node.name}.")):
                return found
        return None

    return within(ast.parse(mutant.path.read_text(encoding="utf-8")).body, "") or "<module>"


def changed(mutant: Mutant) -> Changed:
    """Return the function with the mutant in it."""
    return Changed(mutant.path, function_at(mutant), mutant.apply(mutant.path.read_text(encoding="utf-8")))


def shown(mutant: Mutant) -> str:
    """Return a mutant as one line: where, what stood there and what stands there now."""
    source = mutant.path.read_text(encoding="utf-8")
    first, last = source.rfind("\n", 0, mutant.start) + 1, source.find("\n", mutant.end)
    line = source[first : mutant.start] + f"[{source[mutant.start : mutant.end]} -> {mutant.new}]" + source[mutant.end : last]
    return f"{mutant.path.relative_to(PROJECT)}:{mutant.line}: {line.strip()}"


def main() -> int:
    """Run the mutants and print what survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", default=PACKAGES, help="folders whose functions are changed")
    parser.add_argument("--count", type=int, default=60, help="how many mutants  [default: 60]")
    parser.add_argument("--seed", type=int, default=14, help="of the random choice  [default: 14]")
    parser.add_argument(
        "--within", action="append", metavar="FOLDER", help="of the mutants chosen, run only those in this folder; repeatable"
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="mutants at a time  [default: as many as processors]")
    parser.add_argument("--list", action="store_true", help="print the mutants and run nothing")
    options = parser.parse_args()
    within = options.within or options.packages
    chosen = dict(enumerate(drawn(options.packages, options.count, options.seed), start=1))
    chosen = {number: one for number, one in chosen.items() if _is_in(one, within)}
    if options.list:
        sys.stdout.writelines(f"{number:3d} {shown(mutant)}\n" for number, mutant in chosen.items())
        return 0
    killed = run(chosen, within, options.workers)
    sys.stdout.write(f"{killed} of {len(chosen)} killed ({killed / max(len(chosen), 1):.0%}), seed {options.seed}\n")
    return 0


def _is_in(mutant: Mutant, folders: Sequence[str]) -> bool:
    return any((PROJECT / folder) in mutant.path.parents for folder in folders)


def run(chosen: Mapping[int, Mutant], packages: Sequence[str], workers: int) -> int:
    """Run the checks of the packages on each mutant, print each result as it comes, and return how many mutants were killed."""
    killers: dict[int, str | None] = {}
    numbers = list(chosen)

    def told(at: int, killer: str | None) -> None:
        number = numbers[at]
        killers[number] = killer
        outcome = f"killed    {shown(chosen[number])}   by {killer}" if killer else f"SURVIVED  {shown(chosen[number])}"
        sys.stdout.write(f"{number:3d} {outcome}\n")
        sys.stdout.flush()

    os.environ["GEOMAP_THOROUGH"] = "1"  # property tests try as many examples as in .ci/run
    folders = sorted({f"tests/{Path(package).parts[1]}" for package in packages})
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["-qq", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", f"--basetemp={folder}/tests"]
        arguments += [f"--deselect={name}" for name in LEFT_OUT]
        checks = Checks([changed(mutant) for mutant in chosen.values()], workers, told)
        pytest.main([*arguments, *(str(PROJECT / name) for name in (*folders, *ALWAYS))], plugins=[checks])
    survivors = [number for number in numbers if killers.get(number) is None]
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for number, differs in zip(survivors, pool.map(golden_differs, [chosen[number] for number in survivors]), strict=True):
            if differs:
                told(numbers.index(number), "the golden outputs of pages")
    return sum(killer is not None for killer in killers.values())


def golden_differs(mutant: Mutant) -> bool:
    """Say whether ``golden.py --geoparse`` finds a difference on a copy of the tree with the mutant in it: the last and slowest check."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(PROJECT, tree, ignore=shutil.ignore_patterns(".git", ".venv", ".cache", "__pycache__", ".*_cache", "site", "dist"))
        if SHARED.is_dir():  # golden outputs of annotated pages, as `make test` compares them
            (Path(folder) / SHARED.name).symlink_to(SHARED)
        source = mutant.path.read_text(encoding="utf-8")
        (tree / mutant.path.relative_to(PROJECT)).write_text(mutant.apply(source), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [*LIMITED, sys.executable, "tools/golden.py", "--geoparse"]
        return subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False).returncode != 0  # noqa: S603 - our tool


if __name__ == "__main__":
    sys.exit(main())
