"""The shape of the code: sizes of modules, names of classes, and that no module stands outside the import rules."""

from __future__ import annotations

import ast
import graphlib
import statistics
import tomllib
from collections import Counter
from pathlib import Path

import grimp
import pytest

PROJECT = Path(__file__).parents[1]
PACKAGES = ("geomap", "gazetteer")
MOST_LINES = 400
MEDIAN_LINES = (100, 200)


def _modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _package_of(path: Path) -> str:
    """Name the package whose classes must differ: a stage of geomap, or gazetteer as a whole."""
    parts = path.relative_to(PROJECT).parts
    return parts[0] if parts[0] == "gazetteer" or len(parts) == 2 else f"{parts[0]}.{parts[1]}"


def _classes(package: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for path in _modules():
        if _package_of(path) == package:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found.update(node.name for node in tree.body if isinstance(node, ast.ClassDef))
    return found


@pytest.mark.parametrize("package", sorted({_package_of(path) for path in _modules()}))
def test_no_package_has_two_classes_of_one_name(package: str) -> None:
    assert [name for name, count in _classes(package).items() if count > 1] == []


def test_modules_have_a_readable_size() -> None:
    sizes = {path.relative_to(PROJECT): _lines(path) for path in _modules() if path.name != "__init__.py"}
    assert {str(path): lines for path, lines in sizes.items() if lines > MOST_LINES} == {}
    assert MEDIAN_LINES[0] <= statistics.median(sizes.values()) <= MEDIAN_LINES[1]


def test_the_import_rules_cover_every_module_of_geomap() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layered = next(contract for contract in settings["contracts"] if contract["type"] == "layers")
    assert layered["exhaustive"] is True
    assert layered["containers"] == ["geomap"]


def test_no_module_imports_itself_through_others() -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert list(graphlib.TopologicalSorter(imports).static_order())  # CycleError names the modules
