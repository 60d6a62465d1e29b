"""What a text states of where its names lie."""

from __future__ import annotations

import pytest

from geomap.resolve.hints import find_hints
from geomap.resolve.said import Force
from geomap.resolve.statements import Statement, find_rows, find_statements, holders_of
from tests.resolve.marked import read_marked


def _statements(marked: str) -> list[Statement]:
    post, mentions = read_marked(marked)
    return find_statements(post.text, mentions, find_hints(post.text, mentions))


@pytest.mark.parametrize(
    "marked",
    [
        "a fire in [Oakville], [Ontario] province",
        "the village of [Oakville] in [Ontario]",
        "[Oakville] ([Ontario])",
        "[Oakville] village ([Ontario] region)",
        "[Oakville], in northern [Ontario]",
        "[Oakville], a small mining town in [Ontario]",
        "[Oakville], which is located in [Ontario]",
        "the [Oakville] district of [Ontario]",
        "[Oakville], the capital of [Ontario]",
        "у селі [Борова] [Харківської] області",
    ],
)
def test_a_name_lies_in_the_one_after_it(marked: str) -> None:
    assert (0, 1, Force.FIRM) in {(one.inner, one.outer, one.force) for one in _statements(marked)}


@pytest.mark.parametrize(
    "marked",
    [
        "[Ontario]'s [Oakville]",
        "[Ontario]'s second-largest city of [Oakville]",
        "[Ontario] region's [Oakville]",
        "the [Ontario] province town of [Oakville]",
        "the [<Canadian] border town of [Oakville]",
        "a [<Canadian] city [Oakville]",
    ],
)
def test_a_name_lies_in_the_one_before_it(marked: str) -> None:
    assert [(one.inner, one.outer) for one in _statements(marked) if one.force is Force.FIRM] == [(1, 0)]


@pytest.mark.parametrize(
    ("marked", "least", "most"),
    [
        ("[Ford], near the town of [Mill]", 50, 100),
        ("[Ford] near [Mill]", 50, 100),
        ("[Ford], 20 km east of [Mill]", 25, 60),
        ("[Ford], a village about 15 kilometres (9 miles) north-west of the city of [Mill]", 20, 60),
        ("[Ford], some 100 miles from [Mill]", 170, 260),
        ("[Ford], just north of [Mill]", 50, 150),
        ("в [Форд] под [Милл]", 50, 100),
    ],
)
def test_a_name_is_near_the_one_after_it(marked: str, least: float, most: float) -> None:
    (one,) = _statements(marked)
    assert (one.inner, one.outer, one.force) == (0, 1, Force.FIRM)
    assert one.limit_km is not None
    assert least <= one.limit_km <= most


@pytest.mark.parametrize(
    "marked",
    [
        "[Ford] and [Mill]",
        "troops from [Ford] attacked [Mill]",
        "[Ford] accused [Mill] of lying",
        "the [<Polish] army in [Mill]",
        "[Cordillera Administrative Region] ([CAR])",
    ],
)
def test_other_words_state_nothing(marked: str) -> None:
    assert [one for one in _statements(marked) if one.force is not Force.HINT and (one.inner, one.outer) != (0, 1)] == []


def test_what_lies_in_a_part_of_a_country_lies_in_that_part() -> None:
    assert (0, 2) in {(one.inner, one.outer) for one in _statements("the village of [Ford] in [Russia]'s [Belgorod] region")}


def test_a_third_name_may_be_near_the_first() -> None:
    (near,) = [one for one in _statements("the village of [Ford] ([Donetsk] region) near [Mill]") if one.limit_km is not None]
    assert (near.inner, near.outer) == (0, 2)


@pytest.mark.parametrize(
    ("marked", "inside"),
    [
        ("[Kharkiv] region: shelling of [Ford] and [Mill]. [Dale] was calm.", {1, 2, 3}),
        ("In the [Kharkiv] region, [Ford] and [Mill] were shelled. [Dale] was calm.", {1, 2}),
        ("Meanwhile in [Syria], [Ford] was hit", {1}),
        ("[Kharkiv]: the minister of [Mill] spoke", set()),
        ("[Kharkiv] region and [Ford]", set()),
    ],
)
def test_a_unit_opens_a_sentence_or_a_line(marked: str, inside: set[int]) -> None:
    assert {one.inner for one in _statements(marked) if one.force is Force.SCOPE} == inside


@pytest.mark.parametrize(
    ("marked", "holders"),
    [
        ("[Paris], [Texas]", [[1], []]),
        ("[Paris] in [Texas] or in [France]", [[1], [], []]),
        ("[Lyman], [Kramatorsk], [Donetsk] region", [[1, 2], [2], []]),
        ("[Donetsk]'s [Avdiivka]", [[], [0]]),
        ("[Paris] and [Texas]", [[], []]),
        ("[A], [B], [C], [D]", [[1, 2], [2, 3], [3], []]),
        ("[A], [B] and [C]", [[1], [], []]),
        ("[A] county, in the northern [B]", [[1], []]),
        ("[A] district, the [B]", [[1], [0]]),
        ("[A], in the northern [B]", [[1], []]),
        ("[A], far away from whatever the people of these parts call [B]", [[], []]),
        ("[A]'s port of [B]", [[], [0]]),
        ("[A] region's [B]", [[], [0]]),
        ("[A] region, [B]", [[1], [0]]),
        ("[A] region: town of [B]", [[], [0]]),
    ],
)
def test_one_name_may_hold_the_other(marked: str, holders: list[list[int]]) -> None:
    found = holders_of(_statements(marked), len(holders))
    assert [sorted(own) for own in found] == holders


@pytest.mark.parametrize(
    ("marked", "rows"),
    [
        ("[A], [B] and [C] were hit", [[0, 1, 2]]),
        ("[A], [B]; and then [C]", []),
        ("[A] and [B]", []),
        ("in [A]; [B]; [C], [D] as well as [E]. [F]", [[0, 1, 2, 3, 4]]),
    ],
)
def test_rows_of_names(marked: str, rows: list[list[int]]) -> None:
    post, mentions = read_marked(marked)
    assert list(find_rows(post.text, mentions)) == rows
