"""The lines of a post: what each is by itself and by where it stands, and lines that copying broke or joined."""

from __future__ import annotations

import pytest

from geomap.model import PartKind
from geomap.read.text.body import draft_from_lines, looks_like_headline
from geomap.read.text.boilerplate import is_analysis_credit, is_bare_name, is_byline, is_caption, is_desk_line, is_prompt, long_sentences
from geomap.read.text.layout import GENERIC_LAYOUT
from geomap.read.text.lines import join_wrapped_lines, split_inline_times

P, H, I = PartKind.PARAGRAPH, PartKind.HEADING, PartKind.ITEM  # noqa: E741 - as short as what they mark


@pytest.mark.parametrize(
    ("line", "is_headline"),
    [
        ("Bridge closed", True),
        ("", False),
        ("   ", False),
        ("x" * 200, True),
        ("x" * 201, False),
        ("• Bridge closed", False),
        ("- Bridge closed", False),
        ("-5 degrees in Utiel", True),
        ("Bridge closed:", False),
        ("Bridge closed,", False),
        ("Bridge closed;", False),
        ("x" * 99 + ".", True),
        ("x" * 100 + ".", False),
        ("x" * 99 + ".”", False),
        ("x" * 100 + "!", True),
    ],
)
def test_what_could_be_a_headline(line: str, is_headline: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert looks_like_headline(line) is is_headline


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (["What is known"], [(H, "What is known")]),
        (["What is known."], [(P, "What is known.")]),
        (["what is known"], [(P, "what is known")]),
        (["W" + "x" * 79], [(H, "W" + "x" * 79)]),
        (["W" + "x" * 80], [(P, "W" + "x" * 80)]),
        (["• Two bridges are shut."], [(I, "Two bridges are shut.")]),
        (["•Two bridges are shut."], [(I, "Two bridges are shut.")]),
        (["- Two bridges are shut."], [(I, "Two bridges are shut.")]),
        (["-5 degrees in Utiel."], [(P, "-5 degrees in Utiel.")]),
        (["1. Boats came."], [(I, "1. Boats came.")]),
        (["12) Boats came."], [(I, "12) Boats came.")]),
        (["123. Boats came."], [(P, "123. Boats came.")]),
        (["  Boats came.", "Water fell."], [(I, "Boats came."), (P, "Water fell.")]),
        (["  Boats came.", "  Water fell."], [(I, "Boats came."), (I, "Water fell.")]),
        (["  Boats came."], [(P, "Boats came.")]),
    ],
)
def test_kinds_of_blocks(lines: list[str], blocks: list[tuple[PartKind, str]]) -> None:
    draft, _ = draft_from_lines(lines, GENERIC_LAYOUT, headline="Floods")
    assert draft.blocks == blocks


@pytest.mark.parametrize(
    ("lines", "headline", "author", "text"),
    [
        (["Bridge closed", "By Ann Reed", "Water fell."], "Bridge closed", "By Ann Reed", ["Water fell."]),
        (["By Ann Reed", "Bridge closed", "Water fell."], "Bridge closed", "By Ann Reed", ["Water fell."]),
        (["Bridge closed", "Ann Reed and Tom Blake", "Water fell."], "Bridge closed", "Ann Reed and Tom Blake", ["Water fell."]),
        (["Ann Reed and Tom Blake", "Water fell."], "Ann Reed and Tom Blake", None, ["Water fell."]),
        (["Bridge closed", "From the news desk", "Water fell."], "Bridge closed", "From the news desk", ["Water fell."]),
        (["Bridge closed", "Water fell.", "From the news desk"], "Bridge closed", None, ["Water fell.", "From the news desk"]),
        (["KYIV (AP) — Shells fell."], None, None, ["Shells fell."]),
        (["A boat in Utiel", "A boat in Utiel (Ann Reed/Getty Images)", "Water fell."], None, None, ["Water fell."]),
        (["Bridge closed", "Bridge closed", "Water fell."], "Bridge closed", None, ["Water fell."]),
        (["It rained.", "It rained.", "Water fell."], None, None, ["Water fell."]),
        (["Bridge closed", "", "  ", "Water fell."], "Bridge closed", None, ["Water fell."]),
        (["  Bridge closed", "Water fell."], None, None, ["Bridge closed", "Water fell."]),
        ([], None, None, []),
    ],
)
def test_headline_and_author(lines: list[str], headline: str | None, author: str | None, text: list[str]) -> None:
    draft, updated = draft_from_lines(lines, GENERIC_LAYOUT)
    assert (draft.headline, draft.author, [block for _, block in draft.blocks]) == (headline, author, text)
    assert updated is None


@pytest.mark.parametrize(("titled", "headline"), [(True, "It rained."), (False, None)])
def test_a_sentence_is_a_headline_where_other_posts_have_one(titled: bool, headline: str | None) -> None:  # noqa: FBT001 - a parameter of the test
    assert draft_from_lines(["It rained.", "Water fell."], GENERIC_LAYOUT, titled=lambda: titled)[0].headline == headline
    assert draft_from_lines(["It rained."], GENERIC_LAYOUT, titled=lambda: titled)[0].headline is None


def test_the_time_of_the_last_edit_is_told_beside_the_draft() -> None:
    draft, updated = draft_from_lines(["Bridge closed", "Water fell.", "Updated at 17.50 GMT", "18:00 GMT"], GENERIC_LAYOUT)
    assert [block for _, block in draft.blocks] == ["Water fell."]
    assert updated is not None
    assert updated.clock is not None
    assert (updated.clock.hour, updated.clock.minute) == (17, 50)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("By Ann Reed", True),
        ("By Ann Reed.", False),
        ("By Ann Reed:", False),
        ("By the river", False),
        ("By Ann Reed, our correspondent", True),
        ("Words by Ann Reed", True),
        ("Ann Reed and Tom Blake", True),
        ("Ann Reed & Tom Blake", True),
        ("Ann Reed, Tom Blake and Ida Moor", True),
        ("Ann Reed", False),
        ("Ann and the dam", False),
        ("By " + "Ann " * 80 + "Reed", False),
    ],
)
def test_bylines(line: str, named: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_byline(line) is named


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Ann Reed", True),
        ("Ann", False),
        ("Ann van Reed", True),
        ("Ann Reed in Kyiv", True),
        ("Ann Mary Jane Reed", True),
        ("Ann Mary Jane Lee Reed", False),
        ("Ann reed", False),
        ("Kherson Oblast", False),
        ("A" + "n" * 30 + " R" + "e" * 27, True),
        ("A" + "n" * 30 + " R" + "e" * 28, False),
    ],
)
def test_names_alone(line: str, named: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_bare_name(line) is named


@pytest.mark.parametrize(
    ("line", "is_credit"),
    [
        ("A boat in Utiel. (Ann Reed/Getty Images)", True),
        ("A boat (in Utiel)", False),
        ("A boat in Utiel [AP]", True),
        ("A boat in Utiel. Photograph: Ann Reed/AP", True),
        ("A boat in Utiel on June 6. Ann Reed/AP", True),
        ("Ann Reed/AFP", True),
        ("Getty Images", True),
        ("The boats of Utiel/Chiva", False),
        ("", False),
        ("x" * 560 + ". (Ann Reed/Getty Images)", True),
        ("x" * 600 + ". (Ann Reed/Getty Images)", False),
    ],
)
def test_captions(line: str, is_credit: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_caption(line) is is_credit


def test_desks_and_analysts() -> None:
    assert is_desk_line("From the news desk", "from")
    assert not is_desk_line("From the news desk.", "from")
    assert not is_desk_line("The news desk", "the")
    assert is_desk_line("From a b c d e f g", "from")
    assert not is_desk_line("From a b c d e f g h", "from")
    assert is_analysis_credit("Analysis by Ann Reed", "analysis")
    assert not is_analysis_credit("Analysis by people", "analysis")
    assert not is_analysis_credit("Analyses by Ann Reed", "analyses")


@pytest.mark.parametrize(
    ("line", "is_long"),
    [
        ("It " + "x" * 97 + ".", True),
        ("It " + "x" * 96 + ".", False),
        ("It " + "x" * 97 + "x", False),
        ("It " + "x" * 100 + ".[5]", True),
        ("It " + "x" * 100 + ".[x]", False),
        ("It (" + "x" * 100 + ".", False),
        ("It " + "x" * 100 + " (so).", True),
        ("It " + "x" * 100 + " contributed to it.", False),
        ("Share " + "x" * 100 + ".", False),
    ],
)
def test_long_sentences_are_text_at_first_sight(line: str, is_long: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert (long_sentences([line]) == [line]) is is_long


@pytest.mark.parametrize(
    ("line", "asks"), [("Read more", True), ("Readers came", False), ("Read more " + "x" * 150, True), ("Read more " + "x" * 291, False)]
)
def test_prompts(line: str, asks: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_prompt(line) is asks


LONG, SHORT = "x" * 58 + " y", "x" * 30


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([LONG] * 7, [" ".join([LONG] * 7)]),
        ([LONG] * 6, [LONG] * 6),
        ([*[LONG] * 6, SHORT, LONG], [" ".join([*[LONG] * 6, SHORT]), LONG]),
        ([*[LONG] * 7, "", LONG], [" ".join([LONG] * 7), "", LONG]),
        ([*[LONG] * 7, " " + SHORT], [" ".join([LONG] * 7), " " + SHORT]),
        ([*[LONG] * 7, "18:00 GMT"], [" ".join([LONG] * 7), "18:00 GMT"]),
        ([*[LONG] * 7, "x" * 101], [*[LONG] * 7, "x" * 101]),
        (["x" * 39] * 9, ["x" * 39] * 9),
        (["x" * 40] * 9, [" ".join(["x" * 40] * 9)]),
        ([LONG, *[SHORT] * 3] * 7, [LONG, *[SHORT] * 3] * 7),  # most lines end a paragraph
        ([], []),
    ],
)
def test_wrapped_lines_are_joined(lines: list[str], joined: list[str]) -> None:
    assert join_wrapped_lines(lines) == joined


@pytest.mark.parametrize(
    ("lines", "parted"),
    [
        (
            ["17:42 Explosions in Utiel", "16:20 Bridge shut", "15:10 - Boats come", "Water."],
            ["17:42", "Explosions in Utiel", "16:20", "Bridge shut", "15:10", "Boats come", "Water."],
        ),
        (
            ["17:42 A bridge is shut", "16:20 В Утьеле взрыв", "15:10 12 drones were shot down", "14:00 У Києві тривога"],
            ["17:42", "A bridge is shut", "16:20", "В Утьеле взрыв", "15:10", "12 drones were shot down", "14:00", "У Києві тривога"],
        ),
        (["17:42 Explosions in Utiel", "16:20 Bridge shut", "Water."], ["17:42 Explosions in Utiel", "16:20 Bridge shut", "Water."]),
        (["Ann Lee26 January 2023 17:00", "Water."], ["Ann Lee", "26 January 2023 17:00", "Water."]),
        (["Ann Lee 26 January 2023 17:00", "Water."], ["Ann Lee 26 January 2023 17:00", "Water."]),
        (["17:42", "16:20 GMT", "15:10 GMT"], ["17:42", "16:20 GMT", "15:10 GMT"]),
    ],
)
def test_times_before_words_get_lines_of_their_own(lines: list[str], parted: list[str]) -> None:
    assert split_inline_times(lines) == parted
