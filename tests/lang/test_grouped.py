"""Tokens as rules want them: of the one tokenizer, regrouped, with exact offsets."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.lang.grouped import grouped_tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rebel-held towns", ["rebel-held", "towns"]),
        ("24-year-old man", ["24", "-", "year-old", "man"]),
        ("two F-16s and Kh-101", ["two", "F-16s", "and", "Kh-101"]),
        ("the 24th, 5km away", ["the", "24", "th", ",", "5", "km", "away"]),
        ("3,419 at 10:00", ["3,419", "at", "10:00"]),
        ("U.S.-led", ["U", ".", "S", ".", "-", "led"]),
        ("Lt. Gov. Smith", ["Lt", ".", "Gov", ".", "Smith"]),
        ("Ukraine's army", ["Ukraine", "'s", "army"]),
        ("didn’t", ["didn’t"]),
        ("Івано-на-Дону", ["Івано-на-Дону"]),
        ("one\ntwo", ["one", "two"]),
        ("no - dash - here-", ["no", "-", "dash", "-", "here", "-"]),
    ],
)
def test_words_are_grouped(text: str, words: list[str]) -> None:
    assert [token.text for token in grouped_tokens(text, 0, len(text))] == words


def test_apostrophes_are_plain_in_low() -> None:
    assert [token.low for token in grouped_tokens("П’ять didn’t Zelensky‘s", 0, 23)] == ["п'ять", "didn't", "zelensky", "'s"]


@given(st.text(alphabet=st.sampled_from("aB1'’-.,\n _ї\u0301"), max_size=60), st.data())
@settings(deadline=None)
def test_tokens_are_slices_in_order_and_leave_out_no_letter(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    tokens = grouped_tokens(text, start, end)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(one.end <= two.start for one, two in itertools.pairwise(tokens))
    covered = {at for token in tokens for at in range(token.start, token.end)}
    assert all(at in covered for at in range(start, end) if text[at].isalnum())
