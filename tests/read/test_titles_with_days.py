"""A title that names a day is no time line, whatever word stands before the day."""

from __future__ import annotations

import pytest

from tests.read.conftest import Reading, times


@pytest.mark.parametrize("title", ["Harbour update May 5 2024", "Storm report: update of 5 May 2024", "Harbour at dusk"])
def test_a_title_with_a_day_stays_the_title(reading: Reading, title: str) -> None:
    page = f"{title}\nMonday, 6 May 2024, 17:07\nA crane fell into the sea near Odesa and sank a barge.\n"
    found = reading(page, name="a.txt", timezone="UTC")
    assert [post.title for post in found.posts] == [title]
    assert times(found) == ["2024-05-06 17:07"]
