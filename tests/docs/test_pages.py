"""Pages outside the built documentation: their links lead somewhere, the paths they name exist, and decisions are numbered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), ROOT / "examples" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([\w-]+))?\)")
NAMED_PATH = re.compile(r"`((?:geomap|gazetteer|tools|tests|benchmarks|docs|examples|data)/[\w./-]*)`")
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages() -> list[object]:
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES]


def prose(page: Path) -> str:
    return BLOCK.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings, as GitHub and myst-parser make them."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(prose(page))}


@pytest.mark.parametrize("page", pages())
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for target, anchor in LINK.findall(prose(page)):
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{page.name} links to {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{page.name} links to {target}#{anchor}"


@pytest.mark.parametrize("page", pages())
def test_named_paths_exist(page: Path) -> None:
    for name in NAMED_PATH.findall(prose(page)):
        assert (ROOT / name).exists(), f"{page.name} names {name}"


def test_the_architecture_names_each_package() -> None:
    named = set(NAMED_PATH.findall((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    packages = {f"geomap/{path.parent.name}/" for path in (ROOT / "geomap").glob("*/__init__.py")}
    assert packages <= named


def test_decisions_are_numbered_without_gaps_and_dated() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    for number, record in enumerate(records, start=1):
        text = record.read_text(encoding="utf-8")
        assert record.name.startswith(f"{number:04d}-")
        assert re.match(rf"# {number:04d} .+\n\n\d{{4}}-\d\d-\d\d, ", text), record.name
        assert all(f"**{part}" in text for part in ("Context.", "Decision.")), record.name


def test_the_changelog_has_versions_with_the_usual_sections() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert versions[0] == "Unreleased"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d", version) for version in versions[1:])
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
