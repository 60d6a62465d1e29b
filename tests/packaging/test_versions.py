"""Every file that tells the version or the date of the newest release tells the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[2]
VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def newest_release() -> tuple[str, str]:
    found = re.search(r"^## (\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)$", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1], found[2]


def test_the_newest_release_of_the_changelog_is_the_version() -> None:
    assert newest_release()[0] == VERSION


def test_the_citation_has_the_version_and_its_date() -> None:
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["date-released"].isoformat()) == newest_release()


def test_the_conda_recipe_has_the_version() -> None:
    recipe = yaml.safe_load((PROJECT / "packaging" / "conda" / "recipe.yaml").read_text(encoding="utf-8"))
    assert recipe["context"]["version"] == VERSION
    assert recipe["package"] == {"name": "geomap", "version": "${{ version }}"}
