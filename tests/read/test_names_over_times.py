"""Live blogs whose posts begin with who wrote them and when, on one line."""

from __future__ import annotations

import pytest

from tests.read.conftest import Reading, times

PAGE = """Storm live
10 May 2024

{} 11.20pm
Bridge closed

Police closed a bridge near Lyon after a lorry fell over.

{} 10.45pm
Roof gone

The wind tore off the roof of a school in Marseille.
"""


def test_a_name_and_a_clock_begin_a_post(reading: Reading) -> None:
    found = reading(PAGE.format("Ina Brook", "Jo Van Hill"), timezone="Europe/Paris")
    assert times(found) == ["2024-05-10 21:20", "2024-05-10 20:45"]
    assert [post.title for post in found.posts] == ["Bridge closed", "Roof gone"]
    assert all("Brook" not in post.text for post in found.posts)


@pytest.mark.parametrize("names", [("Marseille", "Lyon"), ("it closed at", "it fell at")])
def test_other_words_before_a_clock_are_no_name(reading: Reading, names: tuple[str, str]) -> None:
    (post,) = reading(PAGE.format(*names), timezone="Europe/Paris").posts
    assert names[0] in post.text
