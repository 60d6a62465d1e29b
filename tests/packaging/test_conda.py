"""The conda recipe requires what pyproject.toml requires, under the names that the packages have at conda-forge."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
AT_CONDA_FORGE = {
    "matplotlib": "matplotlib-base",  # without Qt
    "tzdata": "python-tzdata",  # tzdata is the database without its Python package
}


@pytest.fixture(scope="module")
def recipe() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((PROJECT / "packaging" / "conda" / "recipe.yaml").read_text(encoding="utf-8"))
    return made


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def conda(requirements: Iterable[str]) -> list[str]:
    """Return requirements of pip as those of conda: no extras, the name at conda-forge, a space before the version."""
    made = set()
    for one in requirements:
        found = re.fullmatch(r"([\w.-]+)(?:\[[\w,-]+\])?(>=[\d.]+)", one)
        assert found, one
        made.add(f"{AT_CONDA_FORGE.get(found[1], found[1])} {found[2]}")
    return sorted(made)


def test_it_requires_what_the_project_requires(recipe: dict[str, Any], settings: dict[str, Any]) -> None:
    python = f"python {settings['project']['requires-python']}"
    assert recipe["requirements"]["run"] == [python, *conda(settings["project"]["dependencies"])]
    assert recipe["requirements"]["host"] == [python, "pip", *conda(settings["build-system"]["requires"])]


def test_its_constraints_are_the_extras(recipe: dict[str, Any], settings: dict[str, Any]) -> None:
    extras = settings["project"]["optional-dependencies"].values()
    assert recipe["requirements"]["run_constraints"] == conda(one for packages in extras for one in packages)


def test_it_has_the_programs_and_licences_of_the_project(recipe: dict[str, Any], settings: dict[str, Any]) -> None:
    project = settings["project"]
    assert recipe["build"]["noarch"] == "python"
    assert recipe["build"]["python"]["entry_points"] == [f"{name} = {function}" for name, function in project["scripts"].items()]
    assert (recipe["about"]["summary"], recipe["about"]["license"]) == (project["description"], project["license"])
    files = [path for pattern in project["license-files"] for path in sorted(PROJECT.glob(pattern))]
    assert recipe["about"]["license_file"] == [path.relative_to(PROJECT).as_posix() for path in files]
