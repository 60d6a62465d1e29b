"""The table of extras in the documentation is that of pyproject.toml, and messages and pages name no other extra."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
ROW = re.compile(r"^\| `geomap\[(\w+)\]` \| (.+?) \| .+ \|$", re.MULTILINE)


def test_the_table_lists_each_extra_with_its_packages() -> None:
    page = (PROJECT / "docs" / "how-to" / "install.md").read_text(encoding="utf-8")
    assert {name: re.findall(r"`([^`]+)`", packages) for name, packages in ROW.findall(page)} == EXTRAS


def test_no_other_extra_is_named() -> None:
    texts = [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md"), *(PROJECT / "geomap").rglob("*.py")]
    named = {(name, path.name) for path in texts for name in re.findall(r"(?:geomap|'\.)\[([a-z]\w*)\]", path.read_text(encoding="utf-8"))}
    decided_against = {("train", "0012-training.md"), ("deep", "0019-second-look.md")}
    assert {(name, page) for name, page in named if name not in EXTRAS} <= decided_against
