"""Districts that no source locates stand at their seats, and where there is none at the centre of their region."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import Gazetteer, PlaceKind
from gazetteer.build import build_index
from gazetteer.sources.base import SourcePlace
from tests.gazetteer.conftest import Rows, arvenian_rows, make_place, names


def _district(code: str, name: str, region: str = "02", **fields: object) -> SourcePlace:
    return make_place(f"t:{code}", name, kind=PlaceKind.DISTRICT, admin1_code=region, admin2_code=code, feature_code="ADM2", **fields)


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    rows = [
        *arvenian_rows(),
        make_place("t:20", "Saint Ore", 0.2, 12.4, population=20, admin1_code="02"),
        make_place("t:21", "Orsk", 1.9, 13.9, population=9000, admin1_code="02", names=names("Orska")),
        make_place("t:22", "Orsk", 0.1, 10.1, population=90_000, admin1_code="01"),
        _district("0201", "Orsk Raion"),
        _district("0202", "Caza de Saint Ore"),
        _district("0203", "Hills Raion"),
        _district("0204", "Qada Orska"),
    ]
    return Gazetteer.open(build_index([Rows(rows)], tmp_path / "index", edition="1"))


@pytest.mark.parametrize(
    ("district", "lat", "lon"),
    [
        ("t:0201", 1.9, 13.9),  # the town of its region, not the larger one of another
        ("t:0202", 1.0, 13.0),  # of two places that bear the name the larger
        ("t:0204", 1.9, 13.9),
        ("t:0101", 1.0, 11.0),  # as its source says
    ],
)
def test_a_district_stands_at_its_seat(gazetteer: Gazetteer, district: str, lat: float, lon: float) -> None:
    place = gazetteer.place(district)
    assert place is not None
    assert (place.lat, place.lon) == (pytest.approx(lat), pytest.approx(lon))


def test_a_district_without_a_seat_stands_in_the_middle_of_its_region(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("t:0203")
    assert place is not None
    assert place.lat not in (None, 1.9, 1.0)


def test_a_district_is_found_without_the_word_before_its_name(gazetteer: Gazetteer) -> None:
    assert [found.place.id for found in gazetteer.lookup("Orska district")] == ["t:0204"]
