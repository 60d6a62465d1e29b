"""The newest post of a page stands below its title and date, and is not taken for them; the page's time tells the day of all."""

from __future__ import annotations

import pytest

from tests.read.conftest import Reading, times, titles

_BELOW = """
19:15 GMT
Hospital shelled in the north

A shell hit a ward, killing four patients, doctors say.

17:02 GMT
Market looted

Armed men looted the main market, residents say.
"""
_NEWEST = """Navy takes civilians to safety

More than 150 people arrived by sea on Saturday, the ministry said.
"""


def test_the_newest_post_may_be_the_only_one_with_a_day(reading: Reading) -> None:
    posts = reading(f"Conflict live: fighting goes on\n\n21:40 GMT, 22 April 2023\n{_NEWEST}{_BELOW}")
    assert titles(posts) == ["Navy takes civilians to safety", "Hospital shelled in the north", "Market looted"]
    assert times(posts) == ["2023-04-22 21:40", "2023-04-22 19:15", "2023-04-22 17:02"]


@pytest.mark.parametrize("published", ["21:40 GMT", "21:55 GMT"])
def test_a_page_published_with_its_newest_post_is_of_that_day(reading: Reading, published: str) -> None:
    posts = reading(f"Conflict live\n\nPublished {published}, 22 April 2023\n\n21:40 GMT\n{_NEWEST}{_BELOW}")
    assert times(posts) == ["2023-04-22 21:40", "2023-04-22 19:15", "2023-04-22 17:02"]


def test_a_page_published_before_its_oldest_post_goes_on_from_there(reading: Reading) -> None:
    posts = reading(f"Conflict live\n\nPublished 16:30 GMT, 22 April 2023\n\n21:40 GMT\n{_NEWEST}{_BELOW}")
    assert times(posts) == ["2023-04-22 21:40", "2023-04-22 19:15", "2023-04-22 17:02"]


def test_a_page_published_the_evening_before_is_of_the_next_day(reading: Reading) -> None:
    drill = "07:15 GMT\nDrill held\n\nSirens are tested, the mayor says.\n"
    posts = reading(f"Conflict live\n\nPublished 16:30 GMT, 22 April 2023\n\n09:40 GMT\n{_NEWEST}\n{drill}")
    assert times(posts) == ["2023-04-23 09:40", "2023-04-23 07:15"]
