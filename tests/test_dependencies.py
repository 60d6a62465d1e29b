"""What the packages import is declared, so that an installation never depends on what other packages happen to bring along."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PACKAGES = ("geomap", "gazetteer")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def normalized(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_every_third_party_import_is_declared() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    given = [*project["dependencies"], *settings["dependency-groups"]["train"]]
    declared = {normalized(one) for group in (given, *project["optional-dependencies"].values()) for one in group}
    distributions = packages_distributions()
    undeclared: dict[str, list[str]] = {}
    for path in sorted(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")):
        for name in set(imported(path)) - {*sys.stdlib_module_names, *PACKAGES}:
            if not {normalized(one) for one in distributions.get(name, [name])} & declared:
                undeclared.setdefault(name, []).append(str(path.relative_to(PROJECT)))
    assert undeclared == {}


def test_every_dependency_is_locked() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    for kind in ("run", "dev"):
        locked = {normalized(line) for line in (PROJECT / "requirements" / f"{kind}.txt").read_text().splitlines() if line[0].isalpha()}
        assert {normalized(one) for one in settings["project"]["dependencies"]} <= locked
