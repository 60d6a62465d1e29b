"""Tokens cut the text exactly, whatever is in it; runs are where names can stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.lang.tokens import tokenize
from geomap.recognize.runs import LONGEST_RUN, find_runs


@given(st.text(max_size=300))
@settings(deadline=None)
def test_tokens_are_slices_of_the_text_in_order(text: str) -> None:
    tokens = tokenize(text)
    end = 0
    for word, start, stop in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        assert text[start:stop] == word
        assert start >= end
        end = stop


@given(st.text(max_size=300))
@settings(deadline=None)
def test_nothing_but_space_is_left_out(text: str) -> None:
    tokens = tokenize(text)
    kept = {i for start, stop in zip(tokens.starts, tokens.ends, strict=True) for i in range(start, stop)}
    left_out = "".join(character for i, character in enumerate(text) if i not in kept)
    assert not any(character.isalnum() for character in left_out)


@given(st.text(alphabet="AbC of-.,1\n", max_size=200))
@settings(deadline=None)
def test_runs_are_apart_and_begin_and_end_with_a_name_word(text: str) -> None:
    tokens = tokenize(text)
    end = 0
    for first, last in find_runs(tokens):
        assert end <= first < last <= first + LONGEST_RUN + 2
        assert tokens.words[last - 1][0].isupper() or tokens.kinds[last - 1] == "number"
        end = last


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("St. Louis", ["St.", "Louis"]),
        ("the U.S.-led", ["the", "U.S.", "-", "led"]),
        ("Ukraine's", ["Ukraine", "'s"]),
        ("Donets'k", ["Donets'k"]),
        ("Слов’янськ", ["Слов’янськ"]),
        ("Zapo\u00adrizhzhia", ["Zapo\u00adrizhzhia"]),
        ("Kyiv\u00a0region", ["Kyiv", "region"]),
        ("Kyiv\U0001f525Lviv", ["Kyiv", "\U0001f525", "Lviv"]),
        ("Charleston, W.Va.", ["Charleston", ",", "W.Va."]),
    ],
)
def test_words_are_cut_as_names_are_written(text: str, words: list[str]) -> None:
    assert tokenize(text).words == words


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("in the Isle of Wight today", ["Isle of Wight"]),
        ("near al-Tanf base", ["al-Tanf"]),
        ("Trinidad and Tobago", ["Trinidad and Tobago"]),
        ("from Kyiv, then Lviv", ["Kyiv", "Lviv"]),
        ("nothing here", []),
    ],
)
def test_runs_hold_whole_names(text: str, runs: list[str]) -> None:
    tokens = tokenize(text)
    assert [text[tokens.starts[first] : tokens.ends[last - 1]] for first, last in find_runs(tokens)] == runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("by road Lyman - Izium - Balakliia today", ["Lyman", "Izium", "Balakliia"]),
        ("to Ivano-Frankivsk by train", ["Ivano-Frankivsk"]),
        ("Brest–Litovsk", ["Brest–Litovsk"]),
        ("the village of Mykil's'ke", ["Mykil's'ke"]),
    ],
)
def test_a_dash_with_spaces_parts_names_and_a_hyphen_joins_them(text: str, runs: list[str]) -> None:
    tokens = tokenize(text)
    assert [text[tokens.starts[first] : tokens.ends[last - 1]] for first, last in find_runs(tokens)] == runs
