"""Every class of words that the rules ask for by name stands in the tables of a language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import geomap.events
from geomap.events.lexicon import lexicon, word_classes

MODULES = sorted(Path(geomap.events.__file__).parent.rglob("*.py"))
LOOKUPS = {"is_in": 1}  # functions that take the name of a class of words, and at which position


def strings(node: ast.AST) -> set[str]:
    return {inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant) and isinstance(inner.value, str)}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def named_by(node: ast.Call, lookups: dict[str, int]) -> ast.expr | None:
    at = lookups.get(called(node))
    return node.args[at] if at is not None and len(node.args) > at else None


def lookups_of(tree: ast.Module) -> dict[str, int]:
    """Return the functions of a module that hand one of their parameters on as the name of a class of words."""
    found = dict(LOOKUPS)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name not in LOOKUPS):
        parameters = [parameter.arg for parameter in function.args.args]
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            name = named_by(call, LOOKUPS)
            if isinstance(name, ast.Name) and name.id in parameters:
                found[function.name] = parameters.index(name.id)
    return found


def asked_for(tree: ast.Module) -> Iterator[str]:
    """Yield the names of classes of words that a module asks for."""
    lookups = lookups_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            if ast.unparse(node.value).split(".")[-1] == "words":
                yield node.slice.value
        elif isinstance(node, ast.Call) and (name := named_by(node, lookups)) is not None:
            yield from strings(name)
        elif isinstance(node, ast.FunctionDef):
            yield from looped_over(node)


def looped_over(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the names in a tuple that a function looks up one by one."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    variables = {name.id for call in calls if isinstance(name := named_by(call, LOOKUPS), ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, ast.comprehension | ast.For) and isinstance(node.target, ast.Name) and node.target.id in variables:
            listed = node.iter.id if isinstance(node.iter, ast.Name) else None
            sources = [
                other.value for other in ast.walk(function) if isinstance(other, ast.Assign) and ast.unparse(other.targets[0]) == listed
            ]
            for source in [*sources, node.iter]:
                yield from strings(source)


def asked(path: Path) -> set[str]:
    return set(asked_for(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_classes_that_are_asked_for_exist(path: Path) -> None:
    assert asked(path) - word_classes() == set()


def test_all_ways_of_asking_are_seen() -> None:
    seen = set().union(*map(asked, MODULES))
    assert {"denials", "site_nouns", "geonouns", "things", "unsure", "arrivals", "relative", "dozens", "there"} <= seen
    assert len(seen) > 120


def test_a_class_that_no_language_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="no language has a class of words called 'denails'"):
        lexicon("en")["denails"]


def test_a_class_that_one_language_lacks_is_empty() -> None:
    assert "the" not in lexicon("uk")["articles"]
    assert "the" in lexicon("en")["articles"]
