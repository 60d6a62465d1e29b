"""What the words around a name say of its place."""

from __future__ import annotations

import re

import pytest

from gazetteer import PlaceKind
from geomap.model import Mention
from geomap.resolve.hints import Hints, find_hints

_MARK = re.compile(r"\[([^\]]+)\]")


def _hints(marked: str) -> list[Hints]:
    text, mentions, done = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        mentions.append(Mention(post_id="1", start=len(text), end=len(text) + len(mark[1]), text=mark[1], confidence=1.0))
        text += mark[1]
        done = mark.end()
    return find_hints(text + marked[done:], mentions)


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("on the outskirts of [Lyman]", PlaceKind.SETTLEMENT),
        ("(the capital  of [France])", None),  # only one space stands in these words
        ("(the capital of [France])", PlaceKind.SETTLEMENT),
        ("the Village of\n[Lyman]", PlaceKind.SETTLEMENT),
        ("because of [Lyman]", None),
        ("of [Lyman]", None),
        ("the province of [Utrecht]", PlaceKind.REGION),
        ("the county of [Kent],", PlaceKind.DISTRICT),
        ("lake [Ladoga]", PlaceKind.WATER),
        ("[Ladoga] lake.", PlaceKind.WATER),
        ("[Luhansk] regional roads", PlaceKind.REGION),
        ("[Luhansk] Regional Council", None),
        ("[Texan]s state", None),
        ("[Tex]ans state", PlaceKind.REGION),
        ("[Crimea] peninsula", PlaceKind.TERRAIN),
        ("у місті [Харків]", PlaceKind.SETTLEMENT),
        ("смт [Лиман]", PlaceKind.SETTLEMENT),
        ("[Kharkiv], region by region", None),
        ("[Kharkiv]", None),
    ],
)
def test_words_beside_a_name_say_its_kind(marked: str, kind: PlaceKind | None) -> None:
    assert _hints(marked)[0].kind is kind


def test_sentences_are_counted() -> None:
    hints = _hints("In [Kyiv] and [Lviv]. Then [Odesa]; [Sumy] too\n[Poltava], no. 5 of [Rivne]")
    assert [hint.sentence for hint in hints] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("marked", "kinds"),
    [
        ("the provinces of [A], [B] and [C] and the town of [D]", [PlaceKind.REGION] * 3 + [PlaceKind.SETTLEMENT]),
        ("in ten provinces: [A], [B]. [C] is a city", [PlaceKind.REGION] * 2 + [None]),
        ("six districts of the north: [A] and [B]", [PlaceKind.DISTRICT] * 2),
        ("The states met: [A] spoke.", [PlaceKind.REGION]),
        ("[A], [B]", [None, None]),
    ],
)
def test_units_named_before_a_list_hold_for_all_of_it(marked: str, kinds: list[PlaceKind | None]) -> None:
    assert [hint.kind for hint in _hints(marked)] == kinds


@pytest.mark.parametrize(
    ("marked", "kinds"),
    [
        ("[A], [B] and [C] regions", [PlaceKind.REGION] * 3),
        ("[A], then [B] and [C] regions", [None, PlaceKind.REGION, PlaceKind.REGION]),
        ("[A] and [B] region", [None, PlaceKind.REGION]),  # one region
        ("[A] city and [B] regions", [PlaceKind.SETTLEMENT, PlaceKind.REGION]),
        ("the regions of [A]; [B]", [PlaceKind.REGION, None]),
        ("the regions of [A], [B] city and [C]", [PlaceKind.REGION, PlaceKind.SETTLEMENT, None]),
        ("[A] city, [B] and [C]", [PlaceKind.SETTLEMENT, None, None]),
        ("the city of [A], [B]", [PlaceKind.SETTLEMENT, None]),
    ],
)
def test_a_unit_word_is_shared_along_a_list_and_no_farther(marked: str, kinds: list[PlaceKind | None]) -> None:
    assert [hint.kind for hint in _hints(marked)] == kinds


@pytest.mark.parametrize(
    ("marked", "sentence"),
    [
        ("[A]. In [B]", 1),
        ("[A] a.m. In [B]", 1),
        ("[A], e.g. the [B]", 0),
        ("[A]! So? Not [B]", 1),  # one after the other, however many end between them
        ("[A] wins\n[B]", 1),
    ],
)
def test_a_sentence_ends_before_a_capital(marked: str, sentence: int) -> None:
    assert _hints(marked)[1].sentence == sentence


@pytest.mark.parametrize(
    ("marked", "kinds"),
    [
        ("the regions of the [A] river", [PlaceKind.WATER]),  # the words after the name come first
        ("the regions of [A] county and [B]", [PlaceKind.REGION, None]),
        ("the regions [A] and [B]", [None, None]),
        ("the regions of [A] and [B], or [C] and the sea", [PlaceKind.REGION] * 3),
    ],
)
def test_a_list_of_units_begins_after_of_or_a_colon(marked: str, kinds: list[PlaceKind | None]) -> None:
    assert [hint.kind for hint in _hints(marked)] == kinds
