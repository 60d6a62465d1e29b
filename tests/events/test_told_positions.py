"""What tells where a site lies is no site of its own."""

from __future__ import annotations

import pytest

import geomap


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Shelling hit Kupiansk, 100 km east of Kharkiv, on Tuesday, killing two.", "Kupiansk"),
        ("At Derna, some 300 km east of Benghazi, a dam collapsed on Saturday and drowned thousands.", "Darnah"),
        ("In Utiel, about 80km west of Valencia, the river burst its banks on Tuesday and drowned four people.", "Utiel"),
    ],
)
def test_the_town_from_which_a_distance_is_told_is_no_second_site(text: str, place: str) -> None:
    assert [event.where.name for event in geomap.geoparse(geomap.Text(text, published_at="2024-10-30T12:00:00Z")).events] == [place]
