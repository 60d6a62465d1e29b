"""The codes of event types: the page of the documentation is that of the table, and codes are as their classifications write them."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from geomap.event_types import CODE_COLUMNS, EventType, code_of, shipped_types

ROOT = Path(__file__).parents[2]
FORMS = {
    "code": r"[A-Z]+(-[a-z]+)*",
    "emdat": r"(nat|tec)-[a-z]{3}-[a-z]{3}-[a-z]{3}",
    "hazard": r"(MH|ET|GH|EN|CH|BI|TL|SO)\d{4}",
    "glide": r"[A-Z]{2}",
    "iptc": r"medtop:\d{8}",
}


def test_the_page_is_that_of_the_table() -> None:
    page = runpy.run_path(str(ROOT / "tools" / "event_codes.py"))["page"]()
    assert (ROOT / "docs" / "reference" / "event-codes.md").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("name", sorted(FORMS))
def test_codes_have_the_form_of_their_classification(name: str) -> None:
    codes = [code for kind in shipped_types() if (code := getattr(kind, name))]
    assert codes
    assert [code for code in codes if not re.fullmatch(FORMS[name], code)] == []


def test_kinds_of_disasters_that_a_glide_number_can_name_have_a_code() -> None:
    disasters: list[EventType] = [kind for kind in shipped_types() if kind.type == "natural disaster"]
    assert {kind.sub_type for kind in disasters if kind.glide is None} == {"natural disaster", "Extreme temperature"}


def test_kinds_of_the_users_own_have_no_codes() -> None:
    assert [code_of("Walkout", column) for column in CODE_COLUMNS] == [None] * len(CODE_COLUMNS)
