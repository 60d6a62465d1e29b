"""Names of regions as English-language news has them, in the gazetteer that ships."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer, PlaceKind


@pytest.fixture(scope="module")
def shipped() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Ayeyawady Region", "MM", "Ayeyarwady"),
        ("Irrawaddy Division", "MM", "Ayeyarwady"),
        ("Cordillera Administrative Region", "PH", "Cordillera"),
        ("Metro Manila", "PH", "National Capital Region"),
        ("Bangsamoro", "PH", "Autonomous Region in Muslim Mindanao"),
        ("Berkshire", "GB", "Berkshire"),
        ("West Midlands", "GB", "West Midlands region"),
        ("South Wales", "GB", "South Wales"),
        ("North Wales", "GB", "North Wales"),
    ],
)
def test_regions_have_the_names_of_the_news(shipped: Gazetteer, name: str, country: str, place: str) -> None:
    found = shipped.lookup(name, country=country)[0].place
    assert found.name == place
    assert found.kind in (PlaceKind.REGION, PlaceKind.AREA)


@pytest.mark.parametrize("name", ["Asia", "Europe", "West Africa", "Middle East", "Central Asia", "South Wales", "Greater Manchester"])
def test_wide_areas_come_before_the_villages_of_their_name(shipped: Gazetteer, name: str) -> None:
    assert shipped.lookup(name)[0].place.kind is PlaceKind.AREA
