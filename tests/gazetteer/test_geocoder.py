from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from geopandas.tools import geocode, reverse_geocode
from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.point import Point

from gazetteer import Gazetteer, PlaceKind
from gazetteer.geocoder import LocalGeocoder


@pytest.fixture(scope="module")
def geocoder(arvenia: Gazetteer) -> LocalGeocoder:
    return LocalGeocoder(arvenia)


def test_geocode_gives_one_location_with_what_is_known(geocoder: LocalGeocoder) -> None:
    location = geocoder.geocode("Ivanivka, Luzhany district")
    assert (location.latitude, location.longitude) == (1.5, 11.6)
    assert location.address == "Ivanivka, Luzhany, Belgor Oblast, XA"
    assert location.raw["id"] == "t:3"
    assert location.raw["method"] == "exact"


def test_geocode_gives_all_when_asked(geocoder: LocalGeocoder) -> None:
    assert [location.raw["id"] for location in geocoder.geocode("Ivanivka", exactly_one=False)] == ["t:4", "t:2", "t:3"]
    assert len(geocoder.geocode("Ivanivka", exactly_one=False, limit=2)) == 2


def test_nothing_found_is_none(geocoder: LocalGeocoder) -> None:
    assert geocoder.geocode("Nowhereville") is None
    assert geocoder.geocode("", exactly_one=False) is None
    assert geocoder.reverse((-80, 0)) is None


def test_geocode_can_be_narrowed(geocoder: LocalGeocoder, arvenia: Gazetteer) -> None:
    assert geocoder.geocode("Belgor", kinds={PlaceKind.REGION}).raw["id"] == "t:01"
    assert geocoder.geocode("Ivanivka", within="Tolmin").raw["id"] == "t:4"
    assert LocalGeocoder(arvenia, country="FR").geocode("Belgor") is None


@pytest.mark.parametrize("query", [(1.09, 11.09), "1.09, 11.09", Point(1.09, 11.09)])
def test_reverse_gives_the_nearest_settlement(geocoder: LocalGeocoder, query: object) -> None:
    location = geocoder.reverse(query)  # type: ignore[arg-type]
    assert location.raw["id"] == "t:2"
    assert location.raw["distance_km"] == pytest.approx(1.57, abs=0.01)


def test_reverse_gives_all_near_ones_when_asked(geocoder: LocalGeocoder) -> None:
    assert [location.raw["id"] for location in geocoder.reverse((1.04, 11.04), exactly_one=False, radius_km=20)][:2] == ["t:1", "t:2"]


def test_wrong_queries_raise_geopy_errors(geocoder: LocalGeocoder, tmp_path: Path) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(5)  # type: ignore[arg-type]
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse("somewhere")
    with pytest.raises(ConfigurationError):
        LocalGeocoder(tmp_path)


def test_geopandas_takes_it_as_provider(arvenia: Gazetteer) -> None:
    found = geocode(["Belgor", "Nowhereville"], provider=LocalGeocoder, gazetteer=arvenia)
    assert list(found.columns) == ["geometry", "address"]
    assert found.geometry.iloc[0].coords[0] == (11.0, 1.0)
    assert found.geometry.iloc[1] is None or found.geometry.iloc[1].is_empty
    back = reverse_geocode([shapely.Point(11.0, 1.0)], provider=LocalGeocoder, gazetteer=arvenia)
    assert back.address.iloc[0].startswith("Belgor")
