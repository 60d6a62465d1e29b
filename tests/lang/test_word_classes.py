"""Every class of words that the rules of events ask for by name exists in the tables of some language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import geomap.events
from geomap.events.lexicon import lexicon, word_classes

WEIGHED = {"transitive", "intransitive", "number_of", "stoppers", "death_nouns"}  # no rule asks, the fitted gate weighs them
MODULES = sorted(Path(geomap.events.__file__).parent.rglob("*.py"))


def _strings(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from _strings([node.body, node.orelse])


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def _is_lexicon(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name == "words"


def _asked(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what stands where the name of a class is asked for: ``is_in(at, name)``, ``words[name]``."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and _called(inner) == "is_in":
            yield inner.args[-1]
        elif isinstance(inner, ast.Subscript) and _is_lexicon(inner.value):
            yield inner.slice


def _forwarders(tree: ast.Module) -> set[str]:
    """Return the functions that hand a parameter on as the name of a class."""
    found = set()
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        arguments = function.args
        parameters = {
            argument.arg for argument in (*arguments.args, *arguments.kwonlyargs, *([arguments.vararg] if arguments.vararg else ()))
        }
        loops = {
            loop.target.id
            for loop in ast.walk(function)
            if isinstance(loop, ast.comprehension | ast.For) and isinstance(loop.target, ast.Name)
            if isinstance(loop.iter, ast.Name) and loop.iter.id in parameters
        }
        if any(isinstance(name, ast.Name) and name.id in parameters | loops for name in _asked(function)):
            found.add(function.name)
    return found - {"is_in", "__getitem__"}


def _names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set(_strings([*_asked(tree)]))
    forwarders = _forwarders(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in forwarders:
            names |= set(_strings([*node.args, *(keyword.value for keyword in node.keywords)]))
    return names


def test_most_classes_are_asked_for() -> None:
    assert len({name for path in MODULES for name in _names(path)}) > 100


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_each_class_asked_for_by_name_is_in_some_table(path: Path) -> None:
    assert _names(path) - word_classes() == set()


def test_a_class_that_no_language_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="prepostions"):
        lexicon("en")["prepostions"]


def test_a_language_may_lack_a_class() -> None:
    assert "articles" in word_classes()
    assert not lexicon("uk")["articles"]


def test_each_class_of_the_tables_is_used() -> None:
    folder = Path(geomap.events.__file__).parent
    used = {word for path in folder.rglob("*.*") if path.suffix in (".py", ".toml") for word in re.findall(r"\w+", path.read_text("utf-8"))}
    assert word_classes() - used == WEIGHED
