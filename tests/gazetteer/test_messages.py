"""Messages quote at most 200 characters of what comes from outside."""

from __future__ import annotations

import pytest

from gazetteer.errors import GazetteerError, listed, quoted, shortened
from geomap.errors import GeomapError
from geomap.model import Problem

LONG = "mill " * 100


@pytest.mark.parametrize("mark", ["'", '"'])
def test_a_long_quotation_is_cut(mark: str) -> None:
    cut = shortened(f"id {mark}{LONG}{mark} is not a number")
    assert len(cut) < 230
    assert cut.startswith(f"id {mark}mill mill")
    assert cut.endswith(f"…{mark} is not a number")


def test_a_long_word_keeps_both_ends() -> None:
    word, _, rest = shortened(f"/out/{'n' * 400}/page.txt: there is no such file").partition(" ")
    assert (len(word), word[:6], word[-10:], rest) == (200, "/out/n", "/page.txt:", "there is no such file")


@pytest.mark.parametrize(
    "text",
    [
        "'Armed clash' is short",
        "the page's text is long " + LONG + " and so is the reader's",
        "/a/path/of/two/hundred/" + "n" * 170,
        "one line ' " + "x" * 150 + "\nand another '",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert shortened(text) == text


def test_what_is_quoted_is_one_short_line() -> None:
    assert quoted("a\n b\t c") == "a b c"
    assert len(quoted(LONG)) == 200
    assert listed([]) == "none"
    assert listed(["a", "b"]) == "a, b"
    assert listed([f"c{at}" for at in range(1000)]).endswith("c19 and 980 more")


@pytest.mark.parametrize("kind", [GeomapError, GazetteerError])
def test_errors_and_problems_are_shortened(kind: type[GeomapError | GazetteerError]) -> None:
    error = kind(f"'{LONG}' is odd", parameter="date")
    assert len(error.text) < 230
    assert str(error) == f"date: {error.text}"
    assert Problem(origin="a", text=f"'{LONG}' is odd").text == error.text
