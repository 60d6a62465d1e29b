"""How firmly words state where a name lies, and what is said of units, villages and rows."""

from __future__ import annotations

import pytest

from geomap.resolve.hints import find_hints
from geomap.resolve.said import Force
from geomap.resolve.statements import find_rows, find_statements
from tests.resolve.marked import read_marked

HINT, ROW, LOOSE, FIRM, SCOPE = Force
_Stated = tuple[int, int, Force, bool, bool]


def _stated(marked: str) -> list[_Stated]:
    """Inner, outer, force, is it called small, is it said plainly."""
    post, mentions = read_marked(marked)
    found = find_statements(post.text, mentions, find_hints(post.text, mentions))
    return [(one.inner, one.outer, one.force, one.is_small, one.is_plain) for one in found]


@pytest.mark.parametrize(
    ("marked", "stated"),
    [
        ("[A] in [B]", [(0, 1, LOOSE, False, False)]),
        ("the village of [A] in [B]", [(0, 1, FIRM, True, True)]),
        ("the town of [A] in [B]", [(0, 1, FIRM, False, True)]),
        ("[A] in the [B] region", [(0, 1, FIRM, False, True)]),
        ("[A], [B]", [(0, 1, LOOSE, False, False)]),
        ("[A], [B] region", [(0, 1, FIRM, False, True)]),
        ("[A], a village in [B]", [(0, 1, FIRM, True, True)]),
        ("[A] village ([B])", [(0, 1, FIRM, True, True)]),
        ("[A] ([B])", [(0, 1, FIRM, False, True)]),
        ("[A]'s [B]", [(1, 0, FIRM, False, False)]),
        ("the [A] region town of [B]", [(1, 0, FIRM, False, False)]),
        ("the [A] town of [B]", [(1, 0, HINT, False, False)]),
        ("the [<A] town of [B]", [(1, 0, FIRM, False, False)]),
        ("the [<A] army in [B]", []),
        ("the [A] army of [<B]", []),
        ("[A], [B] and [C]", [(0, 1, ROW, False, False)]),
        ("[A], [B] region and [C] region", [(0, 1, HINT, False, False)]),
        ("[A], [B] and [C] region", [(0, 1, ROW, False, False)]),
        ("[A] region, [B]", [(0, 1, LOOSE, False, False), (1, 0, HINT, False, False)]),
        ("[Ford Relief Area] ([FRA])", []),
        ("[Ford Relief Area] ([Fra])", [(0, 1, FIRM, False, True)]),
    ],
)
def test_forces(marked: str, stated: list[_Stated]) -> None:
    assert _stated(marked) == stated


@pytest.mark.parametrize(
    ("marked", "km"),
    [
        ("[A], 20 km from [B]", 20 * 1.3 + 15),
        ("[A], 2,5 km from [B]", 2.5 * 1.3 + 15),
        ("[A], 20 miles from [B]", 20 * 1.609 * 1.3 + 15),
        ("[A], 20 mi from [B]", 20 * 1.609 * 1.3 + 15),
        ("[A] near [B]", 60.0),
        ("[A], north of [B]", 120.0),
    ],
)
def test_how_far_off_a_name_may_be(marked: str, km: float) -> None:
    post, mentions = read_marked(marked)
    (one,) = find_statements(post.text, mentions, find_hints(post.text, mentions))
    assert one.limit_km == pytest.approx(km)


def test_a_region_is_not_said_to_be_near() -> None:
    assert _stated("the [A] region near [B]") == []


@pytest.mark.parametrize(
    ("count", "stated"),
    [(80, True), (95, False)],
)
def test_words_far_apart_state_nothing(count: int, stated: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert bool(_stated(f"[A],{' ' * count}[B]")) is stated


@pytest.mark.parametrize(
    ("marked", "inside"),
    [
        ("[A] region: [B] burned.\n[C] is calm.", [(1, 0), (2, 0)]),
        ("[A] region: [B] burned.\n\nAlso [C].", [(1, 0)]),
        ("In [A], [B] burned. [C] is calm.", [(1, 0)]),
        ("In [A], [B] burned, e.g. the [C].", [(1, 0), (2, 0)]),
        ("[A], [B] burned.", []),
        ("[<A] region: [B] burned.", []),
        ("In [A], the [<B] army and [C] region", []),
    ],
)
def test_scopes(marked: str, inside: list[tuple[int, int]]) -> None:
    assert [(inner, outer) for inner, outer, force, *_ in _stated(marked) if force is SCOPE] == inside


@pytest.mark.parametrize(
    ("marked", "rows"),
    [
        ("[A], [B] and [C]", [[0, 1, 2]]),
        ("[A] and [B]. [C], [D], [E]", [[2, 3, 4]]),
        ("[A], [B], [C] burned; [D], [E] and in the [F]", [[0, 1, 2], [3, 4, 5]]),
        ("[A]", []),
        ("", []),
    ],
)
def test_rows(marked: str, rows: list[list[int]]) -> None:
    post, mentions = read_marked(marked)
    assert list(find_rows(post.text, mentions)) == rows
