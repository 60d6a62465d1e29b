"""The expressions of the tables: what each element matches, how far gaps reach, and which expressions make no sense."""

from __future__ import annotations

import pytest

from geomap.events.matcher import Matcher, TokenView, compile_expression
from geomap.lang.grouped import grouped_tokens

IRREGULAR = {"strike": ["strikes", "struck"]}


def spans(expression: str, text: str, *, numbers: dict[int, int] | None = None, places: dict[int, int] | None = None) -> list[str]:
    """The words of each match."""
    matcher: Matcher[str] = Matcher()
    matcher.add(compile_expression(expression, IRREGULAR), "found")
    tokens = grouped_tokens(text, 0, len(text))
    found = matcher.find(TokenView(tokens, numbers or {}, places or {}))
    return [" ".join(token.text for token in tokens[span.start : span.end]) for span, _ in found]


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        ("fire in", "a Fire in x fire in", ["Fire in", "fire in"]),
        ("fire in", "fire out", []),
        ("fire the? in", "fire in", ["fire in"]),
        ("fire the? in", "fire the in", ["fire the in"]),
        ("fire the? in", "fire the the in", []),
        ("fire out?", "fire out", ["fire out"]),
        ("fire out?", "fire", ["fire"]),
        ("fire|smoke out|off", "smoke off fire out smoke", ["smoke off", "fire out"]),
        ("strike+ it", "struck it strikes it strike it", ["struck it", "strikes it", "strike it"]),
        ("shell+", "shelling shells shell shelf", ["shelling", "shells", "shell"]),
        ("explo* now", "exploding now explosion now expl now", ["exploding now", "explosion now"]),
        ("exp* now", "expl now exit now", ["expl now"]),
        ("ex* now", "exit now ex* now", []),  # too short a beginning
        ("fire .. out", "fire out", ["fire out"]),
        ("fire .. out", "fire a b c out", ["fire a b c out"]),
        ("fire .. out", "fire a b c d out", []),
        ("fire ... out", "fire a b c d e f g h i j out", ["fire a b c d e f g h i j out"]),
        ("fire ... out", "fire a b c d e f g h i j k out", []),
        ("fire .. out", "fire a . out", []),
        ("fire .. out", "fire ; out", []),
        ("fire .. out", "fire , out", ["fire , out"]),
        ("fire .. out", "fire a out b out", ["fire a out"]),  # the shortest
        ("fire .. out now", "fire out now out now", ["fire out now"]),
        ("fire .. out now", "fire out b out now", ["fire out b out now"]),
    ],
)
def test_words_and_gaps(expression: str, text: str, found: list[str]) -> None:
    assert spans(expression, text) == found


def test_numbers_and_places() -> None:
    assert spans("<num> dead", "two hundred dead", numbers={0: 2}) == ["two hundred dead"]
    assert spans("<num> dead", "two hundred dead") == []
    assert spans("hit <place>", "hit New York now", places={1: 3}) == ["hit New York"]
    assert spans("hit <place>", "hit New York now", numbers={1: 3}) == []
    assert spans("<place> fell", "New York fell", places={0: 2}) == ["New York fell"]
    assert spans("it <place>? fell", "it fell") == ["it fell"]


@pytest.mark.parametrize("expression", ["", "  ", "fire? out", ".. out", "... out"])
def test_an_expression_begins_with_something(expression: str) -> None:
    with pytest.raises(ValueError, match="should start with"):
        compile_expression(expression, {})


@pytest.mark.parametrize("expression", ["<num>", "<num> <place>", "<place> dead?", "<num> .. <place>"])
def test_an_expression_that_begins_with_a_number_names_a_word(expression: str) -> None:
    with pytest.raises(ValueError, match="should name a word"):
        Matcher[str]().add(compile_expression(expression, {}), "x")


def test_what_may_begin_a_match() -> None:
    matcher: Matcher[str] = Matcher()
    for expression in ("fire|smoke in", "explo* now", "<num> dead"):
        matcher.add(compile_expression(expression, {}), expression)
    assert [matcher.may_begin(low) for low in ("fire", "smoke", "explosion", "export", "exit", "dead", "in")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
