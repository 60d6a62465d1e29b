"""What is done the short way gives what the long way would."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.read.decode import head
from geomap.read.inputs import make_document
from geomap.read.normalize import clean_text, is_clean
from geomap.read.publishers import PUBLISHERS, is_named_in
from geomap.read.text.layout import GENERIC_LAYOUT, LAYOUTS, Layout
from geomap.read.text.lines import TEXT, LineKinds
from tests.conftest import tries

LETTERS = st.sampled_from(["a", "Z", "“", "ї", "é", "e\u0301", " ", "\t", "\n", "\r", "\x07", "\u00a0", "\u00ad", "\u200b", "京", "\ud800"])
LINE_WORDS = (
    "Share From CNN’s Ann Lee and & Kyiv 17:42 ٣ (AP) Getty Images Getty/AP PA Media BBC editor contributed to this report reported "
    "Editing by Photograph: · in the News, Read more"
)
WORDS = st.sampled_from(LINE_WORDS.split())


@given(st.lists(LETTERS, max_size=12).map("".join))
@settings(deadline=None, max_examples=tries(200))
def test_an_even_text_needs_no_cleaning(text: str) -> None:
    if is_clean(text):
        assert clean_text(text) == text == unicodedata.normalize("NFC", text)
        assert not set(text) & set("\t\r\x07\u00a0\u00ad\u200b")


def test_each_document_is_asked_for_its_own_start() -> None:
    one, other = make_document(b"one", "one"), make_document(b"other", "other")
    assert [head(one), head(other), head(one), head(one)] == ["one", "other", "one", "one"]


@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), st.sampled_from((*LAYOUTS, GENERIC_LAYOUT)))
@settings(deadline=None, max_examples=tries(300))
def test_a_line_passed_over_at_one_look_is_text(line: str, layout: Layout) -> None:
    kinds = LineKinds(layout)
    if kinds._is_plainly_text(line):
        assert kinds._classify(line) is TEXT


@pytest.mark.parametrize("name", ["CNN", "The Guardian", "guardian.com", "BBC News", "Al Jazeera", "AlJazeera"])
def test_publishers_are_found_by_any_spelling(name: str) -> None:
    assert any(is_named_in(publisher, ["first line", f"as {name} says"]) for publisher in PUBLISHERS[:4])
    assert not any(is_named_in(publisher, ["first line", f"as {name.lower()}x says"]) for publisher in PUBLISHERS[:4])
