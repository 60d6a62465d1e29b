"""Which posts belong together."""

from __future__ import annotations

from geomap.model import Post
from geomap.pages import following_pages, whole_pages


def post(page: str | None, source: str = "s", title: str | None = None, origin: str = "o") -> Post:
    return Post(id="i", source=source, text="t", page=page, page_title=title, origin=origin)


def test_groups_part_no_page_wherever_its_posts_stand() -> None:
    posts = [post("a"), post("b"), post("a"), post("c"), post("d"), post("b")]
    assert list(whole_pages(posts, 1)) == [[0, 2], [1, 5], [3], [4]]
    assert list(whole_pages(posts, 3)) == [[0, 1, 2, 5], [3, 4]]
    assert list(whole_pages([], 3)) == []


def test_posts_under_one_title_of_an_input_stay_together() -> None:
    posts = [post("a", title="News"), post("b", title="News"), post("c"), post("d", title="News", origin="other"), post("a")]
    assert list(whole_pages(posts, 1)) == [[0, 1, 4], [2], [3]]


def test_posts_of_one_source_without_a_page_are_a_page() -> None:
    posts = [post(None, "x"), post(None, "y"), post(None, "x", title="News"), post(None, "z", title="News")]
    assert list(whole_pages(posts, 1)) == [[0, 2, 3], [1]]


def test_a_stream_is_cut_between_pages_only() -> None:
    posts = [post("a"), post("a"), post("a"), post("b"), post("c"), post("a")]
    assert [[one.page for one in batch] for batch in following_pages(posts, 2)] == [["a", "a", "a"], ["b", "c"], ["a"]]
