"""The API reference covers every public name, and every public function documents its arguments and its result."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import gazetteer
import geomap
from geomap import stages

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
DIRECTIVE = re.compile(r"^\.\. (?:auto\w+|currentmodule):: ([\w.]+)", re.MULTILINE)
WHOLE_MODULES = {"geomap.model", "geomap.toll", "geomap.vocabulary", "geomap.stages", "geomap.errors"}


def documented() -> set[str]:
    """Return the full names of what the page documents."""
    names, module = set(), ""
    for match in DIRECTIVE.finditer(REFERENCE):
        name = match.group(1)
        if "currentmodule" in match.group(0):
            module = name
        else:
            names |= {name, f"{module}.{name}"}
    return names


def public_objects() -> Iterator[tuple[str, Any]]:
    for module in (geomap, gazetteer):
        for name in module.__all__:
            yield f"{module.__name__}.{name}", getattr(module, name)


def protocol_methods() -> set[str]:
    """Return the names of the methods that the protocols of the stages document for all stages."""
    protocols = (thing for thing in vars(stages).values() if inspect.isclass(thing) and thing.__module__ == stages.__name__)
    return {name for protocol in protocols for name in vars(protocol) if not name.startswith("_")}


def is_own(thing: object) -> bool:
    return str(getattr(thing, "__module__", "")).partition(".")[0] in {"geomap", "gazetteer"}


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the functions of the public surface, and the methods that its own classes define for callers.

    A stage need not repeat what its protocol documents.
    """
    inherited = protocol_methods()
    for name, thing in public_objects():
        if inspect.isfunction(thing):
            yield name, thing
        elif inspect.isclass(thing):
            for method_name, method in inspect.getmembers(thing, callable):
                function = getattr(method, "__func__", method)
                repeated = method_name in inherited and thing.__module__ != stages.__name__
                if not method_name.startswith("_") and inspect.isfunction(function) and is_own(function) and not repeated:
                    yield f"{name}.{method_name}", function


def takes_arguments(function: Callable[..., Any]) -> bool:
    return bool(set(inspect.signature(function).parameters) - {"self", "cls"})


def returns_something(function: Callable[..., Any]) -> bool:
    return inspect.signature(function).return_annotation not in {"None", None, inspect.Signature.empty}


@pytest.mark.parametrize(("name", "thing"), [pytest.param(name, thing, id=name) for name, thing in public_objects()])
def test_every_public_name_is_in_the_reference(name: str, thing: object) -> None:
    home = getattr(thing, "__module__", "")
    under_another_name = home in WHOLE_MODULES or f"gazetteer.{name.rpartition('.')[2]}" in documented()
    assert name in documented() or under_another_name, f"{name} is missing in docs/reference/api.md"


@pytest.mark.parametrize("module", sorted(WHOLE_MODULES))
def test_the_modules_of_nouns_and_protocols_are_in_the_reference(module: str) -> None:
    assert f".. automodule:: {module}" in REFERENCE


@pytest.mark.parametrize("module", [geomap, gazetteer])
def test_public_names_exist_and_tab_finds_them(module: ModuleType) -> None:
    assert len(set(module.__all__)) == len(module.__all__)
    assert set(module.__all__) <= set(dir(module))


@pytest.mark.parametrize(("name", "thing"), [pytest.param(name, thing, id=name) for name, thing in public_objects()])
def test_every_public_name_has_a_docstring(name: str, thing: object) -> None:
    if isinstance(thing, ModuleType) or inspect.isclass(thing) or callable(thing):
        assert inspect.getdoc(thing), name


@pytest.mark.parametrize(("name", "function"), [pytest.param(name, made, id=name) for name, made in public_functions()])
def test_public_functions_document_arguments_and_result(name: str, function: Callable[..., Any]) -> None:
    text = inspect.getdoc(function) or ""
    assert text, f"{name} has no docstring"
    if takes_arguments(function):
        assert "Args:" in text, f"{name} takes arguments; its docstring has no section Args"
        if returns_something(function):
            assert "Returns:" in text or text.startswith(("Return ", "Yield ")), f"{name} does not document what it returns"
