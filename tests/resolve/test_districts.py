"""Districts by the adjective of their seat, in the spellings that the press uses."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from gazetteer.sphere import point_haversine_km
from geomap.resolve.candidates import DistrictNames

_SEATS = {"Yasynuvata": (48.13, 37.86), "Popasna": (48.63, 38.38), "Starobesheve": (47.75, 38.03), "Amvrosiivka": (47.79, 38.48)}


@pytest.fixture(scope="module")
def names(gazetteer: Gazetteer) -> DistrictNames:
    return DistrictNames(gazetteer.index)


@pytest.mark.parametrize(
    ("adjective", "seat"),
    [
        ("Yasinuvatska", "Yasynuvata"),
        ("Yasinovatsky", "Yasynuvata"),
        ("Yasynuvatskyi", "Yasynuvata"),
        ("Popasnyansky", "Popasna"),
        ("Popasnianskyi", "Popasna"),
        ("Starobeshivskiy", "Starobesheve"),
        ("Starobeshevsky", "Starobesheve"),
        ("Amvrosievsky", "Amvrosiivka"),
        ("Amvrosiivskyi", "Amvrosiivka"),
    ],
)
def test_every_spelling_leads_to_the_seat(gazetteer: Gazetteer, names: DistrictNames, adjective: str, seat: str) -> None:
    found = names.find(adjective)
    assert found is not None
    columns = gazetteer.index.columns
    assert any(point_haversine_km(columns.lat[row], columns.lon[row], *_SEATS[seat]) < 30 for row in found[0])


@pytest.mark.parametrize("name", ["Kyiv", "Minsk", "Sky", "Alaska", "Yasynuvata", "", "Донецька"])
def test_what_is_no_adjective_of_a_district_is_none(names: DistrictNames, name: str) -> None:
    assert names.find(name) is None
