"""Lines of corrections are found by id, address and words, whatever the length of the words and the number of lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geomap.corrections.finding import LineFinder
from geomap.corrections.lines import Correction

WORDS = st.text("abİß ", max_size=70)


@given(st.lists(st.tuples(WORDS, st.booleans()), max_size=12), WORDS)
def test_every_line_that_fits_is_found(given_lines: list[tuple[str, bool]], text: str) -> None:
    lines = [Correction(line=at, post=words, event_id="e" if is_named else None) for at, (words, is_named) in enumerate(given_lines)]
    fitting = [
        one
        for one in lines
        if one.post and (one.post in {"ab", "a b"} or (one.event_id is None and one.post.casefold() in text.casefold()))
    ]
    assert LineFinder(lines).of("ab", "a b", text) == fitting


def test_words_of_any_length_are_found() -> None:
    lines = [Correction(line=size, post="x" * size) for size in range(1, 80)]
    assert [one.line for one in LineFinder(lines).of("p", None, "X" * 40)] == list(range(1, 41))
