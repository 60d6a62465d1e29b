"""What a long run keeps on disk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geomap.model import Post
from geomap.read import with_unique_ids
from geomap.spill import Spill


@given(st.lists(st.sampled_from(["a", "b", "a~2", "a~3", "a~2~2", "A", "я", ""]), max_size=12))
def test_ids_become_unique_as_for_inputs_in_memory(names: list[str]) -> None:
    posts = with_unique_ids([Post(id=name, source="s", text="t") for name in names])
    with Spill() as spill:
        assert [spill.unique_name(name) for name in names] == [post.id for post in posts if isinstance(post, Post)]


def test_a_page_is_complete_with_its_last_row() -> None:
    with Spill() as spill:
        for row, page in enumerate(["x", "y", "x", "x"]):
            spill.expect(page, row)
        assert (spill.size_of("x"), spill.size_of("y")) == ((3, 3), (1, 1))
        assert [spill.see("x", 2), spill.see("y", 1), spill.see("x", 1)] == [False, True, True]


def test_what_is_held_comes_back_once_and_in_the_order_of_rows() -> None:
    with Spill() as spill:
        for row, page in ((5, "x"), (2, "y"), (3, "x")):
            spill.hold(row, page, b"%d" % row)
        assert spill.take("x") == [(3, b"3"), (5, b"5")]
        assert spill.take("x") == []
        assert spill.take("y") == [(2, b"2")]


def test_lines_come_up_to_the_first_gap() -> None:
    with Spill() as spill:
        for row in (4, 3, 6):
            spill.keep(row, b"%d" % row)
        assert list(spill.lines_from(2)) == []
        assert list(spill.lines_from(3)) == [b"3", b"4"]
        assert list(spill.lines_from(3)) == []
        assert list(spill.lines_from(6)) == [b"6"]
