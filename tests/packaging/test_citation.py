"""CITATION.cff follows the Citation File Format 1.2.0."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
REQUIRED = {"cff-version", "message", "title", "authors"}  # by the schema of version 1.2.0
OPTIONAL = {
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license", "license-url", "preferred-citation"),
    *("references", "repository", "repository-artifact", "repository-code", "type", "url", "version"),
}
OF_ENTITIES = {
    *("address", "alias", "city", "country", "date-end", "date-start", "email", "fax", "location", "name", "orcid", "post-code", "region"),
    *("tel", "website"),
}


@pytest.fixture(scope="module")
def citation() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    return made


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    made: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return made


def test_it_has_the_keys_of_the_format(citation: dict[str, Any]) -> None:
    assert set(citation) >= REQUIRED
    assert set(citation) <= REQUIRED | OPTIONAL
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "software")
    assert all(isinstance(citation[key], str) and citation[key].strip() for key in ("message", "title", "abstract", "version"))


def test_its_authors_have_names(citation: dict[str, Any]) -> None:
    assert citation["authors"]
    assert all("name" in author and set(author) <= OF_ENTITIES for author in citation["authors"])


def test_it_agrees_with_the_project(citation: dict[str, Any], project: dict[str, Any]) -> None:
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert citation["keywords"] == project["keywords"]
    assert len(set(citation["keywords"])) == len(citation["keywords"])
